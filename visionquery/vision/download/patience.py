"""How often and how long to wait for a network that fails. Pure but for the waiting; used by the downloading thread."""

from __future__ import annotations

import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from visionquery.vision.download.faults import TRY_AGAIN, DownloadFailed, Interrupted, Stopped

Result = TypeVar("Result")


@dataclass(frozen=True, slots=True)
class Patience:
    """After a failure wait `first` seconds, then twice as long each time up to `longest`; give up after `tries`
    failures in a row without a byte of progress. A server that asks for more than `most` seconds is not waited for.

    By default about four minutes: a router restarts in two.
    """

    tries: int = 10
    first: float = 1.0
    longest: float = 60.0
    most: float = 300.0

    def wait_after(self, failures: int, asked: float | None) -> float | None:
        """Seconds to wait after so many failures in a row, None to give up."""
        if failures >= self.tries or (asked or 0) > self.most:
            return None
        return max(asked or 0.0, min(self.first * 2.0 ** (failures - 1), self.longest))


def persist(
    attempt: Callable[[], Result],
    progress: Callable[[], int],
    patience: Patience,
    stop: threading.Event,
    tell: Callable[[Interrupted, float], None],
) -> Result:
    """Run `attempt` until it does not raise `Interrupted`, waiting in between; `tell` hears of each wait.

    A failure after `progress` has grown counts as the first. Raises `Stopped`, or the last failure.
    """
    failures, before = 0, progress()
    while True:
        if stop.is_set():
            raise Stopped
        try:
            return attempt()
        except Interrupted as interrupted:
            failures = 1 if progress() > before else failures + 1
            before = progress()
            seconds = patience.wait_after(failures, interrupted.wait)
            if seconds is None:
                raise _given_up(interrupted, patience) from interrupted
            tell(interrupted, seconds)
            if stop.wait(seconds):
                raise Stopped from interrupted


def _given_up(interrupted: Interrupted, patience: Patience) -> DownloadFailed:
    advice = interrupted.advice
    if interrupted.wait is not None and interrupted.wait > patience.most:
        minutes = round(interrupted.wait / 60)
        advice = f"It asks to wait for {minutes} minutes. What was downloaded is kept."
    return DownloadFailed(interrupted.message, advice or TRY_AGAIN)
