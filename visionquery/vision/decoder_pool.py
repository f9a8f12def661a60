"""A pool of decoder processes: pictures are decoded where a crash, a hang or greed for memory costs one picture.

Owned by the worker's pipeline. Each child is a spawned process with a pipe of its own, served by one thread here that
hands it a path, waits for the answer within the limits, and replaces it when it dies. Torch-free and Qt-free.
"""

from __future__ import annotations

import contextlib
import logging
import multiprocessing
import queue
import signal
import threading
import time
from concurrent.futures import CancelledError, Future
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import numpy as np
import psutil

from visionquery.domain.errors import BadFile, FailureKind, Fault
from visionquery.vision.decoder_process import OUT_OF_MEMORY, serve
from visionquery.vision.decoding.limits import ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import ReadResult

log = logging.getLogger(__name__)

_START_SECONDS = 120.0
_WATCH_SECONDS = 0.5
_ATTEMPTS = 2
"""A picture whose decoder died is tried once more in a new one: it may have been killed for something else, by the
system when memory ran out or by whoever ended the whole program."""

_Job = tuple["Future[ReadResult]", str]


class DecoderPool:
    """Decodes pictures in `workers` processes at once.

    Nothing is buffered beyond the results of futures that nobody has taken: whoever submits bounds how many there
    are. `close` is safe to call at any time and more than once.
    """

    def __init__(
        self, workers: int, limits: ReadLimits, preprocessing: Preprocessing, *, background: bool = True
    ) -> None:
        self._workers = workers
        self._limits = limits
        self._preprocessing = preprocessing
        self._background = background
        self._jobs: queue.SimpleQueue[_Job | None] = queue.SimpleQueue()
        self._threads: list[threading.Thread] = []
        self._children: dict[int, _Child] = {}
        self._lock = threading.Lock()
        self._closed = False

    def start(self) -> None:
        """Start the processes; returns at once, pictures submitted meanwhile wait for them."""
        for slot in range(self._workers):
            thread = threading.Thread(target=self._serve, args=(slot,), name=f"decoder-{slot}", daemon=True)
            self._threads.append(thread)
            thread.start()

    def submit(self, path: str) -> Future[ReadResult]:
        """Read the picture at `path`.

        The future raises `BadFile` where the picture is at fault (also TIMEOUT, OUT_OF_MEMORY and CRASHED, after its
        process was replaced), `Fault` where no process can be started, `CancelledError` where the pool was closed.
        """
        future: Future[ReadResult] = Future()
        with self._lock:
            if self._closed:
                future.cancel()
                return future
            self._jobs.put((future, path))
        return future

    def pids(self) -> list[int]:
        """Process ids of the children that are alive."""
        with self._lock:
            return [child.pid for child in self._children.values() if child.is_alive()]

    def close(self) -> None:
        """Kill the processes and cancel what is not done. Returns within seconds, whatever they were doing."""
        with self._lock:
            self._closed = True
            children = list(self._children.values())
        with contextlib.suppress(queue.Empty):
            while True:
                job = self._jobs.get_nowait()
                if job is not None:
                    job[0].cancel()
        for _ in self._threads:
            self._jobs.put(None)
        for child in children:
            child.kill()
        for thread in self._threads:
            thread.join(timeout=5.0)
        self._threads.clear()

    def _serve(self, slot: int) -> None:
        """One thread: the jobs of one child after another in `slot`."""
        with contextlib.suppress(Fault):
            self._child(slot)  # warmed up before the first job; a failure is told to whoever submits one
        while (job := self._jobs.get()) is not None:
            future, path = job
            if not future.set_running_or_notify_cancel():
                continue
            try:
                result = self._read(slot, path)
            except BaseException as error:  # noqa: BLE001 - it belongs to whoever waits for the future
                future.set_exception(CancelledError() if self._closed else error)
            else:
                future.set_result(result)
        self._discard(slot)

    def _read(self, slot: int, path: str) -> ReadResult:
        exit_code: int | None = None
        for _ in range(_ATTEMPTS):
            child = self._child(slot)
            try:
                return child.ask(path)
            except _ChildDiedError as death:
                exit_code = death.exit_code
                self._discard(slot)
                if self._closed:
                    raise CancelledError from None
                log.warning("a decoder died (exit code %s) while it read %r", exit_code, path)
            except BadFile as error:
                if not child.is_alive():
                    self._discard(slot)
                raise error from None
        if exit_code == -getattr(signal, "SIGKILL", 9):
            # Nobody here killed it: the system does when memory runs out.
            raise BadFile(FailureKind.OUT_OF_MEMORY, OUT_OF_MEMORY)
        raise BadFile(FailureKind.CRASHED, "The decoder crashed on this picture.")

    def _child(self, slot: int) -> _Child:
        """The slot's child, a new one where there is none or it died. Raises `Fault`."""
        child = self._children.get(slot)
        if child is not None and child.is_alive():
            return child
        self._discard(slot)
        with self._lock:
            if self._closed:
                raise CancelledError
            child = self._children[slot] = _Child(self._limits, self._preprocessing, self._background)
        try:
            child.wait_until_ready()
        except _ChildDiedError as death:
            self._discard(slot)
            log.exception("a decoder died at its start (exit code %s)", death.exit_code)
            raise Fault(
                "The picture decoder could not be started.", "See the log; close other programs if memory is short."
            ) from death
        return child

    def _discard(self, slot: int) -> None:
        with self._lock:
            child = self._children.pop(slot, None)
        if child is not None:
            child.kill()


