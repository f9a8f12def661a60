"""The photos that cannot be used, each with its reason in plain words. Main thread."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QListView,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from visionquery.domain.photos import Failure
from visionquery.ui.grid.model import shown_path
from visionquery.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_FAILURE = Qt.ItemDataRole.UserRole


class ProblemsPage(QWidget):
    """Emits `retry_wanted(ids)` and `reveal_wanted(path)`."""

    retry_wanted = Signal(object)
    reveal_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self._model = _FailureModel(self)
        self._list = QListView(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_FailureDelegate(theme, self._list))
        self._list.setUniformItemSizes(True)
        self._list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self._list.setAccessibleName(self.tr("Problems"))
        self._list.activated.connect(lambda index: self.reveal_wanted.emit(index.data(_FAILURE).path))
        retry = QPushButton(self.tr("Try again"), self)
        retry.setToolTip(self.tr("Read the selected files once more, or all of them when none is selected"))
        retry.clicked.connect(self._retry)
        reveal = QPushButton(self.tr("Show in file manager"), self)
        reveal.clicked.connect(self._reveal)
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 8, 20, 10)
        buttons.addWidget(retry)
        buttons.addWidget(reveal)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)

    def show_failures(self, failures: Sequence[Failure]) -> None:
        """List these."""
        self._model.replace(failures)

    def restyle(self) -> None:
        """The theme changed."""
        self._list.viewport().update()

    def _selected(self) -> list[Failure]:
        return [index.data(_FAILURE) for index in self._list.selectionModel().selectedIndexes()]

    def _retry(self) -> None:
        chosen = self._selected()
        self.retry_wanted.emit(tuple(failure.photo_id for failure in chosen) or None)

    def _reveal(self) -> None:
        for failure in self._selected()[:1]:
            self.reveal_wanted.emit(failure.path)


class _FailureModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._failures: list[Failure] = []

    def replace(self, failures: Sequence[Failure]) -> None:
        if list(failures) != self._failures:
            self.beginResetModel()
            self._failures = list(failures)
            self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature.
        return 0 if parent.isValid() else len(self._failures)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._failures):
            return None
        failure = self._failures[index.row()]
        if role == _FAILURE:
            return failure
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_path(PurePath(failure.path).name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return shown_path(failure.path)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{shown_path(PurePath(failure.path).name)}: {failure.reason}"
        return None


class _FailureDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature.
        return QSize(200, 2 * option.fontMetrics.height() + 20)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        failure: Failure = index.data(_FAILURE)
        colours = self._theme.colours
        area = option.rect.adjusted(14, 1, -14, -1)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accentSoft if selected else colours.hover))
            painter.drawRoundedRect(area, 8, 8)
        line = option.fontMetrics.height()
        icon = QStyle.visualRect(option.direction, area, QRect(area.left() + 8, area.center().y() - 9, 20, 20))
        self._theme.icon("warning", "warning").paint(painter, icon)
        lead = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        for row, (text, colour) in enumerate(
            ((shown_path(failure.path), colours.text), (failure.reason, colours.quiet))
        ):
            room = QRect(area.left() + 40, area.top() + 8 + row * line, area.width() - 56, line)
            painter.setPen(QColor(colour))
            shown = option.fontMetrics.elidedText(text, Qt.TextElideMode.ElideMiddle, room.width())
            painter.drawText(QStyle.visualRect(option.direction, area, room), lead, shown)
        painter.restore()
