"""What the decoders of this package take and give: a target, and a picture that is not upright and not RGB yet."""

from __future__ import annotations

from dataclasses import dataclass, field

from PIL import Image

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.exif import Tags

REDUCE_MARGIN = 2.0
"""Full-size pictures are first averaged down to this many times the needed pixels per side, which costs a tenth of
resampling them and shows no difference afterwards."""


@dataclass(frozen=True, slots=True)
class Target:
    """How much of a picture is needed: decoding may reduce it while both sides stay at or above these (pixels)."""

    long_side: int
    short_side: int = 1

    def reduction(self, size: tuple[int, int]) -> float:
        """By how much a picture of `size` may be reduced, at least 1."""
        return max(1.0, min(max(size) / self.long_side, min(size) / self.short_side))


@dataclass(slots=True)
class Decoded:
    """Pixels as they came out of a codec.

    `size` is the picture's full size as stored, `image` may be a reduction of it in any Pillow mode. `orientation` is
    the EXIF orientation that still has to be applied, `profile` an ICC profile, `note` a sentence about pixels that
    are not all there. Of a video, `frames` are more of its frames, and `duration` is how long it is in seconds.
    """

    image: Image.Image
    size: tuple[int, int]
    orientation: int = 1
    profile: bytes | None = None
    tags: Tags = field(default_factory=Tags)
    note: str = ""
    frames: tuple[Image.Image, ...] = ()
    duration: float | None = None


def check_size(size: tuple[int, int], max_pixels: int) -> None:
    """Refuse, before anything is decoded, what is larger than `max_pixels` or has no pixels at all."""
    width, height = size
    if width < 1 or height < 1:
        raise BadFile(FailureKind.DAMAGED, "The file says that the picture has no pixels.")
    if width * height > max_pixels:
        raise BadFile(
            FailureKind.TOO_LARGE,
            f"The picture has {width * height / 1e6:,.0f} megapixels ({width} x {height}); "
            f"the limit is {max_pixels / 1e6:,.0f}.",
        )
