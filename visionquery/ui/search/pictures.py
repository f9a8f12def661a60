"""Pictures as examples: from the clipboard into the cache of the data folder, and small ones for the chips.

Main thread; thumbnails are read and files written on a task thread, and a file of any format is read in a process
apart. A picture on the clipboard has no file, and the worker needs one: it is written as PNG, and deleted when newer
ones have taken its place, or at the next start.
"""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path, PurePath

from PySide6.QtCore import QMimeData, QObject, QSize, Qt, Signal
from PySide6.QtGui import QImage

from visionquery.library.reader import LibraryReader
from visionquery.ui.grid.model import shown_path
from visionquery.ui.search_session import EXAMPLES_AT_MOST, Example
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.viewer.frame import Frame
from visionquery.worker.pictures import Outcome, PictureReader, SharedPicture, Wish

# More than a question may have, so that none in force loses its file.
KEPT = 2 * EXAMPLES_AT_MOST
# No model looks at more; a whole screen of 8K would take a second to be written.
_LONGEST = 1536
# Side of a chip's picture.
_SMALL = 64


class ExamplePictures(QObject):
    """Emits `pasted(Example)` when a picture without a file lies in one, `failed(message, advice)` if it does not."""

    pasted = Signal(object)
    failed = Signal(str, str)
    arrived = Signal()
    _read = Signal(object, object)

    def __init__(self, cache: Path, reader: LibraryReader, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._cache = cache
        self._reader = reader
        self._tasks = tasks
        self._known: dict[Example, QImage] = {}
        self._asked: set[Example] = set()
        self._wishes: dict[Wish, Example] = {}
        self._files = PictureReader(reader.settings, self._copied)
        self._read.connect(self._file_read, Qt.ConnectionType.QueuedConnection)

    @property
    def known(self) -> dict[Example, QImage]:
        """Small pictures by their example (of weight 1)."""
        return self._known

    def start(self) -> None:
        """Delete what an earlier start left."""
        self._tasks.run(lambda: _delete_all_but(self._cache, 0))

    def paste(self, data: QMimeData) -> bool:
        """Take the picture of the clipboard, as a file or as a bitmap; False where it holds none.

        Text beside a bitmap wins: an office program puts a drawing of its text there too.
        """
        files = [url.toLocalFile() for url in data.urls() if url.isLocalFile()]
        if files:
            self.pasted.emit(Example(shown_path(PurePath(files[0]).name), path=files[0]))
            return True
        image = QImage(data.imageData()) if data.hasImage() and not data.hasFormat("text/plain") else QImage()
        return self.keep(image, self.tr("pasted picture"))

    def keep(self, image: QImage, name: str) -> bool:
        """Write a picture that has no file into one, to be an example; False where it is none."""
        if image.isNull():
            return False
        file = self._cache / f"{time.time_ns():020}.png"
        example = Example(name, path=str(file))
        self._tasks.run(
            lambda: _write(image, file), lambda small: self._written(example, small), lambda _: self._refuse()
        )
        return True

    def show(self, example: Example, picture: QImage | None = None) -> None:
        """Have a small picture of this example, and tell `arrived` when it is there."""
        key = replace(example, weight=1.0)
        if picture is not None:
            self._known[key] = picture
        photo_id, path = key.photo_id, key.path
        if key in self._known or key in self._asked:
            return
        self._asked.add(key)
        if photo_id is not None:
            self._tasks.run(lambda: self._thumbnail(photo_id), self._keeper(key))
        elif path is not None:
            self._wishes[Wish(0, path, _SMALL, _SMALL)] = key
            self._files.want(list(self._wishes))

    def stop(self) -> None:
        """The window is closed."""
        self._files.stop()

    def forget_all_but(self, examples: tuple[Example, ...]) -> None:
        """Only these are shown any more."""
        kept = {replace(example, weight=1.0) for example in examples}
        self._known = {example: picture for example, picture in self._known.items() if example in kept}
        self._asked &= kept

    def _copied(self, wish: Wish, outcome: Outcome) -> None:
        """On a thread of the reader's. A file that is no picture keeps the icon of its chip."""
        self._read.emit(wish, Frame.copy_of(outcome) if isinstance(outcome, SharedPicture) else None)

    def _file_read(self, wish: Wish, picture: QImage | None) -> None:
        example = self._wishes.pop(wish, None)
        if example is not None:
            self._keeper(example)(picture)

    def _keeper(self, example: Example) -> Callable[[QImage | None], None]:
        def keep(picture: QImage | None) -> None:
            if picture is not None and example in self._asked:
                self._known[example] = picture
                self.arrived.emit()

        return keep

    def _thumbnail(self, photo_id: int) -> QImage | None:
        photo = self._reader.photo(photo_id)
        if photo is None or photo.content_hash is None:
            return None
        data = self._reader.thumbnails.get_many([photo.content_hash]).get(photo.content_hash)
        image = QImage.fromData(data) if data is not None else QImage()
        return None if image.isNull() else image

    def _written(self, example: Example, small: QImage) -> None:
        self._known[replace(example, weight=1.0)] = small
        self.pasted.emit(example)

    def _refuse(self) -> None:
        self.failed.emit(self.tr("The picture could not be kept."), self.tr("Free some disk space and try again."))


def _write(image: QImage, file: Path) -> QImage:
    """Write the bitmap and let the oldest ones go; a small one for the chip."""
    if max(image.width(), image.height()) > _LONGEST:
        image = image.scaled(
            QSize(_LONGEST, _LONGEST), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
    file.parent.mkdir(parents=True, exist_ok=True)
    if not image.save(str(file), "PNG"):  # type: ignore[call-overload]
        raise OSError(f"{file} cannot be written")
    _delete_all_but(file.parent, KEPT)
    return image.scaled(
        QSize(_SMALL, _SMALL), Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
    )


def _delete_all_but(cache: Path, newest: int) -> None:
    files = sorted(cache.glob("*.png"), reverse=True) if cache.is_dir() else []
    for file in files[newest:]:
        with contextlib.suppress(OSError):
            file.unlink()
