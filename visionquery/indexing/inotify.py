"""Tells of changes below a folder on Linux, straight from the kernel's inotify(7).

watchdog, which serves the other systems, does not do here: it passes over the watch limit without a word for every
directory but the root and then misses what happens in them, it does not report a queue overflow to its handlers, and
it watches ignored folders too, at the cost of the person's limit.

One reader thread per folder. Imports the domain and its neighbours in indexing.
"""

from __future__ import annotations

import ctypes
import errno
import logging
import os
import select
import struct
import threading
from collections.abc import Callable, Iterator
from typing import Any

from visionquery.indexing.coalescer import LOST, Change
from visionquery.indexing.ignore import IgnoreRules, opens_package
from visionquery.indexing.scanner import Scan

log = logging.getLogger(__name__)

IN_MODIFY = 0x002
IN_ATTRIB = 0x004
IN_CLOSE_WRITE = 0x008
IN_MOVED_FROM = 0x040
IN_MOVED_TO = 0x080
IN_CREATE = 0x100
IN_DELETE = 0x200
IN_DELETE_SELF = 0x400
IN_MOVE_SELF = 0x800
IN_UNMOUNT = 0x2000
IN_Q_OVERFLOW = 0x4000
IN_IGNORED = 0x8000
IN_ONLYDIR = 0x01000000
IN_EXCL_UNLINK = 0x04000000
IN_ISDIR = 0x40000000

# Attributes are among them because programs set a photo's time after they have written and closed it.
_MASK = (
    IN_MODIFY | IN_ATTRIB | IN_CLOSE_WRITE | IN_MOVED_FROM | IN_MOVED_TO | IN_CREATE | IN_DELETE
    | IN_DELETE_SELF | IN_MOVE_SELF | IN_ONLYDIR | IN_EXCL_UNLINK
)  # fmt: skip

# A directory that vanished, cannot be entered, or is none any more has nothing to tell.
_PASSED_OVER = frozenset((errno.ENOENT, errno.ENOTDIR, errno.EACCES, errno.ELOOP, errno.ENAMETOOLONG))

_HEADER = struct.Struct("iIII")
_BUFFER = 1 << 16


