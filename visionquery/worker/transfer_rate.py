"""How fast something comes in, and how long it will take. Pure: the clock is an argument."""

from __future__ import annotations

from collections import deque

_WINDOW_SECONDS = 10.0
# Reports come with every block that does, thousands a second; so many tell as much.
_APART_SECONDS = 0.1
# More than this between two reports was there before: an earlier attempt left it, and nothing was that fast.
_LEAP_BYTES = 16 << 20


class TransferRate:
    """The mean over the last ten seconds."""

    def __init__(self) -> None:
        self._seen: deque[tuple[float, int]] = deque()

    def add(self, now: float, done: int, total: int) -> tuple[float, float | None]:
        """`done` of `total` bytes are there at `now` seconds: bytes a second, and seconds left if that can be told."""
        seen = self._seen
        if seen and not 0 <= done - seen[-1][1] <= _LEAP_BYTES:
            seen.clear()
        if len(seen) < 2 or now - seen[-2][0] >= _APART_SECONDS:
            seen.append((now, done))
        else:
            seen[-1] = now, done
        while len(seen) > 2 and now - seen[0][0] > _WINDOW_SECONDS:
            seen.popleft()
        elapsed = now - seen[0][0]
        if elapsed <= 0:
            return 0.0, None
        rate = (done - seen[0][1]) / elapsed
        return rate, (total - done) / rate if rate > 0 and total >= done > 0 else None
