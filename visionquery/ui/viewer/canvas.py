"""The surface that a picture is seen on: paints it, and zooms and pans by wheel, drag, pinch and double click.

Main thread. Works in device pixels throughout, so that at 1:1 a pixel of the picture is a pixel of the screen.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt, QTimer, Signal
from PySide6.QtGui import (
    QColor,
    QContextMenuEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGestureEvent, QPinchGesture, QSizePolicy, QWidget

from visionquery.ui.viewer.frame import Frame
from visionquery.ui.viewer.painting import PicturePainter
from visionquery.ui.viewer.placement import Placement, placed

WHEEL_STEP = 1.2
"""Zoom for one notch of a wheel."""

KEY_STEP = 1.5
FIT_ENLARGES = 2.0
"""Fitting shows a small picture up to this many times as large as it is, in logical pixels."""

SETTLE_MS = 90
"""After the last step of a zoom the smooth tiles are made; before, they would be made for nothing."""


class Canvas(QWidget):
    """Emits `zoomed` when the scale changed, `stretched` when the view has another size, `turned(step)` for the side
    buttons of a mouse, and `menu_wanted(global point)`."""

    zoomed = Signal()
    stretched = Signal()
    turned = Signal(int)
    menu_wanted = Signal(QPoint)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._ground = QColor(0, 0, 0)
        self._painter = PicturePainter()
        self._frame: Frame | None = None
        self._placement: Placement | None = None
        self._grabbed: QPointF | None = None
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self.update)
        self._refining = QTimer(self, singleShot=True, interval=0)
        self._refining.timeout.connect(self.update)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMouseTracking(True)
        self.grabGesture(Qt.GestureType.PinchGesture)

    def restyle(self, ground: QColor) -> None:
        """The colour around the picture."""
        self._ground = ground
        self.update()

    @property
    def view(self) -> tuple[int, int]:
        """The size in device pixels."""
        ratio = self.devicePixelRatioF()
        return max(1, round(self.width() * ratio)), max(1, round(self.height() * ratio))

    @property
    def placement(self) -> Placement | None:
        """Where the picture stands, None where there is none."""
        return self._placement

    @property
    def frame_shown(self) -> Frame | None:
        """The pixels that are painted."""
        return self._frame

    def clear(self) -> None:
        """Show nothing, and hold no pixels."""
        self._frame = self._placement = None
        self._painter.forget()
        self._follow_pointer()
        self.update()

    def show_frame(self, frame: Frame, size: tuple[int, int], *, anew: bool) -> None:
        """Show a picture that is `size` pixels in full.

        Fitted where it is another one (`anew`); else with the same part in sight, only sharper.
        """
        old = self._placement
        if anew or old is None:
            self._placement = placed(size, self.view, self._most())
        elif old.picture != size:
            # The library knew another size, or none: the same part of the picture stays in the middle.
            again = placed(size, self.view, self._most())
            share = (old.centre[0] / old.picture[0] * size[0], old.centre[1] / old.picture[1] * size[1])
            scale = old.scale * old.picture[0] / size[0]
            self._placement = (
                again
                if old.fitted
                else again.zoomed(scale).panned(
                    (again.centre[0] - share[0]) * scale, (again.centre[1] - share[1]) * scale
                )
            )
        self._frame = frame
        self._follow_pointer()
        self.update()

    # Zoom and pan

    def fit(self) -> None:
        """The whole picture."""
        if self._placement is not None:
            self._put(self._placement.fit())

    def actual_size(self, at: QPointF | None = None) -> None:
        """One pixel of the picture for each of the screen."""
        self.zoom_to(1.0, at)

    def toggle_size(self, at: QPointF | None = None) -> None:
        """Between the whole picture and 1:1."""
        if self._placement is None:
            return
        if self._placement.fitted and abs(self._placement.scale - 1.0) > 1e-6:
            self.actual_size(at)
        else:
            self.fit()

    def zoom_by(self, factor: float, at: QPointF | None = None) -> None:
        """Closer or farther, with the point under `at` (logical pixels) staying; passes no step of 1:1."""
        if self._placement is not None:
            scale = self._placement.scale * factor
            if min(scale, self._placement.scale) < 0.999 and max(scale, self._placement.scale) > 1.001:
                scale = 1.0
            self.zoom_to(scale, at)

    def zoom_to(self, scale: float, at: QPointF | None = None) -> None:
        """To so many device pixels for each pixel of the picture."""
        if self._placement is not None:
            ratio = self.devicePixelRatioF()
            point = (at.x() * ratio, at.y() * ratio) if at is not None else None
            self._put(self._placement.zoomed(scale, point))

    def pan(self, right: float, down: float) -> None:
        """Move the picture by logical pixels."""
        if self._placement is not None:
            ratio = self.devicePixelRatioF()
            self._placement = self._placement.panned(right * ratio, down * ratio)
            self.update()

    def _put(self, placement: Placement) -> None:
        if placement == self._placement:
            return
        self._placement = placement
        self._settling.start()
        self._follow_pointer()
        self.update()
        self.zoomed.emit()

    def _most(self) -> float:
        return FIT_ENLARGES * self.devicePixelRatioF()

    def _follow_pointer(self) -> None:
        movable = self._placement is not None and self._placement.larger_than_view
        if self._grabbed is not None and movable:
            self.setCursor(Qt.CursorShape.ClosedHandCursor)
        elif movable:
            self.setCursor(Qt.CursorShape.OpenHandCursor)
        else:
            self.unsetCursor()

    # Events

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The picture, and the ground around it."""
        ratio = self.devicePixelRatioF()
        painter = QPainter(self)
        painter.scale(1 / ratio, 1 / ratio)
        whole = QRect(0, 0, *self.view)
        if self._frame is None or self._placement is None:
            painter.fillRect(whole, self._ground)
            painter.end()
            return
        left, top = self._placement.origin
        picture = QRect(left, top, *self._placement.size)
        if not picture.contains(whole):
            for band in (
                QRect(0, 0, whole.width(), max(0, top)),
                QRect(0, picture.bottom() + 1, whole.width(), max(0, whole.height() - picture.bottom() - 1)),
                QRect(0, max(0, top), max(0, left), min(picture.height(), whole.height())),
                QRect(
                    picture.right() + 1,
                    max(0, top),
                    max(0, whole.width() - picture.right() - 1),
                    min(picture.height(), whole.height()),
                ),
            ):
                painter.fillRect(band, self._ground)
        smooth = not self._settling.isActive()
        final = self._painter.paint(painter, self._frame, self._placement, whole, smooth=smooth)
        painter.end()
        if not final and smooth:
            self._refining.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit again, or keep the middle."""
        super().resizeEvent(event)
        self._stretch()

    def event(self, event: QEvent) -> bool:
        """Pinches, and screens of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._stretch()
        elif isinstance(event, QNativeGestureEvent):
            if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
                self.zoom_by(1 + event.value(), event.position())
                return True
        elif isinstance(event, QGestureEvent):
            pinch = event.gesture(Qt.GestureType.PinchGesture)
            if isinstance(pinch, QPinchGesture):
                self.zoom_by(pinch.scaleFactor(), self.mapFromGlobal(pinch.centerPoint()))
                return True
        return super().event(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """A wheel zooms at the pointer; two fingers on a pad move, and zoom with Ctrl."""
        zooming = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if event.pixelDelta().isNull() or zooming:
            if event.angleDelta().y():
                self.zoom_by(WHEEL_STEP ** (event.angleDelta().y() / 120), event.position())
        else:
            self.pan(event.pixelDelta().x(), event.pixelDelta().y())
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Take hold of the picture, or turn a page with the side buttons."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self._follow_pointer()
        elif event.button() == Qt.MouseButton.BackButton:
            self.turned.emit(-1)
        elif event.button() == Qt.MouseButton.ForwardButton:
            self.turned.emit(1)
        else:
            event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Drag what is held."""
        event.ignore()  # the viewer shows its bars when the pointer moves
        if self._grabbed is not None:
            moved = event.position() - self._grabbed
            self._grabbed = event.position()
            self.pan(moved.x(), moved.y())

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Let go."""
        if event.button() == Qt.MouseButton.LeftButton:
            self._grabbed = None
            self._follow_pointer()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """To 1:1 at the pointer, or back."""
        if event.button() == Qt.MouseButton.LeftButton:
            self.toggle_size(event.position())
        else:
            self.mousePressEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """What can be done with the photo."""
        self.menu_wanted.emit(event.globalPos())

    def _stretch(self) -> None:
        if self._placement is not None:
            self._placement = replace(self._placement, most=self._most()).resized(self.view)
            self._settling.start()
        self.update()
        self.stretched.emit()
