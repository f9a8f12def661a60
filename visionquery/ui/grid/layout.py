"""Where the cells are: arithmetic over uniform squares, so that a million photos cost the same as ten.

Pure. Coordinates are logical pixels of the whole content; the view subtracts its scroll offset.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Square cells in rows that fill the width: `wanted` is the side asked for, `side` what fits evenly."""

    count: int
    width: int
    wanted: int
    gap: int = 10
    margin: int = 20
    mirrored: bool = False

    @property
    def columns(self) -> int:
        """Cells in a full row, at least one."""
        return max(1, (self.width - 2 * self.margin + self.gap) // (self.wanted + self.gap))

    @property
    def side(self) -> int:
        """Side of a cell: the wanted one stretched so that the rows end at the margin."""
        room = self.width - 2 * self.margin - (self.columns - 1) * self.gap
        return max(16, room // self.columns)

    @property
    def pitch(self) -> int:
        """From the top of a row of cells to the top of the next."""
        return self.side + self.gap

    @property
    def lines(self) -> int:
        """Rows of cells."""
        return -(-self.count // self.columns)

    @property
    def height(self) -> int:
        """Of the whole content."""
        return 0 if self.count == 0 else self.lines * self.pitch - self.gap + 4 + self.margin

    def rect(self, row: int) -> QRect:
        """The cell of model row `row`."""
        line, column = divmod(row, self.columns)
        left = self.margin + column * self.pitch
        if self.mirrored:
            left = self.width - left - self.side
        return QRect(left, 4 + line * self.pitch, self.side, self.side)

    def at(self, x: int, y: int) -> int:
        """The model row whose cell holds this point, -1 between cells and outside."""
        row = self.nearest(x, y)
        return row if row >= 0 and self.rect(row).contains(x, y) else -1

    def nearest(self, x: int, y: int) -> int:
        """The model row whose cell is at or next to this point; -1 only when there are no cells."""
        if self.count == 0:
            return -1
        if self.mirrored:
            x = self.width - x
        column = max(0, min(self.columns - 1, (x - self.margin) // self.pitch))
        line = max(0, min(self.lines - 1, (y - 4) // self.pitch))
        return min(self.count - 1, line * self.columns + column)

    def rows_between(self, top: int, bottom: int) -> range:
        """Model rows of the lines that reach into [top, bottom)."""
        if self.count == 0 or bottom <= 0:
            return range(0)
        first = max(0, (top - 4) // self.pitch) * self.columns
        last = min(self.count, (max(0, (bottom - 5) // self.pitch) + 1) * self.columns)
        return range(min(first, last), last)
