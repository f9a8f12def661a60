"""The library as everybody else sees it: read-only, beside the writer, from any process and thread.

A library that does not exist yet, or waits for its upgrade, reads as an empty one. Answers hold only what may be
shown: never a removed photo, and a missing one only where it is asked for by its id.
"""

from __future__ import annotations

import contextlib
import sqlite3
from array import array
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from visionquery.domain.errors import FailureKind
from visionquery.domain.folders import Folder
from visionquery.domain.photos import Counts, Failure, Photo, PhotoState
from visionquery.library.connections import Readers
from visionquery.library.database import Database
from visionquery.library.embeddings import EmbeddingReader, Ids
from visionquery.library.migrations import SchemaState, migrate, schema_state
from visionquery.library.names import name_query
from visionquery.library.paths_sql import join_path, path_from_sql, prefix_ranges, relative_to
from visionquery.library.rows import (
    FOLDER_SELECT,
    PHOTO_COLUMNS,
    PHOTO_JOINS,
    folder_from_row,
    id_list,
    photo_from_row,
)
from visionquery.library.settings import read_settings
from visionquery.library.thumbnails import ThumbnailStore
from visionquery.system.paths import DataPaths

# A photo can be found while it has a content and is not known to be gone or bad (see `PhotoState`).
SEARCHABLE = "photos.content_id IS NOT NULL AND photos.state IN ('pending', 'indexed')"


class ContentPhoto(NamedTuple):
    """One photo of a content; copies share a content."""

    content_id: int
    photo_id: int
    path: str
    relpath: str
    folder_id: int
    offline: bool


class NameMatch(NamedTuple):
    """A searchable photo whose file or folder name holds the words."""

    photo_id: int
    content_id: int
    path: str


