"""The sheet of photos that cannot be used: each with its reason in plain words, and what can be done. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import PurePath
from typing import Any

from PySide6.QtCore import QAbstractListModel, QModelIndex, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QKeySequence, QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QLabel,
    QListView,
    QMenu,
    QPushButton,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from visionquery.domain.photos import Failure
from visionquery.ui import wording
from visionquery.ui.commands.menus import with_keys
from visionquery.ui.grid.model import shown_path
from visionquery.ui.theme import Theme

Index = QModelIndex | QPersistentModelIndex
_FAILURE = Qt.ItemDataRole.UserRole


class ProblemsPage(QWidget):
    """Emits `retry_wanted(ids)`, `ignore_wanted(ids)` and `reveal_wanted(path)`.

    The buttons mean what is selected, or every line where nothing is.
    """

    retry_wanted = Signal(object)
    ignore_wanted = Signal(object)
    reveal_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("page")
        self._model = _FailureModel(self)
        self._list = _FailureList(self)
        self._list.setModel(self._model)
        self._list.setItemDelegate(_FailureDelegate(theme, self._list))
        self._list.activated.connect(lambda index: self.reveal_wanted.emit(index.data(_FAILURE).path))
        self._list.ignore_pressed.connect(lambda: self._tell(self.ignore_wanted, self._selected()))
        self._list.retry_pressed.connect(lambda: self._tell(self.retry_wanted, self._meant()))
        self._list.customContextMenuRequested.connect(self._pop_up)
        self._list.selectionModel().selectionChanged.connect(self._settle)
        self._model.modelReset.connect(self._settle)
        hint = QLabel(
            self.tr(
                "These files could not be read. Mend or replace them and try again, or leave them out of this list."
            ),
            self,
        )
        hint.setObjectName("quiet")
        hint.setWordWrap(True)
        self._retry = self._button(lambda: self._tell(self.retry_wanted, self._meant()))
        self._retry.setToolTip(self.tr("Read the files once more (R)"))
        self._reveal = self._button(self._show_selected)
        self._reveal.setText(self.tr("Show"))
        self._reveal.setAccessibleName(self.tr("Show in file manager"))
        self._reveal.setToolTip(self.tr("Open the folder that the file lies in (Enter)"))
        self._ignore = self._button(lambda: self._tell(self.ignore_wanted, self._meant()))
        self._ignore.setToolTip(self.tr("List them no more, until the files change (Delete)"))
        buttons = QHBoxLayout()
        buttons.setContentsMargins(20, 8, 20, 10)
        buttons.setSpacing(8)
        for button in (self._retry, self._reveal, self._ignore):
            buttons.addWidget(button)
        buttons.addStretch(1)
        top = QHBoxLayout()
        top.setContentsMargins(22, 0, 22, 8)
        top.addWidget(hint, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addWidget(self._list, 1)
        column.addLayout(buttons)
        self._settle()

    def show_failures(self, failures: Sequence[Failure]) -> None:
        """List these; those that were selected and are still there stay so."""
        selected = {failure.photo_id for failure in self._selected()}
        if self._model.replace(failures):
            self._list.select_ids(selected)

    def restyle(self) -> None:
        """The theme changed."""
        self._list.viewport().update()

    def menu(self) -> QMenu:
        """What can be done with the selected lines."""
        menu = QMenu(self)
        show = self.tr("Show in file manager")
        for button, icon, words, keys in (
            (self._retry, "refresh", self._retry.text(), "R"),
            (self._reveal, "folder", show, "Return"),
            (self._ignore, "check", self._ignore.text(), "Del"),
        ):
            action = menu.addAction(self._theme.icon(icon, "quiet"), with_keys(words, keys), button.click)
            action.setEnabled(button.isEnabled())
        return menu

    def _selected(self) -> list[Failure]:
        indexes = sorted(self._list.selectionModel().selectedIndexes(), key=lambda index: index.row())
        return [index.data(_FAILURE) for index in indexes]

    def _meant(self) -> list[Failure]:
        return self._selected() or self._model.failures

    @staticmethod
    def _tell(signal: Any, failures: Sequence[Failure]) -> None:
        if failures:
            signal.emit(tuple(failure.photo_id for failure in failures))

    def _show_selected(self) -> None:
        for failure in self._selected()[:1]:
            self.reveal_wanted.emit(failure.path)

    def _settle(self) -> None:
        count = len(self._list.selectionModel().selectedIndexes())
        whole = count == 0
        which = self.tr("all") if whole else wording.number(count)
        self._retry.setText(self.tr("Try again ({which})").format(which=which))
        self._ignore.setText(self.tr("Ignore ({which})").format(which=which))
        self._reveal.setEnabled(count > 0)
        for button in (self._retry, self._ignore):
            button.setEnabled(self._model.rowCount() > 0)

    def _pop_up(self, point: QPoint) -> None:
        menu = self.menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(self._list.viewport().mapToGlobal(point))

    def _button(self, act: Callable[[], None]) -> QPushButton:
        button = QPushButton(self)
        button.clicked.connect(lambda: act())
        return button


class _FailureList(QListView):
    """Emits what its keys mean: Delete ignores, R tries again; Enter shows the file (`activated`)."""

    ignore_pressed = Signal()
    retry_pressed = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.setUniformItemSizes(True)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setAccessibleName(self.tr("Problems"))

    def select_ids(self, photo_ids: set[int]) -> None:
        """Select the lines of these photos."""
        for row in range(self.model().rowCount()):
            index = self.model().index(row, 0)
            if index.data(_FAILURE).photo_id in photo_ids:
                self.selectionModel().select(index, self.selectionModel().SelectionFlag.Select)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Keys for what the buttons do."""
        if event.matches(QKeySequence.StandardKey.Delete):
            self.ignore_pressed.emit()
        elif event.key() == Qt.Key.Key_R and not event.modifiers():
            self.retry_pressed.emit()
        else:
            super().keyPressEvent(event)


