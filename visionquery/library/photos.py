"""The rows of photos: what the library knows of each file, and what a scan or a person changes about it.

Part of the writer: called by the worker, from any of its threads.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta

from visionquery.domain.collections import Marked
from visionquery.domain.photos import MOST_STARS, Changes, FileStat, Move, StoredFile
from visionquery.library.clock import Clock, stamp
from visionquery.library.connections import Writer
from visionquery.library.names import index_names, refresh_names
from visionquery.library.paths_sql import path_from_sql, path_to_sql
from visionquery.library.rows import STATES, id_list

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
        for stored, photo_id, size, mtime_ns, file_id, state in rows:
            relpath = stored if isinstance(stored, str) else path_from_sql(stored)
            if state != "missing" or relpath not in files:
                files[relpath] = StoredFile(photo_id, FileStat(relpath, size, mtime_ns, file_id), STATES[state])
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
            affected += _rename(connection, folder_id, [*changes.moved, *changes.modified], stamp(now))
            _restat(connection, folder_id, [*changes.moved, *changes.refreshed])
            back = [*changes.returned, *(change.photo_id for change in changes.moved)]
            affected += _bring_back(connection, folder_id, back)
            affected += _modify(connection, folder_id, changes.modified)
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

    def set_favourite(self, photo_ids: Iterable[int], on: bool | None) -> Marked:
        """Mark photos as favourites, or not. None: all of them, or none where all are favourites already."""
        return self._mark("favourite", photo_ids, on)

    def set_rating(self, photo_ids: Iterable[int], rating: int) -> Marked:
        """Stars from 1 to 5, 0 for none. Raises ValueError for anything else."""
        if not 0 <= rating <= MOST_STARS:
            raise ValueError(f"a rating is 0 to {MOST_STARS}, not {rating}")
        return self._mark("rating", photo_ids, rating)

    def set_hidden(self, photo_ids: Iterable[int], on: bool | None) -> Marked:
        """Leave photos out of every result and view, or show them again. None: as for `set_favourite`."""
        return self._mark("hidden", photo_ids, on)

    def _mark(self, column: str, photo_ids: Iterable[int], value: int | None) -> Marked:
        meant = "FROM json_each(?) CROSS JOIN photos ON photos.id = value"
        ids = id_list(photo_ids)
        before: defaultdict[int, list[int]] = defaultdict(list)
        with self._writer.write() as connection:
            if value is None:
                some_without = f"SELECT EXISTS (SELECT 1 {meant} WHERE {column} = 0)"
                value = int(connection.execute(some_without, (ids,)).fetchone()[0])
            others = connection.execute(f"SELECT {column}, photos.id {meant} WHERE {column} != ?", (ids, int(value)))
            for former, photo_id in others:
                before[former].append(photo_id)
            connection.execute(
                f"UPDATE photos SET {column} = ? WHERE id IN (SELECT value FROM json_each(?)) AND {column} != ?",
                (int(value), ids, int(value)),
            )
        return Marked(int(value), {former: tuple(changed) for former, changed in before.items()})

    def dismiss(self, photo_ids: Iterable[int]) -> None:
        """List these failed photos as problems no more, until their files change."""
        with self._writer.write() as connection:
            connection.execute(
                "UPDATE photos SET dismissed = 1 WHERE id IN (SELECT value FROM json_each(?)) AND state = 'failed'",
                (id_list(photo_ids),),
            )

    def mark_missing(self, photo_ids: Iterable[int]) -> list[int]:
        """The files of these photos are gone, as a person wished; returns the ids of those that were there.

        They keep what was attached to them for the case that the files come back, and their copies inherit nothing.
        """
        with self._writer.write() as connection:
            rows = connection.execute(
                "UPDATE photos SET state = 'missing', resume = state, missing_since = ? "
                "WHERE id IN (SELECT value FROM json_each(?)) AND state != 'missing' RETURNING id",
                (stamp(self._clock()), id_list(photo_ids)),
            ).fetchall()
            marked = [row[0] for row in rows]
            connection.execute(
                "DELETE FROM claims WHERE photo_id IN (SELECT value FROM json_each(?))", (id_list(marked),)
            )
            return marked


def _mark_missing(connection: sqlite3.Connection, folder_id: int, photo_ids: Sequence[int], now: str) -> list[int]:
    rows = connection.execute(
        "UPDATE photos SET state = 'missing', resume = state, missing_since = ? "
        "WHERE id IN (SELECT value FROM json_each(?)) AND folder_id = ? AND state != 'missing' "
        "RETURNING id, content_id, favourite, rating, hidden",
        (now, id_list(photo_ids), folder_id),
    ).fetchall()
    marked = [row[0] for row in rows]
    for photo_id, content_id, favourite, rating, hidden in rows:
        if content_id is not None and (favourite or rating or hidden):
            # Moved to another drive, which is copied and then deleted: the copy was indexed before this was missed.
            connection.execute(
                "UPDATE photos SET favourite = ?, rating = ?, hidden = ? WHERE id = (SELECT max(id) FROM photos "
                "WHERE content_id = ? AND id > ? AND state IN ('pending', 'indexed') "
                "AND favourite = 0 AND rating = 0 AND hidden = 0)",
                (favourite, rating, hidden, content_id, photo_id),
            )
    connection.execute("DELETE FROM claims WHERE photo_id IN (SELECT value FROM json_each(?))", (id_list(marked),))
    return marked


def _bring_back(connection: sqlite3.Connection, folder_id: int, photo_ids: Sequence[int]) -> list[int]:
    rows = connection.execute(
        "UPDATE photos SET state = coalesce(resume, 'pending'), resume = NULL, missing_since = NULL "
        "WHERE id IN (SELECT value FROM json_each(?)) AND folder_id = ? AND state = 'missing' "
        f"AND NOT {PATH_TAKEN} RETURNING id",
        (id_list(photo_ids), folder_id),
    )
    return [row[0] for row in rows.fetchall()]


def _modify(connection: sqlite3.Connection, folder_id: int, modified: Sequence[Move]) -> list[int]:
    with _staged(connection, ((change.photo_id, change.stat) for change in modified)):
        rows = connection.execute(
            "UPDATE photos SET size = found.size, mtime_ns = found.mtime_ns, file_id = found.file_id, "
            "state = 'pending', failure = NULL, reason = '', resume = NULL, missing_since = NULL, crashes = 0, "
            "dismissed = 0, shown_at = iif(taken_at IS NULL, found.mtime_ns / 1000000000, shown_at) "
            "FROM found WHERE photos.id = found.photo_id AND folder_id = ? "
            f"AND (state != 'missing' OR NOT {PATH_TAKEN}) RETURNING photos.id",
            (folder_id,),
        )
        affected = [row[0] for row in rows.fetchall()]
    _outdate(connection, affected)
    return affected


def _rename(connection: sqlite3.Connection, folder_id: int, moved: Sequence[Move], now: str) -> list[int]:
    """Give rows their new paths. Names may be swapped, and a file may have been moved over another."""
    with _staged(connection, ((change.photo_id, change.stat) for change in moved)):
        connection.execute(
            "DELETE FROM found WHERE NOT EXISTS (SELECT 1 FROM photos WHERE photos.id = found.photo_id "
            "AND photos.folder_id = ? AND photos.relpath != found.relpath)",
            (folder_id,),
        )
        renamed = [row[0] for row in connection.execute("SELECT photo_id FROM found")]
        # No file name holds a NUL: these stand-ins free every old path before any new one is taken.
        connection.execute("UPDATE photos SET relpath = char(0) || id WHERE id IN (SELECT photo_id FROM found)")
        occupants = connection.execute(
            "SELECT photos.id FROM found CROSS JOIN photos "
            "ON photos.folder_id = ? AND photos.relpath = found.relpath AND photos.state != 'missing'",
            (folder_id,),
        ).fetchall()
        overwritten = _mark_missing(connection, folder_id, [row[0] for row in occupants], now)
        connection.execute("UPDATE photos SET relpath = found.relpath FROM found WHERE photos.id = found.photo_id")
    refresh_names(connection, renamed)
    return overwritten + renamed


def _restat(connection: sqlite3.Connection, folder_id: int, files: Sequence[Move]) -> None:
    """What the file system says of these files is new; they are the same files all the same."""
    with _staged(connection, ((file.photo_id, file.stat) for file in files)):
        connection.execute(
            "UPDATE photos SET size = found.size, mtime_ns = found.mtime_ns, file_id = found.file_id FROM found "
            "WHERE photos.id = found.photo_id AND photos.folder_id = ?",
            (folder_id,),
        )


def _add(connection: sqlite3.Connection, folder_id: int, added: Sequence[FileStat], now: str) -> list[int]:
    newest = connection.execute("SELECT max(seq) FROM sqlite_sequence WHERE name = 'photos'").fetchone()[0] or 0
    with _staged(connection, ((None, stat) for stat in added)):
        rows = connection.execute(
            "INSERT INTO photos (folder_id, relpath, size, mtime_ns, file_id, added_at, shown_at) "
            "SELECT ?, relpath, size, mtime_ns, file_id, ?, mtime_ns / 1000000000 FROM found WHERE true "
            "ON CONFLICT (folder_id, relpath) WHERE state != 'missing' DO UPDATE SET "
            "size = excluded.size, mtime_ns = excluded.mtime_ns, file_id = excluded.file_id, state = 'pending', "
            "failure = NULL, reason = '', crashes = 0, dismissed = 0 "
            "WHERE (size, mtime_ns, file_id) IS NOT (excluded.size, excluded.mtime_ns, excluded.file_id) "
            "RETURNING id, relpath",
            (folder_id, now),
        ).fetchall()
    folder = connection.execute("SELECT path FROM folders WHERE id = ?", (folder_id,)).fetchone()[0]
    new = ((photo_id, path_from_sql(relpath)) for photo_id, relpath in rows if photo_id > newest)
    index_names(connection, path_from_sql(folder), new)
    _outdate(connection, [photo_id for photo_id, _ in rows if photo_id <= newest])
    return [photo_id for photo_id, _ in rows]


def _outdate(connection: sqlite3.Connection, photo_ids: Sequence[int]) -> None:
    """What is being read of these photos is not what they are any more."""
    connection.execute(
        "UPDATE claims SET outdated = 1 WHERE photo_id IN (SELECT value FROM json_each(?))", (id_list(photo_ids),)
    )


@contextlib.contextmanager
def _staged(connection: sqlite3.Connection, files: Iterable[tuple[int | None, FileStat]]) -> Iterator[None]:
    """The files as the temporary table `found`: one statement over it takes half the time of one for each file."""
    connection.execute(
        "CREATE TEMP TABLE IF NOT EXISTS found (photo_id INTEGER, relpath BLOB, size, mtime_ns, file_id)"
    )
    connection.executemany(
        "INSERT INTO found VALUES (?, ?, ?, ?, ?)",
        ((photo_id, path_to_sql(stat.relpath), stat.size, stat.mtime_ns, stat.file_id) for photo_id, stat in files),
    )
    try:
        yield
    finally:
        if connection.in_transaction:
            connection.execute("DELETE FROM found")
