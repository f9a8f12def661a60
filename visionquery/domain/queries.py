"""Questions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked for.

    `text` is as typed; `photo_id` and `image` are examples to look alike: a photo of the library, or any picture
    file. Exactly one of the three is given. `folder` narrows the search to an absolute path at or below a root.
    """

    text: str = ""
    photo_id: int | None = None
    image: str | None = None
    folder: str | None = None
    limit: int = 50


class Match(StrEnum):
    """What a hit was found by. Stable: part of the machine-readable output."""

    MEANING = "meaning"  # the picture looks like the words, or like the example
    NAME = "name"  # the words stand in its file or folder name
    BOTH = "both"
    FILTER = "filter"  # nothing but filters was asked for


@dataclass(frozen=True, slots=True)
class Hit:
    """One photo of an answer. `score` is the cosine between query and photo, in [-1, 1]."""

    photo_id: int
    path: str
    score: float
    match: Match
    reason: str


@dataclass(frozen=True, slots=True)
class Answer:
    """Hits, best first, ties by path. `searched` is how many photos could have been found; `seconds` is wall time.

    `relevant` counts the leading hits above the relevance line: those that stand out from what this query scores
    on the rest of the library. `exact` tells whether every candidate was compared or the graph was asked.
    """

    query: Query
    hits: tuple[Hit, ...]
    seconds: float
    searched: int
    model: str
    relevant: int = 0
    exact: bool = True
