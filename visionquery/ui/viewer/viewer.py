"""The viewer: one photo over the whole window, the others a key away. Main thread.

Goes through the ids that it is given and tells by signals what the person wants of the photo; whoever owns it opens
and places it. Pictures are brought by `PictureLoader`.
"""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QEvent, QObject, QPoint, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QToolButton, QWidget

from visionquery.ui.details.panel import DetailsPanel
from visionquery.ui.grid.refresh import Ids
from visionquery.ui.theme import Theme
from visionquery.ui.viewer.bar import ViewerBar
from visionquery.ui.viewer.canvas import KEY_STEP, Canvas
from visionquery.ui.viewer.keys import Act, act_of, rating_of
from visionquery.ui.viewer.loader import Known, PictureLoader
from visionquery.ui.viewer.message import Message
from visionquery.ui.viewer.sequence import Sequence
from visionquery.ui.viewer.slideshow import Slideshow

DETAILS_WIDTH = 320
HIDE_MS = 2500
"""Without a move of the pointer for this long, what lies over the picture goes."""

SLOW_MS = 500
"""A picture that takes longer than this is said to be on its way."""

SETTLE_MS = 250
PAN_STEP = 80


class Viewer(QWidget):
    """`shown(photo_id)` for each photo, `closed(photo_id)` with the last one. Ratings and favourites are asked for by
    `rating_wanted(ids, stars)` and `favourite_wanted(ids, on)`, the menu by `menu_wanted(global point)`."""

    shown = Signal(int)
    closed = Signal(int)
    favourite_wanted = Signal(object, bool)
    rating_wanted = Signal(object, int)
    menu_wanted = Signal(QPoint)
    full_screen_wanted = Signal(bool)

    def __init__(
        self, theme: Theme, pictures: PictureLoader, details: DetailsPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures = pictures
        self._sequence = Sequence()
        self._open = False
        self._painted: int | None = None
        self._full_screen_by_us = False
        self._forward = True
        self.setObjectName("page")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Photo"))
        self.canvas = Canvas(self)
        self.bar = ViewerBar(theme, self)
        self.details = details
        self.details.setParent(self)
        self.details.hide()
        self.message = Message(theme, self)
        self.slideshow = Slideshow(self)
        self._previous = self._edge_button(self.tr("Previous photo"), -1)
        self._next = self._edge_button(self.tr("Next photo"), 1)
        self._hiding = QTimer(self, singleShot=True, interval=HIDE_MS)
        self._hiding.timeout.connect(self._hide_controls)
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(lambda: self.message.say(self.tr("Reading the picture…"), quiet=True))
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._ask)
        self._connect()
        self.bar.show_interval(self.slideshow.interval)
        theme.changed.connect(self.restyle)
        self.restyle()

    # What its owner calls

    def open(self, ids: Ids, photo_id: int) -> None:
        """Show this photo, to go on to the others of `ids` in their order."""
        self._open = True
        self._sequence.start(ids, photo_id)
        self.setFocus()
        self._turn()
        self._show_controls()

    def close_viewer(self) -> None:
        """Give the pictures back and say that it is over. The owner hides the widget."""
        if not self._open:
            return
        self.slideshow.stop()
        self._leave_full_screen()
        self._open = False
        self._painted = None
        for timer in (self._slow, self._hiding, self._settling):
            timer.stop()
        self.unsetCursor()
        self.canvas.clear()
        self.message.hide()
        self._pictures.leave()
        last = self._sequence.current
        if last is not None:
            self.closed.emit(last)

    def set_ids(self, ids: Ids) -> None:
        """The list changed: the photo that is shown stays."""
        if self._open:
            self._sequence.replace(ids)
            self._label()
            self._ask()

    def refresh(self, photo_ids: tuple[int, ...] | None) -> None:
        """These photos changed in the library (None: any may have)."""
        if self._open:
            self._pictures.look_again(photo_ids)

    def current_id(self) -> int | None:
        """The photo that is shown, None while the viewer is closed."""
        return self._sequence.current if self._open else None

    def toggle_details(self) -> None:
        """Show or hide what is known of the photo, beside it."""
        self.details.setVisible(self.details.isHidden())
        self.bar.show_details(not self.details.isHidden())
        self._show_details()
        self._arrange()

    def restyle(self) -> None:
        """The theme changed, or the direction of reading."""
        dark = self._theme.dark
        colours = self._theme.colours
        ground = QColor(colours.window if dark else colours.sidebar)
        self.canvas.restyle(QColor(0, 0, 0) if self._covers_screen() else ground)
        self.bar.restyle()
        self.message.restyle()
        rtl = self.isRightToLeft()
        for button, name in ((self._previous, "previous"), (self._next, "next")):
            shown = {"previous": "next", "next": "previous"}[name] if rtl else name
            button.setIcon(self._theme.icon(shown, "text", 24))

    # Going through the photos

    def go(self, step: int) -> None:
        """To the next photo, or the one before."""
        self._forward = step > 0
        if self._sequence.move(step):
            self._turn()

    def _go_to(self, row: int) -> None:
        if self._sequence.move_to(row):
            self._turn()

    def _turn(self) -> None:
        """Another photo is current: show what is there of it and ask for the rest."""
        photo_id = self._sequence.current
        if photo_id is None:
            return
        self.slideshow.hold()
        self.message.hide()
        self._slow.start()
        self._label()
        self._ask()
        self._show()
        self._show_details()
        self.shown.emit(photo_id)

    def _ask(self) -> None:
        """Have the photo that is shown, and the ones that may come next."""
        current = self._sequence.current
        if not self._open or current is None:
            return
        steps = (1, -1) if self._forward else (-1, 1)
        beside = [self._sequence.neighbour(step) for step in steps]
        order = dict.fromkeys([current, *(photo_id for photo_id in beside if photo_id is not None)])
        self._pictures.look(list(order), self.canvas.view, in_full=self._needs_full())

    def _needs_full(self) -> bool:
        """Whether the picture is shown larger than it was read."""
        placement, known = self.canvas.placement, self._known()
        if placement is None or known.frame is None or self._painted != self._sequence.current:
            return False
        every_pixel = known.frame.width >= placement.picture[0]
        return not every_pixel and placement.size[0] > known.frame.width * 1.01

    def _known(self) -> Known:
        current = self._sequence.current
        return self._pictures.known(current) if current is not None else Known()

    def _arrived(self, photo_id: int) -> None:
        if self._open and photo_id == self._sequence.current:
            self._label()
            self._show()

    def _show(self) -> None:
        """Put on the canvas what is there of the current photo; until anything is, the one before stays."""
        known, current = self._known(), self._sequence.current
        anew = self._painted != current
        if known.frame is not None:
            size = known.size or (known.frame.width, known.frame.height)
            in_full = known.full is not None and (self._needs_full() or self.canvas.frame_shown is known.full)
            self.canvas.show_frame(known.full if in_full and known.full else known.frame, size, anew=anew)
        elif known.preview is not None:
            self.canvas.show_frame(known.preview, known.size or (known.preview.width, known.preview.height), anew=anew)
        elif known.looked and (anew or known.problem):
            self.canvas.clear()
        if known.frame is not None or known.preview is not None or known.looked:
            self._painted = current
        if known.problem or known.note:
            self.message.say(known.problem or known.note, central=known.frame is None and known.preview is None)
        elif known.frame is not None:
            self.message.hide()
        if known.frame is not None or known.problem:
            self._slow.stop()
            self.slideshow.shown()
        self._show_scale()
        self._place_message()

    def _label(self) -> None:
        known = self._known()
        photo = known.photo
        name = PurePath(photo.path).name if photo is not None else ""
        self.bar.show_photo(name, self._sequence.row, len(self._sequence))
        marks = (photo.favourite, photo.rating) if photo is not None else (False, 0)
        self.bar.show_marks(*marks, known=photo is not None)
        self.canvas.setAccessibleName(name)
        for button, step in ((self._previous, -1), (self._next, 1)):
            button.setEnabled(self._sequence.neighbour(step) is not None)

    def _show_details(self) -> None:
        current = self._sequence.current
        if self._open and current is not None and not self.details.isHidden():
            self.details.show_photos([current])

    def _show_scale(self) -> None:
        placement = self.canvas.placement
        self.bar.show_scale(
            placement.scale if placement is not None else None, fitted=placement is not None and placement.fitted
        )

    def _zoomed(self) -> None:
        self._show_scale()
        if self._needs_full() and self._known().full is None:
            self._ask()
        elif self._known().full is not None:
            self._show()

    def _due(self) -> None:
        self._forward = True
        if not self._sequence.move(1):
            self._sequence.move_to(0)
        self._turn()

    # Marks

    def _rate(self, stars: int) -> None:
        photo_id = self.current_id()
        if photo_id is not None and self._known().photo is not None:
            self.rating_wanted.emit([photo_id], stars)

    def _mark(self, on: bool) -> None:
        photo_id = self.current_id()
        if photo_id is not None and self._known().photo is not None:
            self.favourite_wanted.emit([photo_id], on)

    # Full screen, and what lies over the picture

    def toggle_full_screen(self) -> None:
        """Give the picture the whole screen, or the window again."""
        on = not self.window().isFullScreen()
        self._full_screen_by_us = on
        self.full_screen_wanted.emit(on)

    def _leave_full_screen(self) -> None:
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

    def _edge_button(self, words: str, step: int) -> QToolButton:
        button = QToolButton(self)
        button.setObjectName("edge")
        button.setIconSize(QSize(24, 24))
        button.setAccessibleName(words)
        button.setToolTip(words)
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.clicked.connect(lambda: self.go(step))
        return button

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        self._pictures.arrived.connect(self._arrived)
        bar.back_wanted.connect(self.close_viewer)
        bar.favourite_wanted.connect(self._mark)
        bar.rating_wanted.connect(self._rate)
        bar.size_toggled.connect(canvas.toggle_size)
        bar.slideshow_toggled.connect(self._toggle_slideshow)
        bar.interval_chosen.connect(self._set_interval)
        bar.full_screen_toggled.connect(self.toggle_full_screen)
        bar.details_toggled.connect(self.toggle_details)
        canvas.zoomed.connect(self._zoomed)
        canvas.stretched.connect(self._stretched)
        canvas.turned.connect(self.go)
        canvas.menu_wanted.connect(self.menu_wanted)
        self.slideshow.due.connect(self._due)
        self.slideshow.running_changed.connect(lambda _: self._screen_changed())

    def _toggle_slideshow(self) -> None:
        if self.slideshow.running:
            self.slideshow.stop()
        else:
            self.slideshow.start()

    def _set_interval(self, seconds: int) -> None:
        self.slideshow.interval = seconds
        self.bar.show_interval(seconds)

    def _stretched(self) -> None:
        self._show_scale()
        if self._open:
            self._settling.start()

    # Events

    def event(self, event: QEvent) -> bool:
        """Keys that the viewer has are not the window's shortcuts while it is open."""
        if (
            event.type() == QEvent.Type.ShortcutOverride
            and isinstance(event, QKeyEvent)
            and (act_of(event) is not None or rating_of(event) is not None)
        ):
            event.accept()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """See `keys.py`. Any key ends a slideshow."""
        act, stars = act_of(event), rating_of(event)
        if self.slideshow.running:
            self.slideshow.stop()
            if act in {Act.LEAVE, Act.CLOSE, Act.SLIDESHOW}:
                return
        if stars is not None:
            self._rate(stars)
        elif act is not None:
            self._do(act)
        else:
            super().keyPressEvent(event)

    def _do(self, act: Act) -> None:
        canvas = self.canvas
        placement = canvas.placement
        panning = placement is not None and placement.larger_than_view
        moves = {Act.LEFT: (1, 0), Act.RIGHT: (-1, 0), Act.UP: (0, 1), Act.DOWN: (0, -1)}
        match act:
            case Act.LEAVE if self._full_screen_by_us and self.window().isFullScreen():
                self._leave_full_screen()
            case Act.LEAVE | Act.CLOSE:
                self.close_viewer()
            case Act.LEFT | Act.RIGHT | Act.UP | Act.DOWN if panning:
                canvas.pan(moves[act][0] * PAN_STEP, moves[act][1] * PAN_STEP)
            case Act.LEFT | Act.RIGHT:
                self.go(1 if (act is Act.RIGHT) != self.isRightToLeft() else -1)
            case Act.NEXT | Act.DOWN:
                self.go(1)
            case Act.PREVIOUS | Act.UP:
                self.go(-1)
            case Act.FIRST | Act.LAST:
                self._go_to(0 if act is Act.FIRST else -1)
            case Act.CLOSER | Act.FARTHER:
                canvas.zoom_by(KEY_STEP if act is Act.CLOSER else 1 / KEY_STEP)
            case Act.TOGGLE_SIZE:
                canvas.toggle_size()
            case Act.FULL_SCREEN:
                self.toggle_full_screen()
            case Act.DETAILS:
                self.toggle_details()
            case Act.SLIDESHOW:
                self.slideshow.start()
            case Act.FAVOURITE:
                photo = self._known().photo
                self._mark(photo is not None and not photo.favourite)
            case Act.MENU:
                self.menu_wanted.emit(canvas.mapToGlobal(canvas.rect().center()))

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
