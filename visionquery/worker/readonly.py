"""Search without being the worker: for the command line beside a running window. Writes nothing.

Owned by the thread that made it. Reads the library through its reader and the index from its files; what the index's
files lack yet is read from the library.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType

from visionquery.domain.queries import Answer, Query
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths
from visionquery.worker.model import ExampleReader, LoadedModel, assemble, find_spec, load_encoder, read_limits


class ReadOnlySearch:
    """Answers questions about the library as it was when this was opened. A context manager."""

    def __init__(self, paths: DataPaths) -> None:
        self._paths = paths
        self._reader = LibraryReader(paths)
        self._examples: ExampleReader | None = None
        self._model: LoadedModel | None = None

    def open(self) -> None:
        """Load the model and the index: seconds. Raises `ModelUnavailable`, `LibraryTooNew`, `LibraryDamaged`."""
        settings = self._reader.settings()
        spec = find_spec(settings, self._paths)
        self._examples = ExampleReader(read_limits(settings), spec.preprocessing)
        encoder = load_encoder(spec)
        space_id = self._reader.embeddings.find_space(encoder.name, encoder.fingerprint)
        self._model = assemble(encoder, space_id, self._reader, self._paths.index_dir, self._examples)

    @property
    def model(self) -> str:
        """The model's name."""
        return self._opened().encoder.name

    def prepare(self, texts: Iterable[str]) -> None:
        """Encode many queries in full batches ahead of asking them."""
        self._opened().engine.prepare(texts)

    def search(self, query: Query) -> Answer:
        """Answer a question. Raises `QueryRefused`."""
        return self._opened().engine.search(query)

    def close(self) -> None:
        """Let go of everything."""
        if self._examples is not None:
            self._examples.close()
        if self._model is not None:
            self._model.index.close()
        self._reader.close()

    def __enter__(self) -> ReadOnlySearch:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self) -> LoadedModel:
        if self._model is None:
            raise RuntimeError("not opened")
        return self._model
