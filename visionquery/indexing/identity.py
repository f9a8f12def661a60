"""Which row does a file belong to that is new at its path: by its identity, or by its likeness where that is unique.

Pure, a part of reconcile. Imports the domain alone.
"""

from __future__ import annotations

import unicodedata
from collections import Counter, defaultdict
from collections.abc import Callable, Hashable, Mapping, Sequence
from dataclasses import dataclass

from visionquery.domain.photos import FileStat, PhotoState, StoredFile


@dataclass(frozen=True, slots=True)
class Identities:
    """What file ids are worth here: file systems that were renumbered (old device to new), and unreliable ones."""

    renumbered: Mapping[str, str]
    unreliable: frozenset[str]

    def of(self, stat: FileStat) -> Hashable:
        """The identity of a stored or found file, None where it cannot be told."""
        device, _, inode = stat.file_id.partition(":")
        if not inode or device in self.unreliable:
            return None
        return self.renumbered.get(device, device), inode, stat.size, stat.mtime_ns


def match_identities(
    sources: Sequence[StoredFile], targets: Sequence[FileStat], identities: Identities
) -> dict[int, tuple[StoredFile, FileStat]]:
    """Rows and the paths where their very file is now, by photo id.

    Hard links are one file at several paths: those that kept their name are matched first, the rest in order of
    their paths, which is as good as any because their content is one.
    """
    rows_of: defaultdict[Hashable, list[StoredFile]] = defaultdict(list)
    stats_of: defaultdict[Hashable, list[FileStat]] = defaultdict(list)
    for row in sources:
        identity = identities.of(row.stat)
        if identity is not None:
            rows_of[identity].append(row)
    for stat in targets:
        identity = identities.of(stat)
        if identity in rows_of:
            stats_of[identity].append(stat)
    placed: dict[int, tuple[StoredFile, FileStat]] = {}
    for identity, stats in stats_of.items():
        rows = rows_of[identity]
        pairs = match_one_to_one(rows, stats, _name)
        rows = [row for row in rows if all(row is not matched for matched, _ in pairs)]
        stats = [stat for stat in stats if all(stat is not matched for _, matched in pairs)]
        # The last of a file's names to be called missing is one that is missing already.
        rows.sort(key=lambda row: row.state is PhotoState.MISSING)
        placed.update({row.photo_id: (row, stat) for row, stat in (*pairs, *zip(rows, stats, strict=False))})
    return placed


def match_one_to_one(
    rows: Sequence[StoredFile], stats: Sequence[FileStat], key: Callable[[FileStat], Hashable]
) -> list[tuple[StoredFile, FileStat]]:
    """Pairs whose key no other row and no other file has."""
    if not rows or not stats:
        return []
    row_counts = Counter(key(row.stat) for row in rows)
    stat_counts = Counter(map(key, stats))
    by_key = {key(stat): stat for stat in stats}
    keyed = ((row, key(row.stat)) for row in rows)
    return [(row, by_key[value]) for row, value in keyed if row_counts[value] == 1 and stat_counts.get(value) == 1]


def likeness(stat: FileStat) -> Hashable:
    return _name(stat), stat.size, stat.mtime_ns


def _name(stat: FileStat) -> str:
    """The file's name, alike for spellings that a file system may take for one another."""
    return unicodedata.normalize("NFC", stat.relpath.rpartition("/")[2]).casefold()


def device_of(stat: FileStat) -> str:
    return stat.file_id.partition(":")[0]


def inode_of(stat: FileStat) -> str:
    return stat.file_id.partition(":")[2]


def other_inode(known: FileStat, stat: FileStat) -> bool:
    """Whether both have an inode and the two differ. The device's number may differ for one and the same file."""
    if not known.file_id or not stat.file_id:
        return False
    return inode_of(known) != inode_of(stat)
