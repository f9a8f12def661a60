"""Numbers and times as people read them, in their language. Main thread; Qt's translation and locale only."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale

from visionquery.domain.errors import FailureKind
from visionquery.domain.settings import QT_TRANSLATE_NOOP


def number(value: int) -> str:
    """With the locale's group separators."""
    return QLocale().toString(value)


def photos(count: int) -> str:
    """`1 photo`, `12,345 photos`."""
    return QCoreApplication.translate("wording", "%n photo(s)", "", count)


def files(count: int) -> str:
    """`1 file`, `12,345 files`."""
    return QCoreApplication.translate("wording", "%n file(s)", "", count)


def left_to_right(text: str) -> str:
    """A path, or something typed in Latin letters, whose signs keep their places among words of any direction."""
    return f"\N{LEFT-TO-RIGHT ISOLATE}{text}\N{POP DIRECTIONAL ISOLATE}"


def seconds(value: float) -> str:
    """How long an answer took: two digits after the point, `0.04 s`."""
    if value < 0.005:
        return _tr("under 0.01 s")
    return _tr("{seconds} s").format(seconds=QLocale().toString(value, "f", 2))


def length(value: float | None) -> str:
    """How long a video is, as players show it: `0:07`, `12:30`, `1:02:03`. Empty where that is not known."""
    if not value:
        return ""
    minutes, rest = divmod(round(value), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if hours else f"{minutes}:{rest:02}"


def rate(value: float) -> str:
    """Photos a second: whole above ten, one digit below."""
    shown = QLocale().toString(value, "f", 0 if value >= 10 else 1)
    return _tr("{rate} photos/s").format(rate=shown)


def time_left(value: float) -> str:
    """Rough, as estimates are: `less than a minute left`, `3 min left`, `2 h 10 min left`."""
    minutes = round(value / 60)
    if minutes < 1:
        return _tr("less than a minute left")
    if minutes < 60:
        return _tr("{minutes} min left").format(minutes=minutes)
    hours, rest = divmod(minutes, 60)
    # Above an hour, five minutes more or less are noise.
    return _tr("{hours} h {minutes} min left").format(hours=hours, minutes=rest // 5 * 5)


def told(sentences: str) -> str:
    """What the worker said, in the person's language as far as it is translated: it speaks in whole sentences."""
    if not sentences:
        return ""
    words = QCoreApplication.translate("Worker", sentences)
    return words if words != sentences else _piecewise(sentences)


def reason(kind: FailureKind | None, words: str) -> str:
    """Why a photo cannot be used. Where the worker's words are not translated the kind of failure is, before them."""
    known = told(words)
    if kind is None or known != words:
        return known
    english = _KINDS[kind]
    general = QCoreApplication.translate("Failure", english)
    return words if general == english else f"{general} ({words.removesuffix('.')})"


_KINDS = {
    FailureKind.UNREADABLE: QT_TRANSLATE_NOOP("Failure", "The file cannot be read"),
    FailureKind.DAMAGED: QT_TRANSLATE_NOOP("Failure", "The file is damaged"),
    FailureKind.UNSUPPORTED: QT_TRANSLATE_NOOP("Failure", "This kind of file is not supported"),
    FailureKind.TOO_LARGE: QT_TRANSLATE_NOOP("Failure", "The picture is too large"),
    FailureKind.EMPTY: QT_TRANSLATE_NOOP("Failure", "The file is empty"),
    FailureKind.TIMEOUT: QT_TRANSLATE_NOOP("Failure", "Reading the picture took too long"),
    FailureKind.OUT_OF_MEMORY: QT_TRANSLATE_NOOP("Failure", "The picture needs too much memory"),
    FailureKind.CRASHED: QT_TRANSLATE_NOOP("Failure", "The decoder crashed on this picture"),
    FailureKind.CHANGING: QT_TRANSLATE_NOOP("Failure", "The file is still being written"),
}


def _piecewise(sentences: str) -> str:
    """Message and advice come in one line: each is translated by itself."""
    parts = [part if part.endswith(".") else f"{part}." for part in sentences.removesuffix(".").split(". ")]
    if len(parts) < 2:
        return sentences
    translated = [QCoreApplication.translate("Worker", part) for part in parts]
    return sentences if translated == parts else " ".join(translated)


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)
