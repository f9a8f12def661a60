"""Folders: adding, absorbing, removing, moving elsewhere."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.errors import FolderRefused
from visionquery.domain.folders import FolderState
from visionquery.domain.photos import PhotoState


def test_a_folder_inside_another_is_refused(shelf: Any) -> None:
    with pytest.raises(FolderRefused, match="in the library already, as a part of /photos"):
        shelf.library.folders.add("/photos/2019")


def test_the_same_folder_is_refused_however_it_is_written(shelf: Any) -> None:
    with pytest.raises(FolderRefused):
        shelf.library.folders.add("/photos/x/../")


def test_a_folder_reached_through_a_link_is_refused(shelf: Any, tmp_path: Path) -> None:
    real = tmp_path / "real"
    (real / "inner").mkdir(parents=True)
    (tmp_path / "link").symlink_to(real)
    shelf.library.folders.add(str(real))
    with pytest.raises(FolderRefused):
        shelf.library.folders.add(str(tmp_path / "link" / "inner"))


def test_a_neighbour_whose_name_begins_alike_is_no_part(shelf: Any) -> None:
    assert shelf.library.folders.add("/photos-old").path == "/photos-old"


def test_a_new_parent_absorbs_folders_with_all_that_their_photos_have(shelf: Any) -> None:
    (photo,) = shelf.add("2019/beach.jpg")
    odd, plain = os.fsdecode(b"/mnt/\xff odd"), "/mnt/plain"
    inside = [shelf.library.folders.add(path) for path in (odd, plain)]
    (strange,) = shelf.add(os.fsdecode(b"\xfe.jpg"), folder_id=inside[0].id)
    (normal,) = shelf.add("n.jpg", folder_id=inside[1].id)
    shelf.index()
    shelf.library.photos.set_rating([photo, strange], 4)

    parent = shelf.library.folders.add("/mnt")
    root = shelf.library.folders.add("/")

    assert shelf.library.folders.list() == [shelf.library.folders.get(root.id)]
    photos = shelf.reader.photos([photo, strange, normal])
    assert photos[photo].path == "/photos/2019/beach.jpg"
    assert photos[strange].path == os.fsdecode(b"/mnt/\xff odd/\xfe.jpg")
    assert photos[normal].path == "/mnt/plain/n.jpg"
    assert {each.state for each in photos.values()} == {PhotoState.INDEXED}
    assert photos[photo].rating == photos[strange].rating == 4
    assert shelf.reader.counts(shelf.space).by_folder == {root.id: 3}
    assert [match.photo_id for match in shelf.reader.match_names(["odd", "mnt"])] == [strange]
    assert parent.id not in shelf.reader.counts().by_folder


def test_removed_photos_are_in_no_answer(shelf: Any) -> None:
    ids = shelf.add("a.jpg", "b.jpg")
    shelf.index()
    contents = shelf.reader.content_ids()
    other = shelf.library.folders.add("/other")
    (kept,) = shelf.add("c.jpg", folder_id=other.id)

    shelf.library.folders.remove(shelf.folder.id)

    assert shelf.reader.photos(ids) == {}
    assert list(shelf.reader.all_ids()) == [kept]
    assert shelf.reader.photos_of_contents(contents) == []
    assert shelf.reader.match_names(["a"]) == []
    assert list(shelf.reader.content_ids()) == []
    assert shelf.reader.counts(shelf.space).total == 1
    assert shelf.reader.counts(shelf.space).searchable == 0
    assert [folder.id for folder in shelf.reader.folders()] == [other.id]


def test_a_folder_added_again_gets_new_ids(shelf: Any) -> None:
    before = shelf.add("a.jpg")
    shelf.library.folders.remove(shelf.folder.id)
    again = shelf.library.folders.add("/photos")
    assert again.id != shelf.folder.id
    assert shelf.add("a.jpg", folder_id=again.id) != before


def test_a_folder_that_lies_elsewhere_now_keeps_its_photos(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    moved = shelf.library.folders.relocate(shelf.folder.id, "/new drive/Holidays")
    assert moved.path == "/new drive/Holidays"
    assert shelf.reader.photo(photo).path == "/new drive/Holidays/a.jpg"
    assert shelf.reader.photo(photo).state is PhotoState.INDEXED
    assert len(shelf.reader.match_names(["holidays"])) == 1
    assert shelf.reader.match_names(["photos"]) == []


def test_a_folder_cannot_move_into_another(shelf: Any) -> None:
    other = shelf.library.folders.add("/other")
    for path in ("/photos", "/photos/inner", "/"):
        with pytest.raises(FolderRefused):
            shelf.library.folders.relocate(other.id, path)


def test_states_of_a_worker_end_with_it_and_findings_stay(shelf: Any) -> None:
    gone = shelf.library.folders.add("/usb")
    shelf.library.folders.set_state(shelf.folder.id, FolderState.WATCHING)
    shelf.library.folders.set_state(gone.id, FolderState.OFFLINE, "The drive is not connected.")
    shelf.die()
    shelf.reopen()
    assert shelf.library.folders.get(shelf.folder.id).state is FolderState.IDLE
    assert shelf.library.folders.get(gone.id).state is FolderState.OFFLINE
    assert shelf.library.folders.get(gone.id).note == "The drive is not connected."


def test_a_scan_is_remembered_with_its_volume(shelf: Any) -> None:
    shelf.library.folders.set_scanned(shelf.folder.id, "uuid:1234")
    folder = shelf.reader.folders()[0]
    assert (folder.volume, folder.scanned_at) == ("uuid:1234", "2025-06-15T15:06:40+00:00")


def test_photos_of_an_offline_folder_are_found_and_marked(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    shelf.library.folders.set_state(shelf.folder.id, FolderState.OFFLINE)
    assert shelf.reader.photo(photo).offline
    assert len(shelf.reader.photos_of_contents(shelf.reader.content_ids())) == 1
    assert shelf.reader.counts(shelf.space).searchable == 1


def test_an_unknown_folder_is_a_key_error(shelf: Any) -> None:
    with pytest.raises(KeyError):
        shelf.library.folders.get(999)
