"""How the library's file came to its present shape, step by step.

Run by the writer when it opens the library. A migration is a function with a name that is recorded in the same
transaction as what it does; a name that is in a library is never changed or removed here.
"""

from __future__ import annotations

import logging
import sqlite3
import time
from collections.abc import Callable
from enum import Enum
from pathlib import Path
from typing import Any

from visionquery.domain.errors import LibraryTooNew
from visionquery.library.schema import EXTENSIONS, FIRST
from visionquery.library.schema_curation import CURATION

log = logging.getLogger(__name__)

MIGRATION_SET = "library"
BACKUPS_KEPT = 3


Migration = Callable[[sqlite3.Connection], None]


def first_schema(connection: sqlite3.Connection) -> None:
    """Folders, photos, contents, embeddings, settings and names."""
    execute_script(connection, FIRST)


def curation(connection: sqlite3.Connection) -> None:
    """Hidden photos, dismissed problems, retired folders, saved searches, requests; counts by folder and directory."""
    execute_script(connection, CURATION)


def videos(connection: sqlite3.Connection) -> None:
    """How long a video is, in seconds."""
    connection.execute("ALTER TABLE photos ADD COLUMN duration REAL")


def extensions(connection: sqlite3.Connection) -> None:
    """Photos by what their names end in."""
    execute_script(connection, EXTENSIONS)


MIGRATIONS: tuple[Migration, ...] = (first_schema, curation, videos, extensions)


class SchemaState(Enum):
    """How a library's schema stands to this program's."""

    EMPTY = "empty"
    OLDER = "older"
    CURRENT = "current"


def schema_state(connection: sqlite3.Connection, migrations: tuple[Migration, ...] = MIGRATIONS) -> SchemaState:
    """Raises `LibraryTooNew` where the library knows migrations that this program does not."""
    applied = _applied(connection)
    known = {migration.__name__ for migration in migrations}
    if applied - known:
        raise LibraryTooNew(
            "This library was written by a newer VisionQuery.",
            "Install the newest version to open it; nothing was changed.",
        )
    if not applied:
        return SchemaState.EMPTY
    return SchemaState.CURRENT if applied == known else SchemaState.OLDER


def migrate(connection: sqlite3.Connection, backups: Path, migrations: tuple[Migration, ...] = MIGRATIONS) -> None:
    """Bring the library to the present schema; a copy of an existing one is kept in `backups` first."""
    state = schema_state(connection, migrations)
    if state is SchemaState.CURRENT:
        return
    if state is SchemaState.OLDER:
        back_up(connection, backups)
    # Imported here: it takes a tenth of a second, and most starts find the schema current.
    from sqlite_utils import Database
    from sqlite_utils.migrations import Migrations

    steps = Migrations(MIGRATION_SET)
    for migration in migrations:
        steps(name=migration.__name__)(_on_connection(migration))
    steps.apply(Database(connection, execute_plugins=False, recursive_triggers=False))


def empty_library() -> sqlite3.Connection:
    """A library in memory with nothing in it."""
    connection = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
    for migration in MIGRATIONS:
        migration(connection)
    return connection


def back_up(connection: sqlite3.Connection, backups: Path) -> Path:
    """Write a consistent copy of the library, and keep the newest few copies."""
    backups.mkdir(parents=True, exist_ok=True)
    target = backups / f"library-{time.strftime('%Y%m%d-%H%M%S')}-{len(_applied(connection))}.db"
    unfinished = target.with_suffix(".unfinished")
    unfinished.unlink(missing_ok=True)
    copy = sqlite3.connect(unfinished)
    try:
        connection.backup(copy)
    except BaseException:
        copy.close()
        unfinished.unlink(missing_ok=True)
        raise
    copy.close()
    unfinished.replace(target)
    for old in sorted(backups.glob("library-*.db"))[:-BACKUPS_KEPT]:
        old.unlink(missing_ok=True)
    log.info("kept a copy of the library before its upgrade: %s", target)
    return target


def execute_script(connection: sqlite3.Connection, script: str) -> None:
    """Run several statements inside the transaction that is open (`executescript` would commit it)."""
    statement = ""
    for line in script.splitlines(keepends=True):
        statement += line
        if sqlite3.complete_statement(statement):
            connection.execute(statement)
            statement = ""


def _on_connection(migration: Migration) -> Callable[[Any], None]:
    return lambda db: migration(db.conn)


def _applied(connection: sqlite3.Connection) -> set[str]:
    table = connection.execute("SELECT 1 FROM sqlite_master WHERE name = '_sqlite_migrations'").fetchone()
    if table is None:
        return set()
    rows = connection.execute("SELECT name FROM _sqlite_migrations WHERE migration_set = ?", (MIGRATION_SET,))
    return {name for (name,) in rows}
