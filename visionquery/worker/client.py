"""One worker process as seen from the window: start it, send it commands, hear its messages, stop it.

No call here blocks on the worker: commands go into a queue that a sender thread writes to the pipe, and messages
arrive on a receiver thread. Used by the supervisor; free of Qt and torch, imports the protocol only.
"""

from __future__ import annotations

import atexit
import logging
import multiprocessing
import queue
import threading
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

from visionquery.domain.events import Event
from visionquery.worker.commands import Shutdown
from visionquery.worker.process import run_worker
from visionquery.worker.protocol import Reply, Request, StartFailed, WorkerStart

log = logging.getLogger(__name__)

# What a person who quits is promised. A worker that is not gone by then is killed: what it has committed stays.
STOP_SECONDS = 2.0


class WorkerClient:
    """A worker process, from its start to its end. It is started once; the supervisor makes a new one for a restart.

    `on_message` gets every reply and event, on the receiver thread. `on_exit` gets the exit code and, where the
    worker could still tell why it cannot start, its `StartFailed`; it is called once, last, on the receiver thread,
    also after `stop()`.
    """

    def __init__(
        self,
        start: WorkerStart,
        on_message: Callable[[Reply | Event], None],
        on_exit: Callable[[int, StartFailed | None], None],
    ) -> None:
        self._start = start
        self._on_message = on_message
        self._on_exit = on_exit
        self._outgoing: queue.SimpleQueue[Request | None] = queue.SimpleQueue()
        self._process: SpawnProcess | None = None
        self._connection: Connection | None = None
        self._receiver: threading.Thread | None = None
        self._exited = threading.Event()

    @property
    def pid(self) -> int | None:
        """The worker's process id once it was started."""
        return self._process.pid if self._process is not None else None

    def start(self) -> None:
        """Start the process and the two threads. Takes some tens of milliseconds (a `fork` and `exec`)."""
        context = multiprocessing.get_context("spawn")
        ours, theirs = context.Pipe(duplex=True)
        # Not daemonic: it has children of its own (the decoders), which multiprocessing forbids to daemons.
        self._process = context.Process(target=run_worker, args=(self._start, theirs), name="visionquery-worker")
        self._process.start()
        theirs.close()
        self._connection = ours
        # Runs before multiprocessing's own exit handler, which would wait for the worker for ever.
        atexit.register(self.stop)
        threading.Thread(target=self._send_all, name="worker-sender", daemon=True).start()
        self._receiver = threading.Thread(target=self._receive_all, name="worker-receiver", daemon=True)
        self._receiver.start()

    def send(self, request: Request) -> None:
        """Queue a command. Returns at once; what a dead worker can no longer read is dropped."""
        self._outgoing.put(request)

    def stop(self, timeout: float = STOP_SECONDS) -> None:
        """Ask the worker to shut down and wait for it; kill it when it takes longer than `timeout` seconds."""
        atexit.unregister(self.stop)
        if self._process is None or self._exited.is_set():
            return
        self._outgoing.put(Request(0, Shutdown()))
        self._outgoing.put(None)
        if not self._exited.wait(timeout):
            log.warning("The worker did not stop in %.0f s: killed", timeout)
            self._process.kill()
        if threading.current_thread() is not self._receiver:
            self._exited.wait(timeout)

    def kill(self) -> None:
        """End the process at once, as a crash would. For tests and for a worker that no longer answers."""
        if self._process is not None:
            self._process.kill()

    def _send_all(self) -> None:
        assert self._connection is not None
        while (request := self._outgoing.get()) is not None:
            try:
                self._connection.send(request)
            except (OSError, ValueError):
                return  # The worker is gone; the receiver tells.

    def _receive_all(self) -> None:
        assert self._connection is not None
        assert self._process is not None
        failure: StartFailed | None = None
        while True:
            try:
                message = self._connection.recv()
            except (EOFError, OSError):
                break
            if isinstance(message, StartFailed):
                failure = message
                continue
            try:
                self._on_message(message)
            except Exception:
                log.exception("A worker message was not handled: %r", type(message))
        self._process.join(STOP_SECONDS)
        if self._process.exitcode is None:
            self._process.kill()
            self._process.join()
        self._outgoing.put(None)
        self._connection.close()
        self._exited.set()
        self._on_exit(self._process.exitcode or 0, failure)
