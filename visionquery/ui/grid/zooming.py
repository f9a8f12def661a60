"""Zoom by wheel and pinch, about the photo under the pointer. Main thread."""

from __future__ import annotations

import sys
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPoint, QPointF, Qt, Signal
from PySide6.QtGui import QNativeGestureEvent, QWheelEvent
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QWidget

from visionquery.ui.grid.justified import Aspects
from visionquery.ui.grid.layout import Sections
from visionquery.ui.grid.model import PhotoModel
from visionquery.ui.grid.pointer import PointerView
from visionquery.ui.grid.refresh import Ids

# What a wheel turns in one step, in eighths of a degree.
STEP = 120


class ZoomingView(PointerView):
    """Emits `zoomed(steps)` for Ctrl+wheel and `size_wanted(cell size)` for a pinch.

    Who listens answers with `set_cell_size`, at once or later; at once, the photo under the pointer stays there.
    """

    zoomed = Signal(int)
    size_wanted = Signal(int)

    def __init__(self, model: PhotoModel, aspects: Callable[[Ids], Aspects], parent: QWidget | None = None) -> None:
        super().__init__(model, aspects, parent)
        self._focus: QPoint | None = None
        self._turned = 0
        # The size that a pinch has come to, finer than the whole pixels that are asked for.
        self._pinched = 0.0
        if sys.platform != "darwin":
            # There a pinch comes as a native gesture, and once is enough.
            self.viewport().grabGesture(Qt.GestureType.PinchGesture)

    def set_cell_size(self, size: int) -> None:
        """Zoom: the size of a cell in logical pixels, before stretching. Headings may become finer with it."""
        self.arrange(size=size, sections=self.sections_for(size), focus=self._focus)

    def sections_for(self, size: int) -> Sections | None:  # noqa: ARG002 - for those who have finer ones.
        """The sections of another cell size, None where they stay."""
        return None

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Ctrl zooms; everything else scrolls."""
        if event.modifiers() & Qt.KeyboardModifier.ControlModifier:
            # Touchpads and fine wheels tell parts of a step.
            if self._turned * event.angleDelta().y() < 0:
                self._turned = 0
            self._turned += event.angleDelta().y()
            steps = int(self._turned / STEP)
            if steps:
                self._turned -= steps * STEP
                self._zoom_at(event.position(), lambda: self.zoomed.emit(steps))
            event.accept()
        else:
            super().wheelEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        """Pinches, of touchpads (native) and of touch screens."""
        kinds = Qt.NativeGestureType
        if isinstance(event, QNativeGestureEvent):
            if event.gestureType() == kinds.BeginNativeGesture:
                self._pinched = 0.0
            elif event.gestureType() == kinds.ZoomNativeGesture:
                self._pinch(1.0 + event.value(), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                if pinch.state() == Qt.GestureState.GestureStarted:
                    self._pinched = 0.0
                middle = self.viewport().mapFromGlobal(pinch.centerPoint())
                self._pinch(pinch.scaleFactor(), middle)
                event.accept(pinch)
                return True
        return super().viewportEvent(event)

    def _pinch(self, factor: float, point: QPointF) -> None:
        size = self.cells.frame.wanted
        if abs(self._pinched - size) > 1:
            self._pinched = size
        self._pinched *= max(0.5, min(2.0, factor))
        if round(self._pinched) != size:
            self._zoom_at(point, lambda: self.size_wanted.emit(round(self._pinched)))

    def _zoom_at(self, point: QPointF, zoom: Callable[[], None]) -> None:
        self._focus = point.toPoint()
        try:
            zoom()
        finally:
            self._focus = None
