"""The folders that a person chose: adding, absorbing, removing, and how each fares.

Part of the writer: called by the worker, from any of its threads. Looks at no file.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Callable, Sequence

from visionquery.domain.errors import FolderRefused
from visionquery.domain.folders import Folder, FolderState
from visionquery.library.clock import Clock, stamp
from visionquery.library.connections import Writer
from visionquery.library.names import refresh_names
from visionquery.library.paths_sql import path_from_sql, path_to_sql, prefix_ranges, relative_to
from visionquery.library.rows import FOLDER_SELECT, RETIRED_SELECT, folder_from_row, storable

# Photos in one transaction: others wait for about 20 ms.
PURGED_AT_ONCE = 2000
# What a worker does with a folder ends with the worker; what it found out about it (offline, unreadable) stays.
PASSING_STATES = (FolderState.SCANNING, FolderState.WATCHING, FolderState.POLLING)


class Folders:
    """The `folders` table. No folder lies inside another."""

    def __init__(self, writer: Writer, clock: Clock) -> None:
        self._writer = writer
        self._clock = clock

    def add(self, path: str, volume: str = "") -> Folder:
        """Add a folder by its absolute path. Folders inside it are absorbed: their photos keep everything.

        So do photos of retired folders: one of this path or inside it comes back, one around it gives up its part.
        Raises `FolderRefused` where a folder of the library covers it already. Whether it exists is not looked at.
        """
        path = os.path.normpath(os.path.abspath(path))  # noqa: PTH100 - a Path would not keep every name as it is
        with self._writer.write() as connection:
            inside = []
            for folder in _all(connection):
                if _same_or_below(path, folder.path) is not None:
                    raise FolderRefused(
                        f"{path} is in the library already"
                        + ("." if folder.path == path else f", as a part of {folder.path}."),
                        "Its photos are found without adding it again.",
                    )
                if _same_or_below(folder.path, path) is not None:
                    inside.append(folder)
            retired = _retired(connection)
            inside += [folder for folder in retired if _same_or_below(folder.path, path) is not None]
            again = next((folder for folder in inside if _same_or_below(folder.path, path) == ""), None)
            if again is not None:
                return _revive(connection, again, inside, volume)
            row = connection.execute(
                "INSERT INTO folders (path, volume) VALUES (?, ?) RETURNING id", (path_to_sql(path), storable(volume))
            ).fetchone()
            for folder in inside:
                _absorb(connection, folder, row[0], _same_or_below(folder.path, path) or "")
            for folder in retired:
                part = _same_or_below(path, folder.path)
                if part:
                    _hand_over(connection, folder.id, part, row[0])
            return _get(connection, row[0])

    def remove(self, folder_id: int) -> None:
        """Forget a folder and its photos, at once. What only they used is left for the sweep."""
        with self._writer.write() as connection:
            connection.execute("DELETE FROM photos WHERE folder_id = ?", (folder_id,))
            connection.execute("DELETE FROM folders WHERE id = ?", (folder_id,))

    def retire(self, folder_id: int) -> None:
        """Show a folder and its photos nowhere from now on, and forget nothing. Costs the same for any folder."""
        with self._writer.write() as connection:
            connection.execute(
                "UPDATE folders SET retired_at = ?, state = 'idle', note = '' WHERE id = ? AND retired_at IS NULL",
                (stamp(self._clock()), folder_id),
            )

    def restore(self, folder_id: int) -> Folder:
        """Take a retired folder back with all its photos; folders added inside it since then are absorbed.

        One that is not retired is returned as it is. Raises KeyError where it was purged or absorbed meanwhile.
        """
        with self._writer.write() as connection:
            folder = next((each for each in _retired(connection) if each.id == folder_id), None)
            if folder is None:
                return _get(connection, folder_id)
            others = [*_all(connection), *_retired(connection)]
            inside = [each for each in others if _same_or_below(each.path, folder.path) is not None]
            return _revive(connection, folder, inside, folder.volume)

    def retired(self) -> list[Folder]:
        """Folders that can be restored, or purged."""
        with self._writer.read() as connection:
            return _retired(connection)

    def purge(self, folder_id: int, halted: Callable[[], bool] = lambda: False) -> bool:
        """Forget a retired folder and its photos for good. Whether it is done: not where it is not retired (any more).

        Goes in short steps, so that others get their turn; once `halted` answers true the rest is left retired. One
        that is restored meanwhile keeps what photos it has left.
        """
        while not halted():
            with self._writer.write() as connection:
                if not any(folder.id == folder_id for folder in _retired(connection)):
                    return False
                deleted = connection.execute(
                    "DELETE FROM photos WHERE id IN (SELECT id FROM photos WHERE folder_id = ? LIMIT ?)",
                    (folder_id, PURGED_AT_ONCE),
                ).rowcount
                if not deleted:
                    connection.execute("DELETE FROM folders WHERE id = ?", (folder_id,))
                    return True
        return False

    def relocate(self, folder_id: int, new_path: str) -> Folder:
        """The folder lies elsewhere now; its photos keep everything.

        Raises `FolderRefused` where that overlaps with another folder, or is that of one that can still be restored.
        """
        new_path = os.path.normpath(os.path.abspath(new_path))  # noqa: PTH100
        with self._writer.write() as connection:
            for folder in _all(connection):
                overlaps = _same_or_below(new_path, folder.path), _same_or_below(folder.path, new_path)
                if folder.id != folder_id and overlaps != (None, None):
                    raise FolderRefused(
                        f"{new_path} overlaps with {folder.path}, which is in the library.",
                        "Choose a folder that has no photos in common with it.",
                    )
            if any(folder.path == new_path for folder in _retired(connection)):
                raise FolderRefused(
                    f"{new_path} was removed from the library a moment ago.",
                    "Take that back with Undo, or wait a minute and try again.",
                )
            connection.execute(
                "UPDATE folders SET path = ?, state = 'idle', note = '', volume = '' WHERE id = ?",
                (path_to_sql(new_path), folder_id),
            )
            refresh_names(connection, _photo_ids(connection, folder_id))
            return _get(connection, folder_id)

    def list(self) -> list[Folder]:
        """All folders, by path."""
        with self._writer.read() as connection:
            return _all(connection)

    def get(self, folder_id: int) -> Folder:
        """Raises KeyError where there is no such folder (any more)."""
        with self._writer.read() as connection:
            return _get(connection, folder_id)

    def set_state(self, folder_id: int, state: FolderState, note: str = "") -> None:
        with self._writer.write() as connection:
            connection.execute(
                "UPDATE folders SET state = ?, note = ? WHERE id = ?", (state.value, storable(note), folder_id)
            )

    def set_scanned(self, folder_id: int, volume: str) -> None:
        """A scan of the whole folder has been written, on this volume."""
        with self._writer.write() as connection:
            connection.execute(
                "UPDATE folders SET volume = ?, scanned_at = ? WHERE id = ?",
                (storable(volume), stamp(self._clock()), folder_id),
            )

    def settle(self) -> None:
        """No folder is scanned or watched any more: the worker starts or ends."""
        with self._writer.write() as connection:
            connection.executemany(
                "UPDATE folders SET state = 'idle', note = '' WHERE state = ?",
                [(state.value,) for state in PASSING_STATES],
            )


def _all(connection: sqlite3.Connection) -> list[Folder]:
    folders = [folder_from_row(row) for row in connection.execute(FOLDER_SELECT)]
    return sorted(folders, key=lambda folder: folder.path)


def _get(connection: sqlite3.Connection, folder_id: int) -> Folder:
    row = connection.execute(f"{FOLDER_SELECT} AND id = ?", (folder_id,)).fetchone()
    if row is None:
        raise KeyError(folder_id)
    return folder_from_row(row)


def _retired(connection: sqlite3.Connection) -> list[Folder]:
    return [folder_from_row(row) for row in connection.execute(RETIRED_SELECT)]


def _same_or_below(path: str, folder: str) -> str | None:
    """`path` relative to `folder`, also where one of them leads through symbolic links; None where it is outside."""
    direct = relative_to(path, folder)
    return direct if direct is not None else relative_to(os.path.realpath(path), os.path.realpath(folder))


def _photo_ids(connection: sqlite3.Connection, folder_id: int) -> list[int]:
    return [row[0] for row in connection.execute("SELECT id FROM photos WHERE folder_id = ?", (folder_id,))]


def _revive(connection: sqlite3.Connection, folder: Folder, inside: Sequence[Folder], volume: str) -> Folder:
    """Unretire a folder, and give it the photos of those inside it."""
    connection.execute("UPDATE folders SET retired_at = NULL, volume = ? WHERE id = ?", (storable(volume), folder.id))
    for each in inside:
        if each.id != folder.id:
            _absorb(connection, each, folder.id, _same_or_below(each.path, folder.path) or "")
    return _get(connection, folder.id)


def _hand_over(connection: sqlite3.Connection, folder_id: int, part: str, to: int) -> None:
    """Give the photos below the subfolder `part` of a folder to the folder `to`, which lies there."""
    for first, end in prefix_ranges(part):
        rows = connection.execute(
            "SELECT id, relpath FROM photos WHERE folder_id = ? AND relpath >= ? AND relpath < ?",
            (folder_id, first, end),
        ).fetchall()
        connection.executemany(
            "UPDATE photos SET folder_id = ?, relpath = ? WHERE id = ?",
            ((to, path_to_sql(path_from_sql(relpath)[len(part) + 1 :]), photo_id) for photo_id, relpath in rows),
        )
        refresh_names(connection, [photo_id for photo_id, _ in rows])


def _absorb(connection: sqlite3.Connection, folder: Folder, into: int, prefix: str) -> None:
    rows = connection.execute("SELECT id, relpath FROM photos WHERE folder_id = ?", (folder.id,)).fetchall()
    connection.executemany(
        "UPDATE photos SET folder_id = ?, relpath = ? WHERE id = ?",
        ((into, path_to_sql(f"{prefix}/{path_from_sql(relpath)}"), photo_id) for photo_id, relpath in rows),
    )
    refresh_names(connection, [photo_id for photo_id, _ in rows])
    connection.execute("DELETE FROM folders WHERE id = ?", (folder.id,))
