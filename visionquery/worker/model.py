"""Everything that depends on the model: decoders that prepare its input, the encoder, its space, its index, search.

Built by one thread of the worker, because importing torch takes seconds; also by whoever only searches. The only
place that knows how these parts fit together.
"""

from __future__ import annotations

import logging
import os
import threading
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt

from visionquery.domain.errors import ModelUnavailable
from visionquery.index.planner import GRAPH_FROM, VectorIndex
from visionquery.library.embeddings import EmbeddingBlock, EmbeddingReader
from visionquery.library.reader import LibraryReader
from visionquery.search.engine import SearchEngine
from visionquery.system.paths import DataPaths
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding import ReadLimits
from visionquery.vision.model import ModelSpec, find_model
from visionquery.vision.preprocessing import Preprocessing

if TYPE_CHECKING:
    from visionquery.vision.encoder import Encoder

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class LoadedModel:
    """A model in use. `space_id` is None where nothing was ever embedded with it, and nothing may be written."""

    encoder: Encoder
    space_id: int | None
    index: VectorIndex
    engine: SearchEngine


class SpaceSource:
    """The embeddings of one space, as the index wants to read them."""

    def __init__(self, embeddings: EmbeddingReader, space_id: int) -> None:
        self._embeddings = embeddings
        self._space_id = space_id

    def blocks(self, after_sequence: int = 0) -> Iterator[EmbeddingBlock]:
        """Embeddings after a sequence, in order."""
        return self._embeddings.blocks(self._space_id, after_sequence)

    def content_ids(self) -> npt.NDArray[np.int64]:
        """All contents that have an embedding."""
        return self._embeddings.content_ids(self._space_id)

    def last_sequence(self) -> int:
        """The sequence of the newest embedding."""
        return self._embeddings.last_sequence(self._space_id)


class ExampleReader:
    """Reads example pictures in a decoder process of its own, started when it is first needed.

    Not in the pipeline's pool: a question does not wait behind a queue of large files.
    """

    def __init__(self, limits: ReadLimits, preprocessing: Preprocessing) -> None:
        self._limits = limits
        self._preprocessing = preprocessing
        self._lock = threading.Lock()
        self._pool: DecoderPool | None = None
        self._closed = False

    def __call__(self, path: str) -> npt.NDArray[np.uint8]:
        """The model's input, `uint8[size, size, 3]`. Raises BadFile."""
        with self._lock:
            if self._pool is None:
                self._pool = DecoderPool(1, self._limits, self._preprocessing, background=False)
                self._pool.start()
            pool = self._pool
        return pool.submit(path).result().pixels

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()


def read_limits(settings: dict[str, Any]) -> ReadLimits:
    """The settings on how much one picture may cost."""
    return ReadLimits(
        max_pixels=settings["max_megapixels"] * 1_000_000,
        seconds=float(settings["decode_seconds"]),
        megabytes=settings["decode_megabytes"],
    )


def available_cores() -> int:
    """Cores that this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def find_spec(settings: dict[str, Any], paths: DataPaths) -> ModelSpec:
    """The model that the settings name. Raises `ModelUnavailable`."""
    return find_model(settings["model"], paths.models_dir)


def load_encoder(spec: ModelSpec) -> Encoder:
    """Import torch and load the model: seconds. Raises `ModelUnavailable`."""
    from visionquery.vision import encoder

    try:
        return encoder.load_encoder(spec)
    except ImportError as error:
        log.exception("The machine learning libraries cannot be loaded")
        raise ModelUnavailable(
            f"The machine learning libraries cannot be loaded ({error}).", "Install VisionQuery again."
        ) from error


def assemble(
    encoder: Encoder,
    space_id: int | None,
    reader: LibraryReader,
    index_dir: Path,
    read_example: ExampleReader,
    graph_from: int = GRAPH_FROM,
) -> LoadedModel:
    """Load the index of the model's space, and put search on top of it."""
    index = VectorIndex(index_dir, encoder.name, encoder.dimension, graph_from)
    if space_id is not None:
        index.load(SpaceSource(reader.embeddings, space_id))
    return LoadedModel(encoder, space_id, index, SearchEngine(reader, index, encoder, read_example))
