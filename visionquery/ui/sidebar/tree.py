"""The tree of the sidebar: lines that are looked at, opened, renamed and removed by key and by click. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence, QMouseEvent
from PySide6.QtWidgets import QTreeWidget, QTreeWidgetItem, QWidget

from visionquery.ui import wording
from visionquery.ui.sidebar.delegate import ENTRY, TITLE, EntryDelegate, removable
from visionquery.ui.sidebar.entries import Entry, EntryKind, Key, tooltip
from visionquery.ui.theme import Theme


class EntryTree(QTreeWidget):
    """Emits `pressed_on(Entry)` for a click or Enter, and the keys and clicks that remove or rename."""

    pressed_on = Signal(object)
    remove_pressed = Signal(object)
    rename_pressed = Signal(object)

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._painter = EntryDelegate(theme, self)
        self.setItemDelegate(self._painter)
        self.setAccessibleName(self.tr("Library"))
        self.setHeaderHidden(True)
        self.setRootIsDecorated(False)
        self.setIndentation(0)
        self.setMouseTracking(True)
        self.setExpandsOnDoubleClick(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def entry(self, item: QTreeWidgetItem | None) -> Entry | None:
        """What a line shows; None for a title."""
        entry = item.data(0, ENTRY) if item is not None else None
        return entry if isinstance(entry, Entry) else None

    def items(self) -> Sequence[QTreeWidgetItem]:
        """Every line that was made, from top to bottom."""
        found: list[QTreeWidgetItem] = []

        def walk(item: QTreeWidgetItem) -> None:
            found.append(item)
            for child in children_of_item(item):
                walk(child)

        for child in children_of_item(self.invisibleRootItem()):
            walk(child)
        return found

    def item_of(self, key: Key) -> QTreeWidgetItem | None:
        """The line of the entry with this key."""
        for item in self.items():
            entry = self.entry(item)
            if entry is not None and entry.key == key:
                return item
        return None

    def make_current(self, item: QTreeWidgetItem | None) -> None:
        """Look at this line, if there is one."""
        if item is not None:
            self.setCurrentItem(item)

    def opened_keys(self) -> set[Key]:
        """Folders that are open."""
        entries = (self.entry(item) for item in self.items() if item.isExpanded())
        return {entry.key for entry in entries if entry is not None}

    def add_title(self, title: str) -> None:
        """A line that names what follows."""
        item = QTreeWidgetItem(self)
        item.setFlags(Qt.ItemFlag.NoItemFlags)
        item.setData(0, TITLE, title.strip())
        item.setText(0, title.strip())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes, F2 renames, Enter looks at it."""
        entry = self.entry(self.currentItem())
        if entry is not None and event.matches(QKeySequence.StandardKey.Delete) and removable(entry):
            self.remove_pressed.emit(entry)
        elif entry is not None and event.key() == Qt.Key.Key_F2 and entry.kind is EntryKind.SEARCH:
            self.rename_pressed.emit(entry)
        elif entry is not None and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space):
            self.pressed_on.emit(entry)
        else:
            super().keyPressEvent(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """A click on the arrow opens a folder, one on the button removes, any other looks at the entry."""
        point = event.position().toPoint()
        item = self.itemAt(point)
        entry = self.entry(item)
        if item is None or entry is None or event.button() is not Qt.MouseButton.LeftButton:
            super().mousePressEvent(event)
            return
        index = self.indexFromItem(item)
        row = self.visualRect(index)
        if self._painter.arrow_area(row, index).contains(point):
            item.setExpanded(not item.isExpanded())
        elif self._painter.remove_area(row, index).contains(point):
            self.remove_pressed.emit(entry)
        else:
            super().mousePressEvent(event)
            self.pressed_on.emit(entry)


def children_of_item(item: QTreeWidgetItem) -> list[QTreeWidgetItem]:
    """The lines right below a line, from top to bottom."""
    children = (item.child(row) for row in range(item.childCount()))
    return [child for child in children if child is not None]


def set_entry(item: QTreeWidgetItem, entry: Entry) -> None:
    """Let a line show this entry."""
    item.setData(0, ENTRY, entry)
    item.setText(0, entry.name)
    item.setToolTip(0, tooltip(entry))
    photos = wording.photos(entry.count) if entry.count is not None else ""
    words = ", ".join(filter(None, (entry.name, photos, entry.detail)))
    item.setData(0, Qt.ItemDataRole.AccessibleTextRole, words)
