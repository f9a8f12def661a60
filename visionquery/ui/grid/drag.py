"""Dragging the selected photos to other programs, as files. Main thread; paths are read on a task thread.

Always a copy: nothing that a program does with a drop may take an original away.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote

from PySide6.QtCore import QMimeData, QObject, QPoint, QRectF, Qt, QUrl
from PySide6.QtGui import QColor, QDrag, QFont, QImage, QPainter, QPixmap

from visionquery.domain.photos import Photo
from visionquery.ui import wording
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme

# A program that is given more files at once is more likely to fall over than to be of use.
AT_MOST = 10_000
# Photos in the stack under the pointer, its side, and how far one lies from the next (logical pixels).
STACK, SIDE, STEP = 3, 96, 7


class DragOut(QObject):
    """Listens to the grid and starts drags. `execute` runs one to its end, as `QDrag.exec` does."""

    def __init__(
        self,
        grid: PhotoGrid,
        photos: Callable[[Sequence[int]], Mapping[int, Photo]],
        tasks: TaskRunner,
        theme: Theme,
        execute: Callable[[QDrag], object] | None = None,
    ) -> None:
        super().__init__(grid)
        self._grid = grid
        self._photos = photos
        self._tasks = tasks
        self._theme = theme
        self._execute = execute or (lambda drag: drag.exec(Qt.DropAction.CopyAction, Qt.DropAction.CopyAction))
        grid.drag_wanted.connect(self._read)

    def _read(self) -> None:
        ids = self._grid.selected_ids(AT_MOST)

        def read() -> list[str]:
            photos = self._photos(ids)
            # What lies on a drive that is not there cannot be given away.
            return [photos[each].path for each in ids if each in photos and not photos[each].offline]

        self._tasks.run(read, lambda paths: self._start(ids, paths))

    def _start(self, ids: list[int], paths: list[str]) -> None:
        if not paths or not self._grid.dragging:
            # Let go while the paths were read.
            self._grid.end_drag()
            return
        drag = QDrag(self._grid)
        mime = QMimeData()
        mime.setUrls([file_url(path) for path in paths])
        drag.setMimeData(mime)
        front = self._grid.current_id()
        order = [front, *ids] if front in ids else list(ids)
        pictures = [tile for tile in map(self._grid.tile, dict.fromkeys(order[:200])) if tile is not None]
        drag.setPixmap(self._stack(pictures[: min(STACK, len(paths))], len(paths)))
        drag.setHotSpot(QPoint(SIDE // 2, SIDE // 2))
        self._execute(drag)
        self._grid.end_drag()

    def _stack(self, pictures: Sequence[QImage], count: int) -> QPixmap:
        """The first photos one behind the other, and how many there are."""
        ratio, colours = self._grid.devicePixelRatioF(), self._theme.colours
        side = SIDE + STEP * (STACK - 1) + 10
        stack = QPixmap(round(side * ratio), round(side * ratio))
        stack.setDevicePixelRatio(ratio)
        stack.fill(Qt.GlobalColor.transparent)
        painter = QPainter(stack)
        painter.setRenderHints(QPainter.RenderHint.Antialiasing | QPainter.RenderHint.SmoothPixmapTransform)
        for nth, picture in reversed(list(enumerate(pictures))):
            size = picture.size().scaled(SIDE, SIDE, Qt.AspectRatioMode.KeepAspectRatio)
            left, top = (SIDE - size.width()) / 2 + nth * STEP, (SIDE - size.height()) / 2 + nth * STEP
            painter.setOpacity(0.92 - 0.2 * nth)
            painter.drawImage(QRectF(left, top, size.width(), size.height()), picture)
        painter.setOpacity(1)
        if count > 1:
            font = QFont(self._grid.font())
            font.setPixelSize(12)
            font.setWeight(QFont.Weight.Bold)
            painter.setFont(font)
            words = wording.number(count)
            width = max(22, painter.fontMetrics().horizontalAdvance(words) + 12)
            plate = QRectF(side - width - 1, side - 23, width, 22)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(colours.accent))
            painter.drawRoundedRect(plate, 11, 11)
            painter.setPen(QColor(colours.onAccent))
            painter.drawText(plate, Qt.AlignmentFlag.AlignCenter, words)
        painter.end()
        return stack


def file_url(path: str) -> QUrl:
    """The URL of a file, also where its name is no valid Unicode: then its bytes are what counts."""
    if sys.platform == "win32" or path.isascii():
        return QUrl.fromLocalFile(path)
    return QUrl.fromEncoded(b"file://" + quote(os.fsencode(path)).encode())
