"""Folds what a file system tells into few looks at what came to rest: the watcher hints, the scanner is the truth.

Pure: the clock is an argument. Not thread-safe; its owner holds a lock. Standard library only.

Nothing is ever concluded from events alone. A file that came and went is looked at too (one `stat`), because a scan
that ran in between may have added it.
"""

from __future__ import annotations

from dataclasses import dataclass

from visionquery.indexing.scope import FULL, Scope, ancestors, narrowed


@dataclass(frozen=True, slots=True)
class Change:
    """Something happened to a path of a folder: it came, went, was written, or became `moved_to`.

    A change of a directory stands for all below it. Paths are relative to the folder, `/` between their parts.
    """

    relpath: str
    is_directory: bool = False
    moved_to: str = ""


LOST = Change("", is_directory=True)
"""Events were dropped: anything may have changed."""


@dataclass(slots=True)
class _Entry:
    first: float
    last: float
    subtree: bool
    partner: str | None = None


class Coalescer:
    """Collects the changes of one folder until they are due.

    A path is due when nothing happened to it for `quiet` seconds. A file that goes on growing is looked at after
    `growing` seconds all the same, a directory in which things go on happening after `busy` seconds; later changes
    make them due again. The two ends of a move are due together, so that the scan sees both. Over `limit` paths
    everything becomes one look at the whole folder.

    Scopes are handed out `quiet` seconds apart at least, and up to `busy` seconds while files keep coming: a look
    costs half a second of processor time in a folder of 100,000 photos, however small its scope.

    Every change is followed by a scope that covers it, `growing + 2 * (busy + quiet)` seconds later at the latest if
    it is asked for. A clock that jumps back makes nothing wait longer; one that jumps ahead makes things due early.
    """

    def __init__(self, *, quiet: float = 1.0, busy: float = 5.0, growing: float = 30.0, limit: int = 10_000) -> None:
        self._quiet = quiet
        self._busy = busy
        self._growing = growing
        self._limit = limit
        self._entries: dict[str, _Entry] = {}
        self._now = float("-inf")
        self._not_before = float("-inf")
        self._pause = quiet

    def __len__(self) -> int:
        return len(self._entries)

    def add(self, change: Change, now: float) -> None:
        """Take note of a change that became known at `now` (seconds of a clock that should not jump)."""
        self._tick(now)
        place = self._touch(change.relpath, change.is_directory)
        if change.moved_to:
            other = self._touch(change.moved_to, change.is_directory)
            if other != place:
                self._entries[place].partner = other
                self._entries[other].partner = place
        if len(self._entries) > self._limit:
            self._entries = {"": _Entry(now, now, subtree=True)}

    def due(self, now: float) -> Scope:
        """Take out what is due: paths of files and directories that are to be looked at, empty if there are none."""
        self._tick(now)
        if not self._entries or now < self._due_at():
            return ()
        ready = {path: at for path, entry in self._entries.items() if (at := self._ready_at(entry)) <= now}
        for path in ready:
            del self._entries[path]
        held_back = min(ready.values()) < self._not_before
        self._pause = min(2 * self._pause, self._busy) if held_back else self._quiet
        self._not_before = now + self._pause
        return FULL if "" in ready else narrowed(ready)

    def wait(self, now: float) -> float | None:
        """Seconds until `due` will have something, None while nothing is pending."""
        self._tick(now)
        if not self._entries:
            return None
        return max(0.0, self._due_at() - now)

    def _due_at(self) -> float:
        """When the first path is ready, or a moment later if that takes in more of a burst."""
        times = [self._ready_at(entry) for entry in self._entries.values()]
        return max(min(min(times) + self._quiet / 4, max(times)), self._not_before)

    def _touch(self, relpath: str, subtree: bool) -> str:
        """Note a change in the entry that covers it, or in a new one; returns that entry's path."""
        now = self._now
        for path in (relpath, *ancestors(relpath)):
            entry = self._entries.get(path)
            if entry is not None and (entry.subtree or path == relpath):
                entry.last = now
                if subtree and path == relpath:
                    entry.subtree = True
                return path
        self._entries[relpath] = _Entry(now, now, subtree)
        return relpath

    def _ready_at(self, entry: _Entry) -> float:
        rest = entry.last
        partner = self._entries.get(entry.partner) if entry.partner is not None else None
        if partner is not None:
            rest = max(rest, partner.last)
        return min(rest + self._quiet, entry.first + (self._busy if entry.subtree else self._growing))

    def _tick(self, now: float) -> None:
        if now < self._now:
            back = self._now - now
            for entry in self._entries.values():
                entry.first -= back
                entry.last -= back
            self._not_before -= back
        self._now = now
