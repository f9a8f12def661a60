"""The worker without its process: wires library, model, index, indexing and search into one object.

Run in-process by the command line and by `worker.process` in the window's child. Its methods may be called from any
thread. The model is loaded by a thread of its own, so that scanning starts and photos show before torch is imported.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from typing import Any

from visionquery.domain.errors import Fault
from visionquery.domain.events import Event, FaultRaised, FoldersChanged, PhotosChanged, WorkerReady
from visionquery.domain.folders import Folder
from visionquery.domain.queries import Answer, Query
from visionquery.index.planner import GRAPH_FROM
from visionquery.indexing.commits import Committer
from visionquery.indexing.folders import FolderWork
from visionquery.indexing.gate import SearchGate
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.pipeline import Pipeline
from visionquery.indexing.queues import FileQueue, Wishes
from visionquery.indexing.scheduler import Scheduler
from visionquery.indexing.tidying import Tidying
from visionquery.indexing.watcher import Timing, Watcher
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths
from visionquery.system.priority import lower_thread_priority
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding import EXTENSIONS
from visionquery.worker.model import (
    ExampleReader,
    LoadedModel,
    assemble,
    available_cores,
    find_spec,
    load_encoder,
    read_limits,
)
from visionquery.worker.summary import IndexSummary, summarise
from visionquery.worker.throttle import EventThrottle

__all__ = ["IndexSummary", "WorkerCore"]

log = logging.getLogger(__name__)


class WorkerCore:
    """Everything that the worker does. `start()` first, `stop()` last; in between any thread may call.

    `on_event` gets the worker's events, at most ten of a kind a second, on a thread of the core's; it must not block.
    `decoders` is the number of decoder processes (None: as many as there are cores); from `graph_from` embeddings on
    searches ask a graph. `library` is for reading and for
    what no method here does; `reader` reads beside it.
    """

    def __init__(
        self,
        paths: DataPaths,
        on_event: Callable[[Event], None],
        *,
        decoders: int | None = None,
        graph_from: int = GRAPH_FROM,
    ) -> None:
        self._paths = paths
        self._graph_from = graph_from
        self._decoders = decoders or available_cores()
        self.library = Library(paths)
        self.reader = LibraryReader(paths)
        self._events = EventThrottle(on_event)
        self._gate = SearchGate()
        self._work = FolderWork(self.library, EXTENSIONS)
        self._scheduler = Scheduler(self.library, self._work, self._events.put)
        self._loaded: Future[LoadedModel] = Future()
        self._watcher: Watcher | None = None
        self._pool: DecoderPool | None = None
        self._examples: ExampleReader | None = None
        self._pipeline: Pipeline | None = None
        self._tidying: Tidying | None = None
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
        settings = self.library.settings.get()
        self._events.start()
        background = settings["priority"] == "background"
        self._scheduler.start(paused=settings["paused"], lower_priority=lower_thread_priority if background else None)
        threading.Thread(target=self._load, args=(settings,), name="model", daemon=True).start()
        if watch:
            self._watcher = Watcher(
                IgnoreRules(settings["ignored_names"]),
                EXTENSIONS,
                self._scheduler.look_at,
                self._scheduler.followed,
                timing=Timing(poll=60.0 * settings["poll_minutes"]),
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
        deadline = time.monotonic() + timeout
        self._scheduler.stop(timeout * 0.6)
        if self._watcher is not None:
            self._watcher.stop(max(0.0, min(0.3, deadline - time.monotonic())))
        for part in (self._pool, self._examples):
            if part is not None:
                part.close()
        if self._pipeline is not None:
            self._pipeline.close(max(0.0, deadline - time.monotonic()))
        if self._tidying is not None and time.monotonic() < deadline:
            self._tidying.save()
        if self._loaded.done() and self._loaded.exception() is None:
            self._loaded.result().index.close()
        self.library.close()
        self.reader.close()
        self._events.close()

    def _load(self, settings: dict[str, Any]) -> None:
        """Load the model and what depends on it, then let indexing and search have it."""
        try:
            self._loaded.set_result(self._load_model(settings))
        except Exception as error:
            # What goes wrong because everything is being closed around it is nobody's concern.
            stopping = self._stopping.is_set()
            if isinstance(error, Fault) and not stopping:
                log.warning("No model: %s", error)
                self._events.put(FaultRaised(error.message, error.advice))
            self._fail(error)
            if not (isinstance(error, Fault) or stopping):
                raise

    def _fail(self, error: Exception) -> None:
        self._loaded.set_exception(error)
        self._scheduler.fail(error)

    def _load_model(self, settings: dict[str, Any]) -> LoadedModel:
        spec = find_spec(settings, self._paths)
        limits = read_limits(settings)
        background = settings["priority"] == "background"
        self._examples = ExampleReader(limits, spec.preprocessing)
        self._pool = DecoderPool(self._decoders, limits, spec.preprocessing, background=background)
        self._pool.start()
        encoder = load_encoder(spec)
        space_id = self.library.embeddings.space(encoder.name, encoder.dimension, encoder.fingerprint)
        if self.library.photos.queue_unembedded(space_id):
            self._events.put(PhotosChanged(everything=True))
        loaded = assemble(encoder, space_id, self.reader, self._paths.index_dir, self._examples, self._graph_from)
        reports, halted = self._scheduler.reports, self._scheduler.halted
        queue = FileQueue(self.library, space_id, Wishes())
        lock = threading.Lock()
        committer = Committer(queue, loaded.index, reports, halted, lock)
        self._pipeline = Pipeline(
            queue,
            self._pool,
            encoder,
            committer,
            reports,
            self._gate,
            halted,
            reads_ahead=2 * self._decoders,
            lower_priority=lower_thread_priority if background else None,
        )
        self._tidying = Tidying(self.library, lambda: (loaded.index,), lock)
        self._pipeline.start()
        self._scheduler.attach(self._pipeline, self._tidying)
        self._events.put(WorkerReady(encoder.name, encoder.device))
        return loaded

    # -- folders -------------------------------------------------------------------------------------------------

    def add_folder(self, path: str) -> Folder:
        """Take a folder in and have it scanned. One that is there already is scanned again and returned as it is.

        Raises `FolderRefused` when it does not exist, is not a folder, cannot be listed, or lies inside another.
        """
        folder, absorbed = self._work.add(path)
        self._events.put(FoldersChanged())
        self._scheduler.look_at(folder.id)
        if self._watcher is not None:
            for folder_id in absorbed:
                self._watcher.remove(folder_id)
            self._watcher.add(folder)
        return folder

    def remove_folder(self, folder_id: int) -> None:
        """Forget a folder: its photos are in no result when this returns; vectors and thumbnails follow soon."""
        folder = self._work.folder(folder_id)
        if folder is None:
            return
        if self._watcher is not None:
            self._watcher.remove(folder_id)
        self._scheduler.forget(folder)

    def rescan(self, folder_id: int | None = None) -> None:
        """Have a folder (None: every folder) compared with the disk again. Returns at once."""
        for folder in self.library.folders.list():
            if folder_id in (None, folder.id):
                self._scheduler.look_at(folder.id)

    # -- search --------------------------------------------------------------------------------------------------

    def search(self, query: Query) -> Answer:
        """Answer a question. Indexing stands back meanwhile. Waits for the model if it is still being loaded.

        Raises `QueryRefused` or `ModelUnavailable`.
        """
        engine = self._loaded.result().engine
        with self._gate.searching():
            return engine.search(query)

    # -- indexing ------------------------------------------------------------------------------------------------

    def index_until_idle(self, patient: bool = True) -> IndexSummary:
        """Wait until every requested scan is done and no photo is pending; what was done since `start`.

        Works although indexing is paused; the setting stays. Raises `ModelUnavailable`, or the bug that stopped the
        work, and unless `patient` also `StorageFull` where it would wait for room. Returns early once `stop` was
        called.
        """
        self._scheduler.pause(False)
        self._scheduler.wait_until_idle(patient)
        model = self._loaded.result(0).encoder.name if self._loaded.done() else ""
        return summarise(self._scheduler.tally, time.monotonic() - self._started_at, model)

    def pause(self) -> None:
        """Stop scanning and indexing until `resume`, also over restarts."""
        self.library.settings.set("paused", True)
        self._scheduler.pause(True)

    def resume(self) -> None:
        """Go on."""
        self.library.settings.set("paused", False)
        self._scheduler.pause(False)

    def retry_failed(self, photo_ids: tuple[int, ...] | None = None) -> None:
        """Read failed photos once more: these, or all of them when None."""
        again = self.library.photos.retry_failed(photo_ids)
        if again:
            self._events.put(PhotosChanged(tuple(again[:1000]), everything=len(again) > 1000))
            self._scheduler.pending()

    def set_setting(self, name: str, value: Any) -> None:
        """Store a setting and apply it; raises `Fault` for an unknown name or a value out of bounds.

        The model, the decoders' limits, the priority and the poll interval apply from the next start.
        """
        try:
            self.library.settings.set(name, value)
        except (KeyError, ValueError) as error:
            raise Fault(f"{value!r} is no value for the setting {name!r}.", "See the settings' description.") from error
        if name == "paused":
            self._scheduler.pause(bool(value))
        elif name == "ignored_names":
            self.rescan()
