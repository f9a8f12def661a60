"""Turns batches of pixels into vectors on one thread, so that decoding and encoding overlap.

Every row carries the photo and the content that it belongs to, so that a picture which the model cannot encode never
shifts another's vector. May import numpy and the vision room's types; torch stays inside the encoder.
"""

from __future__ import annotations

import logging
import queue
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import Enum
from typing import Protocol

import numpy as np
import numpy.typing as npt

from visionquery.domain.errors import Fault
from visionquery.indexing.gate import SearchGate
from visionquery.system.work_thread import WorkThread

log = logging.getLogger(__name__)

# So many pictures that fail one by one are not to blame themselves.
SYSTEMATIC_ROWS = 4

# The cosine from which on two frames of a video are one scene to the model. Measured with the starter on parts of 150
# photographs: a camera that moved by 15% of the picture leaves 0.98 (median), by 30% 0.93, one that came twice as near
# 0.87; of different photographs one pair in 10,000 has 0.88.
ALIKE = 0.9

Pixels = npt.NDArray[np.uint8]
Vectors = npt.NDArray[np.float32]


class PixelEncoder(Protocol):
    """The part of an encoder that indexing needs."""

    def encode_pixels(self, pixels: Pixels) -> Vectors:
        """`uint8[n, h, w, 3]` to `float32[n, d]`, unit rows; raises when a vector is not finite."""


@dataclass(frozen=True, slots=True)
class Row:
    """One picture on its way through the encoder, or a video: `pixels` is uint8[frames, h, w, 3]."""

    photo_id: int
    content_hash: bytes
    pixels: Pixels


@dataclass(frozen=True, slots=True)
class Encoded:
    """A row's unit vectors (one for a picture) as little-endian float16 bytes; None where the model has none for it."""

    photo_id: int
    content_hash: bytes
    vector: bytes | None


class _Sign(Enum):
    """What the thread finds among the batches."""

    LOOK = "look"  # whether it is over
    END = "end"


class EncodingError(RuntimeError):
    """The encoder fails on every picture: a fault of the model or the machine, not of the pictures."""


class EncoderThread:
    """Encodes batches in the order they come in. `deliver` gets the rows back, or the exception, on this thread."""

    def __init__(
        self,
        encoder: PixelEncoder,
        gate: SearchGate,
        batch_size: int,
        deliver: Callable[[list[Encoded] | BaseException], None],
        lower_priority: Callable[[], object] | None = None,
    ) -> None:
        self._encoder = encoder
        self._gate = gate
        self._batch_size = batch_size
        self._deliver = deliver
        self._lower_priority = lower_priority
        self._batches: queue.SimpleQueue[list[Row] | _Sign] = queue.SimpleQueue()
        self._buffer: Pixels | None = None
        self._thread = WorkThread("encoder", self._run)

    def start(self) -> None:
        """Start the thread."""
        # Before the first batch: the threads that torch starts for it take the priority over.
        self._thread.start(self._lower_priority)

    def renew(self, lower_priority: Callable[[], object] | None) -> None:
        """Go on in a new thread, of the caller's priority or lower, once the batches that wait are encoded."""
        self._thread.renew(lower_priority)
        self._batches.put(_Sign.LOOK)

    def submit(self, rows: list[Row]) -> None:
        """Queue a batch of at most `batch_size` rows."""
        self._batches.put(rows)

    def close(self) -> None:
        """End the thread after the batch that it is at; what waits is not encoded."""
        while not self._batches.empty():
            self._batches.get()
        self._batches.put(_Sign.END)

    def join(self, timeout: float) -> bool:
        """Wait for the thread's end; whether it came."""
        self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self, over: Callable[[], bool]) -> None:
        while not over():
            rows = self._batches.get()
            if rows is _Sign.END:
                self._batches.put(rows)  # also for a thread that is to take over
                return
            if isinstance(rows, _Sign):
                continue
            self._gate.pass_through()
            try:
                self._deliver(self._encode(rows))
            except Fault as fault:
                self._deliver(fault)
            except Exception as error:
                log.exception("A batch of %d pictures could not be encoded", len(rows))
                self._deliver(error)

    def _encode(self, rows: Sequence[Row]) -> list[Encoded]:
        try:
            vectors = self._vectors([frame for row in rows for frame in row.pixels])
        except Fault:
            raise  # of the model or the machine, which no picture is to blame for
        except Exception:
            if len(rows) == 1:
                log.warning("Photo %d cannot be encoded", rows[0].photo_id, exc_info=True)
                return [Encoded(rows[0].photo_id, rows[0].content_hash, None)]
            log.warning("A batch of %d pictures failed; each is tried alone", len(rows))
        else:
            ends = np.cumsum([len(row.pixels) for row in rows])[:-1]
            return [
                Encoded(row.photo_id, row.content_hash, distinct(part).astype("<f2").tobytes())
                for row, part in zip(rows, np.split(vectors, ends), strict=True)
            ]
        alone = [encoded for row in rows for encoded in self._encode([row])]
        if len(rows) >= SYSTEMATIC_ROWS and all(encoded.vector is None for encoded in alone):
            raise EncodingError(f"Each of {len(rows)} pictures failed in the encoder")
        return alone

    def _vectors(self, frames: Sequence[Pixels]) -> Vectors:
        """A unit vector for each; batch by batch where videos bring more frames than a batch holds."""
        starts = range(0, len(frames), self._batch_size)
        return np.concatenate([self._encoded(frames[start : start + self._batch_size]) for start in starts])

    def _encoded(self, frames: Sequence[Pixels]) -> Vectors:
        # One buffer for every batch: fresh megabytes each time cost page faults.
        shape = (self._batch_size, *frames[0].shape)
        if self._buffer is None or self._buffer.shape != shape:
            self._buffer = np.empty(shape, np.uint8)
        batch = self._buffer[: len(frames)]
        for position, frame in enumerate(frames):
            batch[position] = frame
        vectors = self._encoder.encode_pixels(batch)
        if vectors.shape[0] != len(frames) or not np.isfinite(vectors).all():
            raise ValueError(f"Not a finite vector for each of {len(frames)} pictures: {vectors.shape}")
        return vectors


def distinct(vectors: Vectors) -> Vectors:
    """The first of the vectors, and those of the others that are unlike all before: a still scene needs but one."""
    kept: list[int] = []
    for number, vector in enumerate(vectors):
        if not kept or float((vectors[kept] @ vector).max()) < ALIKE:
            kept.append(number)
    return vectors[kept]
