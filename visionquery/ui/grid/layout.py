"""Where the cells are: arithmetic over uniform squares, so that a million photos cost the same as ten.

Pure. Coordinates are logical pixels of the whole content; the view subtracts its scroll offset.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QRect

# Above the first line of cells; room for a selection ring.
TOP = 5


@dataclass(frozen=True, slots=True)
class GridLayout:
    """Square cells in lines that fill the width: `wanted` is the side asked for, `side` what fits evenly.

    With `split` above 0, the photos from that row on begin a line of their own, below a band of height `band` that
    has a title.
    """

    count: int
    width: int
    wanted: int
    gap: int = 10
    margin: int = 20
    mirrored: bool = False
    split: int = 0
    band: int = 58

    @property
    def columns(self) -> int:
        """Cells in a full line, at least one: as many as bring their side nearest to the wanted one."""
        pitch = self.wanted + self.gap
        return max(1, (self.width - 2 * self.margin + self.gap + pitch // 2) // pitch)

    @property
    def side(self) -> int:
        """Side of a cell: the wanted one stretched so that the lines end at the margin."""
        room = self.width - 2 * self.margin - (self.columns - 1) * self.gap
        return max(16, room // self.columns)

    @property
    def pitch(self) -> int:
        """From the top of a line of cells to the top of the next."""
        return self.side + self.gap

    @property
    def height(self) -> int:
        """Of the whole content."""
        return 0 if self.count == 0 else self.rect(self.count - 1).bottom() + 1 + self.margin

    @property
    def title(self) -> QRect | None:
        """The band between the two parts, None where there is one part only."""
        if not 0 < self.split < self.count:
            return None
        return QRect(self.margin, self._second_top - self.band, self.width - 2 * self.margin, self.band)

    def rect(self, row: int) -> QRect:
        """The cell of model row `row`."""
        top, first = (TOP, 0) if not self._in_second(row) else (self._second_top, self.split)
        line, column = divmod(row - first, self.columns)
        left = self.margin + column * self.pitch
        if self.mirrored:
            left = self.width - left - self.side
        return QRect(left, top + line * self.pitch, self.side, self.side)

    def at(self, x: int, y: int) -> int:
        """The model row whose cell holds this point, -1 between cells and outside."""
        row = self.nearest(x, y)
        return row if row >= 0 and self.rect(row).contains(x, y) else -1

    def nearest(self, x: int, y: int) -> int:
        """The model row whose cell is at or next to this point; -1 only when there are no cells."""
        if self.count == 0:
            return -1
        top, first, end = self._part_at(y)
        if self.mirrored:
            x = self.width - x
        column = max(0, min(self.columns - 1, (x - self.margin) // self.pitch))
        line = max(0, min(_lines(end - first, self.columns) - 1, (y - top) // self.pitch))
        return min(end - 1, first + line * self.columns + column)

    def below(self, row: int, lines: int) -> int:
        """The row whose cell is so many lines below (above when negative), at the ends the nearest there is."""
        columns = self.columns
        own_first = self.split if self._in_second(row) else 0
        line, column = divmod(row - own_first, columns)
        # Lines of the whole content: those of the first part, then those of the second.
        before = _lines(self._first_end, columns) if own_first else 0
        total = _lines(self._first_end, columns) + _lines(self.count - self._first_end, columns)
        wanted = max(0, min(total - 1, before + line + lines))
        if wanted < _lines(self._first_end, columns):
            first, end = 0, self._first_end
        else:
            first, end = self._first_end, self.count
            wanted -= _lines(self._first_end, columns)
        return min(end - 1, first + wanted * columns + column)

    def rows_between(self, top: int, bottom: int) -> range:
        """Model rows of the lines that reach into [top, bottom)."""
        if self.count == 0 or bottom <= 0:
            return range(0)
        start, first, end = self._part_at(top)
        begin = min(end, first + max(0, (top - start) // self.pitch) * self.columns)
        start, first, end = self._part_at(bottom - 1)
        stop = min(end, first + (max(-1, (bottom - 1 - start) // self.pitch) + 1) * self.columns)
        return range(min(begin, stop), stop)

    @property
    def _second_top(self) -> int:
        return TOP + _lines(min(self.split, self.count), self.columns) * self.pitch - self.gap + self.band

    @property
    def _first_end(self) -> int:
        return self.split if 0 < self.split < self.count else self.count

    def _in_second(self, row: int) -> bool:
        return 0 < self.split < self.count and row >= self.split

    def _part_at(self, y: int) -> tuple[int, int, int]:
        """Top, first row and end of the part at this height; the band counts as the first part's end."""
        if not 0 < self.split < self.count:
            return TOP, 0, self.count
        if y < self._second_top:
            return TOP, 0, self.split
        return self._second_top, self.split, self.count


def _lines(count: int, columns: int) -> int:
    return -(-count // columns)
