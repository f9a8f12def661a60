"""The rows of photos: what the library knows of each file, and what a scan or a person changes about it.

Part of the writer: called by the worker, from any of its threads.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import timedelta

from visionquery.domain.photos import Changes, FileStat, Move, StoredFile
from visionquery.library.clock import Clock, stamp
from visionquery.library.connections import Writer
from visionquery.library.names import index_names, refresh_names
from visionquery.library.paths_sql import path_from_sql, path_to_sql
from visionquery.library.rows import STATES, id_list

MAX_RATING = 5
PATH_TAKEN = (
    "EXISTS (SELECT 1 FROM photos AS other WHERE other.folder_id = photos.folder_id "
    "AND other.relpath = photos.relpath AND other.state != 'missing')"
)


class PhotoRows:
    """The `photos` table, but for the work queue (`visionquery.library.queue`)."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock

    def stored(self, folder_id: int) -> dict[str, StoredFile]:
        """What is known of a folder's files, by relpath. A missing photo is left out where a file took its path."""
        with self._writer.read() as connection:
            rows = connection.execute(
                "SELECT relpath, id, size, mtime_ns, file_id, state FROM photos WHERE folder_id = ?", (folder_id,)
            ).fetchall()
        files: dict[str, StoredFile] = {}
        for relpath, photo_id, size, mtime_ns, file_id, state in rows:
            path = relpath if isinstance(relpath, str) else path_from_sql(relpath)
            if state == "missing" and path in files:
                continue
            known = files.get(path)
            if known is None or known.state.value == "missing":
                files[path] = StoredFile(photo_id, FileStat(path, size, mtime_ns, file_id), STATES[state])
        return files

    def apply(self, folder_id: int, changes: Changes) -> list[int]:
        """Write what reconcile found, in one transaction, and return the ids of the photos that changed.

        Ids that are gone by now are ignored. A file added where the library has a live row already is taken for
        that row's file.
        """
        now = self._clock()
        with self._writer.write() as connection:
            if connection.execute("SELECT 1 FROM folders WHERE id = ?", (folder_id,)).fetchone() is None:
                return []
            affected = _mark_missing(connection, folder_id, changes.missing, stamp(now))
            affected += _move(connection, folder_id, changes.moved, stamp(now))
            affected += _modify(connection, folder_id, changes.modified)
            affected += _bring_back(connection, folder_id, changes.returned)
            affected += _add(connection, folder_id, changes.added, stamp(now))
            return list(dict.fromkeys(affected))

    def purge_missing(self, older_than_days: int) -> list[int]:
        """Forget photos that have been missing for so many days; returns their ids."""
        now = self._clock()
        limit = stamp(now - timedelta(days=older_than_days).total_seconds())
        with self._writer.write() as connection:
            # A clock that was ahead when they went missing would keep them for as long as it was ahead.
            connection.execute(
                "UPDATE photos SET missing_since = ? WHERE state = 'missing' AND missing_since > ?",
                (stamp(now), stamp(now)),
            )
            rows = connection.execute(
                "DELETE FROM photos WHERE state = 'missing' AND missing_since <= ? RETURNING id", (limit,)
            ).fetchall()
            return [row[0] for row in rows]

    def set_favourite(self, photo_ids: Iterable[int], favourite: bool) -> None:
        with self._writer.write() as connection:
            connection.execute(
                "UPDATE photos SET favourite = ? WHERE id IN (SELECT value FROM json_each(?))",
                (int(favourite), id_list(photo_ids)),
            )

    def set_rating(self, photo_ids: Iterable[int], rating: int) -> None:
        """Stars from 1 to 5, 0 for none. Raises ValueError for anything else."""
        if not 0 <= rating <= MAX_RATING:
            raise ValueError(f"a rating is 0 to {MAX_RATING}, not {rating}")
        with self._writer.write() as connection:
            connection.execute(
                "UPDATE photos SET rating = ? WHERE id IN (SELECT value FROM json_each(?))",
                (rating, id_list(photo_ids)),
            )


def _mark_missing(connection: sqlite3.Connection, folder_id: int, photo_ids: Sequence[int], now: str) -> list[int]:
    rows = connection.execute(
        "UPDATE photos SET state = 'missing', resume = state, missing_since = ?, claim = NULL, outdated = 0 "
        "WHERE id IN (SELECT value FROM json_each(?)) AND folder_id = ? AND state != 'missing' RETURNING id",
        (now, id_list(photo_ids), folder_id),
    )
    return [row[0] for row in rows.fetchall()]


