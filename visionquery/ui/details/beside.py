"""The details beside the grid: shown by a command, about the photos that commands mean. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QAction

from visionquery.ui.commands.subject import Subject
from visionquery.ui.details.panel import DetailsPanel
from visionquery.ui.settings_store import WindowMemory

# What many photos have in common is told of this many.
AT_MOST = 10_000
# A held arrow key goes over many photos in a second; the one that it ends on is read.
REST_MS = 80


class DetailsBeside(QObject):
    """Keeps `panel` about `subject` while `action` is checked, which is remembered."""

    def __init__(
        self, panel: DetailsPanel, subject: Subject, action: QAction, memory: WindowMemory, parent: QObject
    ) -> None:
        super().__init__(parent)
        self._panel = panel
        self._subject = subject
        self._memory = memory
        self._resting = QTimer(self, singleShot=True, interval=REST_MS)
        self._resting.timeout.connect(self._show)
        subject.changed.connect(self._follow)
        action.toggled.connect(self._toggle)
        action.setChecked(memory.shows_details)

    def _toggle(self, on: bool) -> None:
        self._memory.shows_details = on
        self._panel.setVisible(on)
        self._show()

    def _follow(self) -> None:
        if not self._panel.isHidden() and not self._resting.isActive():
            self._resting.start()

    def _show(self) -> None:
        if not self._panel.isHidden():
            self._panel.show_photos(self._subject.ids(AT_MOST), self._subject.count)
