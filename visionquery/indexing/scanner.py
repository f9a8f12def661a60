"""Walks a folder and tells what picture files are in it, opening none of them. The scanner is the truth.

Runs on whichever thread iterates it; holds no state beyond one walk.

Symbolic links: one that leads inside the folder is not followed, because what it leads to is found at its own place;
one that leads outside is followed, each directory once. So a loop ends, and an album made of links shows no photo
twice.
"""
# A Path for every file would cost more than all the rest of the walk.
# ruff: noqa: PTH114, PTH116, PTH118

from __future__ import annotations

import os
import stat
import sys
from collections.abc import Callable, Iterator

from visionquery.domain.photos import FileStat
from visionquery.indexing.ignore import IgnoreRules, is_hidden, opens_package
from visionquery.indexing.scope import FULL, Scope, ancestors, narrowed
from visionquery.system.live_photos import is_moving_half

# Only these systems mark files as hidden other than by their name; elsewhere the check costs nothing.
_HIDDEN_FLAGS = sys.platform in ("win32", "darwin")

# `DirEntry.stat` leaves device and inode empty on Windows.
_FULL_STAT = sys.platform != "win32"

_CHECK_EVERY = 1024


class Scan:
    """One walk over a folder, or over a part of it: iterate it once for the `FileStat` of every picture file.

    `extensions` are lower-case and begin with a dot. `cancelled` is asked now and then; when it says so the walk
    ends early and `complete` stays false. Files come as they are found, so the first are there at once.
    `on_directory` is called with the relative and the full path of every directory just before it is listed.

    While it runs and afterwards: `found` counts the files, `unreadable` holds the paths that exist (or may exist)
    but could not be listed, so that nothing is known of what lies below them, and `devices` the file systems that
    were met. All three belong into `reconcile`.
    """

    def __init__(
        self,
        root: str,
        ignore: IgnoreRules,
        extensions: frozenset[str],
        *,
        scope: Scope = FULL,
        cancelled: Callable[[], bool] = lambda: False,
        on_directory: Callable[[str, str], None] | None = None,
    ) -> None:
        self._root = root
        self._ignore = ignore
        self._extensions = extensions
        self._scope = scope
        self._cancelled = cancelled
        self._on_directory = on_directory
        self._real_root = ""
        self._seen: set[tuple[int, int]] = set()
        self.unreadable: set[str] = set()
        self.devices: set[str] = set()
        self.found = 0
        self.complete = False

    def __iter__(self) -> Iterator[FileStat]:
        self._real_root = os.path.realpath(self._root)
        for relpath in narrowed(self._scope):
            if relpath and self._ignore.ignores_path(relpath):
                continue
            path = os.path.join(self._root, *relpath.split("/"))
            try:
                status = os.stat(path)
            except (FileNotFoundError, NotADirectoryError):
                self._note_absence(relpath, path)
                continue
            except OSError:
                self.unreadable.add(relpath)
                continue
            if relpath and not self._reachable(relpath):
                continue
            if stat.S_ISDIR(status.st_mode):
                yield from self._walk(relpath, path, status)
            elif (
                self._wanted(relpath)
                and stat.S_ISREG(status.st_mode)
                and not is_hidden(status)
                and not is_moving_half(path, status.st_size)
            ):
                self.devices.add(str(status.st_dev))
                self.found += 1
                yield self._file_stat(relpath, status, status.st_dev, status.st_ino)
            if self._cancelled():
                return
        self.complete = True

    def _walk(self, relpath: str, path: str, status: os.stat_result) -> Iterator[FileStat]:
        if not self._enter(status):
            return
        stack = [(relpath, path, status.st_dev)]
        since_check = 0
        while stack:
            relpath, path, device = stack.pop()
            prefix = f"{relpath}/" if relpath else ""
            parent = relpath.rpartition("/")[2]
            if self._on_directory is not None:
                self._on_directory(relpath, path)
            try:
                with os.scandir(path) as entries:
                    for entry in entries:
                        since_check += 1
                        if since_check >= _CHECK_EVERY:
                            since_check = 0
                            if self._cancelled():
                                return
                        if entry.is_dir(follow_symlinks=False):
                            if not self._ignore.ignores(entry.name) and opens_package(parent, entry.name):
                                self._descend(stack, prefix + entry.name, entry)
                            continue
                        linked = entry.is_symlink()
                        if not linked and not self._wanted(entry.name):
                            continue
                        if self._ignore.ignores(entry.name) or not opens_package(parent, entry.name):
                            continue
                        if linked:
                            file = self._follow(stack, prefix + entry.name, entry)
                        else:
                            file = self._plain(prefix + entry.name, entry, device)
                        if file is not None:
                            self.found += 1
                            yield file
            except OSError:
                # Refused, or gone since its parent was listed. A drive pulled out mid-scan looks the same, so
                # what was known below is left alone; a real deletion is seen by the next look.
                self.unreadable.add(relpath)
            if self._cancelled():
                return

    def _wanted(self, name: str) -> bool:
        return name[name.rfind(".") :].lower() in self._extensions

    def _plain(self, relpath: str, entry: os.DirEntry[str], device: int) -> FileStat | None:
        try:
            status = entry.stat(follow_symlinks=False)
            inode = status.st_ino if _FULL_STAT else entry.inode()
        except FileNotFoundError:
            return None
        except OSError:
            # A folder that may be listed but not entered refuses this for every file in it.
            self.unreadable.add(relpath)
            return None
        if not stat.S_ISREG(status.st_mode) or (_HIDDEN_FLAGS and is_hidden(status)):
            return None
        if is_moving_half(entry.path, status.st_size):
            return None
        return self._file_stat(relpath, status, status.st_dev or device, inode)

    def _follow(self, stack: list[tuple[str, str, int]], relpath: str, entry: os.DirEntry[str]) -> FileStat | None:
        """Take up what a symbolic link outside the folder leads to."""
        if not self._admits_link(entry.path):
            return None
        try:
            status = os.stat(entry.path)
        except OSError:
            # What it leads to may be on a drive that is away just now.
            self.unreadable.add(relpath)
            return None
        if stat.S_ISDIR(status.st_mode):
            if self._enter(status):
                stack.append((relpath, entry.path, status.st_dev))
            return None
        if not self._wanted(entry.name) or not stat.S_ISREG(status.st_mode):
            return None
        if is_moving_half(entry.path, status.st_size):
            return None
        return self._file_stat(relpath, status, status.st_dev, status.st_ino)

    def _descend(self, stack: list[tuple[str, str, int]], relpath: str, entry: os.DirEntry[str]) -> None:
        try:
            status = entry.stat(follow_symlinks=False) if _FULL_STAT else os.stat(entry.path)
        except OSError:
            self.unreadable.add(relpath)
            return
        if not (_HIDDEN_FLAGS and is_hidden(status)) and self._enter(status):
            stack.append((relpath, entry.path, status.st_dev))

    def _enter(self, status: os.stat_result) -> bool:
        """Note a directory and its file system; false where this walk was there already."""
        self.devices.add(str(status.st_dev))
        key = (status.st_dev, status.st_ino)
        if key in self._seen:
            return False
        self._seen.add(key)
        return True

    def _reachable(self, relpath: str) -> bool:
        """Whether a walk from the root would come to this path, going by the links on the way."""
        above = (name for name in (relpath, *ancestors(relpath)) if name)
        return all(self._admits_link(os.path.join(self._root, *name.split("/"))) for name in above)

    def _admits_link(self, path: str) -> bool:
        """Whether a path that may be a link is looked at: no link, or one to a place outside the folder."""
        if not os.path.islink(path):
            return True
        target = os.path.realpath(path)
        inside = target == self._real_root or target.startswith(os.path.join(self._real_root, ""))
        return not inside and not self._real_root.startswith(os.path.join(target, ""))

    def _note_absence(self, relpath: str, path: str) -> None:
        """Something of the scope is gone: believe it where the folder above is still on its file system."""
        if os.path.islink(path):
            self.unreadable.add(relpath)
            return
        for above in ancestors(relpath):
            try:
                self.devices.add(str(os.stat(os.path.join(self._root, *above.split("/"))).st_dev))
            except (FileNotFoundError, NotADirectoryError):
                continue
            except OSError:
                self.unreadable.add(relpath)
            return
        # The root itself is not there: nothing can be said of anything below it.
        self.unreadable.add("")

    def _file_stat(self, relpath: str, status: os.stat_result, device: int, inode: int) -> FileStat:
        file_id = f"{device}:{inode}" if inode else ""
        return FileStat(relpath, status.st_size, status.st_mtime_ns, file_id)
