"""A lock for many readers beside one writer. Readers go first, for a search outranks additions, but not for ever."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

# How long a writer stands back while readers keep coming.
_PATIENCE = 0.02


class SharedLock:
    """Held by any number of readers or by one writer. Not reentrant. One thread at a time may ask to write."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._readers = 0
        self._waiting_readers = 0
        self._writing = False
        self._writer_insists = False

    @contextmanager
    def read(self) -> Iterator[None]:
        """Hold the lock beside other readers."""
        with self._changed:
            self._waiting_readers += 1
            while self._writing or self._writer_insists:
                self._changed.wait()
            self._waiting_readers -= 1
            self._readers += 1
        try:
            yield
        finally:
            with self._changed:
                self._readers -= 1
                self._changed.notify_all()

    @contextmanager
    def write(self) -> Iterator[None]:
        """Hold the lock alone: once no reader has it or waits for it, or when it is this thread's turn at last."""
        with self._changed:
            patient_until = time.monotonic() + _PATIENCE
            while self._readers or (self._waiting_readers and not self._writer_insists):
                left = patient_until - time.monotonic()
                self._writer_insists = left <= 0
                self._changed.wait(None if self._writer_insists and self._readers else max(left, 0))
            self._writing, self._writer_insists = True, False
        try:
            yield
        finally:
            with self._changed:
                self._writing = False
                self._changed.notify_all()
