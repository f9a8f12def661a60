"""Which photos are selected: one byte a row, so that everything, nothing and the inverse of a million cost the same.

Main thread; numpy only. Qt's own selection is a list of ranges that it compares pair by pair: a rubber band over a
thousand lines would take it longer than a frame.
"""

from __future__ import annotations

import numpy as np

from visionquery.ui.grid.refresh import Ids, Mask


class Selection:
    """A set of rows. `version` grows with every change, so that two states can be told apart for nothing."""

    def __init__(self) -> None:
        self._mask: Mask = np.zeros(0, np.bool_)
        self.count = 0
        self.version = 0

    def __contains__(self, row: int) -> bool:
        return 0 <= row < len(self._mask) and bool(self._mask[row])

    def reset(self, rows: int, mask: Mask | None = None) -> None:
        """For another list of so many photos: these selected, else none."""
        self._take(np.zeros(rows, np.bool_) if mask is None else mask.copy())

    def snapshot(self) -> Mask | None:
        """bool[photos], a copy; None where nothing is selected."""
        return self._mask.copy() if self.count else None

    def rows(self) -> Ids:
        """int64[n]: the selected rows, ascending."""
        return np.flatnonzero(self._mask)

    def run(self, first: int, last: int, *, add: bool = False) -> None:
        """Select from one row to the other, both included, in either order; `add` keeps what is selected."""
        mask = self._mask.copy() if add else np.zeros_like(self._mask)
        mask[max(0, min(first, last)) : max(first, last) + 1] = True
        self._take(mask)

    def only(self, row: int) -> None:
        """Select this row alone."""
        self.run(row, row)

    def toggle(self, row: int) -> None:
        """Select the row, or no longer."""
        self._mask[row] = not self._mask[row]
        self._take(self._mask)

    def combine(self, base: Mask | None, rows: Ids, *, flip: bool = False) -> None:
        """What `base` selects and these rows too, or with `flip` those of them that `base` does not select."""
        mask = np.zeros_like(self._mask) if base is None else base.copy()
        mask[rows] = ~mask[rows] if flip else True
        self._take(mask)

    def everything(self) -> None:
        """Select all rows."""
        self._take(np.ones_like(self._mask))

    def invert(self) -> None:
        """Select what is not selected."""
        self._take(~self._mask)

    def clear(self) -> None:
        """Select nothing."""
        self._take(np.zeros_like(self._mask))

    def _take(self, mask: Mask) -> None:
        self._mask = mask
        self.count = int(np.count_nonzero(mask))
        self.version += 1
