"""One reading of the library, done again when asked, but never twice at once and not without a rest. Main thread.

It rests for longer than it took: a library of a million photos is not read ten times a second because ten events came.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer

from visionquery.ui.tasks import TaskRunner

log = logging.getLogger(__name__)
T = TypeVar("T")

# Shortest rest between two reads of a kind (milliseconds), and how many times its duration a read rests.
REST_MS, REST_FACTOR = 200, 4


class Rereader(QObject, Generic[T]):
    """Runs one read at a time; wishes that come meanwhile or in the rest after it become one more read."""

    def __init__(
        self,
        tasks: TaskRunner,
        read: Callable[[], T],
        done: Callable[[T], None],
        parent: QObject | None = None,
        rest: int = REST_MS,
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._read = read
        self._done = done
        self._rest_ms = rest
        self._running = False
        self._wanted = self._at_once = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._rested)

    def want(self, *, now: bool = False) -> None:
        """Read soon, or as soon as the read that runs has ended."""
        if now:
            self._rest.stop()
        if self._running or self._rest.isActive():
            self._wanted = True
            self._at_once = self._at_once or now
            return
        self._running, self._wanted, self._at_once = True, False, False
        self._tasks.run(self._timed, self._finished, self._failed)

    def _timed(self) -> tuple[T, float]:
        started = time.monotonic()
        result = self._read()
        return result, time.monotonic() - started

    def _finished(self, outcome: tuple[T, float]) -> None:
        result, took = outcome
        self._running = False
        if self._at_once:
            self.want()
        else:
            self._rest.start(max(self._rest_ms, round(took * 1000 * REST_FACTOR)))
        self._done(result)

    def _failed(self, error: Exception) -> None:
        # Damaged or locked: the worker meets the same and tells the person; here it is tried again when asked.
        log.error("The library could not be read", exc_info=error)
        self._running = False
        self._rest.start(REST_MS * REST_FACTOR)

    def _rested(self) -> None:
        if self._wanted:
            self.want()
