"""Whole models from a loopback hub, and from the disk: what arrives is a folder that loads with the network cut."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from loopback_hub import Cut, Hold, LoopbackHub, OtherBytes, running_hub
from small_models import (
    CLIP,
    clip_repository,
    config_of,
    multilingual_repositories,
    pickled_weights,
    weights,
)

from visionquery.domain.errors import Fault, ModelUnavailable, StorageFull
from visionquery.domain.models import DownloadState, ModelEntry, NetworkRequest
from visionquery.vision.catalogue import find_entry
from visionquery.vision.download.connection import Route
from visionquery.vision.download.faults import ConsentNeeded, DownloadFailed, Stopped
from visionquery.vision.download.fetching import Fetching
from visionquery.vision.download.importing import Importing, check_source
from visionquery.vision.download.incoming import INCOMING, Errand, Incoming, read_origin
from visionquery.vision.download.patience import Patience
from visionquery.vision.model import WEIGHTS_NAMES, find_model

here = pytest.mark.usefixtures("tried_out_here")
QUICK = Patience(tries=3, first=0.001, longest=0.002, most=5.0)
TINY = ModelEntry("someone--tiny", "someone/tiny", "", repository="someone/tiny")


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as hub:
        hub.repositories["someone/tiny"] = clip_repository()
        yield hub


class Shelf:
    """A folder of models, and what brings some in."""

    def __init__(self, models_dir: Path, endpoint: str) -> None:
        self.models_dir = models_dir
        self.incoming = Incoming(models_dir)
        self.route = Route(endpoint)
        self.stop = threading.Event()
        self.requests: list[NetworkRequest] = []
        self.told: list[tuple[DownloadState, int, int, str]] = []
        self.margin = 0

    def fetch(self, entry: ModelEntry = TINY, trust_pickle: bool = False) -> Path:
        kept = next((each for each in self.incoming.errands() if each.name == entry.name), None)
        errand = kept or self.incoming.save(Errand(entry, trust_pickle=trust_pickle))
        fetching = Fetching(self.incoming, self.route, self.requests.append, self.stop, self._tell, QUICK, self.margin)
        return fetching.fetch(errand)

    def bring_in(self, path: Path, architecture: str = "", trust_pickle: bool = False) -> Path:
        errand = check_source(str(path), architecture, trust_pickle, lambda name: (self.models_dir / name).exists())
        self.incoming.save(errand)
        return Importing(self.incoming, self.stop, self._tell, self.margin).bring_in(errand)

    def _tell(self, *told: Any) -> None:
        self.told.append(told)

    @property
    def models(self) -> list[str]:
        return sorted(path.name for path in self.models_dir.iterdir() if path.name != INCOMING)


@pytest.fixture
def shelf(tmp_path: Path, hub: LoopbackHub) -> Shelf:
    models_dir = tmp_path / "models"
    models_dir.mkdir()
    return Shelf(models_dir, hub.endpoint)


LOAD_WITH_THE_NETWORK_CUT = """
import os, socket, sys
from pathlib import Path
def refuse(*_): raise AssertionError("the network was asked")
socket.getaddrinfo = socket.create_connection = socket.socket.connect = refuse
import numpy as np
from visionquery.vision.encoder import load_encoder
from visionquery.vision.model import find_model
spec = find_model(sys.argv[1], Path(sys.argv[2]))
encoder = load_encoder(spec, "cpu")
side = spec.preprocessing.size
pictures = np.random.default_rng(1).integers(0, 255, (2, side, side, 3), dtype=np.uint8)
np.save(sys.argv[3], np.concatenate([encoder.encode_pixels(pictures), encoder.encode_texts(sys.argv[4:])]))
"""


def load_and_encode(shelf: Shelf, name: str, *texts: str) -> np.ndarray:
    """Vectors of two pictures and the texts, from a process of its own that cannot reach any network."""
    target = shelf.models_dir.parent / "vectors.npy"
    environment = {
        name: value for name, value in os.environ.items() if name not in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE")
    }
    # Nothing may come from an earlier use of the hub either.
    environment["HF_HOME"] = str(shelf.models_dir.parent / "no-cache")
    done = subprocess.run(
        [sys.executable, "-c", LOAD_WITH_THE_NETWORK_CUT, name, shelf.models_dir, target, *texts],
        env=environment,
        capture_output=True,
        text=True,
        timeout=200,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    vectors: np.ndarray = np.load(target)
    return vectors


def test_a_model_is_fetched_tried_out_and_then_needs_no_network(shelf: Shelf, hub: LoopbackHub) -> None:
    folder = shelf.fetch()
    assert folder == shelf.models_dir / "someone--tiny"
    assert {path.name for path in folder.iterdir()} == {
        "open_clip_config.json",
        "open_clip_model.safetensors",
        "origin.json",
    }
    assert not list((shelf.models_dir / INCOMING).iterdir())
    origin = read_origin(folder)
    assert origin is not None
    assert (origin.repository, origin.licence) == ("someone/tiny", "mit")
    assert not hub.asked_for(".bin")
    assert [state for state, *_ in shelf.told][-1] is DownloadState.CHECKING
    assert all(done <= total for state, done, total, _ in shelf.told if state is DownloadState.CHECKING)
    vectors = load_and_encode(shelf, "someone--tiny", "a dog", "the sea")
    assert vectors.shape == (4, 32)
    np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-4)


def test_a_text_tower_of_transformers_comes_with_all_its_files(shelf: Shelf, hub: LoopbackHub) -> None:
    model, text = multilingual_repositories("makers/words")
    hub.repositories |= {"someone/tiny": model, "makers/words": text}
    folder = shelf.fetch()
    assert {"config.json", "tokenizer.json", "tokenizer_config.json"} <= {path.name for path in folder.iterdir()}
    assert not hub.asked_for("pytorch_model.bin")
    vectors = load_and_encode(shelf, "someone--tiny", "a photo of the sea", "hund")
    assert vectors.shape == (4, 32)
    assert abs(vectors[2] @ vectors[3]) < 0.999


@here
def test_what_the_repository_leaves_out_comes_from_open_clip(shelf: Shelf, hub: LoopbackHub) -> None:
    """As with the multilingual CLIP of the catalogue, whose repository has weights and nothing else."""
    hub.repositories["someone/tiny"] = {"open_clip_model.safetensors": weights()}
    with pytest.raises(DownloadFailed, match="open_clip_config"):
        shelf.fetch()
    shelf.incoming.discard(TINY.name)
    entry = ModelEntry("small", "small", "RN50", "openai", "someone/tiny")
    with pytest.raises(ModelUnavailable, match="cannot be loaded"):  # these weights are no RN50
        shelf.fetch(entry)
    described = json.loads((shelf.incoming.folder("small") / "open_clip_config.json").read_text())
    assert described["model_cfg"]["vision_cfg"]["layers"] == [3, 4, 6, 3]
    assert described["preprocess_cfg"]["mean"] == [0.48145466, 0.4578275, 0.40821073]
    assert shelf.models == []


@here
def test_pickled_weights_are_taken_with_consent_only_and_converted(shelf: Shelf, hub: LoopbackHub) -> None:
    hub.repositories["someone/tiny"] = {
        "open_clip_config.json": config_of(CLIP),
        "open_clip_pytorch_model.bin": pickled_weights(),
    }
    with pytest.raises(ConsentNeeded, match="older format"):
        shelf.fetch()
    assert not hub.asked_for(".bin")
    shelf.incoming.discard(TINY.name)
    folder = shelf.fetch(trust_pickle=True)
    assert not list(folder.glob("*.bin"))
    from safetensors.torch import load, load_file

    published, converted = load(weights()), load_file(folder / WEIGHTS_NAMES[0])
    assert published.keys() == converted.keys()
    assert all(published[name].equal(converted[name]) for name in published)


class Explosive:
    def __reduce__(self) -> tuple[Any, ...]:
        return (os.mkdir, (os.environ["EXPLOSION"],))


def test_a_program_in_a_pickle_is_not_run(
    shelf: Shelf, hub: LoopbackHub, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import torch

    monkeypatch.setenv("EXPLOSION", str(tmp_path / "it went off"))
    torch.save({"state_dict": Explosive()}, tmp_path / "bomb.bin")
    hub.repositories["someone/tiny"] = {
        "open_clip_config.json": config_of(CLIP),
        "open_clip_pytorch_model.bin": (tmp_path / "bomb.bin").read_bytes(),
    }
    with pytest.raises(DownloadFailed, match="without running"):
        shelf.fetch(trust_pickle=True)
    assert not (tmp_path / "it went off").exists()
    assert shelf.models == []


@here
def test_another_architecture_than_promised_is_refused(shelf: Shelf) -> None:
    with pytest.raises(DownloadFailed, match="32 numbers instead of 512"):
        shelf.fetch(ModelEntry("vit", "ViT", "ViT-B-32", repository="someone/tiny", dimension=512))
    assert shelf.models == []


@here
def test_weights_of_another_architecture_are_refused(shelf: Shelf, hub: LoopbackHub) -> None:
    other = {**CLIP, "vision_cfg": {**CLIP["vision_cfg"], "layers": 2}}
    hub.repositories["someone/tiny"]["open_clip_config.json"] = config_of(other)
    with pytest.raises(ModelUnavailable, match="not of the architecture"):
        shelf.fetch()
    assert shelf.models == []


@here
def test_a_model_that_loads_and_does_not_work_is_refused_with_its_reason(shelf: Shelf, hub: LoopbackHub) -> None:
    repository, text_files = multilingual_repositories("someone/text")
    # A tokenizer that cannot fill up the shorter of two texts.
    text_files["tokenizer_config.json"] = b'{"tokenizer_class": "PreTrainedTokenizerFast"}'
    hub.repositories |= {"someone/tiny": repository, "someone/text": text_files}
    with pytest.raises(ModelUnavailable, match="cannot read words"):
        shelf.fetch()
    assert shelf.models == []


def test_a_repository_of_something_else_is_refused(shelf: Shelf, hub: LoopbackHub) -> None:
    hub.repositories["someone/tiny"] = {"config.json": b"{}", "model.safetensors": weights()}
    with pytest.raises(DownloadFailed, match="weights for open_clip"):
        shelf.fetch()


def test_an_unknown_repository_is_told_as_such(shelf: Shelf) -> None:
    with pytest.raises(DownloadFailed, match="does not have the model someone/nothing"):
        shelf.fetch(ModelEntry("nothing", "nothing", "", repository="someone/nothing"))


@here
def test_wrong_bytes_never_become_a_model(shelf: Shelf, hub: LoopbackHub) -> None:
    hub.on(".safetensors", OtherBytes())
    with pytest.raises(DownloadFailed, match="checksum"):
        shelf.fetch()
    assert shelf.models == []
    assert shelf.fetch().is_dir()


@here
def test_room_is_looked_for_before_the_first_large_file(shelf: Shelf, hub: LoopbackHub) -> None:
    shelf.margin = 1 << 60
    with pytest.raises(StorageFull, match="GB"):
        shelf.fetch()
    assert not hub.asked_for(".safetensors")
    shelf.margin = 0
    assert shelf.fetch().is_dir()


def test_a_half_model_is_no_model_and_a_broken_state_is_cleared_away(shelf: Shelf, hub: LoopbackHub) -> None:
    hub.on(".safetensors", Cut(1000), *[Cut(0)] * 9)
    with pytest.raises(DownloadFailed):
        shelf.fetch()
    for name in ("someone--tiny", ".incoming", ".incoming/someone--tiny"):
        with pytest.raises(ModelUnavailable):
            find_model(name, shelf.models_dir)
    shelf.incoming.tidy()
    assert [errand.name for errand in shelf.incoming.errands()] == ["someone--tiny"]
    (shelf.incoming.folder("someone--tiny") / "download.json").write_text("{")
    shelf.incoming.tidy()
    assert not list((shelf.models_dir / INCOMING).iterdir())


def test_a_pause_while_it_is_tried_out_ends_the_process(shelf: Shelf) -> None:
    def stop_at_the_check(*told: Any) -> None:
        if told[0] is DownloadState.CHECKING:
            shelf.stop.set()

    shelf._tell = stop_at_the_check  # type: ignore[method-assign]
    with pytest.raises(Stopped):
        shelf.fetch()
    assert shelf.models == []
    assert len(list(shelf.incoming.errands())) == 1


FETCH_IN_A_PROCESS = """
import sys, threading
from pathlib import Path
from visionquery.domain.models import ModelEntry
from visionquery.vision.download.connection import Route
from visionquery.vision.download.fetching import Fetching
from visionquery.vision.download.incoming import Errand, Incoming
if __name__ == "__main__":
    incoming = Incoming(Path(sys.argv[1]))
    entry = ModelEntry("someone--tiny", "tiny", "", repository="someone/tiny")
    tell = lambda *told: print(told[1], flush=True)
    Fetching(incoming, Route(sys.argv[2]), lambda request: None, threading.Event(), tell, margin=0).fetch(
        incoming.save(Errand(entry))
    )
