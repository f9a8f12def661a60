"""Between the worker's threads and the window: the only place where the two meet.

Commands leave the main thread through one thread that may wait for the supervisor; messages arrive on the
supervisor's threads and become Qt signals, which are delivered on the main thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass

from PySide6.QtCore import QObject, Qt, Signal, Slot

from visionquery.domain.events import (
    FaultRaised,
    FoldersChanged,
    ModelsChanged,
    PhotosChanged,
    Progress,
    SearchesChanged,
    UpdateChecked,
    WorkerReady,
)
from visionquery.worker.commands import Command, Search
from visionquery.worker.protocol import CommandFailed, Done, Message, SearchDone, SearchFailed, WorkerDown, WorkerStart
from visionquery.worker.supervisor import Supervisor

log = logging.getLogger(__name__)

OnDone = Callable[[object], None]
OnFailed = Callable[[str, str], None]


@dataclass(frozen=True, slots=True)
class _Waiting:
    done: OnDone | None
    failed: OnFailed | None


class WorkerBridge(QObject):
    """The worker as the window's widgets see it. Every method returns at once, `stop` apart."""

    answered = Signal(object)  # SearchDone
    search_failed = Signal(object)  # SearchFailed
    progress = Signal(object)  # Progress
    photos_changed = Signal(object)  # PhotosChanged
    folders_changed = Signal()
    searches_changed = Signal()
    models_changed = Signal(object)  # tuple[ModelStatus, ...]
    update_checked = Signal(object)  # UpdateChecked
    fault = Signal(str, str)  # message, advice
    ready = Signal(object)  # WorkerReady
    down = Signal(object)  # WorkerDown
    _arrived = Signal(object)

    def __init__(self, start: WorkerStart, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._supervisor = Supervisor(start, self._received)
        self._sender = ThreadPoolExecutor(1, thread_name_prefix="worker-commands")
        self._lock = threading.Lock()
        self._waiting: dict[int, _Waiting] = {}
        self._stopped = False
        self._arrived.connect(self._deliver, Qt.ConnectionType.QueuedConnection)

    @property
    def worker_pid(self) -> int | None:
        """The worker's process id, None while there is none."""
        return self._supervisor.pid

    def start(self) -> None:
        """Start the worker."""
        self._sender.submit(self._guarded, self._supervisor.start)

    def restart(self) -> None:
        """Start the worker again after it was given up."""
        self._sender.submit(self._guarded, self._supervisor.restart)

    def send(self, command: Command, done: OnDone | None = None, failed: OnFailed | None = None) -> None:
        """Send a command; `done(value)` or `failed(message, advice)` is called on the main thread.

        Without `failed` a refusal is told as `fault`. A `Search` answers by `answered` and `search_failed`.
        """
        if not self._stopped:
            self._sender.submit(self._guarded, lambda: self._send(command, _Waiting(done, failed)))

    def stop(self) -> None:
        """Shut the worker down and wait for it (tenths of a second, four seconds at most)."""
        if self._stopped:
            return
        self._stopped = True
        self._sender.shutdown(wait=True, cancel_futures=True)
        self._supervisor.stop()

    def _send(self, command: Command, waiting: _Waiting) -> None:
        # Held over the sending, so that a reply cannot overtake the note of who waits for it.
        with self._lock:
            number = self._supervisor.send(command)
            if not isinstance(command, Search):
                self._waiting[number] = waiting

    @staticmethod
    def _guarded(call: Callable[[], None]) -> None:
        try:
            call()
        except Exception:
            log.exception("A command could not be handed to the worker")

    def _received(self, message: Message) -> None:
        """On a thread of the supervisor's."""
        waiting = None
        if isinstance(message, Done | CommandFailed):
            with self._lock:
                waiting = self._waiting.pop(message.number, None)
        if not self._stopped:
            self._arrived.emit((message, waiting))

    @Slot(object)
    def _deliver(self, arrived: tuple[Message, _Waiting | None]) -> None:
        if self._stopped:
            return
        message, waiting = arrived
        match message:
            case Done():
                if waiting is not None and waiting.done is not None:
                    waiting.done(message.value)
            case CommandFailed():
                if waiting is not None and waiting.failed is not None:
                    waiting.failed(message.message, message.advice)
                else:
                    self.fault.emit(message.message, message.advice)
            case SearchDone():
                self.answered.emit(message)
            case SearchFailed():
                self.search_failed.emit(message)
            case Progress():
                self.progress.emit(message)
            case PhotosChanged():
                self.photos_changed.emit(message)
            case FoldersChanged():
                self.folders_changed.emit()
            case SearchesChanged():
                self.searches_changed.emit()
            case ModelsChanged():
                self.models_changed.emit(message.models)
            case UpdateChecked():
                self.update_checked.emit(message)
            case FaultRaised():
                self.fault.emit(message.message, message.advice)
            case WorkerReady():
                self.ready.emit(message)
            case WorkerDown():
                self.down.emit(message)
