"""Folding of events."""

from __future__ import annotations

import time

from visionquery.domain.events import (
    MOST_NAMED,
    Activity,
    Event,
    FoldersChanged,
    ModelsChanged,
    PhotosChanged,
    Progress,
)
from visionquery.domain.models import ModelEntry, ModelStatus
from visionquery.worker.throttle import EventThrottle, fold


def folded(*events: Event) -> list[Event]:
    waiting: list[Event] = []
    for event in events:
        fold(waiting, event)
    return waiting


def test_the_newest_progress_counts() -> None:
    first, second = Progress(Activity.INDEXING, 1, 5), Progress(Activity.INDEXING, 2, 5)
    assert folded(first, second) == [second]


def test_changed_photos_become_one_event() -> None:
    assert folded(PhotosChanged((1, 2)), PhotosChanged((2, 3))) == [PhotosChanged((1, 2, 3))]


def test_too_many_changed_photos_become_everything() -> None:
    many = PhotosChanged(tuple(range(MOST_NAMED)))
    assert folded(many, PhotosChanged((MOST_NAMED + 1,))) == [PhotosChanged(everything=True)]


def test_equal_events_are_told_once_and_order_is_kept() -> None:
    assert folded(FoldersChanged(), PhotosChanged((1,)), FoldersChanged()) == [FoldersChanged(), PhotosChanged((1,))]


def test_a_flood_arrives_ten_times_a_second_and_complete() -> None:
    told: list[Event] = []
    throttle = EventThrottle(told.append)
    throttle.start()
    began = time.monotonic()
    for photo_id in range(500):
        throttle.put(PhotosChanged((photo_id,)))
        time.sleep(0.001)
    throttle.close()
    seconds = time.monotonic() - began
    assert len(told) <= 10 * seconds + 2
    # In time, and not all of them at the end.
    assert len(told) >= 3
    assert {i for event in told if isinstance(event, PhotosChanged) for i in event.photo_ids} == set(range(500))


def test_the_newest_list_of_models_counts() -> None:
    entry = ModelEntry("some", "Some", "")
    first, second = ModelsChanged((ModelStatus(entry),)), ModelsChanged((ModelStatus(entry, installed=True),))
    assert folded(first, FoldersChanged(), second) == [second, FoldersChanged()]
