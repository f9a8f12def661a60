"""Compares what the library knows of a folder with what a scan found: what is new, changed, moved, gone, back.

Pure: no clock, no file system, no database. Imports the domain alone.

Identity is `"device:inode"` with size and mtime, never one of them alone: inodes are used again for other files.
Nothing is called missing unless a healthy listing of its folder lacks it.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace

from visionquery.domain.photos import Changes, FileStat, Move, PhotoState, StoredFile
from visionquery.indexing.identity import (
    Identities,
    device_of,
    inode_of,
    likeness,
    match_identities,
    match_one_to_one,
    other_inode,
)
from visionquery.indexing.scope import FULL, Scope, covers

# FAT, and some network shares, make inode numbers up and forget them. Where at least this many files (and most of
# those on their file system) keep path, size and mtime but not their inode, the numbers are not believed. Fewer are
# read again, which costs little and finds a picture that was restored or saved in place of another.
_RENUMBERED_FROM = 32

_SECOND = 1_000_000_000


def reconcile(
    stored: Mapping[str, StoredFile],
    found: Iterable[FileStat],
    *,
    scope: Scope = FULL,
    unreadable: Collection[str] = (),
    devices: Collection[str] = (),
) -> Changes:
    """What to write to the library after a scan of `scope`.

    `stored` holds every row of the folder by path, the missing ones too. `unreadable` and `devices` are those of the
    `Scan`: rows at or below an unreadable path, and rows on a file system that was not met although other file
    systems were (a drive that is mounted inside the folder, and away just now), are left as they are.
    """
    comparison = _compare(stored, found)
    identities = _judge_ids(stored, comparison)
    absent = [row for relpath, row in stored.items() if relpath not in comparison.here]
    away = _away(stored, comparison, absent, devices) if devices else set()
    if away:
        moved = _renumbered_by_moves(absent, away, comparison.arrivals)
        identities = replace(identities, renumbered={**identities.renumbered, **moved})
        away.difference_update(moved)
    gone = _gone(absent, away, frozenset(scope), frozenset(unreadable))
    if not (comparison.arrivals or comparison.occupied or gone):
        return comparison.changes()
    return _resolve(comparison, identities, gone)


@dataclass(slots=True)
class _Comparison:
    """Found files sorted by what their path says. A pair is the row of the path and the file there now."""

    here: set[str] = field(default_factory=set)
    arrivals: list[FileStat] = field(default_factory=list)  # no row has this path
    edited: list[Move] = field(default_factory=list)  # the same file with other content
    occupied: list[tuple[StoredFile, FileStat]] = field(default_factory=list)  # perhaps another file at the path
    other_id: list[tuple[StoredFile, FileStat]] = field(default_factory=list)  # size and mtime agree, the id does not
    refreshed: list[Move] = field(default_factory=list)
    returned: list[int] = field(default_factory=list)
    unchanged: int = 0

    def changes(self) -> Changes:
        return Changes(
            modified=tuple(self.edited),
            refreshed=tuple(self.refreshed),
            returned=tuple(self.returned),
            unchanged=self.unchanged,
        )

    def keep(self, row: StoredFile) -> None:
        """This row's file is where it was, as it was."""
        if row.state is PhotoState.MISSING:
            self.returned.append(row.photo_id)
        else:
            self.unchanged += 1


def _compare(stored: Mapping[str, StoredFile], found: Iterable[FileStat]) -> _Comparison:
    result = _Comparison()
    here, arrivals = result.here, result.arrivals
    missing = PhotoState.MISSING
    unchanged = 0
    for stat in found:
        relpath = stat.relpath
        if relpath in here:
            continue
        here.add(relpath)
        row = stored.get(relpath)
        if row is None:
            arrivals.append(stat)
            continue
        known = row.stat
        if known.mtime_ns != stat.mtime_ns or known.size != stat.size:
            if other_inode(known, stat):
                result.occupied.append((row, stat))
            else:
                result.edited.append(Move(row.photo_id, stat))
        elif known.file_id != stat.file_id:
            result.other_id.append((row, stat))
        elif row.state is missing:
            result.returned.append(row.photo_id)
        else:
            unchanged += 1
    result.unchanged = unchanged
    return result


def _judge_ids(stored: Mapping[str, StoredFile], comparison: _Comparison) -> Identities:
    """Sort out the files whose id alone is new, and learn from them what ids are worth."""
    if not comparison.other_id:
        return Identities({}, frozenset())
    renumbered: dict[str, str] = {}
    disagreeing: defaultdict[str, list[tuple[StoredFile, FileStat]]] = defaultdict(list)
    for row, stat in comparison.other_id:
        if other_inode(row.stat, stat):
            disagreeing[device_of(row.stat)].append((row, stat))
            continue
        # The device number changed, as it may at every mount, or ids are known for the first time, or no longer.
        if row.stat.file_id and stat.file_id:
            renumbered.setdefault(device_of(row.stat), device_of(stat))
        comparison.refreshed.append(Move(row.photo_id, stat))
        comparison.keep(row)

    unreliable: set[str] = set()
    for device, pairs in disagreeing.items():
        if len(pairs) >= _RENUMBERED_FROM and 2 * len(pairs) > _count_here(stored, comparison.here, device):
            unreliable.update((device, *(device_of(stat) for _, stat in pairs)))
            for row, stat in pairs:
                comparison.refreshed.append(Move(row.photo_id, stat))
                comparison.keep(row)
        else:
            comparison.occupied.extend(pairs)
    return Identities(renumbered, frozenset(unreliable))


