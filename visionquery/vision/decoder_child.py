"""One decoder process seen from the worker: paths go in, read pictures come out. Torch-free and Qt-free.

Used by the one thread of the pool that owns it; `kill` by any thread.
"""

from __future__ import annotations

import logging
from collections import deque
from dataclasses import replace

import numpy as np

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.child import Child
from visionquery.vision.decoder_process import serve
from visionquery.vision.decoding.limits import ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import ReadResult

log = logging.getLogger(__name__)


class DecoderChild(Child):
    """One decoder process and the near end of its pipe."""

    def __init__(self, limits: ReadLimits, background: bool) -> None:
        super().__init__("visionquery-decoder", serve, limits, background)
        self._sent: deque[str] = deque()

    @property
    def holding(self) -> int:
        """How many paths were sent whose answers were not received."""
        return len(self._sent)

    def send(self, path: str, preprocessing: Preprocessing) -> None:
        """Have `path` read after those that were sent before. Raises `ChildDiedError`."""
        try:
            self._pipe.send((path, preprocessing))
        except OSError as error:
            raise self._death() from error
        if not self._sent:
            self._start_clock()
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
        self._start_clock()
        if isinstance(answer, BadFile):
            raise answer
        if isinstance(answer, str):
            log.error("reading %r failed on a bug:\n%s", path, answer)
            raise BadFile(FailureKind.CRASHED, f"Reading this picture failed: {answer.strip().splitlines()[-1]}")
        complete: ReadResult = replace(result, pixels=pixels)
        return complete
