"""Lets through at most ten events of a kind a second, folding those that come in between.

A flood of commits must not become a flood of repaints. Owns one small thread; imports the domain only.
"""

from __future__ import annotations

import threading
from collections.abc import Callable

from visionquery.domain.events import Event, ModelsChanged, PhotosChanged, Progress

INTERVAL = 0.1


class EventThrottle:
    """Takes events from any thread and hands them to `deliver` on its own thread, folded.

    The first event after a quiet moment goes out at once. Of several `Progress` or `ModelsChanged` the newest counts;
    several `PhotosChanged` become their union; of equal events one is kept; their order otherwise stays.
    """

    def __init__(self, deliver: Callable[[Event], None], interval: float = INTERVAL) -> None:
        self._deliver = deliver
        self._interval = interval
        self._waiting: list[Event] = []
        self._changed = threading.Condition()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._run, name="events", daemon=True)

    def start(self) -> None:
        """Start the delivering thread."""
        self._thread.start()

    def close(self, timeout: float = 0.5) -> None:
        """Deliver what waits and end the thread."""
        with self._changed:
            self._closed.set()
            self._changed.notify()
        if self._thread.is_alive() and threading.current_thread() is not self._thread:
            self._thread.join(timeout)

    def put(self, event: Event) -> None:
        """Queue an event. Never blocks."""
        with self._changed:
            fold(self._waiting, event)
            self._changed.notify()

    def _run(self) -> None:
        while True:
            with self._changed:
                while not self._waiting and not self._closed.is_set():
                    self._changed.wait()
                events, self._waiting = self._waiting, []
            for event in events:
                self._deliver(event)
            if self._closed.wait(self._interval) and not self._waiting:
                return


def fold(waiting: list[Event], event: Event) -> None:
    """Add `event` to `waiting`, in place, folding it with one of its kind where the two say the same."""
    for position, other in enumerate(waiting):
        if isinstance(event, Progress | ModelsChanged) and type(event) is type(other):
            waiting[position] = event
            return
        if isinstance(event, PhotosChanged) and isinstance(other, PhotosChanged):
            waiting[position] = _union(other, event)
            return
        if event == other:
            return
    waiting.append(event)


def _union(first: PhotosChanged, second: PhotosChanged) -> PhotosChanged:
    if first.everything or second.everything:
        return PhotosChanged(everything=True)
    return PhotosChanged.of(tuple(dict.fromkeys(first.photo_ids + second.photo_ids)))
