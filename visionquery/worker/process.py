"""The worker process's own main: wires a `WorkerCore` to the pipe, and leaves within two seconds when told to.

Main thread: waits for the end. Reader thread: takes requests from the pipe. Command thread and search thread: carry
them out, so that a search never waits behind a slow command. Writer thread: the pipe's other direction, so that a
window that is slow to read holds up nothing. Everything heavy is imported inside `run_worker`, because the window
imports this module to name the function that it starts.
"""

from __future__ import annotations

import logging
import os
import queue
import signal
import threading
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING, Any

from visionquery.domain.errors import Fault, LibraryBusy, StorageFull
from visionquery.worker.commands import Search, Shutdown
from visionquery.worker.dispatch import carry_out
from visionquery.worker.protocol import CommandFailed, Done, Request, SearchDone, SearchFailed, StartFailed, WorkerStart

if TYPE_CHECKING:
    from types import FrameType

    from visionquery.worker.core import WorkerCore

log = logging.getLogger(__name__)

# Of the two seconds after Shutdown: time for the pipeline to commit and let go, the rest is for closing the files.
STOP_SECONDS = 1.2
# Of the two seconds: how long a start that goes on is waited for.
START_SECONDS = 0.6
BUG_EXIT_CODE = 70


def run_worker(start: WorkerStart, connection: Connection) -> None:
    """Run until Shutdown, SIGTERM, or the other end of the pipe closes. Does not return: it ends the process."""
    from visionquery.system import crashes, logs
    from visionquery.system.paths import data_paths

    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C in a terminal reaches the whole group; the parent decides.
    paths = data_paths(start.data_dir)
    logs.configure(paths.log_dir, "worker", verbose=start.verbose)
    crashes.keep_reports(paths.log_dir, "worker")
    session = _Session(connection)
    signal.signal(signal.SIGTERM, session.terminate)
    code = session.run(start)
    logging.shutdown()
    # Threads inside torch or a scan cannot be interrupted; everything that matters is committed.
    os._exit(code)


class _Session:
    """One worker's conversation with its window."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection
        self._outgoing: queue.SimpleQueue[Any] = queue.SimpleQueue()
        self._commands: queue.SimpleQueue[Request] = queue.SimpleQueue()
        self._search: Request | None = None
        self._search_asked = threading.Condition()
        self._ended = threading.Event()
        self._exit_code = 0
        self._written = threading.Event()
        self._started = threading.Event()

    def terminate(self, _signal: int, _frame: FrameType | None) -> None:
        self._ended.set()

    def run(self, start: WorkerStart) -> int:
        threading.excepthook = self._bug
        threading.Thread(target=self._write_all, name="writer", daemon=True).start()
        threading.Thread(target=self._read_all, name="reader", daemon=True).start()
        threading.Thread(target=self._leave_while_starting, name="leaving", daemon=True).start()
        core = self._start_core(start)
        self._started.set()
        if core is not None:
            threading.Thread(target=self._carry_out_all, args=(core,), name="commands", daemon=True).start()
            threading.Thread(target=self._answer_all, args=(core,), name="search", daemon=True).start()
            self._wait()
            core.stop(STOP_SECONDS)
        self._outgoing.put(None)
        self._written.wait(0.3)
        return self._exit_code

    def _leave_while_starting(self) -> None:
        """Told to leave before the work began: there is nothing to commit, and what a start writes is written whole."""
        self._ended.wait()
        if not self._started.wait(START_SECONDS):
            logging.shutdown()
            os._exit(self._exit_code)

    def _wait(self) -> None:
        # In slices: a signal handler only runs between the main thread's waits on some systems.
        while not self._ended.wait(1.0):
            pass

    def _start_core(self, start: WorkerStart) -> WorkerCore | None:
        from visionquery.system.paths import data_paths
        from visionquery.worker.core import WorkerCore

        core = WorkerCore(data_paths(start.data_dir), self._outgoing.put)
        try:
            core.start(watch=start.watch)
        except Fault as fault:
            log.warning("Cannot start: %s", fault)
            retry = isinstance(fault, LibraryBusy | StorageFull)
            self._outgoing.put(StartFailed(fault.message, fault.advice, retry))
            self._exit_code = 1
            return None
        return core

    def _bug(self, args: threading.ExceptHookArgs) -> None:
        """A thread ended with a bug: log it and leave; the supervisor starts a fresh worker."""
        if args.exc_type is SystemExit:
            return
        name = args.thread.name if args.thread is not None else "?"
        log.critical(
            "Bug in thread %s", name, exc_info=(args.exc_type, args.exc_value or args.exc_type(), args.exc_traceback)
        )
        self._exit_code = BUG_EXIT_CODE
        self._ended.set()

    def _write_all(self) -> None:
        try:
            while (message := self._outgoing.get()) is not None:
                self._connection.send(message)
        except (OSError, ValueError):
            self._ended.set()
        finally:
            self._written.set()

    def _read_all(self) -> None:
        while True:
            try:
                request: Request = self._connection.recv()
            except (EOFError, OSError):
                self._ended.set()
                return
            if isinstance(request.command, Shutdown):
                self._ended.set()
                return
            if isinstance(request.command, Search):
                with self._search_asked:
                    self._search = request
                    self._search_asked.notify()
            else:
                self._commands.put(request)

    def _answer_all(self, core: WorkerCore) -> None:
        while True:
            with self._search_asked:
                while self._search is None:
                    self._search_asked.wait()
                request, self._search = self._search, None
            command = request.command
            assert isinstance(command, Search)
            try:
                answer = core.search(command.query)
            except Fault as fault:
                self._outgoing.put(SearchFailed(request.number, command.generation, fault.message, fault.advice))
            else:
                self._outgoing.put(SearchDone(request.number, command.generation, answer))

    def _carry_out_all(self, core: WorkerCore) -> None:
        while True:
            request = self._commands.get()
            try:
                value = carry_out(core, request.command)
            except Fault as fault:
                self._outgoing.put(CommandFailed(request.number, fault.message, fault.advice))
            else:
                self._outgoing.put(Done(request.number, value))
