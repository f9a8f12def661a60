"""The schema and its steps."""

from __future__ import annotations

import sqlite3
import time
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.errors import LibraryTooNew
from visionquery.library.database import Database
from visionquery.library.library import Library
from visionquery.library.migrations import MIGRATIONS, SchemaState, back_up, migrate, schema_state
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths


def add_albums(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE albums (id INTEGER PRIMARY KEY)")


def fail_half_way(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE half (id INTEGER PRIMARY KEY)")
    connection.execute("DELETE FROM photos")
    raise RuntimeError("the power went out")


def tables(connection: sqlite3.Connection) -> set[str]:
    return {row[0] for row in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")}


def test_a_new_library_is_current_and_needs_no_backup(shelf: Any) -> None:
    with shelf.library._writer.read() as connection:
        assert schema_state(connection) is SchemaState.CURRENT
    assert list(shelf.paths.backups_dir.iterdir()) == []


def test_an_older_library_is_copied_and_then_upgraded(shelf: Any) -> None:
    shelf.add("a.jpg")
    with shelf.library._writer.read() as connection:
        steps = (*MIGRATIONS, add_albums)
        assert schema_state(connection, steps) is SchemaState.OLDER
        migrate(connection, shelf.paths.backups_dir, steps)
        assert schema_state(connection, steps) is SchemaState.CURRENT
        assert "albums" in tables(connection)
        migrate(connection, shelf.paths.backups_dir, steps)
    (copy,) = shelf.paths.backups_dir.iterdir()
    before = Database(copy).open_reader()
    assert schema_state(before) is SchemaState.CURRENT
    assert before.execute("SELECT count(*) FROM photos").fetchone() == (1,)
    assert "albums" not in tables(before)
    before.close()


def test_a_step_that_fails_leaves_nothing_behind(shelf: Any) -> None:
    shelf.add("a.jpg")
    with shelf.library._writer.read() as connection:
        with pytest.raises(RuntimeError, match="power"):
            migrate(connection, shelf.paths.backups_dir, (*MIGRATIONS, add_albums, fail_half_way))
        assert schema_state(connection, (*MIGRATIONS, add_albums)) is SchemaState.CURRENT
        assert "half" not in tables(connection)
    assert set(shelf.library.photos.stored(shelf.folder.id)) == {"a.jpg"}


def test_a_newer_library_is_refused_and_left_alone(paths: DataPaths, shelf_type: type[Any]) -> None:
    shelf = shelf_type(paths)
    with shelf.library._writer.read() as connection:
        migrate(connection, paths.backups_dir, (*MIGRATIONS, add_albums))
    shelf.close()
    with pytest.raises(LibraryTooNew, match="newer VisionQuery"):
        Library(paths).open()
    reader = LibraryReader(paths)
    with pytest.raises(LibraryTooNew):
        reader.counts()
    reader.close()
    connection = Database(paths.library).open_reader()
    assert schema_state(connection, (*MIGRATIONS, add_albums)) is SchemaState.CURRENT
    connection.close()


def test_a_library_that_waits_for_its_upgrade_reads_as_empty(
    paths: DataPaths, shelf_type: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    shelf = shelf_type(paths)
    shelf.add("a.jpg")
    monkeypatch.setattr(
        "visionquery.library.reader.schema_state",
        lambda connection: schema_state(connection, (*MIGRATIONS, add_albums)),
    )
    reader = LibraryReader(paths)
    assert reader.counts().total == 0
    with shelf.library._writer.read() as connection:
        migrate(connection, paths.backups_dir, (*MIGRATIONS, add_albums))
    assert reader.counts().total == 1
    reader.close()
    shelf.close()


def test_only_the_newest_copies_are_kept(tmp_path: Path, shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    stamps = iter(range(10))
    monkeypatch.setattr(time, "strftime", lambda form: f"2026010{next(stamps)}-000000")
    with shelf.library._writer.read() as connection:
        copies = [back_up(connection, tmp_path / "backups") for _ in range(5)]
    assert sorted((tmp_path / "backups").iterdir()) == copies[-3:]
