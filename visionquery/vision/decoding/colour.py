"""Any Pillow mode to 8-bit sRGB: depths, palettes, transparency, ICC profiles."""

from __future__ import annotations

import io
import logging
from functools import lru_cache

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageCms

log = logging.getLogger(__name__)

GROUND = (128, 128, 128)
"""What shows through transparent pixels: mid grey, on which black and white drawings are both seen."""

_ICC_SPACES = {"RGB": "RGB", "L": "GRAY", "CMYK": "CMYK", "LAB": "Lab"}


def flatten(image: Image.Image) -> Image.Image:
    """`image` as RGB, L, CMYK or LAB in 8 bits, transparency laid over `GROUND`; colours not converted yet."""
    if image.mode in {"RGB", "L"} and "transparency" not in image.info:
        return image
    if image.mode in {"CMYK", "LAB"}:
        return image
    if image.mode == "1":
        return image.convert("L")
    if image.mode == "F" or image.mode.startswith("I"):
        return Image.fromarray(to_8_bits(np.asarray(image)))
    if image.has_transparency_data:
        rgba = image if image.mode == "RGBA" else image.convert("RGBA")
        alpha = rgba.getchannel("A")
        if alpha.getextrema() == (255, 255):
            return rgba.convert("RGB")
        ground = Image.new("RGB", image.size, GROUND)
        ground.paste(rgba, mask=alpha)
        return ground
    return image.convert("RGB")


def to_srgb(image: Image.Image, profile: bytes | None) -> Image.Image:
    """A flattened image as sRGB in mode RGB. A profile that is broken or of another colour space is ignored."""
    if profile and image.mode in _ICC_SPACES:
        transform = _transform(profile, image.mode)
        if transform is not None:
            try:
                return transform.apply(image)
            except (ImageCms.PyCMSError, ValueError, OSError) as error:
                log.debug("ICC transform failed: %s", error)
    if image.mode == "LAB":
        return _lab_transform().apply(image)
    return image if image.mode == "RGB" else image.convert("RGB")


def to_8_bits(values: npt.NDArray[np.generic]) -> npt.NDArray[np.uint8]:
    """Integers or floats of any shape to 0..255, all by the same scale.

    Integers are scaled by the smallest usual depth (8, 10, 12, 14, 16 bits) that holds the largest value, because
    12-bit scanners and cameras write their values unscaled into 16 bits. Floats are taken for 0..1 or 0..255 where
    their largest value suggests it. Everything else is stretched between its first and last half percent.
    """
    numbers = values.astype(np.float32)
    numbers[~np.isfinite(numbers)] = 0.0
    low, high = float(numbers.min()), float(numbers.max())
    is_float = values.dtype.kind == "f"
    if low >= 0 and is_float and high <= 1.0:
        numbers *= 255.0
    elif low >= 0 and high <= 255.0 and (high >= 128.0 or not is_float):
        pass
    elif low >= 0 and not is_float and high <= 65535.0:
        numbers *= 255.0 / next(top for top in (1023.0, 4095.0, 16383.0, 65535.0) if high <= top)
    else:
        low, high = (float(value) for value in np.percentile(numbers, (0.5, 99.5)))
        numbers = (numbers - low) * (255.0 / max(high - low, 1e-12))
    return np.clip(np.rint(numbers), 0, 255).astype(np.uint8)


@lru_cache(maxsize=1)
def _srgb() -> ImageCms.ImageCmsProfile:
    return ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))


@lru_cache(maxsize=1)
def _lab_transform() -> ImageCms.ImageCmsTransform:
    lab = ImageCms.ImageCmsProfile(ImageCms.createProfile("LAB"))
    return ImageCms.buildTransform(lab, _srgb(), "LAB", "RGB")


@lru_cache(maxsize=64)
def _transform(profile: bytes, mode: str) -> ImageCms.ImageCmsTransform | None:
    """The way from `profile` to sRGB; None where it is unusable or changes nothing that can be seen."""
    try:
        source = ImageCms.ImageCmsProfile(io.BytesIO(profile))
        if source.profile.xcolor_space.strip() != _ICC_SPACES[mode]:
            return None
        transform = ImageCms.buildTransform(
            source,
            _srgb(),
            mode,
            "RGB",
            ImageCms.Intent.RELATIVE_COLORIMETRIC,
            ImageCms.Flags.BLACKPOINTCOMPENSATION,
        )
        if mode == "RGB" and _changes_nothing(transform):
            return None
    except (ImageCms.PyCMSError, OSError, ValueError, TypeError, AttributeError) as error:
        log.debug("ICC profile ignored: %s", error)
        return None
    return transform


def _changes_nothing(transform: ImageCms.ImageCmsTransform) -> bool:
    """Whether a transform moves no colour of a 9 x 9 x 9 cube by more than two steps, as for sRGB's many spellings."""
    steps = np.linspace(0, 255, 9).astype(np.uint8)
    cube = np.stack(np.meshgrid(steps, steps, steps, indexing="ij"), axis=-1).reshape(27, 27, 3)
    moved = np.asarray(transform.apply(Image.fromarray(cube)), dtype=np.int16)
    return bool(np.abs(moved - cube).max() <= 2)
