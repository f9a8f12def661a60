"""Videos by PyAV (FFmpeg's libraries): a few frames out of all of it, and the one that stands for it.

Only key frames are decoded, which costs the same wherever they lie. FFmpeg reads through the file that is open here
and knows no other: no container can make it open a path or an address.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from io import BytesIO
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
from PIL import Image

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.decoded import REDUCE_MARGIN, Decoded, Target, check_size
from visionquery.vision.decoding.files import OpenFile
from visionquery.vision.decoding.hdr import Transfer, to_srgb_8_bits
from visionquery.vision.decoding.video_tags import tags_of_video

if TYPE_CHECKING:
    from av import VideoFrame
    from av.container import InputContainer
    from av.video.stream import VideoStream

log = logging.getLogger(__name__)

SECONDS_A_FRAME = 5.0
# Each may become a vector of its own, of which the index has room for 16 a content (`index/frames.py`).
FEWEST_FRAMES, MOST_FRAMES = 3, 8

_BUFFER_BYTES = 1 << 17
# Packets that may pass without a frame before a place is given up.
_PACKETS = 500
# Frames whose grey levels spread less than this are black, white or a fade: nothing to tell the video by.
_BLANK_SPREAD = 6.0

_MICROSECONDS = 1_000_000
_ORIENTATION_OF_ROTATION = {90: 8, 180: 3, -180: 3, -90: 6, 270: 6}
# H.273: transfer characteristics, and the matrix that is meant where a frame of high definition names none.
_TRANSFERS = {18: Transfer.HLG, 16: Transfer.PQ}
_UNSPECIFIED, _BT709, _HIGH_DEFINITION = 2, 1, 720


def decode_video(source: OpenFile | BytesIO, container: str, target: Target, max_pixels: int) -> Decoded:
    """The frame that stands for the video, the others as its `frames`. Raises `BadFile`."""
    import av  # 130 ms that only those pay who have videos

    source.seek(0)
    try:
        with av.open(source, "r", format=container, metadata_errors="replace", buffer_size=_BUFFER_BYTES) as video:
            return _decode(video, target, max_pixels)
    except av.error.LookupError as error:
        raise BadFile(FailureKind.UNSUPPORTED, "This video is coded in a way that is not known here.") from error
    except av.error.MemoryError as error:
        raise MemoryError from error
    except av.FFmpegError as error:
        log.debug("not read as %s: %s", container, error)
        raise BadFile(FailureKind.DAMAGED, "The video is damaged, or was not copied completely.") from error


def _decode(video: InputContainer, target: Target, max_pixels: int) -> Decoded:
    stream = _picture_stream(video)
    check_size((stream.codec_context.width, stream.codec_context.height), max_pixels)
    # The pool of decoders is as wide as the machine.
    stream.thread_type = "NONE"
    stream.codec_context.thread_count = 1
    # Not NONKEY: the key frames of many cameras are none to the decoder of H.264 (open groups of pictures).
    stream.codec_context.skip_frame = "NONINTRA"
    duration = _duration(video, stream)
    size = _shown_size(stream)
    images, rotation = [], 0
    for frame in _frames(video, stream, duration):
        images.append(_image(frame, size, target))
        rotation = frame.rotation
    if not images:
        raise BadFile(FailureKind.DAMAGED, "The video is damaged: no picture of it can be read.")
    images = _telling(images)
    chosen = _most_typical(images)
    return Decoded(
        images[chosen],
        size,
        _ORIENTATION_OF_ROTATION.get(rotation, 1),
        tags=tags_of_video(video.metadata, stream.metadata),
        frames=tuple(images[:chosen] + images[chosen + 1 :]),
        duration=duration,
    )


def _picture_stream(video: InputContainer) -> VideoStream:
    from av.stream import Disposition

    streams = [stream for stream in video.streams.video if not stream.disposition & Disposition.attached_pic]
    if not streams:
        raise BadFile(FailureKind.UNSUPPORTED, "There is sound in this file, and no picture.")
    best = max(streams, key=lambda stream: (stream.codec_context is not None, stream.disposition & Disposition.default))
    if best.codec_context is None:
        raise BadFile(FailureKind.UNSUPPORTED, "This video is coded in a way that is not known here.")
    return best


def _duration(video: InputContainer, stream: VideoStream) -> float | None:
    """Seconds, None where the file does not say."""
    if video.duration:
        seconds = video.duration / _MICROSECONDS
    elif stream.duration and stream.time_base:
        seconds = float(stream.duration * stream.time_base)
    else:
        return None
    return round(seconds, 3) if 0 < seconds < 1e7 else None


def _shown_size(stream: VideoStream) -> tuple[int, int]:
    """Camcorders and DVDs store pixels that are not square: the size with square ones."""
    width, height = stream.codec_context.width, stream.codec_context.height
    aspect = stream.sample_aspect_ratio
    if aspect and 0.25 <= aspect <= 4:
        width = max(1, round(width * float(aspect)))
    return width, height


def _frames(video: InputContainer, stream: VideoStream, duration: float | None) -> Iterator[VideoFrame]:
    """The key frames before the middles of equal parts of the video, each once; the first where none is found so."""
    seen: set[int | None] = set()
    start = video.start_time or 0
    for moment in _moments(duration):
        frame = _frame_at(video, stream, start + int(moment * _MICROSECONDS))
        if frame is not None and frame.pts not in seen:
            seen.add(frame.pts)
            yield frame
    if not seen and (frame := _frame_at(video, stream, start)) is not None:
        yield frame


def _moments(duration: float | None) -> list[float]:
    """Seconds to look at, none in a video that does not say how long it is."""
    if duration is None:
        return []
    count = min(MOST_FRAMES, max(FEWEST_FRAMES, round(duration / SECONDS_A_FRAME)))
    return [duration * (part + 0.5) / count for part in range(count)]


def _frame_at(video: InputContainer, stream: VideoStream, moment: int) -> VideoFrame | None:
    """The first frame that decodes from the key frame before a moment (microseconds) on."""
    try:
        video.seek(moment)
    except OSError as error:
        log.debug("no place at %.1f s: %s", moment / _MICROSECONDS, error)
        return None
    return _next_frame(video, stream)


def _next_frame(video: InputContainer, stream: VideoStream) -> VideoFrame | None:
    """The first frame from here on that decodes."""
    import av

    decoder = stream.codec_context
    try:
        for number, packet in enumerate(video.demux(stream)):
            try:
                frames = decoder.decode(packet)
                if not frames and packet.is_keyframe:
                    # Decoders hold frames back until they have seen the next ones: seconds of the file, megabytes.
                    frames = decoder.decode(None)
                    decoder.flush_buffers()
            except (av.error.InvalidDataError, av.error.PatchWelcomeError) as error:
                log.debug("a packet does not decode: %s", error)
                continue
            if frames:
                return frames[0]
            if number > _PACKETS:
                break
    except av.error.InvalidDataError as error:
        log.debug("the rest cannot be read: %s", error)
    return None


def _image(frame: VideoFrame, size: tuple[int, int], target: Target) -> Image.Image:
    """A frame with square pixels, reduced as far as `target` allows, in sRGB."""
    from av.video.reformatter import ColorRange, Interpolation

    factor = max(1.0, target.reduction(size) / REDUCE_MARGIN)
    reduced = max(1, round(size[0] / factor)), max(1, round(size[1] / factor))
    # Every other line of an interlaced frame is of another moment, or was not decoded: the first of them will do.
    width, height = (frame.width, frame.height) if frame.interlaced_frame else reduced
    options: dict[str, Any] = {"width": width, "height": height, "dst_color_range": ColorRange.JPEG}
    options["interpolation"] = Interpolation.AREA if height < frame.height else Interpolation.BICUBIC
    if frame.colorspace == _UNSPECIFIED and frame.height >= _HIGH_DEFINITION:
        options["src_colorspace"] = _BT709
    transfer = _TRANSFERS.get(frame.color_trc)
    if transfer is None:
        pixels = frame.to_ndarray(format="rgb24", **options).astype(np.uint8, copy=False)
    else:
        wide = frame.to_ndarray(format="rgb48le", **options).astype(np.uint16, copy=False)
        pixels = to_srgb_8_bits(wide, transfer)
    if not frame.interlaced_frame:
        return Image.fromarray(pixels)
    return Image.fromarray(pixels[::2]).resize(reduced, Image.Resampling.BICUBIC)


def _telling(images: list[Image.Image]) -> list[Image.Image]:
    """Without those that are all of one colour, unless all are."""
    telling = [image for image in images if np.asarray(image.convert("L").resize((64, 64))).std() >= _BLANK_SPREAD]
    return telling or images[:1]


def _most_typical(images: list[Image.Image]) -> int:
    """The frame that is most like the average of them all, by its colours: where the camera stayed the longest."""
    histograms = np.array([_histogram(image) for image in images])
    return int(np.abs(histograms - histograms.mean(axis=0)).sum(axis=1).argmin())


def _histogram(image: Image.Image) -> npt.NDArray[np.intp]:
    """How many pixels have which of 64 colours."""
    red, green, blue = np.moveaxis(np.asarray(image.resize((64, 64), Image.Resampling.BOX)) >> 6, -1, 0)
    return np.bincount((red * 16 + green * 4 + blue).ravel(), minlength=64)