"""


def test_after_a_kill_only_the_rest_is_fetched(shelf: Shelf, hub: LoopbackHub) -> None:
    never = threading.Event()
    size = len(weights())
    hub.on(".safetensors", Hold(size // 2, never))
    process = subprocess.Popen(
        [sys.executable, "-c", FETCH_IN_A_PROCESS, shelf.models_dir, hub.endpoint], stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    for line in process.stdout:
        if int(line) >= size // 2:
            break
    process.send_signal(signal.SIGKILL)
    process.wait()
    process.stdout.close()
    never.set()
    part = shelf.incoming.folder("someone--tiny") / "open_clip_model.safetensors.part"
    there = part.stat().st_size
    assert 0 < there <= size // 2
    folder = shelf.fetch()
    assert hub.asked_for(".safetensors", "storage")[-1].headers["Range"] == f"bytes={there}-"
    assert len(hub.asked_for("/revision/main")) == 1
    assert (folder / WEIGHTS_NAMES[0]).read_bytes() == weights()


@here
def test_a_model_that_came_again_replaces_the_one_that_was_there(shelf: Shelf, hub: LoopbackHub) -> None:
    folder = shelf.models_dir / "someone--tiny"
    folder.mkdir()
    (folder / WEIGHTS_NAMES[0]).write_bytes(b"broken")
    (folder / "left over").touch()
    with pytest.raises(ModelUnavailable):
        find_model("someone--tiny", shelf.models_dir)
    shelf.fetch()
    assert find_model("someone--tiny", shelf.models_dir).dimension == 32
    assert not (folder / "left over").exists()
    shelf.incoming.remove_model("someone--tiny")
    assert shelf.models == []
    assert not list((shelf.models_dir / INCOMING).iterdir())


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small disk"
    folder.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=2m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def test_a_disk_that_fills_up_on_the_way_keeps_what_is_there(small_disk: Path, hub: LoopbackHub) -> None:
    shelf = Shelf(small_disk / "models", hub.endpoint)
    shelf.models_dir.mkdir()
    shelf.margin = -(1 << 40)  # as if the room had been there when it was looked for
    with pytest.raises(StorageFull) as caught:
        shelf.fetch()
    assert caught.value.advice
    part = shelf.incoming.folder("someone--tiny") / "open_clip_model.safetensors.part"
    assert part.stat().st_size > 500_000
    shelf.margin = 0
    with pytest.raises(StorageFull, match="needs"):
        shelf.fetch()
    assert part.exists()


# -- from the disk --------------------------------------------------------------------------------------------------


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder of the person's own with a model in it."""
    folder = tmp_path / "My Model (new)"
    folder.mkdir()
    for name in ("open_clip_config.json", "open_clip_model.safetensors"):
        (folder / name).write_bytes(clip_repository()[name])
    return folder


