"""What the window remembers of itself between two starts: its place, its zoom, what it showed last.

An ini file in the data folder, so that `--data-dir` moves it with everything else and no system registry is written.
Main thread. Everything that the worker needs to know is a setting of the library instead (`domain/settings.py`).
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QByteArray, QSettings

SCHEMES = ("system", "light", "dark")
ORDERS = ("newest", "oldest", "added")
CELL_SIZES = (96, 384)


class WindowMemory:
    """Typed access to the ini file. Values that are absent or odd read as their default."""

    def __init__(self, file: Path) -> None:
        self._settings = QSettings(str(file), QSettings.Format.IniFormat)

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
        value = self._settings.value("window/scheme", SCHEMES[0])
        return value if value in SCHEMES else SCHEMES[0]

    @scheme.setter
    def scheme(self, value: str) -> None:
        self._settings.setValue("window/scheme", value)

    @property
    def cell_size(self) -> int:
        """Wanted side of a grid cell in logical pixels."""
        return max(CELL_SIZES[0], min(CELL_SIZES[1], self._integer("grid/cell_size", 176)))

    @cell_size.setter
    def cell_size(self, value: int) -> None:
        self._settings.setValue("grid/cell_size", value)

    @property
    def folder_id(self) -> int:
        """The folder shown last, 0 for all photos."""
        return self._integer("browse/folder", 0)

    @folder_id.setter
    def folder_id(self, value: int) -> None:
        self._settings.setValue("browse/folder", value)

    @property
    def last_directory(self) -> str:
        """Where a folder was chosen last, empty if never."""
        value = self._settings.value("browse/last_directory", "")
        return value if isinstance(value, str) else ""

    @last_directory.setter
    def last_directory(self, value: str) -> None:
        self._settings.setValue("browse/last_directory", value)

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
        return str(self._settings.value("search/keep_history", True)).casefold() != "false"

    @keeps_history.setter
    def keeps_history(self, value: bool) -> None:
        self._settings.setValue("search/keep_history", value)

    def sync(self) -> None:
        """Write what is not written yet. A full disk loses the window's place, nothing else."""
        self._settings.sync()

    def _bytes(self, key: str) -> QByteArray:
        value = self._settings.value(key)
        return value if isinstance(value, QByteArray) else QByteArray()

    def _integer(self, key: str, default: int) -> int:
        try:
            return int(str(self._settings.value(key, default)))
        except ValueError:
            return default
