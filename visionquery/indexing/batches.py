"""Between reading and committing: finds pictures of the same content, fills batches, hands out their vectors.

Belongs to the pipeline's thread. A content is encoded once, however many photos have it.
"""

from __future__ import annotations

import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from visionquery.domain.errors import FailureKind
from visionquery.domain.photos import Failed, Indexed
from visionquery.indexing.commits import COMMIT_SECONDS, Committer
from visionquery.indexing.encoding import Encoded, EncoderThread, Pixels, Row

# The reason for a picture that was read and cannot be encoded.
NO_VECTOR = "The model cannot make anything of this picture."


@dataclass(slots=True)
class _Content:
    """Photos of one content that wait for its vector: the first is being encoded, the others are copies of it."""

    vector: bytes | None = None
    waiting: list[Indexed] = field(default_factory=list)


class Batches:
    """Takes pictures that were read and gives outcomes to the committer."""

    def __init__(self, encoder: EncoderThread, committer: Committer, batch_rows: int) -> None:
        self._encoder = encoder
        self._committer = committer
        self._batch_rows = batch_rows
        self._rows: list[Row] = []
        self._oldest = 0.0  # when the first of the rows came
        self._encoding = 0
        self._contents: dict[bytes, _Content] = {}  # being encoded, or encoded and not yet written

    def __len__(self) -> int:
        """How many rows wait for the encoder or are in it."""
        return len(self._rows) + self._encoding

    def unseen(self, hashes: Iterable[bytes]) -> set[bytes]:
        """Those contents that nothing is known of here: the library may know them."""
        return set(hashes) - self._contents.keys()

    def add(self, outcome: Indexed, pixels: Pixels, known: bool) -> None:
        """Take a picture. `known` says that the library has an embedding of its content already."""
        content = self._contents.get(outcome.content_hash)
        if content is not None and content.vector is None:
            content.waiting.append(outcome)
        elif content is not None:
            self._committer.add(replace(outcome, vector=content.vector))
        elif known:
            self._committer.add(outcome)
        else:
            self._contents[outcome.content_hash] = _Content(waiting=[outcome])
            if not self._rows:
                self._oldest = time.monotonic()
            self._rows.append(Row(outcome.photo_id, outcome.content_hash, pixels))

    def send(self, dry: bool) -> None:
        """Pass full batches to the encoder, and a partial one when nothing comes to fill it or reading is slow."""
        while len(self._rows) >= self._batch_rows:
            self._send(self._rows[: self._batch_rows])
        waited = not self._encoding and time.monotonic() - self._oldest > COMMIT_SECONDS
        if self._rows and (dry or waited):
            self._send(list(self._rows))

    def take(self, encoded: Sequence[Encoded]) -> None:
        """Take rows back from the encoder."""
        self._encoding -= len(encoded)
        for row in encoded:
            content = self._contents[row.content_hash]
            content.vector = row.vector
            waiting, content.waiting = content.waiting, []
            for outcome in waiting:
                self._committer.add(_outcome(outcome, row.vector))
            if row.vector is None:
                del self._contents[row.content_hash]

    def written(self, outcomes: Iterable[Indexed | Failed]) -> None:
        """These are in the library, which knows their contents from now on."""
        for outcome in outcomes:
            if isinstance(outcome, Indexed):
                self._contents.pop(outcome.content_hash, None)

    def _send(self, rows: list[Row]) -> None:
        del self._rows[: len(rows)]
        self._oldest = time.monotonic()
        self._encoding += len(rows)
        self._encoder.submit(rows)


def _outcome(outcome: Indexed, vector: bytes | None) -> Indexed | Failed:
    if vector is not None:
        return replace(outcome, vector=vector)
    return Failed(outcome.photo_id, outcome.stat, FailureKind.UNSUPPORTED, NO_VECTOR)
