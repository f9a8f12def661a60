"""The work queue, which is nothing but the state of rows: claiming photos, giving them back, and what a crash does.

Part of the writer: called by the worker, from any of its threads. A row that is claimed when the library is opened
was in the hands of a worker that died; such suspects are tried again in ever smaller groups, down to one.
"""

from __future__ import annotations

import heapq
import sqlite3
from collections.abc import Iterable, Sequence

from visionquery.domain.errors import FailureKind
from visionquery.domain.photos import FileStat, WorkItem
from visionquery.library.connections import Writer
from visionquery.library.paths_sql import join_path, path_from_sql
from visionquery.library.rows import id_list

SUSPECT_GROUP = 256  # halved with every crash: 128 photos after the first, one alone after the eighth
ALONE_AFTER = SUSPECT_GROUP.bit_length() - 1
CRASHES_ALLOWED = ALONE_AFTER + 3  # three times alone is no accident

CRASH_REASON = "The program stopped three times while it read this file alone."
UNCLAIMED = "NOT EXISTS (SELECT 1 FROM claims WHERE claims.photo_id = photos.id)"
CLAIMABLE_FOLDERS = "SELECT id FROM folders WHERE state NOT IN ('offline', 'unreadable') AND retired_at IS NULL"


class PhotoQueue:
    """Rows in state `pending`."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def claim(self, limit: int, claim_id: int, wished: Sequence[int] = ()) -> list[WorkItem]:
        """Take up to `limit` pending photos of folders that are there: the `wished` ones, then the newest.

        Suspects of a crash come first, and alone: while any are waiting the answer is empty until nothing is in
        flight, then at most `256 >> crashes` of them. An empty answer with rows in flight means: ask again later.
        """
        with self._writer.write() as connection:
            suspects = _suspects(connection)
            if suspects:
                in_flight = connection.execute("SELECT 1 FROM claims LIMIT 1").fetchone()
                ids = [] if in_flight else suspects[:limit]
            else:
                first = _waiting(connection, wished, limit)
                ids = list(dict.fromkeys([*first, *_newest(connection, limit)]))[:limit]
            connection.executemany(
                "INSERT INTO claims (photo_id, claim) VALUES (?, ?)", ((photo_id, claim_id) for photo_id in ids)
            )
            return work_items(connection, ids)

    def release(self, photo_ids: Iterable[int]) -> None:
        """Give claimed photos back unread; they stay pending."""
        with self._writer.write() as connection:
            connection.execute(
                "DELETE FROM claims WHERE photo_id IN (SELECT value FROM json_each(?))", (id_list(photo_ids),)
            )

    def release_all(self) -> None:
        """Give back whatever is claimed: the worker ends in good order."""
        with self._writer.write() as connection:
            connection.execute("DELETE FROM claims")

    def recover(self) -> int:
        """Count a crash against every photo that is still claimed; returns how many there were.

        One that has crashed the worker alone, three times over, becomes `failed`.
        """
        with self._writer.write() as connection:
            crashed = connection.execute(
                "UPDATE photos SET crashes = crashes + 1 WHERE id IN (SELECT photo_id FROM claims)"
            ).rowcount
            connection.execute("DELETE FROM claims")
            connection.execute(
                "UPDATE photos INDEXED BY photos_suspected SET state = 'failed', failure = ?, reason = ?, "
                "content_id = NULL WHERE crashes > 0 AND crashes >= ? AND state = 'pending'",
                (FailureKind.CRASHED.value, CRASH_REASON, CRASHES_ALLOWED),
            )
            return int(crashed)

    def retry_failed(self, photo_ids: Iterable[int] | None = None) -> list[int]:
        """Make failed photos pending again, all of them or these; returns their ids.

        One that crashed the worker is tried alone at once.
        """
        chosen = "" if photo_ids is None else " AND id IN (SELECT value FROM json_each(?))"
        with self._writer.write() as connection:
            rows = connection.execute(
                "UPDATE photos SET state = 'pending', crashes = CASE failure WHEN 'crashed' THEN ? ELSE 0 END, "
                f"failure = NULL, reason = '' WHERE state = 'failed'{chosen} RETURNING id",
                (ALONE_AFTER, *([] if photo_ids is None else [id_list(photo_ids)])),
            ).fetchall()
            return [row[0] for row in rows]

    def pending(self) -> int:
        """How many photos wait in folders that are there, in flight or not."""
        with self._writer.read() as connection:
            count = connection.execute(
                "SELECT coalesce(sum(photos), 0) FROM tallies "
                f"WHERE state = 'pending' AND folder_id IN ({CLAIMABLE_FOLDERS})"
            ).fetchone()[0]
            return int(count)


def _suspects(connection: sqlite3.Connection) -> list[int]:
    rows = connection.execute(
        "SELECT id, crashes FROM photos INDEXED BY photos_suspected WHERE crashes > 0 AND state = 'pending' "
        f"AND folder_id IN ({CLAIMABLE_FOLDERS}) AND {UNCLAIMED} ORDER BY crashes DESC, mtime_ns DESC LIMIT ?",
        (SUSPECT_GROUP,),
    ).fetchall()
    if not rows:
        return []
    most = rows[0][1]
    group = max(1, SUSPECT_GROUP >> most)
    return [photo_id for photo_id, crashes in rows if crashes == most][:group]


def _waiting(connection: sqlite3.Connection, wished: Sequence[int], limit: int) -> list[int]:
    """Those of the wished photos that can be claimed, in their order."""
    rows = connection.execute(
        "SELECT photos.id FROM json_each(?) AS wanted CROSS JOIN photos ON photos.id = wanted.value "
        f"WHERE state = 'pending' AND folder_id IN ({CLAIMABLE_FOLDERS}) AND {UNCLAIMED} ORDER BY wanted.key LIMIT ?",
        (id_list(wished), limit),
    )
    return [row[0] for row in rows]


def _newest(connection: sqlite3.Connection, limit: int) -> list[int]:
    """The newest of all folders, merged from the newest of each: every step is a walk along one index."""
    folders = [row[0] for row in connection.execute(CLAIMABLE_FOLDERS)]
    newest = [
        connection.execute(
            "SELECT mtime_ns, id FROM photos WHERE folder_id = ? AND state = 'pending' "
            f"AND {UNCLAIMED} ORDER BY mtime_ns DESC, id DESC LIMIT ?",
            (folder_id, limit),
        ).fetchall()
        for folder_id in folders
    ]
    merged = heapq.merge(*newest, reverse=True)
    return [photo_id for (_, photo_id), _ in zip(merged, range(limit), strict=False)]


def work_items(connection: sqlite3.Connection, ids: list[int]) -> list[WorkItem]:
    """What is to be read for these photos, in this order."""
    rows = connection.execute(
        "SELECT photos.id, folders.path, photos.relpath, photos.size, photos.mtime_ns, photos.file_id, photos.crashes "
        "FROM json_each(?) AS wanted CROSS JOIN photos ON photos.id = wanted.value "
        "JOIN folders ON folders.id = photos.folder_id ORDER BY wanted.key",
        (id_list(ids),),
    )
    items = []
    for photo_id, folder, stored, size, mtime_ns, file_id, crashes in rows:
        relpath = path_from_sql(stored)
        stat = FileStat(relpath, size, mtime_ns, file_id)
        items.append(WorkItem(photo_id, join_path(path_from_sql(folder), relpath), stat, crashes))
    return items
