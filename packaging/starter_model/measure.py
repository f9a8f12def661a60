"""Measures of a text-image model, given its vectors: retrieval, colours, and classes it was not trained on."""

from __future__ import annotations

import random
from collections.abc import Callable, Sequence

import torch
from captions import colour_swapped
from names import TEMPLATES
from torch import Tensor
from torch.nn import functional as F  # noqa: N812

Encode = Callable[[Sequence[str]], Tensor]

TESTED_COLOURS = ("red", "orange", "yellow", "green", "blue", "purple", "pink", "brown")


def recall(pictures: Tensor, texts: Tensor, per_picture: int = 5) -> tuple[float, float, float]:
    """Text-to-image recall@1, 5, 10: of float32 unit rows, text `i` belongs to picture `i // per_picture`."""
    similarity = texts @ pictures.T
    own = torch.arange(len(texts)) // per_picture
    rank = (similarity > similarity.gather(1, own[:, None])).sum(1)
    at_1, at_5, at_10 = ((rank < k).float().mean().item() for k in (1, 5, 10))
    return at_1, at_5, at_10


def colour_choice(pictures: Tensor, captions: Sequence[str], texts: Tensor, encode: Encode) -> float:
    """Share of the captions naming a colour that their picture prefers to themselves with another colour.

    A model that sees no colours is right half of the time, and somewhat more often where objects give them away.
    """
    rng = random.Random(0)
    swapped = [(index, swap) for index, caption in enumerate(captions) if (swap := colour_swapped(caption, rng))]
    rows = torch.tensor([index for index, _ in swapped])
    wrong = encode([swap for _, swap in swapped])
    own = pictures[rows // 5]
    return ((texts[rows] * own).sum(1) > (wrong * own).sum(1)).float().mean().item()


def zero_shot(
    pictures: Tensor, labels: Tensor, names: Sequence[str], encode: Encode, candidates: Sequence[int], of: Sequence[int]
) -> float:
    """Top-1 among `candidates` on the pictures of the classes `of`; class vectors averaged over `TEMPLATES`."""
    prompts = encode([template.format(name) for name in names for template in TEMPLATES])
    classes = F.normalize(prompts.view(len(names), len(TEMPLATES), -1).mean(1), dim=1)
    among, chosen = torch.tensor(candidates), torch.isin(labels, torch.tensor(of))
    best = among[(pictures[chosen] @ classes[among].T).argmax(1)]
    return (best == labels[chosen]).float().mean().item()


def object_colours(
    pictures: Tensor, labels: Tensor, colours: Tensor, palette: Sequence[str], names: Sequence[str], encode: Encode
) -> tuple[float, int]:
    """How often '<colour> <class>' is nearest for the object's own colour among eight, and of how many pictures.

    `colours` int64[n] are indices into `palette`, -1 where the object's colour is not clear.
    """
    tested = [palette.index(colour) for colour in TESTED_COLOURS]
    rows = [row for row in range(len(pictures)) if int(colours[row]) in tested]
    classes = sorted({int(labels[row]) for row in rows})
    texts = encode([f"a {colour} {names[index]}" for index in classes for colour in TESTED_COLOURS])
    prompts = dict(zip(classes, texts.view(len(classes), len(tested), -1), strict=True))
    right = sum(
        int((prompts[int(labels[row])] @ pictures[row]).argmax()) == tested.index(int(colours[row])) for row in rows
    )
    return right / len(rows), len(rows)


def group_precision(pictures: Tensor, groups: dict[str, list[int]], encode: Encode) -> float:
    """Mean average precision of 'a photo of a <word>' over one picture for each of 1,000 classes."""
    texts = encode([f"a photo of a {word}" for word in groups])
    precisions = []
    for text, members in zip(texts, groups.values(), strict=True):
        order = (pictures @ text).argsort(descending=True)
        hit = torch.isin(order, torch.tensor(members)).float()
        precisions.append(float((hit * hit.cumsum(0) / torch.arange(1, len(hit) + 1)).sum() / len(members)))
    return sum(precisions) / len(precisions)
