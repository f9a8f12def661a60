"""From an upright RGB picture to the pixels that an image tower takes. Torch-free: runs in decoder processes.

Gives what open_clip's own inference transform gives before `ToTensor` (open_clip 3, `transform.image_transform`):
the encoder scales to [0, 1] and normalises, in whole batches.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt
from PIL import Image

ResizeMode = Literal["shortest", "squash", "longest"]
Interpolation = Literal["bicubic", "bilinear"]

_FILTERS = {"bicubic": Image.Resampling.BICUBIC, "bilinear": Image.Resampling.BILINEAR}


@dataclass(frozen=True, slots=True)
class Preprocessing:
    """How a model wants its pictures.

    `size` is the side of the square in pixels. `mode` says what happens to pictures that are not square: 'shortest'
    fits the shorter side and crops the centre, 'squash' ignores the aspect, 'longest' fits the longer side and pads
    with the grey level `fill`.
    """

    size: int
    mode: ResizeMode = "shortest"
    interpolation: Interpolation = "bicubic"
    fill: int = 0

    def apply(self, image: Image.Image) -> npt.NDArray[np.uint8]:
        """`image` (mode RGB) as uint8[size, size, 3]."""
        if self.mode == "shortest":
            image = _without_far_ends(image)
        resized = _resized(image, self._scaled_size(image.size), _FILTERS[self.interpolation])
        if resized.size != (self.size, self.size):
            resized = self._cropped_or_padded(resized)
        return np.array(resized, dtype=np.uint8)

    def _scaled_size(self, size: tuple[int, int]) -> tuple[int, int]:
        width, height = size
        if self.mode == "squash":
            return self.size, self.size
        if self.mode == "longest":
            # Rounds half to even, as open_clip does; a sliver keeps one pixel where open_clip would fail.
            ratio = max(width, height) / self.size
            return max(1, round(width / ratio)), max(1, round(height / ratio))
        # torchvision rounds the longer side down.
        scaled = int(self.size * max(width, height) / min(width, height))
        return (self.size, scaled) if width <= height else (scaled, self.size)

    def _cropped_or_padded(self, image: Image.Image) -> Image.Image:
        """The centre of `image`, padded where it is smaller; an odd pixel goes where torchvision puts it."""
        width, height = image.size
        pad_left, pad_top = max(0, self.size - width) // 2, max(0, self.size - height) // 2
        if width < self.size or height < self.size:
            ground = Image.new("RGB", (max(width, self.size), max(height, self.size)), (self.fill,) * 3)
            ground.paste(image, (pad_left, pad_top))
            image = ground
            width, height = image.size
        left, top = round((width - self.size) / 2.0), round((height - self.size) / 2.0)
        return image.crop((left, top, left + self.size, top + self.size))


def _without_far_ends(image: Image.Image) -> Image.Image:
    """A sliver of more than 64:1 without what the crop takes off anyway: resized as it is it would need gigabytes."""
    short, long = min(image.size), max(image.size)
    if long <= 64 * short:
        return image
    length = 8 * short + (long - 8 * short) % 2
    start = (long - length) // 2
    if image.width > image.height:
        return image.crop((start, 0, start + length, image.height))
    return image.crop((0, start, image.width, start + length))


def _resized(image: Image.Image, size: tuple[int, int], resample: Image.Resampling) -> Image.Image:
    return image if image.size == size else image.resize(size, resample)
