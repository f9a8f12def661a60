"""Copies of files in a folder: byte for byte, with their times, and never over anything that is there.

From a thread of its own, never the Qt main thread: a copy takes as long as the disks take.
"""

from __future__ import annotations

import contextlib
import errno
import os
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath

from visionquery.domain.errors import Fault

# Large enough that the calls cost nothing beside the disks, small enough that a cancel is heard at once.
CHUNK = 1 << 20

# The system's words for a disk without room: full, over its quota, or too small a file system for this file.
_NO_ROOM = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)


@dataclass(frozen=True, slots=True)
class CopyProgress:
    """How far a run is: files done of all, and the file in hand."""

    done: int
    total: int
    name: str


@dataclass(frozen=True, slots=True)
class CopyResult:
    """What a run did: the copies by their paths, what could not be read with its reason, and whether it was stopped.

    `stopped_by` is a fault of the folder that ended the run early.
    """

    copies: tuple[str, ...] = ()
    refused: tuple[tuple[str, str], ...] = ()
    cancelled: bool = False
    stopped_by: Fault | None = None


def copy_files(
    paths: Sequence[str],
    folder: str,
    progress: Callable[[CopyProgress], None],
    cancelled: Callable[[], bool],
) -> CopyResult:
    """Copy these files into `folder`, under their names or `name (2).jpg` where those are taken.

    A file that cannot be read is refused and the rest goes on; a folder that takes no more ends the run. A file that
    was begun and not finished is deleted again.
    """
    copies: list[str] = []
    refused: list[tuple[str, str]] = []
    stopped_by: Fault | None = None
    for done, path in enumerate(paths):
        name = os.path.basename(path)  # noqa: PTH119 - a Path would lose the form of some names
        progress(CopyProgress(done, len(paths), name))
        if cancelled():
            break
        try:
            copy = _copy(path, folder, cancelled)
        except _Unreadable as error:
            refused.append((path, error.reason))
            continue
        except OSError as error:
            stopped_by = _fault(folder, error)
            break
        if copy is None:
            break
        copies.append(copy)
    else:
        progress(CopyProgress(len(paths), len(paths), ""))
        return CopyResult(tuple(copies), tuple(refused))
    return CopyResult(tuple(copies), tuple(refused), stopped_by is None, stopped_by)


class _Unreadable(Exception):
    def __init__(self, error: OSError) -> None:
        super().__init__(str(error))
        gone = isinstance(error, FileNotFoundError)
        self.reason = "It is not there any more." if gone else (error.strerror or str(error)) + "."


def _copy(path: str, folder: str, cancelled: Callable[[], bool]) -> str | None:
    """The path of the copy, None where it was cancelled. Raises `_Unreadable`, or OSError of the folder."""
    try:
        source = os.open(path, os.O_RDONLY | getattr(os, "O_BINARY", 0))
    except OSError as error:
        raise _Unreadable(error) from error
    with open(source, "rb", buffering=0) as original:  # noqa: PTH123 - a descriptor has no Path
        stat = os.fstat(source)
        target, copy = _create(folder, os.path.basename(path))  # noqa: PTH119
        finished = False
        try:
            with open(target, "wb", buffering=0) as file:  # noqa: PTH123
                while not cancelled():
                    try:
                        chunk = original.read(CHUNK)
                    except OSError as error:
                        raise _Unreadable(error) from error
                    if not chunk:
                        finished = True
                        break
                    view = memoryview(chunk)
                    while view:
                        view = view[file.write(view) :]
            if finished:
                # A file system without such times keeps the copy all the same.
                with contextlib.suppress(OSError):
                    os.utime(copy, ns=(stat.st_atime_ns, stat.st_mtime_ns))
        finally:
            if not finished:
                with contextlib.suppress(OSError):
                    os.unlink(copy)  # noqa: PTH108
    return copy if finished else None


def _create(folder: str, name: str) -> tuple[int, str]:
    """A new, empty file: its descriptor and its path."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0)
    for candidate in names(name):
        path = os.path.join(folder, candidate)  # noqa: PTH118
        try:
            return os.open(path, flags, 0o666), path
        except FileExistsError:
            continue
    raise AssertionError("names do not end")


def names(name: str) -> Iterator[str]:
    """`a.jpg`, `a (2).jpg`, `a (3).jpg`, …"""
    yield name
    pure = PurePath(name)
    number = 2
    while True:
        yield f"{pure.stem} ({number}){pure.suffix}"
        number += 1


def _fault(folder: str, error: OSError) -> Fault:
    if error.errno in _NO_ROOM:
        return Fault(f"There is no room left in {folder}.", "Make room there, or choose another folder.")
    if error.errno in (errno.EACCES, errno.EPERM, errno.EROFS):
        return Fault(f"Nothing may be written into {folder}.", "Choose another folder.")
    return Fault(f"{folder} takes no files ({error.strerror or error}).", "Choose another folder.")
