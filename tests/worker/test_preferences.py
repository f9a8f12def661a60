"""Settings that apply while the worker works: what was asked for is what the system then says."""

from __future__ import annotations

import os
import shutil
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import psutil
import pytest
from PIL import Image
from videos import write_video

from visionquery.domain.errors import FailureKind, Fault
from visionquery.domain.events import Activity, Progress
from visionquery.domain.photos import PhotoState
from visionquery.domain.queries import Query
from visionquery.worker.core import WorkerCore

from .conftest import Recorder

INDEXING_THREADS = ("scan", "pipeline", "encoder")
MakePhoto = Callable[..., Path]
StartCore = Callable[..., WorkerCore]

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="threads have a priority and cores of their own on Linux")


@pytest.fixture
def folder(tmp_path: Path, make_photo: MakePhoto) -> Path:
    for seed in range(4):
        make_photo(tmp_path / "photos" / f"{seed}.jpg", seed=seed, size=(1400, 1000))
    return tmp_path / "photos"


def _until(reached: Callable[[], Any], what: str = "") -> None:
    deadline = time.monotonic() + 60
    while not reached():
        assert time.monotonic() < deadline, what or "waited for it"
        time.sleep(0.02)


def _threads() -> list[int]:
    """Native ids of indexing's threads; of a thread that takes over, the new one alone once the old one is gone."""
    return [thread.native_id or 0 for thread in threading.enumerate() if thread.name in INDEXING_THREADS]


def _niceness() -> set[int]:
    return {os.getpriority(os.PRIO_PROCESS, thread) for thread in _threads()}


def _states(core: WorkerCore) -> dict[str, PhotoState]:
    photos = core.reader.photos(list(core.reader.all_ids()))
    return {Path(photo.path).name: photo.state for photo in photos.values()}


@on_linux
def test_priority_changes_both_ways_while_it_works(start_core: StartCore, folder: Path, make_photo: MakePhoto) -> None:
    ours = os.getpriority(os.PRIO_PROCESS, 0)
    if ours >= 10:
        pytest.skip("these tests run at low priority themselves")
    core = start_core()
    core.add_folder(str(folder))
    core.index_until_idle()
    _until(lambda: _niceness() == {10})
    for number, (choice, niceness, decoders) in enumerate((("normal", ours, ours), ("background", 10, ours + 5))):
        core.set_setting("priority", choice)
        _until(lambda wanted=niceness: _niceness() == {wanted}, choice)
        make_photo(folder / f"new-{number}.jpg", seed=100 + number)
        core.rescan()
        core.index_until_idle()
        pids = [child.pid for child in psutil.Process().children() if child.name().startswith("python")]
        assert decoders in {psutil.Process(pid).nice() for pid in pids}
    assert len(_states(core)) == 6


@on_linux
def test_indexing_keeps_to_so_many_cores(start_core: StartCore, folder: Path, make_photo: MakePhoto) -> None:
    cores = os.sched_getaffinity(os.getpid())
    if len(cores) < 2:
        pytest.skip("one core only")
    core = start_core()
    core.add_folder(str(folder))
    core.index_until_idle()
    for count in (1, 0):
        core.set_setting("cores", count)
        wanted = count or len(cores)
        _until(lambda wanted=wanted: {len(os.sched_getaffinity(thread)) for thread in _threads()} == {wanted})
        make_photo(folder / f"new-{count}.jpg", seed=200 + count)
        core.rescan()
        core.index_until_idle()
        assert set(_states(core).values()) == {PhotoState.INDEXED}
    assert os.sched_getaffinity(os.getpid()) == cores


def test_a_device_that_is_asked_for_is_used_at_once(start_core: StartCore, folder: Path, make_photo: MakePhoto) -> None:
    core = start_core()
    core.add_folder(str(folder))
    core.index_until_idle()
    encoder = core.spaces.answering().encoder
    assert "the settings ask for" not in encoder.loaded().reason
    core.set_setting("device", "cpu")
    make_photo(folder / "new.jpg", seed=100)
    core.rescan()
    core.index_until_idle()
    assert encoder.loaded().reason.startswith("the settings ask for it")
    assert len(core.search(Query("the sea")).hits) == 5


def test_names_to_ignore_go_and_come_back(start_core: StartCore, folder: Path) -> None:
    core = start_core(watch=True)
    core.add_folder(str(folder))
    _until(lambda: len(_states(core)) == 4)
    core.set_setting("ignored_names", ["1*"])
    _until(lambda: "1.jpg" not in _states(core))
    core.set_setting("ignored_names", [])
    _until(lambda: len(_states(core)) == 4)


def test_a_raised_limit_reads_what_failed_for_it_once_more(start_core: StartCore, folder: Path) -> None:
    core = start_core()
    core.set_setting("max_megapixels", 1)
    core.add_folder(str(folder))
    core.index_until_idle()
    assert {failure.kind for failure in core.reader.failures()} == {FailureKind.TOO_LARGE}
    core.set_setting("max_megapixels", 2)
    core.index_until_idle()
    assert set(_states(core).values()) == {PhotoState.INDEXED}


