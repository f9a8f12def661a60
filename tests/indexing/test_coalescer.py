"""The coalescer under a clock of the test's own."""

from __future__ import annotations

import itertools

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visionquery.indexing.coalescer import LOST, Change, Coalescer
from visionquery.indexing.scope import FULL, Scope, covers, narrowed

QUIET, BUSY, GROWING = 1.0, 5.0, 30.0


@pytest.fixture
def coalescer() -> Coalescer:
    return Coalescer(quiet=QUIET, busy=BUSY, growing=GROWING, limit=100)


def drain(coalescer: Coalescer, now: float) -> list[tuple[float, Scope]]:
    """Ask whenever the coalescer says that something will be due, until nothing is pending."""
    handed_on = []
    while (wait := coalescer.wait(now)) is not None:
        now += wait
        scope = coalescer.due(now)
        if scope:
            handed_on.append((now, scope))
    return handed_on


def test_a_file_is_due_when_it_has_been_quiet(coalescer: Coalescer) -> None:
    coalescer.add(Change("a.jpg"), 10.0)
    coalescer.add(Change("a.jpg"), 10.5)
    assert coalescer.due(11.4) == ()
    assert coalescer.due(11.5) == ("a.jpg",)
    assert coalescer.due(20.0) == ()
    assert coalescer.wait(20.0) is None


def test_a_file_that_goes_on_growing_is_looked_at_in_the_end_and_again_afterwards(coalescer: Coalescer) -> None:
    now = 0.0
    while not (scope := coalescer.due(now)):
        coalescer.add(Change("film.jpg"), now)
        now += 0.5
    assert scope == ("film.jpg",)
    assert now == pytest.approx(GROWING, abs=0.5)
    coalescer.add(Change("film.jpg"), now)
    assert drain(coalescer, now) == [(now + QUIET, ("film.jpg",))]


def test_a_burst_is_one_look(coalescer: Coalescer) -> None:
    for number in range(50):
        coalescer.add(Change(f"{number % 5}.jpg"), number * 0.01)
    assert drain(coalescer, 0.5) == [(pytest.approx(1.49), ("0.jpg", "1.jpg", "2.jpg", "3.jpg", "4.jpg"))]


def test_a_directory_stands_for_all_below_it(coalescer: Coalescer) -> None:
    coalescer.add(Change("trip/early.jpg"), 0.0)
    coalescer.add(Change("trip", is_directory=True), 0.1)
    coalescer.add(Change("trip/sub/late.jpg"), 0.2)
    coalescer.add(Change("other.jpg"), 0.2)
    assert drain(coalescer, 0.2) == [(1.2, ("other.jpg", "trip"))]


def test_a_directory_in_which_things_go_on_is_looked_at_meanwhile(coalescer: Coalescer) -> None:
    coalescer.add(Change("import", is_directory=True), 0.0)
    seen = []
    for step in range(1, 100):
        now = step * 0.1
        coalescer.add(Change(f"import/{step}.jpg"), now)
        if coalescer.due(now):
            seen.append(now)
    assert seen[0] == pytest.approx(BUSY)


def test_both_ends_of_a_move_are_due_together(coalescer: Coalescer) -> None:
    coalescer.add(Change("a.jpg", moved_to="b.jpg"), 0.0)
    coalescer.add(Change("b.jpg"), 0.8)
    coalescer.add(Change("b.jpg"), 1.5)
    assert drain(coalescer, 1.5) == [(2.5, ("a.jpg", "b.jpg"))]


def test_a_file_that_came_and_went_is_looked_at_once(coalescer: Coalescer) -> None:
    coalescer.add(Change("tmp.jpg"), 0.0)
    coalescer.add(Change("tmp.jpg"), 0.1)
    assert drain(coalescer, 0.1) == [(pytest.approx(1.1), ("tmp.jpg",))]


def test_lost_events_mean_a_look_at_everything(coalescer: Coalescer) -> None:
    coalescer.add(Change("a.jpg"), 0.0)
    coalescer.add(LOST, 0.5)
    coalescer.add(Change("b.jpg"), 0.6)
    assert [scope for _, scope in drain(coalescer, 0.6)] == [("a.jpg",), FULL]


