"""How the number of pictures in a pass is found."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from visionquery.vision.batch_size import ROUNDS, BatchSize


def run(batch: BatchSize, rate: dict[int, float]) -> list[int]:
    """Full passes at these rates (pictures a second) until it has settled; the sizes that were tried."""
    tried = []
    while not batch.settled:
        tried.append(batch.current)
        batch.measured(batch.current, batch.current / rate[batch.current])
    return tried


def test_the_fastest_size_is_found() -> None:
    batch = BatchSize((8, 16, 32))
    tried = run(batch, {8: 30, 16: 40, 32: 35})
    assert batch.current == 16
    assert sorted(tried) == sorted([8, 16, 32] * ROUNDS)


def test_more_memory_must_be_worth_it() -> None:
    batch = BatchSize((8, 16, 32))
    run(batch, {8: 40, 16: 42, 32: 43})
    assert batch.current == 8


def test_passes_that_were_not_full_and_the_first_of_a_shape_say_nothing() -> None:
    batch = BatchSize((8, 16))
    for _ in range(100):
        batch.measured(5, 0.001)
    assert not batch.settled
    batch.measured(8, 1e-6)  # the first
    run(batch, {8: 10, 16: 20})
    assert batch.current == 16


def test_what_did_not_fit_is_never_tried_again() -> None:
    batch = BatchSize((8, 16, 32))
    run(batch, {8: 10, 16: 20, 32: 30})
    assert batch.shrink(32) == 16
    assert batch.current == 16
    assert [batch.shrink(size) for size in (16, 8, 4, 2, 1)] == [8, 4, 2, 1, 0]


@given(st.lists(st.tuples(st.booleans(), st.floats(0, 10)), max_size=60))
def test_the_size_is_never_above_what_failed(steps: list[tuple[bool, float]]) -> None:
    batch, failed = BatchSize((8, 16, 32)), 64
    for short, seconds in steps:
        rows = batch.current
        assert 1 <= rows < failed
        assert rows <= batch.largest
        if short:
            if batch.shrink(rows) == 0:
                return
            failed = rows
        else:
            batch.measured(rows, seconds)
