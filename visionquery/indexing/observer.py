"""Tells of changes below a folder on macOS (FSEvents) and Windows (ReadDirectoryChangesW), through watchdog.

watchdog's threads call in here, one observer per folder. Imports watchdog and its neighbours in indexing.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable

from watchdog.events import (
    EVENT_TYPE_CREATED,
    EVENT_TYPE_DELETED,
    EVENT_TYPE_MODIFIED,
    EVENT_TYPE_MOVED,
    FileSystemEvent,
    FileSystemEventHandler,
)
from watchdog.observers import Observer
from watchdog.observers.api import BaseObserver

from visionquery.indexing.coalescer import LOST, Change
from visionquery.indexing.ignore import IgnoreRules

_TOLD = frozenset((EVENT_TYPE_CREATED, EVENT_TYPE_DELETED, EVENT_TYPE_MODIFIED, EVENT_TYPE_MOVED, "attrib"))

# Neither system tells watchdog's handlers that its buffer overflowed. Windows' holds about a thousand events, so
# where that many come within a second some are taken to be lost.
_FLOOD = 500


class ObserverSource:
    """Watches a folder and all below it; `on_change` is called on watchdog's thread.

    `open` raises OSError where the folder cannot be watched. Links that lead outside the folder are not watched.
    """

    may_lose_events = True

    def __init__(
        self, root: str, ignore: IgnoreRules, extensions: frozenset[str], on_change: Callable[[Change], None]
    ) -> None:
        self._root = root
        self._ignore = ignore
        self._extensions = extensions
        self._on_change = on_change
        self._observer: BaseObserver | None = None
        self._roots: tuple[str, ...] = ()
        self._second = 0.0
        self._events = 0

    @property
    def failure(self) -> OSError | None:
        """Set when watching broke down: watchdog ends its threads where the root goes away."""
        if self._observer is None or all(emitter.is_alive() for emitter in self._observer.emitters):
            return None
        return OSError("the folder is no longer watched")

    def open(self) -> None:
        """Begin to tell of changes."""
        # FSEvents tells the real paths, whatever way the root was named.
        named = os.path.abspath(self._root)  # noqa: PTH100 - links on the way are kept
        self._roots = tuple(dict.fromkeys((named, os.path.realpath(self._root))))
        observer = Observer()
        handler = _Handler(self._take)
        observer.schedule(handler, self._root, recursive=True)
        observer.start()
        self._observer = observer

    def close(self) -> None:
        """Stop telling."""
        if self._observer is not None:
            self._observer.stop()
            self._observer.join()
            self._observer = None

    def _take(self, event: FileSystemEvent) -> None:
        if event.event_type not in _TOLD or (event.is_directory and event.event_type == EVENT_TYPE_MODIFIED):
            # A directory is "modified" with every change in it, which is told by itself.
            return
        source = self._relpath(event.src_path)
        target = self._relpath(event.dest_path) if event.event_type == EVENT_TYPE_MOVED else None
        # What was deleted is not known to be a file on Windows.
        is_directory = event.is_directory or (event.event_type == EVENT_TYPE_DELETED and not self._is_picture(source))
        told = [path for path in (source, target) if path is not None and self._concerns(path, is_directory)]
        if not told:
            return
        second = time.monotonic() // 1.0
        self._events = self._events + 1 if second == self._second else 1
        self._second = second
        if self._events == _FLOOD:
            self._on_change(LOST)
        self._on_change(Change(told[0], is_directory, told[1] if len(told) == 2 else ""))

    def _concerns(self, relpath: str, is_directory: bool) -> bool:
        return (is_directory or self._is_picture(relpath)) and not self._ignore.ignores_path(relpath)

    def _is_picture(self, relpath: str | None) -> bool:
        return relpath is not None and relpath[relpath.rfind(".") :].lower() in self._extensions

    def _relpath(self, path: bytes | str) -> str | None:
        text = os.fsdecode(path)
        for root in self._roots:
            if text == root:
                return ""
            below = os.path.join(root, "")  # noqa: PTH118 - with a separator at its end
            if text.startswith(below):
                return text[len(below) :].replace(os.sep, "/")
        return None


class _Handler(FileSystemEventHandler):
    def __init__(self, take: Callable[[FileSystemEvent], None]) -> None:
        self._take = take

    def on_any_event(self, event: FileSystemEvent) -> None:
        self._take(event)
