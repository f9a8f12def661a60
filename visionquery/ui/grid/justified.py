"""Lines of one height whose photos keep their shape and fill the width. Pure numpy, but for Qt's rectangles.

A million photos cost what is visible: they are cut into blocks of a few dozen lines, and the height of a block
follows from the sum of its aspect ratios alone. The lines of a block are worked out when it comes into sight and
evened by a percent or two to fill exactly the height that was promised, so nothing ever has to be moved and a
scroll position means the same before and after. Making a layout costs one step per block (about 4,000 at a million).
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QRect

from visionquery.ui.grid.layout import SMALLEST, CellLayout, Frame
from visionquery.ui.grid.refresh import Ids

Aspects = NDArray[np.uint16]

# Aspect ratios (width by height) are kept as thousandths. Of a photo whose size is not known yet:
UNKNOWN = 1500
# A panorama or a long receipt is cropped to these, as it would push everything else out of its line.
NARROWEST, WIDEST = 450, 2800
# Photos in a block: some forty lines, a millisecond's work.
BLOCK = 240
# Lines are made lower where the window is too narrow for so many photos of height one beside each other.
LEAST_ROOM = 3.2
# Photos are wider than high, so lines a little lower than a square cell show about as many photos a screen.
LOWER = 0.86
# The aspect ratio that a photo of any aspect ratio is shown with: one look-up each is the fastest way for a million.
_SHOWN = np.clip(np.arange(1 << 16), NARROWEST, WIDEST).astype(np.uint16)
_SHOWN[:2] = UNKNOWN


@dataclass(frozen=True, slots=True, eq=False)
class Blocks:
    """Aspect ratios, cut into blocks that begin where the sections do. Independent of the frame's width.

    `aspects` is uint16[photos] in thousandths; `starts` int64[n] the first rows of the blocks, `sums` float64[n]
    the sums of their aspect ratios, `section` int64[n] where they belong.
    """

    aspects: Aspects
    starts: Ids
    sums: NDArray[np.float64]
    section: Ids


def cut(aspects: Aspects, section_starts: Ids) -> Blocks:
    """Cut photos of these aspect ratios (0 or 1 where unknown) into blocks of about equal length, by section."""
    known = _SHOWN[aspects]
    count = len(known)
    begins = section_starts[section_starts < count]
    sizes = np.diff(np.append(begins, count))
    pieces = -(-sizes // BLOCK)
    section = np.repeat(np.arange(len(begins)), pieces)
    nth = np.arange(len(section)) - np.repeat(np.cumsum(pieces) - pieces, pieces)
    starts = begins[section] + nth * sizes[section] // np.maximum(1, pieces[section])
    sums = np.add.reduceat(known, starts, dtype=np.int64) / 1000.0 if count else np.empty(0)
    return Blocks(known, starts.astype(np.int64), sums, section.astype(np.int64))


@dataclass(frozen=True, slots=True)
class _Lines:
    """The lines of one block: first rows (counted from the block's), tops within the block, heights; cells' edges."""

    firsts: list[int]
    tops: list[int]
    heights: list[int]
    lefts: list[int]
    rights: list[int]


class JustifiedLayout(CellLayout):
    """Lines about `wanted` high; every line but the last one of a short section ends at the margin."""

    def __init__(self, frame: Frame, blocks: Blocks) -> None:
        super().__init__(frame)
        self._blocks = blocks
        room = frame.inner + frame.gap
        self._target = max(float(SMALLEST), min(frame.wanted * LOWER, room / LEAST_ROOM))
        counts = np.diff(np.append(blocks.starts, frame.count))
        # Widths are counted in line heights; each photo brings a gap along.
        units = blocks.sums + counts * (frame.gap / self._target)
        capacity = room / self._target
        lines = np.maximum(1, np.rint(units / capacity))
        self._filled = (lines > 1) | (units > 0.75 * capacity)
        height = np.where(
            self._filled,
            (room - frame.gap * counts / lines) * lines / np.maximum(blocks.sums, 1e-9),
            self._target,
        )
        self._lines = lines
        self._heights = np.rint(lines * (height + frame.gap)).astype(np.int64)
        self._first_rows: list[int] = blocks.starts.tolist()
        per_section = np.bincount(blocks.section, self._heights, len(self.starts)).astype(np.int64)
        self._stack(per_section)
        self._block_tops: list[int] = []
        if self.count:
            before = np.cumsum(self._heights) - self._heights
            own = before - np.repeat(np.cumsum(per_section) - per_section, np.bincount(blocks.section))
            self._block_tops = (np.array(self.tops)[blocks.section] + own).tolist()
        self._worked_out: dict[int, _Lines] = {}

    @property
    def pitch(self) -> int:
        return round(self._target) + self.gap

    def line(self, row: int) -> range:
        block, line = self._find(row)
        lines, first = self._of(block), self._first_rows[block]
        end = lines.firsts[line + 1] if line + 1 < len(lines.firsts) else len(lines.lefts)
        return range(first + lines.firsts[line], first + end)

    def rows_in(self, area: QRect) -> Ids:
        found: list[NDArray[np.int64]] = []
        rows = self.rows_between(area.top(), area.bottom() + 1)
        first, last = (bisect_right(self._first_rows, row) - 1 for row in (rows.start, max(rows.start, rows.stop - 1)))
        for block in range(first, last + 1) if rows else ():
            lines, top = self._of(block), self._block_tops[block]
            lefts, rights = np.array(lines.lefts), np.array(lines.rights)
            if self.frame.mirrored:
                lefts, rights = self.frame.width - rights, self.frame.width - lefts
            tops, heights = np.array(lines.tops), np.array(lines.heights)
            touched = (tops + top <= area.bottom()) & (tops + top + heights > area.top())
            sizes = np.diff(np.append(lines.firsts, len(lefts)))
            inside = np.repeat(touched, sizes) & (lefts <= area.right()) & (rights > area.left())
            found.append(np.flatnonzero(inside) + self._first_rows[block])
        return np.concatenate(found) if found else np.empty(0, np.int64)

    def _cell(self, row: int) -> tuple[int, int, int, int]:
        block, line = self._find(row)
        lines, nth = self._of(block), row - self._first_rows[block]
        left = lines.lefts[nth]
        return left, self._block_tops[block] + lines.tops[line], lines.rights[nth] - left, lines.heights[line]

    def _line_at(self, section: int, y: int) -> int:
        first_row = self.starts[section]
        block = max(bisect_right(self._first_rows, first_row) - 1, bisect_right(self._block_tops, y) - 1)
        lines = self._of(block)
        line = max(0, bisect_right(lines.tops, y - self._block_tops[block]) - 1)
        return self._first_rows[block] + lines.firsts[line]

    def _find(self, row: int) -> tuple[int, int]:
        block = bisect_right(self._first_rows, row) - 1
        return block, bisect_right(self._of(block).firsts, row - self._first_rows[block]) - 1

    def _of(self, block: int) -> _Lines:
        lines = self._worked_out.get(block)
        if lines is None:
            if len(self._worked_out) > 64:
                self._worked_out.clear()
            lines = self._worked_out[block] = self._work_out(block)
        return lines

    def _work_out(self, block: int) -> _Lines:
        """Break a block where the running width comes nearest to full lines, and even the heights.

        All lines get the same share of the block's width, so that none is left over at the end.
        """
        gap, inner, target = self.gap, self.frame.inner, self._target
        first = self._first_rows[block]
        end = self._first_rows[block + 1] if block + 1 < len(self._first_rows) else self.count
        aspects = self._blocks.aspects[first:end] / 1000.0
        units = aspects + gap / target
        edges = np.cumsum(units)
        share = edges[-1] / self._lines[block]
        nth = np.minimum(((edges - units / 2) / share).astype(np.int64), int(self._lines[block]) - 1)
        firsts = np.concatenate(([0], np.flatnonzero(np.diff(nth)) + 1))
        sizes = np.diff(np.append(firsts, end - first))
        if self._filled[block]:
            natural = (inner - (sizes - 1) * gap) / np.add.reduceat(aspects, firsts)
        else:
            natural = np.array([target])
        widths = aspects * np.repeat(natural, sizes)
        heights = natural * ((self._heights[block] - gap * len(firsts)) / natural.sum())
        bottoms = np.rint(np.cumsum(heights + gap)).astype(np.int64)
        tops = np.concatenate(([0], bottoms[:-1]))
        edges = np.cumsum(widths + gap)
        offset = np.repeat(edges[firsts] - widths[firsts] - gap, sizes)
        lefts = np.rint(edges - widths - gap - offset).astype(np.int64)
        rights = np.rint(edges - offset).astype(np.int64) - gap
        margin = self.frame.margin
        return _Lines(
            firsts.tolist(),
            tops.tolist(),
            (bottoms - gap - tops).tolist(),
            (lefts + margin).tolist(),
            (np.maximum(rights, lefts + 1) + margin).tolist(),
        )
