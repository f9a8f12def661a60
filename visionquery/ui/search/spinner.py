"""A turning arc that says that an answer takes its time. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt, QTimer
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from visionquery.ui.theme import Theme


class Spinner(QWidget):
    """A turning arc. Costs nothing while it is hidden."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._angle = 0
        self._timer = QTimer(self, interval=33)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(18, 18)
        self.setAccessibleName(self.tr("Searching"))
        self.hide()

    def turn(self, on: bool) -> None:
        """Show and turn, or hide."""
        self.setVisible(on)
        if on:
            self._timer.start()
        else:
            self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature.
        """Three quarters of a circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._theme.colours.accent), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(QRectF(2, 2, 14, 14), -self._angle * 16, 270 * 16)
        painter.end()

    def _turn(self) -> None:
        self._angle = (self._angle + 12) % 360
        self.update()
