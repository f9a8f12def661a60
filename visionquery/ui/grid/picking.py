"""Selecting photos, by commands and by keyboard, on top of `CellView`. Main thread.

The selection is this view's own (see `selection.py`); Qt's selection model keeps the current photo only.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QItemSelectionModel, QModelIndex, Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractItemView, QWidget

from visionquery.ui.grid.cells import CellView
from visionquery.ui.grid.justified import Aspects
from visionquery.ui.grid.layout import Sections
from visionquery.ui.grid.model import Index, PhotoModel
from visionquery.ui.grid.refresh import Ids, Place
from visionquery.ui.grid.selection import Selection

Key = Qt.Key
Modifier = Qt.KeyboardModifier
_MOVES = {
    Key.Key_Left: "left",
    Key.Key_Right: "right",
    Key.Key_Up: "up",
    Key.Key_Down: "down",
    Key.Key_PageUp: "page up",
    Key.Key_PageDown: "page down",
    Key.Key_Home: "home",
    Key.Key_End: "end",
}


class PickingView(CellView):
    """Emits `selection_changed`, `viewer_wanted(photo id)` on Space and Enter, `typed(text)` for letters, and
    `escaped` where Esc has no selection to clear."""

    selection_changed = Signal()
    viewer_wanted = Signal(int)
    typed = Signal(str)
    escaped = Signal()

    def __init__(self, model: PhotoModel, aspects: Callable[[Ids], Aspects], parent: QWidget | None = None) -> None:
        super().__init__(model, aspects, parent)
        self.selection = Selection()
        self._pivot = -1
        # Where Up and Down keep to, though a line may have no cell just there.
        self._column: int | None = None

    # For the commands of the window

    def selected_ids(self, limit: int | None = None) -> list[int]:
        """Ids of the selected photos in the order they are shown, the first `limit` of them. 20 ms for a million."""
        found: list[int] = self._photos.ids[self.selection.rows()[:limit]].tolist()
        return found

    def selected_count(self) -> int:
        """How many photos are selected. Costs nothing."""
        return self.selection.count

    def current_id(self) -> int | None:
        """The photo that has the keyboard's ring, which commands for one photo mean."""
        row = self.currentIndex().row()
        return self._photos.photo_id(row) if 0 <= row < len(self._photos.ids) else None

    def select_all(self) -> None:
        """Select every photo that is shown."""
        self.selection.everything()
        self._selected()

    def invert_selection(self) -> None:
        """Select what is not selected."""
        self.selection.invert()
        self._selected()

    def clear_selection(self) -> None:
        """Select nothing; the current photo stays."""
        if self.selection.count:
            self.selection.clear()
            self._selected()

    def go_to(self, row: int, *, select: bool = True, scroll: bool = True) -> None:
        """Make this photo the current one, bring it into sight, and select it alone."""
        self.setAutoScroll(scroll)
        self.selectionModel().setCurrentIndex(self.model().index(row, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
        self.setAutoScroll(True)
        self._pivot = row
        self._column = None
        if select:
            self.selection.only(row)
            self._selected()

    def go_to_id(self, photo_id: int) -> bool:
        """`go_to` by id, as a viewer does when it moves on; False where the photo is not shown.

        Photos that are selected stay so where this is one of them.
        """
        row = self._photos.row_of(photo_id)
        if row >= 0:
            self.go_to(row, select=row not in self.selection)
        return row >= 0

    def selectAll(self) -> None:
        """Qt's name for `select_all`."""
        self.select_all()

    def clearSelection(self) -> None:
        """Qt's name for `clear_selection`."""
        self.clear_selection()

    def setCurrentIndex(self, index: Index) -> None:
        """Qt's name for `go_to`."""
        if index.isValid():
            self.go_to(index.row())

    # Another list

    def place(self) -> Place:
        """Selection, current and first visible row, to be carried over to another list of ids."""
        selection = self.selection
        return Place(selection.snapshot(), selection.version, self.currentIndex().row(), self._pivot, self.first_row())

    def put_with_place(self, ids: Ids, sections: Sections, place: Place, offset: int) -> None:
        """Show other photos with their selection, current photo and scroll position (see `put`)."""
        self.selection.reset(len(ids), place.selected)
        self.put(ids, sections, place.anchor, offset)
        if place.current >= 0:
            # Without a scroll: the current photo may be far away.
            self.go_to(place.current, select=False, scroll=False)
        self._pivot = place.pivot
        self._column = None
        self._selected()

    def _selected(self) -> None:
        self.viewport().update()
        self.selection_changed.emit()

    # Keyboard

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Moves, Space and Enter, Esc, Ctrl+A; letters go to `typed`."""
        key, modifiers = Key(event.key()), event.modifiers() & ~Modifier.KeypadModifier
        row = self.currentIndex().row()
        if key in _MOVES and not modifiers & (Modifier.AltModifier | Modifier.MetaModifier):
            self._move(_MOVES[key], modifiers)
        elif key == Key.Key_Escape and not modifiers:
            # One selected photo is no more than the current one.
            if self.selection.count > 1:
                self.clear_selection()
            else:
                self.escaped.emit()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self.select_all()
        elif key == Key.Key_Space and modifiers & Modifier.ControlModifier:
            if row >= 0:
                self.selection.toggle(row)
                self._selected()
        elif key in (Key.Key_Return, Key.Key_Enter, Key.Key_Space) and not modifiers:
            if row >= 0:
                self.viewer_wanted.emit(self._photos.photo_id(row))
        elif event.text().isprintable() and event.text() and _types(modifiers):
            self.typed.emit(event.text())
        else:
            event.ignore()
            return
        event.accept()

    def moveCursor(
        self,
        action: QAbstractItemView.CursorAction,
        modifiers: Modifier,  # noqa: ARG002 - Qt's signature.
    ) -> QModelIndex:
        """Where a key leads from the current photo, for those who ask in Qt's way."""
        names = {"MoveNext": "next", "MovePrevious": "previous"}
        name = names.get(action.name, action.name.removeprefix("Move").replace("Page", "page ").lower())
        row = self._target(name)
        return self.model().index(row, 0) if row >= 0 else QModelIndex()

    def _move(self, move: str, modifiers: Modifier) -> None:
        row = self._target(move)
        if row < 0:
            return
        column = self._column
        pivot = self._pivot if self._pivot >= 0 else max(0, self.currentIndex().row())
        extend, keep = bool(modifiers & Modifier.ShiftModifier), bool(modifiers & Modifier.ControlModifier)
        self.go_to(row, select=False)
        self._column = column if move in ("up", "down", "page up", "page down") else None
        if extend:
            self._pivot = pivot
            self.selection.run(pivot, row, add=keep)
        elif not keep:
            self.selection.only(row)
        self._selected()

    def _target(self, move: str) -> int:
        cells, row = self.cells, self.currentIndex().row()
        if cells.count == 0:
            return -1
        if move in ("home", "end"):
            return 0 if move == "home" else cells.count - 1
        if not 0 <= row < cells.count:
            visible = self.visible_rows()
            return next((each for each in visible if cells.rect(each).top() >= self.verticalOffset()), visible.start)
        steps = {"left": -1, "right": 1, "previous": -1, "next": 1}
        if move in steps:
            mirrored = cells.frame.mirrored and move in ("left", "right")
            return max(0, min(cells.count - 1, row + (-steps[move] if mirrored else steps[move])))
        rect = cells.rect(row)
        if self._column is None:
            self._column = rect.center().x()
        if move in ("up", "down"):
            return cells.below(row, -1 if move == "up" else 1, self._column)
        page = max(cells.pitch, self.viewport().height() - cells.pitch)
        wanted = cells.nearest(self._column, rect.center().y() + (-page if move == "page up" else page))
        one_line = cells.below(row, -1 if move == "page up" else 1, self._column)
        return min(wanted, one_line) if move == "page up" else max(wanted, one_line)


def _types(modifiers: Modifier) -> bool:
    """Whether a key with these modifiers is meant as a letter: alone, with Shift, or with AltGr as Windows tells it."""
    alt_gr = Modifier.ControlModifier | Modifier.AltModifier
    return modifiers & ~Modifier.ShiftModifier in (Modifier.NoModifier, alt_gr)
