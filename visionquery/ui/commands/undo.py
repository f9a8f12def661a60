"""What was done and can be taken back: a notice with a button, and Ctrl+Z for those before it. Main thread."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal

from visionquery.ui.notice import Notice, NoticeBar

# A notice of something done leaves by itself after this long; Ctrl+Z goes on to work.
SHOWN_SECONDS = 12.0
# So many steps can be taken back.
STEPS = 50


@dataclass(frozen=True, slots=True)
class _Step:
    words: str
    undo: Callable[[], None]
    ends: float | None
    kind: str = "undo"


class Undo(QObject):
    """Emits `changed(words)` with what would be taken back next, an empty text for nothing."""

    changed = Signal(str)

    def __init__(self, notices: NoticeBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._steps: list[_Step] = []

    def offer(self, words: str, undo: Callable[[], None], seconds: float | None = None) -> None:
        """Tell that this was done, and let it be undone, for so many seconds where it cannot be later."""
        ends = time.monotonic() + seconds if seconds is not None else None
        self._steps = [*self._steps[-STEPS + 1 :], _Step(words, undo, ends)]
        shown = seconds if seconds is not None else SHOWN_SECONDS
        self._notices.tell(Notice("undo", words, button=self.tr("Undo"), action=self.undo, calm=True, seconds=shown))
        self.changed.emit(words)

    def keep(self, notice: Notice) -> None:
        """This notice offers to undo something by its own button: let Ctrl+Z do so too, as long as the notice would."""
        if notice.action is not None:
            step = _Step(notice.message, notice.action, time.monotonic() + notice.seconds, notice.kind)
            self._steps = [*self._steps[-STEPS + 1 :], step]
            self.changed.emit(notice.message)

    def drop(self, kind: str) -> None:
        """What notices of this kind offered was undone by their own button."""
        self._steps = [step for step in self._steps if step.kind != kind]
        self._tell_next()

    def undo(self) -> None:
        """Take the last step back."""
        now = time.monotonic()
        self._steps = [step for step in self._steps if step.ends is None or now < step.ends]
        if self._steps:
            step = self._steps.pop()
            step.undo()
            self._notices.withdraw(step.kind)
        self._tell_next()

    def _tell_next(self) -> None:
        self.changed.emit(self._steps[-1].words if self._steps else "")
