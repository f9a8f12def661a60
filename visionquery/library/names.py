"""The full-text table of file and folder names, kept in step with the photos by those who change paths.

A row's id is its photo's id. Rows of deleted photos are swept later; queries join with photos, so they never show.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence

from visionquery.library.paths_sql import name_words, path_from_sql
from visionquery.library.rows import id_list


def index_names(connection: sqlite3.Connection, folder: str, names: Iterable[tuple[int, str]]) -> None:
    """Add photos that the table does not hold yet: pairs of photo id and relpath."""
    connection.executemany(
        "INSERT INTO names (rowid, name, folders) VALUES (?, ?, ?)",
        ((photo_id, *name_words(folder, relpath)) for photo_id, relpath in names),
    )


def refresh_names(connection: sqlite3.Connection, photo_ids: Sequence[int]) -> None:
    """Write the rows of these photos anew from where they are now."""
    forget_names(connection, photo_ids)
    rows = connection.execute(
        "SELECT photos.id, folders.path, photos.relpath FROM json_each(?) AS wanted "
        "CROSS JOIN photos ON photos.id = wanted.value JOIN folders ON folders.id = photos.folder_id",
        (id_list(photo_ids),),
    ).fetchall()
    connection.executemany(
        "INSERT INTO names (rowid, name, folders) VALUES (?, ?, ?)",
        ((photo_id, *name_words(path_from_sql(folder), path_from_sql(relpath))) for photo_id, folder, relpath in rows),
    )


def forget_names(connection: sqlite3.Connection, photo_ids: Iterable[int]) -> None:
    connection.executemany("DELETE FROM names WHERE rowid = ?", ((photo_id,) for photo_id in photo_ids))


def name_query(words: Iterable[str]) -> str:
    """An FTS5 expression that wants every word; `""` where none of them has a letter or digit.

    A word that the tokenizer splits (`IMG_0042`) becomes a phrase.
    """
    phrases = []
    for word in words:
        clean = word.encode("utf-8", "replace").decode().replace("\0", " ")
        if any(character.isalnum() for character in clean):
            phrases.append('"' + clean.replace('"', '""') + '"')
    return " AND ".join(phrases)
