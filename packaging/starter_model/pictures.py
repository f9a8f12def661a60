"""Reads the data folder: captioned photographs, labelled photographs, and the views of them that training sees."""

from __future__ import annotations

import random
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image

SIDE = 260
CAPTIONS_PER_PICTURE = 5

View = Literal["full", "flip", "crop", "hue"]


@dataclass(frozen=True, slots=True)
class Captioned:
    """Photographs with five captions each: caption `i` belongs to picture `i // 5`."""

    files: list[Path]
    captions: list[str]


@dataclass(frozen=True, slots=True)
class Labelled:
    """Photographs with a class each: `classes[labels[i]]` is the name of the folder or file of picture `i`."""

    files: list[Path]
    labels: list[int]
    classes: list[str]


def flickr(data: Path, split: Literal["train", "dev"]) -> Captioned:
    """One split of Flickr8k. Raises ValueError where a picture has not five captions in a row."""
    folder = data / "flickr8k"
    lines = (folder / f"{split}.tsv").read_text(encoding="utf-8").splitlines()
    rows = [line.split("\t", 1) for line in lines]
    names = [name for name, _ in rows[::CAPTIONS_PER_PICTURE]]
    if any(name != names[i // CAPTIONS_PER_PICTURE] for i, (name, _) in enumerate(rows)):
        raise ValueError(f"{split}.tsv does not hold five captions a picture, in order")
    return Captioned([folder / split / name for name in names], [caption for _, caption in rows])


def caltech(data: Path) -> Labelled:
    """Caltech-101, up to 40 photographs a class, in order of class and name."""
    files = sorted(path for path in (data / "caltech101").rglob("*") if path.is_file())
    classes = sorted({path.parent.name for path in files})
    return Labelled(files, [classes.index(path.parent.name) for path in files], classes)


def imagenet(data: Path) -> Labelled:
    """One photograph for each ImageNet class, in the classifier's order; classes as '<synset>_<name>'."""
    files = sorted((data / "imagenet_sample").iterdir())
    return Labelled(files, list(range(len(files))), [path.stem for path in files])


def view_pixels(path: Path, view: View, seed: str) -> npt.NDArray[np.uint8]:
    """One view of the picture, uint8[260, 260, 3], squashed as in use; the same for the same `seed`.

    'crop' takes 40 to 100 percent of the area and flips every second time; 'hue' turns all hues by one angle and
    often saturates them: the same objects in other colours.
    """
    rng = random.Random(seed)
    with Image.open(path) as opened:
        image = opened.convert("RGB")
    box: tuple[float, float, float, float] | None = None
    mirrored = view == "flip"
    if view == "crop":
        box = _crop_box(image.size, rng)
        mirrored = rng.random() < 0.5
    if view == "hue":
        image = _hue_turned(image, rng)
    image = image.resize((SIDE, SIDE), Image.Resampling.BICUBIC, box=box)
    if mirrored:
        image = image.transpose(Image.Transpose.FLIP_LEFT_RIGHT)
    return np.array(image)


def _crop_box(size: tuple[int, int], rng: random.Random) -> tuple[float, float, float, float]:
    width, height = size
    for _ in range(10):
        area = rng.uniform(0.4, 1.0) * width * height
        ratio = width / height * 2 ** rng.uniform(-0.5, 0.5)
        w, h = round((area * ratio) ** 0.5), round((area / ratio) ** 0.5)
        if w <= width and h <= height:
            break
    else:
        w, h = width, height
    left, top = rng.randint(0, width - w), rng.randint(0, height - h)
    return left, top, left + w, top + h


def _hue_turned(image: Image.Image, rng: random.Random) -> Image.Image:
    hsv = np.array(image.convert("HSV")).astype(np.int32)
    hsv[..., 0] = (hsv[..., 0] + rng.randint(20, 235)) % 256
    hsv[..., 1] = np.clip(hsv[..., 1] * rng.uniform(1.0, 1.8) + rng.choice([0, 0, 40]), 0, 255)
    return Image.fromarray(hsv.astype(np.uint8), "HSV").convert("RGB")
