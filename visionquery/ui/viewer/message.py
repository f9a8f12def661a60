"""A sentence over the picture: why there is none, what is wrong with it, or that it is on its way. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QRect, QSize, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QWidget

from visionquery.ui.theme import Theme

_MOST = 520


class Message(QFrame):
    """Near the lower edge of the picture, or in the middle where there is none."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._central = False
        self._area = QRect()
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        row = self._row = QHBoxLayout(self)
        row.setContentsMargins(14, 10, 16, 10)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        self.hide()

    @property
    def text(self) -> str:
        """What it says now, empty while it is not seen."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, *, central: bool = False, quiet: bool = False) -> None:
        """Show this, as a warning unless `quiet`."""
        self._central = central
        self._text.setText(text)
        self.setAccessibleName(text)
        self._icon.setVisible(not quiet)
        name = "viewerHint" if quiet else "notice"
        if self.objectName() != name:
            self.setObjectName(name)
            self.style().unpolish(self)
            self.style().polish(self)
            self._text.style().unpolish(self._text)
            self._text.style().polish(self._text)
        self.show()
        self.raise_()
        self.settle(self._area)

    def settle(self, area: QRect) -> None:
        """Find the place in the picture's area."""
        self._area = area
        if self.isHidden():
            return
        room = max(120, min(_MOST, area.width() - 40))
        margins = self._row.contentsMargins()
        beside = margins.left() + margins.right() + (30 if not self._icon.isHidden() else 0)
        line = self._text.fontMetrics().horizontalAdvance(self._text.text()) + 8
        width = min(room, line + beside)
        height = self._text.heightForWidth(width - beside) + margins.top() + margins.bottom()
        y = area.center().y() - height // 2 if self._central else area.bottom() - height - 24
        self.setGeometry(area.center().x() - width // 2, y, width, height)

    def restyle(self) -> None:
        """The theme changed."""
        self._icon.setPixmap(self._theme.icon("warning", "warning").pixmap(QSize(20, 20), self.devicePixelRatioF()))
