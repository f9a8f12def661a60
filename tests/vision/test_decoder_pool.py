"""The decoder pool with real processes: crashes, hangs, greed, orphans, and many pictures at once."""

from __future__ import annotations

import os
import signal
import struct
import subprocess
import sys
import threading
import time
import zlib
from collections.abc import Callable
from concurrent.futures import CancelledError
from pathlib import Path

import numpy as np
import psutil
import pytest

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding import ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import read_picture

MakePool = Callable[..., DecoderPool]
MakePhoto = Callable[..., Path]

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals")


def _slow_png(path: Path, side: int = 16_000) -> Path:
    """A small PNG that unpacks to `side` x `side` pixels: seconds of decoding, and memory to match."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes((side * 3 + 1) * side), 1)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
        )
    )
    return path


def _wait_until(condition: Callable[[], bool], seconds: float = 20.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _is_busy(pid: int) -> bool:
    """Whether a child has used a noticeable amount of processor time on a picture."""
    try:
        return psutil.Process(pid).memory_info().rss > 200 << 20
    except psutil.Error:
        return False


def test_many_pictures_come_back_each_with_its_own_pixels(
    tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto
) -> None:
    paths = [make_photo(tmp_path / f"{seed}.jpg", seed=seed, size=(120, 90)) for seed in range(60)]
    pool = make_pool(2)
    futures = [pool.submit(str(path)) for path in paths]
    for path, future in zip(paths, futures, strict=True):
        here, there = read_picture(str(path), ReadLimits(), Preprocessing(64)), future.result(timeout=60)
        assert there.content_hash == here.content_hash
        assert there.metadata == here.metadata
        assert there.thumbnail == here.thumbnail
        assert np.array_equal(there.pixels, here.pixels)
        assert there.pixels.flags.writeable


def test_one_pool_reads_for_models_that_want_their_pictures_differently(
    tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto
) -> None:
    path = str(make_photo(tmp_path / "photo.jpg", 1, (160, 120)))
    pool = make_pool(2)
    squashed = Preprocessing(32, "squash")
    futures = [pool.submit(path, squashed if turn % 2 else None) for turn in range(8)]
    for turn, future in enumerate(futures):
        wanted = squashed if turn % 2 else Preprocessing(64)
        assert np.array_equal(future.result(30).pixels, read_picture(path, ReadLimits(), wanted).pixels)


def test_a_bad_file_is_a_bad_file_also_from_there(tmp_path: Path, make_pool: MakePool) -> None:
    (tmp_path / "a.jpg").write_bytes(b"hello, world")
    with pytest.raises(BadFile, match="not a picture") as refusal:
        make_pool().submit(str(tmp_path / "a.jpg")).result(timeout=60)
    assert refusal.value.kind is FailureKind.UNSUPPORTED


@posix_only
def test_a_decoder_that_crashes_costs_its_picture_alone(
    tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto
) -> None:
    pool = make_pool()
    good = str(make_photo(tmp_path / "good.jpg"))
    culprit = pool.submit(str(_slow_png(tmp_path / "bad.png")))
    after = [pool.submit(good) for _ in range(5)]
    killed: set[int] = set()
    for _ in range(2):  # a picture is given a second decoder before it is blamed
        _wait_until(lambda: any(pid not in killed and _is_busy(pid) for pid in pool.pids()))
        pid = next(pid for pid in pool.pids() if pid not in killed)
        killed.add(pid)
        os.kill(pid, signal.SIGSEGV)
    error = culprit.exception(timeout=60)
    assert isinstance(error, BadFile)
    assert error.kind is FailureKind.CRASHED
    assert all(future.result(timeout=60).metadata.format == "JPEG" for future in after)
    assert not killed & set(pool.pids())


@posix_only
def test_a_decoder_that_is_killed_once_costs_nothing(tmp_path: Path, make_pool: MakePool) -> None:
    pool = make_pool()
    future = pool.submit(str(_slow_png(tmp_path / "innocent.png", 9000)))
    _wait_until(lambda: any(_is_busy(pid) for pid in pool.pids()))
    os.kill(pool.pids()[0], signal.SIGKILL)
    assert future.result(timeout=60).metadata.width == 9000


@posix_only
def test_a_decoder_that_hangs_is_stopped_in_time(tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto) -> None:
    pool = make_pool(seconds=2.0)
    good = str(make_photo(tmp_path / "good.jpg"))
    pool.submit(good).result(timeout=60)
    (pid,) = pool.pids()
    os.kill(pid, signal.SIGSTOP)
    hung, behind = pool.submit(good), pool.submit(good)
    began = time.monotonic()
    with pytest.raises(BadFile, match="longer than 2 seconds") as refusal:
        hung.result(timeout=60)
    assert refusal.value.kind is FailureKind.TIMEOUT
    assert 5 < time.monotonic() - began < 12
    assert behind.result(timeout=60).metadata.format == "JPEG"


def test_a_picture_that_wants_too_much_memory_is_refused(
    tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto
) -> None:
    pool = make_pool(megabytes=400)
    with pytest.raises(BadFile, match="memory") as refusal:
        pool.submit(str(_slow_png(tmp_path / "greedy.png"))).result(timeout=60)
    assert refusal.value.kind is FailureKind.OUT_OF_MEMORY
    assert pool.submit(str(make_photo(tmp_path / "good.jpg"))).result(timeout=60).metadata.format == "JPEG"


def test_memory_is_given_back_after_a_large_picture(tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto) -> None:
    pool = make_pool()
    pool.submit(str(_slow_png(tmp_path / "large.png", 12_000))).result(timeout=60)
    pool.submit(str(make_photo(tmp_path / "good.jpg"))).result(timeout=60)
    assert psutil.Process(pool.pids()[0]).memory_info().rss < 350 << 20


def test_closing_is_quick_and_cancels_what_is_left(tmp_path: Path, make_pool: MakePool) -> None:
    pool = make_pool()
    slow = str(_slow_png(tmp_path / "slow.png"))
    futures = [pool.submit(slow) for _ in range(3)]
    _wait_until(lambda: any(_is_busy(pid) for pid in pool.pids()))
    pids = pool.pids()
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 3
    for future in [*futures, pool.submit("late.jpg")]:
        with pytest.raises(CancelledError):
            future.result(timeout=5)
    assert not any(psutil.pid_exists(pid) for pid in pids)


def test_a_pool_may_be_closed_by_another_thread_while_it_starts() -> None:
    for _ in range(8):
        pool = DecoderPool(3, ReadLimits(), Preprocessing(224))
        starting = threading.Thread(target=pool.start)
        starting.start()
        pool.close()
        starting.join()
        pool.close()
        _wait_until(lambda pool=pool: pool.pids() == [])  # type: ignore[misc]


def test_a_pool_that_was_never_used_closes_at_once(make_pool: MakePool) -> None:
    pool = make_pool(2)
    began = time.monotonic()
    pool.close()
    assert time.monotonic() - began < 3
    assert pool.pids() == []


_PARENT = """
import sys, time
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding import ReadLimits
from visionquery.vision.preprocessing import Preprocessing
if __name__ == "__main__":
    pool = DecoderPool(2, ReadLimits(), Preprocessing(64))
    pool.start()
    pool.submit(sys.argv[1]).result()
    while len(pool.pids()) < 2:
        time.sleep(0.01)
    pool.submit(sys.argv[2])
    time.sleep(0.3)
    print(*pool.pids(), flush=True)
    time.sleep(600)
