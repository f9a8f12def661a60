"""Copies of originals: byte for byte, with their times, over nothing, and nothing half done left behind."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visionquery.system import copies
from visionquery.system.copies import CopyProgress, copy_files, names


def run(paths: list[Path], folder: Path, stop_after: int | None = None) -> tuple[copies.CopyResult, list[CopyProgress]]:
    told: list[CopyProgress] = []
    result = copy_files(
        [str(path) for path in paths],
        str(folder),
        told.append,
        lambda: stop_after is not None and len(told) > stop_after,
    )
    return result, told


@pytest.fixture
def target(tmp_path: Path) -> Path:
    folder = tmp_path / "copies"
    folder.mkdir()
    return folder


@pytest.fixture
def originals(tmp_path: Path) -> list[Path]:
    """Three files of different sizes, two of one name."""
    paths = [tmp_path / "a" / "x.jpg", tmp_path / "b" / "x.jpg", tmp_path / "b" / "y.jpg"]
    for number, path in enumerate(paths):
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(os.urandom(1) * (number * (copies.CHUNK + 7)))
        os.utime(path, ns=(1_500_000_000_123_456_700, 1_400_000_000_123_456_700 + number))
    return paths


def test_copies_have_the_bytes_the_times_and_names_of_their_own(originals: list[Path], target: Path) -> None:
    result, told = run(originals, target)
    assert [Path(copy).name for copy in result.copies] == ["x.jpg", "x (2).jpg", "y.jpg"]
    for original, copy in zip(originals, result.copies, strict=True):
        assert Path(copy).read_bytes() == original.read_bytes()
        assert Path(copy).stat().st_mtime_ns == original.stat().st_mtime_ns
    assert not result.refused
    assert [(progress.done, progress.total) for progress in told] == [(0, 3), (1, 3), (2, 3), (3, 3)]


def test_what_is_there_already_is_never_overwritten(originals: list[Path], target: Path) -> None:
    (target / "y.jpg").write_bytes(b"mine")
    (target / "y (2).jpg").write_bytes(b"mine too")
    result, _ = run(originals[2:], target)
    assert [Path(copy).name for copy in result.copies] == ["y (3).jpg"]
    assert (target / "y.jpg").read_bytes() == b"mine"
    assert (target / "y (2).jpg").read_bytes() == b"mine too"


def test_a_missing_file_is_told_and_the_rest_is_copied(originals: list[Path], target: Path) -> None:
    originals[1].unlink()
    result, _ = run(originals, target)
    assert [Path(copy).name for copy in result.copies] == ["x.jpg", "y.jpg"]
    assert result.refused == ((str(originals[1]), "It is not there any more."),)
    assert not result.cancelled


def test_a_cancelled_run_keeps_what_is_done_and_nothing_half_done(originals: list[Path], target: Path) -> None:
    result, _ = run(originals, target, stop_after=1)
    assert result.cancelled
    assert [Path(copy).name for copy in result.copies] == ["x.jpg"]
    assert [path.name for path in target.iterdir()] == ["x.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="there are no limits to a process's files")
def test_a_disk_without_room_ends_the_run_with_advice(originals: list[Path], target: Path) -> None:
    import resource

    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (copies.CHUNK + 100, before[1]))
    try:
        result, _ = run(originals, target)
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)
    assert result.stopped_by is not None
    assert "no room left" in result.stopped_by.message
    assert result.stopped_by.advice
    assert sorted(path.name for path in target.iterdir()) == ["x (2).jpg", "x.jpg"]
    assert not result.cancelled


@pytest.mark.skipif(sys.platform == "win32" or os.geteuid() == 0, reason="permissions bind everyone but root")
def test_a_folder_that_may_not_be_written_is_told(originals: list[Path], target: Path) -> None:
    target.chmod(0o500)
    result, _ = run(originals, target)
    assert result.stopped_by is not None
    assert result.copies == ()


def test_a_folder_that_is_gone_is_told(originals: list[Path], tmp_path: Path) -> None:
    result, _ = run(originals, tmp_path / "nowhere")
    assert result.stopped_by is not None
    assert result.copies == ()


@given(st.text(st.characters(exclude_characters="/\\\0:", exclude_categories=["Cs"]), min_size=1, max_size=20))
def test_names_differ_and_keep_their_ending(name: str) -> None:
    found = names(name)
    first = [next(found) for _ in range(4)]
    assert first[0] == name
    assert len(set(first)) == 4
    assert all(each.endswith(Path(name).suffix) for each in first)
