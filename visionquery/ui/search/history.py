"""What was searched for, newest first, kept in the window's memory file for as long as the person wants it kept.

Main thread. Knows no widget; bounded, so that the file stays small.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject, Signal

from visionquery.ui.settings_store import WindowMemory

# More than anyone scrolls through.
KEPT = 50


class SearchHistory(QObject):
    """Emits `changed` when a query was added or removed, and when keeping was switched on or off."""

    changed = Signal()

    def __init__(self, memory: WindowMemory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._memory = memory
        self._growing = ""
        memory.changed.connect(self._setting_changed)

    @property
    def kept(self) -> bool:
        """Whether queries are remembered."""
        return self._memory.keeps_history

    @property
    def queries(self) -> Sequence[str]:
        """Newest first; empty while none are kept."""
        return self._memory.history

    def keep(self, on: bool) -> None:
        """Remember queries from now on, or forget all and remember none."""
        self._memory.keeps_history = on

    def add(self, text: str, *, done: bool = True) -> None:
        """Remember a query. One that is still being typed (not `done`) is replaced by what it grows into."""
        text = " ".join(text.split())
        if not (text and self.kept):
            return
        queries = [kept for kept in self.queries if kept.casefold() != text.casefold()]
        if self._growing and queries and queries[0] == self._growing and text.startswith(self._growing):
            del queries[0]
        self._growing = "" if done else text
        self._memory.history = (text, *queries)[:KEPT]
        self.changed.emit()

    def remove(self, text: str) -> None:
        """Forget one query."""
        self._memory.history = tuple(kept for kept in self.queries if kept != text)
        self.changed.emit()

    def clear(self) -> None:
        """Forget all of them."""
        self._memory.history = ()
        self.changed.emit()

    def _setting_changed(self, name: str, on: object) -> None:
        if name == "keeps_history":
            if not on:
                self._memory.history = ()
            self.changed.emit()
