"""One viewing process seen from the window's: a path goes in, pixels in shared memory come out. Qt-free, light.

Used by the one thread that owns it; `kill` by any thread.
"""

from __future__ import annotations

import contextlib
import logging
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.shared_memory import SharedMemory

from visionquery.domain.errors import BadFile, FailureKind, Fault
from visionquery.vision.child import Child
from visionquery.vision.decoding.limits import ReadLimits
from visionquery.vision.viewing import BYTES_PER_PIXEL, Offer, Place, ViewRequest, serve_views

log = logging.getLogger(__name__)

_WATCH_SECONDS = 0.05
"""How soon a picture that nobody waits for any more is noticed."""


class OvertakenError(Exception):
    """Nobody waits for this picture any more; the process that read it was killed."""


@dataclass(frozen=True, slots=True)
class Level:
    """One size of a picture, at `offset` bytes into its memory."""

    width: int
    height: int
    offset: int


class SharedPicture:
    """A picture's pixels in memory shared with the process that read it: four bytes each, blue first, rows unpadded.

    Must be closed by whoever has it last; nothing may look at `memory` afterwards. `width` and `height` are the
    picture's full size, `levels` the sizes that are here, the largest first.
    """

    def __init__(self, offer: Offer, first: int, memory: SharedMemory) -> None:
        self.width, self.height, self.note = offer.width, offer.height, offer.note
        levels, at = [], 0
        for width, height in offer.levels[first:]:
            levels.append(Level(width, height, at))
            at += width * height * BYTES_PER_PIXEL
        self.levels = tuple(levels)
        self.bytes = at
        self._memory = memory

    @property
    def memory(self) -> memoryview:
        assert self._memory.buf is not None
        return self._memory.buf

    def close(self) -> None:
        """Give the memory back. May be called again."""
        self._memory.close()


class ViewingChild(Child):
    """One viewing process and the near end of its pipe."""

    watch_seconds = _WATCH_SECONDS

    def __init__(self, limits: ReadLimits) -> None:
        super().__init__("visionquery-viewer", serve_views, limits)
        self._overtaken: Callable[[], bool] = lambda: False

    def read(self, request: ViewRequest, max_bytes: int, overtaken: Callable[[], bool]) -> SharedPicture:
        """Read a picture into at most `max_bytes`, reduced by half as often as that takes.

        Raises `BadFile`, `Fault` where there is no memory to share, `ChildDiedError`, or `OvertakenError` soon after
        `overtaken` says so. The process may be dead afterwards.
        """
        self._overtaken = overtaken
        try:
            self._pipe.send(request)
            self._start_clock()
            return self._take(request, max_bytes)
        except (EOFError, OSError) as error:
            raise self._death() from error

    def _take(self, request: ViewRequest, max_bytes: int) -> SharedPicture:
        offer = self._answer(request)
        assert isinstance(offer, Offer)
        try:
            first, memory = _room_for(offer, max_bytes)
        except Fault:
            self._pipe.send(None)
            raise
        try:
            self._pipe.send(Place(memory.name, first))
            self._answer(request)
        except BaseException:
            self.kill()  # it may still be writing
            memory.close()
            raise
        finally:
            memory.unlink()  # both ends have it open: the name is not needed any more, and cannot be left over
        return SharedPicture(offer, first, memory)

    def _answer(self, request: ViewRequest) -> object:
        self._wait_for_answer()
        answer = self._pipe.recv()
        if isinstance(answer, BadFile):
            raise answer
        if isinstance(answer, str):
            log.error("reading %r failed on a bug:\n%s", request.path, answer)
            raise BadFile(FailureKind.CRASHED, f"Reading this picture failed: {answer.strip().splitlines()[-1]}")
        return answer

    def _look_around(self) -> None:
        if self._overtaken():
            self.kill()
            raise OvertakenError


class _Memory(SharedMemory):
    """Shared memory that may go in any order with what looks at it: the mapping lasts until the last view has gone.

    Where the collector finds both in a cycle, as of a window's widgets, it may begin with this one.
    """

    def __del__(self) -> None:
        with contextlib.suppress(BufferError, OSError):
            self.close()


def _room_for(offer: Offer, max_bytes: int) -> tuple[int, SharedMemory]:
    """The first level that fits into `max_bytes` and into this computer, and memory for it. Raises `Fault`."""
    for first in range(len(offer.levels)):
        size = offer.size_from(first)
        if size > max_bytes or size > _free_bytes():
            continue
        try:
            return first, _Memory(create=True, size=size)
        except OSError as error:
            log.warning("no shared memory of %d bytes: %s", size, error)
    raise Fault("There is too little memory to show this picture.", "Close other programs and try again.")


def _free_bytes() -> int:
    """Shared memory that is left. Linux gives out more than it has, and ends who uses it."""
    return shutil.disk_usage("/dev/shm").free if sys.platform == "linux" else 1 << 62
