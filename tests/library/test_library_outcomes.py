"""Writing down what became of claimed photos."""

from __future__ import annotations

import math
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from visionquery.domain.errors import FailureKind
from visionquery.domain.photos import Changes, Metadata, Move, PhotoState


def apply(shelf: Any, **changes: Any) -> list[int]:
    return shelf.library.photos.apply(shelf.folder.id, Changes(**changes))


def test_an_indexed_photo_has_all_that_was_read(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    metadata = Metadata(
        4000,
        3000,
        "JPEG",
        taken_at="2019-07-14T18:03:21",
        taken_offset=120,
        camera="Canon EOS 5D",
        lens="EF 50mm",
        exposure=0.005,
        aperture=1.8,
        iso=400,
        focal_length=50.0,
        latitude=48.85,
        longitude=2.35,
        altitude=35.0,
    )
    report = shelf.finish(replace(shelf.read(item), metadata=metadata))
    assert report.indexed == (photo_id,)
    photo = shelf.reader.photo(photo_id)
    assert (photo.state, photo.metadata, photo.content_hash) == (PhotoState.INDEXED, metadata, shelf.hash(item.path))
    assert shelf.reader.thumbnails.get(photo.content_hash) == b"jpeg of " + photo.content_hash
    content_id = shelf.reader.content_of(photo_id)
    (vector,) = shelf.reader.embeddings.vectors(shelf.space, [content_id])
    assert vector.tobytes() == shelf.vector(item.path)
    assert report.new_embeddings == ((shelf.reader.embeddings.last_sequence(shelf.space), content_id),)
    assert report.new_vectors == (shelf.vector(item.path),)


def test_a_failed_photo_says_why(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    report = shelf.finish(*(shelf.fail(item, FailureKind.TOO_LARGE) for item in shelf.claim()))
    assert report.failed == (photo_id,)
    photo = shelf.reader.photo(photo_id)
    assert (photo.state, photo.failure, photo.reason) == (
        PhotoState.FAILED,
        FailureKind.TOO_LARGE,
        "The picture is cut off.",
    )
    (failure,) = shelf.reader.failures()
    assert (failure.path, failure.kind) == ("/photos/a.jpg", FailureKind.TOO_LARGE)


def test_copies_share_one_embedding(shelf: Any) -> None:
    a, b, c = shelf.add("a.jpg", "b.jpg", "c.jpg")
    first, *rest = shelf.claim()
    shelf.finish(shelf.read(first, "same"))
    assert shelf.library.photos.known_vectors(shelf.space, [shelf.hash("same"), shelf.hash("other")]) == {
        shelf.hash("same")
    }
    report = shelf.finish(replace(shelf.read(rest[0], "same"), vector=None), shelf.read(rest[1], "same"))
    assert report.new_embeddings == ()
    assert len({shelf.reader.content_of(photo_id) for photo_id in (a, b, c)}) == 1
    assert len(shelf.reader.embeddings.content_ids(shelf.space)) == 1
    assert shelf.reader.counts(shelf.space).searchable == 3
    found = shelf.reader.photos_of_contents(shelf.reader.content_ids())
    assert [each.path for each in found] == ["/photos/a.jpg", "/photos/b.jpg", "/photos/c.jpg"]


def test_copies_in_one_batch_make_one_embedding(shelf: Any) -> None:
    shelf.add("a.jpg", "b.jpg")
    report = shelf.finish(*(shelf.read(item, "same") for item in shelf.claim()))
    assert len(report.new_embeddings) == len(report.new_vectors) == 1
    assert len(report.indexed) == 2


def test_a_photo_without_any_embedding_is_never_indexed(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    report = shelf.finish(replace(shelf.read(item), vector=None))
    assert (report.indexed, report.again) == ((), (photo_id,))
    assert [again.photo_id for again in shelf.claim()] == [photo_id]


def test_a_photo_that_changed_after_it_was_read_is_read_again(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    apply(shelf, modified=(Move(photo_id, shelf.stat("a.jpg")),))
    assert shelf.claim() == [], "it is still in flight"
    report = shelf.finish(shelf.read(item, "old"))
    assert (report.indexed, report.again) == ((), (photo_id,))
    (again,) = shelf.claim()
    assert again.stat == shelf.row("a.jpg").stat
    shelf.finish(shelf.read(again, "new"))
    assert shelf.reader.photo(photo_id).content_hash == shelf.hash("new")


def test_a_change_that_was_read_already_is_not_read_again(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    newer = shelf.stat("a.jpg")
    apply(shelf, modified=(Move(photo_id, newer),))
    report = shelf.finish(replace(shelf.read(item, "new"), stat=newer))
    assert report.indexed == (photo_id,)


def test_a_file_that_changed_after_the_scan_is_indexed_as_it_was_read(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    newer = shelf.stat("a.jpg", size=77)
    assert shelf.finish(replace(shelf.read(item), stat=newer)).indexed == (photo_id,)
    assert shelf.row("a.jpg").stat == newer


def test_a_photo_that_moved_while_it_was_read_keeps_the_outcome(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    apply(shelf, moved=(Move(photo_id, replace(item.stat, relpath="b.jpg")),))
    assert shelf.finish(shelf.read(item)).indexed == (photo_id,)
    assert shelf.row("b.jpg").state is PhotoState.INDEXED


def test_a_photo_that_moved_away_under_the_reader_has_not_failed(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    apply(shelf, moved=(Move(photo_id, replace(item.stat, relpath="b.jpg")),))
    assert shelf.finish(shelf.fail(item, FailureKind.UNREADABLE)).again == (photo_id,)
    assert shelf.claim()[0].path == "/photos/b.jpg"


def test_a_photo_that_went_missing_while_it_was_read_stays_missing(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    apply(shelf, missing=(photo_id,))
    assert shelf.finish(shelf.read(item)).indexed == ()
    assert shelf.reader.photo(photo_id).state is PhotoState.MISSING


def test_an_outcome_given_twice_is_written_once(shelf: Any) -> None:
    shelf.add("a.jpg")
    (item,) = shelf.claim()
    shelf.finish(shelf.read(item))
    report = shelf.finish(shelf.read(item))
    assert report == type(report)()


def test_a_missing_photo_found_elsewhere_goes_on_there(shelf: Any) -> None:
    (old,) = shelf.add("a.jpg")
    shelf.index(lambda item: "the picture")
    shelf.library.photos.set_rating([old], 4)
    shelf.library.photos.set_favourite([old], True)
    added_at = shelf.reader.photo(old).added_at
    shelf.now += 1000
    apply(shelf, missing=(old,))
    other = shelf.library.folders.add("/other")
    (new,) = shelf.add("Trip/b.jpg", folder_id=other.id)
    (item,) = shelf.claim()
    report = shelf.finish(replace(shelf.read(item, "the picture"), vector=None))
    assert (report.indexed, report.replaced, report.adopted_moves) == ((old,), (new,), 1)
    photo = shelf.reader.photo(old)
    assert (photo.path, photo.state, photo.rating, photo.favourite, photo.added_at) == (
        "/other/Trip/b.jpg",
        PhotoState.INDEXED,
        4,
        True,
        added_at,
    )
    assert shelf.reader.photo(new) is None
    assert [match.photo_id for match in shelf.reader.match_names(["trip", "b"])] == [old]
    assert shelf.reader.counts(shelf.space).by_folder == {shelf.folder.id: 0, other.id: 1}


def test_of_several_missing_copies_the_one_with_the_name_goes_on(shelf: Any) -> None:
    a, b = shelf.add("a.jpg", "b.jpg")
    shelf.index(lambda item: "same")
    apply(shelf, missing=(a, b))
    first, second, third = shelf.add("x/b.jpg", "x/c.jpg", "x/d.jpg")
    report = shelf.finish(*(shelf.read(item, "same") for item in shelf.claim()))
    assert set(report.replaced) < {first, second, third}
    assert len(report.replaced) == 2
    assert len(shelf.reader.all_ids()) == 3
    assert shelf.reader.counts().missing == 0


def test_an_edited_photo_does_not_take_the_place_of_a_missing_one(shelf: Any) -> None:
    a, b = shelf.add("a.jpg", "b.jpg")
    shelf.index()
    apply(shelf, missing=(a,), modified=(Move(b, shelf.stat("b.jpg")),))
    assert shelf.finish(*(shelf.read(item, "/photos/a.jpg") for item in shelf.claim())).replaced == ()
    assert shelf.reader.photo(a).state is PhotoState.MISSING


def test_what_pictures_say_of_themselves_cannot_break_the_row(shelf: Any) -> None:
    (photo_id,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    metadata = Metadata(
        1, 1, "JPEG", taken_at="0000-99-99", camera="\udcff\0camera", iso=1 << 70, exposure=math.nan, altitude=math.inf
    )
    shelf.finish(replace(shelf.read(item), metadata=metadata))
    photo = shelf.reader.photo(photo_id)
    assert photo.state is PhotoState.INDEXED
    assert photo.metadata.camera == "? camera"
    assert photo.metadata.iso is None


def test_a_reason_may_hold_any_bytes(shelf: Any) -> None:
    shelf.add("a.jpg")
    (item,) = shelf.claim()
    shelf.finish(replace(shelf.fail(item), reason="cannot open caf\udce9"))
    assert shelf.reader.failures()[0].reason == "cannot open caf?"


def test_a_vector_of_another_length_is_a_bug(shelf: Any) -> None:
    shelf.add("a.jpg")
    (item,) = shelf.claim()
    wrong = np.zeros(3, "<f2").tobytes()
    with pytest.raises(ValueError, match="6 bytes in a space of 8 dimensions"):
        shelf.finish(replace(shelf.read(item), vector=wrong))
    assert shelf.reader.counts().pending == 1


def test_a_content_that_was_swept_meanwhile_leaves_nothing_behind(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    (item,) = shelf.claim()
    # Another photo had its content as it was read, and none has by now.
    report = shelf.finish(replace(shelf.read(item), vector=None))
    assert report.again == (photo,)
    assert shelf.sql("SELECT id FROM contents") != []
    shelf.library.folders.remove(shelf.folder.id)
    shelf.library.sweep()
    assert shelf.sql("SELECT id FROM contents") == []
