"""A view of cells over a list model: geometry, scrolling, zoom. Main thread.

Qt's own `QListView` lays every item out (1 to 2 s for a million); here the geometry is a `CellLayout`, so opening,
resizing and jumping cost what is visible.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QWidget

from visionquery.ui.grid.justified import Aspects, Blocks, JustifiedLayout, cut
from visionquery.ui.grid.layout import CellLayout, Frame, Sections, SquareLayout
from visionquery.ui.grid.model import Index, PhotoModel
from visionquery.ui.grid.refresh import Ids

# How far a cell's selection ring reaches beyond the cell.
RING = 5
LAYOUTS = ("square", "justified")


@dataclass(frozen=True, slots=True)
class _Hold:
    """A photo that stays where it is while the layout changes: at this part of its height, so far down the viewport."""

    row: int
    part: float
    y: int


class CellView(QAbstractItemView):
    """Subclasses paint and select, and override `cells_moved` to learn that other cells may be visible now.

    `aspects` gives the shapes of photos by id, for the justified layout (see `AspectBook.of`).
    """

    def __init__(self, model: PhotoModel, aspects: Callable[[Ids], Aspects], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._photos = model
        self._aspects = aspects
        self.cells: CellLayout = SquareLayout(Frame())
        self._layout = LAYOUTS[0]
        self._blocks: tuple[Sections, Blocks] | None = None
        self._hold: _Hold | None = None
        self._keeping = False
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setSelectionMode(QAbstractItemView.SelectionMode.NoSelection)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: a bar that comes and goes would change the width, and with it every tile.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)

    def cells_moved(self) -> None:
        """Other cells may be in sight, or cells may have another size."""

    def arrange(
        self,
        *,
        layout: str | None = None,
        size: int | None = None,
        sections: Sections | None = None,
        band: int | None = None,
        reshaped: bool = False,
        focus: QPoint | None = None,
    ) -> None:
        """Lay the cells out anew, with what is given changed. The photo at `focus` (viewport), or else the one in the
        middle, stays where it is; at the very top the view stays at the top.

        `size` is that of a cell in logical pixels before stretching. `reshaped`: aspect ratios became known.
        """
        if reshaped:
            self._blocks = None
        old = self.cells.frame
        frame = replace(
            old,
            count=len(self._photos.ids),
            width=self.viewport().width(),
            wanted=old.wanted if size is None else size,
            band=old.band if band is None else band,
            sections=old.sections if sections is None else sections,
            mirrored=self.isRightToLeft(),
        )
        layout = layout or self._layout
        changed = frame != old or layout != self._layout or (reshaped and layout == LAYOUTS[1])
        if changed:
            # Another list has its own place, see `restore`.
            hold = self._held(focus) if frame.count == old.count else None
            self._layout = layout
            self.cells = self._made(frame)
        self._fit_bar()
        if changed and hold is not None:
            self._keep(hold)
        if changed:
            self.viewport().update()
            self.cells_moved()

    def visible_rows(self) -> range:
        """Model rows with a part of their cell in the viewport, and at most one line more."""
        top = self.verticalOffset()
        return self.cells.rows_between(top, top + self.viewport().height())

    def first_row(self) -> int:
        """The first row in sight, -1 at the very top: there the view stays, so that new photos come into sight."""
        top = self.verticalOffset()
        if top <= 0 or self.cells.count == 0:
            return -1
        row = self.cells.rows_between(top, top + 1).start
        # The line that is hardly in sight any more is not what the person looks at.
        return row if self.cells.rect(row).center().y() >= top else self.cells.below(row, 1, self._start())

    def put(self, ids: Ids, sections: Sections, anchor: int, offset: int) -> None:
        """Show other photos, row `anchor` with its top `offset` pixels above the viewport's; -1 means the top."""
        self._blocks = None
        self._photos.set_ids(ids)
        self._hold = None
        self.arrange(sections=sections, reshaped=True)
        self.verticalScrollBar().setValue(self.cells.rect(anchor).top() + offset if anchor >= 0 else 0)

    def _start(self) -> int:
        return self.viewport().width() if self.cells.frame.mirrored else 0

    def _made(self, frame: Frame) -> CellLayout:
        if self._layout == LAYOUTS[0]:
            return SquareLayout(frame)
        if self._blocks is None or self._blocks[0] is not frame.sections:
            starts = frame.sections.starts
            if len(starts) == 0:
                starts = np.zeros(1, np.int64)
            self._blocks = frame.sections, cut(self._aspects(self._photos.ids), starts)
        return JustifiedLayout(frame, self._blocks[1])

    def _fit_bar(self) -> None:
        bar, page, pitch = self.verticalScrollBar(), self.viewport().height(), self.cells.pitch
        self._keeping = True
        bar.setSingleStep(max(20, pitch // 3))
        bar.setPageStep(max(pitch, page - pitch // 2))
        bar.setRange(0, max(0, self.cells.height - page))
        bar.setEnabled(self.cells.height > page)
        self._keeping = False

    def _held(self, focus: QPoint | None) -> _Hold | None:
        """What stays in place. The same photo over a series of changes, so that nothing creeps."""
        if focus is None and self._hold is not None:
            return self._hold
        top = self.verticalOffset()
        if focus is None and top == 0:
            return None
        point = self.viewport().rect().center() if focus is None else focus
        row = self.cells.nearest(point.x(), point.y() + top)
        if row < 0:
            return None
        rect = self.cells.rect(row)
        return _Hold(row, (point.y() + top - rect.top()) / max(1, rect.height()), point.y())

    def _keep(self, hold: _Hold) -> None:
        rect = self.cells.rect(hold.row)
        self._keeping = True
        self.verticalScrollBar().setValue(round(rect.top() + hold.part * rect.height()) - hold.y)
        self._keeping = False
        self._hold = hold

    # What Qt asks

    def updateGeometries(self) -> None:
        """Fit layout and scroll bar to the viewport."""
        self.arrange()
        super().updateGeometries()

    def visualRect(self, index: Index) -> QRect:
        """The cell in viewport coordinates."""
        if not index.isValid() or index.row() >= self.cells.count:
            return QRect()
        return self.cells.rect(index.row()).translated(0, -self.verticalOffset())

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The photo under a viewport point; invalid between cells."""
        row = self.cells.at(point.x(), point.y() + self.verticalOffset())
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a photo into sight with a little air around it, and its heading where it is in the first line."""
        if not index.isValid() or index.row() >= self.cells.count:
            return
        rect, bar, page = self.cells.rect(index.row()), self.verticalScrollBar(), self.viewport().height()
        top = rect.top() - self.cells.gap
        section = self.cells.section_of(index.row())
        heading = self.cells.heading(section)
        if heading is not None and self.cells.line(index.row()).start == self.cells.starts[section]:
            top = heading.top()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(rect.center().y() - page // 2)
        elif top < bar.value():
            bar.setValue(top)
        elif rect.bottom() + self.cells.gap > bar.value() + page:
            bar.setValue(min(rect.bottom() + self.cells.gap - page, max(top, rect.bottom() - page)))

    def horizontalOffset(self) -> int:
        """Always 0: the cells fill the width."""
        return 0

    def verticalOffset(self) -> int:
        """Scrolled by so many pixels."""
        return self.verticalScrollBar().value()

    def isIndexHidden(self, index: Index) -> bool:  # noqa: ARG002 - Qt's signature, as below.
        """No photo is hidden."""
        return False

    def scrollContentsBy(self, dx: int, dy: int) -> None:  # noqa: ARG002
        """Move what is painted already; only the strip that comes into sight is painted anew."""
        if not self._keeping:
            self._hold = None
        self.viewport().scroll(0, dy)
        self.cells_moved()

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Nothing: the selection is `PickingView`'s own."""

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:  # noqa: ARG002
        """The whole viewport: Qt's own selection is empty."""
        return QRegion(self.viewport().rect())
