"""The lock that makes one process the writer of a library.

The operating system holds it, so a process that is killed never leaves it locked. Used by the process that opens
the library for writing; imports the domain only.
"""

from __future__ import annotations

import contextlib
import errno
import json
import os
import sys
import time
from pathlib import Path
from types import TracebackType

from visionquery.domain.errors import Fault, LibraryBusy, StorageFull

# Windows locks are mandatory: the locked byte lies far beyond the text that others must be able to read.
LOCKED_BYTE = 1 << 30
# Asking who holds the lock takes it for an instant; a second attempt must not mistake that for a writer.
ATTEMPTS, PAUSE_SECONDS = 4, 0.05


class WriterLock:
    """At most one holder per file, among all processes and within one. Not reentrant."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._descriptor: int | None = None

    def acquire(self) -> None:
        """Raises `LibraryBusy` naming the holder, or `Fault` where the file cannot be made or locked."""
        if self._descriptor is not None:
            raise RuntimeError("this lock is held already")
        descriptor = self._open()
        try:
            self._lock(descriptor)
        except BaseException:
            os.close(descriptor)
            raise
        self._descriptor = descriptor
        # On a full disk the lock holds all the same; it only cannot say whose it is.
        with contextlib.suppress(OSError):
            os.ftruncate(descriptor, 0)
            os.write(descriptor, _signature())

    def release(self) -> None:
        """Let go; harmless when not held."""
        if self._descriptor is not None:
            descriptor, self._descriptor = self._descriptor, None
            _unlock(descriptor)
            os.close(descriptor)

    def holder(self) -> int | None:
        """The process that holds the lock, None where nobody does. 0 where it cannot be told who."""
        if self._descriptor is not None:
            return os.getpid()
        try:
            descriptor = os.open(self.path, os.O_RDWR | getattr(os, "O_BINARY", 0))
        except OSError:
            return None
        try:
            if _try_lock(descriptor):
                _unlock(descriptor)
                return None
            return self._signed_by()[0]
        finally:
            os.close(descriptor)

    def __enter__(self) -> WriterLock:
        self.acquire()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.release()

    def _open(self) -> int:
        try:
            return os.open(self.path, os.O_RDWR | os.O_CREAT | getattr(os, "O_BINARY", 0), 0o644)
        except OSError as error:
            if error.errno in (errno.ENOSPC, errno.EDQUOT):
                raise StorageFull(
                    f"There is no room left in {self.path.parent}.", "Free some disk space and try again."
                ) from error
            raise Fault(
                f"The data folder {self.path.parent} cannot be written to: {error.strerror or error}.",
                "Choose a folder that you may write to with --data-dir.",
            ) from error

    def _lock(self, descriptor: int) -> None:
        for attempt in range(ATTEMPTS):
            if _try_lock(descriptor):
                return
            if attempt < ATTEMPTS - 1:
                time.sleep(PAUSE_SECONDS)
        pid, program = self._signed_by()
        raise LibraryBusy(
            f"Another VisionQuery uses this library: {program or 'a program'} (process {pid or 'unknown'}).",
            "Close it and try again; searching works beside it.",
        )

    def _signed_by(self) -> tuple[int, str]:
        try:
            signature = json.loads(self.path.read_bytes())
            return int(signature["pid"]), str(signature["program"])
        except (OSError, ValueError, KeyError, TypeError):
            return 0, ""


def _signature() -> bytes:
    program = Path(sys.argv[0]).name if sys.argv and sys.argv[0] else "python"
    return json.dumps({"pid": os.getpid(), "program": program}).encode()


if sys.platform == "win32":
    import msvcrt

    def _try_lock(descriptor: int) -> bool:
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        finally:
            os.lseek(descriptor, 0, os.SEEK_SET)
        return True

    def _unlock(descriptor: int) -> None:
        os.lseek(descriptor, LOCKED_BYTE, os.SEEK_SET)
        msvcrt.locking(descriptor, msvcrt.LK_UNLCK, 1)

else:
    import fcntl

    # flock, not lockf: POSIX record locks vanish as soon as any descriptor of the file is closed in the process.
    def _try_lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError as error:
            raise Fault(
                f"The data folder lies on a file system that cannot lock files: {error.strerror or error}.",
                "Choose a folder on a local disk with --data-dir.",
            ) from error
        return True

    def _unlock(descriptor: int) -> None:
        fcntl.flock(descriptor, fcntl.LOCK_UN)
