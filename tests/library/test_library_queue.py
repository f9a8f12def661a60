"""The work queue: what is claimed, and what happens to it when the worker dies."""

from __future__ import annotations

from typing import Any

import pytest

from visionquery.domain.errors import FailureKind
from visionquery.domain.folders import FolderState
from visionquery.domain.photos import Changes, PhotoState
from visionquery.library.queue import ALONE_AFTER, CRASHES_ALLOWED, SUSPECT_GROUP


def test_newest_first_over_all_folders_and_none_twice(shelf: Any) -> None:
    other = shelf.library.folders.add("/other")
    a, b = shelf.add("a.jpg", "b.jpg")
    (c,) = shelf.add("c.jpg", folder_id=other.id)
    (d,) = shelf.add("d.jpg")
    assert [item.photo_id for item in shelf.claim(3)] == [d, c, b]
    assert [item.photo_id for item in shelf.claim(3)] == [a]
    assert shelf.claim(3) == []


def test_a_claim_tells_where_the_file_is_and_how_it_was_found(shelf: Any) -> None:
    shelf.add("2019/a.jpg")
    (item,) = shelf.claim()
    assert item.path == "/photos/2019/a.jpg"
    assert item.stat == shelf.row("2019/a.jpg").stat
    assert item.crashes == 0


@pytest.mark.parametrize("state", [FolderState.OFFLINE, FolderState.UNREADABLE])
def test_folders_that_are_away_wait(shelf: Any, state: FolderState) -> None:
    shelf.add("a.jpg")
    shelf.library.folders.set_state(shelf.folder.id, state)
    assert shelf.claim() == []
    assert shelf.library.photos.pending() == 0
    shelf.library.folders.set_state(shelf.folder.id, FolderState.WATCHING)
    assert len(shelf.claim()) == shelf.library.photos.pending() == 1


def test_released_photos_can_be_claimed_again(shelf: Any) -> None:
    shelf.add("a.jpg", "b.jpg")
    items = shelf.claim()
    shelf.library.photos.release([items[0].photo_id])
    assert shelf.claim() == items[:1]


def test_closing_in_good_order_is_no_crash(shelf: Any) -> None:
    shelf.add("a.jpg")
    shelf.claim()
    shelf.library.close()
    assert shelf.reopen() == 0
    assert shelf.claim()[0].crashes == 0


def test_a_worker_that_dies_leaves_suspects(shelf: Any) -> None:
    shelf.add("a.jpg", "b.jpg", "c.jpg")
    shelf.finish(shelf.read(shelf.claim(1)[0]))
    shelf.claim(1)
    shelf.die()
    assert shelf.reopen() == 1
    assert [item.crashes for item in shelf.claim()] == [1]


def test_suspects_come_first_and_alone(shelf: Any) -> None:
    suspects = shelf.add("a.jpg", "b.jpg")
    shelf.claim()
    shelf.die()
    shelf.reopen()
    (innocent,) = shelf.add("newer.jpg")
    first = shelf.claim(1)
    assert [item.photo_id for item in first] == [suspects[1]]
    assert shelf.claim(1) == []
    shelf.finish(shelf.read(first[0]))
    second = shelf.claim(1)
    assert [item.photo_id for item in second] == [suspects[0]]
    shelf.finish(shelf.read(second[0]))
    assert [item.photo_id for item in shelf.claim()] == [innocent]


def test_suspects_wait_for_work_that_was_claimed_before(shelf: Any) -> None:
    (crashed,) = shelf.add("a.jpg")
    shelf.finish(*(shelf.fail(item, FailureKind.CRASHED) for item in shelf.claim()))
    shelf.add("b.jpg")
    in_flight = shelf.claim()
    assert shelf.library.photos.retry_failed([crashed]) == [crashed]
    assert shelf.claim() == []
    shelf.finish(*map(shelf.read, in_flight))
    assert [item.photo_id for item in shelf.claim()] == [crashed]


def test_success_clears_the_suspicion(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.claim()
    shelf.die()
    shelf.reopen()
    shelf.index()
    assert shelf.sql("SELECT crashes FROM photos WHERE id = ?", photo) == [(0,)]


@pytest.mark.parametrize("culprits", [{137}, {3, 299}])
def test_crashes_are_halved_down_to_the_culprits(shelf: Any, culprits: set[int]) -> None:
    """The worker dies whenever it holds a bad photo; it is started again until all is done."""
    names = [f"{number}.jpg" for number in range(300)]
    ids = shelf.add(*names)
    bad = {ids[number] for number in culprits}
    deaths = 0
    while True:
        items = shelf.claim(512)
        if not items:
            break
        crashes = items[0].crashes
        assert crashes == 0 or len(items) <= max(1, SUSPECT_GROUP >> crashes)
        if bad & {item.photo_id for item in items}:
            shelf.die()
            assert shelf.reopen() == len(items)
            deaths += 1
            assert deaths < 40
        else:
            shelf.finish(*map(shelf.read, items))
    photos = shelf.reader.photos(ids)
    assert {photo_id for photo_id, photo in photos.items() if photo.state is PhotoState.FAILED} == bad
    assert all(photos[each].failure is FailureKind.CRASHED for each in bad)
    assert sum(photo.state is PhotoState.INDEXED for photo in photos.values()) == len(ids) - len(bad)
    assert deaths <= CRASHES_ALLOWED * len(bad)


def test_a_culprit_is_tried_alone_three_times_and_then_fails(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    for crash in range(CRASHES_ALLOWED):
        assert [item.crashes for item in shelf.claim()] == [crash]
        shelf.die()
        shelf.reopen()
    assert shelf.claim() == []
    assert [(failure.photo_id, failure.kind) for failure in shelf.reader.failures()] == [(photo, FailureKind.CRASHED)]


def test_failed_photos_are_tried_again_when_asked(shelf: Any) -> None:
    a, b = shelf.add("a.jpg", "b.jpg")
    shelf.finish(*map(shelf.fail, shelf.claim()))
    assert shelf.claim() == []
    assert shelf.library.photos.retry_failed([b]) == [b]
    assert [item.photo_id for item in shelf.claim()] == [b]
    assert shelf.library.photos.retry_failed() == [a]


def test_one_that_crashed_is_tried_alone_when_asked(shelf: Any) -> None:
    crashed, plain = shelf.add("a.jpg", "b.jpg")
    for _ in range(CRASHES_ALLOWED):
        shelf.library.photos.release([item.photo_id for item in shelf.claim() if item.photo_id == plain])
        shelf.die()
        shelf.reopen()
    shelf.index()
    assert shelf.library.photos.retry_failed() == [crashed]
    shelf.add("c.jpg")
    assert [(item.photo_id, item.crashes) for item in shelf.claim()] == [(crashed, ALONE_AFTER)]


def test_a_removed_folder_takes_its_claims_along(shelf: Any) -> None:
    shelf.add("a.jpg")
    items = shelf.claim()
    shelf.library.folders.remove(shelf.folder.id)
    report = shelf.finish(*map(shelf.read, items))
    assert (report.indexed, report.failed, report.again, report.new_embeddings) == ((), (), (), ())
    shelf.die()
    assert shelf.reopen() == 0


def test_a_photo_that_goes_missing_in_flight_is_no_suspect(shelf: Any) -> None:
    (photo,) = shelf.add("a.jpg")
    shelf.claim()
    shelf.library.photos.apply(shelf.folder.id, Changes(missing=(photo,)))
    shelf.die()
    assert shelf.reopen() == 0
