"""What a hit was found by, in plain words. Pure."""

from __future__ import annotations

from visionquery.domain.queries import Match


def likeness(words: bool, wanted: int, unwanted: int) -> str:
    """What the photo looks like: the words, so many wanted pictures; and what it does not."""
    alike = ["the words"] if words else []
    alike += [_pictures("the picture", wanted)] if wanted else []
    parts = [f"looks like {' and '.join(alike)}"] if alike else []
    parts += [f"unlike {_pictures('the other picture' if wanted else 'the picture', unwanted)}"] if unwanted else []
    return ", ".join(parts)


def reason(match: Match, names: tuple[str, ...], looks: str, *, copy: bool = False) -> str:
    """`names` are the words that stand in the name, `looks` is its likeness; `copy` marks the same picture."""
    if copy:
        return "the same picture"
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


def _pictures(one: str, count: int) -> str:
    return one if count == 1 else f"{one}s"
