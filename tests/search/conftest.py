"""A small library with vectors that a test chooses: real SQLite and a real index, an encoder of a few known words."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import numpy.typing as npt
import pytest

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.domain.photos import Changes, FileStat, Indexed, Metadata
from visionquery.index.planner import VectorIndex
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.search.engine import SearchEngine
from visionquery.system.paths import DataPaths

WORDS = ("dog", "beach", "red", "car", "people", "snow", "cake", "cat")
DIMENSION = 32
_NS = 1_000_000_000


class WordEncoder:
    """Every known word is a direction of its own; a text is the sum of its words."""

    name = "words"
    fingerprint = "words-1"

    def encode_texts(self, texts: Sequence[str]) -> npt.NDArray[np.float32]:
        rows = np.zeros((len(texts), DIMENSION), np.float32)
        for row, text in zip(rows, texts, strict=True):
            for word in text.casefold().split():
                row[WORDS.index(word) if word in WORDS else DIMENSION - 1] += 1
            row /= np.linalg.norm(row)
        return rows

    def encode_pixels(self, pixels: npt.NDArray[np.uint8]) -> npt.NDArray[np.float32]:
        return self.encode_texts([WORDS[picture[0, 0, 0]] for picture in pixels])


def looks_like(text: str, noise: float = 0.0, seed: int = 0) -> npt.NDArray[np.float32]:
    """The vector of a photo that shows these words, less exactly with more noise."""
    vector = WordEncoder().encode_texts([text])[0]
    vector = vector + noise * np.random.default_rng(seed).standard_normal(DIMENSION).astype(np.float32)
    unit: npt.NDArray[np.float32] = (vector / np.linalg.norm(vector)).astype(np.float32)
    return unit


class Shelf:
    """Puts photos into a library as the pipeline would, and answers from it."""

    def __init__(self, paths: DataPaths) -> None:
        self.library = Library(paths)
        self.library.open()
        self.space_id = self.library.embeddings.space(WordEncoder.name, DIMENSION, WordEncoder.fingerprint)
        self.reader = LibraryReader(paths)
        self.index = VectorIndex(paths.index_dir, WordEncoder.name, DIMENSION)
        self.engine = SearchEngine(self.reader, self.index, WordEncoder(), read_example)

    def folder(self, path: str) -> int:
        return self.library.folders.add(path).id

    def add(
        self,
        folder_id: int,
        relpath: str,
        vector: npt.NDArray[np.float32],
        *,
        content: str = "",
        mtime: int = 1_500_000_000,
        taken_at: str | None = None,
        camera: str | None = None,
    ) -> int:
        """One photo; those with the same `content` are copies. Returns its id."""
        return self.add_many(folder_id, [(relpath, vector)], content, mtime, taken_at, camera)[0]

    def add_many(
        self,
        folder_id: int,
        photos: Sequence[tuple[str, npt.NDArray[np.float32]]],
        content: str = "",
        mtime: int = 1_500_000_000,
        taken_at: str | None = None,
        camera: str | None = None,
    ) -> list[int]:
        stats = [FileStat(relpath, 100, mtime * _NS) for relpath, _ in photos]
        ids = self.library.photos.apply(folder_id, Changes(added=tuple(stats)))
        self.library.photos.claim(len(ids), 1)
        metadata = Metadata(100, 80, "JPEG", taken_at=taken_at, camera=camera)
        outcomes = [
            Indexed(
                photo_id,
                stat,
                hashlib.blake2b(
                    (content or f"{folder_id}/{relpath}").encode("utf-8", "replace"), digest_size=20
                ).digest(),
                metadata,
                b"",
                vector.astype("<f2").tobytes(),
            )
            for photo_id, stat, (relpath, vector) in zip(ids, stats, photos, strict=True)
        ]
        self.library.photos.finish(outcomes, self.space_id)
        self.refresh()
        return ids

    def refresh(self) -> None:
        """Bring new vectors into the index, as the pipeline does after each commit."""
        known = set(self.index_ids)
        for block in self.library.embeddings.blocks(self.space_id):
            fresh = [place for place, each in enumerate(block.content_ids.tolist()) if each not in known]
            if fresh:
                last = int(block.sequences[-1])
                self.index.add(block.content_ids[fresh], block.vectors[fresh].astype(np.float32), last)
                self.index_ids += block.content_ids[fresh].tolist()

    index_ids: list[int]

    def close(self) -> None:
        self.reader.close()
        self.library.close()


def read_example(path: str) -> npt.NDArray[np.uint8]:
    """The first word in the file's name decides what the picture shows."""
    for number, word in enumerate(WORDS):
        if word in Path(path).name:
            return np.full((1, 4, 4, 3), number, np.uint8)
    raise BadFile(FailureKind.DAMAGED, "The file is cut off.")


@pytest.fixture
def shelf(data_dir: Path) -> Iterator[Shelf]:
    shelf = Shelf(DataPaths(data_dir))
    shelf.index_ids = []
    yield shelf
    shelf.close()
