"""What became of claimed photos, written down: contents, embeddings, thumbnails and states in one transaction.

Part of the writer: called by the pipeline's committing thread. A photo becomes `indexed` only together with the
embedding of the very bytes that were read; whatever does not fit the row any more leaves it pending.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from pathlib import PurePosixPath

from visionquery.domain.photos import Failed, FileStat, Indexed
from visionquery.library.connections import Writer
from visionquery.library.embeddings import vectors_in
from visionquery.library.names import refresh_names
from visionquery.library.paths_sql import path_from_sql
from visionquery.library.rows import METADATA_COLUMNS, id_list, storable
from visionquery.library.thumbnails import ThumbnailStore

SET_METADATA = ", ".join(f"{column} = ?" for column in METADATA_COLUMNS)


@dataclass(frozen=True, slots=True)
class FinishReport:
    """What `finish` wrote.

    `new_embeddings` are pairs of sequence and content id, one for each vector, `new_vectors` the vectors (float16,
    little-endian) in the same order, those of a content in one piece: what the index has to add. A photo that turned
    out to be a missing one at another place goes on as that one: `indexed` holds the old id, `replaced` the id of the
    row that it took over. `again` are photos that stay pending since their file changed meanwhile; outcomes of photos
    that are gone are in none of these.
    """

    indexed: tuple[int, ...] = ()
    failed: tuple[int, ...] = ()
    again: tuple[int, ...] = ()
    replaced: tuple[int, ...] = ()
    new_embeddings: tuple[tuple[int, int], ...] = ()
    new_vectors: tuple[bytes, ...] = ()

    @property
    def adopted_moves(self) -> int:
        """How many photos were recognised by their content as missing ones."""
        return len(self.replaced)


@dataclass(frozen=True, slots=True)
class _Row:
    stat: FileStat
    unchanged: bool  # no scan has changed it since it was claimed
    content_id: int | None


@dataclass(slots=True)
class _Writing:
    """The report while it grows."""

    indexed: list[int] = field(default_factory=list)
    failed: list[int] = field(default_factory=list)
    again: list[int] = field(default_factory=list)
    replaced: list[int] = field(default_factory=list)
    embeddings: list[tuple[int, int]] = field(default_factory=list)
    vectors: list[bytes] = field(default_factory=list)

    def report(self) -> FinishReport:
        return FinishReport(
            tuple(self.indexed),
            tuple(self.failed),
            tuple(self.again),
            tuple(self.replaced),
            tuple(self.embeddings),
            tuple(self.vectors),
        )


class PhotoOutcomes:
    """The end of the queue."""

    def __init__(self, writer: Writer, thumbnails: ThumbnailStore) -> None:
        self._writer = writer
        self._thumbnails = thumbnails

    def finish(self, outcomes: Sequence[Indexed | Failed], space_id: int) -> FinishReport:
        """Write outcomes of claimed photos, thumbnails included, and let go of the claims.

        Raises `StorageFull` with nothing written; the same outcomes can be given again when there is room.
        """
        writing = _Writing()
        with self._writer.write() as connection:
            rows = _pending_rows(connection, outcomes)
            fitting: list[Indexed] = []
            for outcome in {outcome.photo_id: outcome for outcome in outcomes}.values():
                row = rows.get(outcome.photo_id)
                if row is None:
                    continue
                if not _fits(outcome, row):
                    writing.again.append(outcome.photo_id)
                elif isinstance(outcome, Failed):
                    _write_failure(connection, outcome)
                    writing.failed.append(outcome.photo_id)
                else:
                    fitting.append(outcome)
            contents = _contents_of(connection, fitting)
            for indexed in fitting:
                if indexed.vector is not None:
                    new = insert_embedding(connection, space_id, contents[indexed.content_hash], indexed.vector)
                    writing.embeddings += new
                    writing.vectors += [indexed.vector] if new else []
            embedded = _embedded(connection, set(contents.values()), space_id)
            # Those that were just made and stay without a photo, if theirs goes before it is read again.
            connection.executemany(
                "INSERT INTO loose_contents (content_id) VALUES (?) ON CONFLICT DO NOTHING",
                ((content_id,) for content_id in set(contents.values()) - embedded),
            )
            written: list[Indexed] = []
            for indexed in fitting:
                content_id = contents[indexed.content_hash]
                if content_id not in embedded:
                    # Its content was swept between the question whether it is known and now.
                    writing.again.append(indexed.photo_id)
                    continue
                _write_indexed(connection, indexed, content_id, rows[indexed.photo_id], writing)
                written.append(indexed)
            connection.execute(
                "DELETE FROM claims WHERE photo_id IN (SELECT value FROM json_each(?))",
                (id_list(outcome.photo_id for outcome in outcomes),),
            )
            # Inside the transaction: a thumbnail without a photo is harmless, a photo without one is not.
            self._thumbnails.put_many([(indexed.content_hash, indexed.thumbnail) for indexed in written])
        return writing.report()

    def known_vectors(self, space_id: int, hashes: Iterable[bytes]) -> set[bytes]:
        """Those of the content hashes that have an embedding in the space already."""
        known = set()
        with self._writer.read() as connection:
            for content_hash in hashes:
                row = connection.execute(
                    "SELECT 1 FROM contents JOIN embeddings ON embeddings.content_id = contents.id "
                    "AND embeddings.space_id = ? WHERE contents.hash = ?",
                    (space_id, content_hash),
                ).fetchone()
                if row is not None:
                    known.add(content_hash)
        return known


def _pending_rows(connection: sqlite3.Connection, outcomes: Sequence[Indexed | Failed]) -> dict[int, _Row]:
    rows = connection.execute(
        "SELECT photos.id, relpath, size, mtime_ns, file_id, claims.outdated, content_id FROM json_each(?) AS wanted "
        "CROSS JOIN photos ON photos.id = wanted.value LEFT JOIN claims ON claims.photo_id = photos.id "
        "WHERE photos.state = 'pending'",
        (id_list(outcome.photo_id for outcome in outcomes),),
    )
    return {
        photo_id: _Row(FileStat(path_from_sql(relpath), size, mtime_ns, file_id), outdated == 0, content_id)
        for photo_id, relpath, size, mtime_ns, file_id, outdated, content_id in rows
    }


def _fits(outcome: Indexed | Failed, row: _Row) -> bool:
    """Whether the outcome is about the file that the row stands for now.

    A row that a scan changed while it was in flight must be read again, unless the very same change was read. Where
    no scan touched the row and they differ, the file changed after the scan: the outcome is the news. A failure may
    come of a file having moved away under the reader.
    """
    if isinstance(outcome, Failed) and outcome.stat.relpath != row.stat.relpath:
        return False
    same_file = not (outcome.stat.file_id and row.stat.file_id) or outcome.stat.file_id == row.stat.file_id
    same = same_file and (outcome.stat.size, outcome.stat.mtime_ns) == (row.stat.size, row.stat.mtime_ns)
    return same or row.unchanged


def _write_failure(connection: sqlite3.Connection, failed: Failed) -> None:
    # The row's stat stays as the scan found it, so that a file that changed since is noticed and tried again.
    connection.execute(
        "UPDATE photos SET state = 'failed', failure = ?, reason = ?, content_id = NULL, crashes = 0 WHERE id = ?",
        (failed.kind.value, storable(failed.reason), failed.photo_id),
    )


def _contents_of(connection: sqlite3.Connection, fitting: Sequence[Indexed]) -> dict[bytes, int]:
    hashes = list(dict.fromkeys(indexed.content_hash for indexed in fitting))
    connection.executemany(
        "INSERT INTO contents (hash) VALUES (?) ON CONFLICT DO NOTHING", ((each,) for each in hashes)
    )
    select = "SELECT id FROM contents WHERE hash = ?"
    return {each: connection.execute(select, (each,)).fetchone()[0] for each in hashes}


def insert_embedding(
    connection: sqlite3.Connection, space_id: int, content_id: int, vectors: bytes
) -> list[tuple[int, int]]:
    """Write the vectors of a content; sequence and content id for each, none where the space has them already.

    Raises ValueError where they have another length than the space's.
    """
    dimension = connection.execute("SELECT dimension FROM spaces WHERE id = ?", (space_id,)).fetchone()[0]
    count = vectors_in(vectors, dimension)
    row = connection.execute(
        "INSERT INTO embeddings (space_id, content_id, vector) VALUES (?, ?, ?) "
        "ON CONFLICT DO NOTHING RETURNING sequence, content_id",
        (space_id, content_id, vectors),
    ).fetchone()
    return [] if row is None else [row] * count


def _embedded(connection: sqlite3.Connection, content_ids: set[int], space_id: int) -> set[int]:
    rows = connection.execute(
        "SELECT content_id FROM json_each(?) AS wanted CROSS JOIN embeddings "
        "ON embeddings.content_id = wanted.value AND embeddings.space_id = ?",
        (id_list(content_ids), space_id),
    )
    return {row[0] for row in rows}


def _write_indexed(
    connection: sqlite3.Connection, indexed: Indexed, content_id: int, row: _Row, writing: _Writing
) -> None:
    """Mark the photo, or the missing photo that it turns out to be, as indexed."""
    photo_id = indexed.photo_id
    old = _missing_twin(connection, content_id, row) if row.content_id is None else None
    if old is not None:
        _take_over(connection, old, photo_id)
        writing.replaced.append(photo_id)
        photo_id = old
    metadata = indexed.metadata
    connection.execute(
        "UPDATE photos SET state = 'indexed', content_id = ?, size = ?, mtime_ns = ?, file_id = ?, shown_at = ?, "
        f"crashes = 0, failure = NULL, reason = '', dismissed = 0, {SET_METADATA} WHERE id = ?",
        (
            content_id,
            indexed.stat.size,
            indexed.stat.mtime_ns,
            indexed.stat.file_id or row.stat.file_id,
            _shown_at(metadata.taken_at, indexed.stat.mtime_ns),
            *(storable(getattr(metadata, column)) for column in METADATA_COLUMNS),
            photo_id,
        ),
    )
    writing.indexed.append(photo_id)


def _missing_twin(connection: sqlite3.Connection, content_id: int, row: _Row) -> int | None:
    """The missing photo with this content; of several, one that had the same file name."""
    twins = connection.execute(
        "SELECT id, relpath FROM photos WHERE content_id = ? AND state = 'missing' ORDER BY id", (content_id,)
    ).fetchall()
    name = PurePosixPath(row.stat.relpath).name
    twins.sort(key=lambda twin: PurePosixPath(path_from_sql(twin[1])).name != name)
    return twins[0][0] if twins else None


def _take_over(connection: sqlite3.Connection, old: int, new: int) -> None:
    """The photo `old` goes on where `new` was found, and keeps all that a person attached to it."""
    folder_id, relpath, favourite, rating, hidden = connection.execute(
        "DELETE FROM photos WHERE id = ? RETURNING folder_id, relpath, favourite, rating, hidden", (new,)
    ).fetchone()
    connection.execute(
        "UPDATE photos SET folder_id = ?, relpath = ?, state = 'pending', resume = NULL, missing_since = NULL, "
        "favourite = max(favourite, ?), rating = max(rating, ?), hidden = max(hidden, ?) WHERE id = ?",
        (folder_id, relpath, favourite, rating, hidden, old),
    )
    refresh_names(connection, [old])


def _shown_at(taken_at: str | None, mtime_ns: int) -> int:
    """Seconds for the order of time: the wall clock of the camera where it is known, else of the file."""
    if taken_at is not None:
        try:
            return int((datetime.fromisoformat(taken_at).replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds())
        except ValueError:
            pass
    return mtime_ns // 1_000_000_000
