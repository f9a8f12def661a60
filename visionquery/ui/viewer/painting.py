"""Paints a picture at any scale within a frame's time: as it is where the pixels fit, else in tiles that are kept.

Main thread. Smooth scaling of a whole view takes 40 ms and more; so what is new is painted coarse at first and smooth
tile by tile, and while a picture is panned its tiles are only moved. Measured on one core at 2560 x 1440: 6 ms as it
is, 8 to 13 ms coarse, 40 to 50 ms smooth.
"""

from __future__ import annotations

import time
from collections.abc import Iterator

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter

from visionquery.ui.viewer.frame import Frame
from visionquery.ui.viewer.placement import Placement

TILE = 256
BUDGET_SECONDS = 0.006
"""Time for new tiles in one frame; the coarse painting beside it takes as long again."""

SQUARES_FROM = 6.0
"""From this scale on the picture's pixels are shown as the squares that they are."""

KEPT_VIEWS = 3
"""Tiles are kept for so many times the view."""


class PicturePainter:
    """Keeps the smooth tiles of the picture that was painted last."""

    def __init__(self) -> None:
        self._tiles: dict[tuple[int, int], QImage] = {}
        self._source: tuple[Frame, int, tuple[int, int]] | None = None

    def forget(self) -> None:
        """Drop the tiles, and the frame that they were made of."""
        self._tiles.clear()
        self._source = None

    def paint(self, painter: QPainter, frame: Frame, placement: Placement, area: QRect, *, smooth: bool) -> bool:
        """Paint what lies in `area`; all in device pixels. Without `smooth` no new tiles are made.

        Returns whether this is final: where it is not, painting again goes on with the tiles.
        """
        left, top = placement.origin
        width, height = placement.size
        seen = area.intersected(QRect(left, top, width, height))
        if seen.isEmpty():
            return True
        image = frame.fitting(width)
        if (image.width(), image.height()) == (width, height):
            painter.drawImage(seen.topLeft(), image, seen.translated(-left, -top))
            return True
        if placement.scale >= SQUARES_FROM and frame.width >= placement.picture[0]:
            self._scale(painter, image, placement, QPoint(left, top), seen)
            return True
        source = (frame, image.width(), (width, height))
        if self._source is None or self._source[0] is not frame or self._source[1:] != source[1:]:
            self.forget()
            self._source = source
        return self._paint_tiles(painter, image, placement, seen, smooth)

    def _paint_tiles(self, painter: QPainter, image: QImage, placement: Placement, seen: QRect, smooth: bool) -> bool:
        corner = QPoint(*placement.origin)
        until = time.perf_counter() + BUDGET_SECONDS
        final = True
        for key, where in _tiles_in(seen.translated(-corner), placement.size):
            tile = self._tiles.pop(key, None)
            if tile is None and smooth and time.perf_counter() < until:
                tile = _smooth_tile(image, placement, where)
            place = where.translated(corner)
            if tile is not None:
                self._tiles[key] = tile  # at the end: the one that was used last goes last
                painter.drawImage(place.topLeft(), tile)
            else:
                final = False
                self._scale(painter, image, placement, corner, place.intersected(seen))
        most = KEPT_VIEWS * (placement.view[0] // TILE + 2) * (placement.view[1] // TILE + 2)
        while len(self._tiles) > most:
            del self._tiles[next(iter(self._tiles))]
        return final

    @staticmethod
    def _scale(painter: QPainter, image: QImage, placement: Placement, corner: QPoint, where: QRect) -> None:
        """Coarse, one pixel for many or many for one."""
        painter.save()
        painter.setClipRect(where)
        painter.drawImage(QRect(corner.x(), corner.y(), *placement.size), image)
        painter.restore()


def _tiles_in(part: QRect, size: tuple[int, int]) -> Iterator[tuple[tuple[int, int], QRect]]:
    """The tiles that this part of the scaled picture touches: their key and place in it."""
    whole = QRect(0, 0, *size)
    for row in range(part.top() // TILE, part.bottom() // TILE + 1):
        for column in range(part.left() // TILE, part.right() // TILE + 1):
            where = QRect(column * TILE, row * TILE, TILE, TILE).intersected(whole)
            yield (column, row), where


def _smooth_tile(image: QImage, placement: Placement, where: QRect) -> QImage:
    tile = QImage(where.size(), QImage.Format.Format_RGB32)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
    # The whole picture through a window: drawing a part of it would leave seams where tiles meet.
    painter.translate(-where.topLeft())
    painter.drawImage(QRect(0, 0, *placement.size), image)
    painter.end()
    return tile
