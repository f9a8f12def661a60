"""Files that are read once, and only if they are files. Standard library only; never opens anything for writing."""

from __future__ import annotations

import io
import os
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from visionquery.domain.errors import BadFile, FailureKind

HEAD_BYTES = 512
"""Enough to recognise every format by."""

# Without O_NONBLOCK, opening a FIFO would wait for somebody to write into it.
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_CLOEXEC", 0) | getattr(os, "O_BINARY", 0)


class OpenFile(io.FileIO):
    """A regular file that was opened by `open_file`: `head` are its first bytes, `status` its stat before any was read.

    Read it whole by `whole`, or, what is too large for that, in parts like any file.
    """

    def __init__(self, descriptor: int, path: str, status: os.stat_result) -> None:
        super().__init__(descriptor, "rb", closefd=False)
        self.path = path
        self.status = status
        self.failure: OSError | None = None
        self.head = self.read(HEAD_BYTES)
        self._data = b""

    def whole(self, max_bytes: int) -> bytes:
        """All of the file, read by the first call and kept. Raises `BadFile` (TOO_LARGE, CHANGING)."""
        size = self.status.st_size
        if size > max_bytes:
            raise BadFile(
                FailureKind.TOO_LARGE,
                f"The file has {size / 1e6:,.0f} MB; the limit is {max_bytes / 1e6:,.0f} MB.",
            )
        if not self._data:
            self.seek(0)
            self._data = self.readall()
            if len(self._data) != size:
                raise _changing()
        return self._data

    def read(self, size: int | None = -1) -> bytes:
        """As of any file. A failure is kept: some decoders take it for the end of the file, or for damage."""
        try:
            return super().read(-1 if size is None else size) or b""
        except OSError as error:
            self.failure = error
            raise


@contextmanager
def open_file(path: str) -> Iterator[OpenFile]:
    """Open a regular file for as long as it is read.

    Raises `BadFile`: UNREADABLE, EMPTY, or CHANGING where size or time of what lies at `path` changed meanwhile. What
    the disk refused, and a change, go before what was raised within: damage, mostly, that is none.
    """
    try:
        descriptor = os.open(path, _FLAGS)
    except (OSError, ValueError) as error:
        raise _unreadable(error) from error
    try:
        status = os.fstat(descriptor)
        if stat.S_ISDIR(status.st_mode):
            raise _unreadable(IsADirectoryError())
        if not stat.S_ISREG(status.st_mode):
            raise BadFile(FailureKind.UNREADABLE, "This is not an ordinary file.")
        try:
            file = OpenFile(descriptor, path, status)
        except OSError as error:
            raise _unreadable(error) from error
        if not file.head and not status.st_size:
            _refuse_change(path, status)
            raise BadFile(FailureKind.EMPTY, "The file is empty.")
        try:
            yield file
        except BadFile as refusal:
            if file.failure is not None:
                raise _unreadable(file.failure) from refusal
            if refusal.kind is not FailureKind.TOO_LARGE:
                _refuse_change(path, status)
            raise
        except OSError as error:
            raise _unreadable(error) from error
        if file.failure is not None:
            raise _unreadable(file.failure)
        _refuse_change(path, status)
    finally:
        os.close(descriptor)


def _refuse_change(path: str, before: os.stat_result) -> None:
    try:
        after = Path(path).stat()
    except OSError as error:
        raise _unreadable(error) from error
    if _state(before) != _state(after):
        raise _changing()


def _changing() -> BadFile:
    return BadFile(FailureKind.CHANGING, "The file changed while it was being read.")


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
