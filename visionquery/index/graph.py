"""Approximate nearest neighbours: an hnswlib graph that never raises for reasons of its own. The only module that
imports hnswlib. Not locked, and the graph bears no search beside an addition: its owner keeps them apart.
"""

from __future__ import annotations

import math
import os
from pathlib import Path

import hnswlib
import numpy as np
import numpy.typing as npt

from visionquery.index.neighbours import Found, Ids, Scores, Vectors, contenders, nothing, ranked

LINKS = 16
EF_CONSTRUCTION = 200
_SEED = 20240229
_FIRST_CAPACITY = 1024
# Vectors come out of hnswlib one by one, 26 us each: above this many, asking the graph for more is faster.
EXACT_LIMIT = 1000


class GraphDamaged(Exception):
    """A graph file is not what its manifest says."""


class GraphIndex:
    """Vectors by key in a graph; about `4 * dimension + 150` bytes each, a quarter more while it grows."""

    def __init__(self, dimension: int, index: hnswlib.Index | None = None) -> None:
        self._dimension = dimension
        self._index = index
        self._keys: Ids = np.empty(0, np.int64)  # live ones, ascending
        self._deleted: Ids = np.empty(0, np.int64)  # ascending

    def __len__(self) -> int:
        return len(self._keys)

    @property
    def deleted(self) -> Ids:
        """int64[n], ascending: removed, but still in their place, for hnswlib only marks them."""
        return self._deleted

    def keys(self) -> Ids:
        """int64[n], ascending."""
        return self._keys

    def contains(self, keys: Ids) -> npt.NDArray[np.bool_]:
        """Which of these are here."""
        if not len(self._keys):
            return np.zeros(len(keys), bool)
        places = np.minimum(np.searchsorted(self._keys, keys), len(self._keys) - 1)
        here: npt.NDArray[np.bool_] = self._keys[places] == keys
        return here

    def vectors(self, keys: Ids) -> Vectors:
        """float32[n, d]. Raises KeyError where one is not here."""
        here = self.contains(keys)
        if not here.all():
            raise KeyError(int(keys[int(np.argmin(here))]))
        if not len(keys):
            return np.empty((0, self._dimension), np.float32)
        return np.asarray(self._graph.get_items(keys, return_type="numpy"), np.float32)

    def add(self, keys: Ids, vectors: Vectors) -> None:
        """Add vectors of distinct keys, or replace those that are here."""
        if not len(keys):
            return
        new = keys[~self.contains(keys)]
        self._reserve(len(new))
        # A key that was removed comes back to its old place.
        self._graph.add_items(np.ascontiguousarray(vectors, np.float32), keys, num_threads=1)
        self._keys = np.union1d(self._keys, new)
        self._deleted = np.setdiff1d(self._deleted, new)

    def remove(self, keys: Ids) -> None:
        """Forget these; those that are not here are passed over."""
        gone = np.unique(keys[self.contains(keys)])
        for key in gone.tolist():
            self._graph.mark_deleted(key)
        self._keys = np.setdiff1d(self._keys, gone, assume_unique=True)
        self._deleted = np.union1d(self._deleted, gone)

    def search(self, vector: npt.NDArray[np.float32], k: int, allowed: Ids | None) -> Found:
        """The `k` nearest, among `allowed` where it is given.

        Exact where few are allowed; otherwise the graph is asked for more and more until `k` of the allowed ones are
        found, and at last all of them are compared. Asking for `ef` vectors and cutting is how `ef` is set for one
        search alone: hnswlib's own setting is shared by all that run beside it.
        """
        if allowed is None:
            wanted, candidates = len(self._keys), None
        else:
            candidates = allowed[self.contains(allowed)]
            wanted = len(candidates)
        if not wanted:
            return nothing()
        if candidates is not None and wanted <= max(EXACT_LIMIT, k):
            return ranked(candidates, self.vectors, vector, k, exact=True)
        asked = max(k, search_breadth(len(self._keys), k))
        if candidates is not None:
            asked = int(asked * len(self._keys) / wanted)
        while asked < len(self._keys):
            answer = self._nearest(vector, asked)
            if answer is None:
                break
            found, scores = answer
            if candidates is not None:
                passes = np.isin(found, candidates, assume_unique=True)
                found, scores = found[passes], scores[passes]
            if len(found) >= k:
                return ranked(found[contenders(scores, k)], self.vectors, vector, k, exact=False)
            asked *= 4
        return ranked(self._keys if candidates is None else candidates, self.vectors, vector, k, exact=True)

    def file_size(self) -> int:
        """Bytes that the graph takes on disk, and nearly so in memory."""
        return int(self._graph.index_file_size())

    def save(self, path: Path) -> int:
        """Write the graph; returns the size that the file must have. hnswlib says nothing when it cannot write."""
        self._graph.save_index(os.fsencode(path))
        return self.file_size()

    @classmethod
    def load(cls, path: Path, dimension: int, count: int, deleted: Ids) -> GraphIndex:
        """Read a graph of `count` vectors, `deleted` among them removed, from a file that was verified.

        Raises `GraphDamaged`.
        """
        index = hnswlib.Index("ip", dimension)
        try:
            index.load_index(os.fsencode(path))
            labels = np.sort(np.array(index.get_ids_list(), np.int64))
        except RuntimeError as error:
            raise GraphDamaged(str(error)) from error
        if len(labels) != count or not np.isin(deleted, labels).all():
            raise GraphDamaged("its vectors are not those that its manifest names")
        graph = cls(dimension, index)
        graph._deleted = np.unique(deleted)
        graph._keys = np.setdiff1d(labels, graph._deleted, assume_unique=True)
        return graph

    @property
    def _graph(self) -> hnswlib.Index:
        if self._index is None:
            self._index = hnswlib.Index("ip", self._dimension)
            self._index.init_index(_FIRST_CAPACITY, M=LINKS, ef_construction=EF_CONSTRUCTION, random_seed=_SEED)
        return self._index

    def _reserve(self, count: int) -> None:
        needed = self._graph.get_current_count() + count
        if needed > self._graph.get_max_elements():
            self._graph.resize_index(needed + needed // 4)

    def _nearest(self, vector: npt.NDArray[np.float32], count: int) -> tuple[Ids, Scores] | None:
        """`count` nearest by the graph, or None where it cannot reach so many, as it can be after removals."""
        try:
            labels, distances = self._graph.knn_query(vector[None], k=count, num_threads=1)
        except RuntimeError:
            return None
        return labels[0].astype(np.int64), np.float32(1) - distances[0]


def search_breadth(count: int, k: int) -> int:
    """How many vectors to ask a graph of `count` for, so that the best `k` for a text query are nearly all there."""
    return 2 * k + int(1.25 * math.sqrt(count))
