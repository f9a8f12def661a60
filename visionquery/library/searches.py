"""Saved searches: a question with a name. `SavedSearches` is the writer's; any connection can read."""

from __future__ import annotations

import sqlite3

from visionquery.domain.collections import SavedSearch
from visionquery.domain.errors import Fault
from visionquery.library.connections import Writer
from visionquery.library.paths_sql import path_from_sql, path_to_sql
from visionquery.library.rows import storable


class SavedSearches:
    """The `saved_searches` table. No two have the same name."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def save(self, name: str, text: str, folder: str | None = None) -> SavedSearch:
        """Keep a search; one of the same name is replaced. Raises `Fault` where the name is empty."""
        with self._writer.write() as connection:
            row = connection.execute(
                "INSERT INTO saved_searches (name, text, folder) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE "
                "SET text = excluded.text, folder = excluded.folder RETURNING id, name, text, folder",
                (_checked(name), storable(text), None if folder is None else path_to_sql(folder)),
            ).fetchone()
            return _search(row)

    def rename(self, search_id: int, name: str) -> None:
        """Raises `Fault` where the name is empty or another search has it. One that is gone is passed over."""
        name = _checked(name)
        with self._writer.write() as connection:
            taken = connection.execute("SELECT id FROM saved_searches WHERE name = ?", (name,)).fetchone()
            if taken is not None and taken[0] != search_id:
                raise Fault(f"There is a search called “{name}” already.", "Choose another name.")
            connection.execute("UPDATE saved_searches SET name = ? WHERE id = ?", (name, search_id))

    def delete(self, search_id: int) -> None:
        """One that is gone already is passed over."""
        with self._writer.write() as connection:
            connection.execute("DELETE FROM saved_searches WHERE id = ?", (search_id,))

    def list(self) -> list[SavedSearch]:
        """All of them, by name."""
        with self._writer.read() as connection:
            return read_searches(connection)


def read_searches(connection: sqlite3.Connection) -> list[SavedSearch]:
    """All saved searches, by name."""
    rows = connection.execute("SELECT id, name, text, folder FROM saved_searches").fetchall()
    return sorted(map(_search, rows), key=lambda search: (search.name.casefold(), search.name))


def _search(row: tuple[int, str, str, str | bytes | None]) -> SavedSearch:
    search_id, name, text, folder = row
    return SavedSearch(search_id, name, text, None if folder is None else path_from_sql(folder))


def _checked(name: str) -> str:
    name = " ".join(str(storable(name)).split())
    if not name:
        raise Fault("A saved search needs a name.", "Type one.")
    return name
