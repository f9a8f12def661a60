"""TIFFs of sample types that Pillow has no mode for: float RGB, half and double floats, 32-bit RGB.

Astronomers and HDR programs write them. Strips and tiles, uncompressed or deflated, with the predictors of TIFF 6.0
and of Adobe's TIFF Technical Note 3 (floating point).
"""

from __future__ import annotations

import io
import zlib

import numpy as np
import numpy.typing as npt
from PIL import Image
from PIL.TiffImagePlugin import ImageFileDirectory_v2

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.colour import to_8_bits
from visionquery.vision.decoding.decoded import Decoded, check_size
from visionquery.vision.decoding.exif import tags_of_tiff

_WIDTH, _LENGTH, _BITS, _COMPRESSION, _PHOTOMETRIC = 256, 257, 258, 259, 262
_STRIP_OFFSETS, _SAMPLES, _ROWS, _STRIP_BYTES, _PLANAR, _PREDICTOR = 273, 277, 278, 279, 284, 317
_TILE_WIDTH, _TILE_LENGTH, _TILE_OFFSETS, _TILE_BYTES, _SAMPLE_FORMAT, _ICC_PROFILE = 322, 323, 324, 325, 339, 34675

_KINDS = {1: "u", 2: "i", 3: "f"}
_DEFLATED = (8, 32946)


def decode_unusual_tiff(data: bytes, max_pixels: int) -> Decoded:
    """Decode `data`. Raises `BadFile`, or `ValueError`, `KeyError`, `SyntaxError`, `zlib.error` on corrupt data."""
    directory = ImageFileDirectory_v2(data[:8])
    file = io.BytesIO(data)
    file.seek(directory.next)
    directory.load(file)
    size = (int(directory[_WIDTH]), int(directory[_LENGTH]))
    check_size(size, max_pixels)
    samples = int(directory.get(_SAMPLES, 1))
    kind = _KINDS.get(_first(directory.get(_SAMPLE_FORMAT, 1)))
    bits = _first(directory.get(_BITS, 1))
    known = directory.get(_COMPRESSION, 1) in (1, *_DEFLATED) and directory.get(_PHOTOMETRIC) in (0, 1, 2)
    if kind is None or bits not in (8, 16, 32, 64) or not 1 <= samples <= 8 or not known:
        raise BadFile(FailureKind.UNSUPPORTED, "This kind of TIFF file cannot be read.")
    dtype = np.dtype(f"{'<' if data[:2] == b'II' else '>'}{kind}{bits // 8}")
    pixels = _pixels(data, directory, size, samples, dtype)
    shown = to_8_bits(pixels[..., :3] if samples >= 3 else pixels[..., 0])
    if directory.get(_PHOTOMETRIC) == 0:
        shown = 255 - shown
    tags = tags_of_tiff(data)
    return Decoded(Image.fromarray(shown), size, tags.orientation, directory.get(_ICC_PROFILE), tags)


def _pixels(
    data: bytes, directory: ImageFileDirectory_v2, size: tuple[int, int], samples: int, dtype: np.dtype[np.generic]
) -> npt.NDArray[np.generic]:
    """All samples, [height, width, samples], put together from strips or tiles."""
    width, height = size
    if _TILE_OFFSETS in directory:
        cell_width, cell_height = int(directory[_TILE_WIDTH]), int(directory[_TILE_LENGTH])
        offsets, lengths = directory[_TILE_OFFSETS], directory[_TILE_BYTES]
    else:
        cell_width, cell_height = width, min(int(directory.get(_ROWS, height)), height)
        offsets, lengths = directory[_STRIP_OFFSETS], directory[_STRIP_BYTES]
    planar = directory.get(_PLANAR, 1) == 2
    depth = 1 if planar else samples
    if cell_width < 1 or cell_height < 1 or cell_width * cell_height > 16 * max(width * height, 1 << 20):
        raise ValueError("impossible strips")
    across, down = -(-width // cell_width), -(-height // cell_height)
    pixels = np.zeros((height, width, samples), dtype.newbyteorder("="))
    for index, (offset, length) in enumerate(zip(offsets, lengths, strict=True)):
        plane, cell = divmod(index, across * down)
        top, left = cell // across * cell_height, cell % across * cell_width
        rows = cell_height if _TILE_OFFSETS in directory else min(cell_height, height - top)
        if plane * depth >= samples:
            break
        block = _block(data[offset : offset + length], directory, (rows, cell_width, depth), dtype)
        part = pixels[top : top + rows, left : left + cell_width, plane : plane + depth]
        part[...] = block[: part.shape[0], : part.shape[1]]
    return pixels


def _block(
    packed: bytes, directory: ImageFileDirectory_v2, shape: tuple[int, int, int], dtype: np.dtype[np.generic]
) -> npt.NDArray[np.generic]:
    """One strip or tile, its predictor undone."""
    rows, width, depth = shape
    wanted = rows * width * depth * dtype.itemsize
    if directory.get(_COMPRESSION, 1) in _DEFLATED:
        packed = zlib.decompressobj().decompress(packed, wanted)
    if len(packed) < wanted:
        raise EOFError
    predictor = directory.get(_PREDICTOR, 1)
    if predictor == 3:
        # Each row holds the most significant bytes of all its samples first, each byte as a difference.
        planes = np.frombuffer(packed, np.uint8, wanted).reshape(rows, -1, depth).cumsum(axis=1, dtype=np.uint8)
        values = planes.reshape(rows, dtype.itemsize, width * depth).transpose(0, 2, 1)
        return np.ascontiguousarray(values).view(dtype.newbyteorder(">")).reshape(shape)
    block: npt.NDArray[np.generic] = np.frombuffer(packed, dtype, wanted // dtype.itemsize).reshape(shape)
    return block.cumsum(axis=1, dtype=dtype) if predictor == 2 else block


def _first(value: int | tuple[int, ...]) -> int:
    return int(value[0]) if isinstance(value, tuple) else int(value)
