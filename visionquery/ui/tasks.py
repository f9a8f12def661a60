"""Runs work beside the window: `run(work, done)` takes it to a thread and brings result or error back.

Everything that may take longer than a frame (SQLite over many rows, starting programs) goes through here. Owned by
the main thread, which alone calls `run`, `done` and `failed`; only `work` leaves it.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from PySide6.QtCore import QObject, Qt, Signal, Slot

log = logging.getLogger(__name__)
T = TypeVar("T")


class TaskRunner(QObject):
    """A few threads whose results arrive on the main thread. Nothing arrives after `close()`."""

    _finished = Signal(object)

    def __init__(self, parent: QObject | None = None, threads: int = 2) -> None:
        super().__init__(parent)
        self._pool = ThreadPoolExecutor(threads, thread_name_prefix="window-task")
        self._closed = False
        self._finished.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    def run(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """Call `work` on a thread, then `done(result)` or `failed(error)` on the main thread.

        An error that nobody asked for is logged with its traceback.
        """
        if not self._closed:
            self._pool.submit(self._work, work, done, failed)

    def run_apart(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None = None,
        failed: Callable[[Exception], None] | None = None,
    ) -> None:
        """The same on a thread of its own, for what takes as long as another program likes: nothing waits for it, not
        even `close()`."""
        if not self._closed:
            threading.Thread(target=self._work, args=(work, done, failed), name="window-apart", daemon=True).start()

    def close(self) -> None:
        """Drop what waits and wait for what runs."""
        self._closed = True
        self._pool.shutdown(wait=True, cancel_futures=True)

    def _work(
        self,
        work: Callable[[], T],
        done: Callable[[T], None] | None,
        failed: Callable[[Exception], None] | None,
    ) -> None:
        try:
            result = work()
        except Exception as raised:  # noqa: BLE001 - whatever it is, the main thread decides.
            error = raised
            self._hand_over(lambda: self._fail(error, failed))
        else:
            if done is not None:
                self._hand_over(lambda: done(result))

    def _hand_over(self, call: Callable[[], None]) -> None:
        if not self._closed:
            self._finished.emit(call)

    @Slot(object)
    def _deliver(self, call: Callable[[], None]) -> None:
        if not self._closed:
            call()

    @staticmethod
    def _fail(error: Exception, failed: Callable[[Exception], None] | None) -> None:
        if failed is None:
            log.error("A task of the window failed", exc_info=error)
        else:
            failed(error)
