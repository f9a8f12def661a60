"""A message of the desktop when a long indexing is done and the person is elsewhere. Main thread.

Through the notification service of the session where there is one (Linux), else as a balloon of the tray icon.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QSystemTrayIcon

from visionquery.domain.events import Activity, Progress
from visionquery.system import desktop
from visionquery.ui.tasks import TaskRunner

# A run that was shorter is over before anyone has gone elsewhere.
LONG_SECONDS = 60.0
BALLOON_MS = 10_000
_BUSY = (Activity.SCANNING, Activity.INDEXING)


class Notifier:
    """Shows a message of the desktop; what a desktop without messages does not show is lost, and that is fine."""

    def __init__(self, tray: QSystemTrayIcon, tasks: TaskRunner) -> None:
        self._tray = tray
        self._tasks = tasks

    def show(self, title: str, text: str) -> None:
        """Show it, for as long as the desktop thinks right."""
        if sys.platform in ("win32", "darwin"):
            self._balloon(title, text)
        else:
            self._tasks.run_apart(
                lambda: desktop.notify(title, text), lambda shown: None if shown else self._balloon(title, text)
            )

    def _balloon(self, title: str, text: str) -> None:
        if not (QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages()):
            return
        if not self._tray.isVisible():
            # A balloon needs an icon to come from, and leaves with it.
            self._tray.show()
            QTimer.singleShot(BALLOON_MS, self._tray, self._tray.hide)
        self._tray.showMessage(title, text, self._tray.icon(), BALLOON_MS)


class LongRuns(QObject):
    """Watches the worker's progress and tells the end of a long run through `show(title, text)`.

    `elsewhere()` says whether the person looks at another window; `clock` counts seconds.
    """

    def __init__(
        self,
        show: Callable[[str, str], None],
        elsewhere: Callable[[], bool],
        wanted: Callable[[], bool],
        clock: Callable[[], float] = time.monotonic,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._show = show
        self._elsewhere = elsewhere
        self._wanted = wanted
        self._clock = clock
        self._began: float | None = None
        self._done = 0

    def follow(self, progress: Progress) -> None:
        """The worker told how far it is."""
        if progress.activity in _BUSY:
            if self._began is None:
                self._began, self._done = self._clock(), 0
            self._done = max(self._done, progress.done)
        elif progress.activity is Activity.IDLE and self._began is not None:
            took, self._began = self._clock() - self._began, None
            if took > LONG_SECONDS and self._done and self._elsewhere() and self._wanted():
                self._show(self.tr("Indexing is done"), self.tr("%n photo(s) can be found now.", "", self._done))
