"""What is done to one folder: comparing it with the disk, writing what was learnt, removing it, how it fares.

Called from the scan and pipeline threads and from whoever removes a folder; a lock keeps a removal and a write of
the same folder apart. Imports the library and the scanner's room.
"""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING

from visionquery.domain.errors import FolderRefused
from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Changes, FileStat
from visionquery.indexing.health import PARTLY_CLOSED, Health, root_health
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.scope import FULL, Scope
from visionquery.indexing.survey import Survey, survey
from visionquery.system.filesystems import volume_id

if TYPE_CHECKING:
    from visionquery.library.library import Library

# Rows in one transaction: the pipeline's commits wait for as long as it takes.
ADD_ROWS = 2000
# A folder that is said to lie elsewhere is believed when one of so many of its photos is found there.
KNOWN_LOOKED_FOR = 200
# A whole folder that went offline fails file by file; its root is not looked at for each of them.
HEALTH_SECONDS = 1.0


class FolderWork:
    """Scans folders into the library. `extensions` are those of picture files, lower-case with their dot."""

    def __init__(self, library: Library, extensions: frozenset[str]) -> None:
        self._library = library
        self._extensions = extensions
        self._lock = threading.RLock()
        self._removed: set[int] = set()
        self._healths: dict[int, tuple[float, Health]] = {}
        self._resting: dict[int, tuple[FolderState, str]] = {}
        self._closed: set[int] = set()  # folders of which a part cannot be looked into

    def add(self, path: str) -> tuple[Folder, list[int]]:
        """Take a folder into the library; one that is there already is returned as it is.

        Also returns the ids of folders inside it, which it has absorbed. Raises `FolderRefused` when it does not
        exist, is not a folder, cannot be listed, or lies inside another.
        """
        path = os.path.normpath(os.path.abspath(path))  # noqa: PTH100 - a Path would not keep every name as it is
        check_listable(path)
        with self._lock:
            before = {folder.path: folder for folder in self._library.folders.list()}
            if path in before:
                return before[path], []
            folder = self._library.folders.add(path, volume_id(path))
            self._removed.discard(folder.id)  # it may be a removed one that comes back
            remaining = {folder.id for folder in self._library.folders.list()}
        return folder, [each.id for each in before.values() if each.id not in remaining]

    def relocate(self, folder_id: int, path: str) -> Folder:
        """Note that a folder lies elsewhere now; its photos keep everything.

        Raises `FolderRefused` when the new place cannot be looked into, overlaps with another folder, or has none of
        the folder's photos: then it is most likely another folder, and all photos would be taken for deleted.
        """
        check_listable(path)
        known = list(self._library.photos.stored(folder_id))
        sample = known[:: max(1, len(known) // KNOWN_LOOKED_FOR)]
        if sample and not any(os.path.lexists(os.path.join(path, relpath)) for relpath in sample):  # noqa: PTH118
            raise FolderRefused(f"The photos of this folder are not in {path}.", "Choose the folder that they are in.")
        with self._lock:
            folder = self._library.folders.relocate(folder_id, path)
            self._healths.pop(folder_id, None)
            self._resting.pop(folder_id, None)
            self._closed.discard(folder_id)
        return folder

    def folder(self, folder_id: int) -> Folder | None:
        """The folder, None where it was removed."""
        try:
            return self._library.folders.get(folder_id)
        except KeyError:
            return None

    def folder_of(self, path: str) -> Folder | None:
        """The folder that this absolute path of a photo lies in."""
        for folder in self._library.folders.list():
            if is_below(path, folder.path):
                return folder
        return None

    def is_removed(self, folder_id: int) -> bool:
        """Whether the folder was removed since the start."""
        return folder_id in self._removed

    def rest(self, folder_id: int, state: FolderState, note: str = "") -> None:
        """Note the state that a folder has while nothing is done to it, as its watcher tells it."""
        self._resting[folder_id] = state, note

    def resting(self, folder_id: int) -> tuple[FolderState, str]:
        """What `rest` was told, and what the last scan of all of it met."""
        state, note = self._resting.get(folder_id, (FolderState.IDLE, ""))
        return state, note or (PARTLY_CLOSED if folder_id in self._closed else "")

    def health(self, folder: Folder) -> Health:
        """How the folder's root fares, as of the last second."""
        now = time.monotonic()
        checked, health = self._healths.get(folder.id, (0.0, None))
        if health is None or now - checked > HEALTH_SECONDS:
            health = root_health(folder)
            self._healths[folder.id] = time.monotonic(), health
        return health

    def set_state(self, folder: Folder, state: FolderState, note: str = "") -> bool:
        """Write a folder's state; whether that changed anything."""
        current = self.folder(folder.id)
        if current is None or (current.state, current.note) == (state, note):
            return False
        self._library.folders.set_state(folder.id, state, note)
        return True

    def returned(self) -> list[Folder]:
        """Folders that were found to be away and are there again."""
        away = (FolderState.OFFLINE, FolderState.UNREADABLE)
        return [
            folder
            for folder in self._library.folders.list()
            if folder.state in away and self.resting(folder.id)[0] not in away and root_health(folder).usable
        ]

    def survey(
        self,
        folder: Folder,
        scope: Scope,
        *,
        cancelled: Callable[[], bool],
        on_found: Callable[[int], None],
        on_applied: Callable[[], None],
    ) -> Survey:
        """Compare a folder with the disk and write what is new. `on_applied` is told after every write."""

        def add(files: Sequence[FileStat]) -> None:
            if self.apply(folder.id, Changes(added=tuple(files))):
                on_applied()

        settings = self._library.settings.get()
        result = survey(
            folder,
            self._library.photos.stored(folder.id),
            IgnoreRules.of(settings),
            self._extensions,
            scope=scope,
            cancelled=cancelled,
            on_new=add,
            on_progress=on_found,
        )
        if result.changes is None:
            return result
        # Moves free the paths that new files may have, so they are written first; new files follow in parts.
        if self.apply(folder.id, replace(result.changes, added=())):
            on_applied()
        for start in range(0, len(result.changes.added), ADD_ROWS):
            add(result.changes.added[start : start + ADD_ROWS])
        if scope == FULL:
            self._library.folders.set_scanned(folder.id, result.health.volume)
            (self._closed.add if result.unreadable else self._closed.discard)(folder.id)
        return result

    def apply(self, folder_id: int, changes: Changes) -> list[int]:
        """Write changes unless the folder was removed meanwhile; the ids of the rows that they changed."""
        with self._lock:
            if not changes or folder_id in self._removed:
                return []
            return self._library.photos.apply(folder_id, changes)

    def remove(self, folder: Folder) -> None:
        """Retire a folder: it and its photos are shown nowhere from now on, until it is restored or purged."""
        self._removed.add(folder.id)
        with self._lock:
            self._library.folders.retire(folder.id)

    def restore(self, folder_id: int) -> tuple[Folder, list[int]]:
        """Take a retired folder back; also returns the ids of folders inside it, which it has absorbed.

        Raises `FolderRefused` where it was purged already.
        """
        with self._lock:
            before = self._library.folders.list()
            try:
                folder = self._library.folders.restore(folder_id)
            except KeyError as error:
                raise FolderRefused("This folder cannot be restored any more.", "Add it again.") from error
            self._removed.discard(folder_id)
            remaining = {each.id for each in self._library.folders.list()}
        return folder, [each.id for each in before if each.id not in remaining]


def is_below(path: str, root: str) -> bool:
    """Whether a path is `root` or lies below it. Both absolute, as the library has them."""
    return path.startswith(root) and (path == root or root[-1:] in "/\\" or path[len(root)] in "/\\")


def check_listable(path: str) -> None:
    try:
        with os.scandir(path) as entries:
            next(entries, None)
    except FileNotFoundError as error:
        raise FolderRefused(f"There is no folder {path}.", "Check its name.") from error
    except NotADirectoryError as error:
        raise FolderRefused(f"{path} is a file, not a folder.", "Add the folder that it lies in.") from error
    except OSError as error:
        raise FolderRefused(
            f"The folder {path} cannot be looked into: {error.strerror or error}.", "Check its permissions."
        ) from error