def _gone(
    absent: list[StoredFile], away: Collection[str], scope: frozenset[str], unreadable: frozenset[str]
) -> list[StoredFile]:
    """Rows whose file is not at its path, as far as that was looked at. Those known to be missing come along."""
    everywhere = "" in scope
    gone = []
    for row in absent:
        relpath = row.stat.relpath
        if row.state is not PhotoState.MISSING:
            if not everywhere and not covers(scope, relpath):
                continue
            if device_of(row.stat) in away:
                continue
        if unreadable and covers(unreadable, relpath):
            continue
        gone.append(row)
    return gone


def _away(
    stored: Mapping[str, StoredFile], comparison: _Comparison, absent: list[StoredFile], devices: Collection[str]
) -> set[str]:
    """Devices that were not met, of whose files not one is at its old path under another number either."""
    absent_on = {device_of(row.stat) for row in absent} - {""}
    if absent_on.issubset(devices):
        return set()
    return absent_on.difference(devices, (device_of(stored[path].stat) for path in comparison.here if path in stored))


def _renumbered_by_moves(absent: list[StoredFile], away: Collection[str], arrivals: list[FileStat]) -> dict[str, str]:
    """Devices that seem to be away but are here under another number, all their files under other paths."""
    by_inode = {(inode_of(stat), stat.size, stat.mtime_ns): device_of(stat) for stat in arrivals}
    renumbered = {}
    for row in absent:
        device = device_of(row.stat)
        if device in away:
            now = by_inode.get((inode_of(row.stat), row.stat.size, row.stat.mtime_ns))
            if now:
                renumbered[device] = now
    return renumbered


def _resolve(comparison: _Comparison, identities: Identities, gone: list[StoredFile]) -> Changes:
    """Find for every file that is new at its path the row that it belongs to."""
    displaced = {stat.relpath: row for row, stat in comparison.occupied}
    sources = sorted((*gone, *displaced.values()), key=_row_path)
    targets = sorted((*comparison.arrivals, *(stat for _, stat in comparison.occupied)), key=_path)

    placed = match_identities(sources, targets, identities)
    _undo_saves(placed, displaced)
    moved = [Move(row.photo_id, stat) for row, stat in placed.values()]
    modified = list(comparison.edited)

    # A move that copies and deletes, as between two drives: told by name, size and time where only one can be meant.
    left = [row for row in gone if row.photo_id not in placed]
    taken = {stat.relpath for _, stat in placed.values()}
    arrivals = [stat for stat in comparison.arrivals if stat.relpath not in taken]
    for row, stat in match_one_to_one(left, arrivals, likeness):
        placed[row.photo_id] = row, stat
        taken.add(stat.relpath)
        # Times in whole seconds are weak evidence: the file is read again, and its content decides.
        (moved if stat.mtime_ns % _SECOND else modified).append(Move(row.photo_id, stat))

    added = [stat for stat in comparison.arrivals if stat.relpath not in taken]
    missing = [row.photo_id for row in gone if row.photo_id not in placed and row.state is not PhotoState.MISSING]
    for row, stat in comparison.occupied:
        if row.photo_id in placed:
            if stat.relpath not in taken:
                added.append(stat)
        elif stat.relpath in taken:
            missing.append(row.photo_id)
        else:
            modified.append(Move(row.photo_id, stat))
    return Changes(
        added=tuple(added),
        modified=tuple(modified),
        moved=tuple(moved),
        refreshed=tuple(comparison.refreshed),
        returned=tuple(comparison.returned),
        missing=tuple(missing),
        unchanged=comparison.unchanged,
    )


def _undo_saves(placed: dict[int, tuple[StoredFile, FileStat]], displaced: Mapping[str, StoredFile]) -> None:
    """Take a picture that was just found and then moved onto an indexed one for what it is: a program's safe save.

    Programs write beside the photo and rename the result over it. What a person attached to the photo stays.
    """
    for photo_id, (row, stat) in list(placed.items()):
        covered = displaced.get(stat.relpath)
        if covered is None or covered.photo_id in placed:
            continue
        if row.state is PhotoState.PENDING and covered.state is not PhotoState.PENDING:
            del placed[photo_id]


def _path(stat: FileStat) -> str:
    return stat.relpath


def _row_path(row: StoredFile) -> str:
    return row.stat.relpath


def _count_here(stored: Mapping[str, StoredFile], here: Collection[str], device: str) -> int:
    return sum(device_of(stored[relpath].stat) == device for relpath in here if relpath in stored)
