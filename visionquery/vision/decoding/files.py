"""Reading a file whole, once, and only if it is a file. Standard library only; never opens anything for writing."""

from __future__ import annotations

import io
import os
import stat
from pathlib import Path

from visionquery.domain.errors import BadFile, FailureKind

# Without O_NONBLOCK, opening a FIFO would wait for somebody to write into it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


def read_file(path: str, max_bytes: int) -> tuple[bytes, os.stat_result]:
    """The bytes of a regular file and its stat before they were read.

    Raises `BadFile`: UNREADABLE, EMPTY, TOO_LARGE, or CHANGING where size or time of what lies at `path` changed
    meanwhile.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error
    try:
        before = os.fstat(descriptor)
        if stat.S_ISDIR(before.st_mode):
            raise IsADirectoryError
        if not stat.S_ISREG(before.st_mode):
            raise BadFile(FailureKind.UNREADABLE, "This is not an ordinary file.")
        if before.st_size > max_bytes:
            raise BadFile(
                FailureKind.TOO_LARGE,
                f"The file has {before.st_size / 1e6:,.0f} MB; the limit is {max_bytes / 1e6:,.0f} MB.",
            )
        with io.FileIO(descriptor, "rb", closefd=False) as file:
            data = file.readall()
        after = Path(path).stat()
    except OSError as error:
        raise _unreadable(error) from error
    finally:
        os.close(descriptor)
    if _state(before) != _state(after) or len(data) != after.st_size:
        raise BadFile(FailureKind.CHANGING, "The file changed while it was being read.")
    if not data:
        raise BadFile(FailureKind.EMPTY, "The file is empty.")
    return data, before


def _state(status: os.stat_result) -> tuple[int, int]:
    """What changes with the content. No inode: some network file systems make up a new one for each look."""
    return status.st_size, status.st_mtime_ns


def _unreadable(error: OSError | ValueError) -> BadFile:
    if isinstance(error, FileNotFoundError):
        return BadFile(FailureKind.UNREADABLE, "The file is not there any more.")
    if isinstance(error, PermissionError):
        return BadFile(FailureKind.UNREADABLE, "Permission to read the file is denied.")
    if isinstance(error, IsADirectoryError):
        return BadFile(FailureKind.UNREADABLE, "This is a folder, not a file.")
    detail = error.strerror if isinstance(error, OSError) and error.strerror else str(error)
    return BadFile(FailureKind.UNREADABLE, f"The file cannot be read: {detail}.")
