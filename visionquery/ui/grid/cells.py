"""A view of uniform cells over a list model: geometry, scrolling, selection and keyboard moves. Main thread.

Qt's own `QListView` lays every item out (1 to 2 s for a million); here geometry is arithmetic (`GridLayout`), so
opening, resizing and jumping cost what is visible.
"""

from __future__ import annotations

from dataclasses import replace

from PySide6.QtCore import QItemSelection, QItemSelectionModel, QModelIndex, QPoint, QRect, Qt
from PySide6.QtGui import QRegion
from PySide6.QtWidgets import QAbstractItemView, QWidget

from visionquery.ui.grid.layout import GridLayout
from visionquery.ui.grid.model import Index
from visionquery.ui.grid.refresh import Place

# How far a cell's selection ring reaches beyond the cell.
RING = 5


def runs_of(selection: QItemSelection) -> tuple[tuple[int, int], ...]:
    """First and last row of each run of a selection."""
    return tuple((part.top(), part.bottom()) for part in (selection.at(i) for i in range(selection.count())))


class CellView(QAbstractItemView):
    """Subclasses paint, and override `layout_changed` to learn that other cells may be visible now."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.cells = GridLayout(0, 0, 176)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        # Always there: a bar that comes and goes would change the width, and with it every tile.
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOn)
        self.setFrameShape(QAbstractItemView.Shape.NoFrame)

    def layout_changed(self) -> None:
        """Other cells may be in sight, or cells may have another size."""

    def set_cell_size(self, size: int) -> None:
        """Zoom: the side of a cell in logical pixels, before stretching."""
        self._relayout(wanted=size)

    def set_split(self, row: int) -> None:
        """From this row on photos stand below a title (see `GridLayout`); 0 for one part only."""
        self._relayout(split=row)

    def visible_rows(self) -> range:
        """Model rows with a part of their cell in the viewport."""
        top = self.verticalOffset()
        return self.cells.rows_between(top, top + self.viewport().height())

    def place(self) -> Place:
        """Selection, current and first visible row, to be carried over to another list of ids."""
        ranges = runs_of(self.selectionModel().selection())
        top = self.verticalOffset()
        # At the very top the view stays there, so that new photos come into sight.
        anchor = self.cells.nearest(0, top + self.cells.pitch // 2) if top > 0 else -1
        return Place(ranges, self.currentIndex().row(), anchor)

    def restore(self, place: Place, offset: int) -> None:
        """Select and scroll as `place` says, its anchor `offset` pixels above the top; no anchor means the top."""
        bar = self.verticalScrollBar()
        bar.setValue(self.cells.rect(place.anchor).top() + offset if place.anchor >= 0 else 0)
        flags = QItemSelectionModel.SelectionFlag
        selection = QItemSelection()
        for first, last in place.selected:
            selection.select(self.model().index(first, 0), self.model().index(last, 0))
        if not selection.isEmpty():
            self.selectionModel().select(selection, flags.ClearAndSelect)
        if place.current >= 0:
            self.selectionModel().setCurrentIndex(self.model().index(place.current, 0), flags.NoUpdate)

    def updateGeometries(self) -> None:
        """Fit the scroll bar to the content."""
        self._relayout()
        super().updateGeometries()

    def _relayout(self, wanted: int | None = None, split: int | None = None) -> None:
        old, top = self.cells, self.verticalOffset()
        new = replace(
            old,
            count=self.model().rowCount() if self.model() is not None else 0,
            width=self.viewport().width(),
            wanted=old.wanted if wanted is None else wanted,
            split=old.split if split is None else split,
            mirrored=self.isRightToLeft(),
        )
        self.cells = new
        bar, page = self.verticalScrollBar(), self.viewport().height()
        bar.setSingleStep(max(20, new.pitch // 3))
        bar.setPageStep(max(new.pitch, page - new.pitch // 2))
        bar.setRange(0, max(0, new.height - page))
        bar.setEnabled(new.height > page)
        if new.count == old.count and new.pitch != old.pitch and top > 0:
            # The photos that were on screen stay on screen.
            bar.setValue(new.rect(old.nearest(0, top + page // 2)).center().y() - page // 2)
        self.viewport().update()
        self.layout_changed()

    def visualRect(self, index: Index) -> QRect:
        """The cell in viewport coordinates."""
        return self.cells.rect(index.row()).translated(0, -self.verticalOffset()) if index.isValid() else QRect()

    def indexAt(self, point: QPoint) -> QModelIndex:
        """The photo under a viewport point; invalid between cells."""
        row = self.cells.at(point.x(), point.y() + self.verticalOffset())
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """Bring a photo into sight with a little air around it."""
        if not index.isValid():
            return
        rect, bar, page = self.cells.rect(index.row()), self.verticalScrollBar(), self.viewport().height()
        if hint == QAbstractItemView.ScrollHint.PositionAtCenter:
            bar.setValue(rect.center().y() - page // 2)
        elif rect.top() - self.cells.gap < bar.value():
            bar.setValue(rect.top() - self.cells.gap)
        elif rect.bottom() + self.cells.gap > bar.value() + page:
            bar.setValue(rect.bottom() + self.cells.gap - page)

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
        self.viewport().scroll(0, dy)
        self.layout_changed()

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Qt.KeyboardModifier,  # noqa: ARG002
    ) -> QModelIndex:
        """Where a key leads from the current photo."""
        count = self.cells.count
        if count == 0:
            return QModelIndex()
        actions = QAbstractItemView.CursorAction
        row = self.currentIndex().row()
        if row < 0:
            first = self.visible_rows()
            return self.model().index(count - 1 if action == actions.MoveEnd else first.start, 0)
        page = max(1, self.viewport().height() // self.cells.pitch)
        forward = -1 if self.cells.mirrored else 1
        targets = {
            actions.MoveLeft: row - forward,
            actions.MoveRight: row + forward,
            actions.MoveNext: row + 1,
            actions.MovePrevious: row - 1,
            actions.MoveUp: self.cells.below(row, -1),
            actions.MoveDown: self.cells.below(row, 1),
            actions.MovePageUp: self.cells.below(row, -page),
            actions.MovePageDown: self.cells.below(row, page),
            actions.MoveHome: 0,
            actions.MoveEnd: count - 1,
        }
        return self.model().index(max(0, min(count - 1, targets[action])), 0)

    def setSelection(self, rect: QRect, command: QItemSelectionModel.SelectionFlag) -> None:
        """Select the cells under the rubber band, or the run from the one end of `rect` to the other."""
        selection = QItemSelection()
        top = self.verticalOffset()
        if self.state() == QAbstractItemView.State.DragSelectingState:
            area = rect.normalized().translated(0, top)
            for first, last in self._runs_under(area):
                selection.select(self.model().index(first, 0), self.model().index(last, 0))
        else:
            ends = [self.cells.nearest(p.x(), p.y() + top) for p in (rect.topLeft(), rect.bottomRight())]
            if rect.width() == 1 and rect.height() == 1:
                ends = [self.cells.at(rect.x(), rect.y() + top)] * 2
            if min(ends) >= 0:
                selection.select(self.model().index(min(ends), 0), self.model().index(max(ends), 0))
        self.selectionModel().select(selection, command)

    def _runs_under(self, area: QRect) -> list[tuple[int, int]]:
        runs: list[tuple[int, int]] = []
        for row in self.cells.rows_between(area.top(), area.bottom() + 1):
            if self.cells.rect(row).intersects(area):
                if runs and runs[-1][1] == row - 1:
                    runs[-1] = (runs[-1][0], row)
                else:
                    runs.append((row, row))
        return runs

    def visualRegionForSelection(self, selection: QItemSelection) -> QRegion:
        """Only what is visible of it: a selection may hold a million photos."""
        region = QRegion()
        visible = self.visible_rows()
        for first, last in runs_of(selection):
            for row in range(max(first, visible.start), min(last + 1, visible.stop)):
                rect = self.cells.rect(row).translated(0, -self.verticalOffset())
                region += rect.adjusted(-RING, -RING, RING, RING)
        return region
