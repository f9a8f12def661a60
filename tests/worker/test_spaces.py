"""Two models at once: one answers while the other is made ready, and nothing is lost whatever is chosen when."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from visionquery.domain.errors import Fault, ModelUnavailable
from visionquery.domain.events import FaultRaised, ModelsChanged
from visionquery.domain.queries import Query
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths
from visionquery.worker.commands import Prefer, UseModel
from visionquery.worker.core import WorkerCore
from visionquery.worker.dispatch import carry_out
from visionquery.worker.readonly import ReadOnlySearch

Start = Callable[..., WorkerCore]


@pytest.fixture
def other(other_model: Path) -> str:
    """What the settings call the other model."""
    return f"local-dir:{other_model}"


@pytest.fixture
def tiny(tiny_model: Path) -> str:
    return f"local-dir:{tiny_model}"


def eventually(check: Callable[[], bool], seconds: float = 30.0) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)


def answer(core: WorkerCore) -> tuple[str, int]:
    """Which model answers, and how many photos it finds."""
    found = core.search(Query("anything", limit=10_000))
    return found.model, len(found.hits)


class Brake:
    """Holds the encoder of one space back after so many pictures."""

    def __init__(self, core: WorkerCore, key: str, monkeypatch: pytest.MonkeyPatch) -> None:
        from visionquery.worker.model import LazyEncoder

        self.seen = 0
        self.let_go = threading.Event()
        self.reached = threading.Event()
        encode = LazyEncoder.encode_pixels

        def held(encoder: LazyEncoder, pixels: Any) -> Any:
            if encoder.name == Path(key).name:
                self.reached.set()
                self.let_go.wait(60)
                self.seen += len(pixels)
            return encode(encoder, pixels)

        monkeypatch.setattr(LazyEncoder, "encode_pixels", held)


def index(core: WorkerCore, folder: Path) -> None:
    core.add_folder(str(folder))
    core.index_until_idle()


def test_the_old_model_answers_until_the_new_one_finds_everything(
    start_core: Start, photo_folder: Path, other: str, monkeypatch: pytest.MonkeyPatch, recorder: Any
) -> None:
    core = start_core(recorder)
    index(core, photo_folder)
    brake = Brake(core, other, monkeypatch)
    carry_out(core, UseModel(other))
    assert brake.reached.wait(30)
    assert answer(core) == ("tiny", 12)
    standing = core.spaces.standing(other)
    assert (standing.chosen, standing.answering, standing.covered, standing.of) == (True, False, 0, 12)
    assert {photo.state.value for photo in core.reader.photos(core.reader.all_ids()).values()} == {"indexed"}
    brake.let_go.set()
    assert core.index_until_idle().model == "other"
    assert answer(core) == ("other", 12)
    standing = core.spaces.standing(other)
    assert (standing.chosen, standing.answering, standing.covered) == (True, True, 12)
    recorder.wait_for(lambda event: isinstance(event, ModelsChanged))


def test_a_new_photo_is_found_in_the_answering_space_before_the_filling_goes_on(
    start_core: Start, photo_folder: Path, other: str, monkeypatch: pytest.MonkeyPatch, make_photo: Callable[..., Path]
) -> None:
    core = start_core()
    index(core, photo_folder)
    brake = Brake(core, other, monkeypatch)
    core.spaces.use(other)
    assert brake.reached.wait(30)
    make_photo(photo_folder / "new.jpg", 5)
    core.rescan()
    eventually(lambda: core.reader.counts().pending == 1)
    brake.let_go.set()
    models = []
    while (seen := answer(core))[1] < 13:
        models.append(seen[0])
    assert set(models) <= {"tiny"}
    core.index_until_idle()
    assert answer(core) == ("other", 13)


def test_at_once_the_new_model_answers_with_what_it_covers(
    start_core: Start, photo_folder: Path, other: str, tiny: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = start_core()
    index(core, photo_folder)
    brake = Brake(core, other, monkeypatch)
    core.spaces.use(other)
    assert brake.reached.wait(30)
    core.spaces.use(other, at_once=True)
    eventually(lambda: answer(core) == ("other", 0))
    core.spaces.use(tiny)
    eventually(lambda: answer(core) == ("tiny", 12))
    brake.let_go.set()


def test_going_back_encodes_nothing_again(
    start_core: Start, photo_folder: Path, other: str, tiny: str, make_photo: Callable[..., Path]
) -> None:
    core = start_core()
    index(core, photo_folder)
    core.spaces.use(other)
    core.index_until_idle()
    before = core.library.embeddings.last_sequence(core.library.embeddings.spaces_called("tiny")[0])
    core.spaces.use(tiny)
    core.index_until_idle()
    assert answer(core) == ("tiny", 12)
    assert core.library.embeddings.last_sequence(core.library.embeddings.spaces_called("tiny")[0]) == before
    make_photo(photo_folder / "new.jpg", 5)
    core.rescan()
    core.index_until_idle()
    core.spaces.use(other)
    core.index_until_idle()
    assert answer(core) == ("other", 13)


def test_same_content_is_encoded_once_in_a_space(
    start_core: Start, photo_folder: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    for number, path in enumerate(sorted(photo_folder.iterdir())):
        shutil.copy(path, photo_folder / f"copy {number}.jpg")
    core = start_core()
    index(core, photo_folder)
    brake = Brake(core, other, monkeypatch)
    brake.let_go.set()
    core.spaces.use(other)
    core.index_until_idle()
    assert (brake.seen, answer(core)) == (12, ("other", 24))


def test_the_filling_goes_on_after_a_restart(
    start_core: Start, photo_folder: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = start_core()
    index(core, photo_folder)
    brake = Brake(core, other, monkeypatch)
    core.spaces.use(other)
    assert brake.reached.wait(30)
    brake.let_go.set()
    start_core.stop_all()  # type: ignore[attr-defined]
    core = start_core()
    assert answer(core)[1] == 12
    core.index_until_idle()
    assert answer(core) == ("other", 12)
    assert brake.seen <= 24


def test_embeddings_go_on_request_and_never_those_in_use(
    start_core: Start, paths: DataPaths, photo_folder: Path, other: str, tiny: str
) -> None:
    core = start_core()
    index(core, photo_folder)
    core.spaces.use(other)
    core.index_until_idle()
    with pytest.raises(Fault):
        core.spaces.drop(other)
    core.spaces.drop(tiny)
    assert core.spaces.standing(tiny).covered == 0
    core.index_until_idle()
    assert core.library.embeddings.known_spaces() == [("other", core.spaces.answering().encoder.fingerprint)]
    with core.library.embeddings._read() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone()[0] == 12
    assert answer(core) == ("other", 12)


def test_a_model_that_is_not_there_is_refused_and_nothing_changes(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    index(core, photo_folder)
    with pytest.raises(ModelUnavailable):
        core.spaces.use("no-such-model")
    assert core.spaces.settled()
    assert answer(core) == ("tiny", 12)


@pytest.mark.parametrize("broken", ["chosen", "answering"])
def test_where_one_model_fails_to_load_the_other_answers_and_it_is_told(
    start_core: Start,
    paths: DataPaths,
    photo_folder: Path,
    other_model: Path,
    tiny: str,
    tmp_path: Path,
    recorder: Any,
    broken: str,
) -> None:
    copy = tmp_path / "gone"
    shutil.copytree(other_model, copy)
    core = start_core()
    index(core, photo_folder)
    core.spaces.use(f"local-dir:{copy}")
    core.index_until_idle()
    start_core.stop_all()  # type: ignore[attr-defined]
    shutil.rmtree(copy)
    with Library(paths) as library:
        pair = (f"local-dir:{copy}", tiny) if broken == "chosen" else (tiny, f"local-dir:{copy}")
        library.settings.set("model", pair[0])
        library.settings.set("answering", pair[1])
    core = start_core(recorder)
    assert answer(core) == ("tiny", 12)
    recorder.wait_for(lambda event: isinstance(event, FaultRaised) and "gone" in event.message)
    core.index_until_idle()
    problem = core.spaces.standing(f"local-dir:{copy}").problem
    assert problem
    assert answer(core) == ("tiny", 12)


def test_weights_of_another_shape_are_told_when_they_are_needed(
    start_core: Start, photo_folder: Path, other_model: Path, tmp_path: Path, recorder: Any
) -> None:
    wrong = tmp_path / "wrong"
    shutil.copytree(other_model, wrong)
    config = wrong / "open_clip_config.json"
    config.write_text(config.read_text(encoding="utf-8").replace('"width": 64', '"width": 96'), encoding="utf-8")
    core = start_core(recorder)
    index(core, photo_folder)
    core.spaces.use(f"local-dir:{wrong}")
    core.index_until_idle()
    recorder.wait_for(lambda event: isinstance(event, FaultRaised) and "wrong" in event.message)
    assert answer(core) == ("tiny", 12)
    assert core.reader.counts().failed == 0


def test_photos_that_are_looked_at_come_first(
    start_core: Start, tmp_path: Path, other: str, monkeypatch: pytest.MonkeyPatch, make_photo: Callable[..., Path]
) -> None:
    folder = tmp_path / "many"
    for seed in range(600):
        make_photo(folder / f"{seed:03}.jpg", seed)
    core = start_core()
    index(core, folder)
    ids = list(core.reader.all_ids())
    core.library.photos.set_favourite([ids[500]], True)
    brake = Brake(core, other, monkeypatch)
    carry_out(core, Prefer((ids[-1], ids[-2])))
    core.spaces.use(other)
    assert brake.reached.wait(60)
    with core.library.embeddings._read() as connection:
        claimed = {row[0] for row in connection.execute("SELECT photo_id FROM claims")}
    brake.let_go.set()
    assert {ids[-1], ids[-2]} <= claimed
    core.index_until_idle()
    order = core.library.embeddings
    space = order.spaces_called("other")[0]
    first = [core.reader.content_of(photo_id) for photo_id in (ids[-1], ids[-2])]
    filled = [content for block in order.blocks(space) for content in block.content_ids.tolist()]
    assert filled[:2] == first
    assert core.reader.content_of(ids[500]) in filled[:64]


def test_a_photo_away_keeps_the_old_model_answering(
    start_core: Start, photo_folder: Path, tmp_path: Path, other: str, make_photo: Callable[..., Path]
) -> None:
    drive = tmp_path / "drive"
    make_photo(drive / "far.jpg", 77)
    core = start_core()
    core.add_folder(str(drive))
    index(core, photo_folder)
    away = drive.rename(tmp_path / "unplugged")
    core.rescan()
    core.index_until_idle()
    core.spaces.use(other)
    core.index_until_idle()
    standing = core.spaces.standing(other)
    assert (standing.covered, standing.of, standing.answering) == (12, 13, False)
    assert answer(core) == ("tiny", 13)
    away.rename(drive)
    core.rescan()
    core.index_until_idle()
    assert answer(core) == ("other", 13)


def test_a_file_that_changed_unseen_is_read_again_as_what_it_is(
    start_core: Start, photo_folder: Path, other: str, make_photo: Callable[..., Path]
) -> None:
    core = start_core()
    index(core, photo_folder)
    changed = sorted(photo_folder.iterdir())[0]
    make_photo(changed, 99)
    core.spaces.use(other)
    core.index_until_idle()
    assert answer(core) == ("other", 12)
    photo = next(photo for photo in core.reader.photos(core.reader.all_ids()).values() if photo.path == str(changed))
    content = core.reader.content_of(photo.id)
    assert photo.size == changed.stat().st_size
    assert content in core.library.embeddings.content_ids(core.library.embeddings.spaces_called("other")[0])


def test_what_is_only_filtered_waits_for_no_model(
    start_core: Start, photo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from visionquery.worker import lanes as module

    index(start_core(), photo_folder)
    start_core.stop_all()  # type: ignore[attr-defined]
    gate = threading.Event()
    real = module.load_encoder
    monkeypatch.setattr(module, "load_encoder", lambda *how: (gate.wait(60), real(*how))[1])
    core = start_core()
    try:
        assert len(core.search(Query("before:2100")).hits) == 12
    finally:
        gate.set()


def test_read_only_search_answers_as_the_worker_does(
    start_core: Start, paths: DataPaths, photo_folder: Path, other: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    core = start_core()
    index(core, photo_folder)
    brake = Brake(core, other, monkeypatch)
    core.spaces.use(other)
    assert brake.reached.wait(30)
    with ReadOnlySearch(paths) as beside:
        assert (beside.model, len(beside.search(Query("a dog")).hits)) == ("tiny", 12)
    brake.let_go.set()
    core.index_until_idle()
    with ReadOnlySearch(paths) as beside:
        mine, theirs = beside.search(Query("a dog")), core.search(Query("a dog"))
    assert (mine.model, [hit.path for hit in mine.hits]) == ("other", [hit.path for hit in theirs.hits])


def test_vectors_of_each_space_are_those_of_its_own_model(
    start_core: Start, photo_folder: Path, other: str, other_model: Path
) -> None:
    from visionquery.vision.decoding import ReadLimits
    from visionquery.vision.encoder import load_encoder
    from visionquery.vision.model import read_model
    from visionquery.vision.reading import read_picture

    core = start_core()
    index(core, photo_folder)
    core.spaces.use(other)
    core.index_until_idle()
    spec = read_model("other", other_model)
    encoder = load_encoder(spec, "cpu")
    space = core.library.embeddings.spaces_called("other")[0]
    for photo in core.reader.photos(core.reader.all_ids()).values():
        pixels = read_picture(photo.path, ReadLimits(), spec.preprocessing).pixels
        content = core.reader.content_of(photo.id)
        assert content is not None
        stored = core.library.embeddings.vectors(space, [content])[0].astype(np.float32)
        assert float(stored @ encoder.encode_pixels(pixels)[0]) > 0.995
