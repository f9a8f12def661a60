"""Settings, declared once as data: name, default, bounds, where each is kept, and how the window shows it.

A settings store is a mapping of names to JSON values; `effective` lays it over the defaults and drops what is
unknown or out of bounds, so that a hand-edited or newer value never stops the program. The words are English here;
the window translates them in the context `Setting`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from visionquery.domain.settings.declaration import QT_TRANSLATE_NOOP, Kind, Page, Place, Setting
from visionquery.domain.settings.library import DEFAULT_IGNORED_NAMES, LIBRARY_SETTINGS
from visionquery.domain.settings.window import WINDOW_SETTINGS

__all__ = [
    "BY_NAME",
    "DEFAULT_IGNORED_NAMES",
    "QT_TRANSLATE_NOOP",
    "SETTINGS",
    "Kind",
    "Page",
    "Place",
    "Setting",
    "effective",
]

SETTINGS: tuple[Setting, ...] = (*WINDOW_SETTINGS, *LIBRARY_SETTINGS)
BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


def effective(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting of the library with the stored value where it is acceptable, else the default."""
    values: dict[str, Any] = {}
    for setting in LIBRARY_SETTINGS:
        value = stored.get(setting.name, setting.default)
        if not setting.accepts(value):
            value = setting.default
        values[setting.name] = tuple(value) if isinstance(setting.default, tuple) else value
    return values
