"""Which folder is compared with the disk next, and what is done when none is: looking for folders that are back,
tidying up, saving the index.

Its `run` is the scan thread; everything else may be called from any thread and returns at once.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import TYPE_CHECKING

from visionquery.domain.errors import StorageFull
from visionquery.domain.events import Event, FaultRaised, PhotosChanged
from visionquery.domain.folders import Folder, FolderState
from visionquery.indexing.folders import FolderWork
from visionquery.indexing.reports import Reports
from visionquery.indexing.run_state import RunState
from visionquery.indexing.scope import FULL, Scope, narrowed
from visionquery.indexing.tally import Counter

if TYPE_CHECKING:
    from visionquery.indexing.tidying import Tidying

# How often folders that were away are thought of, and the index.
TICK_SECONDS = 5.0
TELL_SECONDS = 0.5


class Scans:
    """The scan thread's work. `found_pending` is told of rows to index, `drop` of a folder that is away."""

    def __init__(
        self,
        work: FolderWork,
        state: RunState,
        counter: Counter,
        reports: Reports,
        tell: Callable[[Event], None],
        found_pending: Callable[[], None],
        drop: Callable[[Folder], None],
    ) -> None:
        self._work = work
        self._state = state
        self._counter = counter
        self._reports = reports
        self._tell = tell
        self._found_pending = found_pending
        self._drop = drop
        self._scopes: dict[int, Scope] = {}  # folders to look at, and which part of them
        self._scanning: int | None = None
        self._tidying: Tidying | None = None
        self._tidying_up = False
        self._told_at = 0.0
        self.no_room: StorageFull | None = None  # the thread waits for room on the disk

    @property
    def scanning(self) -> int | None:
        """The folder that is being compared with the disk."""
        return self._scanning

    @property
    def idle(self) -> bool:
        """Whether nothing is to be looked at or tidied. Asked with the state's `changed` held."""
        return not (self._scopes or self._scanning is not None or self._tidying_up)

    def tidy_with(self, tidying: Tidying) -> None:
        """Tidy up when all is quiet from now on."""
        self._tidying = tidying
        self._state.announce()

    def look_at(self, folder_id: int, scope: Scope = FULL) -> None:
        """Have a folder, or these paths of it, compared with the disk."""
        with self._state.changed:
            self._scopes[folder_id] = narrowed((*self._scopes.get(folder_id, ()), *scope))
            self._state.changed.notify_all()

    def forget(self, folder_id: int) -> None:
        """Look at this folder no more."""
        with self._state.changed:
            self._scopes.pop(folder_id, None)

    def run(self, over: Callable[[], bool]) -> None:
        """Work until `over()` or the end."""
        while (request := self._next(over)) is not None:
            folder_id, scope = request
            try:
                if folder_id is not None:
                    self._scan(folder_id, scope)
                elif self._tidying_up:
                    self._tidy()
                elif not self._state.paused:
                    self._tick()
            except StorageFull as fault:
                if not (self.no_room or self._reports.no_room):
                    self._tell(FaultRaised(fault.message, fault.advice))
                self.no_room = fault
                if folder_id is not None:
                    self.look_at(folder_id, scope)
                with self._state.changed:
                    self._state.untidy = True
                    self._state.changed.wait_for(lambda: self._state.stopping, TICK_SECONDS)
            else:
                self.no_room = None
            finally:
                with self._state.changed:
                    self._scanning, self._tidying_up = None, False
                    self._state.changed.notify_all()

    def _next(self, over: Callable[[], bool]) -> tuple[int | None, Scope] | None:
        """What is to be scanned next; no folder where something else may be done, None when it is over."""
        state = self._state
        with state.changed:
            if not (state.stopping or over()) and not (self._scopes and not state.paused) and not self._may_tidy():
                state.changed.wait(TICK_SECONDS)
            if state.stopping or over():
                return None
            if self._scopes and not state.paused:
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
            self._reports.set_state(folder, FolderState.SCANNING)
            self._reports.tell_progress()
        result = self._work.survey(
            folder, scope, cancelled=self._cancelled, on_found=self._found, on_applied=self._applied
        )
        if result.changes is not None:
            self._counter.scanned(result.changes, len(result.unreadable))
        elif self._state.paused and result.health.usable:
            self.look_at(folder_id, scope)
        if not result.health.usable:
            self._reports.set_state(folder, result.health.state, result.health.note)
            self._drop(folder)
        elif whole or folder.state in (FolderState.OFFLINE, FolderState.UNREADABLE):
            self._reports.set_state(folder, *self._work.resting(folder_id))
            self._found_pending()
        self._reports.tell_progress()

    def _cancelled(self) -> bool:
        folder_id = self._scanning
        return (
            self._state.stopping or self._state.paused or (folder_id is not None and self._work.is_removed(folder_id))
        )

    def _found(self, files: int) -> None:
        self._counter.scanning(files)
        if time.monotonic() - self._told_at > TELL_SECONDS:
            self._told_at = time.monotonic()
            self._reports.tell_progress()

    def _applied(self) -> None:
        self._tell(PhotosChanged(everything=True))
        self._found_pending()

    def _tick(self) -> None:
        for folder in self._work.returned():
            self.look_at(folder.id)
        if self._tidying is not None:
            self._tidying.save_if_due()

    def _may_tidy(self) -> bool:
        return self._state.untidy and self._tidying is not None and not self._scopes

    def _tidy(self) -> None:
        assert self._tidying is not None
        with self._state.changed:
            self._state.untidy = False
        if self._tidying.tidy():
            self._tell(PhotosChanged(everything=True))
        if not self._state.indexing:
            self._tidying.save()
