"""Clearing away what no photo refers to any more."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from visionquery.domain.photos import Changes, Move


def left_over(shelf: Any) -> dict[str, int]:
    tables = ("contents", "embeddings", "names", "loose_contents", "removed_photos", "claims")
    return {table: shelf.sql(f"SELECT count(*) FROM {table}")[0][0] for table in tables}


def test_nothing_is_left_of_a_removed_folder(shelf: Any) -> None:
    shelf.add("a.jpg", "b.jpg")
    shelf.index()
    hashes = [photo.content_hash for photo in shelf.reader.photos(shelf.reader.all_ids()).values()]
    contents = list(shelf.reader.content_ids())
    shelf.library.folders.remove(shelf.folder.id)
    assert sorted(shelf.library.sweep()) == contents
    assert set(left_over(shelf).values()) == {0}
    assert shelf.reader.thumbnails.get_many(hashes) == {}
    assert list(shelf.reader.embeddings.content_ids(shelf.space)) == []
    assert shelf.library.sweep() == []


def test_a_content_that_another_photo_has_stays(shelf: Any) -> None:
    a, b = shelf.add("a.jpg", "b.jpg")
    shelf.index(lambda item: "same")
    shelf.library.photos.apply(shelf.folder.id, Changes(missing=(a,)))
    shelf.library.photos.purge_missing(0)
    assert shelf.library.sweep() == []
    assert shelf.reader.content_of(b) is not None
    assert shelf.reader.thumbnails.get(shelf.hash("same")) is not None


def test_a_missing_photo_keeps_its_content(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    shelf.library.photos.apply(shelf.folder.id, Changes(missing=(photo,)))
    assert shelf.library.sweep() == []


def test_the_content_before_an_edit_goes(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.index(lambda item: "old")
    before = shelf.reader.content_of(photo)
    shelf.library.photos.apply(shelf.folder.id, Changes(modified=(Move(photo, shelf.stat("a.jpg")),)))
    shelf.index(lambda item: "new")
    assert shelf.library.sweep() == [before]
    assert shelf.reader.thumbnails.get(shelf.hash("old")) is None
    assert shelf.reader.thumbnails.get(shelf.hash("new")) is not None


def test_ids_of_swept_contents_are_not_used_again(shelf: Any) -> None:
    shelf.add("a.jpg")
    shelf.index()
    shelf.library.folders.remove(shelf.folder.id)
    (swept,) = shelf.library.sweep()
    shelf.folder = shelf.library.folders.add("/photos")
    (photo,) = shelf.add("a.jpg")
    shelf.index()
    assert shelf.reader.content_of(photo) > swept


def test_a_content_swept_after_it_was_called_known_is_read_again(shelf: Any) -> None:
    (old,) = shelf.add("a.jpg")
    shelf.index(lambda item: "same")
    (new,) = shelf.add("b.jpg")
    (item,) = shelf.claim()
    assert shelf.library.photos.known_vectors(shelf.space, [shelf.hash("same")])
    shelf.library.photos.apply(shelf.folder.id, Changes(missing=(old,)))
    shelf.library.photos.purge_missing(0)
    shelf.library.sweep()
    assert shelf.finish(replace(shelf.read(item, "same"), vector=None)).again == (new,)
    shelf.index(lambda item: "same")
    assert shelf.reader.counts(shelf.space).searchable == 1


def test_a_sweep_takes_as_many_steps_as_it_needs(shelf: Any) -> None:
    shelf.add(*(f"{number}.jpg" for number in range(5000)))
    shelf.index()
    shelf.library.folders.remove(shelf.folder.id)
    assert len(shelf.library.sweep()) == 5000
    assert set(left_over(shelf).values()) == {0}
