from __future__ import annotations

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visionquery.ui.grid.refresh import Place, as_ids, plan

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

ID_LISTS = st.lists(st.integers(1, 40), unique=True, max_size=30)


@UNHURRIED
@given(ID_LISTS, ID_LISTS, st.data())
def test_selection_and_current_photo_follow_their_ids(old: list[int], new: list[int], data: st.DataObject) -> None:
    rows = sorted(data.draw(st.sets(st.integers(0, len(old) - 1)))) if old else []
    current = data.draw(st.integers(-1, len(old) - 1))
    mask = np.zeros(len(old), np.bool_)
    mask[rows] = True
    after = plan(as_ids(old), as_ids(new), Place(mask if rows else None, 3, current, current)).place
    selected = set(as_ids(new)[after.selected].tolist()) if after.selected is not None else set()
    if old != new:
        assert selected == {old[row] for row in rows} & set(new)
    beside = [*old[current:], *reversed(old[:current])] if current >= 0 else []
    kept = next((photo_id for photo_id in beside if photo_id in new), None)
    assert (new[after.current] if after.current >= 0 else None) == kept
    assert after.pivot == after.current
    assert after.version == 3


def test_the_view_holds_on_to_the_next_photo_that_is_still_there() -> None:
    after = plan(as_ids([10, 20, 30, 40]), as_ids([5, 30, 40]), Place(anchor=1)).place
    assert after.anchor == 1


def test_an_equal_list_is_told_as_the_same() -> None:
    assert plan(as_ids([1, 2]), as_ids([1, 2]), Place()).same
