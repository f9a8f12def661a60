"""Embeddings as rows: vectors in the order they came, by space and by content; those of a video in one row.

`EmbeddingReader` serves any process and thread, `Embeddings` is the writer's. Vectors are little-endian float16,
unit length; contents are never reused, so a content id names one picture for ever.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from visionquery.domain.errors import ModelUnavailable
from visionquery.library.connections import Read, Writer

STORED = np.dtype("<f2")
# Short enough for a search or a click to come between.
DELETED_AT_ONCE = 2000
Ids = npt.NDArray[np.int64]
Vectors = npt.NDArray[np.float16]


@dataclass(frozen=True, slots=True)
class EmbeddingBlock:
    """Some embeddings in the order of their sequence.

    `sequences` and `content_ids` are int64[n], `vectors` is float16[n, d], unit rows. The vectors of one content
    follow one another.
    """

    sequences: Ids
    content_ids: Ids
    vectors: Vectors

    def __len__(self) -> int:
        return len(self.sequences)


class EmbeddingReader:
    """Reads embeddings through any connection."""

    def __init__(self, read: Read) -> None:
        self._read = read

    def find_space(self, name: str, fingerprint: str) -> int | None:
        """The space of this model, None where nothing was ever embedded with it."""
        with self._read() as connection:
            row = connection.execute(
                "SELECT id FROM spaces WHERE name = ? AND fingerprint = ?", (name, fingerprint)
            ).fetchone()
            return None if row is None else int(row[0])

    def spaces_called(self, name: str) -> list[int]:
        """The spaces of models of this name, the latest first: a model whose files were replaced has several."""
        with self._read() as connection:
            rows = connection.execute("SELECT id FROM spaces WHERE name = ? ORDER BY id DESC", (name,))
            return [row[0] for row in rows]

    def known_spaces(self) -> list[tuple[str, str]]:
        """Name and fingerprint of every space that was not dropped."""
        with self._read() as connection:
            return list(connection.execute("SELECT name, fingerprint FROM spaces WHERE name != ''"))

    def blocks(self, space_id: int, after_sequence: int = 0, size: int = 8192) -> Iterator[EmbeddingBlock]:
        """Embeddings of a space after a sequence, in order, in blocks of `size` contents at most. Each is one read."""
        while True:
            with self._read() as connection:
                dimension = _dimension(connection, space_id)
                rows = connection.execute(
                    "SELECT sequence, content_id, vector FROM embeddings WHERE space_id = ? AND sequence > ? "
                    "ORDER BY sequence LIMIT ?",
                    (space_id, after_sequence, size),
                ).fetchall()
            if not rows:
                return
            counts = [vectors_in(row[2], dimension) for row in rows]
            yield EmbeddingBlock(
                np.repeat(np.array([row[0] for row in rows], np.int64), counts),
                np.repeat(np.array([row[1] for row in rows], np.int64), counts),
                _matrix([row[2] for row in rows], dimension),
            )
            after_sequence = rows[-1][0]

    def content_ids(self, space_id: int) -> Ids:
        """int64[n]: all contents that have an embedding in the space, ascending."""
        with self._read() as connection:
            rows = connection.execute("SELECT content_id FROM embeddings WHERE space_id = ?", (space_id,))
            found = np.fromiter((row[0] for row in rows), np.int64)
        found.sort()
        return found

    def vectors(self, space_id: int, content_ids: Sequence[int] | Ids) -> Vectors:
        """float16[n, d]: the first vector of each content, in the order asked for.

        Raises KeyError where a content has no embedding in the space.
        """
        with self._read() as connection:
            dimension = _dimension(connection, space_id)
            select = "SELECT vector FROM embeddings WHERE content_id = ? AND space_id = ?"
            found = []
            for content_id in content_ids:
                row = connection.execute(select, (int(content_id), space_id)).fetchone()
                if row is None:
                    raise KeyError(int(content_id))
                found.append(row[0][: dimension * STORED.itemsize])
        return _matrix(found, dimension)

    def last_sequence(self, space_id: int) -> int:
        """The sequence of the newest embedding, 0 where there is none."""
        with self._read() as connection:
            row = connection.execute("SELECT max(sequence) FROM embeddings WHERE space_id = ?", (space_id,)).fetchone()
            return int(row[0] or 0)


class Embeddings(EmbeddingReader):
    """The writer's part: spaces come and go. Vectors are written by `finish`, with the photos they belong to."""

    def __init__(self, writer: Writer) -> None:
        super().__init__(writer.read)
        self._writer = writer

    def space(self, name: str, dimension: int, fingerprint: str) -> int:
        """The id of an embedding space, made where it is new.

        Raises `ModelUnavailable` where the library knows this very model with another dimension.
        """
        with self._writer.write() as connection:
            row = connection.execute(
                "SELECT id, dimension FROM spaces WHERE name = ? AND fingerprint = ?", (name, fingerprint)
            ).fetchone()
            if row is None:
                row = connection.execute(
                    "INSERT INTO spaces (name, dimension, fingerprint) VALUES (?, ?, ?) RETURNING id, dimension",
                    (name, dimension, fingerprint),
                ).fetchone()
            if row[1] != dimension:
                raise ModelUnavailable(
                    f"The model {name} gives vectors of {dimension} numbers, the library holds {row[1]} for it.",
                    "Its files may have been replaced in part: download or copy the model again.",
                )
            return int(row[0])

    def drop_space(self, space_id: int) -> None:
        """Forget a space at once; its vectors are deleted by `delete_dropped`."""
        with self._writer.write() as connection:
            connection.execute("UPDATE spaces SET name = '', fingerprint = 'dropped ' || id WHERE id = ?", (space_id,))

    def delete_dropped(self) -> bool:
        """Delete the vectors of dropped spaces, in short transactions; whether there were any."""
        found = False
        while True:
            with self._writer.write() as connection:
                row = connection.execute("SELECT id FROM spaces WHERE name = '' LIMIT 1").fetchone()
                if row is None:
                    return found
                found = True
                deleted = connection.execute(
                    "DELETE FROM embeddings WHERE sequence IN "
                    "(SELECT sequence FROM embeddings WHERE space_id = ? ORDER BY sequence LIMIT ?)",
                    (row[0], DELETED_AT_ONCE),
                ).rowcount
                if not deleted:
                    connection.execute("DELETE FROM spaces WHERE id = ?", (row[0],))


def vectors_in(blob: bytes, dimension: int) -> int:
    """How many vectors of so many numbers are stored here, one or more. Raises ValueError where they are of others."""
    count, rest = divmod(len(blob), dimension * STORED.itemsize)
    if rest or not count:
        raise ValueError(f"a vector of {len(blob)} bytes in a space of {dimension} dimensions")
    return count


def _dimension(connection: sqlite3.Connection, space_id: int) -> int:
    row = connection.execute("SELECT dimension FROM spaces WHERE id = ?", (space_id,)).fetchone()
    if row is None:
        raise KeyError(f"no embedding space {space_id}")
    return int(row[0])


def _matrix(blobs: Iterable[bytes], dimension: int) -> Vectors:
    return np.frombuffer(b"".join(blobs), STORED).reshape(-1, dimension)
