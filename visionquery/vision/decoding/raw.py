"""RAW photographs by rawpy (LibRaw): the embedded preview where it is large enough, else developed at half size."""

from __future__ import annotations

import io
import logging
from typing import Any

from PIL import Image

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.decoded import Decoded, Target, check_size
from visionquery.vision.decoding.exif import Tags, merged, tags_of_tiff
from visionquery.vision.decoding.formats import Codec
from visionquery.vision.decoding.pillow import decode_with_pillow

log = logging.getLogger(__name__)

_ORIENTATION_OF_FLIP = {0: 1, 3: 3, 5: 8, 6: 6}
_SOI = b"\xff\xd8\xff"
_MAX_CANDIDATES = 64


def decode_raw(data: bytes, target: Target, max_pixels: int) -> Decoded:
    """Decode `data`. Raises `BadFile`."""
    import rawpy  # 30 ms that only those pay who have RAW pictures

    tags = _tags(data)
    full_size: tuple[int, int] | None = None
    try:
        with rawpy.RawPy() as raw:
            raw.open_buffer(io.BytesIO(data))
            sizes = raw.sizes
            check_size((sizes.raw_width, sizes.raw_height), max_pixels)
            full_size = (int(sizes.width), int(sizes.height))
            orientation = _ORIENTATION_OF_FLIP.get(sizes.flip, 1)
            preview = _preview(raw, rawpy.ThumbFormat.JPEG, target, max_pixels)
            if preview is not None and _is_enough(preview.size, full_size, target):
                return _as_picture(preview, tags, full_size, orientation)
            developed = raw.postprocess(half_size=True, use_camera_wb=True, output_bps=8, user_flip=0)
            return Decoded(Image.fromarray(developed), full_size, orientation, None, tags)
    except (rawpy.LibRawError, ValueError) as error:
        found = _largest_jpeg(data, target, max_pixels)
        if found is not None:
            return _as_picture(found, tags, full_size or found.size, merged(tags, found.tags).orientation)
        detail = _plain(error)
        if "Unsupported file format" in detail:
            raise BadFile(FailureKind.UNSUPPORTED, "This RAW file is damaged, or of a camera not known yet.") from error
        raise BadFile(FailureKind.DAMAGED, f"The RAW file is damaged ({detail}).") from error


def _as_picture(preview: Decoded, tags: Tags, full_size: tuple[int, int], orientation: int) -> Decoded:
    """A preview in the place of the picture that it shows."""
    turned = (preview.size[0] > preview.size[1]) != (full_size[0] > full_size[1])
    if turned and orientation in {6, 8}:
        # Some cameras turn the preview upright already; then it stands where the sensor's picture lies.
        orientation, full_size = 1, (full_size[1], full_size[0])
    return Decoded(preview.image, full_size, orientation, preview.profile, merged(tags, preview.tags), preview.note)


def _preview(raw: Any, jpeg_format: Any, target: Target, max_pixels: int) -> Decoded | None:
    try:
        thumbnail = raw.extract_thumb()
        if thumbnail.format == jpeg_format:
            return decode_with_pillow(Codec.JPEG, thumbnail.data, target, max_pixels)
        image = Image.fromarray(thumbnail.data)
        return Decoded(image, image.size)
    except Exception as error:  # noqa: BLE001 - whatever is wrong with a preview, there still is the picture itself
        log.debug("no usable preview: %s", error)
        return None


def _is_enough(preview: tuple[int, int], full: tuple[int, int], target: Target) -> bool:
    """Whether a preview has what is needed, or as much as developing at half size would give."""
    long_side, short_side = max(full) // 2, min(full) // 2
    return max(preview) >= min(target.long_side, long_side) and min(preview) >= min(target.short_side, short_side)


def _largest_jpeg(data: bytes, target: Target, max_pixels: int) -> Decoded | None:
    """The largest JPEG that lies somewhere in `data`: how a file of a camera newer than LibRaw is still shown."""
    best: Decoded | None = None
    at = data.find(_SOI)
    for _ in range(_MAX_CANDIDATES):
        if at < 0:
            break
        end = data.find(_SOI, at + 3)
        try:
            found = decode_with_pillow(Codec.JPEG, data[at:], target, max_pixels)
        except Exception as error:  # noqa: BLE001 - most of what looks like a JPEG inside other data is none
            log.debug("no JPEG at %d: %s", at, error)
        else:
            if best is None or found.size > best.size:
                best = found
        at = end
    return best


def _tags(data: bytes) -> Tags:
    if data[4:8] == b"ftyp":
        return _canon_cr3_tags(data)
    return tags_of_tiff(data) if data[:2] in {b"II", b"MM"} else Tags()


def _canon_cr3_tags(data: bytes) -> Tags:
    """Canon's CR3 keeps each directory as a TIFF of its own, in the boxes CMT1, CMT2 and CMT4 near the start."""
    head = data[: 1 << 17]
    directories = []
    for kind in (b"CMT1", b"CMT2", b"CMT4"):
        at = head.find(kind)
        length = int.from_bytes(head[at - 4 : at], "big")
        directories.append(tags_of_tiff(head[at + 4 : at - 4 + length]).image if at >= 4 else {})
    return Tags(*directories)


def _plain(error: Exception) -> str:
    detail = error.args[0] if error.args else error
    return detail.decode(errors="replace") if isinstance(detail, bytes) else str(detail)
