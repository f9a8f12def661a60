"""The order of hits and the relevance line, on numbers alone."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visionquery.search.ranking import (
    FEWEST_FOR_A_LINE,
    LINE_SPREADS,
    Background,
    Candidate,
    background,
    is_called,
    name_words,
    rank,
    relevant_count,
)

GROUND = Background(median=0.1, spread=0.05, photos=1000)


def candidate(photo_id: int, score: float, path: str = "", named: bool = False, exact: bool = False) -> Candidate:
    return Candidate(photo_id, photo_id, path or f"/p/{photo_id:04}.jpg", score, named, exact)


def order(*candidates: Candidate) -> list[int]:
    return [each.photo_id for each in rank(candidates, GROUND, 100)]


def test_best_first_and_ties_by_path() -> None:
    assert order(candidate(1, 0.2, "/b"), candidate(2, 0.3), candidate(3, 0.2, "/a")) == [2, 3, 1]


def test_scores_that_differ_by_rounding_alone_are_ties() -> None:
    assert order(candidate(1, 0.2 + 1e-8, "/b"), candidate(2, 0.2, "/a")) == [2, 1]


def test_a_named_photo_of_ordinary_looks_stands_at_the_line() -> None:
    above = candidate(1, GROUND.median + (LINE_SPREADS + 0.1) * GROUND.spread)
    named = candidate(2, GROUND.median, named=True)
    below = candidate(3, GROUND.median + (LINE_SPREADS - 0.1) * GROUND.spread)
    assert order(below, named, above) == [1, 2, 3]


def test_a_named_photo_that_looks_like_the_words_comes_before_one_that_only_looks() -> None:
    assert order(candidate(1, 0.4), candidate(2, 0.35, named=True)) == [2, 1]


def test_the_file_whose_name_was_typed_comes_first() -> None:
    assert order(candidate(1, 0.9, named=True), candidate(2, -0.5, named=True, exact=True)) == [2, 1]


def test_the_line_is_above_the_first_that_does_not_stand_out() -> None:
    scores = [0.5, 0.4, 0.3, 0.12, 0.1]
    ranked = [candidate(number, score) for number, score in enumerate(scores)]
    assert relevant_count(ranked, GROUND) == 3


def test_nothing_stands_out_in_a_handful_of_photos_so_all_are_shown() -> None:
    few = Background(0.1, 0.05, FEWEST_FOR_A_LINE - 1)
    assert relevant_count([candidate(1, 0.1), candidate(2, 0.0)], few) == 2


def test_the_background_ignores_the_few_that_match() -> None:
    scores = np.random.default_rng(0).normal(0.1, 0.02, 1000).astype(np.float32)
    scores[:20] = 0.9
    ground = background(scores)
    assert ground.median == pytest.approx(0.1, abs=0.003)
    assert ground.spread == pytest.approx(0.02, abs=0.003)


def test_a_library_of_one_picture_has_a_spread_too() -> None:
    assert background(np.full(100, 0.3, np.float32)).spread > 0


@given(st.lists(st.tuples(st.floats(-1, 1), st.booleans(), st.booleans())), st.integers(1, 20), st.randoms())
def test_the_order_does_not_depend_on_the_order_of_arrival(
    values: list[tuple[float, bool, bool]], limit: int, random: object
) -> None:
    candidates = [candidate(number, score, "", named, exact) for number, (score, named, exact) in enumerate(values)]
    shuffled = list(candidates)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    assert rank(candidates, GROUND, limit) == rank(shuffled, GROUND, limit)
    assert len(rank(candidates, GROUND, limit)) == min(limit, len(candidates))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("beach", ["beach"]),
        ("a dog on the beach", ["dog", "beach"]),
        ("IMG_0042.jpg", ["IMG_0042"]),
        ("the photo of my", []),
        ("one small brown dog running after a yellow ball in snow", []),
        ("?!", []),
    ],
)
def test_words_that_may_be_a_name(text: str, words: list[str]) -> None:
    assert name_words(text) == words


def test_a_name_is_typed_with_or_without_extension_in_any_case() -> None:
    assert is_called("My Dog.JPG", "my dog.jpg")
    assert is_called("My Dog.JPG", "my dog")
    assert not is_called("My Dog.JPG", "dog")
    assert not is_called(".jpg", "x")
