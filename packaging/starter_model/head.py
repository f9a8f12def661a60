"""First stage: the head on frozen towers. Minutes, and a start from which the joint stage only has to refine."""

from __future__ import annotations

import random
import time

import torch
from corpus import Corpus
from names import TEMPLATES
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812
from views import Views

from visionquery.vision.starter_tower import StarterTower

_BATCH = 512
_RATE = 1e-3
_CAPTIONS = 3
_NAMES_WEIGHT, _LABELS_WEIGHT = 0.3, 0.05
_FIRST_GAIN, _FIRST_SCALE = 3.0, 2.7


def train_head(corpus: Corpus, tower: StarterTower, projection: nn.Linear, sentences: Tensor, epochs: int) -> None:
    """Train the tower's head and the text projection in place on the cached features of the frozen towers.

    `sentences`: MiniLM's vectors of all training captions, float32[30000, 384]. Three losses: caption and picture
    find each other in the batch; the classifier's probabilities are found again between picture and class names; half
    of Caltech's classes are told apart.
    """
    views, count = corpus.pictures, corpus.pictures.pictures
    width = tower.fixed_features
    mean, std = _statistics(views, width)
    with torch.no_grad():
        tower.feature_mean[:width] = mean
        tower.feature_scale[:width] = 1 / std
        nn.init.eye_(tower.class_projection.weight).mul_(_FIRST_GAIN)
        nn.init.eye_(projection.weight)
        tower.mlp[-1].weight.div_(tower.mlp[-1].out_features ** 0.5)
        tower.mlp[1].weight[:, width:] = 0
    scale = nn.Parameter(torch.tensor(_FIRST_SCALE))
    parameters = [*tower.mlp.parameters(), tower.class_projection.weight, projection.weight, scale]
    optimizer = torch.optim.AdamW(parameters, lr=_RATE, weight_decay=0.05)
    steps = epochs * (count // _BATCH)
    schedule = torch.optim.lr_scheduler.OneCycleLR(optimizer, _RATE, total_steps=steps, pct_start=0.15)
    captions = F.normalize(sentences, dim=1)
    names = F.normalize(corpus.class_prompts, dim=2)
    tower.train()
    started = time.monotonic()
    for step in range(steps):
        if step % (count // _BATCH) == 0:
            order = torch.randperm(count)
        pictures = order[step % (count // _BATCH) * _BATCH :][:_BATCH]
        vectors, logits = _embedded(tower, views, pictures)
        loss = torch.zeros(())
        for _ in range(_CAPTIONS):
            chosen = pictures * 5 + torch.randint(5, pictures.shape)
            texts = F.normalize(projection(captions[chosen]), dim=1)
            similarity = vectors @ texts.T * scale.exp()
            target = torch.arange(len(pictures))
            loss = loss + (F.cross_entropy(similarity, target) + F.cross_entropy(similarity.T, target)) / 2 / _CAPTIONS
        prompts = F.normalize(projection(names[:, random.randrange(len(TEMPLATES))]), dim=1)
        objects, object_logits = _embedded(tower, corpus.objects, torch.randint(1000, (128,)))
        seen = torch.cat((vectors[:256], objects)) @ prompts.T * scale.exp()
        wanted = torch.cat((logits[:256], object_logits)).softmax(1)
        loss = loss + _NAMES_WEIGHT * F.kl_div(seen.log_softmax(1), wanted, reduction="batchmean")
        loss = loss + _LABELS_WEIGHT * _caltech_loss(corpus, tower, projection, scale)
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
        schedule.step()
    print(f"head: {epochs} epochs in {time.monotonic() - started:.0f} s, loss {loss.item():.2f}", flush=True)


def _caltech_loss(corpus: Corpus, tower: StarterTower, projection: nn.Linear, scale: Tensor) -> Tensor:
    classes = torch.tensor(corpus.trained_classes)
    pictures = corpus.trained_caltech[torch.randint(len(corpus.trained_caltech), (128,))]
    vectors, _ = _embedded(tower, corpus.caltech, pictures)
    prompts = corpus.caltech_prompts[classes, random.randrange(len(TEMPLATES))]
    similarity = vectors @ F.normalize(projection(F.normalize(prompts, dim=1)), dim=1).T * scale.exp()
    target = (corpus.caltech_labels[pictures][:, None] == classes).long().argmax(1)
    return F.cross_entropy(similarity, target)


def _embedded(tower: StarterTower, views: Views, pictures: Tensor) -> tuple[Tensor, Tensor]:
    drawn = views.draw(pictures)
    features, logits = views.pooled(drawn, pictures), views.logits(drawn, pictures)
    rest = tower.feature_mean.expand(len(pictures), -1)[:, features.shape[1] :]
    return F.normalize(tower.joint(torch.cat((features, rest), dim=1), logits), dim=1), logits


def _statistics(views: Views, width: int) -> tuple[Tensor, Tensor]:
    pooled = torch.cat([cache.pooled[:, :width].float() for cache in views.caches])
    return pooled.mean(0), pooled.std(0) + 1e-3
