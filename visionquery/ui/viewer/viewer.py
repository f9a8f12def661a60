"""The viewer: one photo over the whole window, the others a key away. Main thread.

Goes through the ids that it is given and tells by signals what the person wants of the photo; whoever owns it opens
and places it. Pictures are brought by `PictureLoader`.
"""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QEvent, QPoint, QTimer, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QWidget

from visionquery.ui.details.panel import DetailsPanel
from visionquery.ui.grid.refresh import Ids
from visionquery.ui.theme import Theme
from visionquery.ui.viewer.canvas import KEY_STEP
from visionquery.ui.viewer.keys import Act, act_of, rating_of
from visionquery.ui.viewer.loader import Known, PictureLoader
from visionquery.ui.viewer.scene import Scene
from visionquery.ui.viewer.sequence import Sequence

SLOW_MS = 500
"""A picture that takes longer than this is said to be on its way."""

SETTLE_MS = 250
PAN_STEP = 80


class Viewer(Scene):
    """`shown(photo_id)` for each photo, `closed(photo_id)` with the last one. Ratings and favourites are asked for by
    `rating_wanted(ids, stars)`, `favourite_wanted(ids, on)` and `favourite_toggled()`, a video's player by
    `play_wanted()`, the menu by `menu_wanted(global point)`."""

    shown = Signal(int)
    closed = Signal(int)
    favourite_wanted = Signal(object, bool)
    favourite_toggled = Signal()
    rating_wanted = Signal(object, int)
    play_wanted = Signal()
    menu_wanted = Signal(QPoint)

    def __init__(
        self, theme: Theme, pictures: PictureLoader, details: DetailsPanel, parent: QWidget | None = None
    ) -> None:
        super().__init__(theme, details, parent)
        self._pictures = pictures
        self._sequence = Sequence()
        self._painted: int | None = None
        self._forward = True
        self._slow = QTimer(self, singleShot=True, interval=SLOW_MS)
        self._slow.timeout.connect(lambda: self.message.say(self.tr("Reading the picture…"), quiet=True))
        self._settling = QTimer(self, singleShot=True, interval=SETTLE_MS)
        self._settling.timeout.connect(self._ask)
        self._connect()

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
        self.leave_full_screen()
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
        self._offer_play()
        if known.frame is not None or known.problem:
            self._slow.stop()
            self.slideshow.shown()
        self._show_scale()
        self._place_message()

    def _offer_play(self) -> None:
        known = self._known()
        self.play.show_for(known.photo, playable=not known.away and not self.slideshow.running)

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
        # Of a photo that has not been read yet too: whoever sorts out turns and rates faster than rows arrive.
        photo_id = self.current_id()
        if photo_id is not None:
            self.rating_wanted.emit([photo_id], stars)

    def _mark(self, on: bool) -> None:
        photo_id = self.current_id()
        if photo_id is not None:
            self.favourite_wanted.emit([photo_id], on)

    def _connect(self) -> None:
        bar, canvas = self.bar, self.canvas
        self._pictures.arrived.connect(self._arrived)
        self.stepped.connect(self.go)
        bar.back_wanted.connect(self.close_viewer)
        bar.favourite_wanted.connect(self._mark)
        bar.rating_wanted.connect(self._rate)
        bar.size_toggled.connect(canvas.toggle_size)
        bar.details_toggled.connect(self.toggle_details)
        canvas.zoomed.connect(self._zoomed)
        canvas.stretched.connect(self._stretched)
        canvas.turned.connect(self.go)
        canvas.menu_wanted.connect(self.menu_wanted)
        self.slideshow.due.connect(self._due)
        self.slideshow.running_changed.connect(lambda _: self._offer_play())
        self.play.clicked.connect(lambda: self.play_wanted.emit())

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
                self.leave_full_screen()
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
            case Act.PLAY if not self.play.isHidden():
                self.play_wanted.emit()
            case Act.FAVOURITE:
                self.favourite_toggled.emit()
            case Act.MENU:
                self.menu_wanted.emit(canvas.mapToGlobal(canvas.rect().center()))
