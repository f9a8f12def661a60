"""Selecting photos by mouse: clicks, runs, the rubber band, and where a drag begins. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from enum import Enum

from PySide6.QtCore import QPoint, QRect, Qt, QTimer, Signal
from PySide6.QtGui import QMouseEvent
from PySide6.QtWidgets import QApplication, QWidget

from visionquery.ui.grid.justified import Aspects
from visionquery.ui.grid.layout import Sections
from visionquery.ui.grid.model import PhotoModel
from visionquery.ui.grid.picking import PickingView
from visionquery.ui.grid.refresh import Ids, Mask, Place

Modifier = Qt.KeyboardModifier
# A rubber band this near to the edge (pixels) scrolls, the faster the farther outside it is.
EDGE = 24
_SCROLL_MS = 16


class _Gesture(Enum):
    """What the pressed mouse button may become, or is."""

    NONE = 0
    ON_PHOTO = 1
    ON_GROUND = 2
    BAND = 3
    DRAG = 4


class PointerView(PickingView):
    """Emits `viewer_wanted` on a double click too, and `drag_wanted` when the selected photos are dragged away.

    A press on a photo may become a drag of what is selected, one between photos becomes a rubber band.
    """

    drag_wanted = Signal()

    def __init__(self, model: PhotoModel, aspects: Callable[[Ids], Aspects], parent: QWidget | None = None) -> None:
        super().__init__(model, aspects, parent)
        self._gesture = _Gesture.NONE
        # Where the button went down, in pixels of the content; there and now in the viewport.
        self._press = QPoint()
        self._pressed_at = QPoint()
        self._pointer = QPoint()
        self._press_row = -1
        self._pending_click = False
        self._base: Mask | None = None
        self._flip = False
        self.band = QRect()
        self._scrolling = QTimer(self, interval=_SCROLL_MS)
        self._scrolling.timeout.connect(self._scroll_band)

    @property
    def dragging(self) -> bool:
        """Whether the button that began a drag (see `drag_wanted`) is still down, as far as this view was told."""
        return self._gesture is _Gesture.DRAG

    def end_drag(self) -> None:
        """The drag is over; its end is told to whoever ran it, not to this view."""
        self._end_gesture()

    def put_with_place(self, ids: Ids, sections: Sections, place: Place, offset: int) -> None:
        """Show other photos; what the pointer began among them is over."""
        if self._gesture is not _Gesture.DRAG:
            self._end_gesture()
        super().put_with_place(ids, sections, place, offset)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Select, and begin what may become a rubber band or a drag. Nothing scrolls under the pointer."""
        self._end_gesture()
        point = event.position().toPoint()
        row = self.indexAt(point).row()
        if event.button() == Qt.MouseButton.RightButton:
            if row >= 0 and row not in self.selection:
                self.go_to(row, scroll=False)
            elif row >= 0:
                self.go_to(row, select=False, scroll=False)
            elif self.selection.count:
                self.clear_selection()
            return
        if event.button() != Qt.MouseButton.LeftButton:
            event.ignore()
            return
        self._press, self._pressed_at, self._press_row = point + QPoint(0, self.verticalOffset()), point, row
        extend = bool(event.modifiers() & Modifier.ShiftModifier)
        self._flip = bool(event.modifiers() & Modifier.ControlModifier)
        if row < 0:
            self._gesture = _Gesture.ON_GROUND
            self._base = self.selection.snapshot() if extend or self._flip else None
            if not (extend or self._flip):
                self.clear_selection()
            return
        self._gesture = _Gesture.ON_PHOTO
        if extend:
            pivot = self._pivot if self._pivot >= 0 else row
            self.go_to(row, select=False, scroll=False)
            self._pivot = pivot
            self.selection.run(pivot, row, add=self._flip)
            self._selected()
        elif row in self.selection:
            # A drag keeps the selection; only a click changes it, which is known at the release.
            self._pending_click = True
            self.go_to(row, select=False, scroll=False)
        elif self._flip:
            self.go_to(row, select=False, scroll=False)
            self.selection.toggle(row)
            self._selected()
        else:
            self.go_to(row, scroll=False)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Follow with the rubber band, or begin to drag."""
        if self._gesture in (_Gesture.NONE, _Gesture.DRAG):
            return
        point = self._pointer = event.position().toPoint()
        moved = (point - self._pressed_at).manhattanLength()
        if self._gesture is not _Gesture.BAND and moved < QApplication.startDragDistance():
            return
        if self._gesture is _Gesture.ON_PHOTO:
            if self._press_row in self.selection:
                self._end_gesture()
                self._gesture = _Gesture.DRAG
                self.drag_wanted.emit()
            return
        self._gesture = _Gesture.BAND
        outside = point.y() < EDGE or point.y() > self.viewport().height() - EDGE
        if outside != self._scrolling.isActive():
            (self._scrolling.start if outside else self._scrolling.stop)()
        self._draw_band(point)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """A click on what was selected already takes effect now."""
        if event.button() != Qt.MouseButton.LeftButton:
            return
        if self._pending_click and self._gesture is _Gesture.ON_PHOTO:
            if self._flip:
                self.selection.toggle(self._press_row)
            else:
                self.selection.only(self._press_row)
            self._selected()
        self._end_gesture()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Show the photo large."""
        row = self.indexAt(event.position().toPoint()).row()
        if event.button() == Qt.MouseButton.LeftButton and row >= 0 and not event.modifiers():
            self._end_gesture()
            self.viewer_wanted.emit(self._photos.photo_id(row))
        else:
            self.mousePressEvent(event)

    def _draw_band(self, point: QPoint) -> None:
        top = self.verticalOffset()
        inside = QPoint(
            max(0, min(self.viewport().width(), point.x())), max(0, min(self.cells.height, point.y() + top))
        )
        self.band = QRect(self._press, inside).normalized()
        self.selection.combine(self._base, self.cells.rows_in(self.band), flip=self._flip)
        self._selected()

    def _scroll_band(self) -> None:
        point = self._pointer
        height = self.viewport().height()
        beyond = point.y() - EDGE if point.y() < EDGE else max(0, point.y() - (height - EDGE))
        bar = self.verticalScrollBar()
        before = bar.value()
        bar.setValue(before + max(-120, min(120, beyond)))
        if bar.value() != before:
            self._draw_band(point)

    def _end_gesture(self) -> None:
        self._gesture = _Gesture.NONE
        self._pending_click = False
        self._base = None
        self._scrolling.stop()
        if not self.band.isNull():
            self.band = QRect()
            self.viewport().update()
