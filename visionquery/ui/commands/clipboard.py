"""Photos on the clipboard: the picture and its file, the files of many, or their paths. Main thread.

Decoding happens in a process apart and packing on a task thread; the clipboard itself belongs to the main thread.
"""

from __future__ import annotations

import sys
from dataclasses import dataclass

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QMimeData, QObject, QUrl
from PySide6.QtGui import QGuiApplication, QImage, QImageWriter

from visionquery.domain.photos import Photo
from visionquery.system.desktop import file_uri
from visionquery.ui.commands.decoding import WholePictures
from visionquery.ui.commands.subject import Desk
from visionquery.ui.grid.model import shown_path
from visionquery.ui.notice import Notice

# More files than anyone pastes; a clipboard holds them all in memory.
COPY_AT_MOST = 10_000


@dataclass(frozen=True, slots=True)
class _Packed:
    """A picture as other programs take it: Qt's own, and where those ask for a format, as PNG."""

    picture: QImage
    png: QByteArray


class Clipboard(QObject):
    """Puts the photos that are meant on the clipboard."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._latest = 0
        self._pictures = WholePictures(desk.reader.settings, self)

    def copy(self) -> None:
        """One photo as picture and file, several as files."""
        self._latest += 1
        self._desk.with_photos(self._copy, COPY_AT_MOST)

    def copy_paths(self) -> None:
        """One path a line."""
        # A picture that is still being read must not take the place of what was copied after it.
        self._latest += 1
        self._desk.with_photos(self._copy_paths, COPY_AT_MOST)

    def stop(self) -> None:
        """The window is closed."""
        self._latest += 1
        self._pictures.stop()

    def _copy(self, photos: list[Photo]) -> None:
        if len(photos) == 1:
            number, photo = self._latest, photos[0]
            self._pictures.want(
                photo,
                lambda picture: self._pack(number, photo, picture),
                lambda reason: self._copy_file(number, photo, reason),
            )
        elif photos:
            QGuiApplication.clipboard().setMimeData(_files(photos))
            self._tell(self.tr("%n file(s) copied. Paste them into a folder or another program.", "", len(photos)))

    def _copy_paths(self, photos: list[Photo]) -> None:
        QGuiApplication.clipboard().setText("\n".join(shown_path(photo.path) for photo in photos))
        self._tell(self.tr("%n path(s) copied.", "", len(photos)))

    def _pack(self, number: int, photo: Photo, picture: QImage) -> None:
        def packed() -> _Packed:
            buffer = QBuffer()
            buffer.open(QIODevice.OpenModeFlag.WriteOnly)
            # On X11 and Wayland a program asks for PNG, and Qt would pack it on the main thread then: a second or
            # two for a large picture.
            if sys.platform not in ("win32", "darwin"):
                QImageWriter(buffer, b"png").write(picture)
            return _Packed(picture, buffer.data())

        self._desk.tasks.run(packed, lambda done: self._put(number, photo, done), self._desk.fail)

    def _put(self, number: int, photo: Photo, packed: _Packed) -> None:
        if number != self._latest:
            return
        data = _files([photo])
        if not packed.png.isEmpty():
            data.setData("image/png", packed.png)
        data.setImageData(packed.picture)
        QGuiApplication.clipboard().setMimeData(data)
        self._tell(self.tr("Picture copied."))

    def _copy_file(self, number: int, photo: Photo, reason: str) -> None:
        if number != self._latest:
            return
        QGuiApplication.clipboard().setMimeData(_files([photo]))
        self._desk.refuse(self.tr("The picture cannot be copied, only its file."), reason)

    def _tell(self, words: str) -> None:
        self._desk.tell(Notice("copied", words, calm=True, seconds=6))


def _files(photos: list[Photo]) -> QMimeData:
    data = QMimeData()
    uris = [file_uri(photo.path) for photo in photos]
    data.setUrls([QUrl(uri) for uri in uris])
    # What the file managers of GNOME and its relatives take for a file that was copied rather than cut.
    data.setData("x-special/gnome-copied-files", "\n".join(["copy", *uris]).encode())
    return data
