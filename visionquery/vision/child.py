"""One decoder process seen from its parent: its pipe, its limits, its end. Loads no image library; torch-free, Qt-free.

Used by the one thread that owns it; `kill` by any thread. What is asked and answered is up to the classes made of it:
`DecoderChild` reads pictures for the library, `ViewingChild` for the window.
"""

from __future__ import annotations

import multiprocessing
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess
from typing import Any

from visionquery.domain.errors import BadFile, FailureKind, Fault
from visionquery.vision.child_settling import CLOCK_FACTOR, OUT_OF_MEMORY
from visionquery.vision.decoding.limits import ReadLimits

_START_SECONDS = 120.0
_WATCH_SECONDS = 0.5


class ChildDiedError(Exception):
    """The process ended without an answer."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class Child:
    """A spawned process that runs `target(far end of the pipe, limits, *args)`, and the near end of its pipe."""

    watch_seconds = _WATCH_SECONDS

    def __init__(self, name: str, target: Callable[..., None], limits: ReadLimits, *args: Any) -> None:
        self._limits = limits
        context = multiprocessing.get_context("spawn")
        near, far = context.Pipe(duplex=True)
        self._pipe: Connection = near
        self._process: SpawnProcess = context.Process(target=target, args=(far, limits, *args), name=name, daemon=True)
        try:
            self._process.start()
        except OSError as error:
            near.close()
            raise Fault("No more processes can be started.", "Close other programs.") from error
        finally:
            far.close()  # so that the child's end is the only one, and its death is seen here
        self._idle_bytes = 0
        self._began = 0.0

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
        """Wait for the process to have loaded its libraries. Raises `ChildDiedError`."""
        try:
            if not self._pipe.poll(_START_SECONDS):
                self.kill()
            self._pipe.recv()
        except (EOFError, OSError) as error:
            raise self._death() from error
        self._idle_bytes = self._resident_bytes()

    def _start_clock(self) -> None:
        """What is answered next is measured from now on."""
        self._began = time.monotonic()

    def _wait_for_answer(self) -> None:
        """Until the answer arrives, or a limit is broken: the time limit is one of processor time, because a busy
        computer is no fault of the picture, and of three times as much on the clock."""
        processor_at_first: float | None = None
        while not self._pipe.poll(min(self.watch_seconds, self._limits.seconds)):
            self._look_around()
            elapsed, processor = time.monotonic() - self._began, self._processor_seconds()
            if processor_at_first is None:
                processor_at_first = processor
            if max(processor - processor_at_first, elapsed / CLOCK_FACTOR) >= self._limits.seconds:
                self.kill()
                raise BadFile(
                    FailureKind.TIMEOUT, f"Reading the picture took longer than {self._limits.seconds:.0f} seconds."
                )
            if self._resident_bytes() - self._idle_bytes > self._limits.megabytes << 20:
                self.kill()
                raise BadFile(FailureKind.OUT_OF_MEMORY, OUT_OF_MEMORY)

    def _look_around(self) -> None:
        """Called now and then while an answer is waited for; may raise to end the waiting."""

    def _processor_seconds(self) -> float:
        import psutil  # 15 ms that the window saves at its start

        try:
            times = psutil.Process(self.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def _resident_bytes(self) -> int:
        import psutil

        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def _death(self) -> ChildDiedError:
        self._process.join(timeout=1.0)
        return ChildDiedError(self._process.exitcode)
