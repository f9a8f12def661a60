"""Batches that are encoded in parts: whose vector is whose, how many cores a part has, failures, and no thread left."""

from __future__ import annotations

import gc
import threading
import time

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from visionquery.vision.parallel_passes import SMALLEST_PART, ParallelPasses


def _pixels(rows: int) -> np.ndarray:
    return np.arange(rows, dtype=np.uint8).reshape(rows, 1, 1, 1).repeat(3, axis=3)


def _numbers(part: np.ndarray) -> np.ndarray:
    return part[:, 0, 0, :1].astype(np.float32)


def _helpers() -> set[threading.Thread]:
    return {thread for thread in threading.enumerate() if thread.name == "encoder-part"}


def _wait_for_the_end_of(helpers: set[threading.Thread]) -> None:
    gc.collect()
    for helper in helpers:
        helper.join(timeout=10)
        assert not helper.is_alive()


@given(rows=st.integers(1, 70), threads=st.integers(1, 24))
def test_every_row_keeps_its_place_and_every_part_its_cores(rows: int, threads: int) -> None:
    parts: list[tuple[int, int]] = []
    mine = threading.local()
    lock = threading.Lock()

    def encode(part: np.ndarray) -> np.ndarray:
        with lock:
            parts.append((len(part), mine.cores))
        return _numbers(part)

    passes = ParallelPasses(threads, lambda cores: setattr(mine, "cores", cores))
    assert _numbers(_pixels(rows)).tolist() == passes.run(encode, _pixels(rows)).tolist()
    assert sum(length for length, _ in parts) == rows
    assert sum(cores for _, cores in parts) <= threads
    assert len(parts) == 1 or min(length for length, _ in parts) >= SMALLEST_PART
    assert max(length for length, _ in parts) - min(length for length, _ in parts) <= 1


def test_parts_run_at_the_same_time() -> None:
    together = threading.Barrier(3, timeout=30)  # broken, and raises, where one part waits for another's end

    def encode(part: np.ndarray) -> np.ndarray:
        together.wait()
        return _numbers(part)

    assert len(ParallelPasses(3, lambda _: None).run(encode, _pixels(12))) == 12


@pytest.mark.parametrize("failing", [0, 1, 2])
def test_a_part_that_fails_is_told_after_all_have_ended(failing: int) -> None:
    under_way: list[int] = []

    def encode(part: np.ndarray) -> np.ndarray:
        number = int(part[0, 0, 0, 0]) // 4
        under_way.append(number)
        try:
            if number == failing:
                raise MemoryError(f"part {number}")
            time.sleep(0.05)
            return _numbers(part)
        finally:
            under_way.remove(number)

    passes = ParallelPasses(3, lambda _: None)
    with pytest.raises(MemoryError, match=f"part {failing}"):
        passes.run(encode, _pixels(12))
    assert under_way == []
    assert len(passes.run(_numbers, _pixels(12))) == 12


def test_a_thread_that_ends_takes_its_helpers_with_it() -> None:
    others = _helpers()
    seen: set[threading.Thread] = set()

    def work() -> None:
        passes.run(_numbers, _pixels(32))
        seen.update(_helpers() - others)

    passes = ParallelPasses(4, lambda _: None)
    caller = threading.Thread(target=work)
    caller.start()
    caller.join()
    assert len(seen) == 3
    _wait_for_the_end_of(seen)


def test_helpers_are_kept_for_the_next_batch_and_end_with_the_model() -> None:
    others = _helpers()
    passes = ParallelPasses(4, lambda _: None)
    passes.run(_numbers, _pixels(32))
    mine = _helpers() - others
    passes.run(_numbers, _pixels(32))
    assert len(mine) == 3
    assert _helpers() - others == mine
    del passes
    _wait_for_the_end_of(mine)
