"""Second stage: the last blocks of EfficientNet and the upper layers of MiniLM, trained together with the head.

Runs in bfloat16 with float32 master weights and keeps an exponential average, which is what the stage returns.
"""

from __future__ import annotations

import math
import random
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import torch
from captions import colour_choices, near_miss, object_caption, tokens_dropped
from colours import NAMES as COLOUR_NAMES
from corpus import Corpus
from depthwise import freeze_depthwise, thaw_depthwise
from text_tower import TextTower
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

from visionquery.vision.starter_tower import STEM_BLOCKS, StarterTower

_PICTURES, _OBJECTS, _LABELLED = 384, 40, 24
_CAPTIONS = 2
_SMOOTHING = 0.02
_OBJECT_WEIGHT, _COLOUR_WEIGHT, _CLASSIFIER_WEIGHT = 0.15, 0.15, 0.15
_HIGHEST_SCALE = 60.0
_LONGEST_MEMORY = 0.996


@dataclass(frozen=True, slots=True)
class Rates:
    """Learning rates of AdamW, each at its peak."""

    trunk: float = 1.5e-4
    attention: float = 1e-3
    head: float = 3e-4
    text: float = 5e-5


@dataclass(slots=True)
class _Batch:
    """What one step looks at: input of the tail, the untouched classifier's logits, and all texts, in this order:
    two captions a picture, near misses, object captions, colour choices."""

    maps: Tensor
    thumbs: Tensor
    logits: Tensor
    tokens: list[list[int]]
    missed: Tensor
    object_names: list[str]
    coloured: Tensor


def train_jointly(
    corpus: Corpus,
    tower: StarterTower,
    text: TextTower,
    scale: nn.Parameter,
    epochs: int,
    rates: Rates,
    after_epoch: Callable[[], str],
) -> None:
    """Fine-tune both towers in place; the trunk and the attention of `tower` are in bfloat16.

    `after_epoch` is called with the averaged weights in place, to measure them.
    """
    trunk = tower.trunk
    freeze_depthwise(trunk.blocks[STEM_BLOCKS:])
    groups = _parameter_groups(tower, text, scale)
    live = [parameter for group, _ in groups for parameter in group]
    tower.requires_grad_(False)
    for parameter in live:
        parameter.requires_grad_(True)
    masters = [parameter.detach().float().clone().requires_grad_() for parameter in live]
    average = [master.detach().clone() for master in masters]
    remaining = iter(masters)
    optimizer = torch.optim.AdamW(
        [{"params": [next(remaining) for _ in group], "lr": rate} for group, rate in _with_rates(groups, rates)],
        weight_decay=0.05,
        betas=(0.9, 0.98),
    )
    per_epoch = corpus.pictures.pictures // _PICTURES
    total = epochs * per_epoch

    def rate_factor(step: int) -> float:
        return min(1.0, (step + 1) / per_epoch) * (0.5 + 0.5 * math.cos(math.pi * min(1.0, step / total))) + 0.01

    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, rate_factor)
    rng = random.Random(torch.initial_seed())
    started = time.monotonic()
    for epoch in range(epochs):
        order = torch.randperm(corpus.pictures.pictures)
        tower.train()
        text.train()
        losses = []
        for start in range(0, per_epoch * _PICTURES, _PICTURES):
            loss, caption_loss = _loss(_draw(corpus, text, order[start : start + _PICTURES], rng), tower, text, scale)
            for parameter in live:
                parameter.grad = None
            loss.backward()
            for parameter, master in zip(live, masters, strict=True):
                master.grad = None if parameter.grad is None else parameter.grad.float()
            torch.nn.utils.clip_grad_norm_(masters, 2.0)
            optimizer.step()
            schedule.step()
            _assign(live, masters)
            step = schedule.last_epoch
            memory = min(_LONGEST_MEMORY, (1 + step) / (10 + step))
            for kept, master in zip(average, masters, strict=True):
                kept.lerp_(master.detach(), 1 - memory)
            losses.append(caption_loss)
        _assign(live, average)
        tower.eval()
        text.eval()
        print(
            f"epoch {epoch + 1} of {epochs}, {time.monotonic() - started:.0f} s: "
            f"loss {sum(losses) / len(losses):.3f}, {after_epoch()}",
            flush=True,
        )
        if epoch + 1 < epochs:
            _assign(live, masters)
    thaw_depthwise(trunk.blocks[STEM_BLOCKS:])


def _parameter_groups(
    tower: StarterTower, text: TextTower, scale: nn.Parameter
) -> list[tuple[list[nn.Parameter], str]]:
    blocks = tower.trunk.blocks[STEM_BLOCKS:]
    trunk = [p for name, p in blocks.named_parameters() if "conv_dw" not in name]
    return [
        ([*trunk, *tower.trunk.conv_head.parameters()], "trunk"),
        ([*tower.attend_fine.parameters(), *tower.attend_coarse.parameters()], "attention"),
        ([*tower.mlp.parameters(), tower.class_projection.weight, text.projection.weight, scale], "head"),
        ([p for p in text.transformer.parameters() if p.requires_grad], "text"),
    ]


def _with_rates(
    groups: Sequence[tuple[list[nn.Parameter], str]], rates: Rates
) -> list[tuple[list[nn.Parameter], float]]:
    return [(group, getattr(rates, name)) for group, name in groups]


