"""JPEG XL by pillow-jxl-plugin (libjxl). The size is read here, because the plugin decodes as soon as it opens."""

from __future__ import annotations

import io

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.decoded import Decoded, check_size
from visionquery.vision.decoding.exif import tags_of

_RATIOS = ((1, 1), (12, 10), (4, 3), (3, 2), (16, 9), (5, 4), (2, 1))


def decode_jpeg_xl(data: bytes, max_pixels: int) -> Decoded:
    """Decode `data`. Raises `BadFile`, or whatever the plugin raises on corrupt data."""
    check_size(jpeg_xl_size(data), max_pixels)
    try:
        from pillow_jxl.JpegXLImagePlugin import JXLImageFile
    except ImportError as error:
        raise BadFile(FailureKind.UNSUPPORTED, "JPEG XL is not supported on this computer.") from error
    image = JXLImageFile(io.BytesIO(data), "")
    tags = tags_of(image)
    image.load()
    # libjxl turns the picture upright itself, except for a JPEG that is carried inside as it was.
    orientation = tags.orientation if image.jpeg else 1
    return Decoded(image, image.size, orientation, image.info.get("icc_profile"), tags)


def jpeg_xl_size(data: bytes) -> tuple[int, int]:
    """Width and height from the codestream's SizeHeader (ISO/IEC 18181-1, section D.2)."""
    codestream = data if data[:2] == b"\xff\x0a" else _codestream(data)
    bits = int.from_bytes(codestream[2:14], "little")

    def take(count: int) -> int:
        nonlocal bits
        value = bits & ((1 << count) - 1)
        bits >>= count
        return value

    small = take(1)

    def side() -> int:
        return (take(5) + 1) * 8 if small else take((9, 13, 18, 30)[take(2)]) + 1

    height = side()
    ratio = take(3)
    if ratio == 0:
        return side(), height
    numerator, denominator = _RATIOS[ratio - 1]
    return height * numerator // denominator, height


def _codestream(data: bytes) -> bytes:
    """The first bytes of the codestream in a container: the box `jxlc`, or the first of the boxes `jxlp`."""
    at = 0
    while at + 8 <= len(data):
        length, kind = int.from_bytes(data[at : at + 4], "big"), data[at + 4 : at + 8]
        header = 8
        if length == 1:
            length, header = int.from_bytes(data[at + 8 : at + 16], "big"), 16
        if kind in {b"jxlc", b"jxlp"}:
            start = at + header + (4 if kind == b"jxlp" else 0)
            return data[start : start + 32]
        if length < header:
            break
        at += length
    raise BadFile(FailureKind.DAMAGED, "The JPEG XL file holds no picture.")