def test_a_folder_is_copied_in_and_left_as_it_was(shelf: Shelf, source: Path, hub: LoopbackHub) -> None:
    before = {path.name: path.read_bytes() for path in source.iterdir()}
    folder = shelf.bring_in(source)
    assert folder.name == "My-Model-new"
    assert {path.name: path.read_bytes() for path in source.iterdir()} == before
    assert (folder / WEIGHTS_NAMES[0]).read_bytes() == weights()
    assert not hub.asked


@pytest.mark.parametrize("name", ["", "open_clip_model.safetensors"])
def test_a_folder_or_the_file_in_it_are_the_same_model(source: Path, name: str) -> None:
    errand = check_source(str(source / name), "", trust_pickle=False, taken=lambda name: name == "My-Model-new")
    assert errand.name == "My-Model-new-2"
    assert errand.entry.architecture == ""


@here
def test_a_pickled_checkpoint_wants_consent(shelf: Shelf, source: Path) -> None:
    (source / "open_clip_model.safetensors").unlink()
    (source / "epoch_5.pt").write_bytes(pickled_weights())
    with pytest.raises(ConsentNeeded):
        shelf.bring_in(source / "epoch_5.pt")
    folder = shelf.bring_in(source / "epoch_5.pt", trust_pickle=True)
    assert folder.name == "epoch_5"
    assert (source / "epoch_5.pt").exists()
    assert not (folder / "epoch_5.pt").exists()
    assert find_model("epoch_5", shelf.models_dir).dimension == 32


