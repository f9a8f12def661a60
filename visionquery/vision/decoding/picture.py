"""The one place that opens any picture or video: an upright sRGB picture comes out, or the reason why not.

Runs in decoder processes, and in-process for single files (a query by example, the viewer, the contact sheet). One
decode at a time in a process, because the switch for Pillow's warnings is the process's.
"""

from __future__ import annotations

import io
import logging
import threading
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass

from PIL import Image

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.colour import flatten, to_srgb
from visionquery.vision.decoding.decoded import REDUCE_MARGIN, Decoded, Target
from visionquery.vision.decoding.exif import Tags
from visionquery.vision.decoding.files import HEAD_BYTES, OpenFile, open_file
from visionquery.vision.decoding.formats import Codec, container_of, recognise
from visionquery.vision.decoding.heif import decode_heif
from visionquery.vision.decoding.jpeg_xl import decode_jpeg_xl
from visionquery.vision.decoding.limits import ReadLimits
from visionquery.vision.decoding.photoshop import decode_photoshop
from visionquery.vision.decoding.pillow import decode_with_pillow
from visionquery.vision.decoding.raw import decode_raw
from visionquery.vision.decoding.tiff import decode_unusual_tiff
from visionquery.vision.decoding.video import decode_video

log = logging.getLogger(__name__)

_ONE_AT_A_TIME = threading.Lock()

_TRANSPOSE = {
    2: Image.Transpose.FLIP_LEFT_RIGHT,
    3: Image.Transpose.ROTATE_180,
    4: Image.Transpose.FLIP_TOP_BOTTOM,
    5: Image.Transpose.TRANSPOSE,
    6: Image.Transpose.ROTATE_270,
    7: Image.Transpose.TRANSVERSE,
    8: Image.Transpose.ROTATE_90,
}


_TELLING = (OSError, ValueError, SyntaxError, RuntimeError, EOFError, NotImplementedError)
_UNSUPPORTED_WORDS = ("unsupported", "not supported", "unknown", "cannot handle", "not implemented")


@dataclass(frozen=True, slots=True)
class Picture:
    """An upright picture in mode RGB, sRGB. `width` and `height` are its full size as shown, `image` may be smaller.

    `note` is a sentence where the picture is not all there. Of a video, the image is the frame that stands for it,
    `frames` are others out of all of it, and `duration` is in seconds.
    """

    image: Image.Image
    width: int
    height: int
    codec: Codec
    tags: Tags
    note: str = ""
    frames: tuple[Image.Image, ...] = ()
    duration: float | None = None


def decode_file(file: OpenFile, target: Target, limits: ReadLimits) -> Picture:
    """Decode an open file, reduced as far as `target` allows. Raises `BadFile` alone.

    A picture is read whole, of a video only what its frames need.
    """
    if recognise(file.head, file.path) is Codec.VIDEO:
        return _decoded_video(file, file.head, target, limits)
    return decode(file.whole(limits.max_bytes), file.path, target, limits)


def decode(data: bytes, name: str, target: Target, limits: ReadLimits) -> Picture:
    """Decode the whole file `data`, called `name`, reduced as far as `target` allows. Raises `BadFile` alone."""
    codec = recognise(data[:HEAD_BYTES], name)
    if codec is Codec.VIDEO:
        return _decoded_video(io.BytesIO(data), data[:HEAD_BYTES], target, limits)
    return _guarded(codec, lambda: _decode(codec, data, target, limits.max_pixels), target)


def _decoded_video(source: OpenFile | io.BytesIO, head: bytes, target: Target, limits: ReadLimits) -> Picture:
    container = container_of(head) or "mov"
    return _guarded(Codec.VIDEO, lambda: decode_video(source, container, target, limits.max_pixels), target)


def _guarded(codec: Codec, read: Callable[[], Decoded], target: Target) -> Picture:
    """The picture that `read` decodes. Raises `BadFile` for whatever goes wrong there."""
    try:
        with _ONE_AT_A_TIME, _silence():
            decoded = read()
            image = _finished(decoded.image, decoded, target)
            frames = tuple(_finished(frame, decoded, target) for frame in decoded.frames)
    except BadFile:
        raise
    except MemoryError as error:
        raise BadFile(FailureKind.OUT_OF_MEMORY, "The picture needs more memory than one picture may have.") from error
    except Image.DecompressionBombError as error:
        raise BadFile(FailureKind.TOO_LARGE, "The picture unpacks to far more than its file can hold.") from error
    except Exception as error:  # decoders raise anything on corrupt data
        log.debug("%s did not decode", codec, exc_info=True)
        raise _refusal(codec, error) from error
    width, height = decoded.size
    if decoded.orientation >= 5:
        width, height = height, width
    return Picture(image, width, height, codec, decoded.tags, decoded.note, frames, decoded.duration)


def open_picture(path: str, max_side: int, limits: ReadLimits | None = None) -> Image.Image:
    """The picture at `path`, upright, RGB, its longer side at most `max_side`. Raises `BadFile`."""
    limits = limits or ReadLimits()
    with open_file(path) as file:
        image = decode_file(file, Target(max_side), limits).image
    longer = max(image.size)
    if longer > max_side:
        size = (max(1, round(image.width * max_side / longer)), max(1, round(image.height * max_side / longer)))
        image = image.resize(size, Image.Resampling.LANCZOS)
    return image


def _decode(codec: Codec, data: bytes, target: Target, max_pixels: int) -> Decoded:
    if codec is Codec.HEIF:
        return decode_heif(data, max_pixels)
    if codec is Codec.RAW:
        return decode_raw(data, target, max_pixels)
    if codec is Codec.PSD:
        return decode_photoshop(data, target, max_pixels)
    if codec is Codec.JPEG_XL:
        return decode_jpeg_xl(data, max_pixels)
    try:
        return decode_with_pillow(codec, data, target, max_pixels)
    except SyntaxError as error:
        if codec is Codec.TIFF and "pixel mode" in str(error):
            return decode_unusual_tiff(data, max_pixels)
        raise


def _finished(image: Image.Image, decoded: Decoded, target: Target) -> Image.Image:
    """An image of `decoded` flattened, reduced, converted and turned, in the order that touches the fewest pixels."""
    image = flatten(image)
    factor = int(target.reduction(image.size) / REDUCE_MARGIN)
    if factor >= 2 and image.mode != "LAB":
        image = image.reduce(factor)
    image = to_srgb(image, decoded.profile)
    method = _TRANSPOSE.get(decoded.orientation)
    return image if method is None else image.transpose(method)


@contextmanager
def _silence() -> Iterator[None]:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _refusal(codec: Codec, error: Exception) -> BadFile:
    """What a decoder's exception means to a person. Its message is passed on where it is one for people."""
    detail = " ".join(str(error).split()).rstrip(".")[:160] if isinstance(error, _TELLING) else ""
    lowered = detail.lower()
    if "truncated" in lowered or isinstance(error, EOFError):
        return BadFile(FailureKind.DAMAGED, "The file is cut short.")
    if isinstance(error, NotImplementedError) or any(word in lowered for word in _UNSUPPORTED_WORDS):
        return BadFile(FailureKind.UNSUPPORTED, f"This kind of {codec.value} file cannot be read ({detail}).")
    if "decoder error" in lowered:
        return BadFile(FailureKind.DAMAGED, f"The {codec.value} file is damaged, or packed in a way that is not known.")
    if not detail or "driver" in lowered:
        return BadFile(FailureKind.DAMAGED, f"The {codec.value} file is damaged.")
    return BadFile(FailureKind.DAMAGED, f"The {codec.value} file is damaged ({detail}).")
