"""One decoder process seen from the worker: its pipe, its limits, its end. Torch-free and Qt-free.

Used by the one thread of the pool that owns it; `kill` by any thread.
"""

from __future__ import annotations

import logging
import multiprocessing
import time
from collections import deque
from dataclasses import replace
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import numpy as np
import psutil

from visionquery.domain.errors import BadFile, FailureKind, Fault
from visionquery.vision.decoder_process import CLOCK_FACTOR, OUT_OF_MEMORY, serve
from visionquery.vision.decoding.limits import ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import ReadResult

log = logging.getLogger(__name__)

_START_SECONDS = 120.0
_WATCH_SECONDS = 0.5


class ChildDiedError(Exception):
    """The process ended without an answer."""

    def __init__(self, exit_code: int | None) -> None:
        super().__init__(exit_code)
        self.exit_code = exit_code


class DecoderChild:
    """One decoder process and the near end of its pipe."""

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
        self._sent: deque[str] = deque()
        self._began = 0.0

    @property
    def pid(self) -> int:
        return self._process.pid or 0

    @property
    def holding(self) -> int:
        """How many paths were sent whose answers were not received."""
        return len(self._sent)

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

    def send(self, path: str) -> None:
        """Have `path` read after those that were sent before. Raises `ChildDiedError`."""
        try:
            self._pipe.send(path)
        except OSError as error:
            raise self._death() from error
        if not self._sent:
            self._began = time.monotonic()
        self._sent.append(path)

    def receive(self) -> ReadResult:
        """The answer for the path that was sent first. Raises `BadFile` or `ChildDiedError`.

        Where the picture broke a limit the process is dead after `BadFile`, and so are the answers to later paths.
        """
        path = self._sent.popleft()
        try:
            self._wait_for_answer()
            answer = self._pipe.recv()
            if not isinstance(answer, BadFile | str):
                result, shape = answer
                pixels = np.empty(shape, dtype=np.uint8)
                self._pipe.recv_bytes_into(pixels.reshape(-1).data)
        except (EOFError, OSError) as error:
            raise self._death() from error
        self._began = time.monotonic()
        if isinstance(answer, BadFile):
            raise answer
        if isinstance(answer, str):
            log.error("reading %r failed on a bug:\n%s", path, answer)
            raise BadFile(FailureKind.CRASHED, f"Reading this picture failed: {answer.strip().splitlines()[-1]}")
        complete: ReadResult = replace(result, pixels=pixels)
        return complete

    def _wait_for_answer(self) -> None:
        """Until the answer arrives, or a limit is broken: the time limit is one of processor time, because a busy
        computer is no fault of the picture, and of three times as much on the clock."""
        processor_at_first: float | None = None
        while not self._pipe.poll(_WATCH_SECONDS if self._limits.seconds > _WATCH_SECONDS else self._limits.seconds):
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

    def _processor_seconds(self) -> float:
        try:
            times = psutil.Process(self.pid).cpu_times()
        except psutil.Error:
            return 0.0
        return float(times.user + times.system)

    def _resident_bytes(self) -> int:
        try:
            return int(psutil.Process(self.pid).memory_info().rss)
        except psutil.Error:
            return 0

    def _death(self) -> ChildDiedError:
        self._process.join(timeout=1.0)
        return ChildDiedError(self._process.exitcode)