def _bring_back(connection: sqlite3.Connection, folder_id: int, photo_ids: Sequence[int]) -> list[int]:
    returned: list[int] = []
    for photo_id in photo_ids:
        # One at a time: another row may have taken the path meanwhile, and then this one stays missing.
        row = connection.execute(
            "UPDATE photos SET state = coalesce(resume, 'pending'), resume = NULL, missing_since = NULL "
            f"WHERE id = ? AND folder_id = ? AND state = 'missing' AND NOT {PATH_TAKEN} RETURNING id",
            (photo_id, folder_id),
        ).fetchone()
        if row is not None:
            returned.append(row[0])
    return returned


def _modify(connection: sqlite3.Connection, folder_id: int, modified: Sequence[Move]) -> list[int]:
    affected: list[int] = []
    for change in modified:
        stat = change.stat
        row = connection.execute(
            "UPDATE photos SET size = ?, mtime_ns = ?, file_id = ?, state = 'pending', failure = NULL, reason = '', "
            "resume = NULL, missing_since = NULL, crashes = 0, outdated = claim IS NOT NULL, "
            "shown_at = CASE WHEN taken_at IS NULL THEN ? ELSE shown_at END "
            f"WHERE id = ? AND folder_id = ? AND (state != 'missing' OR NOT {PATH_TAKEN}) RETURNING id",
            (stat.size, stat.mtime_ns, stat.file_id, stat.mtime_ns // 1_000_000_000, change.photo_id, folder_id),
        ).fetchone()
        if row is not None:
            affected.append(row[0])
    return affected


def _move(connection: sqlite3.Connection, folder_id: int, moved: Sequence[Move], now: str) -> list[int]:
    """Give rows their new paths. Names may be swapped, and a file may have been moved over another."""
    moving = id_list(change.photo_id for change in moved)
    present = {
        row[0]
        for row in connection.execute(
            "SELECT id FROM photos WHERE id IN (SELECT value FROM json_each(?)) AND folder_id = ?", (moving, folder_id)
        )
    }
    changes = [change for change in moved if change.photo_id in present]
    # No file name holds a NUL: these stand-ins free every old path before any new one is taken.
    connection.executemany(
        "UPDATE photos SET relpath = char(0) || id WHERE id = ?", ((change.photo_id,) for change in changes)
    )
    overwritten = []
    for change in changes:
        relpath = path_to_sql(change.stat.relpath)
        occupant = connection.execute(
            "SELECT id FROM photos WHERE folder_id = ? AND relpath = ? AND state != 'missing'", (folder_id, relpath)
        ).fetchone()
        if occupant is not None:
            overwritten += _mark_missing(connection, folder_id, occupant, now)
        connection.execute(
            "UPDATE photos SET relpath = ?, size = ?, mtime_ns = ?, file_id = ?, "
            "state = CASE state WHEN 'missing' THEN coalesce(resume, 'pending') ELSE state END, "
            "resume = NULL, missing_since = NULL WHERE id = ?",
            (relpath, change.stat.size, change.stat.mtime_ns, change.stat.file_id, change.photo_id),
        )
    ids = [change.photo_id for change in changes]
    refresh_names(connection, ids)
    return overwritten + ids


def _add(connection: sqlite3.Connection, folder_id: int, added: Sequence[FileStat], now: str) -> list[int]:
    if not added:
        return []
    connection.execute("CREATE TEMP TABLE IF NOT EXISTS found (relpath BLOB, size, mtime_ns, file_id)")
    connection.execute("DELETE FROM found")
    connection.executemany(
        "INSERT INTO found VALUES (?, ?, ?, ?)",
        ((path_to_sql(stat.relpath), stat.size, stat.mtime_ns, stat.file_id) for stat in added),
    )
    highest = connection.execute("SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'photos'").fetchone()[
        0
    ]
    rows = connection.execute(
        "INSERT INTO photos (folder_id, relpath, size, mtime_ns, file_id, added_at, shown_at) "
        "SELECT ?, relpath, size, mtime_ns, file_id, ?, mtime_ns / 1000000000 FROM found WHERE true "
        "ON CONFLICT (folder_id, relpath) WHERE state != 'missing' DO UPDATE SET "
        "size = excluded.size, mtime_ns = excluded.mtime_ns, file_id = excluded.file_id, state = 'pending', "
        "failure = NULL, reason = '', crashes = 0, outdated = claim IS NOT NULL "
        "WHERE (size, mtime_ns, file_id) IS NOT (excluded.size, excluded.mtime_ns, excluded.file_id) "
        "RETURNING id, relpath",
        (folder_id, now),
    ).fetchall()
    connection.execute("DELETE FROM found")
    folder = connection.execute("SELECT path FROM folders WHERE id = ?", (folder_id,)).fetchone()[0]
    new = ((photo_id, path_from_sql(relpath)) for photo_id, relpath in rows if photo_id > highest)
    index_names(connection, path_from_sql(folder), new)
    return [photo_id for photo_id, _ in rows]
