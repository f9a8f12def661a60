"""The photos that the viewer goes through, and which of them it shows. Pure; main thread."""

from __future__ import annotations

import numpy as np

from visionquery.ui.grid.refresh import Ids

_NONE: Ids = np.empty(0, np.int64)


class Sequence:
    """Ids in the order of the grid, and a place among them.

    The photo that is shown stays when the ids change, also where it is among them no more: then its neighbours are
    those that stood around it.
    """

    def __init__(self) -> None:
        self._ids: Ids = _NONE
        self._row = 0
        self._present = False
        self.current: int | None = None

    def __len__(self) -> int:
        return len(self._ids)

    @property
    def row(self) -> int | None:
        """Where the current photo stands, None where it is not among the ids any more."""
        return self._row if self._present else None

    def start(self, ids: Ids, photo_id: int) -> None:
        """Go through these, from this one on."""
        self._ids, self.current = ids, photo_id
        self._row = 0
        self._find()

    def replace(self, ids: Ids) -> None:
        """A newer state of the same list, or another list."""
        self._ids = ids
        self._find()

    def neighbour(self, step: int) -> int | None:
        """The photo so many places further, None where there is none. Where the current one left, the one that took
        its place comes after it."""
        row = self._row + step - (1 if step > 0 and not self._present else 0)
        return int(self._ids[row]) if 0 <= row < len(self._ids) else None

    def move(self, step: int) -> bool:
        """Go so many places further; False where there is no photo."""
        photo_id = self.neighbour(step)
        return photo_id is not None and self.move_to(self._row + step - (1 if step > 0 and not self._present else 0))

    def move_to(self, row: int) -> bool:
        """Go to a place, counted from 0, -1 being the last; False where there is none."""
        row = len(self._ids) + row if row < 0 else row
        if not 0 <= row < len(self._ids):
            return False
        self._row, self._present, self.current = row, True, int(self._ids[row])
        return True

    def _find(self) -> None:
        if self._row < len(self._ids) and self._ids[self._row] == self.current:
            self._present = True
            return
        rows = np.flatnonzero(self._ids == self.current) if self.current is not None else _NONE
        self._present = len(rows) > 0
        self._row = int(rows[0]) if self._present else min(self._row, len(self._ids))
