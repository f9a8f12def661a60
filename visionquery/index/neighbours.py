"""What the two ways of searching share: their answer, and how candidates become it. Pure; imports numpy only."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float32]
Scores = npt.NDArray[np.float32]

# Far more than a float32 product of unit vectors can be off (about 1e-6), far less than scores that differ.
_ROUNDING = np.float32(1e-5)
# Rows that are scored at once in double precision: 16 MB at 512 dimensions.
_RESCORED_AT_ONCE = 4096


@dataclass(frozen=True, slots=True)
class Found:
    """The nearest vectors of a store, best first, ties by key: `keys` int64[m], `scores` float32[m] (cosines)."""

    keys: Ids
    scores: Scores
    exact: bool


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The nearest contents, best first, ties by content id: `content_ids` int64[m], `scores` float32[m] (cosines).

    `exact` tells whether every candidate was compared.
    """

    content_ids: Ids
    scores: Scores
    exact: bool


def nothing(exact: bool = True) -> Found:
    return Found(np.empty(0, np.int64), np.empty(0, np.float32), exact)


def contenders(scores: Scores, k: int) -> npt.NDArray[np.intp]:
    """Where the scores stand that may belong to the best `k`, given how they are rounded."""
    if k >= len(scores):
        return np.arange(len(scores))
    threshold = np.partition(scores, len(scores) - k)[len(scores) - k] - _ROUNDING
    return np.flatnonzero(scores >= threshold)


def ranked(
    candidates: Ids, fetch: Callable[[Ids], Vectors], vector: npt.NDArray[np.float32], k: int, exact: bool
) -> Found:
    """The best `k` of the candidates, scored again in double precision.

    A matrix product rounds equal rows differently, by where they stand in it; scored one row at a time, equal
    vectors have equal scores, so that ties are ties and their order is stable.
    """
    query = vector.astype(np.float64)
    scores = np.empty(len(candidates), np.float32)
    for start in range(0, len(candidates), _RESCORED_AT_ONCE):
        part = slice(start, start + _RESCORED_AT_ONCE)
        scores[part] = (fetch(candidates[part]).astype(np.float64) * query).sum(axis=1)
    order = np.lexsort((candidates, -scores))[:k]
    return Found(candidates[order], scores[order], exact)
