"""The vectors of a space through their life: loaded, added to, searched, saved, damaged, and loaded again."""

from __future__ import annotations

import json
import threading
from pathlib import Path

import numpy as np
import pytest

from visionquery.index.planner import VectorIndex


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return tmp_path / "index"


def opened(folder: Path, rows, graph_from: int | None = 100) -> VectorIndex:
    index = VectorIndex(folder, "space", 16, graph_from)
    index.load(rows)
    assert index.wait_until_built(60)
    return index


def saved_file(folder: Path) -> Path:
    return next(folder.glob("*.hnsw"))


def test_small_libraries_are_compared_whole(folder: Path, rows, make_unit) -> None:
    index = opened(folder, rows, graph_from=1000)
    assert len(index) == 300
    assert index.search(make_unit(300)[4], 1).content_ids.tolist() == [5]
    assert index.search(make_unit(1)[0], 3).exact
    index.save()
    assert not list(folder.glob("*"))


def test_large_ones_ask_a_graph_once_it_is_built(folder: Path, rows, make_unit) -> None:
    index = opened(folder, rows)
    assert index.has_graph
    index.add(np.array([301]), make_unit(1, 8), 301)
    assert index.search(make_unit(1, 8)[0], 1).content_ids.tolist() == [301]
    index.remove(np.array([301, 5]))
    assert 5 not in index.search(make_unit(300)[4], 299).content_ids
    assert len(index) == 299


def test_contents_are_counted_right_while_videos_are_added(folder: Path, empty_rows, make_unit) -> None:
    index = opened(folder, empty_rows)
    counted: list[int] = []
    adding = threading.Event()

    def count() -> None:
        while not adding.is_set():
            counted.append(len(index))

    counter = threading.Thread(target=count)
    counter.start()
    for number in range(60):
        index.add(np.repeat(np.arange(number * 4, number * 4 + 4), 5), make_unit(20, number), number + 1)
        index.remove(np.array([number * 4]))
    adding.set()
    counter.join()
    assert len(index) == 180
    assert min(counted) >= 0
    assert max(counted) <= 184


def test_a_restart_replays_what_came_and_went_since_the_last_save(folder: Path, rows, make_unit) -> None:
    index = opened(folder, rows)
    index.save()
    last = rows.insert([400, 401], make_unit(2, 5))
    index.add(np.array([400, 401]), make_unit(2, 5), last)
    rows.delete([400, 7])
    index.remove(np.array([400, 7]))
    # Killed here: nothing of this was saved.
    again = VectorIndex(folder, "space", 16, 100)
    again.load(rows)
    assert again.has_graph, "the saved graph was not used"
    assert len(again) == 300
    assert again.search(make_unit(2, 5)[1], 1).content_ids.tolist() == [401]
    assert again.vector(400) is None
    assert again.vector(7) is None


def test_additions_are_as_the_library_gives_them_back(folder: Path, empty_rows, make_unit) -> None:
    index = VectorIndex(folder, "space", 16)
    index.add(np.array([3, 1]), make_unit(2), empty_rows.insert([3, 1], make_unit(2)))
    replayed = opened(folder, empty_rows)
    for content_id in (1, 3):
        assert np.array_equal(index.vector(content_id), replayed.vector(content_id))
        assert np.linalg.norm(index.vector(content_id)) == pytest.approx(1, abs=1e-6)
    assert index.vector(2) is None


@pytest.mark.parametrize("damage", ["cut", "flipped", "manifest", "gone"])
def test_a_damaged_file_is_built_again_from_the_library(folder: Path, rows, make_unit, damage: str) -> None:
    opened(folder, rows).save()
    path = saved_file(folder)
    content = bytearray(path.read_bytes())
    content[1000] ^= 1
    if damage == "gone":
        path.unlink()
    elif damage == "manifest":
        next(folder.glob("*.json")).write_text("{")
    else:
        path.write_bytes(content[:-1] if damage == "cut" else content)
    index = VectorIndex(folder, "space", 16, 100)
    index.load(rows)
    assert index.search(make_unit(300)[4], 300).content_ids.tolist()[0] == 5
    assert len(index) == 300
    assert index.wait_until_built(60)
    index.save()
    again = VectorIndex(folder, "space", 16, 100)
    again.load(rows)
    assert again.has_graph