class _ChildDiedError(Exception):
    """The process ended without an answer."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class _Child:
    """One decoder process and the near end of its pipe. Used by one thread; `kill` by any."""

    def __init__(self, limits: ReadLimits, preprocessing: Preprocessing, background: bool) -> None:
        self._limits = limits
        context = multiprocessing.get_context("spawn")
        near, far = context.Pipe(duplex=True)
        self._pipe: Connection = near
        self._process: SpawnProcess = context.Process(
            target=serve, args=(far, limits, preprocessing, background), name="visionquery-decoder", daemon=True
        )
        try:
            self._process.start()
        except OSError as error:
            near.close()
            raise Fault("No more processes can be started.", "Close other programs.") from error
        finally:
            far.close()  # so that the child's end is the only one, and its death is seen here
        self._idle_bytes = 0

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    def is_alive(self) -> bool:
        return self._process.is_alive()

    def kill(self) -> None:
        """End the process. One that hangs in the kernel (a dead network drive) is left to the system."""
        self._process.kill()
        self._process.join(timeout=1.0)

    def wait_until_ready(self) -> None:
        """Wait for the process to have loaded its libraries. Raises `_ChildDiedError`."""
        try:
            if not self._pipe.poll(_START_SECONDS):
                self.kill()
            self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._death() from error
        self._idle_bytes = self._resident_bytes()

    def ask(self, path: str) -> ReadResult:
        """The answer for `path`. Raises `BadFile` (the process killed where it broke a limit) or `_ChildDiedError`."""
        try:
            self._pipe.send(path)
            self._wait_for_answer()
            answer = self._pipe.recv()
            if isinstance(answer, BadFile):
                raise answer
            if isinstance(answer, str):
                log.error("reading %r failed on a bug:\n%s", path, answer)
                raise BadFile(FailureKind.CRASHED, f"Reading this picture failed: {answer.strip().splitlines()[-1]}")
            result, shape = answer
            pixels = np.empty(shape, dtype=np.uint8)
            self._pipe.recv_bytes_into(pixels.reshape(-1).data)
        except (EOFError, OSError) as error:
            raise self._death() from error
        return ReadResult(
            result.content_hash,
            result.size,
            result.mtime_ns,
            result.file_id,
            result.metadata,
            result.thumbnail,
            pixels,
            result.note,
        )

    def _wait_for_answer(self) -> None:
        deadline = time.monotonic() + self._limits.seconds
        while not self._pipe.poll(max(0.0, min(_WATCH_SECONDS, deadline - time.monotonic()))):
            if time.monotonic() >= deadline:
                self.kill()
                raise BadFile(
                    FailureKind.TIMEOUT, f"Reading the picture took longer than {self._limits.seconds:.0f} seconds."
                )
            if self._resident_bytes() - self._idle_bytes > self._limits.megabytes << 20:
                self.kill()
                raise BadFile(FailureKind.OUT_OF_MEMORY, OUT_OF_MEMORY)

    def _resident_bytes(self) -> int:
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def _death(self) -> _ChildDiedError:
        self._process.join(timeout=1.0)
        return _ChildDiedError(self._process.exitcode)
