"""The moving half of a Live Photo: a few seconds of video beside the picture that it belongs to, under the same name.

It is a part of that picture: not shown by itself, and where the picture goes it goes too. Telephones write pairs of
.heic or .jpg and .mov; the exports of online albums give the second half the name .mp4.
"""

from __future__ import annotations

import os

_MOVING = (".mov", ".MOV", ".mp4", ".MP4")
_STILL = (".heic", ".HEIC", ".jpg", ".JPG", ".jpeg", ".JPEG")

MOST_BYTES = 24_000_000
"""Three seconds as telephones write them have 2 to 10 MB; a longer video of the same name is one of its own."""


def is_moving_half(path: str, size: int) -> bool:
    """Whether the video at `path`, of `size` bytes, belongs to a picture beside it. Asks the disk a few times."""
    stem, ending = _divided(path)
    if size > MOST_BYTES or ending.lower() not in _MOVING:
        return False
    # Not `Path.is_file`: that raises where the picture's name would be longer than a name may be.
    return any(os.path.isfile(stem + still) for still in _STILL)  # noqa: PTH113


def moving_half_of(path: str) -> str | None:
    """The video that belongs to the picture at `path`, which may be gone by now, None where there is none."""
    stem, ending = _divided(path)
    if ending.lower() not in _STILL:
        return None
    for moving in _MOVING:
        try:
            if os.path.getsize(stem + moving) <= MOST_BYTES:  # noqa: PTH202
                return stem + moving
        except OSError:
            continue
    return None


def _divided(path: str) -> tuple[str, str]:
    end = path.rfind(".")
    return (path[:end], path[end:]) if end >= 0 else (path, "")
