"""The details of the photos that are looked at: what is known of them, and their marks to be changed. Main thread.

Reads on task threads. Says by signals what is wanted; its owner sees to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import PurePath

from PySide6.QtCore import QEvent, QLocale, QSize, Qt, Signal
from PySide6.QtGui import QImage, QPixmap, QResizeEvent, QShowEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from visionquery.domain.queries import Answer, Hit
from visionquery.library.reader import LibraryReader
from visionquery.ui.details.fact_grid import FactGrid
from visionquery.ui.details.facts import Fact, facts_of
from visionquery.ui.details.reading import Details, read_details
from visionquery.ui.details.stars import StarRating
from visionquery.ui.details.text import MiddleElided, safe
from visionquery.ui.rereader import Rereader
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme

PICTURE_HEIGHT = 180
COPIES_SHOWN = 8
# Facts have two columns where at least so many letters are in a line.
LETTERS_BESIDE = 32


class DetailsPanel(QScrollArea):
    """Emits `favourite_wanted(ids, on)`, `rating_wanted(ids, stars)` and `reveal_wanted(photo id)`.

    Without `with_picture` it leaves the thumbnail out, for beside the picture itself. With `marks_rest` the stars and
    the heart are offered though photos are meant that it was not given (see `show_photos`).
    """

    favourite_wanted = Signal(object, bool)
    rating_wanted = Signal(object, int)
    reveal_wanted = Signal(int)

    def __init__(
        self,
        theme: Theme,
        reader: LibraryReader,
        tasks: TaskRunner,
        parent: QWidget | None = None,
        *,
        with_picture: bool = True,
        marks_rest: bool = False,
    ) -> None:
        super().__init__(parent)
        self._with_picture = with_picture
        self._marks_rest = marks_rest
        self._theme = theme
        self._reader = reader
        self._reading = Rereader(tasks, self._read, self._arrived, self)
        self._wanted: tuple[int, ...] = ()
        self._total = 0
        self._stale = False
        self._hits: dict[int, Hit] = {}
        self._shown: Details | None = None
        self._image: QImage | None = None
        self.setObjectName("details")
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setAccessibleName(self.tr("Details"))
        self._picture = QLabel()
        self._picture.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._name = QLabel()
        self._name.setObjectName("detailsName")
        self._name.setWordWrap(True)
        self._name.setTextFormat(Qt.TextFormat.PlainText)
        self._path = MiddleElided(is_path=True)
        self._path.clicked.connect(self._reveal)
        self._stars = StarRating(theme)
        self._stars.rated.connect(self._rate)
        self._favourite = QToolButton()
        self._favourite.setCheckable(True)
        self._favourite.setIconSize(QSize(20, 20))
        self._favourite.setAccessibleName(self.tr("Favourite"))
        self._favourite.setToolTip(self.tr("Favourite"))
        self._favourite.clicked.connect(self._mark)
        self._reveal_button = QToolButton()
        self._reveal_button.setIconSize(QSize(20, 20))
        self._reveal_button.setAccessibleName(self.tr("Show in file manager"))
        self._reveal_button.setToolTip(self.tr("Show in file manager"))
        self._reveal_button.clicked.connect(self._reveal)
        self._shown_facts: list[Fact] = []
        self._facts = FactGrid([], theme, stacked=False)
        self._compose()
        theme.changed.connect(self.restyle)
        self.restyle()
        self._show_details(Details((), None))

    def sizeHint(self) -> QSize:
        """As wide as a line of facts."""
        return QSize(300, 600)

    def minimumSizeHint(self) -> QSize:
        """Room for the labels and a few words."""
        return QSize(260, 120)

    @property
    def photo_ids(self) -> tuple[int, ...]:
        """The photos that are shown, or on their way."""
        return self._wanted

    @property
    def lines(self) -> dict[str, str]:
        """What is said, by label."""
        return {fact.label: fact.value for fact in self._shown_facts}

    def show_photos(self, photo_ids: Sequence[int], total: int | None = None) -> None:
        """Be about these, the first of `total` that are meant; nothing is read while the panel is hidden."""
        wanted = tuple(photo_ids)
        total = len(wanted) if total is None else total
        if (wanted, total) != (self._wanted, self._total):
            self._wanted, self._total = wanted, total
            self._want(now=True)

    def set_answer(self, answer: Answer | None) -> None:
        """What is looked at was found by this (None: by nothing), which explains each photo."""
        self._hits = {hit.photo_id: hit for hit in answer.hits} if answer is not None else {}
        if self._shown is not None:
            self._show_details(self._shown)

    def refresh(self, photo_ids: Sequence[int] | None) -> None:
        """These photos changed in the library (None: any may have)."""
        if photo_ids is None or not set(photo_ids).isdisjoint(self._wanted):
            self._want()

    def restyle(self) -> None:
        """The theme changed."""
        self._reveal_button.setIcon(self._theme.icon("folder", "quiet"))
        self._show_heart()

    # Reading

    def _want(self, *, now: bool = False) -> None:
        self._stale = not self.isVisible()
        if self._stale:
            return
        if self._wanted:
            self._reading.want(now=now)
        else:
            self._show_details(Details((), None))

    def _read(self) -> Details:
        return read_details(self._reader, self._wanted)

    def _arrived(self, details: Details) -> None:
        # Of others: those that are wanted now are read next.
        if details.photo_ids == self._wanted:
            self._show_details(details)

    # Showing

    def _show_details(self, details: Details) -> None:
        self._shown = details
        photo, common = details.photo, details.common
        rest = self._total - len(details.photo_ids)
        self._image = details.thumbnail
        self._show_picture()
        facts: list[Fact] = []
        if common is not None:
            self._name.setText(self.tr("%n photo(s)", "", common.count + rest))
            size = _bytes(common.bytes)
            facts.append(Fact(self.tr("Together"), self.tr("more than {size}").format(size=size) if rest else size))
        elif photo is not None:
            self._name.setText(_breakable(safe(PurePath(photo.path).name)))
            facts = facts_of(photo, self._hits.get(photo.id))
            facts += self._copies(details.copies)
        else:
            gone = bool(details.photo_ids)
            self._name.setText(
                self.tr("This photo is not in the library any more.") if gone else self.tr("No photo is selected.")
            )
        self._path.say(photo.path if photo is not None else "")
        for part in (self._path, self._reveal_button):
            part.setVisible(photo is not None)
        marks = photo if photo is not None else common
        for mark in (self._stars, self._favourite):
            mark.setVisible(marks is not None and (not rest or self._marks_rest))
        if marks is not None:
            self._stars.show_rating(marks.rating or 0)
            self._favourite.setChecked(bool(marks.favourite))
        self._show_heart()
        self._show_facts(facts)

    def _copies(self, copies: tuple[str, ...]) -> list[Fact]:
        if not copies:
            return []
        lines = [f"\N{LEFT-TO-RIGHT ISOLATE}{safe(path)}\N{POP DIRECTIONAL ISOLATE}" for path in copies[:COPIES_SHOWN]]
        if len(copies) > COPIES_SHOWN:
            lines.append(self.tr("and %n more", "", len(copies) - COPIES_SHOWN))
        return [Fact(self.tr("Copies"), _breakable("\n".join(lines)))]

    def _show_facts(self, facts: list[Fact]) -> None:
        self._shown_facts = facts
        old, self._facts = self._facts, FactGrid(facts, self._theme, stacked=self._narrow())
        self._column.replaceWidget(old, self._facts)
        old.deleteLater()

    def _narrow(self) -> bool:
        """Whether letters are too large here for labels beside what they name."""
        # Of the panel, and not of its inside, which a scroll bar makes narrower, which may make that go again.
        return self.width() < LETTERS_BESIDE * self.fontMetrics().averageCharWidth()

    def _show_picture(self) -> None:
        self._picture.setVisible(self._image is not None and self._with_picture)
        if self._image is None or not self._with_picture:
            return
        ratio = self.devicePixelRatioF()
        room = QSize(max(40, self.viewport().width() - 40), PICTURE_HEIGHT) * ratio
        image = self._image
        if image.width() > room.width() or image.height() > room.height():
            aspect, smooth = Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            image = image.scaled(room, aspect, smooth)
        pixmap = QPixmap.fromImage(image)
        pixmap.setDevicePixelRatio(ratio)
        self._picture.setFixedHeight(round(pixmap.deviceIndependentSize().height()))
        self._picture.setPixmap(pixmap)

    def _show_heart(self) -> None:
        on = self._favourite.isChecked()
        self._favourite.setIcon(
            self._theme.icon("favourite_filled" if on else "favourite", "accent" if on else "quiet")
        )

    def _compose(self) -> None:
        content = QWidget()
        content.setObjectName("detailsContent")
        self._column = QVBoxLayout(content)
        self._column.setContentsMargins(20, 16, 20, 20)
        self._column.setSpacing(12)
        path = QHBoxLayout()
        path.setSpacing(4)
        path.addWidget(self._path, 1)
        path.addWidget(self._reveal_button)
        marks = QHBoxLayout()
        marks.setSpacing(8)
        marks.addWidget(self._stars)
        marks.addWidget(self._favourite)
        marks.addStretch(1)
        self._column.addWidget(self._picture)
        self._column.addWidget(self._name)
        self._column.addLayout(path)
        self._column.addLayout(marks)
        self._column.addWidget(self._facts)
        self._column.addStretch(1)
        self.setWidget(content)

    # What is wanted

    def _rate(self, stars: int) -> None:
        if self._shown is not None and self._shown.photo_ids:
            self.rating_wanted.emit(list(self._shown.photo_ids), stars)

    def _mark(self, on: bool) -> None:
        self._show_heart()
        if self._shown is not None and self._shown.photo_ids:
            self.favourite_wanted.emit(list(self._shown.photo_ids), on)

    def _reveal(self) -> None:
        if self._shown is not None and self._shown.photo is not None:
            self.reveal_wanted.emit(self._shown.photo.id)

    # Events

    def showEvent(self, event: QShowEvent) -> None:
        """Read what was not read while nobody saw it."""
        super().showEvent(event)
        if self._stale:
            self._want(now=True)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The picture fills the width, and facts have two columns where there is room."""
        super().resizeEvent(event)
        self._show_picture()
        if self._narrow() != self._facts.stacked:
            self._show_facts(self._shown_facts)

    def event(self, event: QEvent) -> bool:
        """Screens of another density."""
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._show_picture()
        return super().event(event)


def _bytes(size: int) -> str:
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def _breakable(text: str) -> str:
    """Long names may break after the signs that divide their words."""
    return "".join(f"{letter}\N{ZERO WIDTH SPACE}" if letter in "/\\_-." else letter for letter in text)
