"""The pipeline with a real library, real decoder processes and a real index; only the model is made of arithmetic."""

from __future__ import annotations

import os
import shutil
import sqlite3
import threading
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest
from PIL import Image
from videos import write_video

from visionquery.domain.errors import BadFile, FailureKind, StorageFull
from visionquery.domain.folders import Folder
from visionquery.domain.photos import Changes, WorkItem
from visionquery.index.planner import VectorIndex
from visionquery.indexing import commits, pipeline
from visionquery.indexing.commits import Committer, Halt
from visionquery.indexing.encoding import EncodingError, distinct
from visionquery.indexing.gate import SearchGate
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.pipeline import Pipeline
from visionquery.indexing.queues import FileQueue, Wishes
from visionquery.indexing.scanner import Scan
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding import EXTENSIONS, ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import ReadResult
from visionquery.worker.model import SpaceSource

SIZE, DIMENSION = 32, 16
PREPROCESSING = Preprocessing(SIZE, "shortest", "bicubic", 0)


class Arithmetic:
    """A stand-in for a model: a fixed projection of the pixels. `poison` makes it fail for some pictures."""

    def __init__(self) -> None:
        self.encoded = 0
        self.batches: list[int] = []
        self.poison: Callable[[npt.NDArray[np.uint8]], bool] = lambda pixels: False
        self._weights = np.random.default_rng(1).normal(size=(SIZE * SIZE * 3, DIMENSION))

    def encode_pixels(self, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        if any(self.poison(row) for row in pixels):
            raise ValueError("not a finite vector")
        self.encoded += len(pixels)
        self.batches.append(len(pixels))
        vectors = (pixels.reshape(len(pixels), -1).astype(np.float64) - 128) @ self._weights
        return (vectors / np.linalg.norm(vectors, axis=1, keepdims=True)).astype(np.float32)


@dataclass
class Listener:
    """Notes what the pipeline tells."""

    indexed: int = 0
    failed: int = 0
    moved: int = 0
    lost_root: str | None = None
    gone: list[WorkItem] = field(default_factory=list)
    full: threading.Event = field(default_factory=threading.Event)
    back: threading.Event = field(default_factory=threading.Event)

    def committed(self, photo_ids: Sequence[int], indexed: int, failed: int, moved: int) -> None:
        self.indexed += indexed
        self.failed += failed
        self.moved += moved

    def storage_full(self, fault: StorageFull) -> None:
        self.full.set()

    def storage_back(self) -> None:
        self.back.set()

    def root_lost(self, item: WorkItem) -> str | None:
        return self.lost_root

    def vanished(self, items: Sequence[WorkItem]) -> None:
        self.gone.extend(items)


BATCH_OF_TESTS = 4


class Bench:
    """Everything around one pipeline."""

    def __init__(self, paths: DataPaths, photos: Path) -> None:
        self.paths = paths
        self.photos = photos
        self.library = Library(paths)
        self.crashed = self.library.open()
        self.reader = LibraryReader(paths)
        self.encoder = Arithmetic()
        self.listener = Listener()
        self.halt = Halt.NO
        self.space_id = self.library.embeddings.space("arithmetic", DIMENSION, "1")
        self.index = VectorIndex(paths.index_dir, "arithmetic", DIMENSION)
        self.pool = DecoderPool(1, ReadLimits(), PREPROCESSING)
        self.pool.start()
        existing = [folder for folder in self.library.folders.list() if folder.path == str(photos)]
        self.folder: Folder = existing[0] if existing else self.library.folders.add(str(photos))
        self.wishes = Wishes()
        self._made: list[Pipeline] = []
        self.pipeline = self.make_pipeline(self.pool)

    def make_pipeline(self, reader: pipeline.FileReader) -> Pipeline:
        queue = FileQueue(self.library, self.space_id, self.wishes)
        committer = Committer(queue, self.index, self.listener, lambda: self.halt, threading.Lock())
        made = Pipeline(
            queue,
            reader,
            self.encoder,
            committer,
            self.listener,
            SearchGate(),
            lambda: self.halt,
            reads_ahead=2,
            batch_rows=BATCH_OF_TESTS,
        )
        made.start()
        self._made.append(made)
        return made

    def scan(self) -> None:
        found = tuple(Scan(str(self.photos), IgnoreRules(()), EXTENSIONS))
        known = self.library.photos.stored(self.folder.id)
        self.library.photos.apply(self.folder.id, Changes(added=tuple(f for f in found if f.relpath not in known)))

    def vector(self, name: str) -> npt.NDArray[np.float32]:
        """What the library holds for a file."""
        photo_id = self.library.photos.stored(self.folder.id)[name].photo_id
        content_id = self.reader.content_of(photo_id)
        assert content_id is not None
        return self.library.embeddings.vectors(self.space_id, [content_id])[0].astype(np.float32)

    def expected(self, name: str) -> npt.NDArray[np.float32]:
        """What the model says of the file itself, read apart from the pipeline."""
        result = self.pool.submit(str(self.photos / name)).result(30)
        return Arithmetic().encode_pixels(result.pixels)[0]

    def close(self) -> None:
        self.pool.close()
        for made in self._made:
            made.close(5)
        self.reader.close()
        self.library.close()


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    folder = tmp_path / "photos"
    folder.mkdir()
    return folder


@pytest.fixture
def bench(data_dir: Path, photos: Path) -> Iterator[Bench]:
    bench = Bench(DataPaths(data_dir), photos)
    yield bench
    bench.close()


def test_every_photo_gets_the_vector_of_its_own_bytes(bench: Bench, make_photo: Callable[..., Path]) -> None:
    names = [f"{seed}.jpg" for seed in range(11)]
    for seed, name in enumerate(names):
        make_photo(bench.photos / name, seed)
    bench.scan()
    assert bench.pipeline.run()
    for name in names:
        np.testing.assert_allclose(bench.vector(name), bench.expected(name), atol=2e-3)


def test_batches_are_full_but_for_the_last(bench: Bench, make_photo: Callable[..., Path]) -> None:
    for seed in range(11):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    bench.scan()
    bench.pipeline.run()
    assert bench.encoder.batches == [4, 4, 3]


def test_copies_are_encoded_once_and_share_their_embedding(bench: Bench, make_photo: Callable[..., Path]) -> None:
    make_photo(bench.photos / "0.jpg", 1)
    for copy in range(1, 10):
        shutil.copy(bench.photos / "0.jpg", bench.photos / f"{copy}.jpg")
    bench.scan()
    bench.pipeline.run()
    assert bench.encoder.encoded == 1
    assert bench.reader.counts(bench.space_id).searchable == 10
    assert len(bench.library.embeddings.content_ids(bench.space_id)) == 1


def test_a_content_that_the_library_knows_is_not_encoded_again(bench: Bench, make_photo: Callable[..., Path]) -> None:
    make_photo(bench.photos / "a.jpg", 1)
    bench.scan()
    bench.pipeline.run()
    shutil.copy(bench.photos / "a.jpg", bench.photos / "b.jpg")
    bench.scan()
    bench.pipeline.run()
    assert bench.encoder.encoded == 1
    assert bench.listener.indexed == 2


def test_the_index_knows_what_was_committed(bench: Bench, make_photo: Callable[..., Path]) -> None:
    for seed in range(5):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    bench.scan()
    bench.pipeline.run()
    near = bench.index.search(bench.vector("3.jpg"), 1, None)
    assert near.content_ids.tolist() == [bench.reader.content_of(bench.library.photos.stored(1)["3.jpg"].photo_id)]


def test_a_bad_file_costs_one_failed_row(bench: Bench, make_photo: Callable[..., Path]) -> None:
    for seed in range(5):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    (bench.photos / "bad.jpg").write_bytes(b"\xff\xd8\xff not a picture")
    bench.scan()
    assert bench.pipeline.run()
    assert [Path(failure.path).name for failure in bench.reader.failures()] == ["bad.jpg"]
    assert bench.reader.counts().indexed == 5


def test_a_picture_that_the_model_cannot_encode_fails_alone(bench: Bench, make_photo: Callable[..., Path]) -> None:
    names = [f"{seed}.jpg" for seed in range(7)]
    for seed, name in enumerate(names):
        make_photo(bench.photos / name, seed)
    culprit = bench.pool.submit(str(bench.photos / "3.jpg")).result(30).pixels
    bench.encoder.poison = lambda pixels: bool((pixels == culprit).all())
    bench.scan()
    assert bench.pipeline.run()
    assert [Path(failure.path).name for failure in bench.reader.failures()] == ["3.jpg"]
    for name in names[:3] + names[4:]:
        np.testing.assert_allclose(bench.vector(name), bench.expected(name), atol=2e-3)


def test_a_model_that_fails_on_everything_is_no_fault_of_the_pictures(
    bench: Bench, make_photo: Callable[..., Path]
) -> None:
    for seed in range(8):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    bench.encoder.poison = lambda pixels: True
    bench.scan()
    with pytest.raises(EncodingError):
        bench.pipeline.run()
    assert bench.reader.failures() == []


def test_a_file_that_vanished_is_told_and_not_failed(bench: Bench, make_photo: Callable[..., Path]) -> None:
    make_photo(bench.photos / "a.jpg", 1)
    make_photo(bench.photos / "b.jpg", 2)
    bench.scan()
    (bench.photos / "a.jpg").unlink()

    def mark(items: Sequence[WorkItem]) -> None:
        bench.listener.gone.extend(items)
        bench.library.photos.apply(bench.folder.id, Changes(missing=tuple(item.photo_id for item in items)))

    bench.listener.vanished = mark  # type: ignore[method-assign]
    assert bench.pipeline.run()
    assert [Path(item.path).name for item in bench.listener.gone] == ["a.jpg"]
    counts = bench.reader.counts()
    assert (counts.indexed, counts.failed, counts.missing) == (1, 0, 1)


def test_photos_of_a_folder_that_goes_offline_stay_pending(bench: Bench, make_photo: Callable[..., Path]) -> None:
    for seed in range(6):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    bench.scan()
    shutil.move(bench.photos, bench.photos.with_name("unplugged"))

    def lost(item: WorkItem) -> str:
        from visionquery.domain.folders import FolderState

        bench.library.folders.set_state(bench.folder.id, FolderState.OFFLINE)
        return str(bench.photos)

    bench.listener.root_lost = lost  # type: ignore[method-assign]
    assert bench.pipeline.run()
    counts = bench.reader.counts()
    assert (counts.pending, counts.failed, counts.missing) == (6, 0, 0)


class Changing:
    """A reader that finds a file changing some times before it comes to rest."""

    def __init__(self, pool: DecoderPool, times: int) -> None:
        self._pool = pool
        self.left = times

    def submit(self, path: str) -> Future[ReadResult]:
        if self.left == 0:
            return self._pool.submit(path)
        self.left -= 1
        future: Future[ReadResult] = Future()
        future.set_exception(BadFile(FailureKind.CHANGING, "It is still being written."))
        return future


def test_a_file_that_is_being_written_is_read_again_later(
    bench: Bench, make_photo: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "CHANGING_WAITS", (0.01, 0.01, 0.01))
    make_photo(bench.photos / "a.jpg", 1)
    bench.scan()
    assert bench.make_pipeline(Changing(bench.pool, 3)).run()
    assert bench.listener.indexed == 1


def test_a_file_that_never_comes_to_rest_fails(
    bench: Bench, make_photo: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pipeline, "CHANGING_WAITS", (0.01, 0.01, 0.01))
    make_photo(bench.photos / "a.jpg", 1)
    bench.scan()
    assert bench.make_pipeline(Changing(bench.pool, 99)).run()
    assert [failure.kind for failure in bench.reader.failures()] == [FailureKind.CHANGING]


def test_stop_gives_back_what_is_not_done(bench: Bench, make_photo: Callable[..., Path]) -> None:
    for seed in range(30):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    bench.scan()
    runner = threading.Thread(target=bench.pipeline.run)
    runner.start()
    while not bench.encoder.encoded:
        runner.join(0.01)
    bench.halt = Halt.STOP
    bench.pipeline.wake()
    runner.join(10)
    assert not runner.is_alive()
    counts = bench.reader.counts()
    assert counts.indexed + counts.pending == 30
    assert bench.library.photos.recover() == 0


def test_pause_and_go_on_lose_nothing(bench: Bench, make_photo: Callable[..., Path]) -> None:
    for seed in range(20):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    bench.scan()
    runner = threading.Thread(target=bench.pipeline.run)
    runner.start()
    while not bench.encoder.encoded:
        runner.join(0.01)
    bench.halt = Halt.PAUSE
    bench.pipeline.wake()
    runner.join(10)
    assert not runner.is_alive()
    assert bench.reader.counts().indexed >= bench.encoder.encoded
    bench.halt = Halt.NO
    assert bench.pipeline.run()
    assert (bench.reader.counts().indexed, bench.encoder.encoded) == (20, 20)


def test_photos_of_a_removed_folder_are_dropped_from_the_queue(bench: Bench, make_photo: Callable[..., Path]) -> None:
    for seed in range(30):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    bench.scan()
    runner = threading.Thread(target=bench.pipeline.run)
    runner.start()
    while not bench.encoder.encoded:
        runner.join(0.01)
    bench.library.folders.remove(bench.folder.id)
    bench.pipeline.drop(bench.folder.path)
    runner.join(10)
    assert not runner.is_alive()
    assert bench.encoder.encoded < 30
    assert bench.reader.counts(bench.space_id).total == 0


def test_suspects_of_a_crash_run_alone_and_are_cleared(
    data_dir: Path, photos: Path, make_photo: Callable[..., Path]
) -> None:
    for seed in range(6):
        make_photo(photos / f"{seed}.jpg", seed)
    first = Bench(DataPaths(data_dir), photos)
    first.scan()
    claimed = first.library.photos.claim(3, 1)
    # As after SIGKILL: the claims stand in the file, and nobody gave them back.
    connection = sqlite3.connect(DataPaths(data_dir).library)
    copy = data_dir.with_name("after-the-crash")
    copy.mkdir()
    with sqlite3.connect(copy / "library.db") as target:
        connection.backup(target)
    target.close()
    connection.close()
    first.close()
    second = Bench(DataPaths(copy), photos)
    try:
        assert second.crashed == len(claimed) == 3
        assert second.pipeline.run()
        assert second.reader.counts().indexed == 6
        assert sorted(second.encoder.batches) == [3, 3]
    finally:
        second.close()


class FullDisk:
    """Makes the library run out of room, as SQLite tells it."""

    def __init__(self, library: Library) -> None:
        self._finish = library.photos.finish
        self.full = True
        library.photos.finish = self.finish  # type: ignore[method-assign]

    def finish(self, *arguments: object) -> object:
        if self.full:
            raise StorageFull("No room left.", "Free some disk space.")
        return self._finish(*arguments)  # type: ignore[arg-type]


def test_a_full_disk_is_waited_out_with_nothing_lost(
    bench: Bench, make_photo: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(commits, "ROOM_POLL_SECONDS", 0.05)
    for seed in range(6):
        make_photo(bench.photos / f"{seed}.jpg", seed)
    bench.scan()
    disk = FullDisk(bench.library)
    runner = threading.Thread(target=bench.pipeline.run)
    runner.start()
    assert bench.listener.full.wait(20)
    assert bench.reader.counts().pending == 6
    disk.full = False
    assert bench.listener.back.wait(20)
    runner.join(10)
    assert bench.reader.counts().indexed == 6


def test_stop_does_not_wait_for_room(bench: Bench, make_photo: Callable[..., Path]) -> None:
    make_photo(bench.photos / "a.jpg", 1)
    bench.scan()
    FullDisk(bench.library)
    runner = threading.Thread(target=bench.pipeline.run)
    runner.start()
    assert bench.listener.full.wait(20)
    bench.halt = Halt.STOP
    runner.join(2)
    assert not runner.is_alive()


def test_a_file_with_a_name_that_is_no_unicode(bench: Bench, make_photo: Callable[..., Path]) -> None:
    source = make_photo(bench.photos.with_name("source.jpg"), 1)
    shutil.copy(source, bench.photos / os.fsdecode(b"caf\xe9.jpg"))
    bench.scan()
    assert bench.pipeline.run()
    assert bench.reader.counts().indexed == 1


def test_a_video_is_found_by_each_of_its_scenes_and_a_picture_by_itself(
    bench: Bench, make_photo: Callable[..., Path]
) -> None:
    """More frames than a batch holds, among pictures."""
    scenes = [Image.open(make_photo(bench.photos.parent / f"scene{seed}.png", 100 + seed)) for seed in range(7)]
    write_video(bench.photos / "b.mp4", scenes, seconds=5)
    for seed, name in enumerate(("a.jpg", "c.jpg", "d.jpg")):
        make_photo(bench.photos / name, seed)
    bench.scan()
    assert bench.pipeline.run()
    frames = bench.pool.submit(str(bench.photos / "b.mp4")).result(60).pixels
    assert len(frames) > BATCH_OF_TESTS
    assert len(bench.index) == bench.reader.counts(bench.space_id).searchable == 4
    (video,) = [each for each in bench.reader.photos(bench.reader.all_ids()).values() if each.path.endswith(".mp4")]
    content = bench.reader.content_of(video.id)
    vectors = Arithmetic().encode_pixels(frames)
    np.testing.assert_allclose(bench.vector("b.mp4"), vectors[0], atol=2e-3)
    replayed = VectorIndex(bench.paths.index_dir, "replayed", DIMENSION)
    replayed.load(SpaceSource(bench.library.embeddings, bench.space_id))
    for vector in vectors:
        for index in (bench.index, replayed):
            near = index.search(vector, 4)
            assert near.content_ids[0] == content
            assert near.scores[0] == pytest.approx(1, abs=2e-3)
            assert len(set(near.content_ids.tolist())) == 4
    for name in ("a.jpg", "c.jpg", "d.jpg"):
        np.testing.assert_allclose(bench.vector(name), bench.expected(name), atol=2e-3)
    assert video.metadata is not None
    assert video.metadata.is_video
    assert video.metadata.duration == pytest.approx(35, abs=0.5)


def test_frames_that_are_alike_are_kept_once() -> None:
    axes = np.eye(4, dtype=np.float32)
    near_first = axes[0] + 0.2 * axes[1]
    vectors = np.stack([axes[0], near_first / np.linalg.norm(near_first), axes[2], axes[0], axes[3]])
    assert np.array_equal(distinct(vectors), vectors[[0, 2, 4]])
    assert np.array_equal(distinct(vectors[:1]), vectors[:1])
