"""The list at the side as a widget: a tree whose folders open to their subfolders. Main thread.

It lists what it is given and tells what is wished of it; reading and commands are elsewhere.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QToolButton,
    QTreeWidgetItem,
    QVBoxLayout,
    QWidget,
)

from visionquery.ui.sidebar.entries import (
    ALL_KEY,
    Below,
    Entry,
    EntryKind,
    Key,
    LibrarySummary,
    folder_entries,
    last_entries,
    library_entries,
    search_entries,
    subfolder_entries,
)
from visionquery.ui.sidebar.tree import EntryTree, children_of_item, set_entry
from visionquery.ui.theme import Theme


class Sidebar(QWidget):
    """Emits `chosen(Entry)` when another entry is looked at, and what is wished of one.

    `opened(Entry)` is a click or Enter on any entry, also the current one.
    """

    chosen = Signal(object)
    opened = Signal(object)
    add_wanted = Signal()
    remove_wanted = Signal(object)  # Entry of a folder or a saved search
    rename_wanted = Signal(object)  # Entry of a saved search
    menu_wanted = Signal(object, QPoint)  # Entry, global position

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[Entry] = []
        self._shape: list[object] = []
        self._below: Below = {}
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._tree = EntryTree(theme, self)
        self._tree.currentItemChanged.connect(self._changed)
        self._tree.itemExpanded.connect(self._fill)
        self._tree.pressed_on.connect(self.opened)
        self._tree.remove_pressed.connect(self.remove_wanted)
        self._tree.rename_pressed.connect(self.rename_wanted)
        self._tree.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._tree.customContextMenuRequested.connect(self._ask_menu)
        self._logo = QLabel(self)
        brand = QLabel("VisionQuery", self)
        brand.setObjectName("brand")
        head = QHBoxLayout()
        head.setContentsMargins(18, 0, 12, 0)
        head.setSpacing(9)
        head.addWidget(self._logo)
        head.addWidget(brand, 1)
        self._add = QToolButton(self)
        self._add.setText(self.tr("Add folder"))
        self._add.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self._add.setIconSize(QSize(18, 18))
        self._add.setToolTip(self.tr("Search the photos of another folder too (Ctrl+Shift+O)"))
        self._add.setAccessibleName(self.tr("Add folder"))
        self._add.clicked.connect(self.add_wanted)
        foot = QHBoxLayout()
        foot.setContentsMargins(12, 0, 12, 0)
        foot.addWidget(self._add)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 18, 0, 8)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self._tree, 1)
        column.addLayout(foot)
        self.show_library(LibrarySummary())

    @property
    def entries(self) -> Sequence[Entry]:
        """What is listed, subfolders apart."""
        return self._entries

    @property
    def tab_order(self) -> Sequence[QWidget]:
        """What takes the focus, in its order."""
        return self._tree, self._add

    @property
    def current(self) -> Entry:
        """What is looked at."""
        return self._tree.entry(self._tree.currentItem()) or self._entries[0]

    def show_library(self, summary: LibrarySummary) -> None:
        """List these; the entry that was looked at stays so while it exists."""
        parts: list[tuple[str, list[Entry]]] = [
            ("", library_entries(summary)),
            (self.tr("Folders"), folder_entries(summary)),
            (self.tr("Saved searches"), search_entries(summary)),
            (" ", last_entries(summary)),
        ]
        entries = [entry for _, part in parts for entry in part]
        if entries == self._entries:
            return
        before = self.current if self._entries else entries[0]
        self._entries = entries
        shape: list[object] = [(title, [entry.key for entry in part]) for title, part in parts if part]
        self._tree.blockSignals(True)
        if shape != self._shape:
            self._shape = shape
            self._rebuild(parts)
        by_key = {entry.key: entry for entry in entries}
        for item in self._tree.items():
            entry = self._tree.entry(item)
            if entry is not None and entry.key in by_key:
                set_entry(item, by_key[entry.key])
        kept = self._tree.item_of(before.key)
        self._tree.make_current(kept or self._tree.item_of(entries[0].key))
        self._tree.blockSignals(False)
        self._tree.viewport().update()
        if kept is None:
            self.chosen.emit(self.current)

    def show_subfolders(self, below: Below) -> None:
        """What lies below the folders (see `children_of`); those that are open show it at once."""
        self._below = below
        before = self.current
        self._tree.blockSignals(True)
        for item in list(self._tree.items()):
            entry = self._tree.entry(item)
            if entry is not None and entry.folder is not None and not entry.relpath:
                self._refill(item)
        tree = self._tree
        root = (before.kind, before.key[1], "")
        tree.make_current(tree.item_of(before.key) or tree.item_of(root) or tree.item_of(ALL_KEY))
        self._tree.blockSignals(False)
        if self.current.key != before.key:
            self.chosen.emit(self.current)

    def choose(self, key: Key) -> None:
        """Look at the entry with this key, if there is one; a subfolder's folders are opened for it."""
        kind, number, relpath = key
        parts = relpath.split("/") if relpath else []
        for depth in range(len(parts)):
            parent = self._tree.item_of((kind, number, "/".join(parts[:depth])))
            if parent is not None:
                parent.setExpanded(True)
        item = self._tree.item_of(key)
        if item is not None:
            self._tree.setCurrentItem(item)

    def restyle(self) -> None:
        """The theme changed."""
        self.ensurePolished()
        # Room for the names of its own entries with letters of any size.
        self.setMinimumWidth(max(170, 22 * self.fontMetrics().averageCharWidth()))
        self._logo.setPixmap(self._theme.application_icon().pixmap(QSize(24, 24), self.devicePixelRatioF()))
        self._add.setIcon(self._theme.icon("add", "quiet"))
        self._tree.viewport().update()

    def _rebuild(self, parts: Sequence[tuple[str, list[Entry]]]) -> None:
        opened = self._tree.opened_keys()
        self._tree.clear()
        for title, entries in parts:
            if entries and title:
                self._tree.add_title(title)
            for entry in entries:
                item = QTreeWidgetItem(self._tree)
                set_entry(item, entry)
                if entry.kind is EntryKind.FOLDER:
                    self._indicate(item, entry)
                    if entry.key in opened:
                        self._open_again(item, opened)

    def _refill(self, item: QTreeWidgetItem) -> None:
        opened = self._tree.opened_keys()
        entry = self._tree.entry(item)
        item.takeChildren()
        if entry is not None:
            self._indicate(item, entry)
            if entry.key in opened:
                self._open_again(item, opened)

    def _open_again(self, item: QTreeWidgetItem, opened: set[Key]) -> None:
        self._fill(item)
        item.setExpanded(True)
        for child in children_of_item(item):
            entry = self._tree.entry(child)
            if entry is not None and entry.key in opened:
                self._open_again(child, opened)

    def _indicate(self, item: QTreeWidgetItem, entry: Entry) -> None:
        """Whether it can be opened. What it holds is made when it is."""
        policy = QTreeWidgetItem.ChildIndicatorPolicy
        has = entry.folder is not None and (entry.folder.id, entry.relpath) in self._below
        item.setChildIndicatorPolicy(policy.ShowIndicator if has else policy.DontShowIndicatorWhenChildless)

    def _fill(self, item: QTreeWidgetItem) -> None:
        entry = self._tree.entry(item)
        if entry is None or entry.folder is None or item.childCount():
            return
        for child in subfolder_entries(entry, self._below.get((entry.folder.id, entry.relpath), [])):
            below = QTreeWidgetItem(item)
            set_entry(below, child)
            self._indicate(below, child)

    def _changed(self, item: QTreeWidgetItem | None) -> None:
        entry = self._tree.entry(item)
        if entry is not None:
            self.chosen.emit(entry)

    def _ask_menu(self, point: QPoint) -> None:
        entry = self._tree.entry(self._tree.itemAt(point))
        if entry is not None:
            self.menu_wanted.emit(entry, self._tree.viewport().mapToGlobal(point))
