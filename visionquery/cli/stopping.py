"""Ctrl-C and SIGTERM while work runs on other threads: the main thread waits here and stops it in good order."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar

Result = TypeVar("Result")

# A signal is handled between two waits of the main thread; an endless wait would hold it up on some systems.
_SLICE_SECONDS = 0.2


def wait_for(work: Callable[[], Result]) -> Result:
    """Run `work` on a thread and return its result or raise its error.

    KeyboardInterrupt and the like are raised here at once, while `work` goes on: the caller then ends it.
    """
    future: Future[Result] = Future()

    def carry_out() -> None:
        try:
            future.set_result(work())
        except BaseException as error:  # noqa: BLE001 - handed to the waiting thread
            future.set_exception(error)

    thread = threading.Thread(target=carry_out, name="work", daemon=True)
    thread.start()
    while thread.is_alive():
        thread.join(_SLICE_SECONDS)
    return future.result()


def wait_for_signal() -> None:
    """Until a signal handler raises."""
    forever = threading.Event()
    while not forever.wait(_SLICE_SECONDS):
        pass
