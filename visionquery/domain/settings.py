"""Settings, declared once as data: name, default, bounds, where each is kept, and how the window shows it.

A settings store is a mapping of names to JSON values; `effective` lays it over the defaults and drops what is
unknown or out of bounds, so that a hand-edited or newer value never stops the program. The words are English here;
the window translates them in the context `Setting`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

DEFAULT_IGNORED_NAMES = (
    "._*",
    ".*",
    "@eaDir",
    "#recycle",
    "#snapshot",
    "@Recycle",
    "@Recently-Snapshot",
    "@SynoResource",
    ".thumbnails",
    "$RECYCLE.BIN",
    "System Volume Information",
    "Thumbs.db",
    "lost+found",
    "__MACOSX",
    "node_modules",
    "*.lrdata",
    "*.app",
)

# A proxy or a mirror: an address of a server, or nothing.
_PROXY = r"(?:(?:https?|socks5h?)://[^\s/]+/?)?"
_SERVER = r"(?:https?://[^\s/]+(?:/\S*)?)?"


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


_APPEARANCE = QT_TRANSLATE_NOOP("Setting", "Appearance")
_WINDOW = QT_TRANSLATE_NOOP("Setting", "Window")
_COMPUTER = QT_TRANSLATE_NOOP("Setting", "This computer")
_LOOKING = QT_TRANSLATE_NOOP("Setting", "Looking for photos")
_LIMITS = QT_TRANSLATE_NOOP("Setting", "Limits for one picture")
_DOWNLOADS = QT_TRANSLATE_NOOP("Setting", "Downloads")

SETTINGS: tuple[Setting, ...] = (
    # The window's own
    Setting(
        "scheme",
        "system",
        QT_TRANSLATE_NOOP("Setting", "Colours"),
        page=Page.GENERAL,
        group=_APPEARANCE,
        kind=Kind.CHOICE,
        place=Place.WINDOW,
        choices=(
            ("system", QT_TRANSLATE_NOOP("Setting", "As the system")),
            ("light", QT_TRANSLATE_NOOP("Setting", "Light")),
            ("dark", QT_TRANSLATE_NOOP("Setting", "Dark")),
        ),
    ),
    Setting(
        "layout",
        "square",
        QT_TRANSLATE_NOOP("Setting", "Thumbnails"),
        page=Page.GENERAL,
        group=_APPEARANCE,
        kind=Kind.CHOICE,
        place=Place.WINDOW,
        choices=(
            ("square", QT_TRANSLATE_NOOP("Setting", "Squares")),
            ("justified", QT_TRANSLATE_NOOP("Setting", "Whole pictures in rows")),
        ),
    ),
    Setting(
        "cell_size",
        176,
        QT_TRANSLATE_NOOP("Setting", "Size of thumbnails"),
        page=Page.GENERAL,
        group=_APPEARANCE,
        kind=Kind.SLIDER,
        place=Place.WINDOW,
        minimum=96,
        maximum=384,
        step=8,
    ),
    Setting(
        "language",
        "",
        QT_TRANSLATE_NOOP("Setting", "Language"),
        page=Page.GENERAL,
        group=_APPEARANCE,
        kind=Kind.CHOICE,
        place=Place.WINDOW,
        # Languages are named in themselves, so that whoever ended up in the wrong one finds the way back.
        choices=(
            ("", QT_TRANSLATE_NOOP("Setting", "As the system")),
            ("en", "English"),
            ("de", "Deutsch"),
        ),
    ),
    Setting(
        "close_to_tray",
        False,
        QT_TRANSLATE_NOOP("Setting", "Keep running when the window is closed"),
        QT_TRANSLATE_NOOP("Setting", "VisionQuery stays beside the clock and goes on indexing. Ctrl+Q quits."),
        page=Page.GENERAL,
        group=_WINDOW,
        kind=Kind.SWITCH,
        place=Place.WINDOW,
    ),
    Setting(
        "notify",
        True,
        QT_TRANSLATE_NOOP("Setting", "Tell when a long indexing is done"),
        QT_TRANSLATE_NOOP("Setting", "With a message of the desktop, while another window is in front."),
        page=Page.GENERAL,
        group=_WINDOW,
        kind=Kind.SWITCH,
        place=Place.WINDOW,
    ),
    Setting(
        "keeps_history",
        True,
        QT_TRANSLATE_NOOP("Setting", "Remember what I searched for"),
        QT_TRANSLATE_NOOP("Setting", "Recent searches are offered below the search box. They stay on this computer."),
        page=Page.PRIVACY,
        kind=Kind.SWITCH,
        place=Place.WINDOW,
    ),
    # How much of the machine may be used
    Setting(
        "priority",
        "background",
        QT_TRANSLATE_NOOP("Setting", "While indexing"),
        QT_TRANSLATE_NOOP("Setting", "In the background, other programs go first and indexing uses what they leave."),
        group=_COMPUTER,
        kind=Kind.CHOICE,
        choices=(
            ("background", QT_TRANSLATE_NOOP("Setting", "Stay in the background")),
            ("normal", QT_TRANSLATE_NOOP("Setting", "Run faster")),
        ),
    ),
    Setting(
        "cores",
        0,
        QT_TRANSLATE_NOOP("Setting", "Processor cores to use"),
        QT_TRANSLATE_NOOP("Setting", "Fewer keep the computer cool and quiet; indexing takes longer."),
        group=_COMPUTER,
        minimum=0,
        maximum=512,
        zero=QT_TRANSLATE_NOOP("Setting", "All"),
    ),
    Setting(
        "on_battery",
        "background",
        QT_TRANSLATE_NOOP("Setting", "On battery"),
        group=_COMPUTER,
        kind=Kind.CHOICE,
        choices=(
            ("background", QT_TRANSLATE_NOOP("Setting", "Index in the background")),
            ("pause", QT_TRANSLATE_NOOP("Setting", "Wait for the mains")),
            ("normal", QT_TRANSLATE_NOOP("Setting", "Index as on the mains")),
        ),
    ),
    Setting("paused", False, QT_TRANSLATE_NOOP("Setting", "Indexing paused"), kind=Kind.HIDDEN),
    # Which files are looked at, and when
    Setting(
        "ignored_names",
        DEFAULT_IGNORED_NAMES,
        QT_TRANSLATE_NOOP("Setting", "Names to ignore"),
        QT_TRANSLATE_NOOP(
            "Setting",
            "Files and folders with such a name are never looked at. * stands for any characters, ? for one.",
        ),
        group=_LOOKING,
        kind=Kind.NAMES,
    ),
    Setting(
        "poll_minutes",
        10,
        QT_TRANSLATE_NOOP("Setting", "Look again every"),
        QT_TRANSLATE_NOOP("Setting", "For folders that cannot tell of changes, as on a network."),
        group=_LOOKING,
        minimum=1,
        maximum=1440,
        unit=QT_TRANSLATE_NOOP("Setting", "minutes"),
    ),
    Setting(
        "keep_missing_days",
        30,
        QT_TRANSLATE_NOOP("Setting", "Remember deleted photos for"),
        QT_TRANSLATE_NOOP(
            "Setting", "A photo that comes back within this time keeps its rating and needs no new work."
        ),
        group=_LOOKING,
        minimum=0,
        maximum=3650,
        unit=QT_TRANSLATE_NOOP("Setting", "days"),
    ),
    Setting(
        "max_megapixels",
        300,
        QT_TRANSLATE_NOOP("Setting", "Largest picture"),
        QT_TRANSLATE_NOOP("Setting", "Larger pictures are listed as problems instead of being decoded."),
        group=_LIMITS,
        minimum=1,
        maximum=2000,
        step=10,
        unit=QT_TRANSLATE_NOOP("Setting", "megapixels"),
    ),
    Setting(
        "decode_seconds",
        60,
        QT_TRANSLATE_NOOP("Setting", "Time"),
        group=_LIMITS,
        minimum=5,
        maximum=600,
        step=5,
        unit=QT_TRANSLATE_NOOP("Setting", "seconds"),
    ),
    Setting(
        "decode_megabytes",
        4096,
        QT_TRANSLATE_NOOP("Setting", "Memory"),
        group=_LIMITS,
        minimum=512,
        maximum=65536,
        step=256,
        unit=QT_TRANSLATE_NOOP("Setting", "MiB"),
    ),
    # Models
    Setting(
        "model",
        "starter",
        QT_TRANSLATE_NOOP("Setting", "Model"),
        QT_TRANSLATE_NOOP("Setting", "The model that turns pictures and words into vectors."),
        page=Page.MODELS,
        kind=Kind.HIDDEN,
    ),
    Setting(
        "answering",
        "",
        QT_TRANSLATE_NOOP("Setting", "Model that answers"),
        QT_TRANSLATE_NOOP("Setting", "Until the chosen model covers the library; empty where it is the chosen one."),
        page=Page.MODELS,
        kind=Kind.HIDDEN,
    ),
    Setting(
        "device",
        "auto",
        QT_TRANSLATE_NOOP("Setting", "Compute on"),
        page=Page.MODELS,
        group=_COMPUTER,
        kind=Kind.CHOICE,
        choices=(
            ("auto", QT_TRANSLATE_NOOP("Setting", "What is fastest here")),
            ("cuda", QT_TRANSLATE_NOOP("Setting", "Graphics card (CUDA)")),
            ("mps", QT_TRANSLATE_NOOP("Setting", "Apple graphics (MPS)")),
            ("cpu", QT_TRANSLATE_NOOP("Setting", "Processor")),
        ),
    ),
    Setting(
        "proxy",
        "",
        QT_TRANSLATE_NOOP("Setting", "Proxy"),
        QT_TRANSLATE_NOOP("Setting", "For downloads. Empty: what the system's environment says."),
        page=Page.MODELS,
        group=_DOWNLOADS,
        kind=Kind.TEXT,
        pattern=_PROXY,
        hint="http://proxy.example:3128",
    ),
    Setting(
        "mirror",
        "",
        QT_TRANSLATE_NOOP("Setting", "Mirror"),
        QT_TRANSLATE_NOOP("Setting", "A server that models are fetched from instead of huggingface.co."),
        page=Page.MODELS,
        group=_DOWNLOADS,
        kind=Kind.TEXT,
        pattern=_SERVER,
        hint="https://models.example",
    ),
)

BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


def effective(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting of the library with the stored value where it is acceptable, else the default."""
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        if setting.place is not Place.LIBRARY:
            continue
        value = stored.get(setting.name, setting.default)
        if not setting.accepts(value):
            value = setting.default
        values[setting.name] = tuple(value) if isinstance(setting.default, tuple) else value
    return values
