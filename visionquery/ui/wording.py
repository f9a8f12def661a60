"""Numbers and times as people read them, in their language. Main thread; Qt's translation and locale only."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QLocale


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


def _tr(text: str) -> str:
    return QCoreApplication.translate("wording", text)
