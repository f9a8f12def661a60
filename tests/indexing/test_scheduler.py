"""The order of things in indexing, with a real library and real folders; no model is attached."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from visionquery.domain.errors import ModelUnavailable, StorageFull
from visionquery.domain.events import Activity, Event, FaultRaised, FoldersChanged, PhotosChanged, Progress
from visionquery.domain.folders import Folder, FolderState
from visionquery.indexing import scans as module
from visionquery.indexing.commits import Halt
from visionquery.indexing.folders import FolderWork
from visionquery.indexing.scheduler import Scheduler
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths
from visionquery.vision.decoding import EXTENSIONS


class Stage:
    """A library with one folder and a scheduler."""

    def __init__(self, data_dir: Path, photos: Path) -> None:
        photos.mkdir()
        self.photos = photos
        self.events: list[Event] = []
        self.library = Library(DataPaths(data_dir))
        self.library.open()
        self.folder: Folder = self.library.folders.add(str(photos))
        self.work = FolderWork(self.library, EXTENSIONS)
        self.scheduler = Scheduler(self.library, self.work, self.events.append)

    def fill(self, count: int) -> None:
        for number in range(count):
            (self.photos / f"{number:05}.jpg").write_bytes(b"x")

    def rows(self) -> int:
        return len(self.library.photos.stored(self.folder.id))

    def close(self) -> None:
        self.scheduler.stop(5)
        self.library.close()


@pytest.fixture
def stage(data_dir: Path, tmp_path: Path) -> Iterator[Stage]:
    stage = Stage(data_dir, tmp_path / "photos")
    yield stage
    stage.close()


def eventually(check: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)


def test_a_folder_is_looked_at_when_asked(stage: Stage) -> None:
    stage.fill(20)
    stage.scheduler.start(paused=False)
    stage.scheduler.look_at(stage.folder.id)
    eventually(lambda: stage.rows() == 20)
    eventually(lambda: stage.library.folders.get(stage.folder.id).scanned_at is not None)
    assert PhotosChanged(everything=True) in stage.events


def test_nothing_is_looked_at_unasked(stage: Stage) -> None:
    stage.fill(3)
    stage.scheduler.start(paused=False)
    time.sleep(0.3)
    assert stage.rows() == 0


def test_a_hint_looks_at_its_part_alone(stage: Stage) -> None:
    stage.fill(3)
    stage.scheduler.start(paused=False)
    stage.scheduler.look_at(stage.folder.id, ("00001.jpg",))
    eventually(lambda: stage.rows() == 1)


def test_paused_it_scans_nothing_until_resumed(stage: Stage) -> None:
    stage.fill(3)
    stage.scheduler.start(paused=True)
    stage.scheduler.look_at(stage.folder.id)
    time.sleep(0.3)
    assert stage.rows() == 0
    assert stage.scheduler.halted() is Halt.PAUSE
    stage.scheduler.pause(False)
    eventually(lambda: stage.rows() == 3)


def test_the_first_photos_show_before_the_scan_is_over(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.fill(1500)
    shown = threading.Event()
    counts: list[int] = []
    applied = stage.scheduler._scans._applied

    def note() -> None:
        counts.append(stage.rows())
        shown.set()
        applied()

    monkeypatch.setattr(stage.scheduler._scans, "_applied", note)
    stage.scheduler.start(paused=False)
    stage.scheduler.look_at(stage.folder.id)
    eventually(lambda: stage.rows() == 1500)
    assert 0 < counts[0] < 1500


def test_removing_a_folder_during_its_scan_leaves_no_row(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    stage.fill(1500)
    began, removed = threading.Event(), threading.Event()

    def found(files: int) -> None:
        began.set()
        removed.wait(10)

    monkeypatch.setattr(stage.scheduler._scans, "_found", found)
    stage.scheduler.start(paused=False)
    stage.scheduler.look_at(stage.folder.id)
    assert began.wait(10)
    stage.scheduler.forget(stage.folder)
    removed.set()
    eventually(lambda: stage.scheduler._scans.scanning is None)
    assert stage.rows() == 0
    assert FoldersChanged() in stage.events


def test_whoever_waits_is_told_why_nothing_comes(stage: Stage) -> None:
    stage.scheduler.start(paused=False)
    stage.scheduler.fail(ModelUnavailable("There is no model."))
    with pytest.raises(ModelUnavailable):
        stage.scheduler.wait_until_idle()


def test_stop_ends_the_waiting(stage: Stage) -> None:
    stage.scheduler.start(paused=False)
    waiter = threading.Thread(target=stage.scheduler.wait_until_idle)
    waiter.start()
    stage.scheduler.stop(2)
    waiter.join(2)
    assert not waiter.is_alive()


def test_a_folder_that_is_away_is_told_and_keeps_its_photos(stage: Stage) -> None:
    stage.fill(3)
    stage.scheduler.start(paused=False)
    stage.scheduler.look_at(stage.folder.id)
    eventually(lambda: stage.rows() == 3)
    eventually(lambda: stage.library.folders.get(stage.folder.id).state is FolderState.IDLE)
    stage.photos.rename(stage.photos.with_name("away"))
    stage.scheduler.look_at(stage.folder.id)
    eventually(lambda: stage.library.folders.get(stage.folder.id).state is FolderState.OFFLINE)
    assert {row.state.value for row in stage.library.photos.stored(stage.folder.id).values()} == {"pending"}
    assert stage.library.photos.pending() == 0


def test_a_folder_that_is_back_is_looked_at_by_itself(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TICK_SECONDS", 0.1)
    stage.fill(3)
    away = stage.photos.rename(stage.photos.with_name("away"))
    stage.scheduler.start(paused=False)
    stage.scheduler.look_at(stage.folder.id)
    eventually(lambda: stage.library.folders.get(stage.folder.id).state is FolderState.OFFLINE)
    away.rename(stage.photos)
    eventually(lambda: stage.rows() == 3)


def test_the_watcher_s_word_becomes_the_folder_s_state(stage: Stage) -> None:
    stage.scheduler.start(paused=False)
    stage.scheduler.followed(stage.folder.id, FolderState.POLLING, "No events here.")
    folder = stage.library.folders.get(stage.folder.id)
    assert (folder.state, folder.note) == (FolderState.POLLING, "No events here.")


def test_a_full_disk_delays_a_scan_and_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "TICK_SECONDS", 0.1)
    stage.fill(5)
    apply, full = stage.library.photos.apply, threading.Event()

    def fails(*arguments: object) -> object:
        if not full.is_set():
            raise StorageFull("No room left.", "Free some disk space.")
        return apply(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(stage.library.photos, "apply", fails)
    stage.scheduler.start(paused=False)
    stage.scheduler.look_at(stage.folder.id)
    eventually(lambda: FaultRaised("No room left.", "Free some disk space.") in stage.events)
    full.set()
    eventually(lambda: stage.rows() == 5)


def test_progress_says_what_goes_on(stage: Stage) -> None:
    stage.fill(5)
    stage.scheduler.start(paused=False)
    stage.scheduler.look_at(stage.folder.id)
    eventually(lambda: stage.rows() == 5)
    told = [event for event in stage.events if isinstance(event, Progress)]
    assert Activity.SCANNING in {event.activity for event in told}
    stage.scheduler.pause(True)
    assert [event for event in stage.events if isinstance(event, Progress)][-1].activity is Activity.PAUSED
