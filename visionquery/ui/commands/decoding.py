"""Whole pictures for the clipboard, read as the viewer reads them: every format, the right way up, in a process apart.

Main thread. The reader's process starts with the first wish and ends when there was none for a while.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from visionquery.domain.errors import BadFile, Fault
from visionquery.domain.photos import Photo
from visionquery.ui.viewer.frame import Frame
from visionquery.worker.pictures import Outcome, PictureReader, SharedPicture, Wish

Done = Callable[[QImage], None]
Failed = Callable[[str], None]


class WholePictures(QObject):
    """One picture at a time: another wish takes the place of the one before, which is not answered then."""

    _read = Signal(object, object)

    def __init__(self, settings: Callable[[], Mapping[str, Any]], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._waiting: tuple[Wish, Done, Failed] | None = None
        self._read.connect(self._arrived, Qt.ConnectionType.QueuedConnection)
        self._reader = PictureReader(settings, self._copied)

    def want(self, photo: Photo, done: Done, failed: Failed) -> None:
        """Read this photo; `done(picture)` or `failed(reason)` is called on the main thread."""
        wish = Wish(photo.id, photo.path)
        self._waiting = (wish, done, failed)
        self._reader.want([wish])

    def stop(self) -> None:
        """End the reader; nothing is answered afterwards."""
        self._waiting = None
        self._reader.stop()

    def _copied(self, wish: Wish, outcome: Outcome) -> None:
        """On a thread of the reader's: the clipboard keeps its picture for longer than the shared memory lasts."""
        self._read.emit(wish, Frame.copy_of(outcome) if isinstance(outcome, SharedPicture) else outcome)

    @Slot(object, object)
    def _arrived(self, wish: Wish, outcome: QImage | BadFile | Fault) -> None:
        if self._waiting is None or self._waiting[0] != wish:
            return
        (_, done, failed), self._waiting = self._waiting, None
        if isinstance(outcome, QImage):
            done(outcome)
        else:
            failed(str(outcome))
