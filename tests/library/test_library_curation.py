"""What a person attaches to photos, and what else they keep in the library."""

from __future__ import annotations

from typing import Any

import pytest

from visionquery.domain.errors import Fault
from visionquery.domain.models import NetworkRequest
from visionquery.domain.photos import Changes, Move, PhotoState
from visionquery.domain.queries import Added, Favourite, Hidden, Rated
from visionquery.library import requests as requests_module


def test_hidden_photos_are_in_no_list_but_their_own(shelf: Any) -> None:
    a, b, c = shelf.add("a.jpg", "sub/b.jpg", "sub/c.jpg")
    shelf.index()
    shelf.library.photos.set_hidden([b], True)
    reader = shelf.reader
    assert set(reader.all_ids()) == {a, c}
    assert list(reader.all_ids(criteria=[Hidden()])) == [b]
    assert set(reader.all_ids(criteria=[Hidden(negated=True)])) == {a, c}
    assert [match.photo_id for match in reader.match_names(["sub"])] == [c]
    assert reader.count() == len(reader.newest(10)) == len(reader.content_ids()) == 2
    assert reader.count(criteria=[Hidden()]) == 1
    counts = reader.counts(shelf.space)
    assert (counts.total, counts.hidden, counts.searchable, counts.by_folder) == (2, 1, 2, {shelf.folder.id: 2})
    assert reader.folders()[0].photos == 2
    assert reader.subfolders() == [(shelf.folder.id, "sub", 1)]
    assert reader.photo(b).hidden
    assert not reader.photo(a).hidden
    shelf.library.photos.set_hidden([a, b], False)
    assert set(reader.all_ids()) == {a, b, c}
    assert reader.counts(shelf.space).searchable == 3


