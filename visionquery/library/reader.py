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
from numpy.typing import NDArray

from visionquery.domain.errors import FailureKind
from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Counts, Failure, Photo, PhotoState
from visionquery.domain.queries import Criterion
from visionquery.library.connections import Readers
from visionquery.library.criteria import as_check, conditions
from visionquery.library.database import Database
from visionquery.library.embeddings import EmbeddingReader, Ids
from visionquery.library.migrations import SchemaState, empty_library, schema_state
from visionquery.library.names import name_query
from visionquery.library.paths_sql import join_path, path_from_sql
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
# Up to so many photos are looked up one by one; more are cheaper as a pass over all (10 ms against 0.7 s a million).
FEW_ASPECTS = 20_000
CONTENT_PHOTO_COLUMNS = "photos.content_id, photos.id, folders.path, photos.relpath, folders.id, folders.state"


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

    def all_ids(self, newest_first: bool = True, folder_id: int | None = None) -> array[int]:
        """Ids of all photos that are not missing, by the time they were taken (else that of their file).

        `folder_id` narrows them to one folder.
        """
        order = "DESC" if newest_first else "ASC"
        narrowed, parameters = ("", ()) if folder_id is None else ("AND folder_id = ? ", (folder_id,))
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT id FROM photos WHERE state != 'missing' {narrowed}ORDER BY shown_at {order}, id {order}",
                parameters,
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

    def photos_of_contents(
        self, content_ids: Sequence[int] | Ids, folder: str | None = None, criteria: Sequence[Criterion] = ()
    ) -> list[ContentPhoto]:
        """The searchable photos of these contents, in the order of the contents, copies by path.

        Only those below the absolute path `folder` that meet every criterion, where these are given.
        """
        wanted, values = conditions(criteria, folder, self.folders() if folder or criteria else ())
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
        wanted, values = conditions(criteria, folder, self.folders())
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
        wanted, values = conditions(criteria, folder, self.folders())
        with self._read() as connection:
            query = f"SELECT count(*) FROM photos WHERE {SEARCHABLE} AND photos.state != 'missing' AND {wanted}"
            return int(connection.execute(query, values).fetchone()[0])

    def content_ids(self, folder: str | None = None, criteria: Sequence[Criterion] = ()) -> Ids:
        """int64[n], ascending: contents of searchable photos, of the library or below an absolute path.

        The path may lie at, below, or above folders of the library; elsewhere there is nothing.
        """
        wanted, values = conditions(criteria, folder, self.folders())
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT content_id FROM photos WHERE {SEARCHABLE} AND photos.state != 'missing' AND {wanted}", values
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

    def aspects(self, ids: Ids) -> NDArray[np.uint16]:
        """uint16[n]: width by height in thousandths, in the order of `ids`; 0 where the size is not known (yet).

        Many are read as a few long strings, at 0.7 s for a million: half of what a million Python rows take.
        """
        ratio = "min(65535, max(1, (width * 1000 + height / 2) / height))"
        with self._read() as connection:
            if len(ids) <= FEW_ASPECTS:
                rows = connection.execute(
                    f"SELECT wanted.key, {ratio} FROM json_each(?) AS wanted "
                    "CROSS JOIN photos ON photos.id = wanted.value WHERE height > 0",
                    (id_list(ids),),
                ).fetchall()
                places = np.array(rows, np.int64).reshape(-1, 2)
                found = np.zeros(len(ids), np.uint16)
                found[places[:, 0]] = places[:, 1]
                return found
            # Read whole: id and ratio in one number, four thousand a string.
            parts = connection.execute(
                f"SELECT group_concat(id * 65536 + {ratio}) FROM photos WHERE height > 0 GROUP BY id / 4096"
            )
            packed = [np.fromstring(part[0], np.int64, sep=",") for part in parts]
        by_id = np.zeros(int(np.max(ids)) + 1, np.uint16)
        for numbers in packed:
            numbers = numbers[numbers >> 16 < len(by_id)]
            by_id[numbers >> 16] = numbers & 0xFFFF
        return by_id[ids]

    def settings(self) -> dict[str, Any]:
        """Every setting with the value that is in effect."""
        with self._read() as connection:
            return read_settings(connection)

    def problems(self) -> list[str]:
        """What SQLite's own check finds wrong; empty where the file is sound or absent. Reads the whole file."""
        return [] if self._database.identity() is None else self._database.problems()

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
    relpath = path_from_sql(row[3])
    path = join_path(path_from_sql(row[2]), relpath)
    return ContentPhoto(row[0], row[1], path, relpath, row[4], row[5] == FolderState.OFFLINE.value)


def _is_stand_in(connection: sqlite3.Connection) -> bool:
    return str(connection.execute("PRAGMA database_list").fetchone()[2]) == ""
