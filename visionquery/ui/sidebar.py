"""The list at the side: all photos, the folders with their counts and states, and the problems. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum
from pathlib import PurePath

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Counts
from visionquery.ui import wording
from visionquery.ui.grid.model import shown_path
from visionquery.ui.theme import Theme


class EntryKind(Enum):
    """What an entry of the sidebar shows."""

    ALL = "all"
    FOLDER = "folder"
    PROBLEMS = "problems"


@dataclass(frozen=True, slots=True)
class Entry:
    """One line. `detail` explains a state that needs it; `alert` marks one that needs the person."""

    kind: EntryKind
    name: str
    count: int
    folder: Folder | None = None
    detail: str = ""
    alert: bool = False

    @property
    def key(self) -> tuple[EntryKind, int]:
        """What stays the same while names, counts and states change."""
        return self.kind, self.folder.id if self.folder is not None else 0


_ENTRY = Qt.ItemDataRole.UserRole


class Sidebar(QWidget):
    """Emits `chosen(Entry)` when another entry is looked at, and what is wished of a folder."""

    chosen = Signal(object)
    add_wanted = Signal()
    remove_wanted = Signal(object)  # Folder
    menu_wanted = Signal(object, QPoint)  # Folder, global position

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._entries: list[Entry] = []
        self.setObjectName("sidebar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._list = _EntryList(self)
        self._list.setItemDelegate(_EntryDelegate(theme, self._list))
        self._list.currentItemChanged.connect(self._changed)
        self._list.remove_pressed.connect(self._remove_current)
        self._list.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._list.customContextMenuRequested.connect(self._ask_menu)
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
        column.addWidget(self._list, 1)
        column.addLayout(foot)
        self.setMinimumWidth(170)
        self.show_library([], Counts())

    @property
    def entries(self) -> Sequence[Entry]:
        """What is listed."""
        return self._entries

    @property
    def tab_order(self) -> Sequence[QWidget]:
        """What takes the focus, in its order."""
        return self._list, self._add

    @property
    def current(self) -> Entry:
        """What is looked at."""
        item = self._list.currentItem()
        entry = item.data(_ENTRY) if item is not None else None
        return entry if isinstance(entry, Entry) else self._entries[0]

    def show_library(self, folders: Sequence[Folder], counts: Counts) -> None:
        """List these folders; the entry that was looked at stays so while it exists."""
        entries = [Entry(EntryKind.ALL, self.tr("All photos"), counts.total)]
        entries += [self._folder_entry(folder, counts) for folder in folders]
        if counts.failed:
            entries.append(Entry(EntryKind.PROBLEMS, self.tr("Problems"), counts.failed, alert=True))
        if entries == self._entries:
            return
        before = self.current if self._entries else entries[0]
        self._entries = entries
        self._list.blockSignals(True)
        if [self._list.item(i).data(_ENTRY).key for i in range(self._list.count())] != [e.key for e in entries]:
            self._list.clear()
            for _ in entries:
                self._list.addItem(QListWidgetItem())
        for row, entry in enumerate(entries):
            item = self._list.item(row)
            item.setData(_ENTRY, entry)
            item.setText(entry.name)
            item.setToolTip(self._tooltip(entry))
            item.setData(
                Qt.ItemDataRole.AccessibleTextRole, f"{entry.name}, {wording.photos(entry.count)} {entry.detail}"
            )
        keys = [entry.key for entry in entries]
        self._list.setCurrentRow(keys.index(before.key) if before.key in keys else 0)
        self._list.blockSignals(False)
        if before.key not in keys:
            self.chosen.emit(entries[0])

    def choose(self, key: tuple[EntryKind, int]) -> None:
        """Look at the entry with this key, if there is one."""
        for row, entry in enumerate(self._entries):
            if entry.key == key:
                self._list.setCurrentRow(row)

    def restyle(self) -> None:
        """The theme changed."""
        self._logo.setPixmap(self._theme.application_icon().pixmap(QSize(24, 24), self.devicePixelRatioF()))
        self._add.setIcon(self._theme.icon("add", "quiet"))
        self._list.viewport().update()

    def _folder_entry(self, folder: Folder, counts: Counts) -> Entry:
        name = shown_path(PurePath(folder.path).name or folder.path)
        detail, alert = "", False
        match folder.state:
            case FolderState.SCANNING:
                detail = self.tr("Looking for photos…")
            case FolderState.OFFLINE:
                detail, alert = self.tr("Not connected"), True
            case FolderState.UNREADABLE:
                detail, alert = self.tr("Cannot be read"), True
            case FolderState.IDLE | FolderState.WATCHING | FolderState.POLLING:
                pass
        return Entry(EntryKind.FOLDER, name, counts.by_folder.get(folder.id, 0), folder, detail, alert)

    @staticmethod
    def _tooltip(entry: Entry) -> str:
        if entry.folder is None:
            return ""
        return "\n".join(filter(None, (shown_path(entry.folder.path), entry.detail, entry.folder.note)))

    def _changed(self, item: QListWidgetItem | None) -> None:
        if item is not None:
            self.chosen.emit(item.data(_ENTRY))

    def _remove_current(self) -> None:
        folder = self.current.folder
        if folder is not None:
            self.remove_wanted.emit(folder)

    def _ask_menu(self, point: QPoint) -> None:
        item = self._list.itemAt(point)
        entry = item.data(_ENTRY) if item is not None else None
        if isinstance(entry, Entry) and entry.folder is not None:
            self.menu_wanted.emit(entry.folder, self._list.viewport().mapToGlobal(point))


class _EntryList(QListWidget):
    remove_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAccessibleName(self.tr("Library"))
        self.setMouseTracking(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete removes a folder from the library."""
        if event.matches(QKeySequence.StandardKey.Delete):
            self.remove_pressed.emit()
        else:
            super().keyPressEvent(event)


