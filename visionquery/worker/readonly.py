"""Search without being the worker: for the command line beside a running window. Writes nothing.

Owned by the thread that made it. Reads the library through its reader and the index from its files; what the index's
files lack yet is read from the library.
"""

from __future__ import annotations

from collections.abc import Iterable
from types import TracebackType
from typing import Any

from visionquery.domain.errors import ModelUnavailable
from visionquery.domain.queries import Answer, Query
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths
from visionquery.vision.decoding import ReadLimits
from visionquery.worker.model import Space, load_encoder, open_space


class ReadOnlySearch:
    """Answers questions about the library as it was when this was opened. A context manager."""

    def __init__(self, paths: DataPaths) -> None:
        self._paths = paths
        self._reader = LibraryReader(paths)
        self._space: Space | None = None

    def open(self) -> None:
        """Open the space that answers in the window too, or else the chosen one; the model is loaded when needed.

        Raises `ModelUnavailable`, `LibraryTooNew`, `LibraryDamaged`.
        """
        settings = self._reader.settings()
        try:
            self._space = self._opened_as(settings["answering"] or settings["model"], settings)
        except ModelUnavailable:
            if not settings["answering"]:
                raise
            self._space = self._opened_as(settings["model"], settings)

    def _opened_as(self, key: str, settings: dict[str, Any]) -> Space:
        return open_space(
            key,
            self._paths,
            self._reader,
            ReadLimits.of(settings),
            lambda name, _dimension, fingerprint: self._reader.embeddings.find_space(name, fingerprint),
            lambda spec: load_encoder(spec, settings["device"]),
        )

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
        if self._space is not None:
            self._space.close()
        self._reader.close()

    def __enter__(self) -> ReadOnlySearch:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def _opened(self) -> Space:
        if self._space is None:
            raise RuntimeError("not opened")
        return self._space
