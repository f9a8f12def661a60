"""Vectors to neighbours: exact where that is faster or surer, by the graph above that, right at every moment.

Owned by the worker. Any number of threads may search while one thread writes; a graph is built on a thread of its own
in small steps, while searches compare everything. The truth is the source: files here are a cache of it.
"""

from __future__ import annotations

import logging
import threading
from collections import deque
from pathlib import Path

import numpy as np
import numpy.typing as npt

from visionquery.index.exact import ExactIndex
from visionquery.index.frames import FrameCounts, best_of_each, contents_of, first_keys, numbered
from visionquery.index.graph import GraphIndex
from visionquery.index.locking import SharedLock
from visionquery.index.neighbours import Ids, Neighbours, Vectors, nothing
from visionquery.index.source import Source
from visionquery.index.storage import GraphStorage

log = logging.getLogger(__name__)

# Measured at 512 dimensions on one core (tests/benchmarks/search_latency.py): the graph is as fast as the product at
# 10,000 vectors (1.9 ms), 2.2 times as fast at 25,000. It pays later: below this size the product takes under 10 ms,
# which nobody notices, misses nothing, and needs no minute of building.
GRAPH_FROM = 50_000
# Additions to a graph hold up searches: about 1 ms each.
_STEP = 16
# A graph is built anew when so much of it is removed vectors, which take memory and searching time.
_MOST_DELETED = 0.3


class VectorIndex:
    """The vectors of one space, of contents that have one each, or several, and are found by the best of them.

    `graph_from` is the number of vectors from which a graph is kept, None for never. `len` counts contents.
    """

    def __init__(self, folder: Path, space_name: str, dimension: int, graph_from: int | None = GRAPH_FROM) -> None:
        self._storage = GraphStorage(folder, space_name, dimension)
        self._space = space_name
        self._dimension = dimension
        self._graph_from = graph_from
        self._store: ExactIndex | GraphIndex = ExactIndex(dimension)
        self._frames = FrameCounts()
        self._sequence = 0
        self._saved_state: tuple[int, int] | None = None
        # Whoever changes anything holds `_writing`; `_access` guards the store's insides for the moment of the change.
        self._writing = threading.RLock()
        self._access = SharedLock()
        self._builder: _Builder | None = None
        self._closed = False

    def __len__(self) -> int:
        with self._access.read():
            return len(self._store) - self._frames.beyond_first

    @property
    def has_graph(self) -> bool:
        """Whether searches ask a graph by now."""
        return isinstance(self._store, GraphIndex)

    def load(self, source: Source) -> None:
        """Take everything that the source has: from the saved graph as far as it goes, the rest row by row.

        Never raises over a damaged file: the index is filled from the source instead. Searches meanwhile see what
        was there before.
        """
        self._stop_building()
        with self._writing:
            loaded = self._storage.load()
            store: ExactIndex | GraphIndex
            store, self._sequence = loaded if loaded is not None else (ExactIndex(self._dimension), 0)
            if isinstance(store, GraphIndex) and not _agrees(store, source):
                log.warning("The saved index of %s is of other pictures and will be built again", self._space)
                store, self._sequence = ExactIndex(self._dimension), 0
            self._saved_state = (self._sequence, len(store)) if isinstance(store, GraphIndex) else None
            self._replay(store, source)
            frames = FrameCounts(store.keys())
            with self._access.write():
                self._store, self._frames = store, frames
            self._plan()

    def add(self, content_ids: npt.ArrayLike, vectors: npt.ArrayLike, last_sequence: int) -> None:
        """Add unit vectors, `float[n, d]`; a content that is named again has several.

        They take the place of what it had. `last_sequence` is that of the newest embedding in the library so far.
        """
        ids, rows = np.asarray(content_ids, np.int64).reshape(-1), np.asarray(vectors)
        if rows.shape != (len(ids), self._dimension):
            raise ValueError(f"expected vectors [{len(ids)}, {self._dimension}], got {list(rows.shape)}")
        keys, rows = numbered(ids), _as_stored(rows)
        with self._writing:
            with self._access.write():
                replaced = _as_ids(ids)
                self._store.remove(np.setdiff1d(self._frames.keys(replaced), keys))
                self._frames.forget(replaced)
            for start in range(0, len(keys), _STEP if self.has_graph else max(1, len(keys))):
                end = start + _STEP if self.has_graph else len(keys)
                with self._access.write():
                    self._store.add(keys[start:end], rows[start:end])
                    self._frames.learn(keys[start:end])
            self._sequence = max(self._sequence, last_sequence)
            if self._builder is not None:
                self._builder.also(keys)
            self._plan()

    def remove(self, content_ids: npt.ArrayLike) -> None:
        """Forget contents; those that are not here are passed over."""
        ids = _as_ids(content_ids)
        with self._writing:
            with self._access.write():
                self._store.remove(self._frames.keys(ids))
                self._frames.forget(ids)
            self._plan()

    def search(
        self, vector: npt.NDArray[np.float32], k: int, allowed: npt.NDArray[np.int64] | None = None
    ) -> Neighbours:
        """The `k` nearest contents to a unit vector, among `allowed` where it is given; fewer where there are fewer."""
        query = np.asarray(vector, np.float32).reshape(self._dimension)
        if k < 1:
            return best_of_each(nothing(), k)
        with self._access.read():
            wanted = None if allowed is None else self._frames.keys(_as_ids(allowed))
            most = len(self._store) if wanted is None else len(wanted)
            asked = k + min(k, self._frames.beyond_first)
            while True:
                near = best_of_each(self._store.search(query, asked, wanted), k)
                if len(near.content_ids) == k or asked >= most:
                    return near
                asked *= 2

    def vector(self, content_id: int) -> npt.NDArray[np.float32] | None:
        """The first vector of a content, float32[d], or None where it is not here."""
        wanted = first_keys(np.array([content_id], np.int64))
        with self._access.read():
            if not self._store.contains(wanted)[0]:
                return None
            found: npt.NDArray[np.float32] = self._store.vectors(wanted)[0]
            return found

    def save(self) -> None:
        """Save the graph where there is one and it changed. Raises `StorageFull` or `Fault`; the saved one stays."""
        with self._writing:
            store, state = self._store, (self._sequence, len(self._store))
            if not isinstance(store, GraphIndex) or state == self._saved_state:
                return
            with self._access.read():
                self._storage.save(store, self._sequence)
            self._saved_state = state

    def close(self) -> None:
        """Stop building in the background; what was built so far is dropped."""
        with self._writing:
            self._closed = True
        self._stop_building()

    def wait_until_built(self, timeout: float | None = None) -> bool:
        """Wait for a graph that is being built; whether none is any more."""
        builder = self._builder
        return builder is None or builder.join(timeout)

    def _stop_building(self) -> None:
        with self._writing:
            builder, self._builder = self._builder, None
        if builder is not None:
            builder.stop()

    def _replay(self, store: ExactIndex | GraphIndex, source: Source) -> None:
        """Bring a store to what the source holds."""
        held = source.content_ids()
        known = store.keys()
        store.remove(known[~np.isin(contents_of(known), held)])
        start, latest = self._sequence, source.last_sequence()
        for after in (start, 0):
            for block in source.blocks(after):
                keys = numbered(block.content_ids)
                new = ~store.contains(keys)
                store.add(keys[new], _as_stored(block.vectors[new]))
                latest = max(latest, int(block.sequences[-1]))
            if after == 0 or store.contains(first_keys(held)).all():
                break
        self._sequence = latest

    def _plan(self) -> None:
        """Begin to build a graph where it pays. Called with `_writing` held."""
        if self._closed or self._builder is not None or self._graph_from is None:
            return
        store = self._store
        if isinstance(store, GraphIndex):
            due = len(store.deleted) > _MOST_DELETED * (len(store) + len(store.deleted))
        else:
            due = len(store) >= self._graph_from
        if due:
            self._builder = _Builder(self)
            self._builder.start()


