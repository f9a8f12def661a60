"""The moving half of a Live Photo: a few seconds of video beside the picture that it belongs to, under the same name.

It is a part of that picture and not shown by itself. Telephones write pairs of .heic or .jpg and .mov; the exports of
online albums give the second half the name .mp4.
"""

from __future__ import annotations

from pathlib import Path

_MOVING = frozenset({".mov", ".mp4"})
_STILL = (".heic", ".HEIC", ".jpg", ".JPG", ".jpeg", ".JPEG")

MOST_BYTES = 24_000_000
"""Three seconds as telephones write them have 2 to 10 MB; a longer video of the same name is one of its own."""


def is_moving_half(path: str, size: int) -> bool:
    """Whether the video at `path`, of `size` bytes, belongs to a picture beside it. Asks the disk a few times."""
    end = path.rfind(".")
    if size > MOST_BYTES or path[end:].lower() not in _MOVING:
        return False
    return any(Path(path[:end] + ending).is_file() for ending in _STILL)
