"""A source of embeddings in memory that keeps the library's promises, and small pictures' vectors."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import pytest

DIMENSION = 16


@dataclass
class Block:
    sequences: np.ndarray
    content_ids: np.ndarray
    vectors: np.ndarray


class Rows:
    """Embeddings as the library has them: sequences and contents only grow, vectors are rounded to float16."""

    def __init__(self, dimension: int = DIMENSION) -> None:
        self.dimension = dimension
        self.rows: list[tuple[int, int, np.ndarray]] = []
        self.sequence = 0

    def insert(self, content_ids: list[int], vectors: np.ndarray) -> int:
        for content_id, vector in zip(content_ids, vectors, strict=True):
            self.sequence += 1
            self.rows.append((self.sequence, content_id, vector.astype(np.float16)))
        return self.sequence

    def delete(self, content_ids: list[int]) -> None:
        gone = set(content_ids)
        self.rows = [row for row in self.rows if row[1] not in gone]

    def blocks(self, after_sequence: int = 0, size: int = 50) -> Iterator[Block]:
        rows = [row for row in self.rows if row[0] > after_sequence]
        for start in range(0, len(rows), size):
            part = rows[start : start + size]
            yield Block(
                np.array([row[0] for row in part], np.int64),
                np.array([row[1] for row in part], np.int64),
                np.stack([row[2] for row in part]),
            )

    def content_ids(self) -> np.ndarray:
        return np.array(sorted(row[1] for row in self.rows), np.int64)

    def last_sequence(self) -> int:
        return max((row[0] for row in self.rows), default=0)


def unit(count: int, seed: int = 0, dimension: int = DIMENSION) -> np.ndarray:
    vectors = np.random.default_rng(seed).standard_normal((count, dimension)).astype(np.float32)
    return vectors / np.linalg.norm(vectors, axis=1, keepdims=True)


@pytest.fixture
def rows() -> Rows:
    """300 embeddings of contents 1 to 300."""
    source = Rows()
    source.insert(list(range(1, 301)), unit(300))
    return source


@pytest.fixture
def make_unit():
    return unit


@pytest.fixture
def empty_rows() -> Rows:
    return Rows()
