"""What the viewer consists of and where it stands: picture, bar, details, message, edge buttons. Main thread.

Over a full screen or a slideshow the bar lies on the picture, and goes when the pointer rests.
"""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QToolButton, QWidget

from visionquery.ui.details.panel import DetailsPanel
from visionquery.ui.theme import Theme
from visionquery.ui.viewer.bar import ViewerBar
from visionquery.ui.viewer.canvas import Canvas
from visionquery.ui.viewer.message import Message
from visionquery.ui.viewer.play import PlayButton
from visionquery.ui.viewer.slideshow import Slideshow

DETAILS_WIDTH = 320
HIDE_MS = 2500
"""Without a move of the pointer for this long, what lies over the picture goes."""

translate = QCoreApplication.translate


class Scene(QWidget):
    """The widgets of the viewer. Emits `stepped(step)` from the edge buttons, `full_screen_wanted(on)`, and
    `interval_changed(seconds)` where the person chose another for the slideshow."""

    stepped = Signal(int)
    full_screen_wanted = Signal(bool)
    interval_changed = Signal(int)

    def __init__(self, theme: Theme, details: DetailsPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._open = False
        self._full_screen_by_us = False
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(translate("Viewer", "Photo"))
        self.canvas = Canvas(self)
        self.bar = ViewerBar(theme, self)
        self.details = details
        self.details.setParent(self)
        self.details.hide()
        self.message = Message(theme, self)
        self.play = PlayButton(theme, self)
        self.slideshow = Slideshow(self)
        self.slideshow.running_changed.connect(lambda _: self._screen_changed())
        self._previous = self._edge_button(translate("Viewer", "Previous photo"), -1)
        self._next = self._edge_button(translate("Viewer", "Next photo"), 1)
        self._hiding = QTimer(self, singleShot=True, interval=HIDE_MS)
        self._hiding.timeout.connect(self._hide_controls)
        self.bar.show_interval(self.slideshow.interval)
        self.bar.slideshow_toggled.connect(self._toggle_slideshow)
        self.bar.interval_chosen.connect(self.set_interval)
        self.bar.interval_chosen.connect(self.interval_changed)
        self.bar.full_screen_toggled.connect(self.toggle_full_screen)
        theme.changed.connect(self.restyle)
        self.restyle()

    def restyle(self) -> None:
        """The theme changed, or the direction of reading."""
        dark = self._theme.dark
        colours = self._theme.colours
        ground = QColor(colours.window if dark else colours.sidebar)
        self.canvas.restyle(QColor(0, 0, 0) if self._covers_screen() else ground)
        self.bar.restyle()
        self.message.restyle()
        self.play.restyle()
        rtl = self.isRightToLeft()
        for button, name in ((self._previous, "previous"), (self._next, "next")):
            shown = {"previous": "next", "next": "previous"}[name] if rtl else name
            button.setIcon(self._theme.icon(shown, "text", 24))

    def toggle_full_screen(self) -> None:
        """Give the picture the whole screen, or the window again."""
        on = not self.window().isFullScreen()
        self._full_screen_by_us = on
        self.full_screen_wanted.emit(on)

    def leave_full_screen(self) -> None:
        """Give the screen back, where this took it."""
        if self._full_screen_by_us and self.window().isFullScreen():
            self.full_screen_wanted.emit(False)
        self._full_screen_by_us = False

    def _covers_screen(self) -> bool:
        return self._open and (self.window().isFullScreen() or self.slideshow.running)

    def _show_controls(self) -> None:
        self.unsetCursor()
        self.bar.show()
        for button in (self._previous, self._next):
            button.show()
        self._hiding.start()

    def _hide_controls(self) -> None:
        inside = self.focusWidget() is not None and self.bar.isAncestorOf(self.focusWidget())
        if self._covers_screen() and not inside and not self.bar.underMouse():
            self.bar.hide()
            self.setCursor(Qt.CursorShape.BlankCursor)
        for button in (self._previous, self._next):
            if not button.hasFocus() and not button.underMouse():
                button.hide()

    def _screen_changed(self) -> None:
        self.bar.show_full_screen(self.window().isFullScreen())
        self.bar.show_running(self.slideshow.running)
        self.restyle()
        self._arrange()
        self._show_controls()

    def _arrange(self) -> None:
        """Bar above, details at the end, the picture in what is left; over the whole screen the bar lies on it."""
        height = self.bar.sizeHint().height()
        top = 0 if self._covers_screen() else height
        beside = 0 if self.details.isHidden() else min(DETAILS_WIDTH, self.width() // 2)
        rtl = self.isRightToLeft()
        room = self.width() - beside
        left = beside if rtl else 0
        self.bar.setGeometry(0, 0, self.width(), height)
        self.canvas.setGeometry(left, top, room, self.height() - top)
        self.details.setGeometry(0 if rtl else room, height, beside, self.height() - height)
        side = self._next.sizeHint().width()
        middle = top + (self.height() - top - side) // 2
        near, far = QPoint(left + 14, middle), QPoint(left + room - side - 14, middle)
        self._previous.move(far if rtl else near)
        self._next.move(near if rtl else far)
        self._place_message()
        self.bar.raise_()

    def _place_message(self) -> None:
        canvas = self.canvas.geometry()
        self.message.settle(canvas)
        self.play.settle(canvas)

    def _edge_button(self, words: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("edge")
        button.setIconSize(QSize(24, 24))
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.stepped.emit(step))
        return button

    def set_interval(self, seconds: int) -> None:
        """How long a slideshow shows a photo."""
        self.slideshow.interval = seconds
        self.bar.show_interval(self.slideshow.interval)

    def _toggle_slideshow(self) -> None:
        if self.slideshow.running:
            self.slideshow.stop()
        else:
            self.slideshow.start()

    def _show_scale(self) -> None:
        placement = self.canvas.placement
        self.bar.show_scale(
            placement.scale if placement is not None else None, fitted=placement is not None and placement.fitted
        )

    # Events

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Show what lies over the picture."""
        super().mouseMoveEvent(event)
        self._show_controls()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Everything to its place."""
        super().resizeEvent(event)
        self._arrange()

    def changeEvent(self, event: QEvent) -> None:
        """Another direction of reading mirrors everything."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.LayoutDirectionChange:
            self.restyle()
            self._arrange()

    def showEvent(self, event: QShowEvent) -> None:
        """From now on the window's state matters."""
        super().showEvent(event)
        self.window().installEventFilter(self)
        self._screen_changed()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """The window went to full screen, or came back."""
        if event.type() == QEvent.Type.WindowStateChange and watched is self.window():
            self._full_screen_by_us = self._full_screen_by_us and self.window().isFullScreen()
            self._screen_changed()
        return super().eventFilter(watched, event)

    def paintEvent(self, _event: QPaintEvent) -> None:
        """The ground behind the bar."""
        QPainter(self).fillRect(self.rect(), QColor(self._theme.colours.window))
