"""A library with what tests need around it: files that are only talked about, and what reading them gives."""

from __future__ import annotations

import hashlib
import itertools
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from visionquery.domain.errors import FailureKind
from visionquery.domain.photos import Changes, Failed, FileStat, Indexed, Metadata, StoredFile, WorkItem
from visionquery.library.library import Library
from visionquery.library.outcomes import FinishReport
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths

DIMENSION = 8


class Shelf:
    """An open library with one folder and one embedding space."""

    def __init__(self, paths: DataPaths) -> None:
        self.now = 1_750_000_000.0
        self.paths = paths
        self.library = Library(paths, clock=lambda: self.now)
        self.library.open()
        self.reader = LibraryReader(paths)
        self.folder = self.library.folders.add("/photos")
        self.space = self.library.embeddings.space("starter", DIMENSION, "fingerprint")
        self._numbers = itertools.count(1)

    def stat(self, relpath: str, *, size: int = 1000, mtime: int | None = None, file_id: str | None = None) -> FileStat:
        number = next(self._numbers)
        return FileStat(
            relpath, size, number if mtime is None else mtime, f"1:{number}" if file_id is None else file_id
        )

    def add(self, *relpaths: str, folder_id: int | None = None) -> list[int]:
        """Photos that a scan has found, with ever later times."""
        added = tuple(self.stat(relpath) for relpath in relpaths)
        return self.library.photos.apply(folder_id or self.folder.id, Changes(added=added))

    def row(self, relpath: str, folder_id: int | None = None) -> StoredFile:
        return self.library.photos.stored(folder_id or self.folder.id)[relpath]

    def hash(self, content: object) -> bytes:
        return hashlib.blake2b(repr(content).encode(), digest_size=20).digest()

    def vector(self, content: object) -> bytes:
        """What the encoder makes of a picture: depends on its content alone."""
        seed = int.from_bytes(self.hash(content)[:4], "little")
        vector = np.random.default_rng(seed).standard_normal(DIMENSION)
        return (vector / np.linalg.norm(vector)).astype("<f2").tobytes()

    def read(self, item: WorkItem, content: object = None, taken_at: str | None = None) -> Indexed:
        """What reading a claimed photo gives; its content is its path unless said otherwise."""
        content = item.path if content is None else content
        metadata = Metadata(4000, 3000, "JPEG", taken_at=taken_at)
        thumbnail = b"jpeg of " + self.hash(content)
        return Indexed(item.photo_id, item.stat, self.hash(content), metadata, thumbnail, self.vector(content))

    def fail(self, item: WorkItem, kind: FailureKind = FailureKind.DAMAGED) -> Failed:
        return Failed(item.photo_id, item.stat, kind, "The picture is cut off.")

    def claim(self, limit: int = 1000) -> list[WorkItem]:
        return self.library.photos.claim(limit, claim_id=next(self._numbers))

    def finish(self, *outcomes: Indexed | Failed) -> FinishReport:
        return self.library.photos.finish(outcomes, self.space)

    def index(self, content_of: Callable[[WorkItem], object] = lambda item: item.path) -> None:
        """Work off all that is pending."""
        while items := self.claim():
            self.finish(*(self.read(item, content_of(item)) for item in items))

    def die(self) -> None:
        """End as a killed process does: nothing is given back, the system drops the lock."""
        self.library._writer.close()
        self.library.thumbnails.close()
        self.library._lock.release()

    def reopen(self) -> int:
        """The next worker; returns how many photos its predecessor had in flight."""
        self.library = Library(self.paths, clock=lambda: self.now)
        return self.library.open()

    def sql(self, query: str, *parameters: object) -> list[tuple[object, ...]]:
        with self.library._writer.read() as connection:
            return connection.execute(query, parameters).fetchall()

    def close(self) -> None:
        self.reader.close()
        self.library.close()


@pytest.fixture
def paths(tmp_path: Path) -> DataPaths:
    return DataPaths(tmp_path / "data")


@pytest.fixture
def shelf(paths: DataPaths) -> Iterator[Shelf]:
    shelf = Shelf(paths)
    yield shelf
    shelf.close()


@pytest.fixture(scope="session")
def shelf_type() -> type[Shelf]:
    """For tests that make and kill libraries of their own."""
    return Shelf
