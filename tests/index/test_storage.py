"""A saved graph is the one that was saved, or none."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from visionquery.domain.errors import Fault, StorageFull
from visionquery.index import storage as storage_module
from visionquery.index.graph import GraphIndex
from visionquery.index.storage import GraphStorage


@pytest.fixture
def graph(make_unit) -> GraphIndex:
    graph = GraphIndex(16)
    graph.add(np.arange(200), make_unit(200))
    graph.remove(np.array([7]))
    return graph


@pytest.fixture
def storage(tmp_path: Path) -> GraphStorage:
    return GraphStorage(tmp_path / "index", "local/é model", 16)


def saved_file(storage: GraphStorage) -> Path:
    return storage.manifest_path.parent / json.loads(storage.manifest_path.read_text())["file"]


def test_what_is_saved_is_loaded(storage: GraphStorage, graph: GraphIndex) -> None:
    assert storage.load() is None
    storage.save(graph, 42)
    loaded = storage.load()
    assert loaded is not None
    assert loaded[1] == 42
    assert np.array_equal(loaded[0].keys(), graph.keys())
    assert np.array_equal(loaded[0].vectors(graph.keys()), graph.vectors(graph.keys()))


def test_one_pair_of_files_is_kept(storage: GraphStorage, graph: GraphIndex) -> None:
    for sequence in range(3):
        storage.save(graph, sequence)
    assert sorted(path.suffix for path in storage.manifest_path.parent.iterdir()) == [".hnsw", ".json"]
    loaded = storage.load()
    assert loaded is not None
    assert loaded[1] == 2


@pytest.mark.parametrize("damage", ["cut", "grown", "flipped", "gone"])
def test_a_damaged_file_is_not_used(storage: GraphStorage, graph: GraphIndex, damage: str) -> None:
    storage.save(graph, 1)
    path = saved_file(storage)
    content = bytearray(path.read_bytes())
    if damage == "gone":
        path.unlink()
    else:
        content[len(content) // 2] ^= 4 if damage == "flipped" else 0
        path.write_bytes(content[:-9] if damage == "cut" else content + b"x" * (damage == "grown"))
    assert storage.load() is None
    storage.save(graph, 2)
    assert storage.load() is not None


@pytest.mark.parametrize("text", ["", "{}", "[]", "nonsense", '{"format": 1}'])
def test_a_damaged_manifest_is_not_used(storage: GraphStorage, graph: GraphIndex, text: str) -> None:
    storage.save(graph, 1)
    storage.manifest_path.write_text(text)
    assert storage.load() is None


@pytest.mark.parametrize(
    "values",
    [{"format": 99}, {"space": "other"}, {"dimension": 8}, {"file": "../x"}, {"count": 3}, {"deleted": [9999]}],
)
def test_a_foreign_manifest_is_not_used(storage: GraphStorage, graph: GraphIndex, values: dict) -> None:
    storage.save(graph, 1)
    manifest = {**json.loads(storage.manifest_path.read_text()), **values}
    del manifest["seal"]
    assert storage.load() is not None
    storage.manifest_path.write_text(json.dumps({**manifest, "seal": storage_module._seal(manifest)}))
    assert storage.load() is None


def test_a_digit_that_flips_in_the_manifest_is_noticed(storage: GraphStorage, graph: GraphIndex) -> None:
    storage.save(graph, 1)
    text = storage.manifest_path.read_text()
    assert '"deleted": [7]' in text
    storage.manifest_path.write_text(text.replace('"deleted": [7]', '"deleted": [6]'))
    assert storage.load() is None
    storage.manifest_path.write_bytes(text.encode()[:40] + b"\xff" + text.encode()[41:])
    assert storage.load() is None


def test_spaces_with_like_names_do_not_share_files_unseen(tmp_path: Path, graph: GraphIndex) -> None:
    GraphStorage(tmp_path, "a/b", 16).save(graph, 1)
    assert GraphStorage(tmp_path, "a:b", 16).load() is None


@pytest.mark.parametrize("step", ["replace", "_flush"])
def test_a_failure_at_any_step_leaves_the_saved_graph(
    storage: GraphStorage, graph: GraphIndex, make_unit, monkeypatch: pytest.MonkeyPatch, step: str
) -> None:
    storage.save(graph, 1)
    graph.add(np.arange(500, 600), make_unit(100, 4))

    def full(*_: object) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    target, name = (Path, step) if step == "replace" else (storage_module, step)
    monkeypatch.setattr(target, name, full)
    with pytest.raises(StorageFull):
        storage.save(graph, 2)
    loaded = storage.load()
    assert loaded is not None
    assert loaded[1] == 1
    assert not list(storage.manifest_path.parent.glob("*.tmp"))


def test_a_full_disk_is_told_and_the_saved_graph_stays(
    storage: GraphStorage, graph: GraphIndex, tmp_path: Path
) -> None:
    storage.save(graph, 1)
    # A limit on the size of files stops hnswlib's writing where a full disk would: silently.
    script = f"""
import resource, signal
from pathlib import Path
import numpy as np
from visionquery.domain.errors import StorageFull
from visionquery.index.graph import GraphIndex
from visionquery.index.storage import GraphStorage
signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
resource.setrlimit(resource.RLIMIT_FSIZE, (20_000, 20_000))
graph = GraphIndex(16)
graph.add(np.arange(1000), np.random.default_rng(0).standard_normal((1000, 16)).astype(np.float32))
try:
    GraphStorage(Path({str(storage.manifest_path.parent)!r}), "local/é model", 16).save(graph, 2)
except StorageFull as fault:
    assert fault.advice
else:
    raise SystemExit("the short file went unnoticed")
"""
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    loaded = storage.load()
    assert loaded is not None
    assert loaded[1] == 1


def test_a_folder_that_cannot_be_made_is_a_fault(tmp_path: Path, graph: GraphIndex) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Fault):
        GraphStorage(tmp_path / "file" / "index", "x", 16).save(graph, 1)
