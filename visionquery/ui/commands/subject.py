"""Which photos a command means, and what every command needs to do its work. Main thread.

Rows are read on a task thread: a selection may be the whole library.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, QObject, Signal
from PySide6.QtWidgets import QWidget

from visionquery.domain.errors import Fault
from visionquery.domain.photos import Photo
from visionquery.library.reader import LibraryReader
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.grid.model import PhotoModel
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.notice import Notice
from visionquery.ui.tasks import TaskRunner

log = logging.getLogger(__name__)

# Up to here a list of ids is made within a millisecond and needs no thread.
AT_ONCE = 10_000
# Rows read in one go: some megabytes.
BATCH = 2_000


class Subject(QObject):
    """The photo in the viewer while that is open, else the selected ones, else the current one.

    `changed` is emitted when commands would mean others, or when the photo that they mean is known better.
    """

    changed = Signal()

    def __init__(self, grid: PhotoGrid, model: PhotoModel, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._grid = grid
        self._model = model
        self._viewed: Callable[[], int | None] = lambda: None
        self._known: Callable[[int], Photo | None] = lambda _: None
        grid.selection_changed.connect(self.changed)
        grid.selectionModel().currentChanged.connect(self.changed)
        model.dataChanged.connect(self.changed)

    def look_through(self, viewed: Callable[[], int | None], known: Callable[[int], Photo | None]) -> None:
        """`viewed()` is the photo in the viewer, None while that is closed; `known(id)` is what it knows of one."""
        self._viewed, self._known = viewed, known
        self.changed.emit()

    @property
    def count(self) -> int:
        """How many photos a command would be about."""
        if self._viewed() is not None:
            return 1
        return self._grid.selected_count() or (1 if self._grid.current_id() is not None else 0)

    @property
    def one(self) -> int | None:
        """The photo that commands for a single one mean: viewed, current, or first of the selected."""
        viewed = self._viewed()
        if viewed is not None:
            return viewed
        current, chosen = self._grid.current_id(), self._grid.selected_ids(1)
        if chosen and (current is None or self._grid.currentIndex().row() not in self._grid.selection):
            return chosen[0]
        return current

    @property
    def photo(self) -> Photo | None:
        """That photo, as far as it is known without reading."""
        photo_id = self.one
        return (self._known(photo_id) or self._model.known(photo_id)) if photo_id is not None else None

    def ids(self, limit: int) -> list[int]:
        """The photos in the order they are shown, at most `limit` of them."""
        viewed = self._viewed()
        if viewed is not None:
            return [viewed]
        one = self.one
        return self._grid.selected_ids(limit) or ([one] if one is not None else [])

    def all_ids(self) -> Callable[[], tuple[int, ...]]:
        """All of them as a call that may be made on any thread: a million ids take some tens of milliseconds."""
        if self.count <= AT_ONCE:
            few = tuple(self.ids(AT_ONCE))
            return lambda: few
        chosen = self._model.ids[self._grid.selection.rows()]
        return lambda: tuple(chosen.tolist())


@dataclass(frozen=True, slots=True)
class Desk:
    """What commands work with: their subject, where they read, whom they ask, and whom they tell."""

    window: QWidget
    subject: Subject
    reader: LibraryReader
    tasks: TaskRunner
    bridge: WorkerBridge
    tell: Callable[[Notice], None]

    def with_photos(self, use: Callable[[list[Photo]], None], at_most: int) -> None:
        """Read the rows of the photos that are meant, and hand them to `use`; at most so many, which is told."""
        photo_ids = self.subject.ids(at_most)
        if self.subject.count > len(photo_ids):
            words = QCoreApplication.translate("Desk", "Done with the first %n photo(s) only.", "", len(photo_ids))
            self.tell(Notice("limit", words, calm=True, seconds=8))

        def read() -> list[Photo]:
            photos = self.reader.photos(photo_ids)
            return [photos[photo_id] for photo_id in photo_ids if photo_id in photos]

        if photo_ids:
            self.tasks.run(read, use, self.fail)

    def rows(self, photo_ids: tuple[int, ...]) -> Iterator[Photo]:
        """Rows of any number of photos, in bounded memory. On a task thread."""
        for start in range(0, len(photo_ids), BATCH):
            part = photo_ids[start : start + BATCH]
            photos = self.reader.photos(part)
            yield from (photos[photo_id] for photo_id in part if photo_id in photos)

    def fail(self, error: Exception) -> None:
        """Tell a fault; anything else is a bug, and raised."""
        if not isinstance(error, Fault):
            raise error
        self.refuse(error.message, error.advice)

    def refuse(self, message: str, advice: str = "") -> None:
        """Tell why a command was not carried out."""
        self.tell(Notice("fault", message, advice))
