"""Several forward passes at once on the processor: a batch is cut into parts, and each core encodes one by itself.

One pass on all cores waits at the end of every layer for the slowest of them; parts wait for each other once a batch.
Two cores without AVX512-BF16, images/s of two parts against one pass on both: starter 1.5, ViT-B/32 1.15.

Imports numpy alone. A tower may be called from several threads, since nobody changes its weights.
"""

from __future__ import annotations

import queue
import threading
from collections.abc import Callable
from concurrent.futures import Future, wait

import numpy as np
import numpy.typing as npt

Pixels = npt.NDArray[np.uint8]
Vectors = npt.NDArray[np.float32]
_Task = tuple[Future[Vectors], Callable[[Pixels], Vectors], Pixels]

SMALLEST_PART = 4
"""Pictures: every pass reads all the weights once, which fewer would not be worth."""


class ParallelPasses:
    """Runs `encode` on parts of a batch. `threads` are the cores in use; `use_threads(n)` gives the calling thread n.

    Callable from several threads, each of which has helpers of its own: they inherit its priority.
    """

    def __init__(self, threads: int, use_threads: Callable[[int], None]) -> None:
        self.threads = threads
        self._use_threads = use_threads
        self._own = threading.local()

    def run(self, encode: Callable[[Pixels], Vectors], pixels: Pixels) -> Vectors:
        """`uint8[n, h, w, 3]` to `float32[n, d]`; raises what one of the parts raised, after all have ended."""
        count = max(1, min(self.threads, len(pixels) // SMALLEST_PART))
        each = max(1, self.threads // count)

        def encode_part(part: Pixels) -> Vectors:
            self._use_threads(each)
            return encode(part)

        if count == 1:
            return encode_part(pixels)
        first, *others = np.array_split(pixels, count)
        futures = self._helpers(count - 1).submit(encode_part, others)
        try:
            vectors = encode_part(first)
        finally:
            wait(futures)
        return np.concatenate([vectors, *(future.result() for future in futures)])

    def _helpers(self, count: int) -> _Helpers:
        helpers: _Helpers | None = getattr(self._own, "helpers", None)
        if helpers is None:
            helpers = self._own.helpers = _Helpers()
        helpers.grow(count)
        return helpers


class _Helpers:
    """Threads that end with the thread, or the model, that they work for. The program's end waits for none of them."""

    def __init__(self) -> None:
        self._tasks: queue.SimpleQueue[_Task | None] = queue.SimpleQueue()
        self._count = 0

    def __del__(self) -> None:
        for _ in range(self._count):
            self._tasks.put(None)

    def grow(self, count: int) -> None:
        """Have at least so many threads."""
        while self._count < count:
            threading.Thread(target=_serve, args=(self._tasks,), name="encoder-part", daemon=True).start()
            self._count += 1

    def submit(self, function: Callable[[Pixels], Vectors], parts: list[Pixels]) -> list[Future[Vectors]]:
        """Begin on every part."""
        futures: list[Future[Vectors]] = [Future() for _ in parts]
        for part, future in zip(parts, futures, strict=True):
            self._tasks.put((future, function, part))
        return futures


def _serve(tasks: queue.SimpleQueue[_Task | None]) -> None:
    while (task := tasks.get()) is not None:
        _settle(*task)
        del task  # which holds on to the pixels


def _settle(future: Future[Vectors], function: Callable[[Pixels], Vectors], part: Pixels) -> None:
    try:
        future.set_result(function(part))
    except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the part
        future.set_exception(error)
