"""Folders that were removed and may come back: what of them shows, and what becomes of folders that overlap."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.errors import FolderRefused
from visionquery.domain.photos import Changes
from visionquery.library.library import Library


def paths_of(shelf: Any) -> dict[int, str]:
    return {photo.id: photo.path for photo in shelf.reader.photos(shelf.reader.all_ids()).values()}


def test_a_retired_folder_shows_nowhere(shelf: Any) -> None:
    ids = shelf.add("a.jpg", "sub/b.jpg")
    items = shelf.claim()
    shelf.finish(shelf.read(items[0]), shelf.fail(items[1]))
    contents = shelf.reader.content_ids()
    (waiting,) = shelf.add("waiting.jpg")
    shelf.library.folders.retire(shelf.folder.id)
    reader = shelf.reader
    assert list(reader.all_ids()) == list(reader.all_ids(folder_id=shelf.folder.id)) == []
    assert list(reader.all_ids(folder="/photos")) == []
    assert reader.photos([*ids, waiting]) == {}
    assert (reader.folders(), shelf.library.folders.list()) == ([], [])
    assert (reader.counts(shelf.space).total, reader.counts(shelf.space).searchable) == (0, 0)
    assert (reader.failures(), reader.subfolders()) == ([], [])
    assert reader.photos_of_contents(contents) == reader.newest(10) == reader.match_names(["photos"]) == []
    assert (reader.count(), list(reader.content_ids())) == (0, [])
    assert shelf.claim() == []
    assert shelf.library.photos.pending() == 0
    with pytest.raises(KeyError):
        shelf.library.folders.get(shelf.folder.id)
    assert [folder.path for folder in shelf.library.folders.retired()] == ["/photos"]


def test_a_restored_folder_is_as_it_was(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    shelf.library.photos.set_rating([photo], 5)
    shelf.library.folders.retire(shelf.folder.id)
    shelf.library.sweep()
    restored = shelf.library.folders.restore(shelf.folder.id)
    assert (restored.id, restored.path, restored.photos) == (shelf.folder.id, "/photos", 1)
    assert shelf.reader.photo(photo).rating == 5
    assert shelf.reader.counts(shelf.space).searchable == 1
    assert shelf.library.folders.restore(shelf.folder.id) == restored


def test_a_folder_added_again_while_it_is_retired_comes_back(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.library.folders.retire(shelf.folder.id)
    assert shelf.library.folders.add("/photos", "uuid:1").id == shelf.folder.id
    assert shelf.library.folders.get(shelf.folder.id).volume == "uuid:1"
    assert paths_of(shelf) == {photo: "/photos/a.jpg"}
    assert not shelf.library.folders.purge(shelf.folder.id)
    assert paths_of(shelf) == {photo: "/photos/a.jpg"}


def test_a_folder_around_a_retired_one_takes_its_photos(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.library.folders.retire(shelf.folder.id)
    around = shelf.library.folders.add("/")
    assert shelf.library.folders.retired() == []
    assert paths_of(shelf) == {photo: "/photos/a.jpg"}
    assert shelf.row("photos/a.jpg", around.id).photo_id == photo
    with pytest.raises(KeyError):
        shelf.library.folders.restore(shelf.folder.id)


def test_a_folder_inside_a_retired_one_takes_its_part_and_gives_it_back(shelf: Any) -> None:
    outer, inner, odd = shelf.add("a.jpg", "in/b.jpg", "in/\udcff.jpg")
    shelf.add("inside.jpg")
    shelf.library.photos.set_favourite([inner], True)
    shelf.library.folders.retire(shelf.folder.id)
    part = shelf.library.folders.add("/photos/in")
    assert paths_of(shelf) == {inner: "/photos/in/b.jpg", odd: "/photos/in/\udcff.jpg"}
    assert {match.photo_id for match in shelf.reader.match_names(["b"])} == set()  # not indexed yet
    (new,) = shelf.add("c.jpg", folder_id=part.id)
    shelf.library.folders.restore(shelf.folder.id)
    assert {folder.path for folder in shelf.reader.folders()} == {"/photos"}
    assert {outer, inner, odd, new} < set(paths_of(shelf))
    assert shelf.reader.photo(inner).favourite
    assert shelf.reader.photo(new).path == "/photos/in/c.jpg"


def test_what_is_left_of_a_retired_folder_is_purged_without_the_part_that_was_taken(shelf: Any) -> None:
    outer, inner = shelf.add("a.jpg", "in/b.jpg")
    shelf.library.folders.retire(shelf.folder.id)
    shelf.library.folders.add("/photos/in")
    assert shelf.library.folders.purge(shelf.folder.id)
    assert shelf.sql("SELECT id FROM photos") == [(inner,)]
    assert outer not in paths_of(shelf)


def test_a_retired_folder_inside_comes_back_with_the_one_around(shelf: Any) -> None:
    (inner,) = shelf.add("in/b.jpg")
    shelf.library.folders.retire(shelf.folder.id)
    part = shelf.library.folders.add("/photos/in")
    shelf.library.folders.retire(part.id)
    shelf.library.folders.add("/photos")
    assert paths_of(shelf) == {inner: "/photos/in/b.jpg"}
    assert shelf.library.folders.retired() == []


def test_overlaps_with_folders_that_are_there_are_refused_as_ever(shelf: Any) -> None:
    shelf.library.folders.add("/other")
    shelf.library.folders.retire(shelf.folder.id)
    with pytest.raises(FolderRefused, match="part of /other"):
        shelf.library.folders.add("/other/inside")


def test_a_retired_folder_through_a_link_is_the_same(shelf: Any, tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    folder = shelf.library.folders.add(str(tmp_path / "real"))
    shelf.library.folders.retire(folder.id)
    assert shelf.library.folders.add(str(tmp_path / "link")).id == folder.id


def test_a_purge_goes_in_steps_and_stops_where_it_is_told(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("visionquery.library.folders.PURGED_AT_ONCE", 10)
    shelf.add(*(f"{number}.jpg" for number in range(35)))
    shelf.index()
    shelf.library.folders.retire(shelf.folder.id)
    steps = iter([False, False, True])
    assert not shelf.library.folders.purge(shelf.folder.id, lambda: next(steps))
    assert shelf.sql("SELECT count(*) FROM photos") == [(15,)]
    shelf.library.folders.restore(shelf.folder.id)
    assert shelf.reader.counts(shelf.space).searchable == 15
    shelf.library.folders.retire(shelf.folder.id)
    assert shelf.library.folders.purge(shelf.folder.id)
    assert len(shelf.library.sweep()) == 35
    assert shelf.sql("SELECT count(*) FROM folders") == [(0,)]
    assert not shelf.library.folders.purge(shelf.folder.id)


def test_what_a_folder_has_in_flight_when_it_is_retired_is_not_lost(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    shelf.library.folders.retire(shelf.folder.id)
    assert shelf.finish(shelf.read(item)).indexed == (photo,)
    assert shelf.reader.counts(shelf.space).searchable == 0
    shelf.library.folders.restore(shelf.folder.id)
    assert shelf.reader.counts(shelf.space).searchable == 1


def test_a_folder_may_come_to_lie_where_another_lay_once_that_cannot_come_back(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.library.photos.set_rating([photo], 5)
    folders, other = shelf.library.folders, shelf.library.folders.add("/other")
    folders.retire(shelf.folder.id)
    with pytest.raises(FolderRefused, match="a moment ago"):
        folders.relocate(other.id, "/photos")
    folders.restore(shelf.folder.id)
    assert shelf.reader.photo(photo).rating == 5
    folders.retire(shelf.folder.id)
    assert folders.purge(shelf.folder.id)
    assert folders.relocate(other.id, "/photos").path == "/photos"


def test_a_retired_folder_outlives_the_worker(shelf: Any) -> None:
    shelf.add("a.jpg")
    shelf.library.folders.retire(shelf.folder.id)
    shelf.die()
    shelf.reopen()
    assert isinstance(shelf.library, Library)
    assert [folder.id for folder in shelf.library.folders.retired()] == [shelf.folder.id]
    assert shelf.library.photos.apply(shelf.folder.id, Changes(added=(shelf.stat("late.jpg"),)))
    assert list(shelf.reader.all_ids()) == []
