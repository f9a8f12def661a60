"""Paints a line of the sidebar: an arrow, an icon, a name, a count, and below it a state where it needs saying.

Main thread. Everything mirrors itself for right-to-left.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRect, QSize, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QTreeView

from visionquery.ui import wording
from visionquery.ui.sidebar.entries import Entry, EntryKind, icon_of
from visionquery.ui.theme import Theme

ENTRY = Qt.ItemDataRole.UserRole
TITLE = Qt.ItemDataRole.UserRole + 1
Index = QModelIndex | QPersistentModelIndex
# Logical pixels: what is left free at both sides, and how much deeper a subfolder begins.
_MARGIN, _STEP, _ARROW = 10, 14, 16


def removable(entry: Entry) -> bool:
    """Whether a button takes the entry away: a folder that was added, a search that was saved."""
    return entry.kind is EntryKind.SEARCH or (entry.kind is EntryKind.FOLDER and not entry.relpath)


class EntryDelegate(QStyledItemDelegate):
    """Also tells where the arrow and the remove button of a line are."""

    def __init__(self, theme: Theme, tree: QTreeView) -> None:
        super().__init__(tree)
        self._theme = theme
        self._tree = tree

    def arrow_area(self, row: QRect, index: Index) -> QRect:
        """Where a click opens or closes the folder; empty where there is nothing to open."""
        if not index.model().hasChildren(index):
            return QRect()
        area = self._area(row)
        depth = self._depth(index)
        # A wide target: everything before the icon.
        return self._mirrored(area, QRect(area.left(), area.top(), _STEP * depth + _ARROW + 6, area.height()))

    def remove_area(self, row: QRect, index: Index) -> QRect:
        """Where a click removes the entry; empty where it cannot be removed."""
        entry = index.data(ENTRY)
        if not (isinstance(entry, Entry) and removable(entry)):
            return QRect()
        area = self._area(row)
        return self._mirrored(area, QRect(area.right() - 30, area.top(), 30, area.height()))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        """One line or two."""
        line = option.fontMetrics.height()
        entry = index.data(ENTRY)
        if not isinstance(entry, Entry):
            return QSize(120, line + 16)
        return QSize(120, max(34, line + 16) + (line if entry.detail else 0))

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        """A title or an entry."""
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        entry = index.data(ENTRY)
        if isinstance(entry, Entry):
            self._paint_entry(painter, option, index, entry)
        else:
            self._paint_title(painter, option, str(index.data(TITLE) or ""))
        painter.restore()

    def _paint_title(self, painter: QPainter, option: QStyleOptionViewItem, title: str) -> None:
        area = self._area(option.rect)
        font = QFont(option.font)
        font.setPointSizeF(font.pointSizeF() * 0.86)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(QColor(self._theme.colours.quiet))
        room = self._mirrored(area, area.adjusted(10, 6, -10, 0))
        lead = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        painter.drawText(room, lead, title)

    def _paint_entry(self, painter: QPainter, option: QStyleOptionViewItem, index: Index, entry: Entry) -> None:
        colours, metrics = self._theme.colours, option.fontMetrics
        area = self._area(option.rect)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        hovered = bool(option.state & QStyle.StateFlag.State_MouseOver)
        if selected or hovered:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accentSoft if selected else colours.hover))
            painter.drawRoundedRect(area, 8, 8)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 8, 8)
        line = metrics.height()
        top = area.top() + (area.height() - line - (line if entry.detail else 0)) // 2
        left = area.left() + 2 + _STEP * self._depth(index)
        if index.model().hasChildren(index):
            rtl = option.direction is Qt.LayoutDirection.RightToLeft
            arrow = (
                "collapse"
                if self._tree.isExpanded(index.model().index(index.row(), 0, index.parent()))
                else "back"
                if rtl
                else "expand"
            )
            place = QRect(left, top + (line - 14) // 2, 14, 14)
            self._theme.icon(arrow, "quiet", 14).paint(painter, self._mirrored(area, place))
        left += _ARROW
        tint = "warning" if entry.alert else "accentText" if selected else "quiet"
        place = QRect(left, top + (line - 20) // 2, 20, 20)
        self._theme.icon(icon_of(entry), tint).paint(painter, self._mirrored(area, place))
        left += 28
        end = self._paint_tail(painter, option, index, entry, QRect(area.left(), top, area.width(), line), hovered)
        lead = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        # Elided to the width by itself; letters may reach a pixel below what their font says.
        lead = Qt.AlignmentFlag(lead | Qt.TextFlag.TextDontClip)
        room = QRect(left, top, max(0, end - left), line)
        painter.setPen(QColor(colours.accentText if selected else colours.text))
        name = metrics.elidedText(entry.name, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(self._mirrored(area, room), lead, name)
        if entry.detail:
            painter.setPen(QColor(colours.warning if entry.alert else colours.quiet))
            below = QRect(left, top + line, area.right() - left - 10, line)
            detail = metrics.elidedText(entry.detail, Qt.TextElideMode.ElideRight, below.width())
            painter.drawText(self._mirrored(area, below), lead, detail)

    def _paint_tail(
        self, painter: QPainter, option: QStyleOptionViewItem, index: Index, entry: Entry, line: QRect, hovered: bool
    ) -> int:
        """The count, or the remove button under the pointer; where the room for the name ends."""
        area = self._area(option.rect)
        if hovered and not self.remove_area(option.rect, index).isEmpty():
            place = QRect(area.right() - 24, line.center().y() - 7, 16, 16)
            self._theme.icon("close", "quiet", 16).paint(painter, self._mirrored(area, place))
            return place.left() - 6
        if entry.count is None:
            return area.right() - 10
        count = wording.number(entry.count)
        width = option.fontMetrics.horizontalAdvance(count) + 2
        tail = QRect(area.right() - width - 8, line.top(), width, line.height())
        painter.setPen(QColor(self._theme.colours.quiet))
        painter.drawText(self._mirrored(area, tail), Qt.AlignmentFlag.AlignCenter, count)
        return tail.left() - 8

    def _mirrored(self, area: QRect, rect: QRect) -> QRect:
        return QStyle.visualRect(self._tree.layoutDirection(), area, rect)

    @staticmethod
    def _area(row: QRect) -> QRect:
        return row.adjusted(_MARGIN, 1, -_MARGIN, -1)

    @staticmethod
    def _depth(index: Index) -> int:
        depth, parent = 0, index.parent()
        while parent.isValid():
            depth, parent = depth + 1, parent.parent()
        return depth
