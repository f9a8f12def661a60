"""The worker's list of models and its downloads, against a loopback hub: pause, restart, cancel, remove."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from loopback_hub import Cut, Hold, LoopbackHub, Status, running_hub
from small_models import CLIP, clip_repository, config_of, pickled_weights, weights

from visionquery.domain.errors import Fault
from visionquery.domain.events import ModelsChanged
from visionquery.domain.models import Download, DownloadState, ModelStatus, NetworkRequest
from visionquery.vision.catalogue import CATALOGUE, STARTER
from visionquery.vision.download import acceptance, fetching, importing
from visionquery.vision.download.connection import Route
from visionquery.vision.download.faults import ConsentNeeded
from visionquery.vision.download.incoming import INCOMING, Incoming
from visionquery.vision.download.patience import Patience
from visionquery.worker.models import Models
from visionquery.worker.standing import Standing
from visionquery.worker.transfer_rate import TransferRate

TINY = "someone--tiny"
HUB_NAME = "hf-hub:someone/tiny"
QUICK = Patience(tries=3, first=0.001, longest=0.002, most=5.0)
pytestmark = pytest.mark.usefixtures("tried_out_here")


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def tried_out_apart(tried_out_here: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """In a process of its own after all, as outside of tests."""
    for module in (fetching, importing):
        monkeypatch.setattr(module, "try_out", acceptance.try_out)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as hub:
        hub.repositories["someone/tiny"] = clip_repository()
        yield hub


def stands(chosen: bool = False, answering: bool = False, covered: int = 0, of: int = 0) -> Standing:
    return Standing(chosen, answering, covered, of)


class Bench:
    """`Models` of one folder, started anew as often as wished, and what they tell."""

    def __init__(self, models_dir: Path, hub: LoopbackHub) -> None:
        self.models_dir = models_dir
        self.settings = {"model": STARTER, "answering": "", "mirror": hub.endpoint, "proxy": ""}
        self.requests: list[NetworkRequest] = []
        self.standings = {STARTER: stands(chosen=True, answering=True, covered=7, of=9)}
        self.dropped: list[str] = []
        self.events: list[ModelsChanged] = []
        self._told = threading.Condition()
        self.models = self._make()

    def _make(self) -> Models:
        return Models(
            self.models_dir,
            lambda: self.settings,
            self.requests.append,
            self._tell,
            lambda name: self.standings.get(name, stands()),
            self.dropped.append,
            patience=QUICK,
            margin=0,
        )

    def _tell(self, event: ModelsChanged) -> None:
        with self._told:
            self.events.append(event)
            self._told.notify_all()

    def restart(self) -> None:
        self.models.stop(20)
        self.models = self._make()
        self.models.start()

    def status(self, name: str = TINY) -> ModelStatus:
        return next(status for status in self.models.list() if status.entry.name == name)

    def wait_for(self, wanted: Callable[[ModelStatus], bool], name: str = TINY, seconds: float = 120) -> ModelStatus:
        """How the model stands when `wanted` is true of it, at the latest of what was told."""
        deadline = time.monotonic() + seconds
        with self._told:
            while True:
                told = [each for event in self.events[-1:] for each in event.models if each.entry.name == name]
                if told and wanted(told[0]):
                    return told[0]
                if not self._told.wait(max(0.0, deadline - time.monotonic())):
                    raise AssertionError(f"not told in {seconds} s: {told}")

    def wait_for_state(self, state: DownloadState, name: str = TINY) -> Download:
        status = self.wait_for(lambda status: status.download is not None and status.download.state is state, name)
        assert status.download is not None
        return status.download


@pytest.fixture
def bench(tmp_path: Path, hub: LoopbackHub) -> Iterator[Bench]:
    bench = Bench(tmp_path / "models", hub)
    bench.models_dir.mkdir()
    bench.models.start()
    yield bench
    bench.models.stop(20)


@pytest.fixture
def held(bench: Bench, hub: LoopbackHub) -> Iterator[Callable[[], None]]:
    """A download of the small model that stands still in the middle; call it to let it go on."""
    more = threading.Event()
    hub.on(".safetensors", Hold(len(weights()) // 2, more))
    bench.models.download(HUB_NAME)
    # What comes just before the halt need not be told: nothing is that has been told a moment ago.
    deadline = time.monotonic() + 60
    while not (download := bench.status().download) or download.done < len(weights()) // 2:
        assert not more.wait(0.01)
        assert time.monotonic() < deadline
    yield more.set
    more.set()


def test_the_list_is_the_catalogue_with_the_built_in_model_in_use(bench: Bench) -> None:
    statuses = bench.models.list()
    assert [status.entry for status in statuses] == list(CATALOGUE)
    starter = statuses[0]
    assert (starter.installed, starter.builtin, starter.removable) == (True, True, False)
    assert (starter.chosen, starter.answering, starter.covered, starter.of) == (True, True, 7, 9)
    assert not [status for status in statuses[1:] if status.installed or status.download or status.problem]


@pytest.mark.usefixtures("tried_out_apart")
def test_a_download_tells_how_far_it_is_and_ends_as_a_model(bench: Bench, hub: LoopbackHub) -> None:
    bench.models.download(HUB_NAME)
    status = bench.wait_for(lambda status: status.installed)
    assert (status.removable, status.download, status.problem) == (True, None, "")
    assert (status.entry.dimension, status.entry.input_size) == (32, 64)
    assert status.entry.repository == "someone/tiny"
    states = [
        each.download.state
        for event in bench.events
        for each in event.models
        if each.entry.name == TINY and each.download is not None
    ]
    seen = [state for state in dict.fromkeys(states) if state is not DownloadState.WAITING]
    assert seen == [DownloadState.RUNNING, DownloadState.CHECKING]
    assert {request.outcome for request in bench.requests} == {"done", "sent on (HTTP 302)"}
    asked = len(hub.asked)
    bench.models.download(HUB_NAME)
    bench.models.download(TINY)
    bench.restart()
    assert len(hub.asked) == asked


def test_progress_has_size_and_rate(bench: Bench, held: Callable[[], None]) -> None:
    download = bench.status().download
    assert download is not None
    assert download.state is DownloadState.RUNNING
    assert download.total > len(weights())
    assert 0 < download.done < download.total


def test_a_pause_stays_over_a_restart_and_goes_on_where_it_was(
    bench: Bench, hub: LoopbackHub, held: Callable[[], None]
) -> None:
    bench.models.pause(HUB_NAME)
    paused = bench.wait_for_state(DownloadState.PAUSED)
    assert 0 < paused.done < paused.total
    held()
    bench.restart()
    again = bench.status().download
    assert again is not None
    assert (again.state, again.total) == (DownloadState.PAUSED, paused.total)
    bench.models.download(TINY)
    bench.wait_for(lambda status: status.installed)
    assert hub.asked_for(".safetensors", "storage")[-1].headers["Range"].startswith("bytes=")
    assert len(hub.asked_for("/revision/main")) == 1


def test_a_download_goes_on_by_itself_after_the_worker_ended(
    bench: Bench, hub: LoopbackHub, held: Callable[[], None]
) -> None:
    bench.models.stop(0)
    held()
    bench.restart()
    bench.wait_for(lambda status: status.installed)
    assert "Range" in hub.asked_for(".safetensors", "storage")[-1].headers


def test_a_cancelled_download_leaves_nothing_and_can_begin_anew(
    bench: Bench, hub: LoopbackHub, held: Callable[[], None]
) -> None:
    bench.models.cancel(HUB_NAME)
    assert TINY not in {status.entry.name for status in bench.models.list()}
    bench.models.download(HUB_NAME)
    held()
    bench.wait_for(lambda status: status.installed)
    assert "Range" not in hub.asked_for(".safetensors", "storage")[-1].headers
    assert not list((bench.models_dir / INCOMING).iterdir())


def test_one_comes_after_the_other(bench: Bench, hub: LoopbackHub, held: Callable[[], None]) -> None:
    hub.repositories["someone/second"] = {"README.md": b""}
    bench.models.download("hf-hub:someone/second")
    waiting = bench.status("someone--second").download
    assert waiting is not None
    assert waiting.state is DownloadState.WAITING
    bench.models.cancel(TINY)
    held()
    failed = bench.wait_for_state(DownloadState.FAILED, "someone--second")
    assert "no weights" in failed.message
    assert failed.advice


def test_a_failure_is_kept_and_can_be_tried_again(bench: Bench, hub: LoopbackHub) -> None:
    hub.on(".safetensors", Cut(50_000), Cut(0), Cut(0))
    bench.models.download(HUB_NAME)
    failed = bench.wait_for_state(DownloadState.FAILED)
    assert "cut" in failed.message
    assert failed.done > 0
    bench.restart()
    again = bench.status().download
    assert again is not None
    assert (again.state, again.message) == (DownloadState.FAILED, failed.message)
    bench.models.download(HUB_NAME)
    bench.wait_for(lambda status: status.installed)


def test_what_is_waited_for_is_told(bench: Bench, hub: LoopbackHub) -> None:
    hub.on("/revision/main", Status(503, {"Retry-After": "3"}))
    bench.models.download(HUB_NAME)
    waiting = bench.wait_for(lambda status: status.download is not None and bool(status.download.message)).download
    assert waiting is not None
    assert waiting.state is DownloadState.RUNNING
    assert waiting.message.endswith("Trying again in 3 s.")


def test_a_pickled_model_asks_for_consent(bench: Bench, hub: LoopbackHub) -> None:
    hub.repositories["someone/tiny"] = {
        "open_clip_config.json": config_of(CLIP),
        "open_clip_pytorch_model.bin": pickled_weights(),
    }
    bench.models.download(HUB_NAME)
    assert bench.wait_for_state(DownloadState.FAILED).needs_consent
    bench.models.download(HUB_NAME, trust_pickle=True)
    assert bench.wait_for(lambda status: status.installed).download is None


@pytest.mark.usefixtures("tried_out_apart")
def test_an_import_is_a_download_without_a_network(bench: Bench, hub: LoopbackHub, tmp_path: Path) -> None:
    folder = tmp_path / "my model"
    folder.mkdir()
    (folder / "open_clip_config.json").write_bytes(config_of(CLIP))
    (folder / "epoch_9.pt").write_bytes(pickled_weights())
    with pytest.raises(ConsentNeeded):
        bench.models.import_model(str(folder / "epoch_9.pt"))
    status = bench.models.import_model(str(folder / "epoch_9.pt"), trust_pickle=True)
    assert (status.entry.name, status.installed) == ("epoch_9", False)
    assert status.download is not None
    bench.wait_for(lambda status: status.installed, "epoch_9")
    assert not hub.asked


def test_an_import_that_failed_is_replaced_by_the_next(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "mine"
    folder.mkdir()
    (folder / "open_clip_model.safetensors").write_bytes(weights())
    other = {**CLIP, "vision_cfg": {**CLIP["vision_cfg"], "layers": 2}}
    (folder / "open_clip_config.json").write_bytes(config_of(other))
    bench.models.import_model(str(folder))
    failed = bench.wait_for(lambda status: status.download and status.download.message, "mine")
    assert failed.download is not None
    assert "not of the architecture" in failed.download.message
    (folder / "open_clip_config.json").write_bytes(config_of(CLIP))
    assert bench.models.import_model(str(folder)).entry.name == "mine"
    bench.wait_for(lambda status: status.installed, "mine")
    assert [status.entry.name for status in bench.models.list() if status.download] == []


def test_a_model_in_use_is_not_removed(bench: Bench, tmp_path: Path) -> None:
    (bench.models_dir / "mine").mkdir()
    (bench.models_dir / "mine" / "open_clip_config.json").write_bytes(config_of(CLIP))
    (bench.models_dir / "mine" / "open_clip_model.safetensors").write_bytes(weights())
    for standing in (stands(chosen=True), stands(answering=True)):
        bench.standings["mine"] = standing
        with pytest.raises(Fault, match="in use"):
            bench.models.remove("mine", embeddings=True)
    assert bench.status("mine").installed
    bench.standings["mine"] = stands(covered=3, of=9)
    bench.models.remove("mine")
    assert "mine" not in {status.entry.name for status in bench.models.list()}
    assert not (bench.models_dir / "mine").exists()
    assert bench.dropped == []
    bench.models.remove("mine", embeddings=True)
    assert bench.dropped == ["mine"]


@pytest.mark.parametrize("name", [STARTER, "local-dir:/somewhere", "nothing"])
def test_what_is_not_the_programs_to_delete_is_not_deleted(bench: Bench, name: str) -> None:
    bench.standings.clear()
    with pytest.raises(Fault) as caught:
        bench.models.remove(name)
    assert caught.value.advice


@pytest.mark.parametrize("name", [STARTER, "local-dir:/somewhere"])
def test_what_stays_can_forget_what_it_has_learnt_unless_it_is_in_use(bench: Bench, name: str) -> None:
    bench.standings[name] = stands(answering=True)
    with pytest.raises(Fault, match="in use"):
        bench.models.remove(name, embeddings=True)
    assert bench.dropped == []
    bench.standings[name] = stands(covered=9, of=9)
    bench.models.remove(name, embeddings=True)
    assert bench.dropped == [name]
    assert bench.status(STARTER).installed


@pytest.mark.parametrize("name", ["", "nothing", "hf-hub:../../etc", "https://huggingface.co/someone/tiny"])
def test_what_is_no_model_is_not_downloaded(bench: Bench, hub: LoopbackHub, name: str) -> None:
    with pytest.raises(Fault):
        bench.models.download(name)
    assert not hub.asked


def test_a_broken_model_is_listed_with_its_problem_and_fetched_again(bench: Bench, hub: LoopbackHub) -> None:
    folder = bench.models_dir / TINY
    folder.mkdir()
    (folder / "open_clip_config.json").write_bytes(config_of(CLIP))
    (folder / "open_clip_model.safetensors").write_bytes(weights()[:-5])
    status = bench.status()
    assert (status.installed, status.removable) == (False, True)
    assert "partly" in status.problem
    bench.models.download(HUB_NAME)
    assert bench.wait_for(lambda status: status.installed).problem == ""


def test_a_folder_of_the_persons_own_is_listed_while_it_is_in_use(bench: Bench, tmp_path: Path) -> None:
    folder = tmp_path / "own"
    folder.mkdir()
    (folder / "open_clip_config.json").write_bytes(config_of(CLIP))
    (folder / "open_clip_model.safetensors").write_bytes(weights())
    bench.settings["model"] = f"local-dir:{folder}"
    status = bench.status(f"local-dir:{folder}")
    assert (status.installed, status.removable, status.entry.dimension) == (True, False, 32)


def test_the_rate_is_of_what_came_not_of_what_was_there() -> None:
    rate = TransferRate()
    assert rate.add(0.0, 500_000_000, 600_000_000) == (0.0, None)
    assert rate.add(1.0, 501_000_000, 600_000_000) == (1_000_000, 99.0)
    assert rate.add(2.0, 502_000_000, 600_000_000) == (1_000_000, 98.0)
    assert rate.add(2.5, 0, 600_000_000) == (0.0, None)
    assert rate.add(3.5, 400_000_000, 600_000_000) == (0.0, None)
    slow = TransferRate()
    for second in range(30):
        told = slow.add(float(second), second * (1 if second < 15 else 3), 1000)
    assert told[0] == pytest.approx(3.0, abs=0.3)


def test_routes_come_from_the_settings_of_the_moment(bench: Bench, hub: LoopbackHub) -> None:
    endpoint, bench.settings["mirror"] = bench.settings["mirror"], "http://127.0.0.1:9"
    bench.models.download(HUB_NAME)
    assert "refused" in bench.wait_for_state(DownloadState.FAILED).message
    bench.settings["mirror"] = Route(endpoint).endpoint
    bench.models.download(HUB_NAME)
    bench.wait_for(lambda status: status.installed)


def test_a_request_that_the_end_of_the_program_cut_off_is_recorded_by_the_next(bench: Bench) -> None:
    request = NetworkRequest("2026-01-02T03:04:05+00:00", "https://hub.example/a", "Download a")
    (bench.models_dir / INCOMING).mkdir()
    Incoming(bench.models_dir).note_request(request)
    bench.restart()
    assert bench.requests == [replace(request, outcome="cut off: the program ended")]
    bench.restart()
    assert len(bench.requests) == 1
