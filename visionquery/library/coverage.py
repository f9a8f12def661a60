"""What an embedding space lacks: searchable photos whose content has no embedding in it, and filling such gaps.

Part of the writer: called by the worker, from any of its threads. The state of a photo is the state of its file; which
spaces hold its content is told by the embeddings alone, so that filling one space changes nothing in another.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visionquery.domain.photos import Failed, Indexed, WorkItem
from visionquery.library.connections import Writer
from visionquery.library.outcomes import FinishReport, insert_embedding
from visionquery.library.queue import CLAIMABLE_FOLDERS, CRASHES_ALLOWED, UNCLAIMED, work_items
from visionquery.library.rows import id_list

# Ids that are looked through in one go: the library is held for about 10 ms.
STEP = 10_000
LACKING = (
    "photos.content_id IS NOT NULL AND NOT EXISTS (SELECT 1 FROM embeddings "
    "WHERE embeddings.content_id = photos.content_id AND embeddings.space_id = ?)"
)


@dataclass(frozen=True, slots=True)
class Gaps:
    """Photos that can be found, but not in this space.

    `ids` int64[n] can be filled now, best first, one photo of each content: favourites, then the newest. `suspects`
    are pairs of id and crashes, for photos that were in flight when a worker died. `away` counts those that cannot be
    read now: their folder is away, or their file waits to be read for another reason.
    """

    ids: npt.NDArray[np.int64]
    suspects: tuple[tuple[int, int], ...]
    away: int


class Coverage:
    """The gaps of any space."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def gaps(self, space_id: int, refused: Collection[int] = ()) -> Gaps:
        """Everything that the space lacks but the `refused` photos. Reads all photos: a second for a million."""
        with self._writer.read() as connection:
            claimable = {row[0] for row in connection.execute(CLAIMABLE_FOLDERS)}
            shown = {row[0] for row in connection.execute("SELECT id FROM folders WHERE retired_at IS NULL")}
            latest = connection.execute("SELECT coalesce(max(id), 0) FROM photos").fetchone()[0]
        found: list[tuple[int, int, int, int]] = []
        suspects: list[tuple[int, int]] = []
        away = 0
        for start in range(0, latest, STEP):
            with self._writer.read() as connection:
                rows = connection.execute(
                    "SELECT id, content_id, favourite, shown_at, folder_id, state, crashes FROM photos "
                    f"WHERE id > ? AND id <= ? AND state IN ('pending', 'indexed') AND {LACKING}",
                    (start, start + STEP, space_id),
                ).fetchall()
            for photo_id, content_id, favourite, shown_at, folder_id, state, crashes in rows:
                if folder_id not in shown or photo_id in refused or crashes >= CRASHES_ALLOWED:
                    continue
                if folder_id not in claimable or state != "indexed":
                    away += 1
                elif crashes:
                    suspects.append((photo_id, crashes))
                else:
                    found.append((-favourite, -shown_at, photo_id, content_id))
        return Gaps(_best_first(found), tuple(suspects), away)

    def state(self, space_id: int) -> tuple[object, ...]:
        """Equal to an earlier answer where nothing happened that may have made or filled gaps. Costs nearly nothing."""
        with self._writer.read() as connection:
            tallies = connection.execute("SELECT folder_id, state, hidden, photos FROM tallies").fetchall()
            folders = connection.execute(CLAIMABLE_FOLDERS).fetchall()
            sequence = connection.execute("SELECT max(sequence) FROM embeddings").fetchone()[0]
            space = connection.execute(
                "SELECT folder_id, photos FROM searchable WHERE space_id = ?", (space_id,)
            ).fetchall()
        return tuple(sorted(tallies)), tuple(sorted(folders)), sequence, tuple(space)

    def claim(self, space_id: int, photo_ids: Sequence[int], claim_id: int) -> list[WorkItem]:
        """Take those of the photos that still are gaps and can be read, in the order given."""
        with self._writer.write() as connection:
            rows = connection.execute(
                "SELECT photos.id FROM json_each(?) AS wanted CROSS JOIN photos ON photos.id = wanted.value "
                f"WHERE state = 'indexed' AND folder_id IN ({CLAIMABLE_FOLDERS}) AND {UNCLAIMED} AND {LACKING} "
                "ORDER BY wanted.key",
                (id_list(photo_ids), space_id),
            ).fetchall()
            ids = [row[0] for row in rows]
            connection.executemany(
                "INSERT INTO claims (photo_id, claim) VALUES (?, ?)", ((photo_id, claim_id) for photo_id in ids)
            )
            return work_items(connection, ids)

    def claim_alone(self, space_id: int, photo_ids: Sequence[int], claim_id: int) -> list[WorkItem] | None:
        """`claim` for suspects of a crash: None while any other photo is claimed."""
        with self._writer.write() as connection:
            if connection.execute("SELECT 1 FROM claims LIMIT 1").fetchone():
                return None
            return self.claim(space_id, photo_ids, claim_id)

    def finish(self, outcomes: Sequence[Indexed | Failed], space_id: int) -> FinishReport:
        """Write the embeddings of claimed photos, and let go of the claims.

        A photo whose file turned out to be another, or cannot be read any more, becomes pending, so that it is read
        and judged as any changed file is (`again`); until then it is found as before. Raises `StorageFull` with
        nothing written.
        """
        filled: list[int] = []
        again: list[int] = []
        embeddings: list[tuple[int, int]] = []
        vectors: list[bytes] = []
        with self._writer.write() as connection:
            rows = _claimed_rows(connection, outcomes)
            for outcome in outcomes:
                row = rows.get(outcome.photo_id)
                if row is None:
                    continue
                content_id, content_hash = row
                if isinstance(outcome, Failed) or outcome.content_hash != content_hash:
                    again.append(outcome.photo_id)
                    continue
                if outcome.vector is not None:
                    new = insert_embedding(connection, space_id, content_id, outcome.vector)
                    embeddings += new
                    vectors += [outcome.vector] if new else []
                filled.append(outcome.photo_id)
            connection.execute(
                "UPDATE photos SET state = 'pending', crashes = 0 WHERE id IN (SELECT value FROM json_each(?))",
                (id_list(again),),
            )
            connection.execute(
                "UPDATE photos SET crashes = 0 WHERE crashes > 0 AND id IN (SELECT value FROM json_each(?))",
                (id_list(filled),),
            )
            connection.execute(
                "DELETE FROM claims WHERE photo_id IN (SELECT value FROM json_each(?))",
                (id_list(outcome.photo_id for outcome in outcomes),),
            )
        return FinishReport(
            indexed=tuple(filled), again=tuple(again), new_embeddings=tuple(embeddings), new_vectors=tuple(vectors)
        )


def _best_first(found: list[tuple[int, int, int, int]]) -> npt.NDArray[np.int64]:
    if not found:
        return np.empty(0, np.int64)
    table = np.array(found, np.int64)
    table = table[np.lexsort((-table[:, 2], table[:, 1], table[:, 0]))]
    _, first = np.unique(table[:, 3], return_index=True)
    best: npt.NDArray[np.int64] = table[np.sort(first), 2]
    return best


def _claimed_rows(connection: sqlite3.Connection, outcomes: Sequence[Indexed | Failed]) -> dict[int, tuple[int, bytes]]:
    """Content id and hash of the photos that no scan has changed since they were claimed."""
    rows = connection.execute(
        "SELECT photos.id, contents.id, contents.hash FROM json_each(?) AS wanted "
        "CROSS JOIN photos ON photos.id = wanted.value JOIN contents ON contents.id = photos.content_id "
        "JOIN claims ON claims.photo_id = photos.id WHERE photos.state = 'indexed' AND claims.outdated = 0",
        (id_list(outcome.photo_id for outcome in outcomes),),
    )
    return {photo_id: (content_id, content_hash) for photo_id, content_id, content_hash in rows}
