"""Last stage: gives the tower its bank of typical queries, and every text the constant that the correction needs."""

from __future__ import annotations

import random

import torch
from corpus import Corpus
from text_tower import TextTower
from torch import Tensor
from torch.nn import functional as F  # noqa: N812
from views import Views

from visionquery.vision.starter_tower import JOINT_WIDTH, QUERY_BANK, StarterTower

_CAPTION_QUERIES = 1536
_CAPTION_SHARE = 0.6
_CLUSTER_ROUNDS = 8
_SAMPLE = 500
TEXT_CONSTANT = 0.5 / 0.75**0.5
"""The constant component of a text over the length of its joint part: of a usual caption it becomes one half."""


@torch.inference_mode()
def fill_query_bank(corpus: Corpus, tower: StarterTower, text: TextTower) -> None:
    """Make the bank of typical queries: the captions of training and the names of things, in clusters.

    With captions alone dev gains most, but pictures unlike Flickr's then crowd in. Without a bank, with 2,560 queries
    drawn at random, and with as many clusters, dev recall@5 is 61.1, 62.6 and 63.3.
    """
    names = corpus.object_names
    things = [f"a photo of a {name}" for index in range(1000) for name in dict.fromkeys(names.vocabulary(index))]
    captions, caption_shares = _clusters(text.encode(corpus.captions), _CAPTION_QUERIES)
    classes, class_shares = _clusters(text.encode(things), QUERY_BANK - _CAPTION_QUERIES)
    tower.queries.copy_(torch.cat((captions, classes)))
    tower.query_shares.copy_(torch.cat((_CAPTION_SHARE * caption_shares, (1 - _CAPTION_SHARE) * class_shares)))
    usual = [
        tower.hubness(joint_vectors(tower, views, torch.arange(min(views.pictures, _SAMPLE))))
        for views in (corpus.objects, corpus.pictures)
    ]
    tower.usual_hubness.copy_(torch.cat(usual).mean())


def _clusters(vectors: Tensor, count: int) -> tuple[Tensor, Tensor]:
    """Spherical k-means: unit centres float32[count, d] and the share of the unit vectors at each, float32[count]."""
    centres = vectors[torch.randperm(len(vectors), generator=torch.Generator().manual_seed(0))[:count]]
    for _ in range(_CLUSTER_ROUNDS):
        nearest = (vectors @ centres.T).argmax(1)
        sizes = torch.bincount(nearest, minlength=count)
        sums = torch.zeros_like(centres).index_add_(0, nearest, vectors)
        centres = torch.where(sizes[:, None] > 0, F.normalize(sums, dim=1), centres)
    # In float16 no share may vanish: its logarithm is taken.
    return centres, sizes.clamp_min(0.5) / len(vectors)


@torch.inference_mode()
def joint_vectors(tower: StarterTower, views: Views, pictures: Tensor) -> Tensor:
    """Joint vectors float32[k, JOINT_WIDTH] of the first view of each of the pictures int64[k]."""
    first = torch.zeros_like(pictures)
    batches = zip(first.split(128), pictures.split(128), strict=True)
    return torch.cat([tower.joint(*tower.features(*views.tail_input(v, p))) for v, p in batches])


@torch.inference_mode()
def shipped_projection(corpus: Corpus, text: TextTower) -> Tensor:
    """The text projection with the constant's row and an empty one, float32[EMBEDDING_WIDTH, 384].

    The projection has no bias, but MiniLM's last layer normalisation leaves its output on a hyperplane: the mean of
    `(output - bias) / gain` is zero. So one weighting of the output gives the same number for every text; it is
    found by least squares, which also evens out bfloat16's rounding.
    """
    captions = random.Random(1).sample(corpus.captions, 2000)
    sentences = text.sentences(text.tokens(captions)).double()
    gram = sentences.T @ sentences + 1e-6 * torch.eye(sentences.shape[1], dtype=torch.double)
    weighting = torch.linalg.solve(gram, sentences.sum(0)).float()
    length = text.projection(sentences.float()).norm(dim=1).mean()
    constant = TEXT_CONSTANT * length * weighting
    return torch.cat((text.projection.weight[:JOINT_WIDTH], constant[None], torch.zeros(1, len(constant))))
