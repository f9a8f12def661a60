"""The list of suggestions below the search box. Main thread.

It lies over the window's other widgets and never takes the focus: the search box hands it the keys that it means for
it, so that typing goes on whatever the list shows.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, QPoint, QRect, QSize, Qt, Signal
from PySide6.QtGui import QColor, QHideEvent, QPainter, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QStyle,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from visionquery.ui import wording
from visionquery.ui.search.suggestions import Suggestion, SuggestionKind
from visionquery.ui.theme import Theme

_SUGGESTION = Qt.ItemDataRole.UserRole
_ICONS = {
    SuggestionKind.RECENT: "history",
    SuggestionKind.SAVED: "bookmark",
    SuggestionKind.FILTER: "filter",
    SuggestionKind.VALUE: "filter",
}
_GAP = 6


class SuggestionList(QFrame):
    """Emits `taken(Suggestion)` and `forgotten(Suggestion)`, `history_cleared`, and `keep_wanted(bool)`."""

    taken = Signal(object)
    forgotten = Signal(object)
    history_cleared = Signal()
    keep_wanted = Signal(bool)

    def __init__(self, theme: Theme, anchor: QWidget) -> None:
        super().__init__(anchor)
        self._theme = theme
        self._anchor = anchor
        self._kept = True
        self.setObjectName("suggestions")
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list = QListWidget(self)
        self._list.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self._list.setAccessibleName(self.tr("Suggestions"))
        self._list.setMouseTracking(True)
        self._list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._list.setItemDelegate(_SuggestionDelegate(theme, self._list))
        self._list.itemClicked.connect(lambda item: self.taken.emit(item.data(_SUGGESTION)))
        self._clear = self._button(self.tr("Clear history"), self.history_cleared.emit)
        self._keep = self._button("", lambda: self.keep_wanted.emit(not self._kept))
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 0, 8, 0)
        foot.addWidget(self._clear)
        foot.addStretch(1)
        foot.addWidget(self._keep)
        column = QVBoxLayout(self)
        column.setContentsMargins(4, 6, 4, 6)
        column.setSpacing(4)
        column.addWidget(self._list)
        column.addLayout(foot)
        self.hide()

    @property
    def suggestions(self) -> list[Suggestion]:
        """What is listed."""
        return [self._list.item(row).data(_SUGGESTION) for row in range(self._list.count())]

    @property
    def current(self) -> Suggestion | None:
        """The line that Enter would take."""
        item = self._list.currentItem()
        suggestion = item.data(_SUGGESTION) if item is not None else None
        return suggestion if isinstance(suggestion, Suggestion) else None

    def offer(self, suggestions: Sequence[Suggestion], *, kept: bool, past: bool) -> None:
        """Show these below the search box; with none of them, nothing. `past` tells that there is a history."""
        if not suggestions:
            self.hide()
            return
        before = self.current
        self._kept = kept
        self._list.clear()
        for suggestion in suggestions:
            item = QListWidgetItem(suggestion.label)
            item.setData(_SUGGESTION, suggestion)
            item.setData(Qt.ItemDataRole.AccessibleTextRole, f"{suggestion.label} {suggestion.detail}".strip())
            self._list.addItem(item)
        self._list.setCurrentRow(suggestions.index(before) if before is not None and before in suggestions else -1)
        values = suggestions[0].kind is SuggestionKind.VALUE
        self._clear.setVisible(not values and past)
        self._keep.setVisible(not values)
        self._keep.setText(self.tr("Keep no history") if kept else self.tr("Keep history"))
        self._place()
        self.show()
        self.raise_()

    def move_by(self, rows: int) -> None:
        """The line above or below; above the first is none, so that Enter means the text itself again."""
        row = max(-1, min(self._list.count() - 1, self._list.currentRow() + rows))
        self._list.setCurrentRow(row)
        if row < 0:
            self._list.clearSelection()

    def showEvent(self, event: QShowEvent) -> None:
        """Stay below the search box however the window changes."""
        self._anchor.window().installEventFilter(self)
        super().showEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        """Listen no more."""
        self._anchor.window().removeEventFilter(self)
        super().hideEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window was resized."""
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        window = self._anchor.window()
        if self.parentWidget() is not window:
            self.setParent(window)
        corner = self._anchor.mapTo(window, QPoint(0, self._anchor.height() + _GAP))
        rows = sum(self._list.sizeHintForRow(row) for row in range(self._list.count()))
        foot = 0 if self._keep.isHidden() else self._keep.sizeHint().height() + 4
        room = window.height() - corner.y() - 2 * _GAP
        self._list.setFixedHeight(max(0, min(rows + 2, room - foot - 16)))
        self.setGeometry(corner.x(), corner.y(), self._anchor.width(), self._list.height() + foot + 16)

    def _button(self, text: str, act: object) -> QToolButton:
        button = QToolButton(self)
        button.setText(text)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setObjectName("quietButton")
        button.clicked.connect(act)
        return button


class _SuggestionDelegate(QStyledItemDelegate):
    """An icon, the words, and an explanation in a quieter colour."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:  # noqa: ARG002 - Qt's signature.
        """One line."""
        return QSize(120, max(32, option.fontMetrics.height() + 12))

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        """Mirrors itself for right-to-left."""
        suggestion: Suggestion = index.data(_SUGGESTION)
        colours, metrics = self._theme.colours, option.fontMetrics
        area = option.rect.adjusted(4, 0, -4, 0)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)

        def mirrored(rect: QRect) -> QRect:
            return QStyle.visualRect(option.direction, area, rect)

        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accentSoft if selected else colours.hover))
            painter.drawRoundedRect(area, 7, 7)
        icon = QRect(area.left() + 8, area.top() + (area.height() - 18) // 2, 18, 18)
        self._theme.icon(_ICONS[suggestion.kind], "accentText" if selected else "quiet", 18).paint(
            painter, mirrored(icon)
        )
        lead = QStyle.visualAlignment(option.direction, Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        left, room = area.left() + 36, area.width() - 48
        label = metrics.elidedText(suggestion.label, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(label)
        painter.setPen(QColor(colours.accentText if selected else colours.text))
        # `in:` is typed with its colon at the end, whatever the direction of the words around it.
        shown = wording.left_to_right(label) if suggestion.kind is SuggestionKind.FILTER else label
        painter.drawText(mirrored(QRect(left, area.top(), width + 2, area.height())), lead, shown)
        rest = QRect(left + width + 14, area.top(), room - width - 14, area.height())
        if suggestion.detail and suggestion.detail != suggestion.label and rest.width() > 40:
            painter.setPen(QColor(colours.quiet))
            detail = metrics.elidedText(suggestion.detail, Qt.TextElideMode.ElideRight, rest.width())
            painter.drawText(mirrored(rest), lead, detail)
        painter.restore()
