"""What follows from what the pipeline meets: counting, telling, and folders that turn out to be away.

Its methods are called on the pipeline's thread. Imports the domain and its neighbours here.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from visionquery.domain.errors import StorageFull
from visionquery.domain.events import Event, FaultRaised, FoldersChanged, PhotosChanged
from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Changes, WorkItem
from visionquery.indexing.folders import FolderWork
from visionquery.indexing.tally import Counter

log = logging.getLogger(__name__)


class Reports:
    """The pipeline's listener (`CommitListener` and `PipelineListener`). `tell_progress` tells how far it is."""

    def __init__(
        self, work: FolderWork, counter: Counter, tell: Callable[[Event], None], tell_progress: Callable[[], None]
    ) -> None:
        self.no_room: StorageFull | None = None
        self._work = work
        self._counter = counter
        self._tell = tell
        self.tell_progress = tell_progress

    def committed(self, photo_ids: Sequence[int], indexed: int, failed: int, moved: int) -> None:
        """Rows were written."""
        self._counter.committed(indexed, failed, moved)
        self._tell(PhotosChanged(tuple(photo_ids), everything=moved > 0))
        self.tell_progress()

    def storage_full(self, fault: StorageFull) -> None:
        """Work stands still for want of room."""
        log.warning("No room: %s", fault)
        self.no_room = fault
        self._tell(FaultRaised(fault.message, fault.advice))
        self.tell_progress()

    def storage_back(self) -> None:
        """There is room again."""
        log.info("There is room again")
        self.no_room = None
        self.tell_progress()

    def root_lost(self, item: WorkItem) -> str | None:
        """The path of the item's folder if that is away now."""
        folder = self._work.folder_of(item.path)
        if folder is None:
            return None
        health = self._work.health(folder)
        if health.usable:
            return None
        self.set_state(folder, health.state, health.note)
        return folder.path

    def vanished(self, items: Sequence[WorkItem]) -> None:
        """Files are gone from a folder that is healthy."""
        gone: dict[int, list[int]] = {}
        for item in items:
            folder = self._work.folder_of(item.path)
            if folder is not None:
                gone.setdefault(folder.id, []).append(item.photo_id)
        for folder_id, photo_ids in gone.items():
            self._work.apply(folder_id, Changes(missing=tuple(photo_ids)))
        self._counter.vanished(len(items))
        self._tell(PhotosChanged(everything=True))

    def set_state(self, folder: Folder, state: FolderState, note: str = "") -> None:
        """Write and tell how a folder fares."""
        if self._work.set_state(folder, state, note):
            self._tell(FoldersChanged())
            if FolderState.OFFLINE in (folder.state, state):
                self._tell(PhotosChanged(everything=True))


class FillingReports:
    """The listener of a pipeline that fills a space; `advanced` is called after every commit.

    Such a commit changes which photos a model finds, not the photos.
    """

    def __init__(self, reports: Reports, counter: Counter, advanced: Callable[[], None]) -> None:
        self._reports = reports
        self._counter = counter
        self._advanced = advanced

    def committed(self, photo_ids: Sequence[int], indexed: int, failed: int, moved: int) -> None:
        """Embeddings of these photos were written."""
        log.debug("%d photos more in a space that is filled", len(photo_ids))
        self._counter.committed(indexed, failed, moved)
        self._reports.tell_progress()
        self._advanced()

    def storage_full(self, fault: StorageFull) -> None:
        """As for any pipeline."""
        self._reports.storage_full(fault)

    def storage_back(self) -> None:
        """As for any pipeline."""
        self._reports.storage_back()

    def root_lost(self, item: WorkItem) -> str | None:
        """As for any pipeline."""
        return self._reports.root_lost(item)

    def vanished(self, items: Sequence[WorkItem]) -> None:
        """As for any pipeline."""
        self._reports.vanished(items)
