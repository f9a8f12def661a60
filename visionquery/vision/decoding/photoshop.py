"""Photoshop documents (PSD and PSB): the composite picture that Photoshop stores beside the layers.

Pillow reads 8-bit PSD alone, so the sections are read here; its PackBits decoder unpacks the rows. Layout: Adobe
Photoshop File Formats Specification, November 2019.
"""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt
from PIL import Image

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.decoded import Decoded, Target, check_size
from visionquery.vision.decoding.exif import Tags, tags_of_tiff
from visionquery.vision.decoding.formats import Codec
from visionquery.vision.decoding.pillow import decode_with_pillow

_BITMAP, _GRAY, _INDEXED, _RGB, _CMYK, _MULTICHANNEL, _DUOTONE, _LAB = 0, 1, 2, 3, 4, 7, 8, 9
_COLOUR_CHANNELS = {_BITMAP: 1, _GRAY: 1, _INDEXED: 1, _RGB: 3, _CMYK: 4, _MULTICHANNEL: 1, _DUOTONE: 1, _LAB: 3}
_MODES = {_RGB: "RGB", _CMYK: "CMYK", _LAB: "LAB"}

_THUMBNAIL, _ICC_PROFILE, _VERSION_INFO, _EXIF = 1036, 1039, 1057, 1058


def decode_photoshop(data: bytes, target: Target, max_pixels: int) -> Decoded:
    """Decode `data`. Raises `BadFile`, or `struct.error`, `ValueError`, `zlib.error` on corrupt data."""
    version, channels, height, width, depth, mode = struct.unpack_from(">4xH6xHIIHH", data)
    if version not in (1, 2) or mode not in _COLOUR_CHANNELS or depth not in (1, 8, 16, 32):
        raise BadFile(FailureKind.UNSUPPORTED, "This Photoshop document is of a kind that cannot be read.")
    check_size((width, height), max_pixels)
    palette, at = _section(data, 26)
    resources, at = _section(data, at)
    # A document of version 2 (PSB) gives the length of its layers in eight bytes.
    layers = struct.unpack_from(">Q" if version == 2 else ">I", data, at)[0]
    at += (8 if version == 2 else 4) + layers
    blocks = _resources(resources)
    tags = tags_of_tiff(blocks[_EXIF]) if _EXIF in blocks else Tags()
    # The profile of a 32-bit document speaks of linear light, which `_to_8_bits` deals with.
    profile = blocks.get(_ICC_PROFILE) if depth != 32 else None
    if blocks.get(_VERSION_INFO, b"\0\0\0\0\1")[4:5] == b"\0":
        return _without_composite(blocks, (width, height), tags, target, max_pixels)
    wanted = min(channels, _COLOUR_CHANNELS[mode])
    planes = _planes(data, at, version, channels, wanted, (width, height), depth)
    return Decoded(_assembled(planes, mode, depth, palette), (width, height), 1, profile, tags)


def _section(data: bytes, at: int) -> tuple[bytes, int]:
    (length,) = struct.unpack_from(">I", data, at)
    return data[at + 4 : at + 4 + length], at + 4 + length


def _resources(section: bytes) -> dict[int, bytes]:
    blocks: dict[int, bytes] = {}
    at = 0
    while at + 12 <= len(section) and section[at : at + 4] in {b"8BIM", b"MeSa", b"PHUT", b"AgHg", b"DCSR"}:
        identifier, name_length = struct.unpack_from(">HB", section, at + 4)
        at += 6 + (name_length + 2) // 2 * 2
        (length,) = struct.unpack_from(">I", section, at)
        blocks[identifier] = section[at + 4 : at + 4 + length]
        at += 4 + (length + 1) // 2 * 2
    return blocks


def _without_composite(
    blocks: dict[int, bytes], size: tuple[int, int], tags: Tags, target: Target, max_pixels: int
) -> Decoded:
    """A document saved without "maximise compatibility" has a white composite, but a thumbnail."""
    if _THUMBNAIL not in blocks:
        raise BadFile(
            FailureKind.UNSUPPORTED,
            "This Photoshop document holds layers only. Save it again with 'Maximize Compatibility' to have it found.",
        )
    preview = decode_with_pillow(Codec.JPEG, blocks[_THUMBNAIL][28:], target, max_pixels)
    return Decoded(preview.image, size, 1, preview.profile, tags)


