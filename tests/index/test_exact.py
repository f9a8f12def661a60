"""The matrix against a dictionary."""

from __future__ import annotations

import numpy as np
import pytest

from visionquery.index.exact import ExactIndex


def test_nearest_come_first_and_ties_by_content_id(make_unit) -> None:
    vectors = make_unit(2)
    index = ExactIndex(16)
    index.add(np.array([9, 4, 7, 2]), vectors[[0, 0, 1, 0]])
    found = index.search(vectors[0], 10, None)
    assert found.keys.tolist() == [2, 4, 9, 7]
    assert found.scores[0] == found.scores[1] == found.scores[2]
    assert found.scores[0] == pytest.approx(1, abs=1e-6)
    assert found.exact


def test_equal_vectors_tie_wherever_they_stand(make_unit) -> None:
    # A matrix product rounds equal rows differently at its edges; the cut at k must not depend on that.
    vector = make_unit(1, dimension=509)
    index = ExactIndex(509)
    index.add(np.arange(1003)[::-1].copy(), np.repeat(vector, 1003, axis=0))
    assert index.search(make_unit(1, 5, 509)[0], 7, None).keys.tolist() == list(range(7))


def test_it_agrees_with_a_dictionary_through_growth_replacement_and_removal(make_unit) -> None:
    rng = np.random.default_rng(1)
    index, truth = ExactIndex(16), {}
    for step in range(60):
        ids = np.unique(rng.integers(0, 3000, 80))
        if step % 3 == 2:
            index.remove(ids)
            for content_id in ids.tolist():
                truth.pop(content_id, None)
        else:
            vectors = make_unit(len(ids), step)
            index.add(ids, vectors)
            truth.update(zip(ids.tolist(), vectors, strict=True))
        assert sorted(index.keys().tolist()) == sorted(truth)
    query = make_unit(1, 99)[0]
    allowed = np.array([*sorted(truth)[::3], 5_000_000])
    for among in (None, allowed):
        wanted = [key for key in truth if among is None or key in set(among.tolist())]
        best = sorted(wanted, key=lambda key: (-float(truth[key] @ query), key))[:20]
        found = index.search(query, 20, among)
        assert found.keys.tolist() == best
    known = np.array(sorted(truth)[:5])
    assert np.array_equal(index.vectors(known), np.stack([truth[key] for key in known.tolist()]))


def test_what_is_not_there_is_told(make_unit) -> None:
    index = ExactIndex(16)
    assert len(index.search(make_unit(1)[0], 5, None).keys) == 0
    index.add(np.array([3]), make_unit(1))
    with pytest.raises(KeyError, match="4"):
        index.vectors(np.array([3, 4]))
    assert len(index.search(make_unit(1)[0], 5, np.array([4, 5])).keys) == 0
    assert len(index.search(make_unit(1)[0], 5, np.array([], np.int64)).keys) == 0