def test_a_library_begun_anew_does_not_get_the_old_ones_vectors(folder: Path, rows, empty_rows, make_unit) -> None:
    opened(folder, rows).save()
    empty_rows.insert(list(range(1, 401)), make_unit(400, 77))
    index = VectorIndex(folder, "space", 16, None)
    index.load(empty_rows)
    assert len(index) == 400
    for content_id in (1, 250, 400):
        assert index.search(make_unit(400, 77)[content_id - 1], 1).content_ids.tolist() == [content_id]


def test_rows_that_the_saved_graph_missed_are_found(folder: Path, rows, make_unit) -> None:
    opened(folder, rows).save()
    # A row before the manifest's sequence that was never added, as after a failure between commit and addition.
    rows.rows[5] = (6, 999, make_unit(1, 6)[0].astype(np.float16))
    index = VectorIndex(folder, "space", 16, 100)
    index.load(rows)
    assert index.search(make_unit(1, 6)[0], 1).content_ids.tolist() == [999]


def test_searches_are_exact_and_whole_while_the_graph_is_built(folder: Path, empty_rows, make_unit) -> None:
    vectors = make_unit(4000, 2)
    empty_rows.insert(list(range(1, 4001)), vectors)
    index = VectorIndex(folder, "space", 16, 1000)
    index.load(empty_rows)
    wrong: list[int] = []
    stop = threading.Event()

    def ask(seed: int) -> None:
        rng = np.random.default_rng(seed)
        while not stop.is_set():
            content_id = int(rng.integers(1, 3001))
            if index.search(vectors[content_id - 1], 1).content_ids.tolist() != [content_id]:
                wrong.append(content_id)

    threads = [threading.Thread(target=ask, args=(seed,)) for seed in range(3)]
    for thread in threads:
        thread.start()
    for step in range(20):
        # Under searches without a pause, none of this may wait for ever.
        index.remove(np.arange(3001 + 50 * step, 3051 + 50 * step))
        index.add(np.arange(5000 + 20 * step, 5020 + 20 * step), make_unit(20, 100 + step), 5000 + step)
    assert index.wait_until_built(60)
    stop.set()
    for thread in threads:
        thread.join()
    assert index.has_graph
    assert not wrong
    assert len(index) == 3000 + 400
    assert index.search(make_unit(20, 119)[3], 1).content_ids.tolist() == [5383]
    assert index.vector(3500) is None


def test_a_graph_with_many_removed_vectors_is_built_anew(folder: Path, rows, make_unit) -> None:
    index = opened(folder, rows)
    index.remove(np.arange(1, 151))
    assert index.wait_until_built(60)
    index.save()
    manifest = json.loads(next(folder.glob("*.json")).read_text())
    assert manifest["count"] == 150
    assert manifest["deleted"] == []
    assert index.search(make_unit(300)[200], 1).content_ids.tolist() == [201]


def test_closing_ends_the_building(folder: Path, empty_rows, make_unit) -> None:
    empty_rows.insert(list(range(1, 3001)), make_unit(3000))
    index = VectorIndex(folder, "space", 16, 10)
    index.load(empty_rows)
    index.close()
    assert not any(thread.name == "index-builder" for thread in threading.enumerate())
    assert len(index.search(make_unit(1)[0], 5).content_ids) == 5


def test_saving_nothing_new_writes_nothing(folder: Path, rows, make_unit) -> None:
    index = opened(folder, rows)
    index.save()
    first = saved_file(folder)
    index.save()
    assert saved_file(folder) == first
    index.add(np.array([900]), make_unit(1, 3), 900)
    index.save()
    assert saved_file(folder) != first


def test_vectors_of_another_length_are_a_bug_of_the_caller(folder: Path) -> None:
    with pytest.raises(ValueError, match="expected vectors"):
        VectorIndex(folder, "space", 16).add(np.array([1]), np.ones((1, 8)), 1)


def test_no_neighbours_asked_for(folder: Path, rows, make_unit) -> None:
    assert len(opened(folder, rows).search(make_unit(1)[0], 0).content_ids) == 0
