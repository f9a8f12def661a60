"""What may stand behind a filter in this library: its folders' names, cameras, file name extensions and years.

Part of the reader, for any process and thread. Cameras and extensions are those of a sample that is spread evenly over
a large library: a pass over a million photos takes SQLite some ten seconds, the sample a quarter of one.
"""

from __future__ import annotations

import json
import sqlite3
from collections import Counter
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import PurePath

from visionquery.library.paths_sql import path_from_sql

# More than anyone scrolls through; typing narrows a list down, but only what is in it.
CAMERAS_AT_MOST, FOLDERS_AT_MOST = 500, 5000
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
SAMPLE = 30_000
_SHOWN = "state != 'missing' AND hidden = 0 AND +folder_id IN (SELECT id FROM folders WHERE retired_at IS NULL)"
# What follows the last dot: everything that is not a dot is cut from the right, and what is left from the left.
_EXTENSION = "lower(replace(relpath, rtrim(relpath, replace(relpath, '.', '')), ''))"


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """Values that filters find something with, the most frequent first, years the latest first."""

    folders: tuple[str, ...] = ()
    cameras: tuple[str, ...] = ()
    extensions: tuple[str, ...] = ()
    years: tuple[str, ...] = ()


def read_vocabulary(connection: sqlite3.Connection) -> Vocabulary:
    """Of what is shown: nothing of hidden or missing photos or of removed folders."""
    cameras: Counter[str] = Counter()
    extensions: Counter[str] = Counter()
    for camera, extension, photos in _sampled(connection):
        cameras[(camera or "").strip()] += photos
        extensions[extension or ""] += photos
    return Vocabulary(
        folders=_folder_names(connection),
        cameras=tuple(name for name, _ in cameras.most_common(CAMERAS_AT_MOST) if name),
        extensions=tuple(name for name, _ in extensions.most_common() if name.isalnum() and 2 <= len(name) <= 5),
        years=_years(connection),
    )


def _sampled(connection: sqlite3.Connection) -> list[tuple[str | None, str | None, int]]:
    """Camera, extension and how many photos have both, of as many photos as are looked at."""
    latest = connection.execute("SELECT coalesce(max(id), 0) FROM photos").fetchone()[0]
    looked_at = range(latest, 0, -max(1, latest // SAMPLE))
    return connection.execute(
        f"SELECT camera, CASE typeof(relpath) WHEN 'text' THEN {_EXTENSION} END AS extension, count(*) "
        f"FROM json_each(?) AS wanted CROSS JOIN photos ON photos.id = wanted.value WHERE {_SHOWN} "
        "GROUP BY camera, extension",
        (json.dumps(list(looked_at)),),
    ).fetchall()


def _folder_names(connection: sqlite3.Connection) -> tuple[str, ...]:
    """Each name once, whatever depth it is found at."""
    frequent: Counter[str] = Counter()
    rows = connection.execute(
        "SELECT folders.path, CAST(directories.path AS BLOB), photos FROM directories "
        "JOIN folders ON folders.id = directories.folder_id AND retired_at IS NULL WHERE photos > 0"
    )
    for root, directory, photos in rows:
        parts = [PurePath(path_from_sql(root)).name, *path_from_sql(directory).split("/")]
        for name in {part for part in parts if part and part.isprintable()}:
            frequent[name] += photos
    return tuple(name for name, _ in frequent.most_common(FOLDERS_AT_MOST))


def _years(connection: sqlite3.Connection) -> tuple[str, ...]:
    """From the latest photo back to the latest one of an earlier year: as many seeks as there are years."""
    years: list[str] = []
    before = 1 << 62
    while len(years) < 300:
        row = connection.execute(
            f"SELECT shown_at FROM photos INDEXED BY photos_by_time WHERE {_SHOWN} AND shown_at < ? "
            "ORDER BY shown_at DESC, id DESC LIMIT 1",
            (before,),
        ).fetchone()
        if row is None:
            break
        try:
            year = (_EPOCH + timedelta(seconds=row[0])).year
        except OverflowError:
            break
        years.append(f"{year:04}")
        before = int((datetime(year, 1, 1, tzinfo=UTC) - _EPOCH).total_seconds())
    return tuple(years)