def _assign(live: Sequence[nn.Parameter], values: Sequence[Tensor]) -> None:
    with torch.no_grad():
        for parameter, value in zip(live, values, strict=True):
            parameter.copy_(value)


def _draw(corpus: Corpus, text: TextTower, pictures: Tensor, rng: random.Random) -> _Batch:
    objects = torch.randperm(corpus.objects.pictures)[:_OBJECTS]
    pool = corpus.trained_caltech
    labelled = pool[torch.randperm(len(pool))[:_LABELLED]]
    sets = (
        (corpus.pictures, pictures, corpus.pictures.draw(pictures)),
        (corpus.objects, objects, corpus.objects.draw(objects)),
        (corpus.caltech, labelled, corpus.caltech.draw(labelled)),
    )
    inputs = [views.tail_input(drawn, chosen) for views, chosen, drawn in sets]
    own = [rng.sample(range(5), _CAPTIONS) for _ in range(len(pictures))]
    captions = [
        corpus.captions[picture * 5 + own[row][turn]]
        for turn in range(_CAPTIONS)
        for row, picture in enumerate(pictures.tolist())
    ]
    misses = [(row, miss) for row in range(len(pictures)) if (miss := near_miss(captions[row], rng)) is not None]
    misses = rng.sample(misses, min(len(misses), _PICTURES // 3))
    names = [rng.choice(corpus.object_names.vocabulary(index)) for index in objects.tolist()]
    names += [corpus.caltech_names[corpus.caltech_labels[index]] for index in labelled.tolist()]
    colours = [corpus.object_colours[v] for v in sets[1][2].tolist()]
    colours += [corpus.caltech_colours[v] for v in sets[2][2].tolist()]
    coloured, choices = [], []
    for row, (index, labels) in enumerate(zip([*objects.tolist(), *labelled.tolist()], colours, strict=True)):
        colour, border = int(labels.object[index]), int(labels.border[index])
        if colour >= 0:
            coloured.append(row)
            choices += colour_choices(names[row], colour, border, COLOUR_NAMES, rng)
    described = [object_caption(name, rng) for name in names]
    tokens = [tokens_dropped(row, rng) for row in text.tokens(captions)]
    tokens += text.tokens([miss for _, miss in misses] + described + choices)
    return _Batch(
        maps=torch.cat([maps for maps, _ in inputs]),
        thumbs=torch.cat([thumbs for _, thumbs in inputs]),
        logits=torch.cat([views.logits(drawn, chosen) for views, chosen, drawn in sets]),
        tokens=tokens,
        missed=torch.tensor([row for row, _ in misses], dtype=torch.long),
        object_names=names,
        coloured=torch.tensor(coloured, dtype=torch.long),
    )


def _loss(batch: _Batch, tower: StarterTower, text: TextTower, scale: nn.Parameter) -> tuple[Tensor, float]:
    """The weighted sum of all losses, and that of the captions alone."""
    features, logits = tower.features(batch.maps, batch.thumbs)
    vectors = tower.joint(features, logits)
    count = len(vectors) - len(batch.object_names)
    pictures, objects = vectors[:count], vectors[count:]
    factor = scale.exp().clamp(max=_HIGHEST_SCALE)
    sizes = [count] * _CAPTIONS + [len(batch.missed), len(objects)]
    texts = text(batch.tokens)
    *captions, misses, described, choices = texts.split([*sizes, len(texts) - sum(sizes)])
    target = torch.arange(count)
    loss = torch.zeros(())
    for turn, own in enumerate(captions):
        similarity = pictures @ own.T * factor
        to_picture = F.cross_entropy(similarity.T, target, label_smoothing=_SMOOTHING)
        if turn == 0 and len(misses):
            # A picture also has to prefer its caption to that caption's near miss; pictures without one see -inf.
            near = (pictures[batch.missed] * misses).sum(1) * factor
            column = similarity.new_full((count,), -1e4).index_put((batch.missed,), near)
            similarity = torch.cat((similarity, column[:, None]), dim=1)
        to_caption = F.cross_entropy(similarity, target, label_smoothing=_SMOOTHING)
        loss = loss + (to_picture + to_caption) / 2 / len(captions)
    caption_loss = loss.item()
    loss = loss + _OBJECT_WEIGHT * _object_loss(objects, described, batch.object_names, factor)
    if len(batch.coloured):
        offered = choices.view(len(batch.coloured), -1, choices.shape[1])
        similarity = torch.einsum("nd,nkd->nk", objects[batch.coloured], offered) * factor
        loss = loss + _COLOUR_WEIGHT * F.cross_entropy(similarity, torch.zeros(len(offered), dtype=torch.long))
    # The classifier shall go on saying what it said: the class names' part of the vector lives on it.
    kept = F.kl_div(logits.log_softmax(1), batch.logits.softmax(1), reduction="batchmean")
    return loss + _CLASSIFIER_WEIGHT * kept, caption_loss


def _object_loss(objects: Tensor, described: Tensor, names: Sequence[str], factor: Tensor) -> Tensor:
    """Objects and their names find each other; another picture of the same name is no wrong answer."""
    same = torch.tensor([[a == b for b in names] for a in names]) & ~torch.eye(len(names), dtype=torch.bool)
    similarity = (objects @ described.T * factor).masked_fill(same, -1e4)
    target = torch.arange(len(names))
    return (F.cross_entropy(similarity, target) + F.cross_entropy(similarity.T, target)) / 2
