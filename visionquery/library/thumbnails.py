"""The thumbnail cache: JPEGs by content hash, in an SQLite file of its own.

Safe to delete at any time: a damaged file is replaced by an empty one without a word to the person. One process
writes; any process and thread may read beside it.
"""

from __future__ import annotations

import contextlib
import logging
import sqlite3
import threading
from collections.abc import Iterable, Sequence
from pathlib import Path

from visionquery.domain.errors import Fault, LibraryDamaged
from visionquery.library.connections import Readers
from visionquery.library.database import Database, give_room_back, transaction

log = logging.getLogger(__name__)

SCHEMA = "CREATE TABLE IF NOT EXISTS thumbnails (hash BLOB PRIMARY KEY, jpeg BLOB NOT NULL)"
READ_AT_ONCE, PAGES_AT_ONCE = 500, 4000


class ThumbnailStore:
    """Opens its file when it is first needed."""

    def __init__(self, path: Path) -> None:
        self._database = Database(path)
        self._lock = threading.Lock()
        self._writer: sqlite3.Connection | None = None
        self._readers = Readers(self._database.open_reader, self._database.identity)

    def put_many(self, thumbnails: Sequence[tuple[bytes, bytes]]) -> None:
        """Store pairs of content hash and JPEG. Raises `StorageFull` with none of them stored."""
        if thumbnails:
            self._write(
                "INSERT INTO thumbnails (hash, jpeg) VALUES (?, ?) "
                "ON CONFLICT (hash) DO UPDATE SET jpeg = excluded.jpeg",
                thumbnails,
            )

    def delete(self, hashes: Iterable[bytes]) -> None:
        """Forget these, and give their room back to the file system."""
        self._write("DELETE FROM thumbnails WHERE hash = ?", [(each,) for each in hashes])
        self._give_room_back()

    def clear(self) -> None:
        """Start over with an empty file, or an emptied one where others hold it open (Windows). Raises `Fault`."""
        try:
            with self._lock, self._database.translated_errors():
                self._replace_file()
                self._opened()
        except OSError as error:
            log.info("the file of the thumbnails stays, emptied: %s", error)
            self._write("DELETE FROM thumbnails", [()])
            self._give_room_back()

    def get(self, content_hash: bytes) -> bytes | None:
        """The JPEG, None where there is none (yet)."""
        return self.get_many([content_hash]).get(content_hash)

    def get_many(self, hashes: Sequence[bytes]) -> dict[bytes, bytes]:
        """The JPEGs of those that are there."""
        found: dict[bytes, bytes] = {}
        if self._database.identity() is None:
            return found
        try:
            with self._database.translated_errors():
                connection = self._readers.get()
                for start in range(0, len(hashes), READ_AT_ONCE):
                    part = hashes[start : start + READ_AT_ONCE]
                    marks = ",".join("?" * len(part))
                    found.update(connection.execute(f"SELECT hash, jpeg FROM thumbnails WHERE hash IN ({marks})", part))
        except (Fault, sqlite3.OperationalError) as error:
            # Damaged, or just being made: it is a cache, and its writer will see to it.
            log.warning("thumbnails cannot be read: %s", error)
            self._readers.forget()
        return found

    def close(self) -> None:
        self._readers.close()
        with self._lock:
            self._close_writer()

    def _write(self, statement: str, rows: Sequence[tuple[bytes, ...]]) -> None:
        with self._lock:
            try:
                self._write_once(statement, rows)
            except LibraryDamaged as damage:
                log.warning("thumbnails are started over: %s", damage)
                try:
                    self._replace_file()
                except OSError as error:
                    # Windows keeps a file that the window has open; the next start gets it.
                    log.warning("damaged thumbnails cannot be removed yet: %s", error)
                    return
                self._write_once(statement, rows)

    def _write_once(self, statement: str, rows: Sequence[tuple[bytes, ...]]) -> None:
        with self._database.translated_errors():
            connection = self._opened()
            with transaction(connection):
                connection.executemany(statement, rows)

    def _give_room_back(self) -> None:
        with self._lock, contextlib.suppress(Fault), self._database.translated_errors():
            while give_room_back(self._opened(), PAGES_AT_ONCE):
                pass

    def _opened(self) -> sqlite3.Connection:
        if self._writer is None:
            connection = self._database.open_writer()
            try:
                connection.execute(SCHEMA)
            except BaseException:
                connection.close()
                raise
            self._writer = connection
        return self._writer

    def _close_writer(self) -> None:
        if self._writer is not None:
            writer, self._writer = self._writer, None
            writer.close()

    def _replace_file(self) -> None:
        self._close_writer()
        path = self._database.path
        for suffix in ("", "-wal", "-shm"):
            path.with_name(path.name + suffix).unlink(missing_ok=True)
