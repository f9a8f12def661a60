"""What a picture says of itself: EXIF tags to `Metadata`. Pure; a tag that makes no sense costs only itself.

Tags and units: Exif 3.0 (CIPA DC-008).
"""

from __future__ import annotations

import math
import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from PIL.ExifTags import GPS, Base

from visionquery.domain.photos import Metadata
from visionquery.vision.decoding.exif import Tags

_DATE = re.compile(r"(\d{4})[:/.-](\d{1,2})[:/.-](\d{1,2})[ T](\d{1,2}):(\d{1,2})(?::(\d{1,2}))?")
_OFFSET = re.compile(r"([+-])(\d{1,2}):?(\d{2})")

_DATES = (
    (Base.DateTimeOriginal, Base.OffsetTimeOriginal),
    (Base.DateTimeDigitized, Base.OffsetTimeDigitized),
    (Base.DateTime, Base.OffsetTime),
)

_MAKES = {
    "nikon": "Nikon",
    "canon": "Canon",
    "sony": "Sony",
    "fujifilm": "Fujifilm",
    "fuji": "Fujifilm",
    "olympus": "Olympus",
    "om": "OM System",
    "panasonic": "Panasonic",
    "pentax": "Pentax",
    "ricoh": "Ricoh",
    "leica": "Leica",
    "samsung": "Samsung",
    "casio": "Casio",
    "kodak": "Kodak",
    "eastman": "Kodak",
    "konica": "Konica Minolta",
    "minolta": "Minolta",
    "sanyo": "Sanyo",
    "apple": "Apple",
    "google": "Google",
    "huawei": "Huawei",
    "xiaomi": "Xiaomi",
    "oneplus": "OnePlus",
    "motorola": "Motorola",
    "hasselblad": "Hasselblad",
    "sigma": "Sigma",
    "gopro": "GoPro",
    "dji": "DJI",
    "lge": "LG",
    "lg": "LG",
    "htc": "HTC",
    "nokia": "Nokia",
    "hp": "HP",
    "hewlett-packard": "HP",
    "asahi": "Pentax",
}


def read_metadata(tags: Tags, width: int, height: int, format_name: str, duration: float | None = None) -> Metadata:
    """The `Metadata` of a picture, or a video of `duration` seconds, of these pixels as shown. Never raises."""
    taken_at, offset = _taken(tags)
    latitude, longitude = _position(tags.gps)
    return Metadata(
        width=width,
        height=height,
        format=format_name,
        taken_at=taken_at,
        taken_offset=offset,
        camera=_camera(_text(tags.image.get(Base.Make)), _text(tags.image.get(Base.Model))),
        lens=_lens(tags.exif),
        exposure=_exposure(tags.exif),
        aperture=_aperture(tags.exif),
        iso=_iso(tags.exif),
        focal_length=_positive(tags.exif.get(Base.FocalLength), 20_000.0, 2),
        latitude=latitude,
        longitude=longitude,
        altitude=_altitude(tags.gps),
        duration=duration,
    )


def _taken(tags: Tags) -> tuple[str | None, int | None]:
    """When the picture was taken: the first date that makes sense, and the zone that belongs to it."""
    for date_tag, offset_tag in _DATES:
        found = _DATE.match(_text(tags.exif.get(date_tag) or tags.image.get(date_tag)))
        if not found:
            continue
        year, month, day, hour, minute = (int(part) for part in found.groups()[:5])
        # Some cameras write second 60.
        second = min(int(found.group(6) or 0), 59)
        try:
            moment = datetime(year, month, day, hour, minute, second)
        except ValueError:
            continue
        if year >= 1826:  # the first photograph; cameras without a set clock write year 0 or 1
            return moment.isoformat(), _offset(_text(tags.exif.get(offset_tag)))
    return _taken_by_satellite(tags.gps)


def _taken_by_satellite(gps: Mapping[int, Any]) -> tuple[str | None, int | None]:
    """The receiver's date and time, which are in UTC, for pictures without any other."""
    date = _text(gps.get(GPS.GPSDateStamp))
    time = gps.get(GPS.GPSTimeStamp)
    if not date or not isinstance(time, tuple | list) or len(time) != 3:
        return None, None
    numbers = [_number(part) for part in time]
    if any(number is None or not 0 <= number < 60 for number in numbers):
        return None, None
    try:
        moment = datetime.strptime(date.replace("-", ":"), "%Y:%m:%d").replace(
            hour=int(numbers[0] or 0), minute=int(numbers[1] or 0), second=int(numbers[2] or 0)
        )
    except ValueError:
        return None, None
    return moment.isoformat(), 0


def _offset(text: str) -> int | None:
    if text in {"Z", "z"}:
        return 0
    found = _OFFSET.fullmatch(text)
    if not found:
        return None
    minutes = int(found.group(2)) * 60 + int(found.group(3))
    if minutes > 14 * 60 or int(found.group(3)) > 59:
        return None
    return -minutes if found.group(1) == "-" else minutes


