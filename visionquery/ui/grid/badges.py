"""The marks on a photo: favourite, rating, hidden, failed, offline, video, RAW, animation. Main thread.

They stand in one dark strip in the upper corner, white on it, so that they can be read on any photo and in both
schemes. A strip is drawn once and kept; a cell costs one pixmap.
"""

from __future__ import annotations

from enum import StrEnum

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QPainter, QPixmap

from visionquery.domain.photos import Photo, PhotoState
from visionquery.ui import wording
from visionquery.ui.theme import Theme

# Logical pixels: of a strip, of an icon in it, and between its parts.
HEIGHT, ICON, SPACE = 20, 14, 5
_GROUND = QColor(20, 20, 22, 185)


class Badge(StrEnum):
    """In the order of their weight: where a cell is too narrow, the last ones are left out."""

    FAVOURITE = "favourite"
    RATING = "rating"
    HIDDEN = "hidden"
    FAILED = "failed"
    OFFLINE = "offline"
    VIDEO = "video"
    RAW = "RAW"
    GIF = "GIF"


# Icons and their colours; the others are words.
_ICONS = {
    Badge.FAVOURITE: ("favourite_filled", "loved"),
    Badge.HIDDEN: ("hidden", "onPhoto"),
    Badge.FAILED: ("warning", "starred"),
    Badge.OFFLINE: ("offline", "onPhoto"),
    Badge.VIDEO: ("play_filled", "onPhoto"),
}


def badges_of(photo: Photo) -> tuple[Badge, ...]:
    """What is to be marked on a photo."""
    # The decoder calls every RAW format RAW. Whether a WebP moves is not in the library.
    kind = photo.metadata.format if photo.metadata is not None else ""
    marked = {
        Badge.FAVOURITE: photo.favourite,
        Badge.RATING: photo.rating > 0,
        Badge.HIDDEN: photo.hidden,
        Badge.FAILED: photo.state is PhotoState.FAILED,
        Badge.OFFLINE: photo.offline,
        Badge.VIDEO: photo.is_video,
        Badge.RAW: kind == "RAW",
        Badge.GIF: kind == "GIF",
    }
    return tuple(badge for badge, on in marked.items() if on)


def spoken(photo: Photo) -> list[str]:
    """The same in words, for screen readers."""
    words = {
        Badge.FAVOURITE: _tr("favourite"),
        Badge.RATING: QCoreApplication.translate("badges", "rated %n of 5", "", photo.rating),
        Badge.HIDDEN: _tr("hidden"),
        Badge.FAILED: _tr("cannot be read"),
        Badge.OFFLINE: _tr("its drive is not connected"),
        Badge.VIDEO: _tr("video, {length}").format(length=length) if (length := length_of(photo)) else _tr("video"),
        Badge.RAW: _tr("RAW"),
        Badge.GIF: _tr("animation"),
    }
    return [words[badge] for badge in badges_of(photo)]


def length_of(photo: Photo) -> str:
    """How long a video is, empty where that is not known."""
    return wording.length(photo.metadata.duration) if photo.metadata is not None else ""


class BadgeStrips:
    """Draws strips and keeps them until `restyle`."""

    def __init__(self, theme: Theme) -> None:
        self._theme = theme
        self._font = QFont()
        self._ratio = 1.0
        self._strips: dict[tuple[tuple[Badge, ...], int, str, int], QPixmap] = {}

    def restyle(self, font: QFont, ratio: float) -> None:
        """Take over colours, font and device pixel ratio."""
        self._font = QFont(font)
        self._font.setPixelSize(11)
        self._font.setWeight(QFont.Weight.Bold)
        self._ratio = ratio
        self._strips.clear()

    def strip(self, photo: Photo, room: int) -> QPixmap | None:
        """The marks of a photo, as many as fit into so many logical pixels; None where there is nothing to mark."""
        badges = badges_of(photo)
        if not badges or room < ICON + 2 * SPACE:
            return None
        length = length_of(photo)
        key = (badges, photo.rating, length, min(room, 200))
        if key not in self._strips:
            if len(self._strips) > 500:
                self._strips.clear()
            self._strips[key] = self._drawn(badges, photo.rating, length, room)
        return self._strips[key]

    def _drawn(self, badges: tuple[Badge, ...], rating: int, length: str, room: int) -> QPixmap:
        metrics = QFontMetricsF(self._font)
        words = {Badge.RATING: str(rating), Badge.VIDEO: length, Badge.RAW: "RAW", Badge.GIF: "GIF"}
        shown: list[tuple[Badge, float]] = []
        width = float(SPACE)
        for badge in badges:
            part = metrics.horizontalAdvance(words[badge]) if badge in words else 0.0
            part += 0.0 if badge in (Badge.RAW, Badge.GIF) else ICON
            if shown and width + part + SPACE > room:
                break
            shown.append((badge, part))
            width += part + SPACE
        size = QSize(round(width), HEIGHT)
        strip = QPixmap(size * self._ratio)
        strip.setDevicePixelRatio(self._ratio)
        strip.fill(Qt.GlobalColor.transparent)
        painter = QPainter(strip)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(_GROUND)
        painter.drawRoundedRect(QRectF(0, 0, size.width(), HEIGHT), HEIGHT / 2, HEIGHT / 2)
        painter.setFont(self._font)
        painter.setPen(QColor(self._theme.colours.onPhoto))
        left = float(SPACE)
        for badge, part in shown:
            beside = 0.0
            if badge in _ICONS:
                name, colour = _ICONS[badge]
                self._draw_icon(painter, left, name, colour)
                beside = ICON
            elif badge is Badge.RATING:
                self._draw_icon(painter, left, "star_filled", "starred")
                beside = ICON
            if badge in words:
                room_for_words = QRectF(left + beside, 0, part - beside, HEIGHT)
                painter.drawText(room_for_words, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextDontClip, words[badge])
            left += part + SPACE
        painter.end()
        return strip

    def _draw_icon(self, painter: QPainter, left: float, name: str, colour: str) -> None:
        icon = self._theme.icon(name, colour, ICON).pixmap(QSize(ICON, ICON), self._ratio)
        painter.drawPixmap(QPointF(left, (HEIGHT - ICON) / 2), icon)


def _tr(words: str) -> str:
    return QCoreApplication.translate("badges", words)
