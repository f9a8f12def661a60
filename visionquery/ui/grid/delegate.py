"""Paints one cell: the tile or its placeholder, badges, hover and selection. Main thread.

Not a `QStyledItemDelegate`: option structures and model look-ups per cell would cost more than the pixels do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QGuiApplication,
    QImage,
    QLinearGradient,
    QPainter,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QStyle

from visionquery.domain.photos import Photo, PhotoState
from visionquery.ui.grid.model import shown_path
from visionquery.ui.grid.tiles import RADIUS
from visionquery.ui.theme import Theme

_BADGE = 22


@dataclass(frozen=True, slots=True)
class CellState:
    """How the cell stands with the person."""

    selected: bool = False
    hovered: bool = False
    focused: bool = False


class CellPainter:
    """Colours, pens and icons made once for a scheme, used for every cell."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self.ground = QColor()
        self._placeholder = QColor()
        self._quiet = QColor()
        self._ring = QPen()
        self._focus = QPen()
        self._icons: dict[str, QPixmap] = {}
        self._font = QFont()

    def restyle(self, font: QFont, ratio: float) -> None:
        """Take over the theme's colours and the device pixel ratio."""
        colours = self._theme.colours
        self.ground = QColor(colours.window)
        self._placeholder = QColor(colours.placeholder)
        self._quiet = QColor(colours.quiet)
        self._ring = QPen(QColor(colours.accent), 3)
        self._focus = QPen(QColor(colours.lineStrong), 2)
        self._font = QFont(font)
        self._font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        self._icons = {
            "failed": self._theme.icon("warning", "warning").pixmap(QSize(24, 24), ratio),
            "pending": self._theme.icon("photos", "faint").pixmap(QSize(24, 24), ratio),
            "offline": self._theme.icon("offline", "onAccent", 16).pixmap(QSize(16, 16), ratio),
            "selected": self._theme.icon("check", "onAccent", 16).pixmap(QSize(16, 16), ratio),
        }

    def paint(self, painter: QPainter, rect: QRect, tile: QImage | None, photo: Photo | None, state: CellState) -> None:
        """Paint the cell at `rect`; the ground was filled before."""
        if tile is None:
            self._paint_placeholder(painter, rect, photo)
        elif tile.deviceIndependentSize().toSize() == rect.size():
            painter.drawImage(rect.topLeft(), tile)
        else:
            # Only until the tile of the new size arrives.
            painter.drawImage(rect, tile)
        if photo is not None:
            if state.hovered:
                self._paint_name(painter, rect, photo)
            if photo.offline:
                self._paint_badge(painter, rect.right() - _BADGE - 5, rect.top() + 6, "offline", QColor(0, 0, 0, 150))
        if state.selected or state.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._ring if state.selected else self._focus)
            painter.drawRoundedRect(QRectF(rect).adjusted(-3, -3, 3, 3), RADIUS + 3, RADIUS + 3)
        if state.selected:
            self._paint_badge(painter, rect.left() + 6, rect.top() + 6, "selected", self._ring.color())

    def paint_title(self, painter: QPainter, rect: QRect, title: str) -> None:
        """Paint the words between the two parts of the grid."""
        font = QFont(self._font)
        font.setPointSizeF(self._font.pointSizeF() + 1.5)
        font.setWeight(QFont.Weight.DemiBold)
        painter.setFont(font)
        painter.setPen(self._quiet)
        room = rect.adjusted(0, 0, 0, -10)
        align = QStyle.visualAlignment(
            QGuiApplication.layoutDirection(), Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom
        )
        painter.drawText(room, align, title)

    def paint_band(self, painter: QPainter, rect: QRect) -> None:
        """Paint the rubber band."""
        fill = QColor(self._ring.color())
        fill.setAlpha(40)
        painter.setPen(QPen(self._ring.color(), 1))
        painter.setBrush(fill)
        painter.drawRoundedRect(QRectF(rect), 4, 4)

    def _paint_placeholder(self, painter: QPainter, rect: QRect, photo: Photo | None) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._placeholder)
        painter.drawRoundedRect(rect, RADIUS, RADIUS)
        if photo is None:
            return
        icon = self._icons["failed" if photo.state is PhotoState.FAILED else "pending"]
        side = round(icon.deviceIndependentSize().width())
        painter.drawPixmap(rect.center().x() - side // 2, rect.center().y() - side // 2, icon)

    def _paint_name(self, painter: QPainter, rect: QRect, photo: Photo) -> None:
        band = QRectF(rect)
        shade = QLinearGradient(band.topLeft(), band.bottomLeft())
        shade.setColorAt(0.55, QColor(0, 0, 0, 0))
        shade.setColorAt(1.0, QColor(0, 0, 0, 170))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QBrush(shade))
        painter.drawRoundedRect(band, RADIUS, RADIUS)
        painter.setFont(self._font)
        painter.setPen(QColor(255, 255, 255))
        room = rect.adjusted(9, 0, -9, -8)
        name = QFontMetrics(self._font).elidedText(
            shown_path(PurePath(photo.path).name), Qt.TextElideMode.ElideMiddle, room.width()
        )
        painter.drawText(room, Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading, name)

    def _paint_badge(self, painter: QPainter, x: int, y: int, icon: str, ground: QColor) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(ground)
        painter.drawEllipse(QPointF(x + _BADGE / 2, y + _BADGE / 2), _BADGE / 2, _BADGE / 2)
        painter.drawPixmap(x + (_BADGE - 16) // 2, y + (_BADGE - 16) // 2, self._icons[icon])
