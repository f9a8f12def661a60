"""What a setting is: its name, default and bounds, where it is kept, and how the window shows it."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Any


class Place(StrEnum):
    """Who keeps a setting: the library, where the worker reads it, or the window alone."""

    LIBRARY = "library"
    WINDOW = "window"


class Page(StrEnum):
    """The pages of the Settings window."""

    GENERAL = "general"
    INDEXING = "indexing"
    MODELS = "models"
    STORAGE = "storage"
    PRIVACY = "privacy"


class Kind(StrEnum):
    """What a setting is changed with."""

    SWITCH = "switch"
    CHOICE = "choice"
    NUMBER = "number"
    SLIDER = "slider"
    TEXT = "text"
    NAMES = "names"
    HIDDEN = "hidden"  # has its own place in the window: a button, a menu, the list of models


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: ARG001 - `lupdate` looks for this name and both.
    """Mark `text` for translation; it stays as it is here, and the window translates it where it is shown."""
    return text


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `default` fixes its type; `choices`, `minimum`, `maximum` and `pattern` bound it.

    `choices` are pairs of a value and its words. `title`, `help`, `unit`, `zero` (the words for 0 where that stands
    for something else) and `group` (the heading that it stands below) are for the window.
    """

    name: str
    default: Any
    title: str
    help: str = ""
    page: Page = Page.INDEXING
    group: str = ""
    kind: Kind = Kind.NUMBER
    place: Place = Place.LIBRARY
    choices: tuple[tuple[Any, str], ...] = ()
    minimum: float | None = None
    maximum: float | None = None
    step: int = 1
    unit: str = ""
    zero: str = ""
    pattern: str = ""
    hint: str = ""

    def accepts(self, value: Any) -> bool:
        """Whether `value` has the default's type and lies within the bounds."""
        if isinstance(self.default, tuple):
            return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        if isinstance(value, bool) != isinstance(self.default, bool) or not isinstance(value, type(self.default)):
            return False
        if self.choices and value not in [choice for choice, _ in self.choices]:
            return False
        if self.pattern and not re.fullmatch(self.pattern, value):
            return False
        if self.minimum is not None and value < self.minimum:
            return False
        return self.maximum is None or value <= self.maximum
