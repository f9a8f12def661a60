"""Five stars to rate with, by mouse and keyboard. Main thread."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QPen, QPolygonF, QWheelEvent
from PySide6.QtWidgets import QSizePolicy, QSlider, QWidget

from visionquery.domain.photos import MOST_STARS
from visionquery.ui.theme import Theme

_GAP = 3


class StarRating(QSlider):
    """A slider from 0 to 5 by nature, which is how screen readers know it. Emits `rated(stars)` when a person rates.

    A click on the last star that is lit takes the rating away.
    """

    rated = Signal(int)

    def __init__(self, theme: Theme, side: int = 18, parent: QWidget | None = None) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._theme = theme
        self._side = side
        self._hovered = 0
        self.setRange(0, MOST_STARS)
        self.setPageStep(1)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.setAccessibleName(self.tr("Rating"))
        self.setToolTip(self.tr("Rating: 0 to 5 stars"))
        self.setFixedSize(self.sizeHint())
        theme.changed.connect(self.update)

    def show_rating(self, stars: int) -> None:
        """Show a rating that is known, without telling anybody."""
        self.setValue(stars)

    def sizeHint(self) -> QSize:
        """Five stars side by side."""
        return QSize(MOST_STARS * self._side + (MOST_STARS - 1) * _GAP + 8, self._side + 8)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Lit stars in the accent colour, the others as outlines; what a click would give while hovered."""
        colours = self._theme.colours
        lit = self._hovered or self.value()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.hasFocus():
            painter.setPen(QPen(QColor(colours.accent), 1))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
        for number in range(1, MOST_STARS + 1):
            on = number <= lit and self.isEnabled()
            painter.setPen(QPen(QColor(colours.accent if on else colours.faint), 1.3))
            painter.setBrush(QColor(colours.accent) if on else Qt.BrushStyle.NoBrush)
            painter.drawPolygon(_star(self._centre(number), self._side / 2))
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Rate."""
        if event.button() == Qt.MouseButton.LeftButton:
            stars = self._at(event.position().x())
            self._rate(0 if stars == self.value() else stars)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what a click would give."""
        self._hover(self._at(event.position().x()))

    def mouseReleaseEvent(self, _event: QMouseEvent) -> None:
        """Nothing is dragged here."""

    def leaveEvent(self, event: QEvent) -> None:
        """Show the rating again."""
        super().leaveEvent(event)
        self._hover(0)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Nobody rates by scrolling past."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Arrows as with any slider, and the digits."""
        digit = event.key() - Qt.Key.Key_0
        if 0 <= digit <= MOST_STARS and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._rate(digit)
            return
        before = self.value()
        super().keyPressEvent(event)
        if self.value() != before:
            self.rated.emit(self.value())

    def _rate(self, stars: int) -> None:
        self._hover(0)
        if stars != self.value():
            self.setValue(stars)
            self.rated.emit(stars)

    def _hover(self, stars: int) -> None:
        if stars != self._hovered:
            self._hovered = stars
            self.update()

    def _at(self, x: float) -> int:
        if self.isRightToLeft():
            x = self.width() - x
        return max(1, min(MOST_STARS, int((x - 4 + _GAP / 2) // (self._side + _GAP)) + 1))

    def _centre(self, number: int) -> QPointF:
        x = 4 + (number - 1) * (self._side + _GAP) + self._side / 2
        return QPointF(self.width() - x if self.isRightToLeft() else x, self.height() / 2 + self._side * 0.03)


def _star(centre: QPointF, radius: float) -> QPolygonF:
    points = []
    for number in range(2 * MOST_STARS):
        length = radius if number % 2 == 0 else radius * 0.45
        angle = math.pi * (number / MOST_STARS - 0.5)
        points.append(QPointF(centre.x() + length * math.cos(angle), centre.y() + length * math.sin(angle)))
    return QPolygonF(points)