class _Builder:
    """Builds a graph of everything in an index, step by step, and puts it in the place of what was there."""

    _CHUNK = 256

    def __init__(self, index: VectorIndex) -> None:
        self._index = index
        self._graph = GraphIndex(index._dimension)
        self._queue: deque[Ids] = deque([index._store.keys()])
        self._stopping = threading.Event()
        self._thread = threading.Thread(target=self._run, name="index-builder", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def also(self, keys: Ids) -> None:
        """These were added, or changed, meanwhile."""
        self._queue.append(keys)

    def stop(self) -> None:
        self._stopping.set()
        self._thread.join()

    def join(self, timeout: float | None) -> bool:
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        index = self._index
        try:
            while not self._stopping.is_set():
                self._catch_up()
                with index._writing:
                    if not self._queue and not self._stopping.is_set():
                        self._publish()
                        return
        except Exception:
            log.exception("The graph of %s could not be built; every search compares everything", index._space)

    def _catch_up(self) -> None:
        while self._queue:
            keys = self._queue.popleft()
            for start in range(0, len(keys), self._CHUNK):
                if self._stopping.is_set():
                    return
                chunk = keys[start : start + self._CHUNK]
                with self._index._access.read():
                    chunk = chunk[self._index._store.contains(chunk)]
                    vectors = self._index._store.vectors(chunk)
                self._graph.add(chunk, vectors)

    def _publish(self) -> None:
        index = self._index
        self._graph.remove(np.setdiff1d(self._graph.keys(), index._store.keys()))
        with index._access.write():
            index._store = self._graph
        index._builder = None
        log.info("Searches of %s now ask a graph of %d vectors", index._space, len(self._graph))


def _agrees(graph: GraphIndex, source: Source) -> bool:
    """Whether the graph holds the very vectors of the source, going by its first block.

    Tells a library that was deleted and begun anew, or a model whose weights changed under the same name.
    """
    for block in source.blocks(0):
        keys = numbered(block.content_ids)
        known = graph.contains(keys)
        return np.array_equal(graph.vectors(keys[known]), _as_stored(block.vectors[known]))
    return True


def _as_ids(content_ids: npt.ArrayLike) -> Ids:
    return np.unique(np.asarray(content_ids, np.int64))


def _as_stored(vectors: npt.NDArray[np.generic]) -> Vectors:
    """Unit rows as they come back from the library, which rounds them to float16: a replay gives the same index."""
    rounded = vectors.astype(np.float16).astype(np.float32)
    unit: Vectors = rounded / np.maximum(np.linalg.norm(rounded, axis=1, keepdims=True), np.float32(1e-6))
    return unit
