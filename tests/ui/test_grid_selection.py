from __future__ import annotations

import time

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visionquery.ui.grid.refresh import as_ids
from visionquery.ui.grid.selection import Selection

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
ROWS = 20
ROW = st.integers(0, ROWS - 1)
STEPS = st.one_of(
    st.tuples(st.just("run"), ROW, ROW, st.booleans()),
    st.tuples(st.just("toggle"), ROW),
    st.tuples(st.just("combine"), st.sets(ROW), st.booleans()),
    st.tuples(st.sampled_from(["everything", "invert", "clear"])),
)


@UNHURRIED
@given(st.lists(STEPS))
def test_it_does_what_a_set_of_rows_would(steps: list[tuple]) -> None:
    selection, model = Selection(), set()
    selection.reset(ROWS)
    for step in steps:
        before = selection.version
        match step:
            case ("run", first, last, add):
                selection.run(first, last, add=add)
                model = (model if add else set()) | set(range(min(first, last), max(first, last) + 1))
            case ("toggle", row):
                selection.toggle(row)
                model = model ^ {row}
            case ("combine", rows, flip):
                selection.combine(selection.snapshot(), as_ids(sorted(rows)), flip=flip)
                model = model ^ rows if flip else model | rows
            case ("everything",):
                selection.everything()
                model = set(range(ROWS))
            case ("invert",):
                selection.invert()
                model = set(range(ROWS)) - model
            case ("clear",):
                selection.clear()
                model = set()
        assert set(selection.rows().tolist()) == model
        assert selection.count == len(model)
        assert selection.version > before
        assert {row for row in range(-2, ROWS + 2) if row in selection} == model


def test_a_snapshot_does_not_change_with_what_it_was_taken_of() -> None:
    selection = Selection()
    selection.reset(3)
    assert selection.snapshot() is None
    selection.only(1)
    kept = selection.snapshot()
    selection.toggle(1)
    assert kept is not None
    assert kept.tolist() == [False, True, False]


def test_a_million_rows_cost_one_pass_over_bytes() -> None:
    selection = Selection()
    selection.reset(1_000_000)
    every_other = np.arange(0, 1_000_000, 2)

    def best(action: object) -> float:
        times = []
        for _ in range(3):
            started = time.perf_counter()
            action()  # type: ignore[operator]
            times.append(time.perf_counter() - started)
        return min(times)

    one_pass = best(lambda: np.arange(1_000_000).sum())
    for action in (
        selection.everything,
        selection.invert,
        lambda: selection.run(3, 999_000),
        lambda: selection.combine(None, every_other),
        selection.snapshot,
    ):
        assert best(action) < 20 * one_pass
