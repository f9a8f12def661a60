"""Writing what a scan found: added, modified, moved, returned, missing."""

from __future__ import annotations

import os
from dataclasses import replace
from typing import Any

import pytest

from visionquery.domain.photos import Changes, Move, PhotoState

STRANGE_NAMES = (
    "plain.jpg",
    "new\nline.jpg",
    'it\'s "quoted" `twice`.jpg',
    "100% _under_ [brackets] *.jpg",
    "émigré/ünïcode/写真/📷 family 👨‍👩‍👧.jpg",
    os.fsdecode(b"not/utf-8/\xff\xfe caf\xe9.jpg"),
    os.fsdecode(b"caf\xe9/inside.jpg"),
    "x" * 250 + ".jpg",
    " leading and trailing ",
)


def apply(shelf: Any, **changes: Any) -> list[int]:
    return shelf.library.photos.apply(shelf.folder.id, Changes(**changes))


def test_every_name_comes_back_as_it_went_in(shelf: Any) -> None:
    ids = shelf.add(*STRANGE_NAMES)
    shelf.index()
    assert set(shelf.library.photos.stored(shelf.folder.id)) == set(STRANGE_NAMES)
    photos = shelf.reader.photos(ids)
    assert [photos[photo_id].path for photo_id in ids] == ["/photos/" + name for name in STRANGE_NAMES]
    assert {photo.state for photo in photos.values()} == {PhotoState.INDEXED}
    found = shelf.reader.photos_of_contents(shelf.reader.content_ids())
    assert {each.path for each in found} == {f"/photos/{name}" for name in STRANGE_NAMES}


def test_what_was_added_is_stored_as_found(shelf: Any) -> None:
    stat = shelf.stat("a.jpg", size=5, mtime=7, file_id="1:2")
    (photo_id,) = apply(shelf, added=(stat,))
    stored = shelf.row("a.jpg")
    assert (stored.photo_id, stored.stat, stored.state) == (photo_id, stat, PhotoState.PENDING)


