"""How fast indexing goes and how long it will take. Pure: every method is told the time.

Used by the scheduler, under its lock; imports nothing.
"""

from __future__ import annotations

from collections import deque

WINDOW_SECONDS = 30.0
# Before this much was seen a rate is noise, and a time left made of it would jump about.
LEAST_SECONDS = 2.0


class RateMeter:
    """Counts finished photos since the queue was last empty. `now` is monotonic seconds."""

    def __init__(self) -> None:
        self.done = 0
        self._samples: deque[tuple[float, int]] = deque()

    def start(self, now: float) -> None:
        """Begin a run, or go on after a pause: the time before `now` counts no more; `done` stays."""
        self._samples.clear()
        self._samples.append((now, self.done))

    def reset(self) -> None:
        """The queue is empty: the next run counts from nothing."""
        self.done = 0
        self._samples.clear()

    def add(self, count: int, now: float) -> None:
        """`count` more photos are finished."""
        if not self._samples:
            self._samples.append((now, self.done))
        self.done += count
        if now < self._samples[-1][0]:
            self.start(now)  # The machine slept and the clock was set back: what was measured means nothing.
            return
        self._samples.append((now, self.done))
        # The newest sample that is older than the window stays: it is where the window begins.
        while len(self._samples) > 2 and self._samples[1][0] <= now - WINDOW_SECONDS:
            self._samples.popleft()

    def rate(self, now: float) -> float:
        """Photos a second over the last half minute; 0 while nothing can be said."""
        if not self._samples:
            return 0.0
        began, before = self._samples[0]
        elapsed = now - began
        return (self.done - before) / elapsed if elapsed > 0 else 0.0

    def remaining(self, left: int, now: float) -> float | None:
        """Seconds until `left` more photos are finished, None while it cannot be told."""
        if left <= 0:
            return 0.0
        rate = self.rate(now)
        if rate <= 0 or now - self._samples[0][0] < LEAST_SECONDS:
            return None
        return left / rate
