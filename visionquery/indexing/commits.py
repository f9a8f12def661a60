"""Writes what the pipeline found out: rows, vectors and thumbnails in one transaction, then the index.

Belongs to the pipeline's thread. A full disk stops the work and loses nothing: it is tried again until there is room.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Sequence
from enum import Enum
from typing import TYPE_CHECKING, Protocol, TypeVar

import numpy as np

from visionquery.domain.errors import StorageFull
from visionquery.domain.photos import Failed, Indexed

if TYPE_CHECKING:
    from visionquery.index.planner import VectorIndex
    from visionquery.indexing.queues import WorkQueue

log = logging.getLogger(__name__)

COMMIT_ROWS = 256
COMMIT_SECONDS = 2.0
ROOM_POLL_SECONDS = 2.0

T = TypeVar("T")


class Halt(Enum):
    """Whether indexing may go on."""

    NO = "no"
    PAUSE = "pause"  # finish what is being read, commit, let go of the rest
    STOP = "stop"  # commit what is encoded, let go of the rest at once


class Halted(Exception):
    """Work was halted while it waited for room."""


class CommitListener(Protocol):
    """Who hears of commits. Called on the pipeline's thread."""

    def committed(self, photo_ids: Sequence[int], indexed: int, failed: int, moved: int) -> None:
        """These rows were written."""

    def storage_full(self, fault: StorageFull) -> None:
        """Work stands still until there is room again."""

    def storage_back(self) -> None:
        """There is room again, and work goes on."""


class Committer:
    """Collects outcomes and writes them to the queue that they came from every 2 seconds or 256 photos.

    `index` is that of the queue's space. `lock` keeps a sweep of unreferenced contents from coming between a commit
    and what the index learns of it.
    """

    def __init__(
        self,
        queue: WorkQueue,
        index: VectorIndex,
        listener: CommitListener,
        halted: Callable[[], Halt],
        lock: threading.Lock,
    ) -> None:
        self._queue = queue
        self._index = index
        self._lock = lock
        self._listener = listener
        self._halted = halted
        self._outcomes: list[Indexed | Failed] = []
        self._due: float | None = None
        self._full = False

    @property
    def due(self) -> float | None:
        """The moment (monotonic seconds) by which something has to be written, None while there is nothing."""
        return self._due

    def known(self, hashes: set[bytes]) -> set[bytes]:
        """Those contents that have an embedding in the library already."""
        return self._queue.known(hashes) if hashes else set()

    def add(self, outcome: Indexed | Failed) -> None:
        """Take an outcome; it is written by `due` at the latest."""
        self._outcomes.append(outcome)
        if self._due is None:
            self._due = time.monotonic() + COMMIT_SECONDS

    def is_due(self) -> bool:
        """Whether it is time to call `commit`."""
        return self._due is not None and (len(self._outcomes) >= COMMIT_ROWS or time.monotonic() >= self._due)

    def commit(self) -> list[Indexed | Failed]:
        """Write everything collected and return it. Raises `Halted`."""
        self._due = None
        return self.with_room(self._write) if self._outcomes else []

    def _write(self) -> list[Indexed | Failed]:
        with self._lock:
            report = self._queue.finish(self._outcomes)
            outcomes, self._outcomes = self._outcomes, []
            if report.new_embeddings:
                sequences, content_ids = np.array(report.new_embeddings, dtype=np.int64).T
                # As stored, in half precision: the index is a copy of the table and must not know better.
                vectors = np.frombuffer(b"".join(report.new_vectors), "<f2").reshape(len(content_ids), -1)
                self._index.add(content_ids, vectors, int(sequences.max()))
        touched = [*report.indexed, *report.failed, *report.replaced]
        self._listener.committed(touched, len(report.indexed), len(report.failed), report.adopted_moves)
        return outcomes

    def with_room(self, action: Callable[[], T]) -> T:
        """Do something that writes. Where there is no room, say so, keep everything, and try until there is.

        Raises `Halted` when work is halted while it waits.
        """
        while True:
            try:
                result = action()
            except StorageFull as fault:
                if not self._full:
                    self._full = True
                    self._listener.storage_full(fault)
                self._wait_for_room(fault)
            else:
                if self._full:
                    self._full = False
                    self._listener.storage_back()
                return result

    def _wait_for_room(self, fault: StorageFull) -> None:
        deadline = time.monotonic() + ROOM_POLL_SECONDS
        while time.monotonic() < deadline:
            if self._halted() is not Halt.NO:
                raise Halted from fault
            time.sleep(0.1)
