"""What indexing has done since it was started, and where it stands: counters behind one lock.

Written by the scan and pipeline threads, read by whoever tells a person. Imports the domain and the rate meter.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass, replace

from visionquery.domain.events import Activity, Progress
from visionquery.domain.photos import Changes
from visionquery.indexing.progress import RateMeter


@dataclass(frozen=True, slots=True)
class Tally:
    """Photos and files since the start: see `IndexSummary` in the worker for what each number means."""

    indexed: int = 0
    unchanged: int = 0
    moved: int = 0
    removed: int = 0
    failed: int = 0
    skipped: int = 0


class Counter:
    """Keeps the tally and the rate. `clock` gives monotonic seconds."""

    def __init__(self, clock: Callable[[], float]) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._tally = Tally()
        self._meter = RateMeter()
        self._scanned = 0
        self._emptied = False

    @property
    def tally(self) -> Tally:
        """Everything since the start."""
        with self._lock:
            return self._tally

    def scanning(self, found: int) -> None:
        """The scan that runs has found so many files by now."""
        with self._lock:
            self._scanned = found

    def scanned(self, changes: Changes, unreadable: int) -> None:
        """A scan is over and its changes are written."""
        with self._lock:
            self._tally = replace(
                self._tally,
                unchanged=self._tally.unchanged + changes.unchanged + len(changes.returned),
                moved=self._tally.moved + len(changes.moved),
                removed=self._tally.removed + len(changes.missing),
                skipped=self._tally.skipped + unreadable,
            )

    def started(self) -> None:
        """Indexing begins, or goes on after a pause."""
        with self._lock:
            if self._emptied:
                self._meter.reset()
                self._emptied = False
            self._meter.start(self._clock())

    def emptied(self) -> None:
        """No photo is pending any more: the next run counts from nothing."""
        with self._lock:
            self._emptied = True

    def vanished(self, photos: int) -> None:
        """Files that a scan had found were gone when they were to be read."""
        with self._lock:
            self._tally = replace(self._tally, removed=self._tally.removed + photos)
            self._meter.add(photos, self._clock())

    def committed(self, indexed: int, failed: int, moved: int) -> None:
        """Photos were written. `moved` of them took over the row of a photo that was missing."""
        with self._lock:
            self._tally = replace(
                self._tally,
                indexed=self._tally.indexed + indexed - moved,
                failed=self._tally.failed + failed,
                moved=self._tally.moved + moved,
                removed=max(0, self._tally.removed - moved),
            )
            self._meter.add(indexed + failed, self._clock())

    def progress(self, activity: Activity, pending: int, message: str) -> Progress:
        """Where indexing stands with so many photos still pending."""
        with self._lock:
            now = self._clock()
            running = activity in (Activity.INDEXING, Activity.SCANNING)
            return Progress(
                activity=activity,
                done=self._meter.done,
                total=self._meter.done + pending,
                rate=self._meter.rate(now) if running else 0.0,
                remaining=self._meter.remaining(pending, now) if activity is Activity.INDEXING else None,
                scanned=self._scanned,
                message=message,
            )
