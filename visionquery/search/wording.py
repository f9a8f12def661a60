"""What a hit was found by, in plain words. Pure."""

from __future__ import annotations

from visionquery.domain.queries import Match


def reason(match: Match, names: tuple[str, ...], *, by_picture: bool = False, copy: bool = False) -> str:
    """`names` are the words that stand in the name; `copy` marks the same picture as the example."""
    if copy:
        return "the same picture"
    looks = "looks like the picture" if by_picture else "looks like the words"
    named = f"{' and '.join(f'“{name}”' for name in names)} in the name"
    match match:
        case Match.MEANING:
            return looks
        case Match.NAME:
            return named
        case Match.BOTH:
            return f"{looks}, {named}"
        case Match.FILTER:
            return "passes the filters"
