"""The photos that the viewer goes through: the one that is shown stays, whatever becomes of the list."""

from __future__ import annotations

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from visionquery.ui.viewer.sequence import Sequence

lists = st.lists(st.integers(1, 30), unique=True, max_size=20)


def _ids(numbers: list[int]) -> np.ndarray:
    return np.array(numbers, np.int64)


def _sequence(numbers: list[int], current: int) -> Sequence:
    sequence = Sequence()
    sequence.start(_ids(numbers), current)
    return sequence


def test_goes_through_in_order_and_ends_at_both_ends() -> None:
    sequence = _sequence([5, 3, 9], 5)
    assert not sequence.move(-1)
    assert [sequence.move(1) and sequence.current for _ in range(3)] == [3, 9, False]
    assert sequence.current == 9
    assert sequence.move_to(0)
    assert sequence.current == 5
    assert sequence.move_to(-1)
    assert sequence.row == 2
    assert not sequence.move_to(7)


def test_a_photo_that_left_keeps_its_neighbours() -> None:
    sequence = _sequence([1, 2, 3, 4], 2)
    sequence.replace(_ids([1, 3, 4]))
    assert sequence.current == 2
    assert sequence.row is None
    assert (sequence.neighbour(-1), sequence.neighbour(1)) == (1, 3)
    sequence.move(1)
    assert (sequence.current, sequence.row) == (3, 1)
    sequence.replace(_ids([]))
    assert sequence.current == 3
    assert sequence.neighbour(1) is None
    assert sequence.neighbour(-1) is None


@given(lists.filter(bool), st.lists(lists, max_size=6), st.data())
def test_whatever_happens_to_the_list(first: list[int], later: list[list[int]], data: st.DataObject) -> None:
    current = data.draw(st.sampled_from(first))
    sequence = _sequence(first, current)
    for numbers in later:
        sequence.replace(_ids(numbers))
        assert sequence.current == current
        assert (sequence.row is not None) == (current in numbers)
        if sequence.row is not None:
            assert numbers[sequence.row] == current
        step = data.draw(st.sampled_from([-1, 1]))
        wanted = sequence.neighbour(step)
        assert wanted is None or wanted in numbers
        if sequence.move(step):
            assert sequence.current == wanted
            current = sequence.current
