"""Settings, declared once as data: name, default, bounds and the words that the window shows for it.

A settings store is a mapping of names to JSON values; `effective` lays it over the defaults and drops what is
unknown or out of bounds, so that a hand-edited or newer value never stops the program.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
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


@dataclass(frozen=True, slots=True)
class Setting:
    """One setting. `default` fixes its type; `choices`, `minimum` and `maximum` bound it."""

    name: str
    default: Any
    title: str
    help: str = ""
    choices: tuple[Any, ...] = ()
    minimum: float | None = None
    maximum: float | None = None

    def accepts(self, value: Any) -> bool:
        """Whether `value` has the default's type and lies within the bounds."""
        if isinstance(self.default, tuple):
            return isinstance(value, list | tuple) and all(isinstance(item, str) for item in value)
        if isinstance(value, bool) != isinstance(self.default, bool) or not isinstance(value, type(self.default)):
            return False
        if self.choices and value not in self.choices:
            return False
        if self.minimum is not None and value < self.minimum:
            return False
        return self.maximum is None or value <= self.maximum


SETTINGS: tuple[Setting, ...] = (
    Setting("model", "starter", "Model", "The model that turns pictures and words into vectors."),
    Setting(
        "ignored_names",
        DEFAULT_IGNORED_NAMES,
        "Names to ignore",
        "Files and folders whose name matches one of these patterns are never looked at.",
    ),
    Setting(
        "max_megapixels",
        300,
        "Largest picture (megapixels)",
        "Larger pictures are listed as problems instead of being decoded.",
        minimum=1,
        maximum=2000,
    ),
    Setting("decode_seconds", 60, "Time limit for one picture (seconds)", minimum=5, maximum=600),
    Setting("decode_megabytes", 4096, "Memory limit for one picture (MiB)", minimum=512, maximum=65536),
    Setting(
        "poll_minutes",
        10,
        "Look again every (minutes)",
        "For folders whose file system does not tell of changes.",
        minimum=1,
        maximum=1440,
    ),
    Setting(
        "keep_missing_days",
        30,
        "Remember deleted photos for (days)",
        "A photo that comes back within this time keeps its rating and needs no new work.",
        minimum=0,
        maximum=3650,
    ),
    Setting("priority", "background", "Processor use", choices=("background", "normal")),
    Setting("paused", False, "Indexing paused"),
    Setting("thumbnail_size", 180, "Thumbnail size in the grid (pixels)", minimum=64, maximum=512),
)

BY_NAME: Mapping[str, Setting] = {setting.name: setting for setting in SETTINGS}


def effective(stored: Mapping[str, Any]) -> dict[str, Any]:
    """Every setting with the stored value where it is acceptable, else the default."""
    values: dict[str, Any] = {}
    for setting in SETTINGS:
        value = stored.get(setting.name, setting.default)
        if not setting.accepts(value):
            value = setting.default
        values[setting.name] = tuple(value) if isinstance(setting.default, tuple) else value
    return values
