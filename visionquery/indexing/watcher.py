"""Follows every root folder: tells when something changed, when a drive goes and comes back, and how it is watched.

One thread per root, so that a network share that hangs holds up no other. Imports system and its neighbours here.
"""

from __future__ import annotations

import errno
import logging
import os
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Protocol

from visionquery.domain.folders import Folder, FolderState
from visionquery.indexing.coalescer import LOST, Change, Coalescer
from visionquery.indexing.health import root_health
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.scope import FULL, Scope
from visionquery.system.filesystems import events_supported

log = logging.getLogger(__name__)

SILENT = "The file system does not tell of changes, so this folder is looked at every {minutes} minutes."
WATCH_LIMIT = (
    "The system's limit on watched folders is reached, so this folder is looked at every {minutes} minutes; "
    "raise it with: sudo sysctl fs.inotify.max_user_watches=1048576"
)
INSTANCE_LIMIT = (
    "The system's limit on watching programs is reached, so this folder is looked at every {minutes} minutes; "
    "raise it with: sudo sysctl fs.inotify.max_user_instances=1024"
)
NOT_WATCHABLE = "This folder cannot be watched ({reason}), so it is looked at every {minutes} minutes."


@dataclass(frozen=True, slots=True)
class Timing:
    """In seconds: how often the root is looked at, how often all of it where no event tells of changes, and how
    often where events may be lost; how long a file must be quiet."""

    health: float = 3.0
    poll: float = 600.0
    doubt: float = 3600.0
    quiet: float = 1.0


class Source(Protocol):
    """What tells of changes: `InotifySource` on Linux, `ObserverSource` elsewhere."""

    @property
    def may_lose_events(self) -> bool: ...
    @property
    def failure(self) -> OSError | None: ...
    def open(self) -> None: ...
    def close(self) -> None: ...


MakeSource = Callable[[str, IgnoreRules, frozenset[str], Callable[[Change], None]], Source]


def native_source(
    root: str, ignore: IgnoreRules, extensions: frozenset[str], on_change: Callable[[Change], None]
) -> Source:
    """The source of this operating system."""
    if sys.platform != "linux":
        from visionquery.indexing.observer import ObserverSource

        return ObserverSource(root, ignore, extensions, on_change)
    from visionquery.indexing.inotify import InotifySource

    return InotifySource(root, ignore, extensions, on_change)


class Watcher:
    """Watches root folders until stopped; all methods return at once and may be called from any thread.

    `on_changes(folder_id, scope)` asks for a scan of `scope`: of the `FULL` folder whenever a watch begins to stand,
    since what happened before is not known, then of what changed. `on_state(folder_id, state, note)` tells how the
    folder is followed now (`WATCHING` or `POLLING`) or why not (`OFFLINE`, `UNREADABLE`). Both are called on the
    folder's own thread and must not block for long.
    """

    def __init__(
        self,
        ignore: IgnoreRules,
        extensions: frozenset[str],
        on_changes: Callable[[int, Scope], None],
        on_state: Callable[[int, FolderState, str], None],
        *,
        timing: Timing | None = None,
        make_source: MakeSource = native_source,
        tells_events: Callable[[str], bool] = events_supported,
    ) -> None:
        self._ignore = ignore
        self._extensions = extensions
        self._on_changes = on_changes
        self._on_state = on_state
        self._timing = timing if timing is not None else Timing()
        self._make_source = make_source
        self._tells_events = tells_events
        self._lock = threading.Lock()
        self._roots: dict[int, _Root] = {}

    def add(self, folder: Folder) -> None:
        """Begin to follow a folder; one that is followed already under another path is followed anew."""
        root = _Root(
            folder,
            lambda scope: self._on_changes(folder.id, scope),
            lambda state, note: self._on_state(folder.id, state, note),
            lambda on_change: self._make_source(folder.path, self._ignore, self._extensions, on_change),
            self._tells_events,
            self._timing,
        )
        with self._lock:
            former = self._roots.get(folder.id)
            if former is not None and former.path == folder.path:
                return
            self._roots[folder.id] = root
        if former is not None:
            former.end()
        root.start()

    def remove(self, folder_id: int) -> None:
        """Follow a folder no longer; a call that is under way may still come through."""
        with self._lock:
            root = self._roots.pop(folder_id, None)
        if root is not None:
            root.end()

    def configure(self, *, ignore: IgnoreRules | None = None, poll: float | None = None) -> None:
        """Follow with other rules, or look at other intervals (seconds) at folders that do not tell of changes.

        Folders for which that makes a difference are followed anew, which begins with a look at all of each.
        """
        with self._lock:
            self._ignore = ignore or self._ignore
            if poll is not None:
                self._timing = replace(self._timing, poll=poll)
            anew = [root for root in self._roots.values() if ignore is not None or root.polls]
            for root in anew:
                del self._roots[root.folder.id]
        for root in anew:
            root.end()
            self.add(root.folder)

    def stop(self, timeout: float = 2.0) -> None:
        """End all threads. One that hangs in a dead network share is left behind after `timeout` seconds."""
        with self._lock:
            roots = list(self._roots.values())
            self._roots.clear()
        for root in roots:
            root.end()
        deadline = time.monotonic() + timeout
        for root in roots:
            root.join(max(0.0, deadline - time.monotonic()))


