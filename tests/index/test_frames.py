"""Contents with several vectors: their keys, and finding them by the best one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from visionquery.index.frames import MOST, FrameCounts, best_of_each, contents_of, first_keys, numbered
from visionquery.index.neighbours import Found
from visionquery.index.planner import VectorIndex
from visionquery.vision.decoding.video import MOST_FRAMES

DIMENSION = 16


def ids(*values: int) -> np.ndarray:
    return np.array(values, np.int64)


def test_vectors_of_a_content_are_numbered_in_the_order_they_come() -> None:
    keys = numbered(ids(7, 3, 3, 9, 7, 3))
    assert contents_of(keys).tolist() == [7, 3, 3, 9, 7, 3]
    assert (keys - first_keys(contents_of(keys))).tolist() == [0, 0, 1, 0, 1, 2]
    assert numbered(ids()).tolist() == []
    assert len(set(numbered(np.full(MOST, 5)).tolist())) == MOST
    with pytest.raises(ValueError, match="more than 16"):
        numbered(np.full(MOST + 1, 5))


def test_who_has_several_is_remembered_until_it_is_forgotten() -> None:
    counts = FrameCounts()
    counts.learn(numbered(ids(1, 2, 2, 2, 3)))
    assert counts.beyond_first == 2
    assert sorted(contents_of(counts.keys(ids(1, 2))).tolist()) == [1, 2, 2, 2]
    counts.learn(numbered(ids(2, 2)))
    assert counts.beyond_first == 2
    counts.forget(ids(2, 9))
    assert counts.beyond_first == 0
    assert contents_of(counts.keys(ids(1, 2))).tolist() == [1, 2]


def test_a_content_has_the_score_of_its_best_vector() -> None:
    found = Found(numbered(ids(4, 8, 4, 2, 8)), np.array([0.9, 0.8, 0.7, 0.6, 0.5], np.float32), True)
    near = best_of_each(found, 2)
    assert near.content_ids.tolist() == [4, 8]
    assert near.scores.tolist() == pytest.approx([0.9, 0.8])


@pytest.mark.parametrize("graph_from", [None, 1])
def test_a_content_is_found_by_any_of_its_vectors_and_once(tmp_path: Path, graph_from: int | None) -> None:
    axes = np.eye(DIMENSION, dtype=np.float32)
    index = VectorIndex(tmp_path, "space", DIMENSION, graph_from)
    # Content 1 shows eight things, content 2 and 3 one each.
    index.add(ids(1, 1, 1, 1, 1, 1, 1, 1, 2, 3), axes[:10], 3)
    assert index.wait_until_built(30)
    assert len(index) == 3
    for axis in range(8):
        near = index.search(axes[axis], 3)
        assert near.content_ids[0] == 1
        assert sorted(near.content_ids.tolist()) == [1, 2, 3]
        assert near.scores[0] == pytest.approx(1)
    assert index.search(axes[5], 5, ids(1, 3)).content_ids.tolist() == [1, 3]
    assert index.search(axes[8], 1).content_ids.tolist() == [2]
    assert np.array_equal(index.vector(1), axes[0])
    # Fewer vectors than before take their place.
    index.add(ids(1, 1), axes[10:12], 4)
    assert index.search(axes[5], 1).scores[0] == pytest.approx(0)
    assert index.search(axes[11], 1).content_ids.tolist() == [1]
    index.remove(ids(1))
    assert len(index) == 2
    assert sorted(index.search(axes[11], 3).content_ids.tolist()) == [2, 3]
    index.close()


def test_every_frame_of_a_video_finds_room() -> None:
    assert MOST_FRAMES <= MOST
