"""Rows of SQLite as values of the domain, and ids as SQLite takes them. Pure."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from visionquery.domain.errors import FailureKind
from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Metadata, Photo, PhotoState
from visionquery.library.paths_sql import join_path, path_from_sql

STATES = {state.value: state for state in PhotoState}
METADATA_COLUMNS = (
    "width",
    "height",
    "format",
    "taken_at",
    "taken_offset",
    "camera",
    "lens",
    "exposure",
    "aperture",
    "iso",
    "focal_length",
    "latitude",
    "longitude",
    "altitude",
    "duration",
)
PHOTO_COLUMNS = (
    "photos.id, photos.folder_id, folders.path, photos.relpath, photos.state, folders.state, photos.size, "
    "photos.mtime_ns, contents.hash, photos.failure, photos.reason, photos.favourite, photos.rating, photos.added_at, "
    "photos.hidden, " + ", ".join(f"photos.{column}" for column in METADATA_COLUMNS)
)
PHOTO_JOINS = (
    "JOIN folders ON folders.id = photos.folder_id AND folders.retired_at IS NULL "
    "LEFT JOIN contents ON contents.id = photos.content_id"
)
_FOLDERS = (
    "SELECT id, path, state, note, volume, "
    "(SELECT coalesce(sum(photos), 0) FROM tallies "
    "WHERE folder_id = folders.id AND tallies.state != 'missing' AND tallies.hidden = 0), "
    "scanned_at FROM folders"
)
FOLDER_SELECT = f"{_FOLDERS} WHERE retired_at IS NULL"
RETIRED_SELECT = f"{_FOLDERS} WHERE retired_at IS NOT NULL"


def id_list(ids: Iterable[int]) -> str:
    """Ids as one bound value, for `json_each`: any number of them, and one statement for SQLite to cache."""
    return json.dumps([int(each) for each in ids])


def storable(value: Any) -> Any:
    """What a picture or a system said, in a form that SQLite takes: no lone surrogates, no number beyond 64 bits."""
    if isinstance(value, str):
        return value.encode("utf-8", "replace").decode().replace("\0", " ")
    if isinstance(value, int) and not -(1 << 63) <= value < 1 << 63:
        return None
    return value


def photo_from_row(row: tuple[Any, ...]) -> Photo:
    """A photo from `PHOTO_COLUMNS`."""
    failure = row[9]
    width = row[15]
    return Photo(
        id=row[0],
        folder_id=row[1],
        path=join_path(path_from_sql(row[2]), path_from_sql(row[3])),
        state=STATES[row[4]],
        offline=row[5] == FolderState.OFFLINE.value,
        size=row[6],
        mtime_ns=row[7],
        content_hash=row[8],
        metadata=None if width is None else Metadata(*row[15 : 15 + len(METADATA_COLUMNS)]),
        failure=None if failure is None else FailureKind(failure),
        reason=row[10],
        favourite=bool(row[11]),
        rating=row[12],
        added_at=row[13],
        hidden=bool(row[14]),
    )


def folder_from_row(row: tuple[Any, ...]) -> Folder:
    """A folder from `FOLDER_SELECT`."""
    path = path_from_sql(row[1])
    return Folder(row[0], path, FolderState(row[2]), note=row[3], volume=row[4], photos=row[5], scanned_at=row[6])
