"""Goes on by itself: tells when the next photo is due. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal

INTERVALS = (2, 3, 5, 8, 12, 20, 30)
"""Seconds a photo that can be chosen."""


class Slideshow(QObject):
    """`due` is emitted when the photo was seen for the interval; `running_changed(bool)` when it starts or stops.

    The time of a photo begins when `shown` says that it is there to be seen.
    """

    due = Signal()
    running_changed = Signal(bool)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.running = False
        self._timer = QTimer(self, singleShot=True)
        self._timer.timeout.connect(self.due)
        self.interval = 5

    @property
    def interval(self) -> int:
        """Seconds a photo."""
        return self._interval

    @interval.setter
    def interval(self, seconds: int) -> None:
        self._interval = max(INTERVALS[0], min(INTERVALS[-1], seconds))
        self._timer.setInterval(self._interval * 1000)

    @property
    def counting(self) -> bool:
        """Whether a photo's time runs."""
        return self._timer.isActive()

    def start(self) -> None:
        """Begin; the photo that is there gets a whole interval."""
        self._set(True)
        self._timer.start()

    def stop(self) -> None:
        """Stay with the photo that is there."""
        self._timer.stop()
        self._set(False)

    def hold(self) -> None:
        """Another photo is on its way: its time does not run yet."""
        self._timer.stop()

    def shown(self) -> None:
        """It is there."""
        if self.running and not self._timer.isActive():
            self._timer.start()

    def _set(self, running: bool) -> None:
        if running != self.running:
            self.running = running
            self.running_changed.emit(running)
