"""What a person does to photos, folders and searches, through a worker with real photographs."""

from __future__ import annotations

import os
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.collections import Marked
from visionquery.domain.errors import Fault, FolderRefused
from visionquery.domain.events import FoldersChanged, PhotosChanged, SearchesChanged
from visionquery.domain.photos import PhotoState
from visionquery.domain.queries import Example, Query
from visionquery.worker import commands
from visionquery.worker.core import WorkerCore
from visionquery.worker.dispatch import carry_out
from visionquery.worker.retirement import Retirement

Start = Callable[..., WorkerCore]


def indexed(core: WorkerCore, folder: Path) -> list[int]:
    """The photos of a folder in the library, by path."""
    core.add_folder(str(folder))
    core.index_until_idle()
    photos = core.reader.photos(core.reader.all_ids())
    return sorted(photos, key=lambda photo_id: photos[photo_id].path)


def found(core: WorkerCore, text: str) -> set[int]:
    return {hit.photo_id for hit in core.search(Query(text, limit=100)).hits}


def in_time(condition: Callable[[], bool]) -> None:
    deadline = time.monotonic() + 20
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.01)


@pytest.fixture
def trash(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A trash of the test's own."""
    if sys.platform in ("win32", "darwin"):
        pytest.skip("the trash of these systems cannot be moved")
    import send2trash
    from send2trash import plat_other

    folder = tmp_path / "share" / "Trash"
    monkeypatch.setattr(send2trash, "send2trash", plat_other.send2trash)
    monkeypatch.setattr(plat_other, "XDG_DATA_HOME", os.fsencode(folder.parent))
    monkeypatch.setattr(plat_other, "HOMETRASH_B", os.fsencode(folder))
    monkeypatch.setenv("HOME", str(tmp_path))
    return folder


def test_favourites_and_ratings_are_kept_and_told(start_core: Start, photo_folder: Path, recorder: Any) -> None:
    core = start_core(recorder)
    ids = indexed(core, photo_folder)
    carry_out(core, commands.SetFavourite(tuple(ids[:2]), True))
    carry_out(core, commands.SetRating((ids[0],), 4))
    recorder.wait_for(lambda event: isinstance(event, PhotosChanged) and ids[1] in event.photo_ids)
    assert found(core, "is:favourite") == set(ids[:2])
    assert found(core, "rating:>=3") == {ids[0]}
    carry_out(core, commands.SetFavourite((ids[0],), False))
    assert found(core, "is:favourite") == {ids[1]}
    with pytest.raises(Fault, match="no rating"):
        carry_out(core, commands.SetRating((ids[0],), 6))


def test_a_mark_answers_with_what_was_there_before(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    ids = indexed(core, photo_folder)
    assert carry_out(core, commands.SetRating((ids[0], ids[1]), 4)) == Marked(4, {0: (ids[0], ids[1])})
    assert carry_out(core, commands.SetRating((ids[2], ids[1], 4711), 2)) == Marked(2, {0: (ids[2],), 4: (ids[1],)})
    assert carry_out(core, commands.SetRating((ids[1],), 2)) == Marked(2, {})
    three = tuple(ids[:3])
    assert carry_out(core, commands.SetFavourite((ids[1],), None)) == Marked(1, {0: (ids[1],)})
    assert carry_out(core, commands.SetFavourite(three, None)) == Marked(1, {0: (ids[0], ids[2])})
    assert carry_out(core, commands.SetFavourite(three, None)) == Marked(0, {1: three})
    assert carry_out(core, commands.SetHidden(three, None)) == Marked(1, {0: three})
    assert found(core, "is:hidden") == set(three)


def test_hidden_photos_leave_until_they_are_shown_again(start_core: Start, photo_folder: Path, recorder: Any) -> None:
    core = start_core(recorder)
    ids = indexed(core, photo_folder)
    carry_out(core, commands.SetHidden((ids[3],), True))
    assert list(core.reader.all_ids()).count(ids[3]) == 0
    assert found(core, "anything") == set(ids) - {ids[3]}
    assert found(core, "is:hidden") == {ids[3]}
    assert core.reader.counts().hidden == 1
    carry_out(core, commands.SetHidden((ids[3],), False))
    assert found(core, "anything") == set(ids)


def test_less_like_this_leaves_the_photo_out(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    ids = indexed(core, photo_folder)
    answer = core.search(Query("anything", examples=(Example(photo_id=ids[0], weight=-1.0),)))
    assert {hit.photo_id for hit in answer.hits} == set(ids) - {ids[0]}


def test_a_problem_is_dismissed_until_its_file_changes(
    start_core: Start, photo_folder: Path, make_photo: Callable[..., Path]
) -> None:
    (photo_folder / "broken.jpg").write_bytes(b"no picture")
    core = start_core()
    indexed(core, photo_folder)
    (failure,) = core.reader.failures()
    carry_out(core, commands.DismissProblems((failure.photo_id,)))
    assert core.reader.failures() == []
    assert (core.reader.counts().failed, core.reader.counts().dismissed) == (0, 1)
    (photo_folder / "broken.jpg").write_bytes(b"no picture either")
    core.rescan()
    core.index_until_idle()
    assert [each.photo_id for each in core.reader.failures()] == [failure.photo_id]


def test_the_trash_takes_a_file_and_the_photo_comes_back_with_it(
    start_core: Start, photo_folder: Path, trash: Path
) -> None:
    path = sorted(photo_folder.iterdir())[2]
    copy = photo_folder / "copy.jpg"
    copy.write_bytes(path.read_bytes())
    core = start_core()
    wanted = {core.reader.photos([each])[each].path: each for each in indexed(core, photo_folder)}[str(path)]
    bytes_before = path.read_bytes()
    carry_out(core, commands.SetFavourite((wanted,), True))
    result = carry_out(core, commands.MoveToTrash((wanted, 4711)))
    assert result.moved == (wanted,)
    assert [(photo_id, "not in the library" in why) for photo_id, why in result.refused] == [(4711, True)]
    assert not path.exists()
    assert [each.read_bytes() for each in (trash / "files").iterdir()] == [bytes_before]
    assert wanted not in found(core, "anything")
    photo = core.reader.photo(wanted)
    assert photo is not None
    assert photo.state is PhotoState.MISSING
    assert copy.exists()
    assert found(core, "is:favourite") == set()  # its copy inherits nothing
    core.rescan()
    core.index_until_idle()
    assert found(core, "is:favourite") == set()
    next((trash / "files").iterdir()).rename(path)
    core.rescan()
    core.index_until_idle()
    assert found(core, "is:favourite") == {wanted}
    assert carry_out(core, commands.MoveToTrash((wanted,))).moved == (wanted,)
    (again,) = carry_out(core, commands.MoveToTrash((wanted,))).refused
    assert "not there any more" in again[1]


def test_the_video_of_a_live_photo_goes_to_the_trash_with_its_last_picture(
    start_core: Start, photo_folder: Path, trash: Path, make_photo: Callable[..., Path]
) -> None:
    for name in ("IMG_7.jpg", "IMG_7.jpeg"):
        make_photo(photo_folder / name)
    moving = photo_folder / "IMG_7.MOV"
    moving.write_bytes(b"a few seconds")
    core = start_core()
    photos = core.reader.photos(indexed(core, photo_folder))
    of_name = {Path(photo.path).name: photo_id for photo_id, photo in photos.items()}
    assert "IMG_7.MOV" not in of_name
    carry_out(core, commands.MoveToTrash((of_name["IMG_7.jpg"],)))
    assert moving.exists()
    carry_out(core, commands.MoveToTrash((of_name["IMG_7.jpeg"],)))
    assert not moving.exists()
    assert (trash / "files" / "IMG_7.MOV").read_bytes() == b"a few seconds"


def test_a_drive_without_a_trash_is_told_and_the_photo_stays(
    start_core: Start, photo_folder: Path, trash: Path
) -> None:
    trash.parent.mkdir(parents=True)
    trash.write_text("a file lies where the trash should be")
    core = start_core()
    ids = indexed(core, photo_folder)
    result = carry_out(core, commands.MoveToTrash((ids[0],)))
    assert result.moved == ()
    assert "trash cannot take it" in result.refused[0][1]
    photo = core.reader.photo(ids[0])
    assert photo is not None
    assert Path(photo.path).exists()
    assert found(core, "anything") == set(ids)


def test_searches_are_kept(start_core: Start, recorder: Any) -> None:
    core = start_core(recorder)
    dogs = carry_out(core, commands.SaveSearch("Dogs", "dog rating:>=3", "/photos"))
    carry_out(core, commands.SaveSearch("cats", "cat"))
    recorder.wait_for(lambda event: isinstance(event, SearchesChanged))
    assert [(each.name, each.text, each.folder) for each in core.reader.saved_searches()] == [
        ("cats", "cat", None),
        ("Dogs", "dog rating:>=3", "/photos"),
    ]
    with pytest.raises(Fault, match="already"):
        carry_out(core, commands.RenameSearch(dogs.id, "cats"))
    carry_out(core, commands.RenameSearch(dogs.id, " All   dogs "))
    assert carry_out(core, commands.SaveSearch("All dogs", "dog")).id == dogs.id
    assert [(each.name, each.text) for each in core.reader.saved_searches()] == [("All dogs", "dog"), ("cats", "cat")]
    carry_out(core, commands.DeleteSearch(dogs.id))
    assert [each.name for each in core.reader.saved_searches()] == ["cats"]
    with pytest.raises(Fault, match="name"):
        carry_out(core, commands.SaveSearch("  ", "cat"))


def test_a_removed_folder_comes_back_with_everything(start_core: Start, photo_folder: Path, recorder: Any) -> None:
    core = start_core(recorder)
    ids = indexed(core, photo_folder)
    (folder,) = core.reader.folders()
    carry_out(core, commands.SetFavourite((ids[0],), True))
    carry_out(core, commands.RemoveFolder(folder.id))
    assert found(core, "anything") == set()
    assert (core.reader.folders(), core.reader.counts().total, list(core.reader.all_ids())) == ([], 0, [])
    recorder.events.clear()
    assert carry_out(core, commands.RestoreFolder(folder.id)).path == folder.path
    recorder.wait_for(lambda event: isinstance(event, FoldersChanged))
    assert found(core, "anything") == set(ids)
    assert found(core, "is:favourite") == {ids[0]}
    summary = core.index_until_idle()
    assert summary.indexed == 12  # those of before; nothing is read again


def test_a_removed_folder_that_is_added_again_comes_back(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    ids = indexed(core, photo_folder)
    (folder,) = core.reader.folders()
    core.remove_folder(folder.id)
    assert core.add_folder(str(photo_folder)).id == folder.id
    core.index_until_idle()
    assert found(core, "anything") == set(ids)
    core.retirement.purge_all()
    assert found(core, "anything") == set(ids)


def test_a_purged_folder_cannot_be_restored(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    indexed(core, photo_folder)
    (folder,) = core.reader.folders()
    core.remove_folder(folder.id)
    core.retirement.purge_all()
    with pytest.raises(FolderRefused, match="restored"):
        core.restore_folder(folder.id)


def test_a_removed_folder_is_purged_when_its_time_is_up(start_core: Start, photo_folder: Path) -> None:
    core = start_core()
    indexed(core, photo_folder)
    (folder,) = core.reader.folders()
    purged = threading.Event()
    retirement = Retirement(core.library, purged.set, undo_seconds=0.05)
    core.library.folders.retire(folder.id)
    retirement.retired(folder.id)
    assert purged.wait(20)
    assert core.library.folders.retired() == []


def test_a_folder_removed_before_the_end_is_purged_at_the_end_or_at_the_next_start(
    start_core: Start, photo_folder: Path
) -> None:
    core = start_core()
    indexed(core, photo_folder)
    core.remove_folder(core.reader.folders()[0].id)
    start_core.stop_all()  # type: ignore[attr-defined]
    core = start_core()
    assert core.library.folders.retired() == []
    indexed(core, photo_folder)
    core.library.folders.retire(core.reader.folders()[0].id)
    core.library.close()  # as if it had been killed before it could purge
    core.library.open()
    core.retirement.start()
    in_time(lambda: core.library.folders.retired() == [])
