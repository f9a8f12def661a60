"""A pool of decoder processes: pictures are decoded where a crash, a hang or greed for memory costs one picture.

Owned by the worker's pipeline. Each child is a spawned process with a pipe of its own, served by one thread here that
hands it paths, waits for the answers within the limits, and replaces it when it dies. Torch-free and Qt-free.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import threading
from collections import deque
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from dataclasses import dataclass

from visionquery.domain.errors import BadFile, FailureKind, Fault
from visionquery.vision.child import ChildDiedError
from visionquery.vision.child_settling import OUT_OF_MEMORY
from visionquery.vision.decoder_child import DecoderChild
from visionquery.vision.decoding.limits import ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import ReadResult

log = logging.getLogger(__name__)

_AHEAD = 2
"""Paths that a child holds: the one it reads and the next, so that it never waits for this process to wake up."""

_ATTEMPTS = 2
"""A picture whose decoder died is tried once more in a new one: it may have been killed for something else, by the
system when memory ran out or by whoever ended the whole program."""


@dataclass(slots=True)
class _Job:
    path: str
    preprocessing: Preprocessing
    future: Future[ReadResult]
    deaths: int = 0


class DecoderPool:
    """Decodes pictures in `workers` processes at once, for models with this `preprocessing` or any other.

    Nothing is buffered beyond the results of futures that nobody has taken: whoever submits bounds how many there
    are. `close` is safe to call at any time and more than once. `prepare` is called on a thread before it starts a
    process, which inherits what the system lets a thread hand on.
    """

    def __init__(
        self,
        workers: int,
        limits: ReadLimits,
        preprocessing: Preprocessing,
        *,
        background: bool = True,
        prepare: Callable[[], object] | None = None,
    ) -> None:
        self._workers = workers
        self._limits = limits
        self._preprocessing = preprocessing
        self._background = background
        self._prepare = prepare
        self._jobs: deque[_Job] = deque()
        self._threads: dict[int, threading.Thread] = {}
        self._children: dict[int, DecoderChild] = {}
        self._outdated: set[DecoderChild] = set()
        self._lock = threading.Lock()
        self._changed = threading.Condition(self._lock)
        self._closed = False

    def start(self) -> None:
        """Start the processes; returns at once, pictures submitted meanwhile wait for them."""
        with self._lock:  # a pool may be closed by another thread at this very moment
            if not self._closed:
                self._start_threads()

    def configure(
        self, *, workers: int | None = None, limits: ReadLimits | None = None, background: bool | None = None
    ) -> None:
        """Change the number of processes, what a picture may cost, or whether they give way to other programs.

        Returns at once. Pictures that are being read are finished as they were begun; each process is replaced
        before the next one that it would get, since neither its limits nor its priority can be raised again.
        """
        with self._changed:
            if limits not in (None, self._limits) or background not in (None, self._background):
                self._limits = limits or self._limits
                self._background = self._background if background is None else background
                self._outdated.update(self._children.values())
            self._workers = workers or self._workers
            if self._threads and not self._closed:
                self._start_threads()
            self._changed.notify_all()

    def renew(self) -> None:
        """Replace every process before the next picture that it would get."""
        with self._lock:
            self._outdated.update(self._children.values())

    def submit(self, path: str, preprocessing: Preprocessing | None = None) -> Future[ReadResult]:
        """Read the picture at `path`, and prepare it for a model that wants another `preprocessing`.

        The future raises `BadFile` where the picture is at fault (also TIMEOUT, OUT_OF_MEMORY and CRASHED, after its
        process was replaced), `Fault` where no process can be started, `CancelledError` where the pool was closed.
        """
        future: Future[ReadResult] = Future()
        with self._lock:
            if self._closed:
                future.cancel()
                return future
            self._jobs.append(_Job(path, preprocessing or self._preprocessing, future))
            self._changed.notify()
        return future

    def pids(self) -> list[int]:
        """Process ids of the children that are alive."""
        with self._lock:
            return [child.pid for child in self._children.values() if child.is_alive()]

    def close(self) -> None:
        """Kill the processes and cancel what is not done. Returns within seconds, whatever they were doing."""
        with self._changed:
            self._closed = True
            children = list(self._children.values())
            waiting = list(self._jobs)
            self._jobs.clear()
            threads = list(self._threads.values())
            self._changed.notify_all()
        for job in waiting:
            job.future.cancel()
        for child in children:
            child.kill()
        for thread in threads:
            thread.join(timeout=5.0)

    def _start_threads(self) -> None:
        for slot in range(self._workers):
            if slot not in self._threads:
                thread = threading.Thread(target=self._serve, args=(slot,), name=f"decoder-{slot}", daemon=True)
                self._threads[slot] = thread
                thread.start()

    def _serve(self, slot: int) -> None:
        """One thread: the jobs of one child after another in `slot`."""
        with contextlib.suppress(Fault, CancelledError):
            self._child(slot)  # warmed up before the first job; a failure is told to whoever submits one
        held: deque[_Job] = deque()
        while self._take(slot, held):
            job = held[0]
            try:
                current = self._child(slot)
                # One that is to be replaced gets nothing more than what it holds.
                for waiting in [] if self._is_outdated(current) and current.holding else list(held)[current.holding :]:
                    current.send(waiting.path, waiting.preprocessing)
                result = current.receive()
            except ChildDiedError as death:
                self._discard(slot)
                self._bury(held, death.exit_code)
            except BadFile as error:
                held.popleft().future.set_exception(error)
            except Exception as error:  # noqa: BLE001 - it belongs to those who wait for the futures
                for waiting in held:
                    waiting.future.set_exception(error)
                held.clear()
                self._discard(slot)
            else:
                held.popleft()
                job.future.set_result(result)
        with self._lock:
            child = self._forget_child(slot)
            del self._threads[slot]
            if not self._closed:
                self._start_threads()  # the pool may have grown again meanwhile
        if child is not None:
            child.kill()

    def _take(self, slot: int, held: deque[_Job]) -> bool:
        """Take jobs until the child has enough of them, waiting only where it has none. False at the end."""
        with self._changed:
            while not self._closed:
                if slot >= self._workers and not held:
                    return False
                while self._jobs and len(held) < _AHEAD and slot < self._workers:
                    job = self._jobs.popleft()
                    if job.future.set_running_or_notify_cancel():
                        held.append(job)
                if held:
                    return True
                self._changed.wait()
        return bool(held)

    def _bury(self, held: deque[_Job], exit_code: int | None) -> None:
        """Decide on the picture that a child died over; those behind it are given to the next child."""
        if self._closed:
            for job in held:
                job.future.set_exception(CancelledError())
            held.clear()
            return
        job = held[0]
        log.warning("a decoder died (exit code %s) while it read %r", exit_code, job.path)
        job.deaths += 1
        if job.deaths < _ATTEMPTS:
            return
        held.popleft()
        if exit_code == -getattr(signal, "SIGKILL", 9):
            # Nobody here killed it: the system does when memory runs out.
            job.future.set_exception(BadFile(FailureKind.OUT_OF_MEMORY, OUT_OF_MEMORY))
        else:
            job.future.set_exception(BadFile(FailureKind.CRASHED, "The decoder crashed on this picture."))

    def _child(self, slot: int) -> DecoderChild:
        """The slot's child, a new one where there is none or it died. Raises `Fault` or `CancelledError`."""
        child = self._children.get(slot)
        if child is not None and child.is_alive() and (child.holding or not self._is_outdated(child)):
            return child
        self._discard(slot)
        if self._prepare is not None:
            self._prepare()
        with self._lock:
            if self._closed:
                raise CancelledError
            child = self._children[slot] = DecoderChild(self._limits, self._background)
        try:
            child.wait_until_ready()
        except ChildDiedError as death:
            self._discard(slot)
            if self._closed:
                raise CancelledError from death
            log.exception("a decoder died at its start (exit code %s)", death.exit_code)
            raise Fault(
                "The picture decoder could not be started.", "See the log; close other programs if memory is short."
            ) from death
        return child

    def _is_outdated(self, child: DecoderChild) -> bool:
        with self._lock:
            return child in self._outdated

    def _discard(self, slot: int) -> None:
        with self._lock:
            child = self._forget_child(slot)
        if child is not None:
            child.kill()

    def _forget_child(self, slot: int) -> DecoderChild | None:
        child = self._children.pop(slot, None)
        if child is not None:
            self._outdated.discard(child)
        return child
