"""Makes captions for training: near misses of real ones, and descriptions of objects with their colours."""

from __future__ import annotations

import random
import re
from collections.abc import Sequence

COLOURS = ("red", "blue", "green", "yellow", "orange", "purple", "pink", "white", "black", "brown", "gray")
_COLOUR = re.compile(r"\b(red|blue|green|yellow|orange|purple|pink|white|black|brown|gr[ae]y|tan)\b", re.IGNORECASE)
_SWAPPABLE = (
    ("man", "woman"),
    ("boy", "girl"),
    ("men", "women"),
    ("two", "three", "four"),
    ("dog", "cat", "horse"),
    ("shirt", "hat", "jacket"),
    ("water", "snow", "grass", "sand"),
    ("standing", "sitting", "running", "jumping"),
)
_OBJECT_TEMPLATES = ("a {}", "a photo of a {}", "{}", "a picture of a {}", "there is a {}", "a close-up of a {}")


def colour_swapped(caption: str, rng: random.Random) -> str | None:
    """The caption with one of its colours replaced by one it does not name; None where it names none."""
    found = list(_COLOUR.finditer(caption))
    if not found:
        return None
    chosen = rng.choice(found)
    named = {match.group(1).lower().replace("grey", "gray") for match in found}
    old = chosen.group(1).lower()
    others = [c for c in COLOURS if c not in named and not (old == "tan" and c == "brown")]
    return caption[: chosen.start()] + rng.choice(others) + caption[chosen.end() :]


def near_miss(caption: str, rng: random.Random) -> str | None:
    """The caption made wrong by one word: mostly a colour, else who, how many, what or doing what."""
    if rng.random() < 0.75:
        swapped = colour_swapped(caption, rng)
        if swapped is not None:
            return swapped
    words = caption.split(" ")
    lowered = [word.lower() for word in words]
    places = [(i, group) for i, word in enumerate(lowered) for group in _SWAPPABLE if word in group]
    if not places:
        return None
    place, group = rng.choice(places)
    others = [word for word in group if word not in lowered]
    if not others:
        return None
    words[place] = rng.choice(others)
    return " ".join(words)


def tokens_dropped(tokens: list[int], rng: random.Random) -> list[int]:
    """Every second time the tokens with about one in twelve left out; the first and the last stay."""
    if rng.random() < 0.5:
        return tokens
    last = len(tokens) - 1
    return [token for i, token in enumerate(tokens) if i in (0, last) or rng.random() > 0.08]


def object_caption(name: str, rng: random.Random) -> str:
    return rng.choice(_OBJECT_TEMPLATES).format(name)


def colour_choices(
    name: str, colour: int, border: int, colours: Sequence[str], rng: random.Random, wrong: int = 4
) -> list[str]:
    """'<colour> <name>' for the object's colour first, then for `wrong` others.

    The colour of the border, where it is another, is always among them: the colour has to be the object's.
    """
    others = [index for index in range(len(colours)) if index not in (colour, border)]
    negatives = [border] if border != colour else []
    negatives += rng.sample(others, wrong - len(negatives))
    return [f"{colours[index]} {name}" for index in (colour, *negatives)]
