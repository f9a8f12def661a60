"""The photo grid: thumbnails, painting and what else the window asks, on top of `ZoomingView`. Main thread.

It never reads files: `ThumbnailLoader` brings what it asks for, and until then the cell shows what it showed last.
"""

from __future__ import annotations

from collections.abc import Iterable

import numpy as np
from PySide6.QtCore import QEvent, QPoint, Qt, QTimer, Signal
from PySide6.QtGui import (
    QAccessible,
    QAccessibleAnnouncementEvent,
    QContextMenuEvent,
    QImage,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QWidget

from visionquery.domain.photos import Photo, PhotoState
from visionquery.ui import wording
from visionquery.ui.grid.aspects import AspectBook
from visionquery.ui.grid.cells import LAYOUTS, RING
from visionquery.ui.grid.delegate import CellPainter, CellState
from visionquery.ui.grid.headers import DAYS_FROM, Timeline
from visionquery.ui.grid.layout import Sections
from visionquery.ui.grid.model import Index, PhotoModel
from visionquery.ui.grid.refresh import Refresh
from visionquery.ui.grid.shelf import TileShelf
from visionquery.ui.grid.sticky import StickyHeading
from visionquery.ui.grid.thumbnails import Size, ThumbnailLoader
from visionquery.ui.grid.zooming import ZoomingView

# The person looks at something that stays in sight for so long (milliseconds).
LOOKED_AFTER_MS = 400


class PhotoGrid(ZoomingView):
    """What the window listens to, besides the signals of `PickingView`, `PointerView` and `ZoomingView`:

    `menu_wanted(global point)`; `layout_changed("square" or "justified")`; `thumbnails_wanted(ids)` of indexed photos
    in sight that have none; `looked_at(ids)` of photos that stay in sight and wait to be indexed.
    """

    menu_wanted = Signal(QPoint)
    layout_changed = Signal(str)
    thumbnails_wanted = Signal(object)
    looked_at = Signal(object)

    def __init__(
        self,
        model: PhotoModel,
        loader: ThumbnailLoader,
        painter: CellPainter,
        book: AspectBook | None = None,
        parent: QWidget | None = None,
    ) -> None:
        """Without a `book` of their shapes all photos are taken to be as wide as most."""
        super().__init__(model, book.of if book is not None else lambda ids: np.zeros(len(ids), np.uint16), parent)
        self._painter = painter
        self._book = book
        self._shelf = TileShelf(loader, self)
        self._shelf.arrived.connect(self._arrived)
        self._shelf.missing.connect(self.thumbnails_wanted)
        self._timeline: Timeline | None = None
        self._divider = Sections()
        self._hovered = -1
        self._backward = False
        self._last_top = 0
        self._sticky = StickyHeading(painter.theme, self)
        self._asking = QTimer(self, singleShot=True, interval=8)
        self._asking.timeout.connect(self._ask)
        self._looking = QTimer(self, singleShot=True, interval=LOOKED_AFTER_MS)
        self._looking.timeout.connect(self._tell_looked_at)
        self._describing = QTimer(self, singleShot=True, interval=30)
        self._describing.timeout.connect(self._describe_current)
        self.selection_changed.connect(self._describing.start)
        if book is not None:
            book.learned.connect(lambda: self.arrange(reshaped=True))
        self.setModel(model)
        self.setAccessibleName(self.tr("Photos"))
        self.viewport().setMouseTracking(True)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def restyle(self) -> None:
        """The theme, the font or the screen changed."""
        self._painter.restyle(self.font(), self.devicePixelRatioF())
        self.arrange(band=self._painter.band)
        self._sticky.update()
        self.viewport().update()

    def event(self, event: QEvent) -> bool:
        """Another font or a screen of another density: everything is drawn anew."""
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.DevicePixelRatioChange):
            self.restyle()
        return super().event(event)

    # What is shown

    @property
    def layout_name(self) -> str:
        """`square` or `justified`."""
        return self._layout

    def set_layout(self, name: str) -> None:
        """Show photos cut `square`, or `justified` in lines that keep their shape."""
        if name not in LAYOUTS:
            raise ValueError(name)
        if name != self._layout:
            self.arrange(layout=name)
            self._learn_shapes()
            self.layout_changed.emit(name)

    def sections_for(self, size: int) -> Sections | None:
        """Days instead of months where cells become large enough, and the other way round."""
        finer = (size >= DAYS_FROM) != (self.cells.frame.wanted >= DAYS_FROM)
        return self._timeline.sections(size) if self._timeline is not None and finer else None

    def divide(self, row: int, title: str) -> None:
        """Put a title above the photos from this row on; 0 for no division. Meant for lists without a timeline."""
        starts = np.array([0, row] if row > 0 else [0], np.int64)
        self._divider = Sections(starts, lambda section: title if section else "")
        if self._timeline is None and len(starts) + len(self.cells.frame.sections.starts) > 2:
            self.arrange(sections=self._divider)

    def show_ids(self, refresh: Refresh, timeline: Timeline | None = None) -> None:
        """Show another list with its place; the photos that were in sight and are still there stay where they are."""
        before, self._timeline = self._timeline, timeline
        sections = self._divider if timeline is None else timeline.sections(self.cells.frame.wanted)
        if refresh.same:
            if timeline is not before and not (timeline and timeline.says_the_same(before)):
                self.arrange(sections=sections)
            return
        # Counted from where the anchor was, so that scrolling since `before` was taken is kept too.
        anchor = refresh.before.anchor
        offset = self.verticalOffset() - self.cells.rect(anchor).top() if 0 <= anchor < self.cells.count else 0
        self._hovered = -1
        self.put_with_place(refresh.ids, sections, refresh.place, offset)
        self._learn_shapes()

    def refresh_photos(self, photo_ids: Iterable[int] | None) -> None:
        """These photos changed in the library (None: any may have); what is in sight is read anew."""
        ids = None if photo_ids is None else list(photo_ids)
        self._shelf.age(ids)
        if self._book is not None:
            self._book.changed(ids)
        self._asking.start(8 if ids is not None else 200)

    def tile(self, photo_id: int) -> QImage | None:
        """The tile of a photo, if it is loaded."""
        return self._shelf.image(photo_id)

    def _learn_shapes(self) -> None:
        if self._book is not None and self._layout == LAYOUTS[1]:
            self._book.learn(self._photos.ids)

    # Thumbnails

    def cells_moved(self) -> None:
        """Ask for the cells that came into sight."""
        self._hovered = -1
        self._sticky.follow(self.cells, self.verticalOffset(), self.viewport().geometry())
        if not self._asking.isActive():
            self._asking.start(8)
        self._looking.start()

    def _ask(self) -> None:
        ratio, visible, top = self.devicePixelRatioF(), self.visible_rows(), self.verticalOffset()
        if top != self._last_top:
            self._backward, self._last_top = top < self._last_top, top
        ahead = range(visible.stop, min(visible.stop + len(visible), self.cells.count))
        behind = range(max(0, visible.start - len(visible)), visible.start)
        # What is in sight, then one screen more in the direction of travel.
        sizes: dict[int, Size] = {}
        for row in (*visible, *(reversed(behind) if self._backward else ahead)):
            rect = self.cells.rect(row)
            sizes[self._photos.photo_id(row)] = (round(rect.width() * ratio), round(rect.height() * ratio))
        self._shelf.make_room(self.viewport().width() * self.viewport().height() * ratio**2 * 4)
        self._shelf.want(sizes, ratio, self._photos.known)

    def _arrived(self, photos: list[Photo], photo_ids: set[int]) -> None:
        rows = [row for row in self.visible_rows() if self._photos.photo_id(row) in photo_ids]
        self._photos.remember(photos, rows)
        for row in rows:
            self._repaint(row)
        if self.currentIndex().row() in rows:
            self._describing.start()

    def _tell_looked_at(self) -> None:
        known = {photo_id: self._photos.known(photo_id) for photo_id in map(self._photos.photo_id, self.visible_rows())}
        waiting = tuple(each for each, photo in known.items() if photo and photo.state is PhotoState.PENDING)
        if waiting and self.isVisible():
            self.looked_at.emit(waiting)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that the event's region touches."""
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setLayoutDirection(self.layoutDirection())
        painter.fillRect(event.rect(), self._painter.ground)
        top = self.verticalOffset()
        area = event.rect().translated(0, top)
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in self.cells.rows_between(area.top() - RING, area.bottom() + 1 + RING):
            rect = self.cells.rect(row)
            if not rect.adjusted(-RING, -RING, RING, RING).intersects(area):
                continue
            photo_id = self._photos.photo_id(row)
            state = CellState(row in self.selection, row == self._hovered, row == current)
            tile, photo = self._shelf.use(photo_id), self._photos.known(photo_id)
            self._painter.paint(painter, rect.translated(0, -top), tile, photo, state)
        for heading in self.cells.headings_between(area.top(), area.bottom() + 1):
            title = self.cells.frame.sections.title(heading.section)
            count = wording.photos(int(self.cells.sizes[heading.section]))
            self._painter.paint_heading(painter, heading.rect.translated(0, -top), title, count)
        if not self.band.isNull():
            self._painter.paint_band(painter, self.band.translated(0, -top))
        painter.end()

    def _repaint(self, row: int) -> None:
        if 0 <= row < self.cells.count:
            rect = self.cells.rect(row).translated(0, -self.verticalOffset())
            self.viewport().update(rect.adjusted(-RING, -RING, RING, RING))

    def _hover(self, row: int) -> None:
        if row != self._hovered:
            self._repaint(self._hovered)
            self._hovered = row
            self._repaint(row)

    # Input

    def currentChanged(self, current: Index, previous: Index) -> None:
        """Bring the current photo into sight and move its ring."""
        super().currentChanged(current, previous)
        self._repaint(previous.row())
        self._repaint(current.row())
        self._describing.start()

    def _describe_current(self) -> None:
        """Tell screen readers of the current photo: to them this view is one widget, as Qt has none for its kind."""
        index = self.currentIndex()
        words = [index.data(Qt.ItemDataRole.AccessibleTextRole), index.data(Qt.ItemDataRole.AccessibleDescriptionRole)]
        if index.row() in self.selection:
            words.append(self.tr("selected"))
        text = ", ".join(filter(None, words))
        if text != self.accessibleDescription():
            self.setAccessibleDescription(text)
            if QAccessible.isActive() and self.hasFocus():
                QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, text))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Hover, besides what the gesture needs."""
        super().mouseMoveEvent(event)
        self._hover(self.indexAt(event.position().toPoint()).row())

    def leaveEvent(self, event: QEvent) -> None:
        """No cell is under the pointer any more."""
        super().leaveEvent(event)
        self._hover(-1)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """The plate with the heading follows the viewport."""
        super().resizeEvent(event)
        self._sticky.follow(self.cells, self.verticalOffset(), self.viewport().geometry())

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """At the pointer, or on the current photo when the menu key asks."""
        if event.reason() == QContextMenuEvent.Reason.Keyboard and self.currentIndex().isValid():
            self.scrollTo(self.currentIndex())
            point = self.visualRect(self.currentIndex()).center()
        else:
            point = event.pos()
        if self.indexAt(point).isValid():
            self.menu_wanted.emit(self.viewport().mapToGlobal(point))
