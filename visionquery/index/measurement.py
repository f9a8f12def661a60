"""How good the graph is for text queries: vectors with a modality gap to try it on, and recall against exact search.

Text vectors lie away from all image vectors, around a mean direction of their own (Liang et al. 2022, "Mind the Gap"),
and a graph that links images to images finds the neighbours of such a query far less surely than those of an image.
Pure; used by benchmarks and tests.
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from visionquery.index.neighbours import Found, Vectors

Search = Callable[[npt.NDArray[np.float32], int], Found]

# With these, as in OpenAI's CLIP: two images 0.5, two texts 0.6, image and text of different things 0.15, of the same
# thing 0.3 (cosines).
_TOPICS = 200
_CONTENT_DIMENSIONS = 64
_IMAGE_MEAN, _IMAGE_NOISE = 1.0, 0.45
_TEXT_MEAN, _TEXT_CONTENT, _TEXT_NOISE = 1.2, 0.6, 0.5
_SHARED_MEAN = 0.2


def modality_gap(count: int, dimension: int, queries: int, seed: int = 0) -> tuple[Vectors, Vectors]:
    """Unit image vectors float32[count, dimension], and text vectors float32[queries, dimension] of some of them."""
    rng = np.random.default_rng(seed)
    image_mean, text_mean = _directions(rng, 2, dimension)
    text_mean = _unit(text_mean + _SHARED_MEAN * image_mean)
    # Content lies in fewer dimensions than the vectors have, the first of which matter most.
    weights = 1 / np.sqrt(1 + np.arange(_CONTENT_DIMENSIONS))
    basis = _directions(rng, _CONTENT_DIMENSIONS, dimension) * (weights / np.linalg.norm(weights))[:, None]
    topics = rng.standard_normal((_TOPICS, _CONTENT_DIMENSIONS)).astype(np.float32)
    shares = rng.dirichlet(np.full(_TOPICS, 0.3))

    def content(topic: npt.NDArray[np.int64]) -> Vectors:
        mixed = 0.8 * topics[topic] + 0.6 * rng.standard_normal((len(topic), _CONTENT_DIMENSIONS)).astype(np.float32)
        return np.asarray(mixed @ basis, np.float32)

    def noise(rows: int, scale: float) -> Vectors:
        return rng.standard_normal((rows, dimension)).astype(np.float32) * np.float32(scale / np.sqrt(dimension))

    shown = content(rng.choice(_TOPICS, count, p=shares))
    images = _unit(_IMAGE_MEAN * image_mean + shown + noise(count, _IMAGE_NOISE))
    described = shown[rng.integers(0, count, queries)]
    texts = _unit(_TEXT_MEAN * text_mean + _TEXT_CONTENT * described + noise(queries, _TEXT_NOISE))
    return images, texts


def recall(search: Search, exact: Search, queries: Vectors, k: int = 50) -> float:
    """Which part of the `k` nearest, by exact search, the other search finds, over all queries."""
    found = wanted = 0
    for query in queries:
        nearest = exact(query, k).keys
        found += len(np.intersect1d(nearest, search(query, k).keys))
        wanted += len(nearest)
    return found / max(1, wanted)


def _directions(rng: np.random.Generator, count: int, dimension: int) -> Vectors:
    return _unit(rng.standard_normal((count, dimension)).astype(np.float32))


def _unit(vectors: npt.NDArray[np.floating]) -> Vectors:
    return np.asarray(vectors / np.linalg.norm(vectors, axis=-1, keepdims=True), np.float32)
