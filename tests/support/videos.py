"""Makes videos out of pictures, as cameras write them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
from PIL import Image

RATE = 10
"""Frames a second."""


def write_video(
    path: Path,
    scenes: Sequence[Image.Image],
    *,
    seconds: float = 1.0,
    size: tuple[int, int] = (160, 96),
    codec: str = "libx264",
    pixel_format: str = "yuv420p",
    keyframe_seconds: float = 1.0,
    rotation: int = 0,
    aspect: Fraction | None = None,
    metadata: Mapping[str, str] | None = None,
    container: str | None = None,
    rate: int = RATE,
    options: Mapping[str, str] | None = None,
    **attributes: Any,
) -> Path:
    """Show each of `scenes` for `seconds`. `options` are the codec's, `attributes` are set on its context."""
    path.parent.mkdir(parents=True, exist_ok=True)
    # Apple's keys are kept as they are only where this is asked for.
    flags = {"movflags": "use_metadata_tags"} if path.suffix in {".mov", ".mp4"} else {}
    with av.open(str(path), "w", format=container, options=flags) as file:
        stream = file.add_stream(codec, rate=rate, options=dict(options or {}))
        stream.width, stream.height = size
        stream.pix_fmt = pixel_format
        stream.codec_context.gop_size = max(1, round(rate * keyframe_seconds))
        if aspect is not None:
            stream.codec_context.sample_aspect_ratio = aspect
        for name, value in attributes.items():
            setattr(stream.codec_context, name, value)
        if rotation:
            stream.set_display_rotation(rotation)
        file.metadata.update(metadata or {})
        for number in range(round(len(scenes) * seconds * rate)):
            picture = scenes[min(len(scenes) - 1, int(number / rate / seconds))]
            frame = av.VideoFrame.from_image(picture.convert("RGB").resize(size))
            if "colorspace" in attributes:
                frame = frame.reformat(format=pixel_format, dst_colorspace=attributes["colorspace"])
            frame.pts = number
            file.mux(stream.encode(frame))
        file.mux(stream.encode())
    return path
