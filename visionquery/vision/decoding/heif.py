"""HEIC and HEIF by pillow-heif (libheif): the primary picture, its rotation applied by libheif."""

from __future__ import annotations

import io

from visionquery.vision.decoding.decoded import Decoded, check_size
from visionquery.vision.decoding.exif import tags_of


def decode_heif(data: bytes, max_pixels: int) -> Decoded:
    """Decode `data`. Raises `BadFile`, or whatever pillow-heif raises on corrupt data."""
    from pillow_heif import HeifImageFile  # 40 ms that only those pay who have HEIF pictures

    image = HeifImageFile(io.BytesIO(data))
    check_size(image.size, max_pixels)
    tags = tags_of(image)
    image.load()
    return Decoded(image, image.size, 1, image.info.get("icc_profile"), tags)
