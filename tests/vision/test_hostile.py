"""Files made to crash decoders: none stops, hangs or crashes the pool, and each gets a picture or a reason."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import psutil
import pytest

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoder_pool import DecoderPool


@pytest.mark.slow
def test_nothing_hostile_stops_the_pool(shared_data: Path, make_pool: Callable[..., DecoderPool]) -> None:
    paths = sorted(str(path) for path in (shared_data / "hostile").rglob("*") if path.is_file())
    assert len(paths) > 1000
    pool = make_pool(1, seconds=30, megabytes=1500)
    pool.submit(paths[0]).exception(timeout=60)
    pids = pool.pids()
    opened, slowest = 0, 0.0
    for path in paths:
        began = time.monotonic()
        error = pool.submit(path).exception(timeout=60)
        if error is None:
            opened += 1
        else:
            assert isinstance(error, BadFile), path
            assert error.reason.endswith("."), path
            assert error.kind not in {FailureKind.CRASHED, FailureKind.TIMEOUT}, path
        slowest = max(slowest, time.monotonic() - began)
    assert opened > 800
    assert slowest < 30
    assert pool.pids() == pids
    assert psutil.Process(pids[0]).memory_info().rss < 700 << 20
