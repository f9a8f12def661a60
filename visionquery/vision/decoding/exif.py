"""EXIF tags out of a picture, as plain dicts. Corrupt EXIF raises anything; here it costs tags, never the picture."""

from __future__ import annotations

import io
import logging
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from PIL import ExifTags, Image

log = logging.getLogger(__name__)

TagDict = dict[int, Any]


@dataclass(frozen=True, slots=True)
class Tags:
    """The tags of the main directory (camera, orientation), the Exif one (exposure, dates) and the GPS one."""

    image: TagDict = field(default_factory=dict)
    exif: TagDict = field(default_factory=dict)
    gps: TagDict = field(default_factory=dict)

    @property
    def orientation(self) -> int:
        """EXIF orientation, 1 to 8; 1 where there is none or it makes no sense."""
        value = self.image.get(ExifTags.Base.Orientation)
        return value if isinstance(value, int) and 1 <= value <= 8 else 1


def tags_of(image: Image.Image) -> Tags:
    """The tags of an opened image, before or after its pixels are loaded."""
    try:
        return tags_in(image.getexif())
    except Exception as error:  # noqa: BLE001 - see the module's first line
        log.debug("EXIF ignored: %s", error)
        return Tags()


def tags_in(exif: Image.Exif) -> Tags:
    """The tags of an EXIF block; a directory that cannot be read is left empty."""
    return Tags(
        _directory(lambda: exif),
        _directory(lambda: exif.get_ifd(ExifTags.IFD.Exif)),
        _directory(lambda: exif.get_ifd(ExifTags.IFD.GPSInfo)),
    )


def tags_of_tiff(data: bytes) -> Tags:
    """The tags of bytes that are laid out like a TIFF, as the RAW formats of most cameras are."""
    exif = Image.Exif()
    try:
        # Olympus and Panasonic write another number where TIFF has its 42.
        standard = {b"II": b"II*\0", b"MM": b"MM\0*"}[data[:2]]
        exif.load_from_fp(io.BytesIO(data if data[:4] == standard else standard + data[4:]))
    except Exception as error:  # noqa: BLE001 - see the module's first line
        log.debug("EXIF ignored: %s", error)
        return Tags()
    return tags_in(exif)


def merged(first: Tags, second: Tags) -> Tags:
    """Both, `first` where both have a tag."""
    return Tags(second.image | first.image, second.exif | first.exif, second.gps | first.gps)


def _directory(read: Callable[[], Any]) -> TagDict:
    try:
        return dict(read())
    except Exception as error:  # noqa: BLE001 - see the module's first line
        log.debug("EXIF directory ignored: %s", error)
        return {}
