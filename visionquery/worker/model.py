"""A model in use: its files, its embedding space, its index, search with it, and the encoder once it is needed.

Opened by one thread of the worker, also by whoever only searches. The only place that knows how these parts fit
together.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, cast

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
from visionquery.vision.model import LOCAL_PREFIX, ModelSpec, find_model
from visionquery.vision.preprocessing import Preprocessing

if TYPE_CHECKING:
    from visionquery.vision.encoder import Encoder, Tell

log = logging.getLogger(__name__)


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
        """The model's input, `uint8[frames, size, size, 3]`. Raises BadFile."""
        with self._lock:
            if self._pool is None:
                self._pool = DecoderPool(1, self._limits, self._preprocessing, background=False)
                self._pool.start()
            pool = self._pool
        return pool.submit(path).result().pixels

    def configure(self, limits: ReadLimits) -> None:
        """Hold the next example to other limits."""
        with self._lock:
            self._limits = limits
            if self._pool is not None:
                self._pool.configure(limits=limits)

    def close(self) -> None:
        """End the process."""
        with self._lock:
            if self._pool is not None:
                self._pool.close()


def find_spec(name: str, paths: DataPaths) -> ModelSpec:
    """The model that a setting names. Raises `ModelUnavailable`."""
    return find_model(name, paths.models_dir)


def load_encoder(
    spec: ModelSpec, device: str | None = None, threads: int | None = None, tell: Tell | None = None
) -> Encoder:
    """Import torch and load the half of the model that reads text: seconds. Raises `ModelUnavailable`."""
    from visionquery.vision import encoder

    try:
        return encoder.load_encoder(spec, device, threads, pictures=False, tell=tell)
    except ImportError as error:
        log.exception("The machine learning libraries cannot be loaded")
        raise ModelUnavailable(
            f"The machine learning libraries cannot be loaded ({error}).", "Install VisionQuery again."
        ) from error


class LazyEncoder:
    """An encoder that is loaded when it is first needed, so that what needs no model waits for none.

    `load` loads it. Callable from several threads at once. Encoding raises `ModelUnavailable` where the model does not
    load, or is not the one any more whose `fingerprint` was taken.
    """

    def __init__(self, spec: ModelSpec, fingerprint: str, load: Callable[[ModelSpec], Encoder]) -> None:
        self._spec = spec
        self._fingerprint = fingerprint
        self._load = load
        self._lock = threading.Lock()
        self._encoder: Encoder | None = None
        self._threads: int | None = None
        self._used_at: float | None = None  # None where it rests already

    @property
    def name(self) -> str:
        return self._spec.name

    @property
    def dimension(self) -> int:
        return self._spec.dimension

    @property
    def fingerprint(self) -> str:
        return self._fingerprint

    def loaded(self) -> Encoder:
        """The encoder itself; loads it where it is not."""
        with self._lock:
            if self._encoder is None:
                encoder = self._load(self._spec)
                if encoder.fingerprint != self._fingerprint:
                    raise ModelUnavailable(
                        f"The files of the model {self.name} were replaced.", "Start VisionQuery again to use them."
                    )
                if self._threads is not None:
                    encoder.use_threads(self._threads)
                self._used_at = time.monotonic()
                self._encoder = encoder
            return self._encoder

    def encode_texts(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        """See `Encoder`."""
        return self.loaded().encode_texts(texts)

    def encode_pixels(self, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        """See `Encoder`."""
        try:
            return self.loaded().encode_pixels(pixels)
        finally:
            self._used_at = time.monotonic()

    def use_threads(self, threads: int) -> None:
        """Compute on so many threads from now on."""
        with self._lock:
            self._threads = threads
            if self._encoder is not None:
                self._encoder.use_threads(threads)

    def renew(self) -> None:
        """Load it anew when it is next needed: where it is to compute was decided again. What is under way is done."""
        with self._lock:
            encoder, self._encoder = self._encoder, None
        if encoder is not None:
            encoder.rest()

    def rest(self, after: float) -> None:
        """Let go of the half that sees pictures, and of the device, once there were no pictures for `after` seconds."""
        used_at, encoder = self._used_at, self._encoder
        if used_at is not None and time.monotonic() - used_at > after and encoder is not None:
            self._used_at = None
            encoder.rest()


class Space:
    """A model in use and its embedding space. `key` is what the settings call it.

    `space_id` is None where nothing was ever embedded with it and nothing may be written.
    """

    def __init__(
        self,
        key: str,
        spec: ModelSpec,
        encoder: LazyEncoder,
        space_id: int | None,
        index: VectorIndex,
        reader: LibraryReader,
        limits: ReadLimits,
    ) -> None:
        self.key = key
        self.spec = spec
        self.encoder = encoder
        self.space_id = space_id
        self.index = index
        self.refused: set[int] = set()  # photos that the model can make nothing of, in this run
        self.examples = ExampleReader(limits, spec.preprocessing)
        # The engine asks for no more than a lazy encoder has.
        self.engine = SearchEngine(reader, index, cast("Encoder", encoder), self.examples)

    def close(self) -> None:
        """Let go of everything. A search that is under way ends as if nothing had happened."""
        self.index.close()
        self.examples.close()


def index_name(name: str, fingerprint: str) -> str:
    """What the saved index of a space is called: vectors of other weights are not compared by mistake."""
    return f"{name}-{fingerprint[:12]}"


def space_name(key: str) -> str:
    """What the library calls the space of the model that the settings name `key`."""
    return Path(key.removeprefix(LOCAL_PREFIX)).name if key.startswith(LOCAL_PREFIX) else key


def open_space(
    key: str,
    paths: DataPaths,
    reader: LibraryReader,
    limits: ReadLimits,
    space_of: Callable[[str, int, str], int | None],
    load: Callable[[ModelSpec], Encoder] = load_encoder,
    graph_from: int | None = GRAPH_FROM,
) -> Space:
    """Check a model's files and load its index, but not the model. Raises `ModelUnavailable`.

    `space_of(name, dimension, fingerprint)` gives the id of its space.
    """
    spec = find_spec(key, paths)
    fingerprint = spec.fingerprint()
    space_id = space_of(spec.name, spec.dimension, fingerprint)
    index = VectorIndex(paths.index_dir, index_name(spec.name, fingerprint), spec.dimension, graph_from)
    if space_id is not None:
        index.load(SpaceSource(reader.embeddings, space_id))
    return Space(key, spec, LazyEncoder(spec, fingerprint, load), space_id, index, reader, limits)