class InotifySource:
    """Watches a folder and all below it that the scanner would visit.

    `open` registers every directory (47,000 in a second of processor time) and raises OSError where that cannot be
    had: `ENOSPC` at the limit of watches, `EMFILE` at the limit of instances. Afterwards `on_change` is called on the
    reader's thread.
    `failure` is set when watching broke down later; then nothing more is told.
    """

    may_lose_events = False

    def __init__(
        self, root: str, ignore: IgnoreRules, extensions: frozenset[str], on_change: Callable[[Change], None]
    ) -> None:
        self._root = root
        self._ignore = ignore
        self._extensions = extensions
        self._on_change = on_change
        self._libc: Any = None
        self._fd = -1
        self._wake_read = self._wake_write = -1
        self._closing = threading.Event()
        self._reader: threading.Thread | None = None
        self._paths: dict[int, str] = {}
        self._watches: dict[str, int] = {}
        self.failure: OSError | None = None

    def open(self) -> None:
        """Register all directories and begin to tell of changes; blocks until the watch stands."""
        self._libc = ctypes.CDLL(None, use_errno=True)
        self._fd = self._libc.inotify_init1(os.O_CLOEXEC | os.O_NONBLOCK)
        if self._fd < 0:
            raise _last_error()
        try:
            self._wake_read, self._wake_write = os.pipe()
            self._register("")
        except BaseException:
            self._release()
            raise
        self._reader = threading.Thread(target=self._read, name="inotify", daemon=True)
        self._reader.start()

    def close(self) -> None:
        """Stop telling."""
        self._closing.set()
        if self._reader is not None:
            os.write(self._wake_write, b"x")
            self._reader.join()
            self._reader = None
            self._release()

    def _release(self) -> None:
        for fd in (self._fd, self._wake_read, self._wake_write):
            if fd >= 0:
                os.close(fd)
        self._fd = self._wake_read = self._wake_write = -1

    def _register(self, relpath: str) -> None:
        """Watch this directory and all below it, each before it is listed, so that nothing slips between."""
        walk = Scan(
            self._root,
            self._ignore,
            frozenset(),
            scope=(relpath,),
            cancelled=self._closing.is_set,
            on_directory=self._watch,
        )
        for _ in walk:
            pass

    def _watch(self, relpath: str, path: str) -> None:
        watch = self._libc.inotify_add_watch(self._fd, os.fsencode(path), _MASK)
        if watch < 0:
            error = _last_error()
            if error.errno in _PASSED_OVER:
                return
            raise error
        former = self._paths.get(watch)
        if former is not None and self._watches.get(former) == watch:
            del self._watches[former]
        self._paths[watch] = relpath
        self._watches[relpath] = watch

    def _forget(self, relpath: str) -> None:
        """Stop watching a directory that moved away, and all below it."""
        below = f"{relpath}/"
        for path in [path for path in self._watches if path == relpath or path.startswith(below)]:
            watch = self._watches.pop(path)
            self._paths.pop(watch, None)
            self._libc.inotify_rm_watch(self._fd, watch)

    def _read(self) -> None:
        poller = select.poll()
        poller.register(self._fd, select.POLLIN)
        poller.register(self._wake_read, select.POLLIN)
        try:
            while not self._closing.is_set():
                poller.poll()
                if not self._closing.is_set():
                    self._handle(_parse(os.read(self._fd, _BUFFER)))
        except OSError as error:
            log.warning("watching %r ended: %s", self._root, error)
            self.failure = error
            self._on_change(LOST)

    def _handle(self, events: Iterator[tuple[int, int, int, bytes]]) -> None:
        departed: dict[int, Change] = {}
        for watch, mask, cookie, name in events:
            if mask & IN_Q_OVERFLOW:
                self._start_over()
                return
            directory = self._paths.get(watch)
            if directory is None:
                continue
            if mask & IN_IGNORED:
                del self._paths[watch]
                if self._watches.get(directory) == watch:
                    del self._watches[directory]
            elif not name:
                if mask & (IN_DELETE_SELF | IN_MOVE_SELF | IN_UNMOUNT):
                    self._on_change(Change(directory, is_directory=True))
            else:
                self._handle_entry(directory, os.fsdecode(name), mask, cookie, departed)
        for change in departed.values():
            self._on_change(change)

    def _handle_entry(self, directory: str, name: str, mask: int, cookie: int, departed: dict[int, Change]) -> None:
        relpath = f"{directory}/{name}" if directory else name
        if self._ignore.ignores(name) or not opens_package(directory.rpartition("/")[2], name):
            return
        came, went = mask & (IN_CREATE | IN_MOVED_TO), mask & (IN_DELETE | IN_MOVED_FROM)
        is_directory = bool(mask & IN_ISDIR) or (bool(went) and relpath in self._watches)
        if not is_directory and name[name.rfind(".") :].lower() not in self._extensions:
            # A link may lead to a directory; anything else of such a name is no picture.
            if not came or not os.path.islink(os.path.join(self._root, relpath)):  # noqa: PTH114, PTH118
                return
            is_directory = True
        if is_directory and went:
            self._forget(relpath)
        elif is_directory:
            self._register(relpath)
        change = Change(relpath, is_directory)
        if mask & IN_MOVED_FROM:
            departed[cookie] = change
        elif mask & IN_MOVED_TO and cookie in departed:
            self._on_change(Change(departed.pop(cookie).relpath, is_directory, relpath))
        else:
            self._on_change(change)

    def _start_over(self) -> None:
        """The kernel dropped events, of new directories too: register everything again and have all looked at."""
        log.info("inotify dropped events below %r", self._root)
        before = set(self._paths)
        self._paths.clear()
        self._watches.clear()
        self._register("")
        for watch in before - self._paths.keys():
            self._libc.inotify_rm_watch(self._fd, watch)
        self._on_change(LOST)


def _parse(buffer: bytes) -> Iterator[tuple[int, int, int, bytes]]:
    position = 0
    while position < len(buffer):
        watch, mask, cookie, length = _HEADER.unpack_from(buffer, position)
        position += _HEADER.size
        yield watch, mask, cookie, buffer[position : position + length].rstrip(b"\0")
        position += length


def _last_error() -> OSError:
    number = ctypes.get_errno()
    return OSError(number, os.strerror(number))
