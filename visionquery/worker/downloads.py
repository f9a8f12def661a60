"""Models on their way: a queue that outlives the program, worked off one at a time by a thread of its own.

Any thread may call. What is under way is kept on the disk (`vision/download/incoming.py`); the next worker goes on
with it.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from visionquery.domain.errors import Fault
from visionquery.domain.models import Download, DownloadState, NetworkRequest
from visionquery.vision.download.connection import choose_route
from visionquery.vision.download.faults import ConsentNeeded, DownloadFailed, Stopped
from visionquery.vision.download.fetching import MARGIN_BYTES, Fetching
from visionquery.vision.download.importing import Importing
from visionquery.vision.download.incoming import Errand, Incoming
from visionquery.vision.download.patience import Patience
from visionquery.worker.transfer_rate import TransferRate

log = logging.getLogger(__name__)

# Between two calls that only say how far a download is.
TELL_SECONDS = 0.25


class Downloads:
    """Downloads and imports. `start` first, `stop` last.

    `settings` gives those of the library, `record` keeps a network request. `changed` hears when the list of models
    is another; `moved(name, download)` of how far one is.
    """

    def __init__(
        self,
        models_dir: Path,
        settings: Callable[[], Mapping[str, Any]],
        record: Callable[[NetworkRequest], object],
        changed: Callable[[], None],
        moved: Callable[[str, Download], None],
        *,
        patience: Patience | None = None,
        margin: int = MARGIN_BYTES,
    ) -> None:
        self._incoming = Incoming(models_dir)
        self._settings = settings
        self._record_request = record
        self._tell_changed = changed
        self._tell_moved = moved
        self._patience = patience
        self._margin = margin
        self._changed = threading.Condition()
        self._errands: dict[str, Errand] = {}
        self._live: dict[str, Download] = {}
        self._current = ""
        self._stop_current = threading.Event()
        self._unwanted: set[str] = set()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="downloads", daemon=True)

    def start(self, go_on: bool = True) -> None:
        """Be ready, and `go_on` with what an earlier worker had under way. Returns at once."""
        self._incoming.tidy()
        self.look()
        cut_off = self._incoming.noted_request()
        if cut_off is not None:
            self._record(replace(cut_off, outcome="cut off: the program ended"))
        waiting = DownloadState.WAITING if go_on else DownloadState.PAUSED
        for errand in self._errands.values():
            if errand.state not in (DownloadState.PAUSED, DownloadState.FAILED):
                self._errands[errand.name] = replace(errand, state=waiting)
        self._thread.start()

    def look(self) -> None:
        """See what is under way. Not beside `start`."""
        self._errands = {errand.name: errand for errand in self._incoming.errands()}

    def stop(self, timeout: float = 0.5) -> None:
        """End the work; what is there is kept."""
        with self._changed:
            self._stopping = True
            self._stop_current.set()
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def errands(self) -> dict[str, Errand]:
        """All that is under way, paused or failed, by name."""
        with self._changed:
            return dict(self._errands)

    def add(self, errand: Errand) -> None:
        """Set out, or go on after a pause or a failure. Raises `Fault` where no note of it can be taken."""
        with self._changed:
            if self._current == errand.name and not self._stop_current.is_set():
                return
            self._keep(replace(errand, state=DownloadState.WAITING, message="", advice="", needs_consent=False))
            self._changed.notify_all()

    def pause(self, name: str) -> None:
        """Stop and keep what is there."""
        with self._changed:
            errand = self._errands.get(name)
            if errand is None or errand.state in (DownloadState.PAUSED, DownloadState.FAILED):
                return
            self._keep(replace(errand, state=DownloadState.PAUSED))
            if self._current == name:
                self._stop_current.set()
        self._tell_changed()

    def cancel(self, name: str) -> bool:
        """Stop and delete what is there; whether there was anything."""
        with self._changed:
            if self._errands.pop(name, None) is None:
                return False
            self._live.pop(name, None)
            if self._current == name:
                self._unwanted.add(name)  # its folder is written to until the thread has seen that it is to stop
                self._stop_current.set()
            else:
                self._incoming.discard(name)
        self._tell_changed()
        return True

    def state(self, name: str) -> Download | None:
        """How far a model is on its way, None where it is not."""
        with self._changed:
            errand, live = self._errands.get(name), self._live.get(name)
        if errand is None:
            return None
        if live is not None and errand.state is DownloadState.RUNNING:
            return live
        total = errand.total
        done = self._incoming.bytes_there(name) if total else 0
        return Download(
            errand.state,
            min(done, total),
            total,
            message=errand.message,
            advice=errand.advice,
            needs_consent=errand.needs_consent,
        )

    # -- the thread ----------------------------------------------------------------------------------------------

    def _run(self) -> None:
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._stopping or self._next() is not None)
                errand = self._next()
                if self._stopping or errand is None:
                    return
                self._current, self._stop_current = errand.name, threading.Event()
                errand = self._keep(replace(errand, state=DownloadState.RUNNING))
            self._tell_changed()
            self._carry_out(errand, self._stop_current)
            if not self._stopping:
                self._tell_changed()

    def _next(self) -> Errand | None:
        return next((each for each in self._errands.values() if each.state is DownloadState.WAITING), None)

    def _carry_out(self, errand: Errand, stop: threading.Event) -> None:
        try:
            self._bring_in(errand, stop)
        except Stopped:
            self._leave(errand.name)
        except Fault as fault:
            log.warning("The model %s could not be brought in: %s", errand.name, fault)
            self._leave(errand.name, fault)
        except Exception:
            if self._stopping:  # what it needs is being closed around it
                return
            # Not to be tried again by the worker that comes after this one.
            self._leave(errand.name, DownloadFailed("The program failed here.", "Please report it, with the log."))
            raise
        else:
            log.info("The model %s is here", errand.name)
            with self._changed:
                self._current = ""
                self._unwanted.discard(errand.name)
                self._errands.pop(errand.name, None)
                self._live.pop(errand.name, None)

    def _bring_in(self, errand: Errand, stop: threading.Event) -> None:
        rates, told = TransferRate(), 0.0

        def tell(state: DownloadState, done: int, total: int, message: str) -> None:
            nonlocal told
            now = time.monotonic()
            rate, remaining = rates.add(now, done, total)
            download = Download(state, done, total, rate, remaining, message)
            with self._changed:
                if stop.is_set():
                    return
                self._live[errand.name] = download
            if now - told >= TELL_SECONDS or message or state is DownloadState.CHECKING:
                told = now
                self._tell_moved(errand.name, download)

        if errand.path:
            Importing(self._incoming, stop, tell, self._margin).bring_in(errand)
            return
        route = choose_route(self._settings())
        fetching = Fetching(
            self._incoming,
            route,
            self._record,
            stop,
            tell,
            self._patience,
            self._margin,
            begin=self._incoming.note_request,
        )
        fetching.fetch(errand)

    def _leave(self, name: str, fault: Fault | None = None) -> None:
        """The work on a model ended before it was done: for good, for now, or by a fault."""
        with self._changed:
            self._current = ""
            errand = self._errands.get(name)
            if name in self._unwanted:
                self._unwanted.discard(name)
                self._incoming.discard(name)
                if errand is not None:  # asked for anew meanwhile
                    self._keep(replace(errand, files=()))
            elif fault is not None and errand is not None and errand.state is DownloadState.RUNNING:
                consent = isinstance(fault, ConsentNeeded)
                failed = replace(
                    errand,
                    state=DownloadState.FAILED,
                    message=fault.message,
                    advice=fault.advice,
                    needs_consent=consent,
                )
                try:
                    self._keep(failed)
                except Fault:  # a full disk takes no note either
                    self._errands[name] = failed
            elif errand is not None and not self._stopping:
                self._keep(errand)

    def _keep(self, errand: Errand) -> Errand:
        """Take note of it, with what the thread has found out of its files meanwhile."""
        self._live.pop(errand.name, None)
        if not errand.files:
            kept = self._incoming.find(errand.name)
            if kept is not None and errand.name not in self._unwanted:
                errand = replace(errand, files=kept.files, licence=kept.licence)
        self._errands[errand.name] = self._incoming.save(errand)
        return errand

    def _record(self, request: NetworkRequest) -> None:
        try:
            self._record_request(request)
        except Fault:
            log.warning("A request could not be recorded: %s", request.url, exc_info=True)
        except RuntimeError:
            if self._stopping:  # the library was closed first; the note on the disk is for the next worker
                return
            raise
        self._incoming.note_request(None)
