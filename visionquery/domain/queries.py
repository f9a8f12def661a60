"""Questions and answers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


@dataclass(frozen=True, slots=True)
class Example:
    """A picture to look alike: a photo of the library, or any picture file by its absolute path; one of the two.

    `weight` tells how much it counts beside the words and the other examples, which count 1; below 0 photos like it
    are pushed down ("less like this").
    """

    photo_id: int | None = None
    image: str | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Query:
    """What a person asked for: `text` as typed, examples, or both together.

    `folder` narrows the search to an absolute path at or below a root.
    """

    text: str = ""
    examples: tuple[Example, ...] = ()
    folder: str | None = None
    limit: int = 50


class Trait(StrEnum):
    """What a `Named` criterion looks at. Letters compare without regard to case."""

    NAME = "name"  # the words stand, in this order, in the file's name or in a folder's below the root, or the root's
    FOLDER = "folder"  # in a folder of this name (or last parts of a path, `2019/Italy`), or below this absolute path
    TYPE = "type"  # one of these file name extensions, in small letters without the dot
    CAMERA = "camera"  # stands in the camera's name


@dataclass(frozen=True, slots=True)
class Named:
    """The trait is any of these."""

    trait: Trait
    any_of: tuple[str, ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Taken:
    """Taken in any of these half-open spans of ISO dates, `""` where a side is open.

    A photo that does not say when it was taken counts by the time of its file.
    """

    any_of: tuple[tuple[str, str], ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Rated:
    """The rating lies between the two, both included."""

    low: int
    high: int
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Favourite:
    """Marked as a favourite."""

    negated: bool = False


@dataclass(frozen=True, slots=True)
class Added:
    """Taken into the library in any of these half-open spans of local ISO dates, `""` where a side is open."""

    any_of: tuple[tuple[str, str], ...]
    negated: bool = False


@dataclass(frozen=True, slots=True)
class Hidden:
    """Hidden by the person. Without this criterion hidden photos are never found."""

    negated: bool = False


Criterion = Named | Taken | Rated | Favourite | Added | Hidden


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
    """Hits, best first, ties by path; `seconds` is wall time.

    `searched` is how many photos could have been found, None where they were not counted.
    `relevant` counts the leading hits above the relevance line: those that stand out from what this query scores
    on the rest of the library. `exact` tells whether every candidate was compared or the graph was asked.
    """

    query: Query
    hits: tuple[Hit, ...]
    seconds: float
    searched: int | None
    model: str
    relevant: int = 0
    exact: bool = True
