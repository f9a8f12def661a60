"""What was done and can be taken back: a notice with a button, and Ctrl+Z for those before it. Main thread."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QObject, QTimer, Signal

from visionquery.ui.notice import Notice, NoticeBar

# A notice of something done leaves by itself after this long; Ctrl+Z goes on to work.
SHOWN_SECONDS = 12.0
# So many steps can be taken back.
STEPS = 50


@dataclass(frozen=True, slots=True, eq=False)
class _Step:
    words: str
    undo: Callable[[], None]
    kind: str = "undo"


class Undo(QObject):
    """Emits `changed(words)` with what would be taken back next, an empty text for nothing."""

    changed = Signal(str)

    def __init__(self, notices: NoticeBar, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._notices = notices
        self._steps: list[_Step] = []
        self._told: _Step | None = None

    def offer(self, words: str, undo: Callable[[], None], *, quiet: bool = False) -> None:
        """Tell that this was done, and let it be undone. `quiet`: it shows where it was done, and is not told."""
        step = _Step(words, undo)
        if not quiet:
            self._told = step
            # Of this step, whatever is done before the button is pressed.
            self._notices.tell(
                Notice(
                    step.kind,
                    words,
                    button=self.tr("Undo"),
                    action=lambda: self._take_back(step),
                    calm=True,
                    seconds=SHOWN_SECONDS,
                )
            )
        self._add(step)

    def keep(self, notice: Notice) -> None:
        """This notice offers to undo something by its own button: let Ctrl+Z do so too, as long as the notice would."""
        if notice.action is not None:
            step = _Step(notice.message, notice.action, notice.kind)
            self._add(step)
            QTimer.singleShot(round(notice.seconds * 1000), self, lambda: self._forget(step))

    def drop(self, kind: str) -> None:
        """What notices of this kind offered was undone by their own button."""
        self._steps = [step for step in self._steps if step.kind != kind]
        self._tell_next()

    def undo(self) -> None:
        """Take the last step back."""
        if self._steps:
            self._take_back(self._steps[-1])

    def _add(self, step: _Step) -> None:
        self._steps = [*self._steps[-STEPS + 1 :], step]
        self.changed.emit(step.words)

    def _take_back(self, step: _Step) -> None:
        if step in self._steps:
            self._steps.remove(step)
            step.undo()
            if step is self._told or step.kind != "undo":
                self._notices.withdraw(step.kind)
        self._tell_next()

    def _forget(self, step: _Step) -> None:
        if step in self._steps:
            self._steps.remove(step)
            self._tell_next()

    def _tell_next(self) -> None:
        self.changed.emit(self._steps[-1].words if self._steps else "")
