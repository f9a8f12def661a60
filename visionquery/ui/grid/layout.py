"""Where the cells are: what every layout can say, and the frame that it has to fill.

Pure, but for Qt's rectangles. Coordinates are logical pixels of the whole content; the view subtracts its scroll
offset. A layout is made anew for every change of its frame, so making one costs no more than its sections do.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from bisect import bisect_right
from collections.abc import Callable
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from visionquery.ui.grid.refresh import Ids

# Above the first line of cells; room for a selection ring.
TOP = 5
# A cell is never smaller than this, however narrow the window.
SMALLEST = 16


def _no_title(_section: int) -> str:
    return ""


@dataclass(frozen=True, slots=True, eq=False)
class Sections:
    """Runs of photos that begin a line of their own: those of one month, or the weaker matches of an answer.

    `starts` is int64[n], ascending, its first 0 (or empty without photos); `title(section)` gives the words above
    one. With `first_untitled` the first has no heading.
    """

    starts: Ids = field(default_factory=lambda: np.zeros(1, np.int64))
    title: Callable[[int], str] = _no_title
    first_untitled: bool = True


@dataclass(frozen=True, slots=True)
class Frame:
    """What a layout has to fill. `wanted` is the size of a cell that is asked for, before it is stretched to fit.

    `band` is the height of a heading; `mirrored` lays lines out from right to left.
    """

    count: int = 0
    width: int = 0
    wanted: int = 176
    gap: int = 10
    margin: int = 20
    mirrored: bool = False
    band: int = 52
    sections: Sections = field(default_factory=Sections)

    @property
    def inner(self) -> int:
        """Width between the margins."""
        return max(SMALLEST, self.width - 2 * self.margin)


@dataclass(frozen=True, slots=True)
class Heading:
    """The band above a section."""

    section: int
    rect: QRect


class CellLayout(ABC):
    """Lines of cells from top to bottom, in sections. Rows are those of the model, a line is a run of them."""

    def __init__(self, frame: Frame) -> None:
        self.frame = frame
        self.count = frame.count
        self.gap = frame.gap
        # Bisected for every cell that is painted: lists are ten times as fast there as arrays.
        starts = frame.sections.starts
        self.starts: list[int] = starts[starts < frame.count].tolist() if frame.count else []
        ends = np.array([*self.starts[1:], frame.count], np.int64)[: len(self.starts)]
        self.sizes: NDArray[np.int64] = ends - np.array(self.starts, np.int64)
        bands = np.full(len(self.starts), frame.band, np.int64)
        if frame.sections.first_untitled:
            bands[:1] = 0
        self.bands: NDArray[np.int64] = bands
        # Filled by `_stack`: where the cells of each section begin, and where everything ends.
        self.tops: list[int] = []
        self.height = 0

    @property
    @abstractmethod
    def pitch(self) -> int:
        """From the top of a line to the top of the next, about."""

    @abstractmethod
    def line(self, row: int) -> range:
        """The rows of the line that `row` stands in."""

    @abstractmethod
    def rows_in(self, area: QRect) -> Ids:
        """int64[n]: the rows whose cells intersect the area."""

    @abstractmethod
    def _cell(self, row: int) -> tuple[int, int, int, int]:
        """Left, top, width and height of a cell, not mirrored."""

    @abstractmethod
    def _line_at(self, section: int, y: int) -> int:
        """The first row of the last line of a section that begins at or above `y`, else of its first line."""

    def rect(self, row: int) -> QRect:
        """The cell of model row `row`."""
        left, top, width, height = self._cell(row)
        if self.frame.mirrored:
            left = self.frame.width - left - width
        return QRect(left, top, width, height)

    def at(self, x: int, y: int) -> int:
        """The row whose cell holds this point, -1 between cells and outside."""
        row = self.nearest(x, y)
        return row if row >= 0 and self.rect(row).contains(x, y) else -1

    def nearest(self, x: int, y: int) -> int:
        """The row whose cell is at or next to this point; -1 only when there are no cells."""
        if self.count == 0:
            return -1
        return self.in_line(self.line(self._line_at(self.section_at(y), y)), x)

    def in_line(self, line: range, x: int) -> int:
        """The row of a line whose cell is at or next to `x`."""
        if self.frame.mirrored:
            x = self.frame.width - x
        low, high = line.start, line.stop - 1
        while low < high:
            middle = (low + high) // 2
            left, _, width, _ = self._cell(middle)
            if x < left + width + self.gap // 2:
                high = middle
            else:
                low = middle + 1
        return low

    def below(self, row: int, lines: int, x: int | None = None) -> int:
        """The row whose cell is so many lines below (above when negative) at `x`, at the ends the nearest there is."""
        if x is None:
            x = self.rect(row).center().x()
        line = self.line(row)
        for _ in range(abs(lines)):
            beyond = line.stop if lines > 0 else line.start - 1
            if not 0 <= beyond < self.count:
                break
            line = self.line(beyond)
        return row if row in line else self.in_line(line, x)

    def rows_between(self, top: int, bottom: int) -> range:
        """Rows of the lines that reach into [top, bottom), and at most one line more at either end."""
        if self.count == 0 or bottom <= 0 or top >= self.height:
            return range(0)
        last = self._line_at(self.section_at(bottom - 1), bottom - 1)
        if self.rect(last).top() >= bottom:
            last = max(0, last - 1)
        begin = self.line(self._line_at(self.section_at(top), top))
        return range(begin.start, max(begin.stop, self.line(last).stop))

    def section_of(self, row: int) -> int:
        """The section that a row belongs to."""
        return bisect_right(self.starts, row) - 1

    def section_at(self, y: int) -> int:
        """The section whose cells are at this height or last above it; a heading belongs to the section before."""
        return max(0, bisect_right(self.tops, y) - 1)

    def heading(self, section: int) -> QRect | None:
        """The band above a section, None where it has no title."""
        band = int(self.bands[section])
        if band == 0:
            return None
        return QRect(self.frame.margin, self.tops[section] - band, self.frame.inner, band)

    def headings_between(self, top: int, bottom: int) -> list[Heading]:
        """The headings that reach into [top, bottom)."""
        found: list[Heading] = []
        if self.count == 0:
            return found
        for section in range(self.section_at(top), len(self.starts)):
            rect = self.heading(section)
            if rect is None or rect.bottom() < top:
                continue
            if rect.top() >= bottom:
                break
            found.append(Heading(section, rect))
        return found

    def _stack(self, heights: NDArray[np.int64]) -> None:
        """Put sections of these heights (each with a gap below its last line) one below the other."""
        if self.count == 0:
            return
        ends = TOP + np.cumsum(heights + self.bands)
        self.tops = (ends - heights).tolist()
        self.height = int(ends[-1]) - self.gap + self.frame.margin


class SquareLayout(CellLayout):
    """Square cells of one size, in lines that fill the width."""

    def __init__(self, frame: Frame) -> None:
        super().__init__(frame)
        pitch = frame.wanted + frame.gap
        # As many as bring the side nearest to the wanted one.
        self.columns = max(1, (frame.inner + frame.gap + pitch // 2) // pitch)
        self.side = max(SMALLEST, (frame.inner - (self.columns - 1) * frame.gap) // self.columns)
        # What is left over by rounding goes into the gaps, so that lines end at the margin.
        places = np.arange(self.columns) * (frame.inner - self.side) // max(1, self.columns - 1)
        self._lefts: NDArray[np.int64] = frame.margin + places
        self._stack(-(-self.sizes // self.columns) * self.pitch)

    @property
    def pitch(self) -> int:
        return self.side + self.gap

    def line(self, row: int) -> range:
        section = self.section_of(row)
        first = self.starts[section]
        begin = row - (row - first) % self.columns
        return range(begin, min(begin + self.columns, first + int(self.sizes[section])))

    def rows_in(self, area: QRect) -> Ids:
        lines = self.rows_between(area.top(), area.bottom() + 1)
        rows = np.arange(lines.start, lines.stop, dtype=np.int64)
        starts = np.array(self.starts, np.int64)
        section = np.searchsorted(starts, rows, "right") - 1
        line, column = np.divmod(rows - starts[section], self.columns)
        top = np.array(self.tops, np.int64)[section] + line * self.pitch
        left = self._lefts[column]
        if self.frame.mirrored:
            left = self.frame.width - left - self.side
        inside = (left <= area.right()) & (left + self.side > area.left())
        found: Ids = rows[inside & (top <= area.bottom()) & (top + self.side > area.top())]
        return found

    def _cell(self, row: int) -> tuple[int, int, int, int]:
        section = self.section_of(row)
        line, column = divmod(row - self.starts[section], self.columns)
        return int(self._lefts[column]), self.tops[section] + line * self.pitch, self.side, self.side

    def _line_at(self, section: int, y: int) -> int:
        last = (int(self.sizes[section]) - 1) // self.columns
        line = max(0, min(last, (y - self.tops[section]) // self.pitch))
        return self.starts[section] + line * self.columns