class _FailureModel(QAbstractListModel):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self.failures: list[Failure] = []

    def replace(self, failures: Sequence[Failure]) -> bool:
        """Whether they are others than before."""
        if list(failures) == self.failures:
            return False
        self.beginResetModel()
        self.failures = list(failures)
        self.endResetModel()
        return True

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature.
        return 0 if parent.isValid() else len(self.failures)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self.failures):
            return None
        failure = self.failures[index.row()]
        if role == _FAILURE:
            return failure
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_path(PurePath(failure.path).name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{shown_path(failure.path)}\n{wording.reason(failure.kind, failure.reason)}"
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"{shown_path(PurePath(failure.path).name)}: {wording.reason(failure.kind, failure.reason)}"
        return None


class _FailureDelegate(QStyledItemDelegate):
    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:  # noqa: ARG002 - Qt's signature.
        return QSize(200, 2 * _line_height(option) + 16)

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
        if option.state & QStyle.StateFlag.State_HasFocus:
            painter.setPen(QColor(colours.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(area, 8, 8)
        line = _line_height(option)
        icon = QStyle.visualRect(option.direction, area, QRect(area.left() + 8, area.center().y() - 9, 20, 20))
        self._theme.icon("warning", "warning").paint(painter, icon)
        lead = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        # Elided to the width by itself; letters may reach a pixel below what their font says.
        lead = Qt.AlignmentFlag(lead | Qt.TextFlag.TextDontClip)
        reason = wording.reason(failure.kind, failure.reason)
        elide = Qt.TextElideMode
        lines = (
            (shown_path(failure.path), colours.text, elide.ElideMiddle),
            (reason, colours.quiet, elide.ElideRight),
        )
        for row, (text, colour, cut) in enumerate(lines):
            room = QRect(area.left() + 40, area.top() + 8 + row * line, area.width() - 56, line)
            painter.setPen(QColor(colour))
            shown = option.fontMetrics.elidedText(text, cut, room.width())
            words = shown if row else wording.left_to_right(shown)
            painter.drawText(QStyle.visualRect(option.direction, area, room), lead, words)
        painter.restore()


def _line_height(option: QStyleOptionViewItem) -> int:
    return int(option.fontMetrics.height()) + 2
