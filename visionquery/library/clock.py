"""Wall-clock time as the library stores it: ISO 8601 in UTC, to the second. Pure but for the clock that is given."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime

Clock = Callable[[], float]  # seconds since 1970, as time.time gives


def stamp(seconds: float) -> str:
    """`seconds` since 1970 as text whose alphabetical order is the order of time."""
    return datetime.fromtimestamp(seconds, UTC).isoformat(timespec="seconds")
