"""A sample of the library's embeddings, against which a query's scores are judged.

Owned by the search engine; any of its threads may call. Taken anew when the library has grown or shrunk by a tenth.
"""

from __future__ import annotations

import threading
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from visionquery.library.embeddings import EmbeddingReader
from visionquery.search.ranking import Background, background

# The median of 2,048 scores is off by 0.03 spreads, the spread itself by 3%.
SAMPLE_SIZE = 2048
_STALE_BY = 0.1


class _Sample(NamedTuple):
    space_id: int
    population: int
    vectors: npt.NDArray[np.float32]


class BackgroundSample:
    """Draws by itself when it is first asked."""

    def __init__(self, embeddings: EmbeddingReader) -> None:
        self._embeddings = embeddings
        self._lock = threading.Lock()
        self._sample: _Sample | None = None

    def judge(self, vector: npt.NDArray[np.float32], space_id: int, population: int) -> Background:
        """What `vector` scores on the library at large, which holds `population` embeddings now."""
        with self._lock:
            sample = self._sample
            if sample is None or sample.space_id != space_id or _is_stale(sample, population):
                sample = self._sample = _Sample(space_id, population, self._draw(space_id))
        return background(sample.vectors @ vector)

    def _draw(self, space_id: int) -> npt.NDArray[np.float32]:
        content_ids = self._embeddings.content_ids(space_id)
        if len(content_ids) > SAMPLE_SIZE:
            # A fixed seed: the same library gives the same line.
            content_ids = np.random.default_rng(0).choice(content_ids, SAMPLE_SIZE, replace=False)
        try:
            return self._embeddings.vectors(space_id, content_ids).astype(np.float32)
        except KeyError:  # One was removed between the two reads.
            return self._draw(space_id)


def _is_stale(sample: _Sample, population: int) -> bool:
    return abs(population - sample.population) > _STALE_BY * max(sample.population, 1)
