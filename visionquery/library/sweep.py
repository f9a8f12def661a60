"""What is left over after photos were removed: their names, and contents that no photo refers to any more.

Part of the writer. Works in short transactions, so that others get their turn; a crash between two of them leaves
the rest for the next sweep.
"""

from __future__ import annotations

from visionquery.library.connections import Writer
from visionquery.library.database import give_room_back
from visionquery.library.names import forget_names
from visionquery.library.rows import id_list
from visionquery.library.thumbnails import ThumbnailStore

STEP = 2000


def sweep(writer: Writer, thumbnails: ThumbnailStore) -> list[int]:
    """Delete left-over names, contents, embeddings and thumbnails; returns the ids of the contents."""
    while _sweep_names(writer):
        pass
    with writer.write() as connection:
        connection.execute("DELETE FROM directories WHERE photos = 0")
    gone: list[int] = []
    while True:
        looked_at, deleted = _sweep_contents(writer, thumbnails)
        gone += deleted
        if not looked_at:
            break
    while gone and _give_room_back(writer):
        pass
    return gone


def _give_room_back(writer: Writer) -> bool:
    with writer.read() as connection:
        return give_room_back(connection, STEP)


def _sweep_names(writer: Writer) -> int:
    with writer.write() as connection:
        ids = [row[0] for row in connection.execute("SELECT photo_id FROM removed_photos LIMIT ?", (STEP,))]
        forget_names(connection, ids)
        connection.executemany("DELETE FROM removed_photos WHERE photo_id = ?", ((each,) for each in ids))
        return len(ids)


def _sweep_contents(writer: Writer, thumbnails: ThumbnailStore) -> tuple[int, list[int]]:
    with writer.write() as connection:
        loose = [row[0] for row in connection.execute("SELECT content_id FROM loose_contents LIMIT ?", (STEP,))]
        orphans = connection.execute(
            "SELECT contents.id, contents.hash FROM json_each(?) AS wanted "
            "CROSS JOIN contents ON contents.id = wanted.value "
            "WHERE NOT EXISTS (SELECT 1 FROM photos WHERE photos.content_id = contents.id)",
            (id_list(loose),),
        ).fetchall()
        if orphans:
            # Before the rows: after a crash in between the contents are still known to be loose.
            thumbnails.delete([content_hash for _, content_hash in orphans])
        connection.executemany("DELETE FROM contents WHERE id = ?", ((content_id,) for content_id, _ in orphans))
        connection.executemany("DELETE FROM loose_contents WHERE content_id = ?", ((each,) for each in loose))
        return len(loose), [content_id for content_id, _ in orphans]
