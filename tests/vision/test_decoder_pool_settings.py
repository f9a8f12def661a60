"""A decoder pool whose limits, priority and width change while it works: nothing is lost, and the change is real."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding import ReadLimits

MakePool = Callable[..., DecoderPool]
MakePhoto = Callable[..., Path]


def _niceness(pool: DecoderPool) -> set[int]:
    return {psutil.Process(pid).nice() for pid in pool.pids()}


@pytest.mark.skipif(sys.platform == "win32", reason="nice values")
def test_decoders_step_back_and_forward_again(tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto) -> None:
    photo = str(make_photo(tmp_path / "a.jpg"))
    pool = make_pool(1)
    pool.configure(background=False)
    pool.submit(photo).result(timeout=60)
    ours = psutil.Process().nice()
    assert _niceness(pool) == {ours}
    pool.configure(background=True)
    pool.submit(photo).result(timeout=60)
    assert _niceness(pool) == {ours + 5}
    pool.configure(background=False)
    pool.submit(photo).result(timeout=60)
    assert _niceness(pool) == {ours}


def test_a_new_limit_holds_for_the_next_picture(tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto) -> None:
    photo = str(make_photo(tmp_path / "a.jpg", size=(640, 480)))
    pool = make_pool(1)
    pool.submit(photo).result(timeout=60)
    pool.configure(limits=ReadLimits(max_pixels=100_000))
    with pytest.raises(BadFile) as refusal:
        pool.submit(photo).result(timeout=60)
    assert refusal.value.kind is FailureKind.TOO_LARGE
    pool.configure(limits=ReadLimits())
    pool.submit(photo).result(timeout=60)


def test_nothing_is_lost_while_everything_changes(tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto) -> None:
    photos = [str(make_photo(tmp_path / f"{seed}.jpg", seed=seed)) for seed in range(8)]
    pool = make_pool(2)
    futures = [pool.submit(photos[number % 8]) for number in range(48)]
    for number, width in enumerate((1, 3, 2, 1, 2)):
        pool.configure(workers=width, background=bool(number % 2), limits=ReadLimits(seconds=30.0 + number))
        futures += [pool.submit(photo) for photo in photos]
        futures[8 * number].result(timeout=60)
    hashes = [future.result(timeout=60).content_hash for future in futures]
    assert hashes == [hashes[number % 8] for number in range(len(futures))]
    assert len(set(hashes)) == 8


def test_a_pool_that_shrinks_ends_its_processes(tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto) -> None:
    photo = str(make_photo(tmp_path / "a.jpg"))
    pool = make_pool(3)
    for future in [pool.submit(photo) for _ in range(12)]:
        future.result(timeout=60)
    while len(pool.pids()) < 3:
        pool.submit(photo).result(timeout=60)
    before = [psutil.Process(pid) for pid in pool.pids()]
    pool.configure(workers=1)
    while len(pool.pids()) > 1:
        psutil.wait_procs(before, timeout=0.1)
    assert [process.pid for process in before if process.is_running()] == pool.pids()
    assert pool.submit(photo).result(timeout=60)
