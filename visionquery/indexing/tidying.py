"""Drops what no photo refers to any more, and keeps the saved index near the library.

Called by the scan thread when nothing waits to be scanned. Imports the library and the index.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np

from visionquery.domain.errors import Fault

if TYPE_CHECKING:
    from visionquery.index.planner import VectorIndex
    from visionquery.library.library import Library

log = logging.getLogger(__name__)

# The index can always be replayed from the library: saving it only shortens the next start.
SAVE_SECONDS = 600.0


class Tidying:
    """Sweeps the library and saves the indexes: those that `indexes` gives at the time. `lock` is the committers'."""

    def __init__(
        self,
        library: Library,
        indexes: Callable[[], Sequence[VectorIndex]],
        lock: threading.Lock,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._indexes = indexes
        self._lock = lock
        self._clock = clock
        self._saved_at = clock()

    def tidy(self) -> bool:
        """Forget photos that have been missing for long, and what nothing refers to; whether photos went."""
        days = self._library.settings.get()["keep_missing_days"]
        purged = self._library.photos.purge_missing(days)
        with self._lock:
            swept = self._library.sweep()
            if swept:
                for index in self._indexes():
                    index.remove(np.array(swept, dtype=np.int64))
                log.info("%d contents were dropped", len(swept))
        return bool(purged)

    def save(self) -> None:
        """Save the indexes. Where that fails they are replayed from the library at the next start."""
        self._saved_at = self._clock()
        for index in self._indexes():
            try:
                index.save()
            except (Fault, OSError):
                log.warning("The index could not be saved", exc_info=True)

    def save_if_due(self) -> None:
        """Save the index if that was long ago."""
        if self._clock() - self._saved_at > SAVE_SECONDS:
            self.save()
