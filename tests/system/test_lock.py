"""The writer lock."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from visionquery.domain.errors import Fault, LibraryBusy
from visionquery.system.lock import WriterLock

HOLD = """
import sys
from pathlib import Path
from visionquery.system.lock import WriterLock
sys.argv[0] = "/usr/bin/visionquery"
lock = WriterLock(Path(sys.argv[1]))
lock.acquire()
print("held", flush=True)
sys.stdin.read()
"""


def test_a_second_holder_is_told_who_the_first_is(tmp_path: Path) -> None:
    first, second = WriterLock(tmp_path / "lock"), WriterLock(tmp_path / "lock")
    assert first.holder() is None
    with first:
        assert first.holder() == second.holder() == os.getpid()
        with pytest.raises(LibraryBusy, match=f"process {os.getpid()}"):
            second.acquire()
    assert second.holder() is None
    with second:
        pass


def test_a_killed_holder_leaves_no_lock(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    with subprocess.Popen(
        [sys.executable, "-c", HOLD, str(path)], stdin=subprocess.PIPE, stdout=subprocess.PIPE
    ) as holder:
        assert holder.stdout is not None
        assert holder.stdout.readline().strip() == b"held"
        assert WriterLock(path).holder() == holder.pid
        with pytest.raises(LibraryBusy, match=rf"visionquery \(process {holder.pid}\)"):
            WriterLock(path).acquire()
        holder.kill()
        holder.wait()
        assert WriterLock(path).holder() is None
        with WriterLock(path) as lock:
            assert lock.holder() == os.getpid()


def test_a_process_started_meanwhile_does_not_keep_the_lock(tmp_path: Path) -> None:
    lock = WriterLock(tmp_path / "lock")
    lock.acquire()
    # Not closed on the way, as by a program that is started without Python's help.
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=subprocess.PIPE, close_fds=False) as child:
        lock.release()
        with WriterLock(tmp_path / "lock"):
            pass
        child.kill()


def test_a_lock_in_a_folder_that_is_not_there_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be written to"):
        WriterLock(tmp_path / "nowhere" / "lock").acquire()


def test_what_stands_in_the_file_does_not_matter(tmp_path: Path) -> None:
    path = tmp_path / "lock"
    path.write_bytes(b"\xff not json")
    with WriterLock(path):
        path.write_bytes(b"[]")
        assert WriterLock(path).holder() == 0
        with pytest.raises(LibraryBusy, match="process unknown"):
            WriterLock(path).acquire()


def test_a_lock_is_taken_once(tmp_path: Path) -> None:
    with WriterLock(tmp_path / "lock") as lock, pytest.raises(RuntimeError):
        lock.acquire()
    lock.release()
