"""Photos as questions: find similar, more like this, less like this. Main thread."""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QObject, Signal

from visionquery.domain.photos import Photo
from visionquery.ui.commands.subject import Desk
from visionquery.ui.grid.model import shown_path
from visionquery.ui.search_session import EXAMPLES_AT_MOST, Example


class Asking(QObject):
    """Emits `similar_wanted(Example)`, and `example_wanted(Example)` for one beside what is asked already."""

    similar_wanted = Signal(object)
    example_wanted = Signal(object)

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def find_similar(self) -> None:
        """Photos that look like the one that is meant, and nothing else."""
        photo_id = self._desk.subject.one
        if photo_id is None:
            return

        def ask(photo: Photo | None) -> None:
            if photo is not None:
                self.similar_wanted.emit(_example(photo, 1.0))

        self._desk.tasks.run(lambda: self._desk.reader.photo(photo_id), ask, self._desk.fail)

    def more_like(self) -> None:
        """Photos like these come up."""
        self._add(1.0)

    def less_like(self) -> None:
        """Photos like these go down."""
        self._add(-1.0)

    def _add(self, weight: float) -> None:
        def ask(photos: list[Photo]) -> None:
            for photo in photos:
                self.example_wanted.emit(_example(photo, weight))

        self._desk.with_photos(ask, EXAMPLES_AT_MOST)


def _example(photo: Photo, weight: float) -> Example:
    return Example(shown_path(PurePath(photo.path).name), photo_id=photo.id, weight=weight)
