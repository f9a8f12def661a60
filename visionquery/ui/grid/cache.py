"""A least-recently-used store bounded by bytes. Pure: standard library only, one thread at a time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterator
from typing import Generic, TypeVar

K = TypeVar("K")
V = TypeVar("V")


class ByteLru(Generic[K, V]):
    """Keeps what was used last, up to `budget` bytes as the callers count them."""

    def __init__(self, budget: int) -> None:
        self.budget = budget
        self._entries: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self.bytes = 0

    def __len__(self) -> int:
        return len(self._entries)

    def __contains__(self, key: K) -> bool:
        return key in self._entries

    def get(self, key: K) -> V | None:
        """The value, which counts as used now; None when it is not there."""
        entry = self._entries.get(key)
        if entry is None:
            return None
        self._entries.move_to_end(key)
        return entry[0]

    def __iter__(self) -> Iterator[K]:
        return iter(self._entries)

    def peek(self, key: K) -> V | None:
        """The value without counting as use."""
        entry = self._entries.get(key)
        return entry[0] if entry is not None else None

    def amend(self, key: K, value: V) -> None:
        """Replace a value that is there by one of the same cost, without counting as use."""
        if key in self._entries:
            self._entries[key] = (value, self._entries[key][1])

    def put(self, key: K, value: V, cost: int) -> None:
        """Store, and drop the longest unused until the budget holds. The newest entry always stays."""
        self.discard(key)
        self._entries[key] = (value, cost)
        self.bytes += cost
        while self.bytes > self.budget and len(self._entries) > 1:
            _, (_, dropped) = self._entries.popitem(last=False)
            self.bytes -= dropped

    def discard(self, key: K) -> None:
        """Forget one entry; nothing happens when it is not there."""
        entry = self._entries.pop(key, None)
        if entry is not None:
            self.bytes -= entry[1]

    def clear(self) -> None:
        """Forget everything."""
        self._entries.clear()
        self.bytes = 0
