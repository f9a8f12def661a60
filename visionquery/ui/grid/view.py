"""The photo grid: thumbnails, painting and input on top of `CellView`. Main thread.

It never reads files: `ThumbnailLoader` brings what it asks for, and until then the cell shows what it showed last.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace

from PySide6.QtCore import QEvent, QItemSelection, QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QContextMenuEvent, QImage, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QWidget

from visionquery.ui.grid.cache import ByteLru
from visionquery.ui.grid.cells import RING, CellView, runs_of
from visionquery.ui.grid.delegate import CellPainter, CellState
from visionquery.ui.grid.model import Index, PhotoModel
from visionquery.ui.grid.refresh import Refresh
from visionquery.ui.grid.thumbnails import LoadedPhoto, ThumbnailLoader

# Tiles are kept for about four screens, within these bounds (bytes).
CACHE_BOUNDS = (48 << 20, 256 << 20)


@dataclass(frozen=True, slots=True)
class _Tile:
    image: QImage | None
    side: int
    content_hash: bytes | None
    fresh: bool = True


class PhotoGrid(CellView):
    """Emits `opened` on Enter and double click, `typed` for letters, `zoomed` for Ctrl+wheel (steps)."""

    opened = Signal()
    typed = Signal(str)
    zoomed = Signal(int)
    menu_wanted = Signal(QPoint)
    selection_changed = Signal()

    def __init__(
        self, model: PhotoModel, loader: ThumbnailLoader, painter: CellPainter, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._photos = model
        self._loader = loader
        self._painter = painter
        self._tiles: ByteLru[int, _Tile] = ByteLru(CACHE_BOUNDS[0])
        self._second_title = ""
        self._hovered = -1
        self._band = QRect()
        self._press = QPoint()
        self._backward = False
        self._last_top = 0
        self._asking = QTimer(self, singleShot=True, interval=8)
        self._asking.timeout.connect(self._ask)
        loader.loaded.connect(self._arrived)
        self.setModel(model)
        self.setAccessibleName(self.tr("Photos"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.activated.connect(lambda _: self.opened.emit())

    def restyle(self) -> None:
        """The theme or the screen changed."""
        self._painter.restyle(self.font(), self.devicePixelRatioF())
        self.viewport().update()

    def divide(self, row: int, title: str) -> None:
        """Put a title above the photos from this row on; 0 for no division."""
        self._second_title = title
        if row != self.cells.split:
            self.set_split(row)

    def show_ids(self, refresh: Refresh) -> None:
        """Show another list with its place; the photos that were in sight and are still there stay where they are."""
        if refresh.same:
            return
        # Counted from where the anchor was, so that scrolling since `before` was taken is kept too.
        anchor = refresh.before.anchor
        offset = self.verticalOffset() - self.cells.rect(anchor).top() if anchor >= 0 else 0
        self._photos.set_ids(refresh.ids)
        self.updateGeometries()
        self.restore(refresh.place, offset)
        self._hovered = -1
        self.selection_changed.emit()

    def refresh_photos(self, photo_ids: Iterable[int] | None) -> None:
        """These photos changed in the library (None: any may have); what is in sight is read anew."""
        for photo_id in list(self._tiles) if photo_ids is None else photo_ids:
            tile = self._tiles.peek(photo_id)
            if tile is not None and tile.fresh:
                self._tiles.amend(photo_id, replace(tile, fresh=False))
        self._asking.start(8 if photo_ids is not None else 200)

    def selected_ids(self, limit: int = 10_000) -> list[int]:
        """Ids of the selected photos in the order they are shown, at most `limit`."""
        ids: list[int] = []
        for first, last in sorted(self.place().selected):
            ids.extend(self._photos.ids[first : min(last + 1, first + limit - len(ids))].tolist())
        return ids

    def selected_count(self) -> int:
        """How many photos are selected."""
        return sum(last - first + 1 for first, last in self.place().selected)

    def current_id(self) -> int | None:
        """The photo that keyboard commands mean."""
        index = self.currentIndex()
        return self._photos.photo_id(index.row()) if index.isValid() else None

    def tile(self, photo_id: int) -> QImage | None:
        """The tile of a photo, if it is loaded."""
        kept = self._tiles.peek(photo_id)
        return kept.image if kept is not None else None

    # Thumbnails

    def layout_changed(self) -> None:
        """Ask for the cells that came into sight."""
        self._hovered = -1
        if not self._asking.isActive():
            self._asking.start(8)

    def _ask(self) -> None:
        ratio = self.devicePixelRatioF()
        side = round(self.cells.side * ratio)
        visible = self.visible_rows()
        top = self.verticalOffset()
        if top != self._last_top:
            self._backward, self._last_top = top < self._last_top, top
        ahead = range(visible.stop, min(visible.stop + len(visible), self.cells.count))
        behind = range(max(0, visible.start - len(visible)), visible.start)
        # What is in sight, then one screen more in the direction of travel.
        rows = [*visible, *(reversed(behind) if self._backward else ahead)]
        screen = self.viewport().width() * self.viewport().height() * ratio**2 * 4
        self._tiles.budget = min(max(CACHE_BOUNDS[0], int(screen * 4)), CACHE_BOUNDS[1])
        wanted: list[int] = []
        held: dict[int, bytes] = {}
        for photo_id in (self._photos.photo_id(row) for row in rows):
            tile = self._tiles.get(photo_id)
            if tile is not None and tile.fresh and tile.side == side and self._photos.known(photo_id) is not None:
                continue
            wanted.append(photo_id)
            if tile is not None and tile.side == side and tile.content_hash is not None and tile.image is not None:
                held[photo_id] = tile.content_hash
        self._loader.want(wanted, side, ratio, held)

    def _arrived(self, batch: list[LoadedPhoto]) -> None:
        for item in batch:
            old = self._tiles.peek(item.photo_id)
            content = item.photo.content_hash if item.photo is not None else None
            if item.unchanged and old is not None:
                self._tiles.amend(item.photo_id, replace(old, fresh=True))
                continue
            # A photo that waits to be read again keeps its old picture meanwhile.
            image = item.tile if item.tile is not None or old is None or content is not None else old.image
            cost = image.sizeInBytes() if image is not None else 256
            self._tiles.put(item.photo_id, _Tile(image, item.side, content), cost)
        arrived = {item.photo_id for item in batch}
        rows = [row for row in self.visible_rows() if self._photos.photo_id(row) in arrived]
        self._photos.remember((item.photo for item in batch if item.photo is not None), rows)
        for row in rows:
            self._repaint(row)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that the event's region touches."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.fillRect(event.rect(), self._painter.ground)
        top = self.verticalOffset()
        area = event.rect().translated(0, top)
        chosen = runs_of(self.selectionModel().selection())
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in self.cells.rows_between(area.top() - RING, area.bottom() + 1 + RING):
            rect = self.cells.rect(row)
            if not rect.adjusted(-RING, -RING, RING, RING).intersects(area):
                continue
            photo_id = self._photos.photo_id(row)
            tile = self._tiles.get(photo_id)
            state = CellState(
                selected=any(first <= row <= last for first, last in chosen),
                hovered=row == self._hovered,
                focused=row == current,
            )
            image = tile.image if tile is not None else None
            self._painter.paint(painter, rect.translated(0, -top), image, self._photos.known(photo_id), state)
        title = self.cells.title
        if title is not None and title.intersects(area):
            self._painter.paint_title(painter, title.translated(0, -top), self._second_title)
        if not self._band.isNull() and self.state() == QAbstractItemView.State.DragSelectingState:
            self._painter.paint_band(painter, self._band.translated(0, -top))
        painter.end()

    def _repaint(self, row: int) -> None:
        if row >= 0:
            rect = self.cells.rect(row).translated(0, -self.verticalOffset())
            self.viewport().update(rect.adjusted(-RING, -RING, RING, RING))

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._repaint(self._hovered)
            self._hovered = row
            self._repaint(row)

    # Input

    def selectionChanged(self, selected: QItemSelection, deselected: QItemSelection) -> None:
        """Tell the window."""
        super().selectionChanged(selected, deselected)
        self.selection_changed.emit()

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Bring the current photo into sight and move its ring."""
        super().currentChanged(current, previous)
        self._repaint(previous.row())
        self._repaint(current.row())

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Begin a rubber band, besides what Qt does."""
        self._press = event.position().toPoint() + QPoint(0, self.verticalOffset())
        self._band = QRect()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow with hover or rubber band."""
        super().mouseMoveEvent(event)
        point = event.position().toPoint()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            self._band = QRect(self._press, point + QPoint(0, self.verticalOffset())).normalized()
            self.viewport().update()
        self._hover(self.indexAt(point).row())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """End the rubber band."""
        super().mouseReleaseEvent(event)
        if not self._band.isNull():
            self._band = QRect()
            self.viewport().update()

    def leaveEvent(self, event: QEvent) -> None:
        """No cell is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms; everything else scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            steps = event.angleDelta().y()
            if steps:
                self.zoomed.emit(1 if steps > 0 else -1)
            event.accept()
        else:
            super().wheelEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """At the pointer, or on the current photo when the menu key asks."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
            point = self.visualRect(self.currentIndex()).center()
        else:
            point = event.pos()
        if self.indexAt(point).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(point))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter opens on every system (Qt edits on macOS); the rest is Qt's."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and self.currentIndex().isValid():
            self.opened.emit()
        else:
            super().keyPressEvent(event)

    def keyboardSearch(self, search: str) -> None:
        """Letters go to the search box."""
        self.typed.emit(search)
