"""The library as it is looked through: lists of ids, times and shapes for them, subfolders, counts, problems.

Part of the reader, for any process and thread. What is read here is read often and from large libraries, so each
question costs one walk along an index, or nothing that grows with the number of photos.
"""

from __future__ import annotations

import sqlite3
from abc import ABC, abstractmethod
from array import array
from collections.abc import Sequence
from contextlib import AbstractContextManager

import numpy as np
from numpy.typing import NDArray

from visionquery.domain.errors import FailureKind
from visionquery.domain.folders import Folder
from visionquery.domain.photos import Counts, Failure, PhotoState
from visionquery.domain.queries import Criterion
from visionquery.library.criteria import Condition, conditions
from visionquery.library.embeddings import Ids
from visionquery.library.paths_sql import join_path, path_from_sql
from visionquery.library.rows import FOLDER_SELECT, folder_from_row, id_list

# Up to so many photos are looked up one by one; more are cheaper as a pass over all (10 ms against 0.7 s a million).
LOOKED_UP = 20_000
LIVE_FOLDERS = "SELECT id FROM folders WHERE retired_at IS NULL"


class Browsing(ABC):
    """What a `LibraryReader` knows about many photos at once."""

    @abstractmethod
    def _read(self) -> AbstractContextManager[sqlite3.Connection]:
        """The connection of this thread."""

    def all_ids(
        self,
        newest_first: bool = True,
        folder_id: int | None = None,
        folder: str | None = None,
        criteria: Sequence[Criterion] = (),
    ) -> array[int]:
        """Ids of all photos that are neither missing nor hidden, by the time they were taken (else that of their file).

        `folder_id` narrows them to one folder of the library, `folder` to an absolute path in it, `criteria` to those
        that meet every one (hidden photos where they ask for them).
        """
        order = "DESC" if newest_first else "ASC"
        wanted, values = self._conditions(criteria, folder)
        if folder_id is not None:
            # A walk along all photos in order costs less than sorting a folder that holds a good part of them.
            whole = self.counts()
            walk = "+" if 4 * whole.by_folder.get(folder_id, 0) > whole.total else ""
            wanted, values = f"{walk}photos.folder_id = ? AND {wanted}", [folder_id, *values]
        with self._read() as connection:
            rows = connection.execute(
                f"SELECT id FROM photos WHERE state != 'missing' AND {wanted} ORDER BY shown_at {order}, id {order}",
                values,
            )
            return array("q", (row[0] for row in rows))

    def count_shown(self, criteria: Sequence[Criterion]) -> int:
        """How many photos `all_ids` would list with these criteria."""
        wanted, values = self._conditions(criteria, None)
        with self._read() as connection:
            rows = connection.execute(f"SELECT count(*) FROM photos WHERE state != 'missing' AND {wanted}", values)
            return int(rows.fetchone()[0])

    def shown_times(self, ids: Ids | Sequence[int]) -> array[int]:
        """When each of these photos was taken, in its order: seconds of the wall clock there since 1970.

        Where the picture does not say, it is the time of its file; 0 where there is no such photo (any more).
        """
        wanted = np.asarray(ids, np.int64)
        with self._read() as connection:
            if len(wanted) <= LOOKED_UP:
                rows = connection.execute(
                    "SELECT wanted.key, shown_at FROM json_each(?) AS wanted "
                    "CROSS JOIN photos ON photos.id = wanted.value",
                    (id_list(wanted),),
                ).fetchall()
                places = np.array(rows, np.int64).reshape(-1, 2)
            else:
                # Read whole, as few long strings of numbers.
                parts = connection.execute("SELECT group_concat(id || ',' || shown_at) FROM photos GROUP BY id / 4096")
                numbers = [np.fromstring(part[0], np.int64, sep=",").reshape(-1, 2) for part in parts]
                by_id = np.concatenate(numbers or [np.full((1, 2), -1, np.int64)])
                where = np.searchsorted(by_id[:, 0], wanted).clip(max=len(by_id) - 1)
                known = by_id[where, 0] == wanted
                places = np.stack([np.flatnonzero(known), by_id[where[known], 1]], axis=1)
        found = np.zeros(len(wanted), np.int64)
        found[places[:, 0]] = places[:, 1]
        return array("q", found.tobytes())

    def subfolders(self) -> list[tuple[int, str, int]]:
        """Every subfolder that holds photos that are shown, or holds one that does: folder id, path, photo count.

        The path is relative to the folder, with `/` between its parts; the count is that of all photos below it.
        Costs what there are subfolders, not photos.
        """
        with self._read() as connection:
            rows = connection.execute(
                "SELECT folder_id, CAST(path AS BLOB), photos FROM directories "
                "WHERE photos > 0 AND path != '' AND folder_id IN (SELECT id FROM folders WHERE retired_at IS NULL)"
            ).fetchall()
        below: dict[tuple[int, str], int] = {}
        for folder_id, directory, photos in rows:
            path = path_from_sql(directory).rstrip("/")
            while path:
                below[folder_id, path] = below.get((folder_id, path), 0) + photos
                path = path.rpartition("/")[0]
        return sorted((folder_id, path, photos) for (folder_id, path), photos in below.items())

    def aspects(self, ids: Ids) -> NDArray[np.uint16]:
        """uint16[n]: width by height in thousandths, in the order of `ids`; 0 where the size is not known (yet).

        Many are read as a few long strings, at 0.7 s for a million: half of what a million Python rows take.
        """
        ratio = "min(65535, max(1, (width * 1000 + height / 2) / height))"
        with self._read() as connection:
            if len(ids) <= LOOKED_UP:
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

    def folders(self) -> list[Folder]:
        """All folders, by path."""
        with self._read() as connection:
            return sorted(map(folder_from_row, connection.execute(FOLDER_SELECT)), key=lambda folder: folder.path)

    def counts(self, space_id: int | None = None) -> Counts:
        """How many photos stand where. Costs the same however many there are.

        `total` and `by_folder` leave missing photos out. `searchable` is 0 where no space is given.
        """
        with self._read() as connection:
            tallies = connection.execute(
                f"SELECT folder_id, state, hidden, photos FROM tallies WHERE folder_id IN ({LIVE_FOLDERS})"
            ).fetchall()
            searchable = connection.execute(
                f"SELECT coalesce(sum(photos), 0) FROM searchable WHERE space_id = ? AND folder_id IN ({LIVE_FOLDERS})",
                (space_id,),
            ).fetchone()[0]
            dismissed = connection.execute(
                "SELECT count(*) FROM photos WHERE dismissed = 1 AND state = 'failed' AND hidden = 0 "
                f"AND folder_id IN ({LIVE_FOLDERS})"
            ).fetchone()[0]
        by_state = dict.fromkeys(PhotoState, 0)
        by_folder: dict[int, int] = {}
        hidden_photos = 0
        for folder_id, state, hidden, photos in tallies:
            if hidden:
                hidden_photos += photos if state != PhotoState.MISSING else 0
                continue
            by_state[PhotoState(state)] += photos
            if state != PhotoState.MISSING:
                by_folder[folder_id] = by_folder.get(folder_id, 0) + photos
        return Counts(
            total=sum(by_folder.values()),
            pending=by_state[PhotoState.PENDING],
            indexed=by_state[PhotoState.INDEXED],
            failed=by_state[PhotoState.FAILED] - dismissed,
            missing=by_state[PhotoState.MISSING],
            searchable=searchable,
            hidden=hidden_photos,
            dismissed=dismissed,
            by_folder=by_folder,
        )

    def failures(self) -> list[Failure]:
        """Photos that cannot be used, by path, without hidden ones and those that a person has dismissed."""
        with self._read() as connection:
            rows = connection.execute(
                "SELECT photos.id, folders.path, photos.relpath, photos.failure, photos.reason FROM photos "
                "JOIN folders ON folders.id = photos.folder_id AND folders.retired_at IS NULL "
                "WHERE photos.state = 'failed' AND photos.dismissed = 0 AND photos.hidden = 0"
            )
            failures = [
                Failure(row[0], join_path(path_from_sql(row[1]), path_from_sql(row[2])), FailureKind(row[3]), row[4])
                for row in rows
            ]
        return sorted(failures, key=lambda failure: failure.path)

    def _conditions(self, criteria: Sequence[Criterion], folder: str | None) -> Condition:
        with self._read() as connection:
            retired = [row[0] for row in connection.execute("SELECT id FROM folders WHERE retired_at IS NOT NULL")]
        return conditions(criteria, folder, self.folders() if folder or criteria else (), retired)