class LibraryReader:
    """Opens its connections when they are first needed, one per thread."""

    def __init__(self, paths: DataPaths) -> None:
        self.paths = paths
        self.thumbnails = ThumbnailStore(paths.thumbnails)
        self._database = Database(paths.library)
        self._readers = Readers(self._open)
        self.embeddings = EmbeddingReader(self._read)

    def photo(self, photo_id: int) -> Photo | None:
        """The photo, also a missing one; None where it was removed."""
        return self.photos([photo_id]).get(photo_id)

    def photos(self, photo_ids: Sequence[int]) -> dict[int, Photo]:
        """Photos by id, without those that were removed."""
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT {PHOTO_COLUMNS} FROM json_each(?) AS wanted "
                f"CROSS JOIN photos ON photos.id = wanted.value {PHOTO_JOINS}",
                (id_list(photo_ids),),
            )
            return {photo.id: photo for photo in map(photo_from_row, rows)}

    def all_ids(self, newest_first: bool = True) -> array[int]:
        """Ids of all photos that are not missing, by the time they were taken (else that of their file)."""
        order = "DESC" if newest_first else "ASC"
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT id FROM photos WHERE state != 'missing' ORDER BY shown_at {order}, id {order}"
            )
            return array("q", (row[0] for row in rows))

    def folders(self) -> list[Folder]:
        """All folders, by path."""
        with self._read() as connection:
            return sorted(map(folder_from_row, connection.execute(FOLDER_SELECT)), key=lambda folder: folder.path)

    def counts(self, space_id: int | None = None) -> Counts:
        """How many photos stand where. Costs the same however many there are.

        `total` and `by_folder` leave missing photos out. `searchable` is 0 where no space is given.
        """
        with self._read() as connection:
            tallies = connection.execute("SELECT folder_id, state, photos FROM tallies").fetchall()
            space = connection.execute("SELECT searchable FROM spaces WHERE id = ?", (space_id,)).fetchone()
        by_state = dict.fromkeys(PhotoState, 0)
        by_folder: dict[int, int] = {}
        for folder_id, state, photos in tallies:
            by_state[PhotoState(state)] += photos
            if state != PhotoState.MISSING:
                by_folder[folder_id] = by_folder.get(folder_id, 0) + photos
        return Counts(
            total=sum(by_folder.values()),
            pending=by_state[PhotoState.PENDING],
            indexed=by_state[PhotoState.INDEXED],
            failed=by_state[PhotoState.FAILED],
            missing=by_state[PhotoState.MISSING],
            searchable=space[0] if space else 0,
            by_folder=by_folder,
        )

    def failures(self) -> list[Failure]:
        """Photos that cannot be used, by path."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT photos.id, folders.path, photos.relpath, photos.failure, photos.reason FROM photos "
                "JOIN folders ON folders.id = photos.folder_id WHERE photos.state = 'failed'"
            )
            failures = [
                Failure(row[0], join_path(path_from_sql(row[1]), path_from_sql(row[2])), FailureKind(row[3]), row[4])
                for row in rows
            ]
        return sorted(failures, key=lambda failure: failure.path)

    def photos_of_contents(self, content_ids: Sequence[int] | Ids) -> list[ContentPhoto]:
        """The searchable photos of these contents, in the order of the contents, copies by path."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT photos.content_id, photos.id, folders.path, photos.relpath, folders.id, folders.state, "
                "wanted.key FROM json_each(?) AS wanted "
                f"CROSS JOIN photos ON photos.content_id = wanted.value AND {SEARCHABLE} "
                "JOIN folders ON folders.id = photos.folder_id",
                (id_list(content_ids),),
            ).fetchall()
        found = []
        for content_id, photo_id, folder, stored, folder_id, state, place in rows:
            relpath = path_from_sql(stored)
            path = join_path(path_from_sql(folder), relpath)
            found.append((place, ContentPhoto(content_id, photo_id, path, relpath, folder_id, state == "offline")))
        found.sort(key=lambda each: (each[0], each[1].path))
        return [photo for _, photo in found]

    def content_ids(self, folder: str | None = None) -> Ids:
        """int64[n], ascending: contents of searchable photos, of the library or below an absolute path.

        The path may lie at, below, or above folders of the library; elsewhere there is nothing.
        """
        if folder is None:
            return self._content_ids(f"SELECT DISTINCT content_id FROM photos WHERE {SEARCHABLE}", ())
        found = []
        for root in self.folders():
            inside = relative_to(folder, root.path)
            if inside:
                found += [
                    self._content_ids(
                        "SELECT content_id FROM photos WHERE folder_id = ? AND relpath >= ? AND relpath < ? "
                        f"AND state != 'missing' AND {SEARCHABLE}",
                        (root.id, first, end),
                    )
                    for first, end in prefix_ranges(inside)
                ]
            elif inside == "" or relative_to(root.path, folder) is not None:
                found.append(
                    self._content_ids(f"SELECT content_id FROM photos WHERE folder_id = ? AND {SEARCHABLE}", (root.id,))
                )
        return np.unique(np.concatenate(found)) if found else np.empty(0, np.int64)

    def match_names(self, words: Iterable[str], limit: int = 1000) -> list[NameMatch]:
        """Searchable photos whose file and folder names hold every word, latest added first."""
        query = name_query(words)
        if not query:
            return []
        with self._read() as connection:
            rows = connection.execute(
                "SELECT photos.id, photos.content_id, folders.path, photos.relpath FROM names "
                "CROSS JOIN photos ON photos.id = names.rowid JOIN folders ON folders.id = photos.folder_id "
                f"WHERE names MATCH ? AND {SEARCHABLE} ORDER BY names.rowid DESC LIMIT ?",
                (query, limit),
            )
            return [NameMatch(row[0], row[1], join_path(path_from_sql(row[2]), path_from_sql(row[3]))) for row in rows]

    def content_of(self, photo_id: int) -> int | None:
        """The content of a photo, None where it has none (yet) or was removed."""
        with self._read() as connection:
            row = connection.execute("SELECT content_id FROM photos WHERE id = ?", (photo_id,)).fetchone()
            return None if row is None else row[0]

    def settings(self) -> dict[str, Any]:
        """Every setting with the value that is in effect."""
        with self._read() as connection:
            return read_settings(connection)

    def problems(self) -> list[str]:
        """What SQLite's own check finds wrong; empty where the file is sound or absent. Reads the whole file."""
        return self._database.problems() if self._database.exists() else []

    def close(self) -> None:
        self._readers.close()
        self.thumbnails.close()

    def _content_ids(self, query: str, parameters: tuple[object, ...]) -> Ids:
        with self._read() as connection:
            return np.fromiter((row[0] for row in connection.execute(query, parameters)), np.int64)

    @contextlib.contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        with self._database.translated_errors():
            if self._database.exists():
                connection = self._readers.get()
                if _is_stand_in(connection):
                    # The library was empty or old when this thread looked last.
                    self._readers.forget()
                    connection = self._readers.get()
            else:
                self._readers.forget()
                connection = self._readers.get()
            yield connection

    def _open(self) -> sqlite3.Connection:
        if self._database.exists():
            connection = self._database.open_reader()
            try:
                if schema_state(connection) is SchemaState.CURRENT:
                    return connection
            except BaseException:
                connection.close()
                raise
            connection.close()
        empty = sqlite3.connect(":memory:", isolation_level=None, check_same_thread=False)
        migrate(empty, None)
        return empty


def _is_stand_in(connection: sqlite3.Connection) -> bool:
    return str(connection.execute("PRAGMA database_list").fetchone()[2]) == ""
