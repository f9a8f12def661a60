"""The shapes of photos by id, for layouts that keep them: read once beside the window, two bytes a photo. Main thread.

Reading happens on a task thread, and only while a layout asks for shapes.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterable

import numpy as np
from PySide6.QtCore import QObject, QTimer, Signal

from visionquery.ui.grid.justified import Aspects
from visionquery.ui.grid.refresh import Ids, as_ids
from visionquery.ui.tasks import TaskRunner

log = logging.getLogger(__name__)

# Photos that are being indexed become known a few at a time; the layout follows at most so often (milliseconds).
REST_MS = 400
# Stands for a photo that was asked for and has no size yet: it is not asked for again until it changes.
ASKED = 1


class AspectBook(QObject):
    """Emits `learned` when shapes became known or changed. `read` is the library's `LibraryReader.aspects`."""

    learned = Signal()

    def __init__(self, read: Callable[[Ids], Aspects], tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._read = read
        self._tasks = tasks
        # Indexed by photo id: ids are given out in turn, so there are few holes.
        self._by_id: Aspects = np.zeros(1024, np.uint16)
        self._wanted: list[Ids] = []
        self._reading = False
        self._rest = QTimer(self, singleShot=True, interval=REST_MS)
        self._rest.timeout.connect(self._next)

    def of(self, ids: Ids) -> Aspects:
        """uint16[n] thousandths of width by height, 0 or `ASKED` where not known (yet)."""
        self._reach(ids)
        return self._by_id[ids]

    def learn(self, ids: Ids) -> None:
        """Read the shapes among these that were not read yet, at once."""
        unknown = ids[self.of(ids) == 0]
        if len(unknown):
            self._wanted.append(unknown)
            self._rest.stop()
            self._next()

    def changed(self, photo_ids: Iterable[int] | None) -> None:
        """These photos may have another shape now (None: any may have none no longer): read them again, soon."""
        if photo_ids is None:
            ids = np.flatnonzero(self._by_id == ASKED)
        else:
            ids = as_ids(list(photo_ids))
            ids = ids[self.of(ids) != 0]
        if len(ids):
            self._wanted.append(ids)
            if not self._reading and not self._rest.isActive():
                self._rest.start()

    def _reach(self, ids: Ids) -> None:
        highest = int(ids.max()) if len(ids) else 0
        if highest >= len(self._by_id):
            grown = np.zeros(max(highest + 1, len(self._by_id) * 5 // 4), np.uint16)
            grown[: len(self._by_id)] = self._by_id
            self._by_id = grown

    def _next(self) -> None:
        if self._reading or not self._wanted:
            return
        # Some may be named twice, which costs less than finding them.
        ids = np.concatenate(self._wanted)
        self._wanted = []
        self._reading = True
        self._tasks.run(lambda: (ids, self._read(ids)), self._arrived, self._failed)

    def _arrived(self, found: tuple[Ids, Aspects]) -> None:
        ids, aspects = found[0], np.maximum(found[1], ASKED)
        self._reading = False
        self._reach(ids)
        if not np.array_equal(self._by_id[ids], aspects):
            self._by_id[ids] = aspects
            self.learned.emit()
        self._rest.start()

    def _failed(self, error: Exception) -> None:
        # The library is busy, or damaged as the worker will tell: photos keep the shape that they are taken to have.
        log.error("The shapes of photos could not be read", exc_info=error)
        self._reading = False
        self._rest.start()
