"""The worker without its process: wires library, models, indexing and search into one object.

Run in-process by the command line and by `worker.process` in the window's child. Its methods may be called from any
thread. Models are loaded by a thread of their own (`spaces.py`), so that scanning starts and photos show before torch
is imported.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Any

from visionquery.domain.errors import FailureKind
from visionquery.domain.events import Event, FoldersChanged, PhotosChanged
from visionquery.domain.folders import Folder
from visionquery.domain.queries import Answer, Query
from visionquery.index.planner import GRAPH_FROM
from visionquery.indexing.folders import FolderWork
from visionquery.indexing.gate import SearchGate
from visionquery.indexing.scheduler import Scheduler
from visionquery.indexing.watcher import Timing, Watcher
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths
from visionquery.vision.decoding import EXTENSIONS
from visionquery.worker.curation import Curation
from visionquery.worker.lanes import Lanes
from visionquery.worker.models import Models
from visionquery.worker.preferences import Parts, Preferences
from visionquery.worker.retirement import Retirement
from visionquery.worker.spaces import Spaces
from visionquery.worker.summary import IndexSummary, summarise
from visionquery.worker.throttle import EventThrottle
from visionquery.worker.thumbnails import ThumbnailMaker
from visionquery.worker.updates import Updates

__all__ = ["IndexSummary", "WorkerCore"]


class WorkerCore:
    """Everything that the worker does. `start()` first, `stop()` last; in between any thread may call.

    `on_event` gets the worker's events, at most ten of a kind a second, on a thread of the core's; it must not block.
    `decoders` is the number of decoder processes (None: as many as there are cores); from `graph_from` embeddings on
    searches ask a graph. `library` is for reading and for what no method here does; `reader` reads beside it.
    """

    def __init__(
        self,
        paths: DataPaths,
        on_event: Callable[[Event], None],
        *,
        decoders: int | None = None,
        graph_from: int = GRAPH_FROM,
    ) -> None:
        self.library = Library(paths)
        self.reader = LibraryReader(paths)
        self._events = EventThrottle(on_event)
        self._gate = SearchGate()
        self._work = FolderWork(self.library, EXTENSIONS)
        self._scheduler = Scheduler(self.library, self._work, self._events.put)
        self._watcher: Watcher | None = None
        self._lanes = Lanes(paths, self.library, self.reader, self._gate, self._scheduler, self._events.put, graph_from)
        self.spaces = Spaces(
            paths,
            self.library,
            self.reader,
            self._lanes.open_space,
            self._lanes.attach,
            self._scheduler.fail,
            self._events.put,
            self._models_moved,
        )
        self.models = Models(
            paths.models_dir,
            self.reader.settings,
            self.library.requests.record,
            self._events.put,
            self.spaces.standing,
            self.spaces.drop,
        )
        self.updates = Updates(self.reader.settings, self.library.requests.record, self._events.put)
        self.preferences = Preferences(
            self.library, self._scheduler, self._parts, self._retry_failures, decoders=decoders
        )
        self.curation = Curation(self.library, self.reader, self._events.put)
        self.retirement = Retirement(self.library, self._scheduler.tidy)
        self.thumbnails = ThumbnailMaker(self.library, self.reader, self._lanes.read, self._events.put)
        self._started_at = 0.0
        self._stopping = threading.Event()

    # -- from start to stop --------------------------------------------------------------------------------------

    def start(self, *, watch: bool) -> None:
        """Open the library as its one writer and begin to work off what is pending.

        With `watch` every folder is compared with the disk and followed from then on; without, only those that
        `add_folder` and `rescan` name. Raises `LibraryBusy` when another program writes to it, `LibraryDamaged`,
        `LibraryTooNew`, `StorageFull`, or another `Fault`. Returns before the model is loaded; a model that cannot
        be is told as `FaultRaised`, and by `search` and `index_until_idle`.
        """
        self._started_at = time.monotonic()
        self.library.open()
        self.preferences.start(follow_power=watch)
        self._events.start()
        self.retirement.start()
        self._scheduler.start(paused=self.preferences.paused, lower_priority=self.preferences.prepare_thread)
        self._lanes.start(self.preferences, self.spaces, self._models_moved)
        self.thumbnails.start()
        self.spaces.start()
        self.models.start()
        if watch:
            self._watcher = Watcher(
                self.preferences.ignore,
                EXTENSIONS,
                self._scheduler.look_at,
                self._scheduler.followed,
                timing=Timing(poll=self.preferences.poll_seconds),
            )
            for folder in self.library.folders.list():
                self._scheduler.look_at(folder.id)
                self._watcher.add(folder)
        self._scheduler.tell_progress()

    def stop(self, timeout: float = 5.0) -> None:
        """Commit what is encoded, let go of the rest, save the index, close everything, within about `timeout` s.

        Work that is still busy then is abandoned with nothing lost: its photos stay pending.
        """
        if self._stopping.is_set():
            return
        self._stopping.set()
        self.preferences.stop()
        self.models.stop(0.1)
        deadline = time.monotonic() + timeout
        self._scheduler.stop(timeout * 0.6)
        if self._watcher is not None:
            self._watcher.stop(max(0.0, min(0.3, deadline - time.monotonic())))
        self._lanes.close_decoders()
        self.thumbnails.stop(max(0.0, min(0.3, deadline - time.monotonic())))
        self._lanes.close(max(0.0, deadline - time.monotonic()))
        self.spaces.stop(save=time.monotonic() < deadline)
        self.retirement.stop(max(0.0, min(0.5, deadline - time.monotonic())))
        self.library.close()
        self.reader.close()
        self._events.close()

    def _models_moved(self) -> None:
        self.models.tell_soon()

    # -- folders -------------------------------------------------------------------------------------------------

    def add_folder(self, path: str) -> Folder:
        """Take a folder in and have it scanned. One that is there already is scanned again and returned as it is.

        Raises `FolderRefused` when it does not exist, is not a folder, cannot be listed, or lies inside another.
        """
        return self._follow(*self._work.add(path))

    def restore_folder(self, folder_id: int) -> Folder:
        """Undo a removal: the folder's photos come back with everything. Raises `FolderRefused` once it was purged."""
        return self._follow(*self._work.restore(folder_id))

    def _follow(self, folder: Folder, absorbed: list[int]) -> Folder:
        self.retirement.restored(folder.id)
        self._events.put(FoldersChanged())
        self._events.put(PhotosChanged(everything=True))
        self._scheduler.look_at(folder.id)
        if self._watcher is not None:
            for folder_id in absorbed:
                self._watcher.remove(folder_id)
            self._watcher.add(folder)
        return folder

    def remove_folder(self, folder_id: int) -> None:
        """Forget a folder: its photos are in no result when this returns; `restore_folder` undoes it for a minute."""
        folder = self._work.folder(folder_id)
        if folder is None:
            return
        if self._watcher is not None:
            self._watcher.remove(folder_id)
        self._scheduler.forget(folder)
        self.retirement.retired(folder_id)

    def relocate_folder(self, folder_id: int, path: str) -> Folder:
        """A folder lies elsewhere now: its photos keep everything, and are compared with what is there.

        Raises `FolderRefused` when its photos are not there, or it would overlap with another folder.
        """
        folder = self._work.relocate(folder_id, path)
        if self._watcher is not None:
            self._watcher.remove(folder_id)
            self._watcher.add(folder)
        self._events.put(FoldersChanged())
        self._events.put(PhotosChanged(everything=True))
        self._scheduler.look_at(folder_id)
        return folder

    def rescan(self, folder_id: int | None = None) -> None:
        """Have a folder (None: every folder) compared with the disk again. Returns at once."""
        for folder in self.library.folders.list():
            if folder_id in (None, folder.id):
                self._scheduler.look_at(folder.id)

    # -- search --------------------------------------------------------------------------------------------------

    def search(self, query: Query) -> Answer:
        """Answer a question. Indexing stands back meanwhile. Waits for what it needs: filters and names need no model.

        Raises `QueryRefused` or `ModelUnavailable`.
        """
        engine = self.spaces.answering().engine
        with self._gate.searching():
            return engine.search(query, count=False)

    # -- indexing ------------------------------------------------------------------------------------------------

    def index_until_idle(self, patient: bool = True) -> IndexSummary:
        """Wait until every requested scan is done and no photo is pending; what was done since `start`.

        Works although indexing is paused; the setting stays. Raises `ModelUnavailable`, or the bug that stopped the
        work, and unless `patient` also `StorageFull` where it would wait for room. Returns early once `stop` was
        called.
        """
        self._scheduler.pause(False)
        while True:
            self._scheduler.wait_until_idle(patient)
            if self.spaces.settled():
                break
        model = self.spaces.answering().encoder.name if not self._stopping.is_set() else ""
        return summarise(self._scheduler.tally, time.monotonic() - self._started_at, model)

    def prefer(self, photo_ids: tuple[int, ...]) -> None:
        """The person looks at these: their turn is next, whatever is still to be done about them."""
        self._lanes.wishes.add(photo_ids)

    def pause(self) -> None:
        """Stop scanning and indexing until `resume`, also over restarts."""
        self.preferences.pause()

    def resume(self) -> None:
        """Go on."""
        self.preferences.resume()

    def retry_failed(self, photo_ids: tuple[int, ...] | None = None) -> None:
        """Read failed photos once more: these, or all of them when None."""
        again = self.library.photos.retry_failed(photo_ids)
        if again:
            self._events.put(PhotosChanged.of(again))
            self._scheduler.pending()

    def set_setting(self, name: str, value: Any) -> None:
        """Store a setting and apply it; raises `Fault` for an unknown name or a value out of bounds."""
        if name == "model":
            self.spaces.use(str(value))
        else:
            self.preferences.change(name, value)

    def _parts(self) -> Parts:
        """What settings act on."""
        spaces = self.spaces.open
        return Parts(
            watcher=self._watcher,
            pools=(self._lanes.pool,) if self._lanes.pool is not None else (),
            examples=tuple(space.examples for space in spaces),
            pipelines=self._lanes.pipelines,
            encoders=tuple(space.encoder for space in spaces),
        )

    def _retry_failures(self, kind: FailureKind) -> None:
        self.retry_failed(tuple(failure.photo_id for failure in self.reader.failures() if failure.kind is kind))