def test_hidden_photos_are_indexed_all_the_same(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.library.photos.set_hidden([photo], True)
    assert shelf.library.photos.pending() == 1
    shelf.index()
    assert shelf.reader.photo(photo).state is PhotoState.INDEXED


def test_views_by_what_is_attached(shelf: Any) -> None:
    a, b, c = shelf.add("a.jpg", "b.jpg", "in/c.jpg")
    shelf.library.photos.set_favourite([a, c], True)
    shelf.library.photos.set_rating([b, c], 3)
    ids = shelf.reader.all_ids
    assert list(ids(criteria=[Favourite()])) == [c, a]
    assert list(ids(newest_first=False, criteria=[Favourite()])) == [a, c]
    assert list(ids(criteria=[Favourite(negated=True)])) == [b]
    assert list(ids(criteria=[Rated(3, 5)])) == [c, b]
    assert list(ids(criteria=[Rated(0, 2)])) == [a]
    assert list(ids(criteria=[Favourite()], folder="/photos/in")) == [c]
    assert list(ids(criteria=[Added((("2025-06-14", "2025-06-17"),))])) == [c, b, a]
    assert list(ids(criteria=[Added((("2025-06-17", ""),))])) == []
    shelf.library.photos.set_hidden([c], True)
    assert list(ids(criteria=[Favourite()])) == [a]
    assert list(ids(criteria=[Favourite(), Hidden()])) == [c]


def test_many_at_once(shelf: Any) -> None:
    ids = shelf.add(*(f"{number}.jpg" for number in range(3000)))
    everything = [*ids, *range(1_000_000, 1_100_000)]
    shelf.library.photos.set_favourite(everything, True)
    shelf.library.photos.set_rating(everything, 2)
    shelf.library.photos.set_hidden(everything, True)
    shelf.library.photos.dismiss(everything)
    assert shelf.reader.counts().hidden == 3000
    assert len(shelf.reader.all_ids(criteria=[Hidden(), Favourite(), Rated(2, 2)])) == 3000


def test_a_dismissed_problem_is_one_again_when_its_file_changes(shelf: Any) -> None:
    a, b = shelf.add("a.jpg", "b.jpg")
    shelf.finish(*(shelf.fail(item) for item in shelf.claim()))
    shelf.library.photos.dismiss([a, b])
    assert shelf.reader.failures() == []
    shelf.library.photos.retry_failed()
    shelf.finish(*(shelf.fail(item) for item in shelf.claim()))
    assert shelf.reader.failures() == []  # the same file fails as before
    shelf.library.photos.apply(shelf.folder.id, Changes(modified=(Move(a, shelf.stat("a.jpg")),)))
    shelf.library.photos.apply(shelf.folder.id, Changes(added=(shelf.stat("b.jpg"),)))
    shelf.finish(*(shelf.fail(item) for item in shelf.claim()))
    assert [failure.photo_id for failure in shelf.reader.failures()] == [a, b]
    assert (shelf.reader.counts().failed, shelf.reader.counts().dismissed) == (2, 0)


def test_what_can_be_shown_cannot_be_dismissed(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.library.photos.dismiss([photo])
    (item,) = shelf.claim()
    shelf.finish(shelf.fail(item))
    assert len(shelf.reader.failures()) == 1


def test_what_is_hidden_stays_hidden_on_another_drive(shelf: Any) -> None:
    other = shelf.library.folders.add("/other")
    (old,) = shelf.add("a.jpg")
    shelf.index(lambda item: "the picture")
    shelf.library.photos.set_hidden([old], True)
    shelf.add("a.jpg", folder_id=other.id)
    shelf.index(lambda item: "the picture")
    shelf.library.photos.apply(shelf.folder.id, Changes(missing=(old,)))
    assert list(shelf.reader.all_ids()) == []
    assert len(shelf.reader.all_ids(criteria=[Hidden()])) == 1


def test_a_photo_put_into_the_trash_is_missing_and_its_copy_inherits_nothing(shelf: Any) -> None:
    one, copy = shelf.add("a.jpg", "b.jpg")
    shelf.index(lambda item: "the picture")
    shelf.library.photos.set_rating([one], 5)
    assert shelf.library.photos.mark_missing([one, 4711]) == [one]
    assert shelf.library.photos.mark_missing([one]) == []
    assert list(shelf.reader.all_ids()) == [copy]
    assert shelf.reader.photo(copy).rating == 0
    shelf.library.photos.apply(shelf.folder.id, Changes(returned=(one,)))
    assert (shelf.reader.photo(one).state, shelf.reader.photo(one).rating) == (PhotoState.INDEXED, 5)


@pytest.mark.parametrize("limit", [0, 1_000_000])
def test_shown_times_follow_the_ids(shelf: Any, monkeypatch: pytest.MonkeyPatch, limit: int) -> None:
    monkeypatch.setattr("visionquery.library.browsing.LOOKED_UP", limit)
    a, b = shelf.add("a.jpg", "b.jpg")
    (item, other) = shelf.claim()
    shelf.finish(shelf.read(item, taken_at="1970-01-02T00:00:05"), shelf.read(other, taken_at="1969-12-31T23:59:58"))
    assert list(shelf.reader.shown_times([item.photo_id, 4711, other.photo_id])) == [86405, 0, -2]
    assert list(shelf.reader.shown_times([])) == []
    assert {a, b} == {item.photo_id, other.photo_id}


def test_subfolders_count_all_below_them(shelf: Any) -> None:
    other = shelf.library.folders.add("/other")
    shelf.add("top.jpg", "2019/a.jpg", "2019/May/b.jpg", "2019/May/c.jpg", "2020/Äpfel/d.jpg", "odd \udcff/e.jpg")
    (deep,) = shelf.add("x/y/z/f.jpg", folder_id=other.id)
    photos = shelf.folder.id
    expected = [
        (photos, "2019", 3),
        (photos, "2019/May", 2),
        (photos, "2020", 1),
        (photos, "2020/Äpfel", 1),
        (photos, "odd \udcff", 1),
        (other.id, "x", 1),
        (other.id, "x/y", 1),
        (other.id, "x/y/z", 1),
    ]
    assert shelf.reader.subfolders() == expected
    shelf.library.photos.apply(other.id, Changes(moved=(Move(deep, shelf.stat("x/g.jpg")),)))
    assert shelf.reader.subfolders() == [*expected[:5], (other.id, "x", 1)]
    shelf.library.photos.apply(other.id, Changes(missing=(deep,)))
    assert shelf.reader.subfolders() == expected[:5]
    shelf.library.sweep()
    assert shelf.sql("SELECT count(*) FROM directories WHERE photos = 0") == [(0,)]


def test_saved_searches_have_names_of_their_own(shelf: Any) -> None:
    searches = shelf.library.searches
    first = searches.save("Dogs", "dog", "/photos/odd \udcff")
    second = searches.save("birds", "bird -sky")
    assert shelf.reader.saved_searches() == [second, first] == searches.list()
    assert searches.save("Dogs", "puppy").id == first.id
    searches.rename(first.id, "Dogs")
    with pytest.raises(Fault, match="already"):
        searches.rename(second.id, "Dogs")
    with pytest.raises(Fault, match="name"):
        searches.rename(second.id, "\n")
    searches.delete(first.id)
    searches.delete(first.id)
    searches.rename(first.id, "gone")
    assert shelf.reader.saved_searches() == [second]


def test_requests_are_kept_newest_first_and_bounded(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(requests_module, "KEPT", 3)
    made = [
        NetworkRequest(f"2026-01-0{day}T00:00:00+00:00", f"https://hub/{day}", "model", "done", day)
        for day in range(1, 6)
    ]
    for request in made:
        shelf.library.requests.record(request)
    assert shelf.reader.requests() == made[:1:-1]
    assert shelf.library.requests.list() == made[:1:-1]
