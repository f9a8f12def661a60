"""The whole worker in this process: real photographs, real decoders, a real if tiny model."""

from __future__ import annotations

import shutil
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.errors import Fault, FolderRefused, LibraryBusy, ModelUnavailable, QueryRefused
from visionquery.domain.events import Activity, FaultRaised, FoldersChanged, PhotosChanged, Progress, WorkerReady
from visionquery.domain.folders import FolderState
from visionquery.domain.queries import Example, Query
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths
from visionquery.worker.core import IndexSummary, WorkerCore
from visionquery.worker.readonly import ReadOnlySearch

Start = Callable[..., WorkerCore]


def index(core: WorkerCore, folder: Path) -> IndexSummary:
    core.add_folder(str(folder))
    return core.index_until_idle()


def names(core: WorkerCore, query: Query) -> list[str]:
    return [Path(hit.path).name for hit in core.search(query).hits]


def eventually(check: Callable[[], bool], seconds: float = 15.0) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.05)


def test_index_and_search(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    summary = index(core, photo_folder)
    assert (summary.indexed, summary.failed, summary.model) == (12, 0, "tiny")
    assert summary.images_per_second > 0
    answer = core.search(Query("a dog on the beach"))
    assert len(answer.hits) == answer.searched == 12


def test_find_similar_puts_a_copy_first(start_core: Start, photo_folder: Path, tmp_path: Path) -> None:
    core = start_core()
    index(core, photo_folder)
    original = sorted(photo_folder.iterdir())[3]
    example = shutil.copy(original, tmp_path / "example.jpg")
    assert names(core, Query(examples=(Example(image=str(example)),)))[0] == original.name


def test_a_bad_example_is_refused_with_a_reason(start_core: Start, tmp_path: Path) -> None:
    (tmp_path / "bad.jpg").write_bytes(b"no picture")
    with pytest.raises(QueryRefused):
        start_core().search(Query(examples=(Example(image=str(tmp_path / "bad.jpg")),)))


def test_second_run_finds_everything_unchanged(start_core: Start, paths: DataPaths, photo_folder: Path) -> None:
    index(start_core(), photo_folder)
    start_core.stop_all()  # type: ignore[attr-defined]
    summary = index(start_core(), photo_folder)
    assert (summary.indexed, summary.unchanged) == (0, 12)


def test_moved_files_keep_their_rows_and_are_not_read_again(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    index(core, photo_folder)
    photo_id = core.reader.all_ids()[0]
    (photo_folder / "album").mkdir()
    for path in [path for path in photo_folder.iterdir() if path.is_file()]:
        path.rename(photo_folder / "album" / path.name)
    core.rescan()
    summary = core.index_until_idle()
    assert (summary.indexed, summary.moved) == (12, 12)
    photo = core.reader.photo(photo_id)
    assert photo is not None
    assert Path(photo.path).parent.name == "album"
    assert {Path(hit.path).parent.name for hit in core.search(Query("anything")).hits} == {"album"}


def test_deleted_files_leave_the_results(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    index(core, photo_folder)
    gone = sorted(photo_folder.iterdir())[5]
    gone.unlink()
    core.rescan()
    assert core.index_until_idle().removed == 1
    assert gone.name not in names(core, Query("anything"))


def test_an_edited_file_is_read_again(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    index(core, photo_folder)
    one, other = sorted(photo_folder.iterdir())[:2]
    one.write_bytes(other.read_bytes())
    core.rescan()
    core.index_until_idle()
    assert sorted(names(core, Query(examples=(Example(image=str(other)),)))[:1]) == [one.name]


def test_remove_folder_empties_results_at_once_and_the_index_once_it_is_purged(
    start_core: Start, photo_folder: Path
) -> None:
    core = start_core()
    index(core, photo_folder)
    core.remove_folder(core.reader.folders()[0].id)
    assert core.search(Query("anything")).hits == ()
    core.index_until_idle()
    assert len(core.spaces.answering().index) == 12
    core.retirement.purge_all()
    core.index_until_idle()
    assert len(core.spaces.answering().index) == 0
    assert core.library.sweep() == []


def test_remove_folder_during_indexing(
    start_core: Start, photo_folder: Path, tmp_path: Path, make_photo: Callable[..., Path], recorder: Any
) -> None:
    for seed in range(300):
        make_photo(tmp_path / "many" / f"{seed}.jpg", seed)
    core = start_core(recorder)
    many = core.add_folder(str(tmp_path / "many"))
    recorder.wait_for(lambda event: isinstance(event, Progress) and event.activity is Activity.INDEXING)
    core.remove_folder(many.id)
    core.retirement.purge_all()
    index(core, photo_folder)
    counts = core.reader.counts()
    assert (counts.total, counts.indexed) == (12, 12)
    assert len(core.spaces.answering().index) == 12


def test_pause_holds_and_resume_goes_on_also_over_a_restart(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    core.pause()
    core.add_folder(str(photo_folder))
    time.sleep(0.5)
    assert core.reader.counts().total == 0
    start_core.stop_all()  # type: ignore[attr-defined]
    core = start_core(watch=True)
    time.sleep(0.5)
    assert core.reader.counts().total == 0
    core.resume()
    eventually(lambda: core.reader.counts().indexed == 12)


def test_rows_show_before_the_model_is_loaded(
    start_core: Start, photo_folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from visionquery.worker import lanes as module

    gate = threading.Event()
    real = module.load_encoder
    monkeypatch.setattr(module, "load_encoder", lambda *how: (gate.wait(30), real(*how))[1])
    core = start_core()
    core.add_folder(str(photo_folder))
    eventually(lambda: core.reader.counts().pending == 12)
    gate.set()
    assert core.index_until_idle().indexed == 12


def test_changes_on_disk_show_within_seconds(start_core: Start, photo_folder: Path, tmp_path: Path) -> None:
    core = start_core(watch=True)
    index(core, photo_folder)
    eventually(lambda: core.reader.folders()[0].state is FolderState.WATCHING)
    source = sorted(photo_folder.iterdir())[0]
    (photo_folder / "new.jpg").write_bytes(source.read_bytes() + b"\0")
    eventually(lambda: "new.jpg" in names(core, Query("anything")), 5.0)
    (photo_folder / "new.jpg").unlink()
    eventually(lambda: "new.jpg" not in names(core, Query("anything")), 5.0)


def test_a_folder_that_goes_away_is_offline_and_its_photos_stay(start_core: Start, photo_folder: Path) -> None:
    core = start_core(watch=True)
    index(core, photo_folder)
    away = photo_folder.rename(photo_folder.with_name("away"))
    eventually(lambda: core.reader.folders()[0].state is FolderState.OFFLINE)
    assert len(core.search(Query("anything")).hits) == 12
    away.rename(photo_folder)
    eventually(lambda: core.reader.folders()[0].state is FolderState.WATCHING)
    assert core.reader.counts().indexed == 12


def test_hostile_files_cost_their_rows_alone(start_core: Start, photo_folder: Path, shared_data: Path) -> None:
    shutil.copytree(shared_data / "hostile", photo_folder / "hostile")
    core = start_core()
    summary = index(core, photo_folder)
    assert summary.indexed >= 12
    assert summary.failed == len(core.reader.failures()) > 0
    assert all(failure.reason for failure in core.reader.failures())


def test_a_decoder_that_is_killed_costs_nothing(start_core: Start, photo_folder: Path) -> None:
    import os
    import signal

    core = start_core()
    eventually(lambda: core._lanes.pool is not None and bool(core._lanes.pool.pids()))
    assert core._lanes.pool is not None
    os.kill(core._lanes.pool.pids()[0], signal.SIGKILL)
    assert index(core, photo_folder).indexed == 12


def test_failed_photos_can_be_retried(start_core: Start, photo_folder: Path) -> None:
    bad = photo_folder / "bad.jpg"
    bad.write_bytes(b"\xff\xd8\xff nothing")
    core = start_core()
    assert index(core, photo_folder).failed == 1
    good = sorted(photo_folder.iterdir())[0].read_bytes()
    bad.write_bytes(good + b"\0")
    core.retry_failed()
    core.index_until_idle()
    assert core.reader.failures() == []


def test_a_second_writer_is_refused(start_core: Start, paths: DataPaths) -> None:
    start_core()
    with pytest.raises(LibraryBusy):
        WorkerCore(paths, lambda event: None).start(watch=False)


def test_a_missing_model_is_told_and_scanning_goes_on(
    start_core: Start, paths: DataPaths, photo_folder: Path, recorder: Any
) -> None:
    with Library(paths) as library:
        library.settings.set("model", "no-such-model")
    core = start_core(recorder)
    core.add_folder(str(photo_folder))
    with pytest.raises(ModelUnavailable):
        core.index_until_idle()
    with pytest.raises(ModelUnavailable):
        core.search(Query("anything"))
    recorder.wait_for(lambda event: isinstance(event, FaultRaised))
    eventually(lambda: core.reader.counts().pending == 12)


def test_events_tell_what_happens(start_core: Start, photo_folder: Path, recorder: Any) -> None:
    core = start_core(recorder)
    index(core, photo_folder)
    recorder.wait_for(lambda event: isinstance(event, WorkerReady) and event.model == "tiny")
    recorder.wait_for(lambda event: isinstance(event, FoldersChanged))
    recorder.wait_for(lambda event: isinstance(event, PhotosChanged))
    recorder.wait_for(lambda event: isinstance(event, Progress) and event.activity is Activity.IDLE)
    assert max(event.done for event in recorder.events if isinstance(event, Progress)) == 12


def test_read_only_search_beside_the_worker(start_core: Start, paths: DataPaths, photo_folder: Path) -> None:
    core = start_core()
    index(core, photo_folder)
    with ReadOnlySearch(paths) as search:
        assert search.model == "tiny"
        mine, theirs = search.search(Query("a red car")), core.search(Query("a red car"))
    assert [hit.path for hit in mine.hits] == [hit.path for hit in theirs.hits]


def test_read_only_search_of_an_empty_library(paths: DataPaths) -> None:
    with ReadOnlySearch(paths) as search:
        assert search.search(Query("a red car")).hits == ()


def test_stop_is_quick_amid_indexing(start_core: Start, tmp_path: Path, make_photo: Callable[..., Path]) -> None:
    for seed in range(200):
        make_photo(tmp_path / "many" / f"{seed}.jpg", seed)
    core = start_core()
    core.add_folder(str(tmp_path / "many"))
    eventually(lambda: core.reader.counts().indexed > 0)
    began = time.monotonic()
    core.stop(1.2)
    assert time.monotonic() - began < 2.0


def test_stop_while_the_model_is_loading_is_quick(start_core: Start) -> None:
    core = start_core()
    began = time.monotonic()
    core.stop(1.2)
    assert time.monotonic() - began < 2.0


def test_folders_that_cannot_be_added(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    with pytest.raises(FolderRefused):
        core.add_folder(str(photo_folder / "nowhere"))
    with pytest.raises(FolderRefused):
        core.add_folder(str(sorted(photo_folder.iterdir())[0]))


def test_a_folder_absorbs_the_folders_inside_it(start_core: Start, photo_folder: Path) -> None:
    core = start_core(watch=True)
    index(core, photo_folder)
    core.add_folder(str(photo_folder.parent))
    summary = core.index_until_idle()
    assert (summary.indexed, len(core.reader.folders())) == (12, 1)


def test_settings_out_of_bounds_are_refused(start_core: Start) -> None:
    core = start_core()
    with pytest.raises(Fault):
        core.set_setting("max_megapixels", -1)
    with pytest.raises(Fault):
        core.set_setting("no such setting", 1)


def test_another_model_has_every_photo_encoded_anew(
    start_core: Start, paths: DataPaths, photo_folder: Path, tiny_model: Path, tmp_path: Path
) -> None:
    index(start_core(), photo_folder)
    start_core.stop_all()  # type: ignore[attr-defined]
    other = tmp_path / "other"
    shutil.copytree(tiny_model, other)
    config = other / "open_clip_config.json"
    config.write_text(config.read_text(encoding="utf-8").replace("0.25", "0.3"), encoding="utf-8")
    with Library(paths) as library:
        library.settings.set("model", f"local-dir:{other}")
    core = start_core()
    assert core.index_until_idle().indexed == 12
    assert len(core.search(Query("anything")).hits) == 12