"""


@posix_only
def test_a_killed_parent_leaves_no_orphans(tmp_path: Path, make_photo: MakePhoto) -> None:
    script = tmp_path / "parent.py"
    script.write_text(_PARENT)
    good, slow = make_photo(tmp_path / "good.jpg"), _slow_png(tmp_path / "slow.png")
    with subprocess.Popen(
        [sys.executable, str(script), str(good), str(slow)], stdout=subprocess.PIPE, text=True
    ) as parent:
        assert parent.stdout is not None
        children = [int(pid) for pid in parent.stdout.readline().split()]
        assert len(children) == 2
        parent.kill()
        _wait_until(lambda: not any(psutil.pid_exists(pid) for pid in children), seconds=3.0)


def test_children_are_light(tmp_path: Path, make_pool: MakePool, make_photo: MakePhoto) -> None:
    pool = make_pool()
    pool.submit(str(make_photo(tmp_path / "good.jpg"))).result(timeout=60)
    child = psutil.Process(pool.pids()[0])
    assert child.memory_info().rss < 120 << 20
    if sys.platform == "linux":
        libraries = {Path(mapped.path).name for mapped in child.memory_maps()}
        assert not any("torch" in name or "Qt6" in name for name in libraries)
        assert child.nice() > psutil.Process().nice()
