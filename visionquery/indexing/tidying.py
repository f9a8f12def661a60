"""Drops what no photo refers to any more, and keeps the saved index near the library.

Called by the scan thread when nothing waits to be scanned. Imports the library and the index.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

import numpy as np

from visionquery.domain.errors import Fault

if TYPE_CHECKING:
    from visionquery.index.planner import VectorIndex
    from visionquery.indexing.commits import Committer
    from visionquery.library.library import Library

log = logging.getLogger(__name__)

# The index can always be replayed from the library: saving it only shortens the next start.
SAVE_SECONDS = 600.0


class Tidying:
    """Sweeps the library and saves the index."""

    def __init__(
        self,
        library: Library,
        index: VectorIndex,
        committer: Committer,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._index = index
        self._committer = committer
        self._clock = clock
        self._saved_at = clock()

    def tidy(self) -> bool:
        """Forget photos that have been missing for long, and what nothing refers to; whether photos went."""
        days = self._library.settings.get()["keep_missing_days"]
        purged = self._library.photos.purge_missing(days)
        with self._committer.lock:
            swept = self._library.sweep()
            if swept:
                self._index.remove(np.array(swept, dtype=np.int64))
                log.info("%d contents were dropped", len(swept))
        return bool(purged)

    def save(self) -> None:
        """Save the index. Where that fails it is replayed from the library at the next start."""
        self._saved_at = self._clock()
        try:
            self._index.save()
        except (Fault, OSError):
            log.warning("The index could not be saved", exc_info=True)

    def save_if_due(self) -> None:
        """Save the index if that was long ago."""
        if self._clock() - self._saved_at > SAVE_SECONDS:
            self.save()