def _camera(make: str, model: str) -> str | None:
    """Make and model as people write them: "Nikon D70" for "NIKON CORPORATION" and "NIKON D70"."""
    first = make.replace(",", " ").split()[0].lower() if make else ""
    brand = _MAKES.get(first, make)
    if not model:
        return brand or None
    words = model.split()
    if words[0].lower() == first or words[0].lower() == brand.lower():
        words = words[1:] or words
        if make and make.lower().startswith(" ".join(model.split()[:2]).lower()):
            words = model.split()[2:] or words
    elif brand and model.lower().startswith(brand.lower()):
        return model
    return " ".join([brand, *words]).strip()


def _lens(exif: Mapping[int, Any]) -> str | None:
    model = _text(exif.get(Base.LensModel))
    if not model or set(model) <= set("-. ?0"):
        return None
    brand = _MAKES.get(_text(exif.get(Base.LensMake)).lower().split(" ")[0], "")
    return model if not brand or brand.lower() in model.lower() else f"{brand} {model}"


def _exposure(exif: Mapping[int, Any]) -> float | None:
    seconds = _number(exif.get(Base.ExposureTime))
    if seconds is None:
        speed = _number(exif.get(Base.ShutterSpeedValue))
        seconds = 2.0**-speed if speed is not None and abs(speed) < 30 else None
    return float(f"{seconds:.6g}") if seconds is not None and 0 < seconds < 1e6 else None


def _aperture(exif: Mapping[int, Any]) -> float | None:
    number = _number(exif.get(Base.FNumber))
    if not number:
        value = _number(exif.get(Base.ApertureValue))
        number = 2.0 ** (value / 2) if value is not None and 0 < value < 20 else None
    return round(number, 2) if number is not None and 0 < number < 200 else None


def _iso(exif: Mapping[int, Any]) -> int | None:
    # Above 65,534 the old tag holds 65,535 and the newer ones the value.
    old = _number(exif.get(Base.ISOSpeedRatings))
    if old is not None and 1 <= old < 65_535:
        return round(old)
    for tag in (Base.RecommendedExposureIndex, Base.StandardOutputSensitivity, Base.ISOSpeed):
        value = _number(exif.get(tag))
        if value is not None and 1 <= value < 1e8:
            return round(value)
    return None


def _position(gps: Mapping[int, Any]) -> tuple[float | None, float | None]:
    latitude = _degrees(gps.get(GPS.GPSLatitude), _text(gps.get(GPS.GPSLatitudeRef)), "S", 90.0)
    longitude = _degrees(gps.get(GPS.GPSLongitude), _text(gps.get(GPS.GPSLongitudeRef)), "W", 180.0)
    if latitude is None or longitude is None or (latitude == 0.0 and longitude == 0.0):
        # Zero on both is what receivers without a fix write, and open sea.
        return None, None
    return latitude, longitude


def _degrees(value: Any, reference: str, negative: str, limit: float) -> float | None:
    """Degrees, minutes and seconds, of which some programs write only the first one or two."""
    parts = list(value) if isinstance(value, tuple | list) else [value]
    numbers = [_number(part) for part in parts[:3]]
    if not numbers or numbers[0] is None:
        return None
    degrees = sum((number or 0.0) / 60.0**power for power, number in enumerate(numbers))
    if reference[:1].upper() == negative:
        degrees = -degrees
    return round(degrees, 7) if abs(degrees) <= limit else None


def _altitude(gps: Mapping[int, Any]) -> float | None:
    altitude = _number(gps.get(GPS.GPSAltitude))
    if altitude is None or abs(altitude) > 100_000:
        return None
    reference = gps.get(GPS.GPSAltitudeRef)
    below = reference in (1, b"\x01", 3, b"\x03")
    return round(-altitude if below and altitude > 0 else altitude, 2)


def _positive(value: Any, limit: float, digits: int) -> float | None:
    number = _number(value)
    return round(number, digits) if number is not None and 0 < number < limit else None


def _number(value: Any) -> float | None:
    """A finite float from whatever a number tag holds: integers, rationals with zero below, tuples, text."""
    if isinstance(value, tuple | list):
        value = value[0] if value else None
    if value is None or isinstance(value, bytes):
        return None
    try:
        number = float(value)
    except (TypeError, ValueError, ZeroDivisionError, OverflowError):
        return None
    return number if math.isfinite(number) else None


def _text(value: Any) -> str:
    """A tag's text without padding and control characters, `""` for anything else."""
    if isinstance(value, bytes):
        value = value.decode("utf-8", errors="replace")
    if not isinstance(value, str):
        return ""
    text = value.split("\0", 1)[0]
    return " ".join("".join(letter if letter.isprintable() else " " for letter in text).split())[:200]
