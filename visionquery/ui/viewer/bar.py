"""The line above the picture: back, its name, where it stands among the others, its marks, and what can be done.

Main thread. Says what was wanted by signals; shows what it is told.
"""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal, SignalInstance
from PySide6.QtGui import QAction, QActionGroup, QIcon
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QSizePolicy, QToolButton, QWidget

from visionquery.ui import wording
from visionquery.ui.details.stars import StarRating
from visionquery.ui.details.text import MiddleElided
from visionquery.ui.theme import Theme
from visionquery.ui.viewer.slideshow import INTERVALS

_ICON = QSize(20, 20)


class ViewerBar(QWidget):
    """One line of buttons and words."""

    back_wanted = Signal()
    favourite_wanted = Signal(bool)
    rating_wanted = Signal(int)
    size_toggled = Signal()
    slideshow_toggled = Signal()
    interval_chosen = Signal(int)
    full_screen_toggled = Signal()
    details_toggled = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._favourite_on = self._running = self._full_screen = False
        self.setObjectName("viewerBar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._back = self._button(self.tr("Back to the photos (Esc)"), self.back_wanted)
        self._name = MiddleElided(self)
        self._name.setObjectName("viewerName")
        self._position = QLabel(self)
        self._position.setObjectName("quiet")
        self._favourite = self._button(self.tr("Favourite (.)"), None, checkable=True)
        self._favourite.clicked.connect(self.favourite_wanted)
        self._stars = StarRating(theme, 16, self)
        self._stars.rated.connect(self.rating_wanted)
        self._zoom = self._button(self.tr("Whole picture or its own size (Z)"), self.size_toggled)
        # Wide enough for what it says most, so that its neighbours rest.
        self._zoom.setMinimumWidth(self._zoom.fontMetrics().horizontalAdvance(self.tr("Fit · {percent}")) + 12)
        self._slideshow = self._button(self.tr("Slideshow (S)"), self.slideshow_toggled, checkable=True)
        self._slideshow.setPopupMode(QToolButton.ToolButtonPopupMode.MenuButtonPopup)
        self._slideshow.setMenu(self._interval_menu())
        self._full = self._button(self.tr("Full screen (F)"), self.full_screen_toggled)
        self._details = self._button(self.tr("Details (I)"), self.details_toggled, checkable=True)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(6)
        row.addWidget(self._back)
        row.addSpacing(4)
        row.addWidget(self._name)
        row.addSpacing(6)
        row.addWidget(self._position)
        row.addStretch(1)
        for part in (self._stars, self._favourite, self._zoom, self._slideshow, self._full, self._details):
            row.addWidget(part)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)

    def restyle(self) -> None:
        """The theme or the direction of reading changed."""
        rtl = self.isRightToLeft()
        for button, name in (
            (self._back, "next" if rtl else "previous"),
            (self._slideshow, "pause" if self._running else "slideshow"),
            (self._full, "window" if self._full_screen else "full_screen"),
            (self._details, "details"),
        ):
            button.setIcon(self._theme.icon(name, "quiet"))
        self._favourite.setIcon(self._heart())

    def show_photo(self, name: str, row: int | None, count: int) -> None:
        """Its file name, and where it stands (counted from 0; None where it is not among the others any more)."""
        self._name.say(name)
        place = (
            self.tr("{row} of {count}").format(row=wording.number(row + 1), count=wording.number(count))
            if row is not None
            else ""
        )
        self._position.setText(place)
        self._position.setAccessibleName(place)

    def show_marks(self, favourite: bool, stars: int, *, known: bool) -> None:
        """Its marks; nothing can be marked while they are not `known`."""
        self._favourite_on = favourite
        self._favourite.setChecked(favourite)
        self._favourite.setIcon(self._heart())
        self._stars.show_rating(stars)
        self._favourite.setEnabled(known)
        self._stars.setEnabled(known)

    def show_scale(self, scale: float | None, *, fitted: bool) -> None:
        """Device pixels for a pixel of the picture, None where there is no picture."""
        self._zoom.setEnabled(scale is not None)
        if scale is None:
            self._zoom.setText("")
            return
        share = self.tr("{percent}%").format(percent=wording.number(round(scale * 100)))
        self._zoom.setText(self.tr("Fit · {percent}").format(percent=share) if fitted else share)

    def show_running(self, running: bool) -> None:
        """Whether the slideshow goes on."""
        self._running = running
        self._slideshow.setChecked(running)
        self.restyle()

    def show_full_screen(self, on: bool) -> None:
        """Whether the viewer has the whole screen."""
        self._full_screen = on
        self.restyle()

    def show_details(self, shown: bool) -> None:
        """Whether the details are beside the picture."""
        self._details.setChecked(shown)

    def show_interval(self, seconds: int) -> None:
        """Seconds a photo."""
        for action in self._intervals.actions():
            action.setChecked(action.data() == seconds)

    def _button(self, words: str, pressed: SignalInstance | None, *, checkable: bool = False) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(_ICON)
        button.setCheckable(checkable)
        button.setAccessibleName(words)
        button.setToolTip(words)
        if pressed is not None:
            button.clicked.connect(lambda: pressed.emit())
        return button

    def _interval_menu(self) -> QMenu:
        menu = QMenu(self)
        self._intervals = QActionGroup(menu)
        for seconds in INTERVALS:
            action = QAction(self.tr("%n second(s) a photo", "", seconds), self._intervals, checkable=True)
            action.setData(seconds)
        self._intervals.triggered.connect(lambda action: self.interval_chosen.emit(action.data()))
        menu.addActions(self._intervals.actions())
        return menu

    def _heart(self) -> QIcon:
        on = self._favourite_on
        return self._theme.icon("favourite_filled" if on else "favourite", "accent" if on else "quiet")
