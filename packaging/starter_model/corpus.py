"""Everything that training draws from, in one place: pictures with captions, objects with names and colours."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
from colours import ColourLabels
from names import (
    TEMPLATES,
    ImageNetNames,
    caltech_names,
    caltech_split,
    class_sentences,
    class_vectors,
    imagenet_names,
)
from pictures import View, caltech, flickr, imagenet
from torch import Tensor
from views import Views, cached_views

from visionquery.vision.starter_tower import StarterTower

Sentences = Callable[[Sequence[str]], Tensor]

_PICTURE_VIEWS: tuple[View, ...] = ("full", "crop", "crop", "flip", "crop", "crop")
_OBJECT_VIEWS: tuple[View, ...] = ("full", "crop", "hue", "hue", "hue")
_CALTECH_VIEWS: tuple[View, ...] = ("full", "crop", "hue")


@dataclass(frozen=True, slots=True)
class Corpus:
    """`class_prompts` float32[1000, t, 384] and `caltech_prompts` float32[c, t, 384] are MiniLM's vectors of the
    class names in `TEMPLATES`; `trained_classes` are the Caltech classes that training may see."""

    captions: list[str]
    pictures: Views
    dev_captions: list[str]
    dev: Views
    objects: Views
    object_names: ImageNetNames
    object_colours: list[ColourLabels]
    class_prompts: Tensor
    class_vectors: Tensor
    caltech: Views
    caltech_labels: Tensor
    caltech_names: list[str]
    caltech_colours: list[ColourLabels]
    caltech_prompts: Tensor
    trained_classes: list[int]
    held_out_classes: list[int]

    @property
    def trained_caltech(self) -> Tensor:
        """The pictures of the trained classes, int64[k]."""
        return torch.isin(self.caltech_labels, torch.tensor(self.trained_classes)).nonzero()[:, 0]


def build_corpus(data: Path, cache: Path, tower: StarterTower, sentences: Sentences, views: int) -> Corpus:
    """Read `data`, run the stem over up to `views` views of each picture into `cache`.

    `tower` holds the pretrained trunk in bfloat16; `sentences` gives MiniLM's mean vectors float32[n, 384].
    """
    train, dev = flickr(data, "train"), flickr(data, "dev")
    labelled, sample = caltech(data), imagenet(data)
    names = imagenet_names(sample.classes)
    texts, owners = class_sentences(names)
    trained, held_out = caltech_split(labelled.classes)
    called = caltech_names(labelled.classes)
    dev_views = cached_views("dev", dev.files, ("full",), tower, cache)
    pictures = cached_views("train", train.files, _PICTURE_VIEWS[:views], tower, cache)
    objects = cached_views("imagenet", sample.files, _OBJECT_VIEWS[:views], tower, cache)
    shown = cached_views("caltech", labelled.files, _CALTECH_VIEWS[:views], tower, cache)
    return Corpus(
        captions=train.captions,
        pictures=pictures,
        dev_captions=dev.captions,
        dev=dev_views,
        objects=objects,
        object_names=names,
        object_colours=objects.colour_labels(tower),
        class_prompts=_prompts(names.bare, sentences),
        class_vectors=class_vectors(sentences(texts), owners),
        caltech=shown,
        caltech_labels=torch.tensor(labelled.labels),
        caltech_names=called,
        caltech_colours=shown.colour_labels(tower),
        caltech_prompts=_prompts(called, sentences),
        trained_classes=trained,
        held_out_classes=held_out,
    )


def _prompts(names: Sequence[str], sentences: Sentences) -> Tensor:
    texts = [template.format(name) for name in names for template in TEMPLATES]
    return sentences(texts).view(len(names), len(TEMPLATES), -1)


def remembering(sentences: Sentences, folder: Path) -> Sentences:
    """The same function, with what it gave before kept in `folder`: MiniLM's vectors are the same in every stage."""

    def remembered(texts: Sequence[str]) -> Tensor:
        digest = hashlib.sha256("\n".join(texts).encode()).hexdigest()
        path = folder / f"sentences-{digest[:16]}.pt"
        if not path.exists():
            torch.save(sentences(texts), path)
        vectors: Tensor = torch.load(path)
        return vectors

    return remembered
