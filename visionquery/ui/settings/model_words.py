"""What a model is and how it stands, in words. Main thread; Qt's translation and locale only."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from visionquery.domain.models import Download, DownloadState, ModelEntry, ModelStatus
from visionquery.ui import wording

_SOME = 4  # languages that are named one by one


def size(count: int) -> str:
    """Bytes, in decimal units as file managers count them."""
    return QLocale().formattedDataSize(count, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def description(entry: ModelEntry) -> str:
    """The line below the title: what it costs and what it gives."""
    parts: list[str] = []
    if entry.bytes_on_disk:
        parts.append(_tr("{size} on disk").format(size=size(entry.bytes_on_disk)))
    if entry.bytes_in_memory:
        parts.append(_tr("{size} of memory").format(size=size(entry.bytes_in_memory)))
    parts.append(languages(entry))
    if entry.recall is not None:
        share = QLocale().toString(100 * entry.recall if entry.recall <= 1 else entry.recall, "f", 0)
        parts.append(_tr("finds {share}% in the first five").format(share=share))
    if entry.relative_speed is not None:
        parts.append(speed(entry.relative_speed))
    if entry.licence:
        parts.append(entry.licence)
    return " · ".join(parts)


def languages(entry: ModelEntry) -> str:
    """What it understands."""
    if entry.languages == ("*",):
        return _tr("many languages")
    if len(entry.languages) > _SOME:
        return _tr("{count} languages").format(count=wording.number(len(entry.languages)))
    names = [QLocale.languageToString(QLocale(code).language()) for code in entry.languages]
    return ", ".join(_language(code, name) for code, name in zip(entry.languages, names, strict=True))


def speed(relative: float) -> str:
    """How fast it reads photos, against ViT-B-32."""
    if relative >= 1.15:
        return _tr("{times}× as fast as ViT-B-32").format(times=QLocale().toString(relative, "f", 1))
    if relative > 0.87:
        return _tr("as fast as ViT-B-32")
    return _tr("{times}× slower than ViT-B-32").format(times=QLocale().toString(1 / relative, "f", 1))


def state(status: ModelStatus) -> str:
    """How it stands; empty where it is not here."""
    covered = _share(status)
    if status.answering and status.chosen:
        return _tr("In use") if not covered else _tr("In use · {share} of your photos read").format(share=covered)
    if status.answering:
        return _tr("Answers until the new model is ready")
    if status.chosen:
        return _tr("Being made ready · {share} of your photos read").format(
            share=covered or _tr("{share}%").format(share=100)
        )
    if not status.installed:
        return ""
    if status.builtin:
        return _tr("Built in")
    return (
        _tr("Here")
        if not status.covered
        else _tr("Here · knows {photos}").format(photos=wording.photos(status.covered))
    )


def download(state_of: Download) -> str:
    """How far a download is."""
    amount = size(state_of.done)
    if state_of.total:
        amount = _tr("{done} of {total}").format(done=amount, total=size(state_of.total))
    match state_of.state:
        case DownloadState.WAITING:
            return _tr("Waiting for its turn") if not state_of.message else ""
        case DownloadState.PAUSED:
            return _tr("Paused at {amount}").format(amount=amount)
        case DownloadState.CHECKING:
            return _tr("Checking what came…")
        case DownloadState.FAILED:
            return ""
        case DownloadState.RUNNING:
            parts = [amount]
            if state_of.rate > 0:
                parts.append(_tr("{amount}/s").format(amount=size(round(state_of.rate))))
            if state_of.remaining is not None:
                parts.append(wording.time_left(state_of.remaining))
            return " · ".join(parts)


def cost(status: ModelStatus, rate: float, rate_of: ModelEntry | None) -> str:
    """What it costs to read all photos with it, guessed from how fast they are read now; empty where nobody knows."""
    left = status.of - status.covered
    if left <= 0 or rate <= 0 or rate_of is None or not (status.entry.relative_speed and rate_of.relative_speed):
        return ""
    seconds = left / (rate * min(1.0, status.entry.relative_speed / rate_of.relative_speed))
    return _tr("Reading {photos} with it takes about {time}.").format(
        photos=wording.photos(left), time=duration(seconds)
    )


def duration(seconds: float) -> str:
    """Rough: minutes below an hour, hours above."""
    minutes = max(1, round(seconds / 60))
    if minutes < 60:
        return _tr("{minutes} min").format(minutes=minutes)
    return _tr("{hours} h").format(hours=QLocale().toString(minutes / 60, "f", 0 if minutes > 600 else 1))


def _share(status: ModelStatus) -> str:
    if not status.of or status.covered >= status.of:
        return ""
    # Rounded down: "100%" is only said when it is true.
    return _tr("{share}%").format(share=100 * status.covered // status.of)


def _language(code: str, name: str) -> str:
    return _tr("English only") if code == "en" else name


def _tr(text: str) -> str:
    return QCoreApplication.translate("models", text)
