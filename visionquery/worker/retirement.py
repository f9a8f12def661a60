"""Removed folders in the time in which the removal can be undone, and their end.

Part of the worker. A removed folder is retired: shown nowhere, but whole. It is purged a minute later, by a thread of
its own, else when the worker stops, else after its next start.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable

from visionquery.domain.errors import Fault
from visionquery.domain.folders import UNDO_SECONDS
from visionquery.library.library import Library

log = logging.getLogger(__name__)


class Retirement:
    """`purged` is called after each folder that was purged, on any thread: what only it used can be swept."""

    def __init__(self, library: Library, purged: Callable[[], None], undo_seconds: float = UNDO_SECONDS) -> None:
        self._library = library
        self._purged = purged
        self._undo_seconds = undo_seconds
        self._timers: dict[int, threading.Timer] = {}
        self._lock = threading.Lock()
        self._purging = threading.Lock()
        self._stopping = threading.Event()
        self._started = False

    def start(self) -> None:
        """Purge what an earlier worker left, beside everything else. The library must be open."""
        self._started = True
        for folder in self._library.folders.retired():
            self._after(0.0, folder.id)

    def retired(self, folder_id: int) -> None:
        """A folder was removed just now: its time runs."""
        self._after(self._undo_seconds, folder_id)

    def restored(self, folder_id: int) -> None:
        """The removal was undone."""
        with self._lock:
            timer = self._timers.pop(folder_id, None)
        if timer is not None:
            timer.cancel()

    def purge_all(self, seconds: float = float("inf")) -> None:
        """Purge every retired folder now, as far as it goes in so many seconds."""
        deadline = time.monotonic() + seconds
        for folder in self._library.folders.retired():
            self.restored(folder.id)
            self._purge(folder.id, lambda: time.monotonic() > deadline)

    def stop(self, seconds: float) -> None:
        """Purge what is retired, as far as it goes in so many seconds; the rest is left for the next start."""
        self._stopping.set()
        if not self._started:
            return
        with self._lock:
            timers, self._timers = list(self._timers.values()), {}
        for timer in timers:
            timer.cancel()
        try:
            self.purge_all(seconds)
        except Fault as fault:
            log.warning("removed folders are left for the next start: %s", fault)

    def _after(self, seconds: float, folder_id: int) -> None:
        self.restored(folder_id)
        timer = threading.Timer(seconds, self._time_is_up, (folder_id,))
        timer.daemon = True
        with self._lock:
            self._timers[folder_id] = timer
        timer.start()

    def _time_is_up(self, folder_id: int) -> None:
        with self._lock:
            self._timers.pop(folder_id, None)
        try:
            self._purge(folder_id, self._stopping.is_set)
        except Fault as fault:
            log.warning("a removed folder could not be purged yet: %s", fault)
        except RuntimeError:
            # The library was closed around it: the next start purges.
            if not self._stopping.is_set():
                raise

    def _purge(self, folder_id: int, halted: Callable[[], bool]) -> None:
        with self._purging:
            if self._library.folders.purge(folder_id, halted):
                log.info("the removed folder %d was purged", folder_id)
                self._purged()
