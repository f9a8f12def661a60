"""The formats that Pillow decodes itself, each by its own plugin: nothing is probed, and no other plugin is loaded.

Pillow's general `Image.open` tries every plugin it has, among them one that starts Ghostscript; naming the plugin
avoids that, and its process-wide pixel limit.
"""

from __future__ import annotations

import importlib
import io
import logging
import zlib

import numpy as np
from PIL import Image, ImageFile

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.decoded import Decoded, Target, check_size
from visionquery.vision.decoding.exif import tags_of
from visionquery.vision.decoding.formats import Codec

log = logging.getLogger(__name__)

_PLUGINS = {
    Codec.JPEG: ("JpegImagePlugin", "JpegImageFile"),
    Codec.PNG: ("PngImagePlugin", "PngImageFile"),
    Codec.WEBP: ("WebPImagePlugin", "WebPImageFile"),
    Codec.GIF: ("GifImagePlugin", "GifImageFile"),
    Codec.BMP: ("BmpImagePlugin", "BmpImageFile"),
    Codec.TIFF: ("TiffImagePlugin", "TiffImageFile"),
    Codec.AVIF: ("AvifImagePlugin", "AvifImageFile"),
    Codec.JPEG_2000: ("Jpeg2KImagePlugin", "Jpeg2KImageFile"),
    Codec.TGA: ("TgaImagePlugin", "TgaImageFile"),
    Codec.PPM: ("PpmImagePlugin", "PpmImageFile"),
    Codec.PCX: ("PcxImagePlugin", "PcxImageFile"),
    Codec.QOI: ("QoiImagePlugin", "QoiImageFile"),
}

DRAFT_MARGIN = 1.25
"""A JPEG's reduced decode keeps at least this many times the pixels that are needed, per side. Measured for a model
input of 224 pixels: 46 to 53 decibels to the input made from the full picture, where a margin of 2 gives 52 to 56 and
costs a third more time (12 megapixels: 500 x 375 in 27 ms, 1000 x 750 in 31 ms and 7 ms more of resampling)."""

MIN_READABLE = 0.5
"""A picture that is cut short is used when at least this share of its rows is there."""

_JPEG_END = b"\xff\xd9"


def decode_with_pillow(codec: Codec, data: bytes, target: Target, max_pixels: int) -> Decoded:
    """Decode `data`. Raises `BadFile`, or whatever the plugin raises on corrupt data."""
    try:
        return _decode(codec, data, target, max_pixels)
    except BadFile:
        raise
    except (OSError, SyntaxError, ValueError, EOFError) as error:
        # What Pillow checks strictly may still hold the pixels: try again with what is known to help.
        repaired = _repaired(codec, data)
        if repaired is None:
            raise
        log.debug("second attempt after: %s", error)
        return _decode(codec, repaired, target, max_pixels, cut_short=codec is Codec.JPEG)


def _decode(codec: Codec, data: bytes, target: Target, max_pixels: int, cut_short: bool = False) -> Decoded:
    image = _open(codec, data)
    check_size(image.size, max_pixels)
    size = image.size
    tags = tags_of(image)
    if codec is Codec.JPEG:
        _draft(image, target)
        # The whole file in one call of the decoder, instead of one for every 64 kB.
        image.decodermaxblock = len(data)
    note = ""
    try:
        image.load()
    except OSError as error:
        if codec not in {Codec.PNG, Codec.GIF, Codec.BMP, Codec.TGA, Codec.PPM} or "truncated" not in str(error):
            raise
        if image.info.get("interlace") or image._im is None:
            raise
        image.tile = []
        cut_short = True
    if cut_short:
        note = _note_on_readable_share(image)
    orientation = tags.orientation
    if codec is Codec.TIFF:
        # Pillow turns TIFFs upright while it loads them.
        size, orientation = image.size, 1
    return Decoded(image, size, orientation, image.info.get("icc_profile"), tags, note)


def _open(codec: Codec, data: bytes) -> ImageFile.ImageFile:
    module_name, class_name = _PLUGINS[codec]
    plugin = getattr(importlib.import_module(f"PIL.{module_name}"), class_name)
    image = plugin(io.BytesIO(data), "")
    assert isinstance(image, ImageFile.ImageFile)
    return image


def _draft(image: ImageFile.ImageFile, target: Target) -> None:
    """Have the JPEG decoder leave out what is not needed: it reduces by 2, 4 or 8 at almost no cost."""
    scale = int(target.reduction(image.size) / DRAFT_MARGIN)
    if scale >= 2:
        image.draft(None, (image.width // scale, image.height // scale))


def _repaired(codec: Codec, data: bytes) -> bytes | None:
    """`data` with what Pillow stumbles over mended, None where there is nothing to try."""
    if codec is Codec.JPEG:
        # libjpeg fills what is missing with grey when it meets an end marker, and shows early progressive scans.
        return data + _JPEG_END
    if codec is Codec.PNG:
        return _png_essentials(data)
    return None


def _png_essentials(data: bytes) -> bytes | None:
    """A PNG without its texts, profiles and dates, of which one that is corrupt or huge makes Pillow refuse it."""
    kept = [data[:8]]
    at, dropped = 8, False
    while at + 12 <= len(data):
        length = int.from_bytes(data[at : at + 4], "big")
        kind = data[at + 4 : at + 8]
        body = data[at + 4 : at + 8 + length]
        if kind in {b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND"}:
            kept.append(data[at : at + 4] + body + zlib.crc32(body).to_bytes(4, "big"))
        else:
            dropped = True
        at += 12 + length
    return b"".join(kept) if dropped else None


def _note_on_readable_share(image: Image.Image) -> str:
    """How much of a picture that is cut short is there. Raises `BadFile` where it is too little to be of use.

    Decoders leave rows that they have no data for in one flat colour, at the lower end.
    """
    pixels = np.asarray(image)
    flat = (pixels == pixels[-1, -1]).reshape(pixels.shape[0], -1).all(axis=1)
    readable = 1.0 - (int(np.argmin(flat[::-1])) if not flat.all() else len(flat)) / len(flat)
    if readable < MIN_READABLE:
        there = f"only the first {readable:.0%} of the picture is there" if readable >= 0.01 else "no picture is there"
        raise BadFile(FailureKind.DAMAGED, f"The file is cut short: {there}.")
    return f"The file is cut short: {min(readable, 0.99):.0%} of the picture is there."
