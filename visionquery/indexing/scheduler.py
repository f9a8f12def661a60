"""Decides what indexing does next: which folder is looked at, when the queue is worked off, when things are tidied.

Owns two threads. The scan thread compares folders with the disk and tidies up when all is quiet; the pipeline thread
works pending rows off meanwhile, so that the first photos of a large folder can be found before its scan is over.
Methods may be called from any thread and return at once unless they say otherwise.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from visionquery.domain.errors import StorageFull
from visionquery.domain.events import Activity, Event, FaultRaised, FoldersChanged, PhotosChanged
from visionquery.domain.folders import Folder, FolderState
from visionquery.indexing.commits import Halt
from visionquery.indexing.folders import FolderWork
from visionquery.indexing.reports import Reports
from visionquery.indexing.scope import FULL, Scope, narrowed
from visionquery.indexing.tally import Counter, Tally
from visionquery.system.work_thread import WorkThread

if TYPE_CHECKING:
    from visionquery.indexing.pipeline import Pipeline
    from visionquery.indexing.tidying import Tidying
    from visionquery.library.library import Library

log = logging.getLogger(__name__)

# How often folders that were away are thought of, and the index.
TICK_SECONDS = 5.0
TELL_SECONDS = 0.5


class Scheduler:
    """The order of things in indexing. `start`, then `attach` once the model is loaded; `stop` ends it.

    `tell` gets events, on any thread. `reports` is the pipeline's listener, `halted` what the pipeline asks.
    """

    def __init__(
        self,
        library: Library,
        work: FolderWork,
        tell: Callable[[Event], None],
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._library = library
        self._work = work
        self._tell = tell
        self._clock = clock
        self._counter = Counter(clock)
        self.reports = Reports(work, self._counter, tell, self.tell_progress)
        self._changed = threading.Condition()
        self._scopes: dict[int, Scope] = {}  # folders to look at, and which part of them
        self._scanning: int | None = None
        self._paused = False
        self._stopping = False
        self._indexing = False
        self._fresh = True  # rows may be pending that the pipeline has not seen
        self._untidy = True
        self._tidying_up = False
        self._no_room: StorageFull | None = None  # the scan thread waits for room on the disk
        self._error: BaseException | None = None
        self._pipeline: Pipeline | None = None
        self._tidying: Tidying | None = None
        self._told_at = 0.0
        self._scan_thread = WorkThread("scan", lambda over: self._guard(self._scan_all, over))
        self._pipeline_thread = WorkThread("pipeline", lambda over: self._guard(self._index_all, over))

    # -- for the worker ------------------------------------------------------------------------------------------

    def start(self, *, paused: bool, lower_priority: Callable[[], object] | None = None) -> None:
        """Start both threads. Nothing is looked at before it is asked for.

        `lower_priority` is called once on each of them.
        """
        self._paused = paused
        self._scan_thread.start(lower_priority)
        self._pipeline_thread.start(lower_priority)

    def renew_threads(self, lower_priority: Callable[[], object] | None) -> None:
        """Go on in new threads, of the caller's priority or lower.

        What is being indexed is committed first, and a scan that is under way ends on the thread that it is on.
        """
        for thread in (self._scan_thread, self._pipeline_thread):
            thread.renew(lower_priority)
        with self._changed:
            self._changed.notify_all()
        if self._pipeline is not None:
            self._pipeline.wake()

    def tidy(self) -> None:
        """Forget what need not be remembered any more as soon as all is quiet."""
        with self._changed:
            self._untidy = True
            self._changed.notify_all()

    def attach(self, pipeline: Pipeline, tidying: Tidying) -> None:
        """The model is there: pending photos can be indexed from now on."""
        with self._changed:
            self._pipeline, self._tidying = pipeline, tidying
            self._changed.notify_all()

    def fail(self, error: BaseException) -> None:
        """Nothing more will be indexed in this run: who waits for it is told why."""
        with self._changed:
            self._error = self._error or error
            self._changed.notify_all()

    def look_at(self, folder_id: int, scope: Scope = FULL) -> None:
        """Have a folder, or these paths of it, compared with the disk."""
        with self._changed:
            self._scopes[folder_id] = narrowed((*self._scopes.get(folder_id, ()), *scope))
            self._changed.notify_all()

    def followed(self, folder_id: int, state: FolderState, note: str) -> None:
        """A watcher tells how it follows a folder, or why it cannot."""
        self._work.rest(folder_id, state, note)
        folder = self._work.folder(folder_id)
        if folder is None:
            return
        if self._scanning != folder_id:
            self.reports.set_state(folder, state, note)
        if state in (FolderState.OFFLINE, FolderState.UNREADABLE):
            self._drop(folder)
        else:
            self.pending()

    def forget(self, folder: Folder) -> None:
        """Remove a folder and its photos from the library, and stop every work on it. Waits for the library."""
        with self._changed:
            self._scopes.pop(folder.id, None)
        self._work.remove(folder)
        self._drop(folder)
        with self._changed:
            self._untidy = True
            self._changed.notify_all()
        self._tell(FoldersChanged())
        self._tell(PhotosChanged(everything=True))
        self.tell_progress()

    def pending(self) -> None:
        """Rows became pending, or can be claimed again."""
        with self._changed:
            self._fresh = True
            self._changed.notify_all()
        if self._pipeline is not None:
            self._pipeline.wake()

    def pause(self, paused: bool) -> None:
        """Halt scanning and indexing, or let them go on."""
        with self._changed:
            self._paused = paused
            self._changed.notify_all()
        if self._pipeline is not None:
            self._pipeline.wake()
        self.tell_progress()

    def stop(self, timeout: float) -> None:
        """End both threads and save the index. A thread that does not end in time is left, its claims released."""
        deadline = self._clock() + timeout
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._pipeline is not None:
            self._pipeline.wake()
        for thread in (self._pipeline_thread, self._scan_thread):
            if thread.is_alive():
                thread.join(max(0.0, deadline - self._clock()))
        if self._pipeline is not None and self._pipeline_thread.is_alive():
            log.warning("The pipeline did not end in time; its photos stay pending")
            self._pipeline.abandon()

    def wait_until_idle(self, patient: bool = True) -> None:
        """Wait until nothing is left to look at or to index, or `stop` was called.

        Raises what `fail` was given, or the bug that ended a thread; unless `patient`, also `StorageFull` instead of
        waiting for room.
        """
        with self._changed:
            while not self._stopping and self._error is None and not self._is_idle():
                if not patient and (fault := self._no_room or self.reports.no_room) is not None:
                    raise fault
                self._changed.wait(1.0)
            if self._error is not None:
                raise self._error

    def halted(self) -> Halt:
        """Whether the pipeline may go on."""
        if self._stopping:
            return Halt.STOP
        return Halt.PAUSE if self._paused or self._pipeline_thread.renewing else Halt.NO

    @property
    def tally(self) -> Tally:
        """What was done since the start."""
        return self._counter.tally

    def tell_progress(self) -> None:
        """Send a `Progress` event now."""
        self._told_at = self._clock()
        message = "Waiting for room on the disk." if self.reports.no_room else ""
        self._tell(self._counter.progress(self._activity(), self._library.photos.pending(), message))

    # -- the pipeline thread -------------------------------------------------------------------------------------

    def _index_all(self, over: Callable[[], bool]) -> None:
        while (pipeline := self._wait_for_work(over)) is not None:
            self._counter.started()
            self.tell_progress()
            dry = False
            try:
                dry = pipeline.run()
            finally:
                with self._changed:
                    self._indexing = False
                    self._fresh = self._fresh or not dry
                    self._untidy = True
                    self._changed.notify_all()
            if dry:
                self._counter.emptied()
            self.tell_progress()

    def _wait_for_work(self, over: Callable[[], bool]) -> Pipeline | None:
        with self._changed:
            while not (self._stopping or over()) and (self._pipeline is None or self._paused or not self._fresh):
                self._changed.wait()
            if self._stopping or over():
                return None
            self._fresh, self._indexing = False, True
            return self._pipeline

    def _drop(self, folder: Folder) -> None:
        if self._pipeline is not None:
            self._pipeline.drop(folder.path)

    # -- the scan thread -----------------------------------------------------------------------------------------

    def _scan_all(self, over: Callable[[], bool]) -> None:
        while (request := self._next_scan(over)) is not None:
            folder_id, scope = request
            try:
                if folder_id is not None:
                    self._scan(folder_id, scope)
                elif self._tidying_up:
                    self._tidy()
                elif not self._paused:
                    self._tick()
            except StorageFull as fault:
                if not (self._no_room or self.reports.no_room):
                    self._tell(FaultRaised(fault.message, fault.advice))
                self._no_room = fault
                if folder_id is not None:
                    self.look_at(folder_id, scope)
                with self._changed:
                    self._untidy = True
                    self._changed.wait_for(lambda: self._stopping, TICK_SECONDS)
            else:
                self._no_room = None
            finally:
                with self._changed:
                    self._scanning, self._tidying_up = None, False
                    self._changed.notify_all()

    def _next_scan(self, over: Callable[[], bool]) -> tuple[int | None, Scope] | None:
        """What is to be scanned next; no folder where something else may be done, None when it is over."""
        with self._changed:
            if not (self._stopping or over()) and not (self._scopes and not self._paused) and not self._may_tidy():
                self._changed.wait(TICK_SECONDS)
            if self._stopping or over():
                return None
            if self._scopes and not self._paused:
                self._scanning = next(iter(self._scopes))
                return self._scanning, self._scopes.pop(self._scanning)
            self._tidying_up = self._may_tidy()
            return None, FULL

    def _scan(self, folder_id: int, scope: Scope) -> None:
        folder = self._work.folder(folder_id)
        if folder is None:
            return
        whole = scope == FULL
        if whole:
            self.reports.set_state(folder, FolderState.SCANNING)
            self.tell_progress()
        result = self._work.survey(
            folder, scope, cancelled=self._scan_cancelled, on_found=self._found, on_applied=self._applied
        )
        if result.changes is not None:
            self._counter.scanned(result.changes, len(result.unreadable))
        elif self._paused and result.health.usable:
            self.look_at(folder_id, scope)
        if not result.health.usable:
            self.reports.set_state(folder, result.health.state, result.health.note)
            self._drop(folder)
        elif whole or folder.state in (FolderState.OFFLINE, FolderState.UNREADABLE):
            self.reports.set_state(folder, *self._work.resting(folder_id))
            self.pending()
        self.tell_progress()

    def _scan_cancelled(self) -> bool:
        folder_id = self._scanning
        return self._stopping or self._paused or (folder_id is not None and self._work.is_removed(folder_id))

    def _found(self, files: int) -> None:
        self._counter.scanning(files)
        if self._clock() - self._told_at > TELL_SECONDS:
            self.tell_progress()

    def _applied(self) -> None:
        self._tell(PhotosChanged(everything=True))
        self.pending()

    def _tick(self) -> None:
        for folder in self._work.returned():
            self.look_at(folder.id)
        if self._tidying is not None:
            self._tidying.save_if_due()

    def _may_tidy(self) -> bool:
        return self._untidy and self._tidying is not None and not self._scopes

    def _tidy(self) -> None:
        assert self._tidying is not None
        with self._changed:
            self._untidy = False
        if self._tidying.tidy():
            self._tell(PhotosChanged(everything=True))
        if not self._indexing:
            self._tidying.save()

    # -- where things stand --------------------------------------------------------------------------------------

    def _is_idle(self) -> bool:
        if self._scopes or self._scanning is not None or self._tidying_up:
            return False
        return not (self._indexing or self._fresh or self._untidy or self._pipeline is None)

    def _activity(self) -> Activity:
        if self._paused:
            return Activity.PAUSED
        if self._indexing:
            return Activity.INDEXING
        if self._scanning is not None:
            return Activity.SCANNING
        return Activity.STARTING if self._pipeline is None and self._error is None else Activity.IDLE

    def _guard(self, run: Callable[[Callable[[], bool]], None], over: Callable[[], bool]) -> None:
        try:
            run(over)
        except Exception as error:
            if self._stopping:
                log.info("Stopped in the middle of something: %r", error)
                return
            self.fail(error)
            raise
