"""Everything in hnswlib 0.8 that bites, each shown first where it can be, then held off."""

from __future__ import annotations

from pathlib import Path

import hnswlib
import numpy as np
import pytest

from visionquery.index import graph as graph_module
from visionquery.index.exact import ExactIndex
from visionquery.index.graph import GraphDamaged, GraphIndex, search_breadth
from visionquery.index.measurement import modality_gap, recall


def filled(vectors: np.ndarray, first: int = 0) -> GraphIndex:
    graph = GraphIndex(vectors.shape[1])
    graph.add(np.arange(first, first + len(vectors)), vectors)
    return graph


def test_a_full_index_grows(make_unit) -> None:
    raw = hnswlib.Index("ip", 16)
    raw.init_index(4)
    with pytest.raises(RuntimeError, match="exceeds the specified limit"):
        raw.add_items(make_unit(5), np.arange(5))
    graph = GraphIndex(16)
    for start in range(0, 3000, 300):
        graph.add(np.arange(start, start + 300), make_unit(300, start))
    assert len(graph) == 3000


def test_more_neighbours_than_there_are(make_unit) -> None:
    vectors = make_unit(20)
    graph = filled(vectors)
    assert sorted(graph.search(vectors[0], 50, None).keys.tolist()) == list(range(20))
    assert len(GraphIndex(16).search(vectors[0], 5, None).keys) == 0


def test_nearly_everything_removed(make_unit) -> None:
    # hnswlib counts removed vectors as reachable and then "cannot return the results in a contiguous 2D array".
    vectors = make_unit(2000)
    raw = hnswlib.Index("ip", 16)
    raw.init_index(2000)
    raw.add_items(vectors, np.arange(2000))
    for content_id in range(5, 2000):
        raw.mark_deleted(content_id)
    with pytest.raises(RuntimeError, match="contiguous"):
        raw.knn_query(vectors[:1], k=50)
    graph = filled(vectors)
    graph.remove(np.arange(5, 2000))
    found = graph.search(vectors[0], 50, None)
    assert sorted(found.keys.tolist()) == [0, 1, 2, 3, 4]
    assert found.exact
    assert graph.deleted.tolist() == list(range(5, 2000))


def test_removing_twice_and_what_was_never_there(make_unit) -> None:
    graph = filled(make_unit(10))
    graph.remove(np.array([3, 3, 99]))
    graph.remove(np.array([3]))
    assert graph.keys().tolist() == [0, 1, 2, 4, 5, 6, 7, 8, 9]
    assert not graph.contains(np.array([3]))[0]
    with pytest.raises(KeyError):
        graph.vectors(np.array([3]))


def test_a_removed_content_comes_back(make_unit) -> None:
    vectors = make_unit(50)
    graph = filled(vectors)
    graph.remove(np.arange(10))
    graph.add(np.arange(10), vectors[:10])
    assert len(graph) == 50
    assert len(graph.deleted) == 0
    assert graph.search(vectors[4], 1, None).keys.tolist() == [4]


def test_a_narrow_filter_loses_no_hit(make_unit) -> None:
    vectors = make_unit(3000)
    graph = filled(vectors)
    query = make_unit(1, 9)[0]
    # The farthest ones: a graph asked for the nearest, and filtered afterwards, would give nothing.
    allowed = np.argsort(vectors @ query)[:40]
    found = graph.search(query, 10, np.sort(allowed))
    assert found.exact
    assert found.keys.tolist() == sorted(allowed, key=lambda row: (-vectors[row] @ query, row))[:10]


def test_a_wide_filter_far_from_the_query_loses_no_hit(make_unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_module, "EXACT_LIMIT", 10)
    vectors = make_unit(3000)
    graph = filled(vectors)
    query = make_unit(1, 9)[0]
    allowed = np.sort(np.argsort(vectors @ query)[:1500])
    best = sorted(allowed, key=lambda row: (-vectors[row] @ query, row))[:10]
    assert graph.search(query, 10, allowed).keys.tolist() == best


def test_filtered_answers_hold_only_what_is_allowed(make_unit, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(graph_module, "EXACT_LIMIT", 10)
    vectors = make_unit(2000)
    graph = filled(vectors)
    allowed = np.arange(0, 2000, 2)
    found = graph.search(vectors[0], 30, allowed)
    assert len(found.keys) == 30
    assert (found.keys % 2 == 0).all()
    assert not found.exact


def test_ties_are_in_the_order_of_content_ids(make_unit) -> None:
    vectors = np.concatenate([np.repeat(make_unit(1), 30, axis=0), make_unit(500, 3)])
    graph = filled(vectors)
    assert graph.search(vectors[0], 30, None).keys.tolist() == list(range(30))


def test_the_graph_scores_as_exact_search_does(make_unit) -> None:
    vectors, query = make_unit(800), make_unit(1, 4)[0]
    graph, exact = filled(vectors), ExactIndex(16)
    exact.add(np.arange(800), vectors)
    near, true = graph.search(query, 20, None), exact.search(query, 20, None)
    assert np.array_equal(near.keys, true.keys)
    assert np.array_equal(near.scores, true.scores)


def test_saving_into_a_missing_folder_is_silent_in_hnswlib(make_unit, tmp_path: Path) -> None:
    raw = hnswlib.Index("ip", 16)
    raw.init_index(4)
    raw.save_index(str(tmp_path / "absent" / "x"))
    assert not (tmp_path / "absent").exists()
    # The size that `save` returns is how the caller finds out; see test_storage.py.
    assert filled(make_unit(4)).save(tmp_path / "absent" / "x") > 0


@pytest.mark.parametrize("kept", [0, 50, 96, 1000, -1])
def test_a_truncated_file_is_refused(make_unit, tmp_path: Path, kept: int) -> None:
    path = tmp_path / "x.hnsw"
    filled(make_unit(100)).save(path)
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(GraphDamaged):
        GraphIndex.load(path, 16, 100, np.array([], np.int64))


def test_a_loaded_graph_goes_on_where_it_was(make_unit, tmp_path: Path) -> None:
    vectors = make_unit(100)
    graph = filled(vectors)
    graph.remove(np.array([5, 6]))
    graph.save(tmp_path / "x.hnsw")
    loaded = GraphIndex.load(tmp_path / "x.hnsw", 16, 100, graph.deleted)
    assert np.array_equal(loaded.keys(), graph.keys())
    loaded.add(np.arange(100, 1500), make_unit(1400, 8))
    assert loaded.search(vectors[5], 100, None).keys.tolist().count(5) == 0
    with pytest.raises(GraphDamaged):
        GraphIndex.load(tmp_path / "x.hnsw", 16, 99, graph.deleted)


def test_recall_of_text_queries_across_the_modality_gap() -> None:
    images, texts = modality_gap(6000, 96, 40)
    assert float((images[:100] @ images[100:200].T).mean()) > float((images[:100] @ texts.T).mean()) + 0.2
    graph, exact = filled(images), ExactIndex(96)
    exact.add(np.arange(6000), images)
    found = recall(
        lambda query, k: graph.search(query, k, None), lambda query, k: exact.search(query, k, None), texts, 50
    )
    assert found >= 0.97
    assert search_breadth(100_000, 50) > search_breadth(10_000, 50) > 100
