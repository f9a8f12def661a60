"""A data folder on a disk that fills up: nothing is lost, and work goes on by itself when there is room."""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.errors import StorageFull
from visionquery.domain.events import FaultRaised
from visionquery.domain.queries import Query
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths
from visionquery.worker.core import WorkerCore


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    folder = tmp_path / "small disk"
    folder.mkdir()
    if not sys.platform.startswith("linux") or os.geteuid() != 0:
        pytest.skip("only root can mount a small file system")
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", "size=3m", "tmpfs", str(folder)], capture_output=True)
    if mounted.returncode != 0:
        pytest.skip("no file system can be mounted here")
    yield folder
    subprocess.run(["umount", "-l", str(folder)], check=True)


def fill(folder: Path, keep_free: int) -> Path:
    """A file that takes all room but so many bytes."""
    filler = folder / "filler"
    with filler.open("wb") as file:
        while os.statvfs(folder).f_bavail * os.statvfs(folder).f_frsize > keep_free:
            file.write(b"\1" * 4096)
            file.flush()
    return filler


def test_indexing_waits_for_room_and_goes_on(
    small_disk: Path, tiny_model: Path, photo_folder: Path, recorder: Any
) -> None:
    paths = DataPaths(small_disk / "data")
    with Library(paths) as library:
        library.settings.set("model", f"local-dir:{tiny_model}")
    core = WorkerCore(paths, recorder, decoders=1)
    core.start(watch=False)
    try:
        core.search(Query("wait until everything is loaded"))
        filler = fill(small_disk, 200_000)
        core.add_folder(str(photo_folder))
        fault = recorder.wait_for(lambda event: isinstance(event, FaultRaised), 60)
        assert fault.advice
        assert core.reader.counts().failed == 0
        filler.unlink()
        core.index_until_idle()
        assert core.reader.counts().indexed == 12
        assert len(core.search(Query("anything")).hits) == 12
    finally:
        core.stop()


def test_stopping_on_a_full_disk_is_quick_and_loses_nothing(
    small_disk: Path, tiny_model: Path, photo_folder: Path, recorder: Any
) -> None:
    paths = DataPaths(small_disk / "data")
    with Library(paths) as library:
        library.settings.set("model", f"local-dir:{tiny_model}")
    core = WorkerCore(paths, recorder, decoders=1)
    core.start(watch=False)
    core.search(Query("wait until everything is loaded"))
    filler = fill(small_disk, 200_000)
    try:
        core.add_folder(str(photo_folder))
        recorder.wait_for(lambda event: isinstance(event, FaultRaised), 60)
    finally:
        began = time.monotonic()
        core.stop(1.5)
        assert time.monotonic() - began < 3
    filler.unlink()
    again = WorkerCore(paths, recorder, decoders=1)
    again.start(watch=False)
    try:
        again.add_folder(str(photo_folder))
        again.index_until_idle()
        assert again.reader.counts().indexed == 12
    finally:
        again.stop()


def test_starting_on_a_full_disk_says_so(small_disk: Path, recorder: Any) -> None:
    fill(small_disk, 0)
    with pytest.raises(StorageFull):
        WorkerCore(DataPaths(small_disk / "data"), recorder).start(watch=False)
