from __future__ import annotations

import time
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QRect

from visionquery.ui.grid.justified import BLOCK, JustifiedLayout, cut
from visionquery.ui.grid.layout import CellLayout, Frame, Sections, SquareLayout

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], max_examples=60)


@st.composite
def layouts(draw: st.DrawFn) -> CellLayout:
    count = draw(st.one_of(st.integers(0, 60), st.integers(BLOCK - 3, BLOCK * 2)))
    starts = sorted({0, *draw(st.lists(st.integers(1, max(1, count + 5)), max_size=5))})
    frame = Frame(
        count=count,
        width=draw(st.integers(60, 1500)),
        wanted=draw(st.integers(40, 400)),
        mirrored=draw(st.booleans()),
        sections=Sections(np.array(starts, np.int64), lambda section: "title", draw(st.booleans())),
    )
    if draw(st.booleans()):
        return SquareLayout(frame)
    shapes = draw(st.lists(st.sampled_from([0, 1, 100, 667, 750, 1000, 1333, 1500, 1778, 60_000]), min_size=1))
    return JustifiedLayout(frame, cut(np.resize(np.array(shapes, np.uint16), count), frame.sections.starts))


def rects_of(layout: CellLayout) -> list[QRect]:
    return [layout.rect(row) for row in range(layout.count)]


@UNHURRIED
@given(layouts())
def test_every_cell_is_found_at_its_own_place(layout: CellLayout) -> None:
    for row, rect in enumerate(rects_of(layout)):
        assert not rect.isEmpty()
        assert layout.at(rect.center().x(), rect.center().y()) == row


@UNHURRIED
@given(layouts())
def test_cells_do_not_overlap_and_stay_within_the_content(layout: CellLayout) -> None:
    rects = rects_of(layout)
    room = layout.frame.inner + 2 * layout.frame.margin
    for rect in rects:
        assert rect.bottom() < layout.height
        # A mirrored window narrower than its margins has no good place for cells.
        if layout.frame.width >= room:
            assert rect.left() >= layout.frame.margin - 1
            assert rect.right() <= layout.frame.width - layout.frame.margin + 1
    for line in lines_of(layout):
        for before, after in pairwise(line):
            assert not rects[before].intersects(rects[after])
            assert rects[before].top() == rects[after].top()
            assert rects[before].height() == rects[after].height()
    for upper, lower in pairwise(lines_of(layout)):
        assert rects[upper[0]].bottom() < rects[lower[0]].top()


def lines_of(layout: CellLayout) -> list[range]:
    lines = []
    row = 0
    while row < layout.count:
        line = layout.line(row)
        assert line.start == row
        assert all(layout.line(each) == line for each in line)
        lines.append(line)
        row = line.stop
    return lines


@UNHURRIED
@given(layouts(), st.integers(-200, 4000), st.integers(1, 1200))
def test_the_rows_of_a_span_are_those_whose_cells_it_touches(layout: CellLayout, top: int, height: int) -> None:
    rows = layout.rows_between(top, top + height)
    touched = {row for row, rect in enumerate(rects_of(layout)) if rect.top() < top + height and rect.bottom() >= top}
    assert touched <= set(rows)
    # At most one line more than is touched on either side.
    beyond = [line for line in lines_of(layout) if set(line) & set(rows) and not set(line) & touched]
    assert len(beyond) <= 2


@UNHURRIED
@given(layouts().filter(lambda layout: layout.count > 0), st.data())
def test_moving_down_and_up_goes_line_by_line(layout: CellLayout, data: st.DataObject) -> None:
    row = data.draw(st.integers(0, layout.count - 1))
    lines = lines_of(layout)
    here = next(nth for nth, line in enumerate(lines) if row in line)
    for steps in (1, -1, 3, -1000, 1000):
        there = max(0, min(len(lines) - 1, here + steps))
        assert layout.below(row, steps) in lines[there]
    assert layout.below(row, 0) == row


@UNHURRIED
@given(layouts(), st.integers(0, 1500), st.integers(-50, 3000), st.integers(1, 900), st.integers(1, 900))
def test_an_area_holds_the_cells_that_it_touches(
    layout: CellLayout, left: int, top: int, width: int, height: int
) -> None:
    area = QRect(left, top, width, height)
    touched = [row for row, rect in enumerate(rects_of(layout)) if rect.intersects(area)]
    assert layout.rows_in(area).tolist() == touched


@UNHURRIED
@given(layouts())
def test_each_section_begins_a_line_of_its_own_below_its_heading(layout: CellLayout) -> None:
    for section, start in enumerate(layout.starts):
        assert layout.line(start).start == start
        heading = layout.heading(section)
        if section == 0 and layout.frame.sections.first_untitled:
            assert heading is None
            continue
        assert heading is not None
        assert heading.bottom() < layout.rect(start).top()
        assert start == 0 or layout.rect(start - 1).bottom() < heading.top() + 1
        shown = layout.headings_between(heading.top(), heading.bottom() + 1)
        assert [each.section for each in shown] == [section]


@UNHURRIED
@given(layouts().filter(lambda layout: isinstance(layout, JustifiedLayout) and layout.frame.width > 300))
def test_full_lines_end_at_the_margin(layout: CellLayout) -> None:
    ends = [layout.starts.index(line.stop) if line.stop in layout.starts else -1 for line in lines_of(layout)]
    for line, end in zip(lines_of(layout), ends, strict=True):
        if end >= 0 or line.stop == layout.count:
            continue
        rects = [layout.rect(row) for row in line]
        assert min(rect.left() for rect in rects) == layout.frame.margin
        assert max(rect.right() for rect in rects) == layout.frame.margin + layout.frame.inner - 1


def test_photos_keep_their_shape_but_for_a_few_percent() -> None:
    shapes = np.random.default_rng(3).choice(np.array([667, 750, 1333, 1500, 1778], np.uint16), 2000)
    frame = Frame(count=2000, width=1200, wanted=180)
    layout = JustifiedLayout(frame, cut(shapes, frame.sections.starts))
    shown = np.array([rect.width() / rect.height() for rect in rects_of(layout)])
    changed = np.abs(shown / (shapes / 1000) - 1)
    assert np.median(changed) < 0.03
    assert changed.max() < 0.12
    heights = np.array([rect.height() for rect in rects_of(layout)])
    assert np.percentile(heights, 5) > 100
    assert np.percentile(heights, 95) < 230


@pytest.mark.parametrize("justified", [False, True])
def test_a_million_cells_cost_no_more_than_ten(justified: bool) -> None:
    def cost(count: int) -> float:
        frame = Frame(count=count, width=1200, sections=Sections(np.arange(0, count, max(1, count // 200))))
        blocks = cut(np.full(count, 1500, np.uint16), frame.sections.starts)
        best = 1e9
        for _ in range(5):
            started = time.perf_counter()
            layout: CellLayout = JustifiedLayout(frame, blocks) if justified else SquareLayout(frame)
            for part in range(1, 9):
                middle = layout.height * part // 10
                for row in layout.rows_between(middle, middle + 900):
                    layout.rect(row)
            best = min(best, time.perf_counter() - started)
        return best

    # A hundred times as many photos; a pass over all of them would cost a hundred times as much.
    assert cost(1_000_000) < 8 * cost(10_000)
