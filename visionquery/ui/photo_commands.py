"""What can be done with the photos that are selected: find similar ones, open, show, copy the path. Main thread.

Programs are started on a task thread: a desktop may take seconds to answer.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QGuiApplication

from visionquery.domain.errors import Fault
from visionquery.domain.photos import Photo
from visionquery.library.reader import LibraryReader
from visionquery.system import desktop
from visionquery.ui.grid.model import shown_path
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.search_session import Example
from visionquery.ui.tasks import TaskRunner

# Opening a whole library by accident would bring the desktop down.
OPEN_AT_MOST = 10


class PhotoCommands(QObject):
    """Emits `similar_wanted(Example)` and `failed(message, advice)`."""

    similar_wanted = Signal(object)
    failed = Signal(str, str)

    def __init__(
        self, grid: PhotoGrid, reader: LibraryReader, tasks: TaskRunner, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._grid = grid
        self._reader = reader
        self._tasks = tasks

    def find_similar(self) -> None:
        """Photos that look like the current one."""
        photo_id = self._grid.current_id()
        if photo_id is not None:
            self._with_photos([photo_id], self._ask_similar)

    def open(self) -> None:
        """In the program that the desktop has for it."""
        self._on_files(desktop.open_file, OPEN_AT_MOST)

    def reveal(self) -> None:
        """In the file manager."""
        self._on_files(desktop.reveal, 1)

    def show_file(self, path: str) -> None:
        """Show one file of the library in the file manager."""
        self._tasks.run(lambda: desktop.reveal(path), failed=self._fail)

    def copy_path(self) -> None:
        """One path a line, on the clipboard."""
        self._with_photos(self._chosen(), self._copy)

    def _chosen(self) -> list[int]:
        chosen = self._grid.selected_ids()
        current = self._grid.current_id()
        return chosen or ([current] if current is not None else [])

    def _with_photos(self, photo_ids: list[int], use: Callable[[list[Photo]], None]) -> None:
        def read() -> list[Photo]:
            photos = self._reader.photos(photo_ids)
            return [photos[photo_id] for photo_id in photo_ids if photo_id in photos]

        if photo_ids:
            self._tasks.run(read, use, self._fail)

    def _on_files(self, do: Callable[[str], None], at_most: int) -> None:
        def start(photos: list[Photo]) -> None:
            for photo in photos:
                self._tasks.run(lambda path=photo.path: do(path), failed=self._fail)  # type: ignore[misc]

        self._with_photos(self._chosen()[:at_most], start)

    def _ask_similar(self, photos: list[Photo]) -> None:
        for photo in photos:
            self.similar_wanted.emit(Example(shown_path(PurePath(photo.path).name), photo_id=photo.id))

    @staticmethod
    def _copy(photos: list[Photo]) -> None:
        QGuiApplication.clipboard().setText("\n".join(shown_path(photo.path) for photo in photos))

    def _fail(self, error: Exception) -> None:
        if not isinstance(error, Fault):
            raise error
        self.failed.emit(error.message, error.advice)
