"""Our preprocessing against open_clip's own inference transform."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest
from PIL import Image

from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.torchvision_compat import ensure_importable

SIZES = [
    (224, 224),
    (640, 480),
    (333, 501),
    (97, 61),
    (50, 200),
    (225, 224),
    (1003, 77),
    (223, 225),
    (448, 1),
    (31, 31),
]


def _noise(size: tuple[int, int]) -> Image.Image:
    return Image.fromarray(np.random.default_rng(sum(size)).integers(0, 256, (size[1], size[0], 3), dtype=np.uint8))


@pytest.mark.parametrize(
    ("mode", "interpolation"), list(product(["shortest", "squash", "longest"], ["bicubic", "bilinear"]))
)
def test_pixels_equal_those_of_open_clip(mode: str, interpolation: str) -> None:
    ensure_importable()
    from open_clip.transform import image_transform

    for side, fill in ((224, 0), (97, 114)):
        theirs = image_transform(
            side,
            is_train=False,
            mean=(0.0, 0.0, 0.0),
            std=(1.0, 1.0, 1.0),
            resize_mode=mode,
            interpolation=interpolation,
            fill_color=fill,
        )
        ours = Preprocessing(side, mode, interpolation, fill)  # type: ignore[arg-type]
        for size in SIZES:
            if mode == "longest" and round(min(size) * side / max(size)) == 0:
                continue  # open_clip fails on such a sliver
            image = _noise(size)
            expected = np.rint(theirs(image).permute(1, 2, 0).numpy() * 255).astype(np.int16)
            pixels = ours.apply(image)
            assert pixels.shape == (side, side, 3)
            assert pixels.dtype == np.uint8
            assert np.abs(pixels.astype(np.int16) - expected).max() == 0, (side, size)


@pytest.mark.parametrize("mode", ["shortest", "squash", "longest"])
def test_the_thinnest_pictures_have_pixels_too(mode: str) -> None:
    for size in [(1, 1), (1, 60_000), (60_000, 1)]:
        pixels = Preprocessing(224, mode).apply(Image.new("RGB", size, (9, 8, 7)))  # type: ignore[arg-type]
        assert pixels.shape == (224, 224, 3)
        assert (pixels == (9, 8, 7)).all(axis=2).any()