def test_deleted_photos_are_forgotten_when_they_need_not_be_remembered(start_core: StartCore, folder: Path) -> None:
    core = start_core()
    core.add_folder(str(folder))
    core.index_until_idle()
    (folder / "0.jpg").unlink()
    core.rescan()
    core.index_until_idle()
    assert core.reader.counts().missing == 1
    core.set_setting("keep_missing_days", 0)
    _until(lambda: core.reader.counts().missing == 0)


def test_on_battery_it_waits_until_it_is_told_otherwise(
    start_core: StartCore, recorder: Recorder, folder: Path
) -> None:
    core = start_core(recorder)
    core.set_setting("on_battery", "pause")
    core.preferences.power_changed(True)
    recorder.wait_for(lambda event: isinstance(event, Progress) and event.message == "Paused: on battery")
    core.add_folder(str(folder))
    assert core.reader.counts().total == 0
    recorder.events.clear()
    core.resume()
    _until(lambda: core.reader.counts().indexed == 4)
    # The next time it is on battery it waits again, and goes on by itself with the mains.
    core.preferences.power_changed(False)
    core.preferences.power_changed(True)
    recorder.wait_for(lambda event: isinstance(event, Progress) and event.message == "Paused: on battery")
    recorder.events.clear()
    core.preferences.power_changed(False)
    recorder.wait_for(lambda event: isinstance(event, Progress) and event.activity is not Activity.PAUSED)


def test_the_person_s_own_pause_outlasts_the_battery(start_core: StartCore, recorder: Recorder) -> None:
    core = start_core(recorder)
    core.set_setting("on_battery", "pause")
    core.preferences.power_changed(True)
    core.pause()
    core.preferences.power_changed(False)
    recorder.events.clear()
    core.set_setting("on_battery", "normal")
    told = recorder.wait_for(lambda event: isinstance(event, Progress))
    assert isinstance(told, Progress)
    assert (told.activity, told.message) == (Activity.PAUSED, "")
    assert core.library.settings.get()["paused"] is True


@on_linux
def test_on_battery_it_gives_way(start_core: StartCore) -> None:
    core = start_core()
    core.set_setting("priority", "normal")
    core.preferences.power_changed(True)
    _until(lambda: _niceness() == {10})
    core.set_setting("on_battery", "normal")
    _until(lambda: _niceness() == {os.getpriority(os.PRIO_PROCESS, 0)})


def test_a_value_out_of_bounds_is_refused_and_nothing_changes(start_core: StartCore) -> None:
    core = start_core()
    with pytest.raises(Fault):
        core.set_setting("cores", -1)
    with pytest.raises(Fault):
        core.set_setting("scheme", "dark")
    assert core.reader.settings()["cores"] == 0


def test_thumbnails_are_made_again_where_they_are_looked_at(start_core: StartCore, folder: Path) -> None:
    core = start_core()
    core.add_folder(str(folder))
    core.index_until_idle()
    ids = list(core.reader.all_ids())
    photos = core.reader.photos(ids)
    hashes = {photo.id: photo.content_hash or b"" for photo in photos.values()}
    before = core.reader.thumbnails.get_many(list(hashes.values()))
    assert len(before) == 4
    core.thumbnails.clear()
    assert core.reader.thumbnails.get_many(list(hashes.values())) == {}
    core.thumbnails.make(ids[:2])
    _until(lambda: len(core.reader.thumbnails.get_many(list(hashes.values()))) == 2)
    assert core.reader.thumbnails.get(hashes[ids[0]]) == before[hashes[ids[0]]]
    assert core.reader.thumbnails.get(hashes[ids[3]]) is None


def test_a_photo_that_is_gone_costs_the_others_nothing(start_core: StartCore, folder: Path) -> None:
    core = start_core()
    core.add_folder(str(folder))
    core.index_until_idle()
    ids = list(core.reader.all_ids())
    hashes = [core.reader.photos(ids)[photo_id].content_hash or b"" for photo_id in ids]
    core.thumbnails.clear()
    shutil.move(core.reader.photos(ids)[ids[0]].path, folder.parent)
    core.thumbnails.make([*ids, 12345])
    _until(lambda: len(core.reader.thumbnails.get_many(hashes)) == 3)


def test_videos_go_and_come_back(start_core: StartCore, folder: Path) -> None:
    write_video(folder / "film.MP4", [Image.new("RGB", (160, 96), "red")], seconds=1)
    core = start_core(watch=True)
    core.add_folder(str(folder))
    _until(lambda: _states(core).get("film.MP4") is PhotoState.INDEXED)
    core.set_setting("videos", False)
    _until(lambda: "film.MP4" not in _states(core))
    assert len(_states(core)) == 4
    core.set_setting("videos", True)
    _until(lambda: _states(core).get("film.MP4") is PhotoState.INDEXED)
