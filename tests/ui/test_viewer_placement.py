"""Where a picture stands: fitting, zoom that keeps the point under the pointer, panning to the edges and no farther."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from visionquery.ui.viewer.placement import MAX_SCALE, Placement, placed

sides = st.integers(1, 20_000)
views = st.tuples(st.integers(50, 4000), st.integers(50, 4000))
pictures = st.tuples(sides, sides)
scales = st.floats(0.001, 40)
shares = st.floats(0, 1)


def _inside(placement: Placement) -> bool:
    """No ground is seen on a side where the picture could cover it; a side that fits is in the middle."""
    for axis in (0, 1):
        start, length, room = placement.origin[axis], placement.size[axis], placement.view[axis]
        if length <= room:
            if abs(start - (room - length) / 2) > 1:
                return False
        elif start > 1 or start + length < room - 1:
            return False
    return True


@given(pictures, views)
def test_fitting_shows_all_of_it(picture: tuple[int, int], view: tuple[int, int]) -> None:
    placement = placed(picture, view, 2.0)
    assert placement.size[0] <= view[0]
    assert placement.size[1] <= view[1]
    assert placement.scale <= 2.0
    assert _inside(placement)


def test_a_small_picture_is_not_blown_up() -> None:
    assert placed((100, 80), (2000, 1000), 2.0).size == (200, 160)
    assert placed((6000, 4000), (1200, 1200), 2.0).size == (1200, 800)


@given(pictures, views, scales, shares, shares)
def test_zooming_keeps_the_picture_in_the_view(
    picture: tuple[int, int], view: tuple[int, int], scale: float, across: float, down: float
) -> None:
    placement = placed(picture, view, 2.0).zoomed(scale, (view[0] * across, view[1] * down))
    assert _inside(placement)
    assert placement.scale <= max(MAX_SCALE, placement.fit_scale)
    assert placement.scale >= min(placement.fit_scale, 1.0) - 1e-9


@given(shares, shares, st.floats(1.0, 8.0), st.floats(1.1, 2.0))
def test_the_point_under_the_pointer_stays(across: float, down: float, scale: float, more: float) -> None:
    before = placed((8000, 6000), (1000, 800), 2.0).zoomed(scale)
    at = (1000 * across, 800 * down)
    after = before.zoomed(scale * more, at)
    for old, new in zip(before.picture_point(at), after.picture_point(at), strict=True):
        assert abs(old - new) <= 2 / scale  # the corner lies on whole pixels


@given(pictures, views, scales, st.floats(-1e5, 1e5), st.floats(-1e5, 1e5))
def test_panning_ends_at_the_edges(
    picture: tuple[int, int], view: tuple[int, int], scale: float, right: float, down: float
) -> None:
    assert _inside(placed(picture, view, 2.0).zoomed(scale).panned(right, down))


def test_panning_moves_by_what_was_dragged() -> None:
    before = placed((8000, 6000), (1000, 800), 2.0).zoomed(1.0)
    after = before.panned(30, -20)
    assert (after.origin[0] - before.origin[0], after.origin[1] - before.origin[1]) == (30, -20)


@given(pictures, views, views)
def test_a_fitted_picture_follows_the_view(
    picture: tuple[int, int], view: tuple[int, int], other: tuple[int, int]
) -> None:
    assert placed(picture, view, 2.0).resized(other) == placed(picture, other, 2.0)


def test_zooming_out_ends_fitted() -> None:
    placement = placed((8000, 6000), (1000, 800), 2.0).zoomed(1.0).zoomed(0.01)
    assert placement.fitted
    assert placed((100, 80), (1000, 800), 2.0).zoomed(0.01).scale == 1.0
