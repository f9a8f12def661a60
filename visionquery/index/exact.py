"""Exact nearest neighbours: a growing matrix, and one product over it. Not locked: its owner does that."""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

from visionquery.index.neighbours import Found, Ids, Vectors, contenders, nothing, ranked

_FIRST_CAPACITY = 1024


class ExactIndex:
    """Vectors by key, in one float32 matrix; about `4 * dimension` bytes each, a quarter more while it grows."""

    def __init__(self, dimension: int) -> None:
        self._dimension = dimension
        self._matrix: Vectors = np.empty((0, dimension), np.float32)
        self._keys: Ids = np.empty(0, np.int64)
        self._count = 0
        # Sorted keys and their rows; None after a change, until somebody asks for a key.
        self._sorted: tuple[Ids, npt.NDArray[np.intp]] | None = None

    def __len__(self) -> int:
        return self._count

    def keys(self) -> Ids:
        """int64[n], in no order."""
        return self._keys[: self._count].copy()

    def contains(self, keys: Ids) -> npt.NDArray[np.bool_]:
        """Which of these are here."""
        return self._rows(keys) >= 0

    def vectors(self, keys: Ids) -> Vectors:
        """float32[n, d]. Raises KeyError where one is not here."""
        rows = self._rows(keys)
        if (rows < 0).any():
            raise KeyError(int(keys[int(np.argmax(rows < 0))]))
        return self._matrix[rows]

    def add(self, keys: Ids, vectors: Vectors) -> None:
        """Add vectors of distinct keys, or replace those that are here."""
        rows = self._rows(keys)
        here = rows >= 0
        self._matrix[rows[here]] = vectors[here]
        new_keys, new_vectors = keys[~here], vectors[~here]
        end = self._count + len(new_keys)
        if end > len(self._matrix):
            self._grow(end)
        self._matrix[self._count : end] = new_vectors
        self._keys[self._count : end] = new_keys
        self._count = end
        self._sorted = None

    def remove(self, keys: Ids) -> None:
        """Forget these; those that are not here are passed over."""
        rows = self._rows(keys)
        gone = np.zeros(self._count, bool)
        gone[rows[rows >= 0]] = True
        if not gone.any():
            return
        # The last rows that stay move into the holes before them.
        kept = self._count - int(gone.sum())
        holes = np.flatnonzero(gone[:kept])
        movers = kept + np.flatnonzero(~gone[kept:])
        self._matrix[holes] = self._matrix[movers]
        self._keys[holes] = self._keys[movers]
        self._count = kept
        self._sorted = None

    def search(self, vector: npt.NDArray[np.float32], k: int, allowed: Ids | None) -> Found:
        """The `k` nearest, among `allowed` (distinct, sorted or not) where it is given."""
        if allowed is None:
            found, matrix = self._keys[: self._count], self._matrix[: self._count]
        else:
            rows = self._rows(allowed)
            rows = rows[rows >= 0]
            found, matrix = self._keys[rows], self._matrix[rows]
        if not len(found):
            return nothing()
        near = found[contenders(matrix @ vector, k)]
        return ranked(near, self.vectors, vector, k, exact=True)

    def _rows(self, keys: Ids) -> npt.NDArray[np.intp]:
        """The row of each, -1 where it is not here."""
        if self._sorted is None:
            order = np.argsort(self._keys[: self._count], kind="stable")
            self._sorted = (self._keys[order], order)
        sorted_keys, order = self._sorted
        if not len(sorted_keys):
            return np.full(len(keys), -1, np.intp)
        places = np.minimum(np.searchsorted(sorted_keys, keys), len(sorted_keys) - 1)
        return np.where(sorted_keys[places] == keys, order[places], -1)

    def _grow(self, needed: int) -> None:
        capacity = max(_FIRST_CAPACITY, needed, len(self._matrix) + len(self._matrix) // 4)
        matrix = np.empty((capacity, self._dimension), np.float32)
        matrix[: self._count] = self._matrix[: self._count]
        keys = np.empty(capacity, np.int64)
        keys[: self._count] = self._keys[: self._count]
        self._matrix, self._keys = matrix, keys
