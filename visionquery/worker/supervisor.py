"""Keeps a worker running: starts it, starts it again with back-off when it dies, and gives up when that is no use.

The window holds one `Supervisor` for its whole life and never sees the processes that come and go behind it. Its
methods return at once. Free of Qt and torch; imports the client and the protocol.
"""

from __future__ import annotations

import itertools
import logging
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass

from visionquery.domain.events import Event, WorkerReady
from visionquery.worker.client import WorkerClient
from visionquery.worker.commands import Command, Search
from visionquery.worker.protocol import (
    CommandFailed,
    Done,
    Message,
    Reply,
    Request,
    SearchDone,
    SearchFailed,
    StartFailed,
    WorkerDown,
    WorkerStart,
)

log = logging.getLogger(__name__)

# Seconds before each restart after a death. A crash on a picture is told apart from others by halving the photos in
# flight, which takes up to eleven deaths that each leave the library further on: those must not count as no use.
BACK_OFF = (0.2, 1.0, 3.0, 10.0, 30.0)
# A worker that lived this long was of use: the next death starts from the shortest back-off again.
LIVED_SECONDS = 20.0
GIVE_UP_AFTER = 16
# A command that was unanswered at this many deaths may be what kills the worker, and is refused.
RESENDS = 2


@dataclass(slots=True)
class _Unanswered:
    request: Request
    deaths: int = 0


class Supervisor:
    """The window's one connection to the worker, whichever process that is at the moment.

    `on_message` gets every reply and event, and `WorkerDown`, on a thread of the supervisor's. Commands that a dying
    worker left unanswered are sent to the next one by themselves, of searches only the newest.
    """

    def __init__(self, start: WorkerStart, on_message: Callable[[Message], None]) -> None:
        self._start = start
        self._on_message = on_message
        self._lock = threading.Lock()
        self._numbers = itertools.count(1)
        self._unanswered: dict[int, _Unanswered] = {}
        self._client: WorkerClient | None = None
        self._stopping = False
        self._started_at = 0.0
        self._deaths = 0
        self._timer: threading.Timer | None = None

    @property
    def pid(self) -> int | None:
        """The process id of the current worker, None while there is none."""
        client = self._client
        return client.pid if client is not None else None

    def start(self) -> None:
        """Start the first worker."""
        self._launch()

    def send(self, command: Command) -> int:
        """Send a command, at once or as soon as there is a worker; returns the number that its reply will carry."""
        request = Request(next(self._numbers), command)
        with self._lock:
            if isinstance(command, Search):
                self._forget_searches()
            self._unanswered[request.number] = _Unanswered(request)
            client = self._client
            if client is not None:
                client.send(request)
        return request.number

    def restart(self) -> None:
        """Try again after the supervisor gave up; does nothing while a worker runs."""
        with self._lock:
            self._deaths = 0
            timer, self._timer = self._timer, None
            running = self._client is not None
        if timer is not None:
            timer.cancel()
        if not running:
            self._launch()

    def stop(self) -> None:
        """Shut the worker down and start no other. Waits for it: some tenths of a second, four seconds at most."""
        with self._lock:
            self._stopping = True
            client, timer = self._client, self._timer
        if timer is not None:
            timer.cancel()
        if client is not None:
            client.stop()

    def _forget_searches(self) -> None:
        for number in [n for n, entry in self._unanswered.items() if isinstance(entry.request.command, Search)]:
            del self._unanswered[number]

    def _launch(self) -> None:
        with self._lock:
            if self._stopping or self._client is not None:
                return
            self._timer = None
            client = WorkerClient(self._start, self._received, self._exited)
            self._client = client
            self._started_at = time.monotonic()
            try:
                client.start()
            except OSError as error:
                self._client = None
                failure = StartFailed(
                    f"The background worker cannot be started ({error.strerror or error}).",
                    "Close other programs and try again.",
                    retry=True,
                )
            else:
                for entry in self._unanswered.values():
                    client.send(entry.request)
                return
        self._exited(1, failure)

    def _received(self, message: Reply | Event) -> None:
        if isinstance(message, SearchDone | SearchFailed | Done | CommandFailed):
            with self._lock:
                self._unanswered.pop(message.number, None)
        elif isinstance(message, WorkerReady):
            log.info("Worker ready: %s on %s", message.model, message.device)
        self._on_message(message)

    def _exited(self, exit_code: int, failure: StartFailed | None) -> None:
        with self._lock:
            self._client = None
            if self._stopping:
                return
            lived = time.monotonic() - self._started_at
            self._deaths = 1 if lived > LIVED_SECONDS else self._deaths + 1
            refused = self._overdue() if failure is None else []
            delay: float | None = BACK_OFF[min(self._deaths, len(BACK_OFF)) - 1]
            if self._deaths >= GIVE_UP_AFTER or (failure is not None and not failure.retry):
                delay = None
            if delay is not None:
                self._timer = threading.Timer(delay, self._launch)
                self._timer.daemon = True
                self._timer.start()
        log.warning("The worker ended with code %d after %.1f s (death %d)", exit_code, lived, self._deaths)
        for request in refused:
            self._on_message(_refusal(request))
        self._on_message(self._obituary(exit_code, failure, delay))

    def _overdue(self) -> list[Request]:
        """Count a death for every unanswered command; take out and return those that had their share."""
        for entry in self._unanswered.values():
            entry.deaths += 1
        overdue = [entry.request for entry in self._unanswered.values() if entry.deaths >= RESENDS]
        for request in overdue:
            del self._unanswered[request.number]
        return overdue

    @staticmethod
    def _obituary(exit_code: int, failure: StartFailed | None, delay: float | None) -> WorkerDown:
        if failure is not None:
            return WorkerDown(failure.message, failure.advice, delay)
        if delay is None:
            return WorkerDown(
                "The background worker keeps dying and is not started again.",
                "Searching and indexing stand still. Restart VisionQuery; `visionquery doctor` says more.",
            )
        cause = "was ended by the system" if exit_code < 0 else "ended unexpectedly"
        return WorkerDown(f"The background worker {cause}; it starts again.", "", delay)


def _refusal(request: Request) -> CommandFailed | SearchFailed:
    """The answer to a command that no worker survived."""
    message, advice = "The background worker died twice over this.", "The log says more."
    if isinstance(request.command, Search):
        return SearchFailed(request.number, request.command.generation, message, advice)
    return CommandFailed(request.number, message, advice)