class _Root(threading.Thread):
    """Follows one root folder."""

    def __init__(
        self,
        folder: Folder,
        on_changes: Callable[[Scope], None],
        on_state: Callable[[FolderState, str], None],
        make_source: Callable[[Callable[[Change], None]], Source],
        tells_events: Callable[[str], bool],
        timing: Timing,
    ) -> None:
        super().__init__(name=f"watch-{folder.id}", daemon=True)
        self.path = folder.path
        self._folder = folder
        self._on_changes = on_changes
        self._on_state = on_state
        self._make_source = make_source
        self._tells_events = tells_events
        self._timing = timing
        self._told: tuple[FolderState, str] | None = None
        self._changed = threading.Condition()
        self._coalescer = Coalescer(quiet=timing.quiet)
        self._ending = False

    @property
    def folder(self) -> Folder:
        """What is followed."""
        return self._folder

    @property
    def polls(self) -> bool:
        """Whether the folder is looked at in intervals."""
        return self._told is not None and self._told[0] is FolderState.POLLING

    def end(self) -> None:
        """Ask the thread to end; its source is closed by itself."""
        with self._changed:
            self._ending = True
            self._changed.notify()

    def run(self) -> None:
        while not self._ending:
            health = root_health(self._folder)
            if health.usable:
                self._folder = replace(self._folder, volume=health.volume)
                if self._follow():
                    continue
            else:
                self._tell(health.state, health.note)
            self._sleep(self._timing.health)

    def _follow(self) -> bool:
        """Hand on what changes for as long as the root stays the same directory and its watch stands.

        True where the root's health is to be looked at without delay.
        """
        identity = _identity(self.path)
        if identity is None:
            return False
        with self._changed:
            self._coalescer = Coalescer(quiet=self._timing.quiet)
        source, note = self._open_source()
        try:
            self._tell(FolderState.WATCHING if source is not None else FolderState.POLLING, note)
            self._on_changes(FULL)
            if source is None:
                pause = self._timing.poll
            else:
                pause = self._timing.doubt if source.may_lose_events else float("inf")
            look_again = time.monotonic() + pause
            while not self._ending and (source is None or source.failure is None):
                if _identity(self.path) != identity:
                    return True
                if time.monotonic() >= look_again:
                    if source is None and self._tells_events(self.path):
                        # The limit may have been raised since.
                        return True
                    self._take(LOST)
                    look_again = time.monotonic() + pause
                self._hand_on(min(time.monotonic() + self._timing.health, look_again))
            return False
        finally:
            if source is not None:
                source.close()

    def _hand_on(self, until: float) -> None:
        """Wait for changes to come to rest and hand them on, until this moment or until the thread is to end."""
        while not self._ending and (now := time.monotonic()) < until:
            with self._changed:
                scope = self._coalescer.due(now)
                if not scope:
                    wait = self._coalescer.wait(now)
                    self._changed.wait(until - now if wait is None else min(wait, until - now))
            if scope:
                self._on_changes(scope)

    def _open_source(self) -> tuple[Source | None, str]:
        minutes = max(1, round(self._timing.poll / 60))
        if not self._tells_events(self.path):
            return None, SILENT.format(minutes=minutes)
        source = self._make_source(self._take)
        try:
            source.open()
        except OSError as error:
            log.warning("cannot watch %r: %s", self.path, error)
            advice = {errno.ENOSPC: WATCH_LIMIT, errno.EMFILE: INSTANCE_LIMIT}.get(error.errno or 0, NOT_WATCHABLE)
            return None, advice.format(minutes=minutes, reason=error.strerror or error)
        return source, ""

    def _take(self, change: Change) -> None:
        with self._changed:
            idle = len(self._coalescer) == 0
            self._coalescer.add(change, time.monotonic())
            if idle:
                self._changed.notify()

    def _tell(self, state: FolderState, note: str) -> None:
        if (state, note) != self._told:
            self._told = state, note
            self._on_state(state, note)

    def _sleep(self, seconds: float) -> None:
        with self._changed:
            if not self._ending:
                self._changed.wait(seconds)


def _identity(path: str) -> tuple[int, int] | None:
    """Which directory the path leads to now: another one where a drive was mounted or unmounted there."""
    try:
        status = os.stat(path)  # noqa: PTH116 - the same for valid names only
    except OSError:
        return None
    return status.st_dev, status.st_ino
