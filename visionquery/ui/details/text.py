"""Lines of text that are cut in the middle where there is no room, safe from what a file's name may hold.

Main thread. A name may be written in any direction and may hold characters that turn what stands around it; shown,
those are replaced, and the rest is set apart from its surroundings.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QKeyEvent, QKeySequence, QMouseEvent, QResizeEvent
from PySide6.QtWidgets import QLabel, QMenu, QSizePolicy, QWidget

from visionquery.ui.grid.model import shown_path

_CONTROLS = [0x061C, 0x200E, 0x200F, *range(0x202A, 0x202F), *range(0x2066, 0x206A), *range(0x20), 0x7F]
_VISIBLE = dict.fromkeys(_CONTROLS, "\N{REPLACEMENT CHARACTER}")
_FIRST_STRONG, _LEFT_TO_RIGHT = "\N{FIRST STRONG ISOLATE}", "\N{LEFT-TO-RIGHT ISOLATE}"
_END = "\N{POP DIRECTIONAL ISOLATE}"


def safe(text: str) -> str:
    """A name as text that cannot change what stands around it."""
    return shown_path(text).translate(_VISIBLE)


class MiddleElided(QLabel):
    """One line that is cut in its middle, and tells the whole in its tooltip.

    With `is_path` it is read from left to right whatever it holds, can be selected, and emits `clicked`; copying it
    gives the whole.
    """

    clicked = Signal()

    def __init__(self, parent: QWidget | None = None, *, is_path: bool = False) -> None:
        super().__init__(parent)
        self._whole = ""
        self._is_path = is_path
        self.setTextFormat(Qt.TextFormat.PlainText)
        across = QSizePolicy.Policy.Ignored if is_path else QSizePolicy.Policy.Preferred
        self.setSizePolicy(across, QSizePolicy.Policy.Fixed)
        if is_path:
            self.setObjectName("link")
            self.setTextInteractionFlags(
                Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
            )
            self.setCursor(Qt.CursorShape.PointingHandCursor)

    @property
    def whole(self) -> str:
        """The text without elision, as it is."""
        return self._whole

    def say(self, text: str) -> None:
        """Show this."""
        self._whole = text
        self.setAccessibleName(safe(text))
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(safe(self._whole)) + 4, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(min(80, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut to the new width."""
        super().resizeEvent(event)
        self._elide()

    def changeEvent(self, event: QEvent) -> None:
        """Another font has other widths."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.FontChange:
            self._elide()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click that selects nothing."""
        super().mouseReleaseEvent(event)
        if self._is_path and event.button() == Qt.MouseButton.LeftButton and not self.hasSelectedText():
            self.clicked.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter clicks; copying gives the whole path."""
        if self._is_path and event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.clicked.emit()
        elif self._is_path and event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        else:
            super().keyPressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Copy."""
        if not self._is_path:
            event.ignore()
            return
        menu = QMenu(self)
        menu.addAction(self.tr("Copy path"), self._copy)
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(event.globalPos())

    def _copy(self) -> None:
        part = self.selectedText().strip(_LEFT_TO_RIGHT + _END)
        all_of_it = not part or "…" in part or part == safe(self._whole)
        QGuiApplication.clipboard().setText(shown_path(self._whole) if all_of_it else part)

    def _elide(self) -> None:
        text = safe(self._whole)
        shown = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, max(0, self.width() - 2))
        opening = _LEFT_TO_RIGHT if self._is_path else _FIRST_STRONG
        self.setText(f"{opening}{shown}{_END}" if shown else "")
        self.setToolTip(text if shown != text else "")
