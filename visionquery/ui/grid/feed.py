"""Puts lists of ids into the grid so that selection, current photo and scroll position stay with their photos.

Main thread; large lists are compared on a task thread, and compared again where the person moved meanwhile.
"""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QObject, Signal

from visionquery.ui.grid.headers import Timeline
from visionquery.ui.grid.model import PhotoModel
from visionquery.ui.grid.refresh import Ids, Place, Refresh, plan
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.tasks import TaskRunner

# Up to here comparing takes under two milliseconds and needs no thread.
AT_ONCE = 20_000


class GridFeed(QObject):
    """`shown` is emitted whenever a list was put in, changed or not.

    A list that is sorted by date brings its `timeline` (see `headers.timeline`), which gives it headings; any other
    list has those of `PhotoGrid.divide`.
    """

    shown = Signal()

    def __init__(self, grid: PhotoGrid, model: PhotoModel, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._model = model
        self._tasks = tasks
        self._latest = 0

    def show(self, ids: Ids, timeline: Timeline | None = None) -> None:
        """Show another list from its top, nothing selected."""
        self._latest += 1
        same = bool(np.array_equal(ids, self._model.ids))
        if same:
            self._grid.verticalScrollBar().setValue(0)
        self._grid.show_ids(Refresh(ids, Place(), Place(), same), timeline)
        self.shown.emit()

    def update(self, ids: Ids, timeline: Timeline | None = None) -> None:
        """Show a newer state of the same list, with everything in its place."""
        self._latest += 1
        number, old, place = self._latest, self._model.ids, self._grid.place()
        if max(len(ids), len(old)) <= AT_ONCE:
            self._put(number, plan(old, ids, place), timeline)
        else:
            self._tasks.run(lambda: plan(old, ids, place), lambda refresh: self._put(number, refresh, timeline))

    def _put(self, number: int, refresh: Refresh, timeline: Timeline | None) -> None:
        if number != self._latest:
            return
        now, before = self._grid.place(), refresh.before
        if (now.version, now.current, now.pivot) != (before.version, before.current, before.pivot):
            self.update(refresh.ids, timeline)
            return
        self._grid.show_ids(refresh, timeline)
        self.shown.emit()
