"""One look at a folder: its health, a scan, its health again, and what the library has to change.

Runs on the scan thread. Writes nothing: the caller applies what it learns.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Changes, FileStat, StoredFile
from visionquery.indexing.health import OTHER_VOLUME, Health, root_health
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.reconcile import reconcile
from visionquery.indexing.scanner import Scan
from visionquery.indexing.scope import FULL, Scope

# New files are announced in batches of this many, or after this many seconds where the file system is slow.
_BATCH = 512
_BATCH_SECONDS = 0.5


@dataclass(frozen=True, slots=True)
class Survey:
    """What was learnt. `changes` is None where nothing may be concluded: the folder is away, or it was cancelled.

    `found` counts the picture files, `unreadable` names the places that could not be looked into.
    """

    health: Health
    changes: Changes | None = None
    found: int = 0
    unreadable: tuple[str, ...] = ()


def survey(
    folder: Folder,
    stored: Mapping[str, StoredFile],
    ignore: IgnoreRules,
    extensions: frozenset[str],
    *,
    scope: Scope = FULL,
    cancelled: Callable[[], bool] = lambda: False,
    on_new: Callable[[Sequence[FileStat]], None] = lambda _files: None,
    on_progress: Callable[[int], None] = lambda _found: None,
) -> Survey:
    """Compare the folder (or `scope`, a part of it) with `stored`, its rows by path.

    `on_new` is given files in batches while the scan still runs, so that the first photos show at once: those that
    are new beyond doubt, because no row has their size and time and so none can have moved there. They are to be
    added at once and are not in the `Survey` again. `on_progress` is given the count of files with every batch.
    """
    health = root_health(folder)
    if not health.usable:
        return Survey(health)
    if health.other_volume:
        scope = FULL
    # Another drive in the folder's place must not pour its photos in before it is known for what it is.
    announces = not (health.other_volume and stored)
    known = {(row.stat.size, row.stat.mtime_ns) for row in stored.values()}
    scan = Scan(folder.path, ignore, extensions, scope=scope, cancelled=cancelled)
    kept: list[FileStat] = []
    fresh: list[FileStat] = []
    told = time.monotonic()
    for file in scan:
        if announces and file.relpath not in stored and (file.size, file.mtime_ns) not in known:
            fresh.append(file)
        else:
            kept.append(file)
        if scan.found % _BATCH == 0 or time.monotonic() - told > _BATCH_SECONDS:
            told = time.monotonic()
            on_progress(scan.found)
            if fresh:
                on_new(fresh)
                fresh = []
    on_progress(scan.found)
    if fresh:
        on_new(fresh)
    unreadable = tuple(sorted(scan.unreadable))
    if not scan.complete:
        return Survey(health, None, scan.found, unreadable)

    # A drive that was pulled out meanwhile has made everything look deleted.
    after = root_health(folder)
    if not after.usable or after.volume != health.volume:
        return Survey(after if not after.usable else replace(after, state=FolderState.OFFLINE, note=OTHER_VOLUME))
    if health.other_volume and stored and not any(file.relpath in stored for file in kept):
        return Survey(replace(health, state=FolderState.OFFLINE, note=OTHER_VOLUME), None, scan.found, unreadable)
    changes = reconcile(stored, kept, scope=scope, unreadable=scan.unreadable, devices=scan.devices)
    return Survey(health, changes, scan.found, unreadable)
