"""A library that changes: files come, go, move and are edited; the program is stopped and started again."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.photos import PhotoState
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals are of POSIX")
PIPES = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
PATIENCE = 300
pytestmark = [pytest.mark.slow, pytest.mark.timeout(1800)]


@pytest.fixture
def visionquery(data_dir: Path, quick_command_line: Any) -> Any:
    return quick_command_line(data_dir)


def wait_until(reached: Callable[[], bool]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not reached():
        assert time.monotonic() < deadline, "it did not come to this in time"
        time.sleep(0.05)


def indexed(home: Path) -> int:
    reader = LibraryReader(DataPaths(home))
    try:
        return reader.counts().indexed
    finally:
        reader.close()


def waiting(home: Path) -> list[Path]:
    """The photos that are known and not indexed yet."""
    reader = LibraryReader(DataPaths(home))
    try:
        photos = reader.photos(reader.all_ids()).values()
        return sorted(Path(photo.path) for photo in photos if photo.state is PhotoState.PENDING)
    finally:
        reader.close()


def test_changes_on_disk_show_after_the_next_index(visionquery, photo_folder: Path, make_photo) -> None:
    empty = visionquery.json("search", "anything")
    assert empty["hits"] == []
    assert "visionquery index" in visionquery("search", "anything").stderr
    first = visionquery.json("index", photo_folder)
    assert (first["indexed"], first["failed"]) == (12, 0)
    files = sorted(photo_folder.iterdir())
    gone, renamed, moved, edited, *_ = files

    gone.unlink()
    renamed.rename(photo_folder / "a new name.webp")
    (photo_folder / "deeper").mkdir()
    shutil.move(moved, photo_folder / "deeper" / moved.name)
    make_photo(edited, seed=1)
    make_photo(photo_folder / "added.jpg", seed=2)
    second = visionquery.json("index", photo_folder)
    counted = {key: second[key] for key in ("indexed", "unchanged", "moved", "removed", "failed")}
    assert counted == {"indexed": 2, "unchanged": 8, "moved": 2, "removed": 1, "failed": 0}
    expected = {"a new name.webp", moved.name, edited.name, "added.jpg", *(file.name for file in files[4:])}
    assert sorted(visionquery.found("anything")) == sorted(expected)
    assert visionquery.found("anything", f"in:{photo_folder / 'deeper'}") == [moved.name]

    third = visionquery.json("index", photo_folder)
    assert (third["indexed"], third["unchanged"], third["moved"], third["removed"]) == (0, 12, 0, 0)

    assert visionquery("folders", "remove", photo_folder).returncode == 0
    assert visionquery.json("search", "anything")["hits"] == []
    assert visionquery.json("status")["photos"]["total"] == 0
    assert (photo_folder / "added.jpg").exists()


def test_a_folder_inside_another_is_indexed_as_its_part(visionquery, photo_folder: Path, make_photo) -> None:
    make_photo(photo_folder / "inside" / "new.jpg", seed=3)
    visionquery("folders", "add", photo_folder)
    done = visionquery("index", photo_folder / "inside", photo_folder / "none")
    assert done.returncode == 1
    assert "is a part of" in done.stderr
    assert "There is no folder" in done.stderr
    assert "13 photos indexed" in done.stdout
    assert len(visionquery.json("folders")) == 1


@posix_only
@pytest.mark.parametrize(("sent", "code"), [(signal.SIGINT, 130), (signal.SIGTERM, 143)])
def test_a_stopped_index_goes_on_where_it_was(
    visionquery, data_dir: Path, tmp_path: Path, make_photo, sent: signal.Signals, code: int
) -> None:
    photos = tmp_path / "many"
    for number in range(400):
        make_photo(photos / f"{number:04}.jpg", seed=number)
    with visionquery.running("index", photos, **PIPES) as process:
        wait_until(lambda: indexed(data_dir) > 0 or process.poll() is not None)
        # Ctrl-C reaches every process of the terminal's group, `kill` the one that it names.
        (os.killpg if sent is signal.SIGINT else os.kill)(process.pid, sent)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == code, said
    assert "Traceback" not in said
    before = indexed(data_dir)
    assert 0 < before < 400
    left = waiting(data_dir)
    assert len(left) == 400 - before
    # Some of these are enough to see that it goes on with them, and with them alone.
    for path in left[50:]:
        path.unlink()
    again = visionquery.json("index", photos)
    assert (again["indexed"], again["failed"]) == (min(50, len(left)), 0)
    assert visionquery.json("status")["photos"]["searchable"] == before + again["indexed"]


@posix_only
def test_watching_takes_in_what_comes_and_drops_what_goes(
    visionquery, data_dir: Path, photo_folder: Path, make_photo
) -> None:
    with visionquery.running("index", photo_folder, "--watch", **PIPES) as process:
        assert "12 photos indexed" in process.stdout.readline()
        make_photo(photo_folder / "later.jpg", seed=4)
        wait_until(lambda: indexed(data_dir) == 13)
        assert "later.jpg" in visionquery.found("anything")  # beside the writer
        (photo_folder / "later.jpg").unlink()
        wait_until(lambda: indexed(data_dir) == 12)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=PATIENCE)
    assert process.returncode == 130, said
    assert "Traceback" not in said
