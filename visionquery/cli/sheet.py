"""The contact sheet: an answer drawn as one labelled picture, for those who sit before a bare terminal.

Runs in the command line's process. Pillow only; the caller brings the pictures.
"""

from __future__ import annotations

import math
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

from visionquery.cli.console import printable
from visionquery.domain.errors import Fault

_CELL = 256
_GAP = 20
_MARGIN = 36
_LABEL = 56
_TITLE = 64
_MOST_COLUMNS = 5

# Pillow's own font has ASCII and little more; these are asked for by name where a text needs more.
_WESTERN_FONTS = ("DejaVuSans.ttf", "NotoSans-Regular.ttf", "segoeui.ttf", "Arial Unicode.ttf", "Arial.ttf")
_EASTERN_FONTS = ("NotoSansCJK-Regular.ttc", "msgothic.ttc", "Hiragino Sans GB.ttc", "Arial Unicode.ttf")

Font = ImageFont.FreeTypeFont | ImageFont.ImageFont
Colour = tuple[int, int, int]

_PAPER = (250, 250, 248)
_FRAME = (236, 236, 232)
_INK = (28, 28, 30)
_FAINT = (122, 122, 128)
_ACCENT = (30, 102, 200)


@dataclass(frozen=True, slots=True)
class Card:
    """One picture of the sheet. `picture` is None where there is none to show; `faint` below the relevance line."""

    rank: int
    score: float
    name: str
    picture: Image.Image | None
    faint: bool = False


def draw_sheet(title: str, subtitle: str, cards: Sequence[Card]) -> Image.Image:
    """The sheet as an RGB picture: rank, score and file name stand under each picture."""
    columns = min(max(math.ceil(math.sqrt(len(cards) * 1.4)), 3), _MOST_COLUMNS)
    rows = max(math.ceil(len(cards) / columns), 1)
    size = (
        2 * _MARGIN + columns * _CELL + (columns - 1) * _GAP,
        2 * _MARGIN + _TITLE + rows * (_CELL + _LABEL) + (rows - 1) * _GAP,
    )
    sheet = Image.new("RGB", size, _PAPER)
    draw = ImageDraw.Draw(sheet)
    inner = size[0] - 2 * _MARGIN
    _write(draw, (_MARGIN, _MARGIN - 8), title, 26, _INK, inner)
    _write(draw, (_MARGIN, _MARGIN + 28), subtitle, 15, _FAINT, inner)
    for place, card in enumerate(cards):
        row, column = divmod(place, columns)
        left = _MARGIN + column * (_CELL + _GAP)
        top = _MARGIN + _TITLE + row * (_CELL + _LABEL + _GAP)
        _draw_picture(sheet, draw, card.picture, left, top)
        _draw_label(draw, card, left + 2, top + _CELL)
    return sheet


def save_sheet(sheet: Image.Image, path: Path) -> None:
    """Write the sheet as PNG; raises `Fault` where that is not possible."""
    try:
        sheet.save(path, format="PNG")
    except OSError as error:
        reason = error.strerror or str(error)
        raise Fault(f"The sheet cannot be written to {path}: {reason}.", "Name another file after --sheet.") from error


def _draw_picture(
    sheet: Image.Image, draw: ImageDraw.ImageDraw, picture: Image.Image | None, left: int, top: int
) -> None:
    draw.rounded_rectangle((left, top, left + _CELL - 1, top + _CELL - 1), radius=8, fill=_FRAME)
    if picture is None:
        centre = (left + _CELL / 2, top + _CELL / 2)
        draw.text(centre, "no picture", _FAINT, ImageFont.load_default(15), anchor="mm")
        return
    picture = picture.convert("RGB")
    picture.thumbnail((_CELL - 12, _CELL - 12), Image.Resampling.LANCZOS)
    sheet.paste(picture, (left + (_CELL - picture.width) // 2, top + (_CELL - picture.height) // 2))


def _draw_label(draw: ImageDraw.ImageDraw, card: Card, left: int, top: int) -> None:
    rank = _write(draw, (left, top + 6), str(card.rank), 17, _FAINT if card.faint else _ACCENT, _CELL)
    _write(draw, (left + rank + 10, top + 8), f"{card.score:.3f}", 15, _FAINT, _CELL)
    _write(draw, (left, top + 29), card.name, 15, _FAINT if card.faint else _INK, _CELL - 4)


def _write(
    draw: ImageDraw.ImageDraw, place: tuple[float, float], text: str, size: int, colour: Colour, pixels: int
) -> float:
    """Draw one line, shortened in its middle where it is longer than `pixels`; its length in pixels.

    The end of a file name tells as much as its start.
    """
    text, font = _lettering(printable(text), size)
    shown = text
    kept = len(text)
    while draw.textlength(shown, font) > pixels and kept > 2:
        kept -= 1
        head = (kept + 1) // 2
        shown = f"{text[:head]}...{text[len(text) - (kept - head) :]}"
    draw.text(place, shown, colour, font)
    return draw.textlength(shown, font)


def _lettering(text: str, size: int) -> tuple[str, Font]:
    """Pillow's own font, a system's where letters go beyond ASCII; without one, the nearest ASCII letters."""
    if text.isascii():
        return text, ImageFont.load_default(size)
    for name in _EASTERN_FONTS + _WESTERN_FONTS if any(letter > "\u2e80" for letter in text) else _WESTERN_FONTS:
        try:
            return text, ImageFont.truetype(name, size)
        except OSError:
            continue
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "replace").decode()
    return plain, ImageFont.load_default(size)
