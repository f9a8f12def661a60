"""What is said of a photo, in the words and numbers of the person's language. Main thread; pure but for Qt's locale.

Notation as photographers write it: `1/250 s`, `f/2.8`, `ISO 400`, `35 mm`.
"""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QDateTime, QLocale, Qt

from visionquery.domain.photos import Metadata, Photo, PhotoState
from visionquery.domain.queries import Hit
from visionquery.ui import wording
from visionquery.ui.details.text import safe

translate = QCoreApplication.translate

_NUMBERS = frozenset({"Dimensions", "Exposure", "Place", "Size"})


@dataclass(frozen=True, slots=True)
class Fact:
    """One line. `copied` is what copying it gives, where that can be asked for."""

    label: str
    value: str
    copied: str = ""


def facts_of(photo: Photo, hit: Hit | None = None) -> list[Fact]:
    """Everything that is known, the most asked for first."""
    facts = [
        _match(hit),
        _state(photo),
        _when(photo),
        *(_of_picture(photo.metadata) if photo.metadata is not None else ()),
        _fact("Size", QLocale().formattedDataSize(photo.size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)),
    ]
    return [fact for fact in facts if fact is not None and fact.value]


def exposure_words(seconds: float) -> str:
    """`1/250 s`, `0.5 s`, `30 s`."""
    if seconds <= 0:
        return ""
    # Cameras show fractions up to a quarter or a third of a second, and tenths above.
    shown = f"1/{wording.number(round(1 / seconds))}" if seconds < 0.3 else _short(seconds, 1)
    return translate("Details", "{seconds} s").format(seconds=shown)


def coordinates(metadata: Metadata) -> str:
    """`48.85837, 2.29448`: as every map takes them. Empty where there are none."""
    if metadata.latitude is None or metadata.longitude is None:
        return ""
    return f"{metadata.latitude:.5f}, {metadata.longitude:.5f}"


def date_words(taken_at: str, offset: int | None) -> str:
    """Wall-clock time as the camera wrote it, with its zone where it is known: `5 July 2019 14:03 UTC+02:00`."""
    moment = QDateTime.fromString(taken_at[:19], Qt.DateFormat.ISODate)
    if not moment.isValid():
        return taken_at
    words = _moment(moment)
    if offset is None:
        return words
    hours, minutes = divmod(abs(offset), 60)
    return f"{words} UTC{'-' if offset < 0 else '+'}{hours:02}:{minutes:02}"


def _match(hit: Hit | None) -> Fact | None:
    if hit is None:
        return None
    score = QLocale().toString(hit.score, "f", 3)
    words = translate("Details", "{reason} (score {score})").format(reason=hit.reason, score=score)
    return _fact("Match", words if hit.reason else score)


def _state(photo: Photo) -> Fact | None:
    if photo.state is PhotoState.FAILED:
        return _fact("Problem", wording.reason(photo.failure, photo.reason))
    if photo.offline:
        return _fact("State", translate("Details", "Its drive is not connected"))
    if photo.state is PhotoState.MISSING:
        return _fact("State", translate("Details", "The file is not there any more"))
    return _fact("State", translate("Details", "Waiting to be indexed")) if photo.state is PhotoState.PENDING else None


def _when(photo: Photo) -> Fact:
    metadata = photo.metadata
    if metadata is not None and metadata.taken_at:
        return _fact("Taken", date_words(metadata.taken_at, metadata.taken_offset))
    return _fact("File changed", _moment(QDateTime.fromMSecsSinceEpoch(photo.mtime_ns // 1_000_000)))


def _of_picture(metadata: Metadata) -> list[Fact]:
    megapixels = metadata.width * metadata.height / 1e6
    size = translate("Details", "{width} × {height}").format(
        width=wording.number(metadata.width), height=wording.number(metadata.height)
    )
    if megapixels >= 0.05:
        count = translate("Details", "{count} MP").format(count=_short(megapixels, 1))
        size = f"{size} · {count}"
    settings = [
        exposure_words(metadata.exposure) if metadata.exposure else "",
        f"f/{_short(metadata.aperture, 1)}" if metadata.aperture else "",
        f"ISO {metadata.iso}" if metadata.iso else "",
        translate("Details", "{length} mm").format(length=_short(metadata.focal_length, 1))
        if metadata.focal_length
        else "",
    ]
    return [
        _fact("Dimensions", size),
        _fact("Format", translate("Details", "Video") if metadata.is_video else metadata.format),
        _fact("Length", wording.length(metadata.duration)),
        _fact("Camera", safe(metadata.camera or "")),
        _fact("Lens", safe(metadata.lens or "")),
        _fact("Exposure", " · ".join(filter(None, settings))),
        _place(metadata),
    ]


def _place(metadata: Metadata) -> Fact:
    plain = coordinates(metadata)
    if not plain or metadata.latitude is None or metadata.longitude is None:
        return _fact("Place", "")
    north = translate("Details", "N") if metadata.latitude >= 0 else translate("Details", "S")
    east = translate("Details", "E") if metadata.longitude >= 0 else translate("Details", "W")
    numbers = [QLocale().toString(abs(value), "f", 5) for value in (metadata.latitude, metadata.longitude)]
    words = f"{numbers[0]}° {north} · {numbers[1]}° {east}"
    if metadata.altitude is not None:
        words += " · " + translate("Details", "{height} m").format(height=wording.number(round(metadata.altitude)))
    return _fact("Place", words, plain)


def _fact(label: str, value: str, copied: str = "") -> Fact:
    # A line breaks between two facts, not between a number and its unit.
    kept = value.replace(" · ", "\0").replace(" ", "\N{NO-BREAK SPACE}") if label in _NUMBERS else value
    return Fact(_labels()[label], kept.replace("\0", " · "), copied)


def _labels() -> dict[str, str]:
    return {
        "Match": translate("Details", "Found by"),
        "Problem": translate("Details", "Problem"),
        "State": translate("Details", "State"),
        "Taken": translate("Details", "Taken"),
        "File changed": translate("Details", "File changed"),
        "Size": translate("Details", "File size"),
        "Dimensions": translate("Details", "Dimensions"),
        "Format": translate("Details", "Format"),
        "Length": translate("Details", "Length"),
        "Camera": translate("Details", "Camera"),
        "Lens": translate("Details", "Lens"),
        "Exposure": translate("Details", "Exposure"),
        "Place": translate("Details", "Place"),
    }


def _moment(moment: QDateTime) -> str:
    locale = QLocale()
    date = locale.toString(moment.date(), QLocale.FormatType.LongFormat)
    return f"{date}, {locale.toString(moment.time(), QLocale.FormatType.ShortFormat)}"


def _short(value: float, digits: int) -> str:
    """Without digits that say nothing: `35`, `2.8`."""
    rounded = float(round(value, digits))
    return QLocale().toString(rounded, "f", 0 if rounded == int(rounded) else digits)
