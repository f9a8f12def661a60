"""What the library holds, read beside the worker: ids to browse, folders, counts, problems. Main thread.

Every read runs on a task thread, never two of a kind at once, and rests after each for longer than it took: a
library of a million photos is not read ten times a second because ten events came.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

from visionquery.domain.folders import Folder
from visionquery.domain.photos import Counts, Failure
from visionquery.library.reader import LibraryReader
from visionquery.ui.grid.refresh import Ids, as_ids
from visionquery.ui.tasks import TaskRunner

log = logging.getLogger(__name__)
T = TypeVar("T")

# Shortest rest between two reads of a kind (milliseconds), and how many times its duration a read rests.
REST_MS, REST_FACTOR = 200, 4


@dataclass(frozen=True, slots=True)
class Overview:
    """Folders and counts, read together."""

    folders: tuple[Folder, ...]
    counts: Counts


@dataclass(frozen=True, slots=True)
class Browsed:
    """Photos in the order of the library, of one folder or of all (None)."""

    folder_id: int | None
    ids: Ids


class _Rereader(QObject, Generic[T]):
    """Runs one read at a time; wishes that come meanwhile or in the rest after it become one more read."""

    def __init__(
        self, tasks: TaskRunner, read: Callable[[], T], done: Callable[[T], None], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._read = read
        self._done = done
        self._running = False
        self._wanted = False
        self._rest = QTimer(self, singleShot=True)
        self._rest.timeout.connect(self._rested)

    def want(self, *, now: bool = False) -> None:
        """Read soon, or as soon as the read that runs has ended."""
        if now:
            self._rest.stop()
        if self._running or self._rest.isActive():
            self._wanted = True
            return
        self._running, self._wanted = True, False
        self._tasks.run(self._timed, self._finished, self._failed)

    def _timed(self) -> tuple[T, float]:
        started = time.monotonic()
        result = self._read()
        return result, time.monotonic() - started

    def _finished(self, outcome: tuple[T, float]) -> None:
        result, took = outcome
        self._running = False
        self._rest.start(max(REST_MS, round(took * 1000 * REST_FACTOR)))
        self._done(result)

    def _failed(self, error: Exception) -> None:
        # Damaged or locked: the worker meets the same and tells the person; here it is tried again when asked.
        log.error("The library could not be read", exc_info=error)
        self._running = False
        self._rest.start(REST_MS * REST_FACTOR)

    def _rested(self) -> None:
        if self._wanted:
            self.want()


class Catalogue(QObject):
    """Emits what it read: `overview`, `browsed` and, when asked for, `problems`."""

    overview = Signal(object)  # Overview
    browsed = Signal(object)  # Browsed
    problems = Signal(object)  # list[Failure]

    def __init__(self, reader: LibraryReader, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._folder_id: int | None = None
        self._overview = _Rereader(tasks, self._read_overview, self.overview.emit, self)
        self._browsed = _Rereader(tasks, self._read_browsed, self.browsed.emit, self)
        self._problems = _Rereader(tasks, self._read_problems, self.problems.emit, self)

    def look(self) -> None:
        """Read folders and counts again."""
        self._overview.want()

    def browse(self, folder_id: int | None) -> None:
        """Read the ids of a folder or of all photos, now."""
        self._folder_id = folder_id
        self._browsed.want(now=True)

    def browse_again(self) -> None:
        """The photos changed: read the same ids again."""
        self._browsed.want()

    def list_problems(self) -> None:
        """Read the photos that cannot be used."""
        self._problems.want()

    def _read_overview(self) -> Overview:
        return Overview(tuple(self._reader.folders()), self._reader.counts())

    def _read_browsed(self) -> Browsed:
        folder_id = self._folder_id
        return Browsed(folder_id, as_ids(self._reader.all_ids(folder_id=folder_id)))

    def _read_problems(self) -> list[Failure]:
        return self._reader.failures()
