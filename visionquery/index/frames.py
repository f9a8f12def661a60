"""Several vectors of one content, as a video has them: how a store numbers them, and who has how many. Pure.

A store knows vectors by keys. The first vector of a content has the key `content_id * MOST`, the others follow it.
"""

from __future__ import annotations

import numpy as np

from visionquery.index.neighbours import Found, Ids, Neighbours

_BITS = 4
MOST = 1 << _BITS
"""Vectors that a content may have."""


def first_keys(content_ids: Ids) -> Ids:
    """The keys of the contents' first vectors."""
    return content_ids << _BITS


def contents_of(keys: Ids) -> Ids:
    """The contents that keys belong to."""
    return keys >> _BITS


def numbered(content_ids: Ids) -> Ids:
    """Keys for vectors of these contents: where one is named again, it is for its next vector.

    Raises ValueError where a content has more than `MOST`.
    """
    order = np.argsort(content_ids, kind="stable")
    in_order = content_ids[order]
    begins = np.flatnonzero(np.diff(in_order, prepend=-1))
    number = np.arange(len(in_order)) - np.repeat(begins, np.diff(begins, append=len(in_order)))
    if len(number) and number.max() >= MOST:
        raise ValueError(f"a content with more than {MOST} vectors")
    keys = np.empty(len(in_order), np.int64)
    keys[order] = first_keys(in_order) + number
    return keys


def best_of_each(found: Found, k: int) -> Neighbours:
    """The best `k` contents of what a store found, each with the score of its best vector."""
    contents = contents_of(found.keys)
    _, first = np.unique(contents, return_index=True)
    first = np.sort(first)[:k]
    return Neighbours(contents[first], found.scores[first], found.exact)


class FrameCounts:
    """How many vectors those contents have that have more than one. Not locked: its owner does that."""

    def __init__(self, keys: Ids | None = None) -> None:
        self._counts: dict[int, int] = {}
        self.beyond_first = 0
        self._several: Ids | None = None
        if keys is not None:
            self.learn(keys)

    def learn(self, keys: Ids) -> None:
        """These are in the store from now on."""
        for key in keys[(keys & (MOST - 1)) > 0].tolist():
            content_id, count = key >> _BITS, (key & (MOST - 1)) + 1
            before = self._counts.get(content_id, 1)
            if count > before:
                self._counts[content_id] = count
                self.beyond_first += count - before
                self._several = None

    def forget(self, content_ids: Ids) -> None:
        """These are in the store no more."""
        for content_id in content_ids.tolist() if self._counts else ():
            count = self._counts.pop(content_id, 1)
            if count > 1:
                self.beyond_first -= count - 1
                self._several = None

    def keys(self, content_ids: Ids) -> Ids:
        """The keys of all vectors of these contents, in no order."""
        first = first_keys(content_ids)
        if not self._counts:
            return first
        if self._several is None:
            self._several = np.fromiter(self._counts, np.int64)
        several = content_ids[np.isin(content_ids, self._several)]
        others = [np.arange(1, self._counts[each]) + (each << _BITS) for each in several.tolist()]
        return np.concatenate([first, *others])
