"""Decides when indexing runs: starts, halts and ends the scan thread and the pipeline thread, and tells their progress.

The scan thread (`scans.py`) compares folders with the disk and tidies up when all is quiet; the pipeline thread works
pending rows off meanwhile, so that the first photos of a large folder can be found before its scan is over. Methods
may be called from any thread and return at once unless they say otherwise.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from visionquery.domain.errors import Fault
from visionquery.domain.events import Activity, Event, FoldersChanged, PhotosChanged
from visionquery.domain.folders import Folder, FolderState
from visionquery.indexing.commits import Halt
from visionquery.indexing.folders import FolderWork
from visionquery.indexing.reports import Reports
from visionquery.indexing.run_state import RunState
from visionquery.indexing.scans import Scans
from visionquery.indexing.scope import FULL, Scope
from visionquery.indexing.tally import Counter, Tally
from visionquery.system.work_thread import WorkThread

if TYPE_CHECKING:
    from visionquery.indexing.tidying import Tidying
    from visionquery.indexing.work import IndexingWork
    from visionquery.library.library import Library

log = logging.getLogger(__name__)


class Scheduler:
    """The order of things in indexing. `start`, then `attach` once a model is loaded; `stop` ends it.

    `tell` gets events, on any thread. `reports` is the pipelines' listener, `halted` what they ask.
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
        self.counter = Counter(clock)
        self.reports = Reports(work, self.counter, tell, self.tell_progress)
        self._state = RunState()
        self._indexing: IndexingWork | None = None
        self._exchanging = False
        self._why_paused = ""
        self._scans = Scans(work, self._state, self.counter, self.reports, tell, self.pending, self._drop)
        self._scan_thread = WorkThread("scan", lambda over: self._guard(self._scans.run, over))
        self._pipeline_thread = WorkThread("pipeline", lambda over: self._guard(self._index_all, over))

    # -- for the worker ------------------------------------------------------------------------------------------

    def start(self, *, paused: bool, lower_priority: Callable[[], object] | None = None) -> None:
        """Start both threads. Nothing is looked at before it is asked for.

        `lower_priority` is called once on each of them.
        """
        self._state.paused = paused
        self._scan_thread.start(lower_priority)
        self._pipeline_thread.start(lower_priority)

    def renew_threads(self, lower_priority: Callable[[], object] | None) -> None:
        """Go on in new threads, of the caller's priority or lower.

        What is being indexed is committed first, and a scan that is under way ends on the thread that it is on.
        """
        for thread in (self._scan_thread, self._pipeline_thread):
            thread.renew(lower_priority)
        self._state.announce()
        self._wake()

    def tidy(self) -> None:
        """Forget what need not be remembered any more as soon as all is quiet."""
        self._state.announce(untidy=True)

    def tidy_with(self, tidying: Tidying) -> None:
        """How to tidy up."""
        self._scans.tidy_with(tidying)

    def attach(self, work: IndexingWork | None) -> None:
        """Index with these parts from now on, or with none. Waits until the present ones have come to rest.

        What they have encoded is committed, what they only read is let go of. Not for the pipeline's own thread.
        """
        state = self._state
        with state.changed:
            self._exchanging = True
            self._wake()
            state.changed.wait_for(lambda: state.stopping or not state.indexing)
            old, self._indexing = self._indexing, work
            self._exchanging = False
            if work is not None and isinstance(state.error, Fault):
                state.error = None  # a model that did not load; another one did
            state.fresh = True
            state.changed.notify_all()
        if old is not None and old is not work and not state.stopping:
            old.abandon()
            old.close(1.0)

    def fail(self, error: BaseException) -> None:
        """Nothing more will be indexed until other parts are attached: who waits for it is told why."""
        with self._state.changed:
            self._state.error = self._state.error or error
            self._state.changed.notify_all()

    def look_at(self, folder_id: int, scope: Scope = FULL) -> None:
        """Have a folder, or these paths of it, compared with the disk."""
        self._scans.look_at(folder_id, scope)

    def followed(self, folder_id: int, state: FolderState, note: str) -> None:
        """A watcher tells how it follows a folder, or why it cannot."""
        self._work.rest(folder_id, state, note)
        folder = self._work.folder(folder_id)
        if folder is None:
            return
        if self._scans.scanning != folder_id:
            self.reports.set_state(folder, *self._work.resting(folder_id))
        if state in (FolderState.OFFLINE, FolderState.UNREADABLE):
            self._drop(folder)
        else:
            self.pending()

    def forget(self, folder: Folder) -> None:
        """Remove a folder and its photos from the library, and stop every work on it. Waits for the library."""
        self._scans.forget(folder.id)
        self._work.remove(folder)
        self._drop(folder)
        self._state.announce(untidy=True)
        self._tell(FoldersChanged())
        self._tell(PhotosChanged(everything=True))
        self.tell_progress()

    def pending(self) -> None:
        """Rows became pending, or can be claimed again."""
        self._state.announce(fresh=True)
        self._wake()

    def pause(self, paused: bool, why: str = "") -> None:
        """Halt scanning and indexing, or let them go on. `why` is told with the progress."""
        with self._state.changed:
            self._state.paused = paused
            self._why_paused = why
            self._state.changed.notify_all()
        self._wake()
        self.tell_progress()

    def stop(self, timeout: float) -> None:
        """End both threads. A thread that does not end in time is left, its claims released."""
        deadline = self._clock() + timeout
        with self._state.changed:
            self._state.stopping = True
            self._state.changed.notify_all()
        self._wake()
        for thread in (self._pipeline_thread, self._scan_thread):
            if thread.is_alive():
                thread.join(max(0.0, deadline - self._clock()))
        if self._indexing is not None and self._pipeline_thread.is_alive():
            log.warning("The pipeline did not end in time; its photos stay pending")
            self._indexing.abandon()

    def wait_until_idle(self, patient: bool = True) -> None:
        """Wait until nothing is left to look at or to index, or `stop` was called.

        Raises what `fail` was given, or the bug that ended a thread; unless `patient`, also `StorageFull` instead of
        waiting for room.
        """
        state = self._state
        with state.changed:
            while not state.stopping and state.error is None and not self._is_idle():
                if not patient and (fault := self._scans.no_room or self.reports.no_room) is not None:
                    raise fault
                state.changed.wait(1.0)
            if state.error is not None:
                raise state.error

    def halted(self) -> Halt:
        """Whether a pipeline may go on."""
        if self._state.stopping or self._exchanging:
            return Halt.STOP
        return Halt.PAUSE if self._state.paused or self._pipeline_thread.renewing else Halt.NO

    def filling_halted(self) -> Halt:
        """`halted` for a pipeline that fills a space: files that came in meanwhile are read first."""
        halt = self.halted()
        return Halt.PAUSE if halt is Halt.NO and self._state.fresh else halt

    @property
    def tally(self) -> Tally:
        """What was done since the start."""
        return self.counter.tally

    def tell_progress(self) -> None:
        """Send a `Progress` event now."""
        message = "Waiting for room on the disk." if self.reports.no_room else self._why_paused
        left = self._library.photos.pending() + (self._indexing.left if self._indexing is not None else 0)
        self._tell(self.counter.progress(self._activity(), left, message))

    # -- the pipeline thread -------------------------------------------------------------------------------------

    def _index_all(self, over: Callable[[], bool]) -> None:
        while (work := self._wait_for_work(over)) is not None:
            self.counter.started()
            self.tell_progress()
            dry = False
            try:
                dry = work.run()
            finally:
                with self._state.changed:
                    self._state.indexing = False
                    self._state.announce(fresh=not dry, untidy=True)
            if dry:
                self.counter.emptied()
            self.tell_progress()

    def _wait_for_work(self, over: Callable[[], bool]) -> IndexingWork | None:
        state = self._state
        with state.changed:
            while not (state.stopping or over()) and (
                self._indexing is None or self._exchanging or state.paused or not state.fresh
            ):
                state.changed.wait()
            if state.stopping or over():
                return None
            state.fresh, state.indexing = False, True
            return self._indexing

    def _drop(self, folder: Folder) -> None:
        if self._indexing is not None:
            self._indexing.drop(folder.path)

    def _wake(self) -> None:
        if self._indexing is not None:
            self._indexing.wake()

    # -- where things stand --------------------------------------------------------------------------------------

    def _is_idle(self) -> bool:
        state = self._state
        busy = state.indexing or state.fresh or state.untidy or self._exchanging
        return self._scans.idle and not busy and self._indexing is not None

    def _activity(self) -> Activity:
        if self._state.paused:
            return Activity.PAUSED
        if self._state.indexing:
            return Activity.INDEXING
        if self._scans.scanning is not None:
            return Activity.SCANNING
        starting = self._indexing is None and self._state.error is None
        return Activity.STARTING if starting else Activity.IDLE

    def _guard(self, run: Callable[[Callable[[], bool]], None], over: Callable[[], bool]) -> None:
        try:
            run(over)
        except Exception as error:
            if self._state.stopping:
                log.info("Stopped in the middle of something: %r", error)
                return
            self.fail(error)
            raise
