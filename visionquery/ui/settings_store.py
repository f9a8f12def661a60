"""What the window remembers of itself between two starts: its place, its zoom, what it showed last.

An ini file in the data folder, so that `--data-dir` moves it with everything else and no system registry is written.
Main thread. Everything that the worker needs to know is a setting of the library instead (`domain/settings`).
"""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from PySide6.QtCore import QByteArray, QObject, QSettings, Signal

from visionquery.domain.settings import BY_NAME, Place

ORDERS = ("newest", "oldest", "added")
CELL_SIZES = (96, 384)
# Where settings of the window lie in the file, if not below `settings/`.
_KEYS = {"scheme": "window/scheme", "cell_size": "grid/cell_size", "keeps_history": "search/keep_history"}


class WindowMemory(QObject):
    """Typed access to the ini file. Values that are absent or odd read as their default.

    `value` and `change` are for the settings that `domain/settings` declares for the window; `changed(name,
    value)` tells of each that took another value.
    """

    changed = Signal(str, object)

    def __init__(self, file: Path) -> None:
        super().__init__()
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

    def value(self, name: str) -> Any:
        """A declared setting of the window: what is stored where that is acceptable, else its default."""
        setting = BY_NAME[name]
        value: Any = self._settings.value(_key(name), setting.default)
        # An ini file gives everything back as text.
        if isinstance(value, str) and isinstance(setting.default, bool):
            value = value.casefold() == "true"
        elif isinstance(value, str) and isinstance(setting.default, int):
            value = int(value) if value.lstrip("-").isdecimal() else setting.default
        return value if setting.accepts(value) else setting.default

    def change(self, name: str, value: Any) -> None:
        """Give a declared setting of the window another value. Raises ValueError where it is out of bounds."""
        setting = BY_NAME[name]
        if setting.place is not Place.WINDOW or not setting.accepts(value):
            raise ValueError(f"{value!r} is no value for the setting {name} of the window")
        if value != self.value(name):
            self._settings.setValue(_key(name), value)
            self.changed.emit(name, value)

    @property
    def geometry(self) -> QByteArray:
        """As `QWidget.saveGeometry` gives it; empty on the first start."""
        return self._bytes("window/geometry")

    @geometry.setter
    def geometry(self, value: QByteArray) -> None:
        self._settings.setValue("window/geometry", value)

    @property
    def splitter(self) -> QByteArray:
        """As `QSplitter.saveState` gives it; empty on the first start."""
        return self._bytes("window/splitter")

    @splitter.setter
    def splitter(self, value: QByteArray) -> None:
        self._settings.setValue("window/splitter", value)

    @property
    def scheme(self) -> str:
        """`system`, `light` or `dark`."""
        return str(self.value("scheme"))

    @scheme.setter
    def scheme(self, value: str) -> None:
        self.change("scheme", value)

    @property
    def cell_size(self) -> int:
        """Wanted side of a grid cell in logical pixels."""
        return int(self.value("cell_size"))

    @cell_size.setter
    def cell_size(self, value: int) -> None:
        self.change("cell_size", max(CELL_SIZES[0], min(CELL_SIZES[1], value)))

    @property
    def place(self) -> tuple[str, int, str]:
        """What was looked at last: the kind of the sidebar's entry, its folder or search, a path below the folder."""
        value = self._settings.value("browse/place", "")
        kind, _, rest = value.partition("/") if isinstance(value, str) else ("", "", "")
        number, _, relpath = rest.partition("/")
        return (kind, int(number), relpath) if number.isdecimal() else ("all", 0, "")

    @place.setter
    def place(self, value: tuple[str, int, str]) -> None:
        self._settings.setValue("browse/place", "/".join(map(str, value)))

    @property
    def last_directory(self) -> str:
        """Where a folder was chosen last, empty if never."""
        value = self._settings.value("browse/last_directory", "")
        return value if isinstance(value, str) else ""

    @last_directory.setter
    def last_directory(self, value: str) -> None:
        self._settings.setValue("browse/last_directory", value)

    @property
    def last_export(self) -> str:
        """Where copies were put last, empty if nowhere."""
        value = self._settings.value("export/last_directory", "")
        return value if isinstance(value, str) else ""

    @last_export.setter
    def last_export(self, value: str) -> None:
        self._settings.setValue("export/last_directory", value)

    @property
    def query(self) -> str:
        """The words that stood in the search box when the window was closed; empty where queries are not kept."""
        value = self._settings.value("search/query", "")
        return value if isinstance(value, str) and self.keeps_history else ""

    @query.setter
    def query(self, value: str) -> None:
        self._settings.setValue("search/query", value if self.keeps_history else "")

    @property
    def examples(self) -> tuple[tuple[str, int, float], ...]:
        """Photos that were asked for beside the words: name, id, and weight. As long-lived as the words."""
        try:
            values = json.loads(str(self._settings.value("search/examples", "[]"))) if self.keeps_history else []
            return tuple((str(name), int(photo_id), float(weight)) for name, photo_id, weight in values)
        except (ValueError, TypeError):
            return ()

    @examples.setter
    def examples(self, values: tuple[tuple[str, int, float], ...]) -> None:
        self._settings.setValue("search/examples", json.dumps(values if self.keeps_history else []))

    @property
    def shows_sidebar(self) -> bool:
        """Whether the sidebar stands beside the photos."""
        return self._switch("window/sidebar", True)

    @shows_sidebar.setter
    def shows_sidebar(self, value: bool) -> None:
        self._settings.setValue("window/sidebar", value)

    @property
    def shows_details(self) -> bool:
        """Whether the details stand beside the photos."""
        return self._switch("window/details", False)

    @shows_details.setter
    def shows_details(self, value: bool) -> None:
        self._settings.setValue("window/details", value)

    @property
    def slideshow_seconds(self) -> int:
        """How long a slideshow shows a photo."""
        return self._integer("viewer/slideshow", 5)

    @slideshow_seconds.setter
    def slideshow_seconds(self, value: int) -> None:
        self._settings.setValue("viewer/slideshow", value)

    @property
    def shows_menu_bar(self) -> bool:
        """Whether the menus stand above the window instead of behind a button."""
        return self._switch("window/menu_bar", False)

    @shows_menu_bar.setter
    def shows_menu_bar(self, value: bool) -> None:
        self._settings.setValue("window/menu_bar", value)

    @property
    def order(self) -> str:
        """How the library is sorted: `newest`, `oldest` or `added`."""
        value = self._settings.value("browse/order", ORDERS[0])
        return value if value in ORDERS else ORDERS[0]

    @order.setter
    def order(self, value: str) -> None:
        self._settings.setValue("browse/order", value)

    @property
    def history(self) -> tuple[str, ...]:
        """What was searched for, newest first."""
        value = self._settings.value("search/history", [])
        # An ini file gives a list of one back as its only item.
        texts = value if isinstance(value, list) else [value]
        return tuple(text for text in texts if isinstance(text, str) and text)

    @history.setter
    def history(self, value: tuple[str, ...]) -> None:
        self._settings.setValue("search/history", list(value))

    @property
    def keeps_history(self) -> bool:
        """Whether queries are remembered."""
        return bool(self.value("keeps_history"))

    @keeps_history.setter
    def keeps_history(self, value: bool) -> None:
        self.change("keeps_history", value)

    def sync(self) -> None:
        """Write what is not written yet. A full disk loses the window's place, nothing else."""
        self._settings.sync()

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def _switch(self, key: str, default: bool) -> bool:
        value = self._settings.value(key, default)
        # An ini file gives everything back as text.
        return value.casefold() == "true" if isinstance(value, str) else bool(value)

    def _integer(self, key: str, default: int) -> int:
        try:
            return int(str(self._settings.value(key, default)))
        except ValueError:
            return default


def _key(name: str) -> str:
    return _KEYS.get(name, f"settings/{name}")
