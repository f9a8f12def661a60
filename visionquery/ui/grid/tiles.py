"""Thumbnails made ready to paint: decoded, cut to the cell's shape, scaled and rounded. Runs on the loader's thread.

A tile is painted without scaling, clipping or colour conversion, which is what keeps a frame of a hundred cells
within a few milliseconds (smooth scaling in `paintEvent` costs ten times as much).
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QImageReader, QPainter

# Corner radius of a cell in logical pixels.
RADIUS = 8


def make_tile(jpeg: bytes, size: tuple[int, int], ratio: float) -> QImage | None:
    """A rounded tile of `size` device pixels at device pixel ratio `ratio`; None when the bytes are damaged.

    What of the picture does not fit the shape of the tile is cut off on both sides alike.
    """
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    reader = QImageReader(buffer, b"jpeg")
    whole = reader.size()
    if whole.isEmpty():
        return None
    picture = reader.read()
    if picture.isNull():
        return None
    wanted = QSize(*size)
    part = covering(picture.size(), wanted)
    if part.size() != picture.size():
        picture = picture.copy(part)
    if picture.size() != wanted:
        picture = picture.scaled(
            wanted, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return rounded(picture, RADIUS * ratio, ratio)


def covering(picture: QSize, shape: QSize) -> QRect:
    """The largest part in the middle of `picture` that has the proportions of `shape`."""
    part = shape.scaled(picture, Qt.AspectRatioMode.KeepAspectRatio).expandedTo(QSize(1, 1))
    # A pixel more or less is rounding, and not worth a scaled copy.
    if abs(part.width() - picture.width()) <= 1 and abs(part.height() - picture.height()) <= 1:
        part = picture
    return QRect((picture.width() - part.width()) // 2, (picture.height() - part.height()) // 2, *part.toTuple())


def rounded(picture: QImage, radius: float, ratio: float) -> QImage:
    """The picture with rounded corners, premultiplied, and with its device pixel ratio set."""
    tile = QImage(picture.size(), QImage.Format.Format_ARGB32_Premultiplied)
    tile.fill(Qt.GlobalColor.transparent)
    painter = QPainter(tile)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QBrush(picture))
    painter.drawRoundedRect(QRectF(0, 0, picture.width(), picture.height()), radius, radius)
    painter.end()
    tile.setDevicePixelRatio(ratio)
    return tile