def test_a_modified_photo_is_pending_and_found_by_its_old_picture(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    assert apply(shelf, modified=(Move(photo, shelf.stat("a.jpg")),)) == [photo]
    assert shelf.reader.photo(photo).state is PhotoState.PENDING
    assert [each.photo_id for each in shelf.reader.photos_of_contents(shelf.reader.content_ids())] == [photo]


def test_a_moved_photo_keeps_its_state_and_is_found_by_its_new_name(shelf: Any) -> None:
    (photo,) = shelf.add("summer/beach.jpg")
    shelf.index()
    shelf.library.photos.set_favourite([photo], True)
    stat = replace(shelf.row("summer/beach.jpg").stat, relpath="Winter 2019/IMG_0042-Ski.jpg")
    assert apply(shelf, moved=(Move(photo, stat),)) == [photo]
    moved = shelf.reader.photo(photo)
    assert (moved.path, moved.state, moved.favourite) == (
        "/photos/Winter 2019/IMG_0042-Ski.jpg",
        PhotoState.INDEXED,
        True,
    )
    assert shelf.reader.match_names(["beach"]) == []
    assert [match.photo_id for match in shelf.reader.match_names(["ski", "winter", "0042"])] == [photo]


def test_names_may_be_exchanged(shelf: Any) -> None:
    a, b, c = shelf.add("a.jpg", "b.jpg", "c.jpg")
    stats = {name: shelf.row(name).stat for name in ("a.jpg", "b.jpg", "c.jpg")}
    circle = ((a, "a.jpg", "b.jpg"), (b, "b.jpg", "c.jpg"), (c, "c.jpg", "a.jpg"))
    apply(shelf, moved=tuple(Move(photo, replace(stats[old], relpath=new)) for photo, old, new in circle))
    rows = shelf.library.photos.stored(shelf.folder.id)
    assert {name: row.photo_id for name, row in rows.items()} == {"b.jpg": a, "c.jpg": b, "a.jpg": c}


def test_names_may_be_exchanged_while_one_is_edited(shelf: Any) -> None:
    a, b = shelf.add("a.jpg", "b.jpg")
    shelf.index()
    moved = Move(a, replace(shelf.row("a.jpg").stat, relpath="b.jpg"))
    apply(shelf, moved=(moved,), modified=(Move(b, shelf.stat("a.jpg")),))
    rows = shelf.library.photos.stored(shelf.folder.id)
    assert (rows["b.jpg"].photo_id, rows["b.jpg"].state) == (a, PhotoState.INDEXED)
    assert (rows["a.jpg"].photo_id, rows["a.jpg"].state) == (b, PhotoState.PENDING)


def test_a_photo_moved_over_another_leaves_that_one_missing(shelf: Any) -> None:
    a, b = shelf.add("a.jpg", "b.jpg")
    shelf.index()
    affected = apply(shelf, moved=(Move(a, replace(shelf.row("a.jpg").stat, relpath="b.jpg")),))
    assert set(affected) == {a, b}
    assert shelf.row("b.jpg").photo_id == a
    assert shelf.reader.photo(b).state is PhotoState.MISSING


def test_a_moved_photo_that_was_missing_is_back(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    apply(shelf, missing=(photo,))
    assert apply(shelf, moved=(Move(photo, shelf.stat("b.jpg")),)) == [photo]
    assert shelf.reader.photo(photo).state is PhotoState.INDEXED


def test_missing_photos_are_in_no_answer_but_known(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    contents = shelf.reader.content_ids()
    assert apply(shelf, missing=(photo,)) == [photo]
    assert list(shelf.reader.all_ids()) == []
    assert list(shelf.reader.content_ids()) == []
    assert shelf.reader.photos_of_contents(contents) == []
    assert shelf.reader.match_names(["a"]) == []
    counts = shelf.reader.counts(shelf.space)
    assert (counts.total, counts.missing, counts.searchable) == (0, 1, 0)
    assert shelf.row("a.jpg").state is PhotoState.MISSING


@pytest.mark.parametrize("state", ["indexed", "pending", "failed"])
def test_a_returned_photo_is_what_it_was(shelf: Any, state: str) -> None:
    (photo,) = shelf.add("a.jpg")
    if state == "indexed":
        shelf.index()
    if state == "failed":
        shelf.finish(*map(shelf.fail, shelf.claim()))
    apply(shelf, missing=(photo,))
    assert apply(shelf, returned=(photo,)) == [photo]
    assert shelf.reader.photo(photo).state == state


def test_an_edit_that_was_not_read_yet_is_still_to_be_read_when_the_photo_returns(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    apply(shelf, modified=(Move(photo, shelf.stat("a.jpg")),))
    apply(shelf, missing=(photo,))
    apply(shelf, returned=(photo,))
    assert shelf.reader.photo(photo).state is PhotoState.PENDING


def test_new_file_ids_change_nothing_else(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    renumbered = replace(shelf.row("a.jpg").stat, file_id="9:9")
    apply(shelf, refreshed=(Move(photo, renumbered),))
    assert shelf.row("a.jpg").stat == renumbered
    assert shelf.row("a.jpg").state is PhotoState.INDEXED


def test_a_file_added_twice_is_one_photo(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    same = shelf.row("a.jpg").stat
    assert apply(shelf, added=(same,)) == []
    assert shelf.row("a.jpg").state is PhotoState.INDEXED
    assert apply(shelf, added=(shelf.stat("a.jpg"),)) == [photo]
    assert shelf.row("a.jpg").state is PhotoState.PENDING
    assert len(shelf.reader.all_ids()) == 1


def test_ids_that_are_gone_are_ignored(shelf: Any) -> None:
    stat = shelf.stat("ghost.jpg")
    gone = (999, 1000)
    moves = tuple(Move(each, stat) for each in gone)
    assert apply(shelf, modified=moves[:1], moved=moves[1:], returned=gone, missing=gone) == []
    assert shelf.library.photos.stored(shelf.folder.id) == {}


def test_a_change_for_a_removed_folder_is_ignored(shelf: Any) -> None:
    shelf.library.folders.remove(shelf.folder.id)
    assert apply(shelf, added=(shelf.stat("a.jpg"),)) == []


def test_another_folders_rows_are_left_alone(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    other = shelf.library.folders.add("/other")
    assert shelf.library.photos.apply(other.id, Changes(missing=(photo,))) == []
    assert shelf.row("a.jpg").state is PhotoState.PENDING


def test_what_was_attached_goes_with_a_photo_that_is_copied_and_then_deleted(shelf: Any) -> None:
    (old,) = shelf.add("a.jpg")
    shelf.index(lambda item: "the picture")
    shelf.library.photos.set_rating([old], 5)
    (copy,) = shelf.add("elsewhere/a.jpg")
    shelf.index(lambda item: "the picture")
    apply(shelf, missing=(old,))
    assert shelf.reader.photo(copy).rating == 5


def test_missing_photos_are_forgotten_after_their_time(shelf: Any) -> None:
    early, late, present = shelf.add("early.jpg", "late.jpg", "present.jpg")
    apply(shelf, missing=(early,))
    shelf.now += 20 * 86400
    apply(shelf, missing=(late,))
    shelf.now += 11 * 86400
    assert shelf.library.photos.purge_missing(30) == [early]
    assert shelf.reader.photo(early) is None
    assert shelf.reader.photo(late) is not None
    assert shelf.reader.photo(present) is not None


def test_a_clock_that_was_ahead_keeps_missing_photos_no_longer_than_it_should(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    year = 365 * 86400
    shelf.now += year
    apply(shelf, missing=(photo,))
    shelf.now -= year
    assert shelf.library.photos.purge_missing(30) == []
    shelf.now += 31 * 86400
    assert shelf.library.photos.purge_missing(30) == [photo]


@pytest.mark.parametrize("mtime", [-(10**19), 15 * 10**18])
def test_a_time_beyond_64_bits_is_one_odd_row_and_no_crash(shelf: Any, mtime: int) -> None:
    (photo,) = apply(shelf, added=(shelf.stat("a.jpg", mtime=mtime),))
    shelf.index()
    assert shelf.reader.photo(photo).state is PhotoState.INDEXED


def test_ratings_are_bounded(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.library.photos.set_rating([photo], 5)
    for wrong in (-1, 6):
        with pytest.raises(ValueError, match="0 to 5"):
            shelf.library.photos.set_rating([photo], wrong)
    assert shelf.reader.photo(photo).rating == 5
