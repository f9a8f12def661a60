"""The library as its one writer sees it. Held by the worker; every part may be called from any of its threads.

Opening takes the writer lock, brings the schema up to date, and counts a crash against photos that were in flight
when an earlier worker died.
"""

from __future__ import annotations

import logging
import time
from types import TracebackType

from visionquery.domain.errors import Fault
from visionquery.library.clock import Clock
from visionquery.library.connections import Writer
from visionquery.library.coverage import Coverage
from visionquery.library.database import Database
from visionquery.library.embeddings import Embeddings
from visionquery.library.folders import Folders
from visionquery.library.migrations import migrate
from visionquery.library.outcomes import PhotoOutcomes
from visionquery.library.photos import PhotoRows
from visionquery.library.queue import PhotoQueue
from visionquery.library.requests import Requests
from visionquery.library.searches import SavedSearches
from visionquery.library.settings import SettingsStore
from visionquery.library.sweep import sweep
from visionquery.library.thumbnails import ThumbnailStore
from visionquery.system.lock import WriterLock
from visionquery.system.paths import DataPaths

log = logging.getLogger(__name__)


class Photos(PhotoRows, PhotoQueue, PhotoOutcomes):
    """All that is done to photos: rows and what changes them, the work queue, and the outcomes of work."""

    def __init__(self, writer: Writer, clock: Clock, thumbnails: ThumbnailStore) -> None:
        PhotoRows.__init__(self, writer, clock)
        PhotoQueue.__init__(self, writer)
        PhotoOutcomes.__init__(self, writer, thumbnails)


class Library:
    """The one writer of a data folder."""

    def __init__(self, paths: DataPaths, clock: Clock = time.time) -> None:
        self.paths = paths
        self._lock = WriterLock(paths.lock_file)
        self._writer = Writer(Database(paths.library))
        self.thumbnails = ThumbnailStore(paths.thumbnails)
        self.folders = Folders(self._writer, clock)
        self.photos = Photos(self._writer, clock, self.thumbnails)
        self.embeddings = Embeddings(self._writer)
        self.coverage = Coverage(self._writer)
        self.settings = SettingsStore(self._writer)
        self.searches = SavedSearches(self._writer)
        self.requests = Requests(self._writer)

    def open(self) -> int:
        """Returns how many photos were in flight when an earlier worker died.

        Raises `LibraryBusy`, `LibraryDamaged`, `LibraryTooNew`, `StorageFull`, or `Fault` where the data folder
        cannot be written; nothing is held then.
        """
        self.paths.ensure()
        self._lock.acquire()
        try:
            connection = self._writer.open()
            with self._writer.database.translated_errors():
                migrate(connection, self.paths.backups_dir)
            crashed = self.photos.recover()
            self.folders.settle()
        except BaseException:
            self._writer.close()
            self._lock.release()
            raise
        if crashed:
            log.warning("an earlier worker died with %d photos in flight", crashed)
        return crashed

    def close(self) -> None:
        """Give back what is claimed and let another writer in; harmless when not open."""
        if not self._writer.is_open:
            return
        try:
            self.photos.release_all()
            self.folders.settle()
        except Fault as fault:
            log.warning("the library could not be closed in good order: %s", fault)
        finally:
            self._writer.close()
            self.thumbnails.close()
            self._lock.release()

    def sweep(self) -> list[int]:
        """Delete what no photo refers to any more; returns the ids of contents, for the index to drop."""
        return sweep(self._writer, self.thumbnails)

    def __enter__(self) -> Library:
        self.open()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()
