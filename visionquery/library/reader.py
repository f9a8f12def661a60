"""The library as everybody else sees it: read-only, beside the writer, from any process and thread.

A library that does not exist yet, or waits for its upgrade, reads as an empty one. Answers hold only what may be
shown: never a removed photo, and a missing one only where it is asked for by its id.
"""

from __future__ import annotations

import contextlib
import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, NamedTuple

import numpy as np

from visionquery.domain.collections import SavedSearch
from visionquery.domain.models import NetworkRequest
from visionquery.domain.photos import Photo
from visionquery.domain.queries import Criterion
from visionquery.library.browsing import Browsing
from visionquery.library.connections import Readers
from visionquery.library.criteria import as_check
from visionquery.library.database import Database
from visionquery.library.embeddings import EmbeddingReader, Ids
from visionquery.library.migrations import SchemaState, empty_library, schema_state
from visionquery.library.names import name_query
from visionquery.library.paths_sql import join_path, path_from_sql
from visionquery.library.requests import read_requests
from visionquery.library.rows import (
    PHOTO_COLUMNS,
    PHOTO_JOINS,
    id_list,
    photo_from_row,
)
from visionquery.library.searches import read_searches
from visionquery.library.settings import read_settings
from visionquery.library.thumbnails import ThumbnailStore
from visionquery.library.vocabulary import Vocabulary, read_vocabulary
from visionquery.system.paths import DataPaths

# A photo can be found while it has a content and is not known to be gone or bad (see `PhotoState`).
SEARCHABLE = "photos.content_id IS NOT NULL AND photos.state IN ('pending', 'indexed')"
# The same where filters narrow it down: left to itself SQLite walks through all contents instead of the filter's index
# (favourites of 100,000 photos: 230 ms instead of 0.1).
FILTERED = "+photos.content_id IS NOT NULL AND +photos.state IN ('pending', 'indexed')"
CONTENT_PHOTO_COLUMNS = "photos.content_id, photos.id, folders.path, photos.relpath"


class ContentPhoto(NamedTuple):
    """One photo of a content; copies share a content."""

    content_id: int
    photo_id: int
    path: str


class NameMatch(NamedTuple):
    """A searchable photo whose file or folder name holds the words."""

    photo_id: int
    content_id: int
    path: str


class LibraryReader(Browsing):
    """Opens its connections when they are first needed, one per thread."""

    def __init__(self, paths: DataPaths) -> None:
        self.paths = paths
        self.thumbnails = ThumbnailStore(paths.thumbnails)
        self._database = Database(paths.library)
        self._readers = Readers(self._open, self._database.identity)
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

    def photos_of_contents(
        self, content_ids: Sequence[int] | Ids, folder: str | None = None, criteria: Sequence[Criterion] = ()
    ) -> list[ContentPhoto]:
        """The searchable photos of these contents, in the order of the contents, copies by path.

        Only those below the absolute path `folder` that meet every criterion, where these are given.
        """
        wanted, values = self._conditions(criteria, folder)
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT {CONTENT_PHOTO_COLUMNS}, wanted.key "
                f"FROM json_each(?) AS wanted CROSS JOIN photos ON photos.content_id = wanted.value AND {SEARCHABLE} "
                f"JOIN folders ON folders.id = photos.folder_id WHERE {as_check(wanted)}",
                (id_list(content_ids), *values),
            ).fetchall()
        found = [(row[-1], _content_photo(row)) for row in rows]
        found.sort(key=lambda each: (each[0], each[1].path))
        return [photo for _, photo in found]

    def newest(self, limit: int, folder: str | None = None, criteria: Sequence[Criterion] = ()) -> list[ContentPhoto]:
        """The searchable photos below `folder` that meet every criterion, by the time they were taken."""
        wanted, values = self._conditions(criteria, folder)
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT {CONTENT_PHOTO_COLUMNS} FROM photos JOIN folders ON folders.id = photos.folder_id "
                f"WHERE {SEARCHABLE} AND photos.state != 'missing' AND {wanted} "
                "ORDER BY photos.shown_at DESC, photos.id DESC LIMIT ?",
                (*values, limit),
            )
            return [_content_photo(row) for row in rows]

    def count(self, folder: str | None = None, criteria: Sequence[Criterion] = ()) -> int:
        """How many searchable photos lie below `folder` and meet every criterion."""
        wanted, values = self._conditions(criteria, folder)
        searchable = FILTERED if folder or criteria else SEARCHABLE
        with self._read() as connection:
            query = f"SELECT count(*) FROM photos WHERE {searchable} AND photos.state != 'missing' AND {wanted}"
            return int(connection.execute(query, values).fetchone()[0])

    def content_ids(self, folder: str | None = None, criteria: Sequence[Criterion] = ()) -> Ids:
        """int64[n], ascending: contents of searchable photos, of the library or below an absolute path.

        The path may lie at, below, or above folders of the library; elsewhere there is nothing.
        """
        wanted, values = self._conditions(criteria, folder)
        searchable = FILTERED if folder or criteria else SEARCHABLE
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT content_id FROM photos WHERE {searchable} AND photos.state != 'missing' AND {wanted}", values
            )
            return np.unique(np.fromiter((row[0] for row in rows), np.int64))

    def match_names(self, words: Iterable[str], limit: int = 1000) -> list[NameMatch]:
        """Searchable photos whose file and folder names hold every word, latest added first."""
        query = name_query(words)
        if not query:
            return []
        with self._read() as connection:
            rows = connection.execute(
                "SELECT photos.id, photos.content_id, folders.path, photos.relpath FROM names "
                "CROSS JOIN photos ON photos.id = names.rowid AND photos.hidden = 0 "
                "JOIN folders ON folders.id = photos.folder_id AND folders.retired_at IS NULL "
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
        return [] if self._database.identity() is None else self._database.problems()

    def saved_searches(self) -> list[SavedSearch]:
        """All of them, by name."""
        with self._read() as connection:
            return read_searches(connection)

    def vocabulary(self) -> Vocabulary:
        """What may stand behind the filters of a query."""
        with self._read() as connection:
            return read_vocabulary(connection)

    def requests(self) -> list[NetworkRequest]:
        """The network requests that this program has made, the newest first."""
        with self._read() as connection:
            return read_requests(connection)

    def close(self) -> None:
        self._readers.close()
        self.thumbnails.close()

    @contextlib.contextmanager
    def _read(self) -> Iterator[sqlite3.Connection]:
        with self._database.translated_errors():
            connection = self._readers.get()
            if _is_stand_in(connection):
                library = self._open_library()
                if library is not None:
                    library.close()
                    self._readers.forget()
                    connection = self._readers.get()
            yield connection

    def _open(self) -> sqlite3.Connection:
        return self._open_library() or empty_library()

    def _open_library(self) -> sqlite3.Connection | None:
        """None while there is none yet, or one that waits for its upgrade."""
        if self._database.identity() is None:
            return None
        connection = self._database.open_reader()
        try:
            if schema_state(connection) is SchemaState.CURRENT:
                return connection
        except BaseException:
            connection.close()
            raise
        connection.close()
        return None


def _content_photo(row: tuple[Any, ...]) -> ContentPhoto:
    """A photo from `CONTENT_PHOTO_COLUMNS`."""
    return ContentPhoto(row[0], row[1], join_path(path_from_sql(row[2]), path_from_sql(row[3])))


def _is_stand_in(connection: sqlite3.Connection) -> bool:
    return str(connection.execute("PRAGMA database_list").fetchone()[2]) == ""
