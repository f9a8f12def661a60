"""Paints one cell: the tile or its placeholder, badges, hover and selection. Main thread.

Not a `QStyledItemDelegate`: option structures and model look-ups per cell would cost more than the pixels do.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import PurePath

from PySide6.QtCore import QRect, QRectF, QSize, Qt
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QFontMetrics,
    QImage,
    QLinearGradient,
    QPainter,
    QPen,
    QPixmap,
)

from visionquery.domain.photos import Photo, PhotoState
from visionquery.ui.grid.badges import BadgeStrips
from visionquery.ui.grid.model import shown_path
from visionquery.ui.grid.tiles import RADIUS, covering
from visionquery.ui.theme import Theme

# Side of the mark of a selected photo, and how far marks stand from the cell's corner.
_CHECK, _INSET = 22, 6


@dataclass(frozen=True, slots=True)
class CellState:
    """How the cell stands with the person."""

    selected: bool = False
    hovered: bool = False
    focused: bool = False


class CellPainter:
    """Colours, pens and icons made once for a scheme, used for every cell."""

    def __init__(self, theme: Theme) -> None:
        self.theme = theme
        self.ground = QColor()
        self._placeholder = QColor()
        self._quiet = QColor()
        self._ring = QPen()
        self._focus = QPen()
        self._icons: dict[str, QPixmap] = {}
        self._font = QFont()
        self._title_font = QFont()
        self._words = QColor()
        self._badges = BadgeStrips(theme)

    def restyle(self, font: QFont, ratio: float) -> None:
        """Take over the theme's colours and the device pixel ratio."""
        colours = self.theme.colours
        self.ground = QColor(colours.window)
        self._placeholder = QColor(colours.placeholder)
        self._quiet = QColor(colours.quiet)
        self._ring = QPen(QColor(colours.accent), 3)
        self._focus = QPen(QColor(colours.lineStrong), 2)
        self._font = QFont(font)
        self._font.setPointSizeF(max(7.0, font.pointSizeF() - 1))
        self._title_font = QFont(font)
        self._title_font.setPointSizeF(font.pointSizeF() + 1.5)
        self._title_font.setWeight(QFont.Weight.DemiBold)
        self._words = QColor(colours.text)
        self._badges.restyle(font, ratio)
        self._icons = {
            "failed": self.theme.icon("warning", "warning").pixmap(QSize(24, 24), ratio),
            "pending": self.theme.icon("photos", "faint").pixmap(QSize(24, 24), ratio),
            "selected": self.theme.icon("check", "onAccent", 16).pixmap(QSize(16, 16), ratio),
        }

    def paint(self, painter: QPainter, rect: QRect, tile: QImage | None, photo: Photo | None, state: CellState) -> None:
        """Paint the cell at `rect`; the ground was filled before."""
        if tile is None:
            self._paint_placeholder(painter, rect, photo)
        elif tile.deviceIndependentSize().toSize() == rect.size():
            painter.drawImage(rect.topLeft(), tile)
        else:
            # Only until the tile of the new size arrives.
            painter.drawImage(rect, tile, covering(tile.size(), rect.size()))
        if photo is not None:
            if state.hovered:
                self._paint_name(painter, rect, photo)
            self._paint_badges(painter, rect, photo, selected=state.selected)
        if state.selected or state.focused:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._ring if state.selected else self._focus)
            painter.drawRoundedRect(QRectF(rect).adjusted(-3, -3, 3, 3), RADIUS + 3, RADIUS + 3)
        if state.selected:
            left = rect.right() - _CHECK - _INSET + 1 if _mirrored(painter) else rect.left() + _INSET
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(self._ring.color())
            painter.drawEllipse(QRectF(left, rect.top() + _INSET, _CHECK, _CHECK))
            inset = (_CHECK - 16) // 2
            painter.drawPixmap(left + inset, rect.top() + _INSET + inset, self._icons["selected"])

    @property
    def band(self) -> int:
        """Height that a heading needs."""
        return max(44, round(QFontMetrics(self._title_font).height() * 1.1) + 26)

    def paint_heading(self, painter: QPainter, rect: QRect, title: str, count: str) -> None:
        """Paint the words above a section: what it is, and quietly how many."""
        room = rect.adjusted(0, 0, 0, -11)
        align = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignBottom
        metrics = QFontMetrics(self._title_font)
        title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room.width())
        painter.setFont(self._title_font)
        painter.setPen(self._words)
        painter.drawText(room, align, title)
        used = metrics.horizontalAdvance(title) + 10
        if QFontMetrics(self._font).horizontalAdvance(count) + used > room.width():
            return
        painter.setFont(self._font)
        painter.setPen(self._quiet)
        beside = room.adjusted(0, 0, -used, 0) if _mirrored(painter) else room.adjusted(used, 0, 0, 0)
        painter.drawText(beside.adjusted(0, 0, 0, -1), align, count)

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
        # Letters may reach a pixel below what their font says.
        below = Qt.AlignmentFlag.AlignBottom | Qt.AlignmentFlag.AlignLeading | Qt.TextFlag.TextDontClip
        painter.drawText(room, below, name)

    def _paint_badges(self, painter: QPainter, rect: QRect, photo: Photo, *, selected: bool) -> None:
        strip = self._badges.strip(photo, rect.width() - 2 * _INSET - (_CHECK + _INSET if selected else 0))
        if strip is not None:
            width = round(strip.deviceIndependentSize().width())
            left = rect.left() + _INSET if _mirrored(painter) else rect.right() + 1 - _INSET - width
            painter.drawPixmap(left, rect.top() + _INSET, strip)


def _mirrored(painter: QPainter) -> bool:
    return painter.layoutDirection() == Qt.LayoutDirection.RightToLeft
