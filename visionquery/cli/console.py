"""Printing: results on standard output, everything else on standard error, and no byte that a terminal would obey.

Standard library only. File names may hold newlines, control characters and lone surrogates (names that are not
valid UTF-8); tables show those escaped, JSON keeps them as `\\udcXX`.
"""

from __future__ import annotations

import io
import json
import os
import shutil
import sys
import unicodedata
from collections.abc import Sequence
from pathlib import Path
from typing import Any, TextIO

ELLIPSIS = "…"
_WIDEST = 200


def prepare_streams() -> None:
    """A character that the terminal's encoding lacks is shown escaped; it never ends the program.

    A program without a console, as Windows starts the window, has no streams at all: what is told there goes nowhere.
    """
    if sys.stdout is None:
        sys.stdout = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115 - for as long as the process lives
    if sys.stderr is None:
        sys.stderr = Path(os.devnull).open("w", encoding="utf-8")  # noqa: SIM115
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def print_json(value: Any) -> None:
    """One JSON object on one line of standard output, flushed: a program may be waiting for it."""
    print(json.dumps(value, ensure_ascii=True, allow_nan=False), flush=True)


def tell(message: str) -> None:
    """A line for the person, on standard error."""
    print(printable(message), file=sys.stderr, flush=True)


def is_terminal(stream: TextIO) -> bool:
    """Whether a person looks at this stream."""
    try:
        return stream.isatty()
    except ValueError:  # closed
        return False


def printable(text: str) -> str:
    """The text with everything escaped that a terminal would not show as one ordinary character."""
    return "".join(
        letter if letter.isprintable() else letter.encode("unicode_escape").decode("ascii") for letter in text
    )


def width(text: str) -> int:
    """Terminal columns that the text takes: wide East Asian letters take two, combining marks none."""
    return sum(_letter_width(letter) for letter in text)


def shortened(text: str, columns: int, keep_end: bool = False) -> str:
    """The text cut to `columns` with an ellipsis; of a path the end tells more."""
    if width(text) <= columns:
        return text
    kept: list[str] = []
    left = columns - 1
    for letter in reversed(text) if keep_end else text:
        left -= _letter_width(letter)
        if left < 0:
            break
        kept.append(letter)
    return ELLIPSIS + "".join(reversed(kept)) if keep_end else "".join(kept) + ELLIPSIS


def padded(text: str, columns: int) -> str:
    """The text with spaces up to `columns`."""
    return text + " " * (columns - width(text))


def terminal_columns(stream: TextIO) -> int | None:
    """Columns of the terminal behind the stream, None where there is none and lines may be of any length."""
    return min(shutil.get_terminal_size().columns, _WIDEST) if is_terminal(stream) else None


def table(rows: Sequence[Sequence[str]], columns: int | None, elastic: int) -> list[str]:
    """Rows as aligned lines. Column `elastic` is shortened from its left so that lines fit into `columns`."""
    cells = [[printable(cell) for cell in row] for row in rows]
    if not cells:
        return []
    widths = [max(width(row[place]) for row in cells) for place in range(len(cells[0]))]
    if columns is not None:
        others = sum(widths) - widths[elastic] + 2 * (len(widths) - 1)
        widths[elastic] = max(min(widths[elastic], columns - others), 12)
    lines = []
    for row in cells:
        row[elastic] = shortened(row[elastic], widths[elastic], keep_end=True)
        lines.append("  ".join(padded(cell, columns_) for cell, columns_ in zip(row, widths, strict=True)).rstrip())
    return lines


def home_shortened(path: str) -> str:
    """The path with the person's own folder as `~`."""
    home = os.path.expanduser("~")  # noqa: PTH111 - a path with lone surrogates stays a string
    return "~" + path[len(home) :] if len(home) > 1 and path.startswith(home + os.sep) else path


def counted(number: int, one: str, many: str = "") -> str:
    """`1 photo`, `12,345 photos`."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def duration(seconds: float) -> str:
    """`40 s`, `12 min`, `3 h 05 min`."""
    if seconds < 1:
        return f"{seconds:.2f} s"
    if seconds < 90:
        return f"{seconds:.0f} s"
    minutes = round(seconds / 60)
    return f"{minutes} min" if minutes < 90 else f"{minutes // 60} h {minutes % 60:02} min"


def megabytes(size: int) -> str:
    """`0.4 MB`, `1,234.5 MB`."""
    return f"{size / 1e6:,.1f} MB"


def _letter_width(letter: str) -> int:
    if unicodedata.combining(letter):
        return 0
    return 2 if unicodedata.east_asian_width(letter) in "WF" else 1
