"""Filters of a typed query: `key:value` to a criterion, or None where it is none of ours.

Loads no library; `added:7` looks at today's date, the rest is pure. A value that its key does not understand makes
the whole word ordinary text, so that nothing a person types is ever an error.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta

from visionquery.domain.photos import MOST_STARS, VIDEO_EXTENSIONS
from visionquery.domain.queries import Added, Criterion, Favourite, Hidden, Named, Rated, Taken, Trait
from visionquery.vision.decoding import RAW_EXTENSIONS

_RATINGS = range(MOST_STARS + 1)

# Extensions that mean the same to a person.
_SAME_TYPE: tuple[tuple[str, ...], ...] = (
    ("jpg", "jpeg", "jpe", "jfif"),
    ("tif", "tiff"),
    ("heic", "heif", "hif"),
    ("avif", "avifs"),
    ("mpg", "mpeg"),
    ("mov", "qt"),
    ("mts", "m2ts"),
)
# Every maker has its own extension for RAW files; `type:raw` means any of them, `type:nef` only that one.
_RAW_TYPES = ("raw", *sorted(extension.removeprefix(".") for extension in RAW_EXTENSIONS))
_VIDEO_TYPES = tuple(sorted(extension.removeprefix(".") for extension in VIDEO_EXTENSIONS))
_TYPES: dict[str, tuple[str, ...]] = {name: group for group in _SAME_TYPE for name in group} | {
    "raw": _RAW_TYPES,
    "video": _VIDEO_TYPES,
    "videos": _VIDEO_TYPES,
}

_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?", re.ASCII)
_YEARS = re.compile(r"(\d{4})(?:(?:-|\.\.)(\d{4}))?", re.ASCII)
_DAYS = re.compile(r"([0-9]{1,3})", re.ASCII)
_RATING = re.compile(r"(>=|<=|>|<|=|)([0-9])", re.ASCII)


def parse_filter(key: str, value: str, negated: bool) -> Criterion | None:
    """The criterion that `key:value` asks for; None where the key is unknown or the value makes no sense to it."""
    reader = _READERS.get(key.casefold())
    value = value.strip()
    return reader(value, negated) if reader and value else None


def combine(criteria: list[Criterion]) -> tuple[Criterion, ...]:
    """Join positive criteria of a kind into "any of": `type:jpg type:png` finds both. The rest must hold together.

    Quoted names stay apart, for each of them must stand in the name; so do open spans (`after:`, `before:`), which
    together make one span.
    """
    joined: dict[str, Criterion] = {}
    apart: list[Criterion] = []
    for criterion in criteria:
        kind = _joined_by(criterion)
        earlier = joined.get(kind)
        if not kind:
            apart.append(criterion)
        elif isinstance(earlier, Named) and isinstance(criterion, Named):
            joined[kind] = Named(earlier.trait, tuple(dict.fromkeys(earlier.any_of + criterion.any_of)))
        elif isinstance(earlier, Taken) and isinstance(criterion, Taken):
            joined[kind] = Taken(tuple(dict.fromkeys(earlier.any_of + criterion.any_of)))
        elif isinstance(earlier, Added) and isinstance(criterion, Added):
            joined[kind] = Added(tuple(dict.fromkeys(earlier.any_of + criterion.any_of)))
        else:
            joined[kind] = criterion
    return tuple(joined.values()) + tuple(dict.fromkeys(apart))


def _joined_by(criterion: Criterion) -> str:
    if criterion.negated:
        return ""
    if isinstance(criterion, Named) and criterion.trait is not Trait.NAME:
        return criterion.trait.value
    if isinstance(criterion, Taken) and all(all(span) for span in criterion.any_of):
        return "taken"
    if isinstance(criterion, Added):
        return "added"
    return ""


def _folder(value: str, negated: bool) -> Criterion | None:
    is_root = not value.strip("/\\")
    return Named(Trait.FOLDER, (value if is_root else value.rstrip("/\\"),), negated)


def _type(value: str, negated: bool) -> Criterion | None:
    name = value.casefold().lstrip(".")
    return Named(Trait.TYPE, _TYPES.get(name, (name,)), negated) if name.isalnum() else None


def _camera(value: str, negated: bool) -> Criterion | None:
    return Named(Trait.CAMERA, (value,), negated)


def _year(value: str, negated: bool) -> Criterion | None:
    match = _YEARS.fullmatch(value)
    if not match:
        return None
    first = int(match[1])
    last = int(match[2] or first)
    if not 1 <= first <= last < date.max.year:
        return None
    return Taken(((f"{first:04}-01-01", f"{last + 1:04}-01-01"),), negated)


def _before(value: str, negated: bool) -> Criterion | None:
    span = _span(value)
    return Taken((("", span[0]),), negated) if span else None


def _after(value: str, negated: bool) -> Criterion | None:
    span = _span(value)
    return Taken(((span[0], ""),), negated) if span else None


def _span(value: str) -> tuple[str, str] | None:
    """First day of a year, month or day, and the first day after it."""
    match = _DATE.fullmatch(value)
    if not match:
        return None
    year, month, day = (int(part) if part else 0 for part in match.groups())
    try:
        first = date(year, month or 1, day or 1)
        if day:
            after = first + timedelta(days=1)
        elif month:
            after = date(year + month // 12, month % 12 + 1, 1)
        else:
            after = date(year + 1, 1, 1)
    except (ValueError, OverflowError):
        return None
    return first.isoformat(), after.isoformat()


def _added(value: str, negated: bool) -> Criterion | None:
    """`7` is the last seven days and what has been of today; a year, month or day is that."""
    days = _DAYS.fullmatch(value)
    if days is not None:
        return Added((((date.today() - timedelta(days=int(days[1]))).isoformat(), ""),), negated)
    span = _span(value)
    return Added((span,), negated) if span else None


def _is(value: str, negated: bool) -> Criterion | None:
    match value.casefold():
        case "favourite" | "favorite" | "favourites" | "favorites":
            return Favourite(negated)
        case "hidden":
            return Hidden(negated)
    return None


def _rating(value: str, negated: bool) -> Criterion | None:
    match = _RATING.fullmatch(value.replace(" ", ""))
    if not match or int(match[2]) not in _RATINGS:
        return None
    stars = int(match[2])
    low, high = {
        ">=": (stars, _RATINGS[-1]),
        ">": (stars + 1, _RATINGS[-1]),
        "<=": (0, stars),
        "<": (0, stars - 1),
    }.get(match[1], (stars, stars))
    return Rated(low, high, negated)


_READERS: dict[str, Callable[[str, bool], Criterion | None]] = {
    "in": _folder,
    "type": _type,
    "camera": _camera,
    "year": _year,
    "before": _before,
    "after": _after,
    "added": _added,
    "is": _is,
    "rating": _rating,
}

FILTER_KEYS = tuple(_READERS)
