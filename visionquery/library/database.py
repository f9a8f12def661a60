"""SQLite connections that are set up right, and SQLite's errors in words for a person.

`Database` knows the file and nothing of what is in it. Usable from any process; imports system and domain.
"""

from __future__ import annotations

import contextlib
import logging
import os
import sqlite3
from collections.abc import Iterator
from pathlib import Path

from visionquery.domain.errors import Fault, LibraryBusy, LibraryDamaged, StorageFull
from visionquery.system.filesystems import free_bytes

log = logging.getLogger(__name__)

# A vector of 512 dimensions takes 1 KiB: pages of 8 KiB hold seven of them, pages of 4 KiB only three.
PAGE_BYTES = 8192
WRITER_CACHE_KIB, READER_CACHE_KIB = 65_536, 16_384
# A large transaction leaves a large write-ahead log; it is cut back to this at the next checkpoint.
LOG_LIMIT_BYTES = 64 << 20
BUSY_MILLISECONDS = 10_000
# Pages that a checkpoint moves at once (32 MiB); the default of 1000 would sync the disk with nearly every commit.
CHECKPOINT_PAGES = 4000
# SQLite reports a full disk under several names (a log or shared-memory file that cannot grow or be created).
FULL_BELOW_BYTES = 1 << 20


class Database:
    """One SQLite file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def open_writer(self) -> sqlite3.Connection:
        """A connection that may write, in autocommit mode: transactions are begun explicitly."""
        with self.translated_errors():
            connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
            try:
                connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
                if connection.execute("PRAGMA page_count").fetchone()[0] == 0:
                    connection.execute(f"PRAGMA page_size={PAGE_BYTES}")
                    connection.execute("PRAGMA auto_vacuum=INCREMENTAL")
                connection.execute("PRAGMA journal_mode=WAL")
                connection.execute(f"PRAGMA wal_autocheckpoint={CHECKPOINT_PAGES}")
                connection.execute(f"PRAGMA journal_size_limit={LOG_LIMIT_BYTES}")
                # In WAL mode NORMAL survives a killed process; a power cut may take the last seconds, never the rest.
                connection.execute("PRAGMA synchronous=NORMAL")
                connection.execute("PRAGMA foreign_keys=ON")
                connection.execute("PRAGMA temp_store=MEMORY")
                connection.execute("PRAGMA secure_delete=FAST")
                connection.execute(f"PRAGMA cache_size=-{WRITER_CACHE_KIB}")
                connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
            except BaseException:
                connection.close()
                raise
            return connection

    def open_reader(self) -> sqlite3.Connection:
        """A connection that cannot write, usable beside a writer of any process. The file must exist."""
        with self.translated_errors():
            try:
                return self._open_reader("mode=ro")
            except sqlite3.OperationalError as error:
                # WAL wants a shared-memory file. Where it cannot be made, nobody here can be writing either.
                folder_is_closed = not os.access(self.path.parent, os.W_OK)
                if _primary(error) not in (sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_READONLY) or not folder_is_closed:
                    raise
                return self._open_reader("immutable=1")

    def _open_reader(self, options: str) -> sqlite3.Connection:
        uri = f"{self.path.absolute().as_uri()}?{options}"
        connection = sqlite3.connect(uri, uri=True, isolation_level=None, check_same_thread=False)
        try:
            connection.execute(f"PRAGMA busy_timeout={BUSY_MILLISECONDS}")
            connection.execute("PRAGMA query_only=ON")
            connection.execute("PRAGMA temp_store=MEMORY")
            connection.execute(f"PRAGMA cache_size=-{READER_CACHE_KIB}")
            connection.execute("SELECT count(*) FROM sqlite_master").fetchone()
        except BaseException:
            connection.close()
            raise
        return connection

    def identity(self) -> tuple[int, int] | None:
        """Which file lies at the path, None where there is nothing to read: no file, or one never written to."""
        try:
            status = self.path.stat()
        except OSError:
            return None
        return (status.st_dev, status.st_ino) if status.st_size else None

    def problems(self) -> list[str]:
        """What SQLite's own check finds wrong; empty where the file is sound. Reads the whole file."""
        connection = self.open_reader()
        try:
            with self.translated_errors():
                found = [str(row[0]) for row in connection.execute("PRAGMA quick_check(20)") if row[0] != "ok"]
                broken = connection.execute("PRAGMA foreign_key_check").fetchmany(20)
                return found + [f"{row[0]} {row[1]} refers to a missing row of {row[2]}" for row in broken]
        finally:
            connection.close()

    @contextlib.contextmanager
    def translated_errors(self) -> Iterator[None]:
        """Raise SQLite's complaints about the surroundings as faults; programming errors pass unchanged."""
        try:
            yield
        except sqlite3.DatabaseError as error:
            fault = self._fault(error)
            if fault is None:
                raise
            raise fault from error

    def _fault(self, error: sqlite3.DatabaseError) -> Fault | None:
        code = _primary(error)
        nearly_full = code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN) and _is_full(self.path.parent)
        if code == sqlite3.SQLITE_FULL or nearly_full:
            return StorageFull(
                f"There is no room left for the library in {self.path.parent}.",
                "Free some disk space; nothing is lost, and indexing goes on from where it stopped.",
            )
        if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
            return LibraryDamaged(
                f"The library file {self.path} is damaged ({error}). It was left as it is.",
                "Put a copy from the backups folder or your own backup in its place, "
                "or rename it to start a new library: your photographs are not affected.",
            )
        if code in (sqlite3.SQLITE_READONLY, sqlite3.SQLITE_PERM):
            return Fault(
                f"The library {self.path} cannot be written to.",
                "Make the file and its folder writable, or choose another --data-dir.",
            )
        if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
            return LibraryBusy(
                f"Another program keeps the library {self.path} locked.", "Close that program and try again."
            )
        if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_CANTOPEN):
            return Fault(
                f"The library {self.path} cannot be read or written ({error}).",
                "Check that its disk is connected and sound, and that you may write to its folder.",
            )
        return None


@contextlib.contextmanager
def transaction(connection: sqlite3.Connection) -> Iterator[None]:
    """A write transaction: committed when the block ends, rolled back when it raises."""
    connection.execute("BEGIN IMMEDIATE")
    try:
        yield
        connection.execute("COMMIT")
    except BaseException:
        # SQLite may have rolled back by itself, as it does for some errors.
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        raise


def give_room_back(connection: sqlite3.Connection, pages: int) -> bool:
    """Return up to so many unused pages to the file system; tells whether some are left. Not within a transaction."""
    # As a script: `execute` would take the first of the statement's many steps only, which is one page.
    connection.executescript(f"PRAGMA incremental_vacuum({pages})")
    return bool(connection.execute("PRAGMA freelist_count").fetchone()[0])


def _primary(error: sqlite3.Error) -> int:
    """SQLite's primary result code; the upper bytes refine it."""
    code: int = getattr(error, "sqlite_errorcode", -1)
    return code & 0xFF if code >= 0 else -1


def _is_full(folder: Path) -> bool:
    try:
        return free_bytes(str(folder)) < FULL_BELOW_BYTES
    except OSError:
        return False
