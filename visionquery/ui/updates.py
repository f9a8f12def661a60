"""Help > Check for updates: one request that a person asks for, and a notice with the answer. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices

from visionquery import __version__
from visionquery.domain.events import UpdateChecked
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.notice import Notice
from visionquery.worker.commands import CheckForUpdate

KIND = "update"


class UpdateCheck(QObject):
    """`tell` shows a notice, `open_page` an address in the browser."""

    def __init__(
        self,
        bridge: WorkerBridge,
        tell: Callable[[Notice], None],
        parent: QObject | None = None,
        *,
        open_page: Callable[[QUrl], object] = QDesktopServices.openUrl,
    ) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._tell = tell
        self._open_page = open_page
        bridge.update_checked.connect(self._show)

    def look(self) -> None:
        """Have the worker ask."""
        self._tell(Notice(KIND, self.tr("Looking for a newer version…"), calm=True))
        self._bridge.send(CheckForUpdate())

    def _show(self, found: UpdateChecked) -> None:
        if found.message:
            self._tell(Notice(KIND, found.message, found.advice, button=self.tr("Try again"), action=self.look))
        elif found.newer:
            message = self.tr("VisionQuery {version} is there; this is {installed}.")
            button = self.tr("Show it in the browser") if found.page else ""
            self._tell(
                Notice(
                    KIND,
                    message.format(version=found.version, installed=__version__),
                    self.tr("Nothing is installed by itself. Your library stays as it is."),
                    button=button,
                    action=(lambda: self._open(found.page)) if button else None,
                    calm=True,
                )
            )
        else:
            message = self.tr("VisionQuery {installed} is the newest version.")
            self._tell(Notice(KIND, message.format(installed=__version__), calm=True, seconds=10.0))

    def _open(self, page: str) -> None:
        self._open_page(QUrl(page))
