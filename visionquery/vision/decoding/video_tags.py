"""What a video says of itself, in the terms of EXIF, so that it is understood in one place. Pure.

Keys as FFmpeg names them: Apple's (`com.apple.quicktime.*`) where there are any, else those that all containers share.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from PIL.ExifTags import GPS, Base

from visionquery.vision.decoding.exif import TagDict, Tags

_APPLE = "com.apple.quicktime."
_CAMERA = ((Base.Make, "make"), (Base.Model, "model"))
_LOCATIONS = (f"{_APPLE}location.iso6709", "location", "location-eng")
_DATES = (f"{_APPLE}creationdate", "creation_time", "date")

# ISO 6709 as telephones write it: +48.8577+002.2950+035.000/
_POSITION = re.compile(r"([+-]\d{1,2}(?:\.\d+)?)([+-]\d{1,3}(?:\.\d+)?)([+-]\d+(?:\.\d+)?)?")
# Clocks that were never set count from one of these years.
_UNSET_YEARS = frozenset({1904, 1970})


def tags_of_video(*dictionaries: Mapping[str, str]) -> Tags:
    """Tags out of the metadata of a container and of its streams; the first that has a key counts."""
    found: dict[str, str] = {}
    for dictionary in dictionaries:
        found = {key.lower(): value for key, value in dictionary.items()} | found
    camera = {tag: found.get(_APPLE + key) or found.get(key) for tag, key in _CAMERA}
    return Tags({tag: words for tag, words in camera.items() if words}, _date(found), _position(found))


def _date(found: Mapping[str, str]) -> TagDict:
    for key in _DATES:
        try:
            moment = datetime.fromisoformat(found.get(key, "").strip())
        except ValueError:
            continue
        if moment.year in _UNSET_YEARS:
            continue
        if key == "creation_time":
            # In UTC, whatever the person's clock showed: most have filmed in the zone that their computer is in.
            try:
                moment = moment.replace(tzinfo=moment.tzinfo or UTC).astimezone()
            except (OverflowError, OSError, ValueError):
                continue
        tags: TagDict = {Base.DateTimeOriginal: moment.strftime("%Y:%m:%d %H:%M:%S")}
        if moment.tzinfo is not None:
            offset = moment.strftime("%z")
            tags[Base.OffsetTimeOriginal] = f"{offset[:3]}:{offset[3:5]}"
        return tags
    return {}


def _position(found: Mapping[str, str]) -> TagDict:
    match = next((match for key in _LOCATIONS if (match := _POSITION.match(found.get(key, "")))), None)
    if match is None:
        return {}
    latitude, longitude = float(match[1]), float(match[2])
    tags: dict[int, Any] = {
        GPS.GPSLatitude: abs(latitude),
        GPS.GPSLatitudeRef: "S" if latitude < 0 else "N",
        GPS.GPSLongitude: abs(longitude),
        GPS.GPSLongitudeRef: "W" if longitude < 0 else "E",
    }
    if match[3]:
        altitude = float(match[3])
        tags |= {GPS.GPSAltitude: abs(altitude), GPS.GPSAltitudeRef: 1 if altitude < 0 else 0}
    return tags
