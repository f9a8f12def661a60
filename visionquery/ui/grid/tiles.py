"""Thumbnails made ready to paint: decoded, cut square, scaled to the cell and rounded. Runs on the loader's thread.

A tile is painted without scaling, clipping or colour conversion, which is what keeps a frame of a hundred cells
within a few milliseconds (smooth scaling in `paintEvent` costs ten times as much).
"""

from __future__ import annotations

from PySide6.QtCore import QBuffer, QByteArray, QRectF, QSize, Qt
from PySide6.QtGui import QBrush, QImage, QImageReader, QPainter

# Corner radius of a cell in logical pixels.
RADIUS = 8


def make_tile(jpeg: bytes, side: int, ratio: float) -> QImage | None:
    """A square, rounded tile of `side` device pixels at device pixel ratio `ratio`; None when the bytes are damaged."""
    buffer = QBuffer()
    buffer.setData(QByteArray(jpeg))
    reader = QImageReader(buffer, b"jpeg")
    size = reader.size()
    if size.isEmpty():
        return None
    short = min(size.width(), size.height())
    picture = reader.read()
    if picture.isNull():
        return None
    left, top = (picture.width() - short) // 2, (picture.height() - short) // 2
    square = picture.copy(left, top, short, short)
    if side != short:
        square = square.scaled(
            QSize(side, side), Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    return rounded(square, RADIUS * ratio, ratio)


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
