"""How far indexing or a download is: a bar on a terminal, a plain line now and then elsewhere. Both on standard error.

Called on a thread of the worker core's; the main thread closes it.
"""

from __future__ import annotations

import sys
import threading
import time
from typing import TextIO

from visionquery.cli.console import (
    counted,
    duration,
    is_terminal,
    padded,
    printable,
    shortened,
    terminal_columns,
    width,
)
from visionquery.domain.events import Activity, Progress

_BAR_COLUMNS = 24
_SECONDS_BETWEEN_LINES = 10.0


class ProgressLine:
    """Shows the latest `Progress` on `stream` (standard error): as a bar for a person, else as a line now and then."""

    def __init__(self, stream: TextIO | None = None, quiet: bool = False) -> None:
        self._stream = stream or sys.stderr
        self._quiet = quiet
        self._bar = is_terminal(self._stream)
        self._lock = threading.Lock()
        self._drawn = 0
        self._last_line: float | None = None
        self._last_text = ""

    def show(self, progress: Progress) -> None:
        """Draw the bar, or print a line if the last one was a while ago."""
        counts = progress.total and progress.activity in (Activity.INDEXING, Activity.PAUSED)
        if self._bar or progress.activity not in (Activity.IDLE, Activity.STARTING):
            self.tell(sentence(progress), progress.done / progress.total if counts else None)

    def tell(self, text: str, fraction: float | None = None) -> None:
        """The same for other work: what to say of it, and how much of it is done."""
        with self._lock:
            if self._quiet:
                return
            if self._bar:
                self._draw(text, fraction)
            else:
                self._print(text)

    def note(self, text: str) -> None:
        """A line of its own, above the bar."""
        with self._lock:
            self._erase()
            self._write(printable(text) + "\n")

    def close(self) -> None:
        """Take the bar away, for good."""
        with self._lock:
            self._erase()
            self._quiet = True

    def _draw(self, text: str, fraction: float | None) -> None:
        if fraction is not None:
            filled = round(_BAR_COLUMNS * min(fraction, 1.0))
            text = f"[{'█' * filled}{'·' * (_BAR_COLUMNS - filled)}] {text}"
        text = shortened(printable(text), (terminal_columns(self._stream) or 80) - 1)
        self._write("\r" + padded(text, max(self._drawn, width(text))))
        self._drawn = width(text)

    def _print(self, text: str) -> None:
        now = time.monotonic()
        if text == self._last_text:
            return
        if self._last_line is not None and now - self._last_line < _SECONDS_BETWEEN_LINES:
            return
        self._last_line, self._last_text = now, text
        self._write(printable(text) + "\n")

    def _erase(self) -> None:
        if self._drawn:
            self._write("\r" + " " * self._drawn + "\r")
            self._drawn = 0

    def _write(self, text: str) -> None:
        try:
            self._stream.write(text)
            self._stream.flush()
        except (OSError, ValueError):  # Nobody listens any more; the work goes on.
            self._quiet = True


def sentence(progress: Progress) -> str:
    """One line that says where indexing stands."""
    if progress.activity is Activity.STARTING:
        return progress.message or "Starting"
    if progress.activity is Activity.SCANNING and not progress.total:
        return f"Looking for photos: {counted(progress.scanned, 'file')} so far"
    if progress.activity is Activity.IDLE:
        return progress.message or "Up to date"
    parts = [f"{progress.done:,} of {progress.total:,} photos"]
    if progress.total:
        parts.append(f"{100 * progress.done // progress.total}%")
    if progress.rate:
        parts.append(f"{progress.rate:.1f} a second")
    if progress.remaining is not None and progress.done < progress.total:
        parts.append(f"{duration(max(progress.remaining, 1.0))} left")
    if progress.activity is Activity.PAUSED:
        parts.append("paused")
    return ", ".join(parts)