@here
def test_a_bare_checkpoint_needs_its_architecture(shelf: Shelf, tmp_path: Path) -> None:
    path = tmp_path / "clip.safetensors"
    path.write_bytes(weights())
    with pytest.raises(DownloadFailed, match="does not say what its architecture is"):
        shelf.bring_in(path)
    with pytest.raises(DownloadFailed, match="ViT-X-99"):
        shelf.bring_in(path, "ViT-X-99")
    with pytest.raises(DownloadFailed, match="tokenizer"):
        shelf.bring_in(path, "ViT-B-16-SigLIP2")
    with pytest.raises(ModelUnavailable, match="not of the architecture"):
        shelf.bring_in(path, "ViT-B-32")
    assert shelf.models == []


@pytest.mark.parametrize("name", ["nothing", "notes.txt", "empty"])
def test_what_is_no_model_is_refused_with_advice(shelf: Shelf, tmp_path: Path, name: str) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    (tmp_path / "empty").mkdir()
    with pytest.raises(Fault) as caught:
        shelf.bring_in(tmp_path / name)
    assert caught.value.advice


def test_a_checkpoint_that_was_cut_off_is_refused_at_once(shelf: Shelf, source: Path) -> None:
    path = source / "open_clip_model.safetensors"
    path.write_bytes(path.read_bytes()[:-10])
    with pytest.raises(ModelUnavailable, match="partly"):
        check_source(str(source), "", trust_pickle=False, taken=lambda name: False)


@pytest.mark.slow
def test_the_smallest_model_of_the_catalogue_in_full_size(shelf: Shelf, hub: LoopbackHub) -> None:
    """A ViT-B/32 with random weights, 605 MB, under the name and with the tokenizer of the true one."""
    import open_clip
    import torch
    from safetensors.torch import save

    entry = find_entry("vit-b-32-laion2b")
    assert entry is not None
    torch.manual_seed(7)
    model = open_clip.create_model("ViT-B-32", load_weights=False)
    config = {"model_cfg": open_clip.get_model_config("ViT-B-32"), "preprocess_cfg": {}}
    hub.repositories[entry.repository] = {
        "open_clip_config.json": json.dumps(config).encode(),
        "open_clip_model.safetensors": save({name: value.contiguous() for name, value in model.state_dict().items()}),
    }
    hub.on(".safetensors", Cut(200_000_000))
    folder = shelf.fetch(entry)
    size = (folder / WEIGHTS_NAMES[0]).stat().st_size
    assert size == pytest.approx(entry.bytes_on_disk, rel=0.001)
    assert load_and_encode(shelf, entry.name, "a dog").shape == (3, entry.dimension)
