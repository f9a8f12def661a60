from __future__ import annotations

import time

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visionquery.ui.grid.layout import GridLayout

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

LAYOUTS = st.builds(
    GridLayout,
    count=st.integers(0, 60),
    width=st.integers(60, 1500),
    wanted=st.integers(40, 400),
    mirrored=st.booleans(),
    split=st.integers(0, 70),
)


@UNHURRIED
@given(LAYOUTS)
def test_every_cell_is_found_at_its_own_place(layout: GridLayout) -> None:
    for row in range(layout.count):
        center = layout.rect(row).center()
        assert layout.at(center.x(), center.y()) == row


@UNHURRIED
@given(LAYOUTS)
def test_cells_do_not_overlap_and_stay_within_the_content(layout: GridLayout) -> None:
    rects = [layout.rect(row) for row in range(layout.count)]
    for row, rect in enumerate(rects):
        assert rect.left() >= 0
        assert rect.right() < max(layout.width, rect.width() + 2 * layout.margin)
        assert rect.bottom() < layout.height
        assert not any(rect.intersects(other) for other in rects[row + 1 :])


@UNHURRIED
@given(LAYOUTS, st.integers(-200, 4000), st.integers(1, 1200))
def test_the_rows_of_a_span_are_those_whose_cells_it_touches(layout: GridLayout, top: int, height: int) -> None:
    rows = layout.rows_between(top, top + height)
    touched = {
        row for row in range(layout.count) if layout.rect(row).top() < top + height and layout.rect(row).bottom() >= top
    }
    assert touched <= set(rows)
    # At most one line more than is touched on either side.
    assert len(rows) <= len(touched) + 2 * layout.columns


@UNHURRIED
@given(LAYOUTS.filter(lambda layout: layout.count > 0), st.data())
def test_moving_down_and_up_by_lines_keeps_the_column_or_ends_at_a_short_line(
    layout: GridLayout, data: st.DataObject
) -> None:
    row = data.draw(st.integers(0, layout.count - 1))
    down = layout.below(row, 1)
    here, there = layout.rect(row), layout.rect(down)
    assert there.top() >= here.top()
    assert down == row or there.left() == here.left() or down in (layout.count - 1, layout.split - 1)
    assert layout.below(row, -1000) < layout.columns
    assert 0 <= layout.below(row, 1000) < layout.count


@UNHURRIED
@given(LAYOUTS)
def test_the_second_part_begins_a_line_of_its_own_below_its_title(layout: GridLayout) -> None:
    title = layout.title
    if title is None:
        return
    assert layout.rect(layout.split - 1).bottom() < title.top() + 1
    assert layout.rect(layout.split).top() > title.bottom() - 1
    assert layout.rect(layout.split).left() == layout.rect(0).left()


def test_a_million_cells_cost_no_more_than_ten() -> None:
    layout = GridLayout(1_000_000, 1200, 176)
    started = time.perf_counter()
    for _ in range(100):
        assert layout.rows_between(layout.height // 2, layout.height // 2 + 900)
        layout.at(500, layout.height - 300)
    assert time.perf_counter() - started < 0.5
