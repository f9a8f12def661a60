"""A thread of background work that can be replaced by a fresh one, which is how its priority is raised again.

Linux lets a thread step back but, without a right that ordinary programs lack, never forward again: neither its nice
value nor the idle scheduling class can be undone. A new thread has the priority of the one that starts it, and so have
the threads that a library starts for it. Usable in any process; standard library only.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

Prepare = Callable[[], object]


class WorkThread:
    """Runs `run(over)` on a daemon thread; `run` returns soon after `over()` became true.

    `renew` has the next thread call it again, once the one before has returned: there is never more than one in it.
    """

    def __init__(self, name: str, run: Callable[[Callable[[], bool]], None]) -> None:
        self._name = name
        self._run = run
        self._lock = threading.Lock()
        self._thread: threading.Thread | None = None

    @property
    def renewing(self) -> bool:
        """Asked on the thread itself: whether another is to take over."""
        return self._thread is not None and self._thread is not threading.current_thread()

    def start(self, prepare: Prepare | None = None) -> None:
        """Start the thread; it calls `prepare` first, with which it may step back."""
        with self._lock:
            self._begin(None, prepare)

    def renew(self, prepare: Prepare | None = None) -> None:
        """Replace the thread. The caller's priority becomes that of the new one, and `run` has to be woken.

        Does nothing before `start`.
        """
        with self._lock:
            if self._thread is not None:
                self._begin(self._thread, prepare)

    def is_alive(self) -> bool:
        """Whether the newest thread runs, or waits for the one before."""
        thread = self._thread
        return thread is not None and thread.is_alive()

    def join(self, timeout: float) -> None:
        """Wait for the end of the newest thread, and so of all."""
        deadline = time.monotonic() + timeout
        thread = self._thread
        if thread is not None and thread is not threading.current_thread():
            thread.join(max(0.0, deadline - time.monotonic()))

    def _begin(self, former: threading.Thread | None, prepare: Prepare | None) -> None:
        thread = threading.Thread(target=self._work, args=(former, prepare), name=self._name, daemon=True)
        self._thread = thread
        thread.start()

    def _work(self, former: threading.Thread | None, prepare: Prepare | None) -> None:
        if former is not None:
            former.join()
        if prepare is not None:
            prepare()
        this = threading.current_thread()
        self._run(lambda: self._thread is not this)
