from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visionquery.ui.grid.cache import ByteLru

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])


@UNHURRIED
@given(st.lists(st.tuples(st.integers(0, 8), st.integers(1, 40))))
def test_the_bytes_are_those_of_what_is_kept_and_within_the_budget(puts: list[tuple[int, int]]) -> None:
    cache: ByteLru[int, int] = ByteLru(100)
    for key, cost in puts:
        cache.put(key, cost, cost)
        assert cache.get(key) == cost
    assert cache.bytes == sum(cache.peek(key) or 0 for key in cache)
    assert cache.bytes <= 100


def test_what_was_used_last_stays() -> None:
    cache: ByteLru[str, int] = ByteLru(3)
    for key in "abc":
        cache.put(key, 0, 1)
    cache.get("a")
    cache.peek("b")
    cache.put("d", 0, 1)
    assert list(cache) == ["c", "a", "d"]


def test_an_entry_larger_than_the_budget_is_kept_alone() -> None:
    cache: ByteLru[str, int] = ByteLru(3)
    cache.put("small", 0, 1)
    cache.put("large", 0, 10)
    assert list(cache) == ["large"]