class _EntryDelegate(QStyledItemDelegate):
    """An icon, a name, a count, and below it a state where it needs saying."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        """One line or two."""
        entry: Entry = index.data(_ENTRY)
        line = option.fontMetrics.height()
        return QSize(120, max(36, line + 18) + (line if entry.detail else 0))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Mirrors itself for right-to-left."""
        entry: Entry = index.data(_ENTRY)
        colours = self._theme.colours
        area = option.rect.adjusted(10, 1, -10, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accentSoft if selected else colours.hover))
            painter.drawRoundedRect(area, 8, 8)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 8, 8)
        line = option.fontMetrics.height()
        top = area.top() + (area.height() - line - (line if entry.detail else 0)) // 2
        count = wording.number(entry.count)
        count_width = option.fontMetrics.horizontalAdvance(count)

        def mirrored(rect: QRect) -> QRect:
            return QStyle.visualRect(option.direction, area, rect)

        icon = {EntryKind.ALL: "photos", EntryKind.FOLDER: "folder", EntryKind.PROBLEMS: "warning"}[entry.kind]
        if entry.alert and entry.kind is EntryKind.FOLDER:
            icon = "offline"
        tint = "warning" if entry.alert else "accentText" if selected else "quiet"
        place = mirrored(QRect(area.left() + 10, top + (line - 20) // 2, 20, 20))
        self._theme.icon(icon, tint).paint(painter, place)
        painter.setPen(QColor(colours.accentText if selected else colours.text))
        left = area.left() + 40
        room = QRect(left, top, area.right() - left - count_width - 18, line)
        lead = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        name = option.fontMetrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(mirrored(room), QStyle.visualAlignment(option.direction, lead), name)
        painter.setPen(QColor(colours.quiet))
        tail = QRect(area.right() - count_width - 10, top, count_width + 2, line)
        painter.drawText(mirrored(tail), Qt.AlignmentFlag.AlignCenter, count)
        if entry.detail:
            painter.setPen(QColor(colours.warning if entry.alert else colours.quiet))
            below = QRect(left, top + line, area.right() - left - 10, line)
            painter.drawText(mirrored(below), QStyle.visualAlignment(option.direction, lead), entry.detail)
        painter.restore()