def test_too_many_paths_become_a_look_at_everything(coalescer: Coalescer) -> None:
    for number in range(150):
        coalescer.add(Change(f"{number}.jpg"), 0.0)
    assert len(coalescer) == 1
    assert drain(coalescer, 0.0) == [(QUIET, FULL)]


def test_while_files_keep_coming_scopes_are_handed_out_further_and_further_apart(coalescer: Coalescer) -> None:
    times = []
    for step in range(400):
        coalescer.add(Change(f"{step}.jpg"), step * 0.1)
        if coalescer.due(step * 0.1):
            times.append(step * 0.1)
    pauses = [later - earlier for earlier, later in itertools.pairwise(times)]
    assert min(pauses) >= QUIET - 1e-6
    assert pauses[-1] == pytest.approx(BUSY, abs=0.2)
    drain(coalescer, 40.0)
    coalescer.add(Change("later.jpg"), 60.0)
    assert drain(coalescer, 60.0) == [(61.0, ("later.jpg",))]


def test_a_clock_that_jumps_back_delays_nothing(coalescer: Coalescer) -> None:
    coalescer.add(Change("a.jpg"), 1_000_000.0)
    assert coalescer.due(5.0) == ()
    assert coalescer.wait(5.0) == pytest.approx(QUIET)
    assert coalescer.due(6.0) == ("a.jpg",)


def test_a_clock_that_jumps_ahead_loses_nothing(coalescer: Coalescer) -> None:
    coalescer.add(Change("a.jpg"), 5.0)
    assert coalescer.due(1_000_000.0) == ("a.jpg",)
    coalescer.add(Change("b.jpg"), 1_000_000.5)
    assert drain(coalescer, 1_000_000.5) == [(1_000_001.5, ("b.jpg",))]


paths = st.lists(st.sampled_from("abc"), min_size=1, max_size=3).map("/".join)
changes = st.builds(Change, paths, st.booleans(), st.one_of(st.just(""), paths)) | st.just(LOST)
steady = st.floats(0, 2)
jumping = st.floats(-100, 100)


@given(st.lists(st.tuples(steady, changes), max_size=60), st.integers(2, 20))
def test_every_change_is_followed_in_time_by_a_scope_that_covers_it(
    history: list[tuple[float, Change]], limit: int
) -> None:
    coalescer = Coalescer(quiet=QUIET, busy=BUSY, growing=GROWING, limit=limit)
    told: list[tuple[float, str]] = []
    handed_on: list[tuple[float, Scope]] = []
    now = 0.0
    for pause, change in history:
        until = now + pause
        while (wait := coalescer.wait(now)) is not None and now + wait <= until:
            now += wait
            handed_on.append((now, coalescer.due(now)))
        now = until
        coalescer.add(change, now)
        told.extend((now, path) for path in (change.relpath, change.moved_to) if path or change == LOST)
    handed_on.extend(drain(coalescer, now))
    assert len(coalescer) == 0
    assert all(scope == narrowed(scope) for _, scope in handed_on)
    for since, path in told:
        after = [time for time, scope in handed_on if time >= since and covers(scope, path)]
        assert after, f"{path!r} was lost"
        assert after[0] - since <= GROWING + 2 * (BUSY + QUIET) + 1e-6


@given(st.lists(st.tuples(jumping, changes), max_size=60))
def test_no_jump_of_the_clock_loses_a_change(history: list[tuple[float, Change]]) -> None:
    coalescer = Coalescer(quiet=QUIET, busy=BUSY, growing=GROWING, limit=10)
    told: list[tuple[int, str]] = []
    handed_on: list[tuple[int, Scope]] = []
    now = 0.0
    for step, (jump, change) in enumerate(history):
        now += jump
        handed_on.append((step, coalescer.due(now)))
        coalescer.add(change, now)
        told.extend((step, path) for path in (change.relpath, change.moved_to) if path or change == LOST)
    handed_on.extend((len(history), scope) for _, scope in drain(coalescer, now))
    assert len(coalescer) == 0
    for step, path in told:
        assert any(later > step and covers(scope, path) for later, scope in handed_on), f"{path!r} was lost"
