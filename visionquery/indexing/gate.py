"""Lets searches go first: while one is being answered, indexing begins no new batch.

Shared by the threads that search and the threads that index; standard library only.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# A person who types asks again a moment later; indexing does not jump into the gap.
LINGER_SECONDS = 0.15
# Indexing goes on, more slowly, even when questions never stop.
LONGEST_SECONDS = 1.0


class SearchGate:
    """Counts the searches under way; indexing threads wait at it between two batches."""

    def __init__(self) -> None:
        self._searching = 0
        self._quiet_at = 0.0
        self._changed = threading.Condition()

    @contextmanager
    def searching(self) -> Iterator[None]:
        """Hold indexing back for as long as the body runs, and a moment longer."""
        with self._changed:
            self._searching += 1
        try:
            yield
        finally:
            with self._changed:
                self._searching -= 1
                self._quiet_at = time.monotonic() + LINGER_SECONDS
                self._changed.notify_all()

    @property
    def busy(self) -> bool:
        """Whether indexing should stand back now."""
        with self._changed:
            return self._searching > 0 or time.monotonic() < self._quiet_at

    def pass_through(self) -> None:
        """Wait until no search is under way, a second at most."""
        deadline = time.monotonic() + LONGEST_SECONDS
        with self._changed:
            while (now := time.monotonic()) < deadline:
                if self._searching > 0:
                    self._changed.wait(deadline - now)
                elif now < self._quiet_at:
                    self._changed.wait(min(self._quiet_at, deadline) - now)
                else:
                    return
