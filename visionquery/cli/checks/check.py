"""One finding of the doctor. Pure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from visionquery.domain.errors import VisionQueryError


class State(StrEnum):
    """How a check came out. Stable: part of the machine-readable output."""

    OK = "ok"
    NOTE = "note"  # nothing is broken, but a person may want to know
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Check:
    """`detail` is one line: what was found, and what to do about it where something is wrong."""

    name: str
    state: State
    detail: str


def guarded(name: str, look: Callable[[], Check]) -> Check:
    """The check, or the problem that kept it from being made."""
    try:
        return look()
    except (VisionQueryError, OSError, ImportError) as error:
        return Check(name, State.PROBLEM, str(error))
