"""How many pictures go through the image tower at a time: found by measurement on the real work, halved when memory
runs out. Pure; used by the thread that encodes.

More is not faster everywhere: on a processor a large batch's intermediate results no longer fit the memory that the
allocator keeps, and every pass pays for fresh pages (starter, two cores without AVX512-BF16: 52 ms of processor time
a picture in batches of 32, 47 ms in batches of 8, and 300 MB more).
"""

from __future__ import annotations

from collections.abc import Sequence

# Passes of each size: the first of a shape prepares it, and the best of the others counts on a busy machine.
ROUNDS = 4
# A larger batch must be faster by this to be worth its memory.
WORTH = 1.1


class BatchSize:
    """Tries `candidates`, ascending, in turn, and settles on the smallest that is about as fast as any."""

    def __init__(self, candidates: Sequence[int]) -> None:
        self._candidates = list(candidates)
        self._rates: dict[int, list[float]] = {size: [] for size in candidates}
        self._settled: int | None = None

    @property
    def current(self) -> int:
        """Rows for the next pass."""
        if self._settled is not None:
            return self._settled
        return min(self._candidates, key=lambda size: len(self._rates[size]))

    @property
    def settled(self) -> bool:
        """Whether the measuring is over."""
        return self._settled is not None

    @property
    def largest(self) -> int:
        """Rows that the next pass may need at most: give this many where there are."""
        return self._settled if self._settled is not None else self._candidates[-1]

    def measured(self, rows: int, seconds: float) -> None:
        """A pass of `rows` rows took `seconds`. Passes that were not full say nothing."""
        if self._settled is not None or rows != self.current:
            return
        self._rates[rows].append(rows / max(seconds, 1e-9))
        if all(len(rates) >= ROUNDS for rates in self._rates.values()):
            self._settled = self._choose()

    def shrink(self, rows: int) -> int:
        """A pass of `rows` rows did not fit into memory: never so many again. The size to go on with, 0 for none."""
        if rows <= 1:
            return 0
        smaller = [size for size in self._candidates if size < rows] or [rows // 2]
        self._candidates = smaller
        self._rates = {size: self._rates.get(size, []) for size in smaller}
        # What is short once is short again: no more trials of large sizes.
        self._settled = smaller[-1]
        return self._settled

    def _choose(self) -> int:
        best = {size: max(rates[1:]) for size, rates in self._rates.items()}
        chosen = self._candidates[0]
        for size in self._candidates[1:]:
            if best[size] > WORTH * best[chosen]:
                chosen = size
        return chosen