def _planes(
    data: bytes, at: int, version: int, channels: int, wanted: int, size: tuple[int, int], depth: int
) -> list[npt.NDArray[np.generic]]:
    """The first `wanted` channels, each [height, width] in the document's own depth (uint8, uint16 or float32)."""
    width, height = size
    row_bytes = (width + 7) // 8 if depth == 1 else width * depth // 8
    (compression,) = struct.unpack_from(">H", data, at)
    at += 2
    plane_bytes = row_bytes * height
    if compression == 0:
        stored = [data[at + plane_bytes * index : at + plane_bytes * (index + 1)] for index in range(wanted)]
    elif compression == 1:
        stored = _unpacked(data, at, version, channels, wanted, row_bytes, height)
    elif compression == 2:
        # Never more than is needed: a small file can unpack to any size.
        unpacked = zlib.decompressobj().decompress(data[at:], plane_bytes * wanted)
        stored = [unpacked[plane_bytes * index : plane_bytes * (index + 1)] for index in range(wanted)]
    else:
        raise BadFile(FailureKind.UNSUPPORTED, "This Photoshop document is compressed in a way that cannot be read.")
    dtype = {1: ">u1", 8: ">u1", 16: ">u2", 32: ">f4"}[depth]
    planes: list[npt.NDArray[np.generic]] = []
    for plane in stored:
        if len(plane) < plane_bytes:
            raise BadFile(FailureKind.DAMAGED, "The file is cut short.")
        rows = np.frombuffer(plane, dtype, plane_bytes // np.dtype(dtype).itemsize).reshape(height, -1)
        planes.append(np.unpackbits(rows, axis=1)[:, :width] if depth == 1 else rows)
    return planes


def _unpacked(
    data: bytes, at: int, version: int, channels: int, wanted: int, row_bytes: int, height: int
) -> list[bytes]:
    """PackBits planes: the lengths of all rows of all channels come first."""
    counts = np.frombuffer(data, ">u4" if version == 2 else ">u2", channels * height, at).astype(np.int64)
    starts = at + counts.size * (4 if version == 2 else 2) + np.concatenate(([0], np.cumsum(counts)))
    planes = []
    for index in range(wanted):
        packed = data[starts[index * height] : starts[(index + 1) * height]]
        planes.append(Image.frombytes("L", (row_bytes, height), packed, "packbits", "L").tobytes())
    return planes


def _assembled(planes: list[npt.NDArray[np.generic]], mode: int, depth: int, palette: bytes) -> Image.Image:
    if mode == _BITMAP:
        return Image.fromarray((1 - planes[0].astype(np.uint8)) * np.uint8(255))
    if mode == _INDEXED:
        image = Image.fromarray(planes[0].astype(np.uint8))
        image.putpalette(np.frombuffer(palette, np.uint8, 768).reshape(3, 256).T.tobytes())
        return image
    shown = [_to_8_bits(plane, depth) for plane in planes]
    if mode not in _MODES or len(shown) < _COLOUR_CHANNELS[mode]:
        return Image.fromarray(shown[0])
    if mode == _CMYK:
        shown = [255 - plane for plane in shown]  # Photoshop stores ink as 0, paper as 255
    if mode == _LAB:
        # Pillow keeps a and b as signed bytes, as TIFF does; Photoshop adds 128.
        shown[1:] = [plane ^ np.uint8(128) for plane in shown[1:]]
    return Image.merge(_MODES[mode], [Image.fromarray(np.ascontiguousarray(plane)) for plane in shown])


def _to_8_bits(plane: npt.NDArray[np.generic], depth: int) -> npt.NDArray[np.uint8]:
    if depth == 8:
        return plane.astype(np.uint8)
    if depth == 16:
        return (plane.astype(np.uint16) >> 8).astype(np.uint8)
    # 32-bit documents hold linear light: the sRGB curve makes it what 8-bit ones hold.
    light = np.clip(np.nan_to_num(plane.astype(np.float32)), 0.0, 1.0)
    curved = np.where(light <= 0.0031308, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
    return np.rint(curved * 255.0).astype(np.uint8)
