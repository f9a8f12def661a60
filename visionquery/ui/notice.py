"""A bar above the photos that says what went wrong, or what was done and can be undone. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QSize, Qt, QTimer
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QToolButton, QWidget

from visionquery.ui import wording
from visionquery.ui.theme import Theme


@dataclass(frozen=True, slots=True)
class Notice:
    """`kind` names what it is about: a notice replaces one of its kind, and is withdrawn by it.

    A `calm` one tells of something done rather than of something wrong. With `seconds` it leaves by itself.
    """

    kind: str
    message: str
    advice: str = ""
    button: str = ""
    action: Callable[[], None] | None = None
    calm: bool = False
    seconds: float = 0.0


class NoticeBar(QFrame):
    """Shows the latest notice; closing it brings back the one before."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._notices: list[Notice] = []
        self.setObjectName("notice")
        self._icon = QLabel(self)
        self._text = QLabel(self)
        self._text.setWordWrap(True)
        self._text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._button = QPushButton(self.tr("Try again"), self)
        self._button.clicked.connect(self._act)
        self._close = QToolButton(self)
        self._close.setIconSize(QSize(16, 16))
        self._close.setAccessibleName(self.tr("Close this message"))
        self._close.setToolTip(self._close.accessibleName())
        self._close.clicked.connect(self._close_shown)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 8, 8, 8)
        row.setSpacing(10)
        row.addWidget(self._icon)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.hide()

    @property
    def shown(self) -> Notice | None:
        """What the bar says now."""
        return self._notices[-1] if self._notices else None

    @property
    def tab_order(self) -> tuple[QWidget, ...]:
        """What takes the focus, in its order."""
        return self._button, self._close

    def tell(self, notice: Notice) -> None:
        """Show a notice."""
        self._notices = [kept for kept in self._notices if kept.kind != notice.kind] + [notice]
        self._show()
        if notice.seconds:
            QTimer.singleShot(round(notice.seconds * 1000), self, lambda: self._leave(notice))

    def withdraw(self, kind: str) -> None:
        """It is over: take notices of this kind away."""
        self._notices = [kept for kept in self._notices if kept.kind != kind]
        self._show()

    def restyle(self) -> None:
        """The theme changed."""
        calm = self.shown is not None and self.shown.calm
        icon = self._theme.icon("check", "accentText") if calm else self._theme.icon("warning", "warning")
        self._icon.setPixmap(icon.pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self._close.setIcon(self._theme.icon("close", "quiet" if calm else "noticeText"))

    def _show(self) -> None:
        notice = self.shown
        self.setVisible(notice is not None)
        if notice is not None:
            text = f"{wording.told(notice.message)} {wording.told(notice.advice)}".strip()
            self.setProperty("calm", notice.calm)
            for part in (self, self._text):
                part.style().unpolish(part)
                part.style().polish(part)
            self.restyle()
            self._text.setText(text)
            self.setAccessibleName(text)
            self._button.setText(notice.button)
            self._button.setVisible(bool(notice.button))

    def _leave(self, notice: Notice) -> None:
        if any(kept is notice for kept in self._notices):
            self.withdraw(notice.kind)

    def _act(self) -> None:
        notice = self.shown
        if notice is not None and notice.action is not None:
            notice.action()

    def _close_shown(self) -> None:
        if self._notices:
            self._notices.pop()
        self._show()
