"""A library of the first shape, with everything in it, becomes one of today; also where the upgrade is killed."""

from __future__ import annotations

import hashlib
import sqlite3
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from visionquery.domain.queries import Added, Hidden
from visionquery.library.database import Database, transaction
from visionquery.library.library import Library
from visionquery.library.migrations import MIGRATIONS, SchemaState, migrate, schema_state
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths

FIRST = MIGRATIONS[:1]

KILLED = """
import os, signal, sys
from pathlib import Path
from visionquery.library import migrations
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths

execute_script, left = migrations.execute_script, [int(sys.argv[2])]

def count(statement):
    left[0] -= 1
    if left[0] == 0:
        os.kill(os.getpid(), signal.SIGKILL)

def execute(connection, script):
    connection.set_trace_callback(count)
    execute_script(connection, script)

migrations.execute_script = execute
Library(DataPaths(Path(sys.argv[1]))).open()
print("upgraded")
"""


@pytest.fixture
def old(paths: DataPaths) -> DataPaths:
    """Two folders; photos in every state, in subfolders, copies, with favourites; two spaces."""
    paths.ensure()
    connection = Database(paths.library).open_writer()
    migrate(connection, paths.backups_dir, FIRST)
    with transaction(connection):
        connection.execute("INSERT INTO folders (id, path) VALUES (1, '/photos'), (2, '/other')")
        connection.execute("INSERT INTO spaces (name, dimension, fingerprint) VALUES ('a', 4, 'x'), ('b', 4, 'y')")
        for number in range(40):
            connection.execute("INSERT INTO contents (hash) VALUES (?)", (hashlib.sha1(bytes([number])).digest(),))
            vector = np.eye(4, dtype="<f2")[number % 4].tobytes()
            for space in (1, 2) if number % 3 else (1,):
                connection.execute(
                    "INSERT INTO embeddings (space_id, content_id, vector) VALUES (?, ?, ?)",
                    (space, number + 1, vector),
                )
        for number in range(60):
            state = ("indexed", "pending", "failed", "missing", "indexed")[number % 5]
            relpath = f"{'sub/deep/' if number % 3 else ''}{number}.jpg"
            connection.execute(
                "INSERT INTO photos (folder_id, relpath, size, mtime_ns, state, content_id, failure, favourite, "
                "rating, added_at, shown_at) VALUES (?, ?, 1, 1, ?, ?, ?, ?, ?, '2024-05-06T07:08:09+00:00', ?)",
                (
                    1 + number % 2,
                    relpath.encode() + b"\xff" if number % 7 == 0 else relpath,
                    state,
                    None if state == "failed" else 1 + number % 40,
                    "damaged" if state == "failed" else None,
                    number % 4 == 0,
                    number % 6,
                    number,
                ),
            )
    connection.close()
    return paths


def facts(connection: sqlite3.Connection) -> list[tuple[object, ...]]:
    columns = "id, folder_id, relpath, state, content_id, favourite, rating, added_at, shown_at"
    return connection.execute(f"SELECT {columns} FROM photos ORDER BY id").fetchall()


def counted(connection: sqlite3.Connection) -> dict[tuple[int, int], int]:
    """Findable photos by space and folder, told from the rows alone."""
    rows = connection.execute(
        "SELECT space_id, folder_id, count(*) FROM photos JOIN embeddings USING (content_id) "
        "WHERE state IN ('pending', 'indexed') GROUP BY 1, 2"
    )
    return {(space, folder): photos for space, folder, photos in rows}


def check_upgraded(paths: DataPaths, before: list[tuple[object, ...]]) -> None:
    connection = Database(paths.library).open_reader()
    assert schema_state(connection) is SchemaState.CURRENT
    assert facts(connection) == before
    by_space = counted(connection)
    connection.close()
    reader = LibraryReader(paths)
    assert reader.problems() == []
    counts = reader.counts(1)
    assert (counts.total, counts.indexed, counts.pending, counts.failed, counts.missing) == (48, 24, 12, 12, 12)
    assert (counts.hidden, counts.dismissed) == (0, 0)
    assert counts.searchable == by_space[1, 1] + by_space[1, 2]
    assert reader.counts(2).searchable == by_space[2, 1] + by_space[2, 2]
    assert len(reader.all_ids()) == 48
    assert len(reader.all_ids(criteria=[Added((("2024-05-05", "2024-05-08"),))])) == 48
    assert len(reader.all_ids(criteria=[Hidden()])) == 0
    shown = [row for row in before if row[3] != "missing" and bytes(str(row[2]), "utf-8").find(b"sub/deep") >= 0]
    inside = {folder: sum(row[1] == folder for row in shown) for folder in (1, 2)}
    expected = [(folder, path, inside[folder]) for folder in (1, 2) for path in ("sub", "sub/deep")]
    assert reader.subfolders() == expected
    assert len(reader.failures()) == 12
    reader.close()


def test_everything_is_as_it_was_and_counted(old: DataPaths) -> None:
    connection = Database(old.library).open_reader()
    before = facts(connection)
    connection.close()
    waiting = LibraryReader(old)
    assert waiting.counts().total == 0  # reads as empty until the writer has upgraded it
    with Library(old) as library:
        check_upgraded(old, before)
        assert waiting.counts().total == 48
        library.photos.set_hidden([1, 2], True)
        library.folders.remove(2)
        assert waiting.counts(1).total == 23
        library.sweep()
    waiting.close()
    (copy,) = old.backups_dir.iterdir()
    backup = Database(copy).open_reader()
    assert schema_state(backup, FIRST) is SchemaState.CURRENT
    assert facts(backup) == before
    backup.close()


@pytest.mark.skipif(sys.platform == "win32", reason="processes are killed otherwise there")
@pytest.mark.parametrize("statement", [1, 4, 12, 20, 28, 36])
def test_an_upgrade_that_is_killed_leaves_the_old_library_and_works_the_next_time(
    old: DataPaths, statement: int
) -> None:
    connection = Database(old.library).open_reader()
    before = facts(connection)
    connection.close()
    killed = subprocess.run(
        [sys.executable, "-c", KILLED, str(old.library.parent), str(statement)], capture_output=True, text=True
    )
    assert (killed.returncode, killed.stdout) == (-9, ""), killed.stderr
    connection = Database(old.library).open_reader()
    assert schema_state(connection, FIRST) is SchemaState.CURRENT
    assert facts(connection) == before
    connection.close()
    with Library(old):
        check_upgraded(old, before)
    assert len(list(Path(old.backups_dir).glob("library-*.db"))) >= 1
