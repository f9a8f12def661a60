"""The child process of the decoder pool: takes paths from its pipe, answers with pictures or reasons, one at a time.

Owns nothing but its pipe. Exits when the pipe closes or its parent is gone; dies of whatever a decoder does to it.
Never imports torch or Qt.
"""

from __future__ import annotations

import contextlib
import traceback
from dataclasses import replace
from multiprocessing.connection import Connection

import numpy as np

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.child_settling import CLOCK_FACTOR, OUT_OF_MEMORY, limit_memory, set_alarm, settle
from visionquery.vision.decoding.limits import ReadLimits

_NO_PIXELS = np.empty((0, 0, 3), dtype=np.uint8)


def serve(connection: Connection, limits: ReadLimits, background: bool) -> None:
    """Answer each path that arrives, with the `Preprocessing` that is wanted of it, until the pipe closes.

    Sends `None` once it is ready. Each answer is a `BadFile`; a traceback, where this program is at fault; or a
    `ReadResult` without its pixels and their shape, followed by the pixels as raw bytes.
    """
    settle(background)
    # After the environment is set that libraries look at while they load.
    from visionquery.vision.reading import read_picture

    limit_memory(limits.megabytes)
    with contextlib.suppress(EOFError, OSError):
        connection.send(None)
        while True:
            path, preprocessing = connection.recv()
            set_alarm(CLOCK_FACTOR * limits.seconds + 5)
            try:
                result = read_picture(path, limits, preprocessing)
            except BadFile as error:
                connection.send(error)
            except MemoryError:
                connection.send(BadFile(FailureKind.OUT_OF_MEMORY, OUT_OF_MEMORY))
            except Exception:  # noqa: BLE001 - a bug; the parent logs it, and the other pictures go on
                connection.send(traceback.format_exc())
            else:
                connection.send((replace(result, pixels=_NO_PIXELS), result.pixels.shape))
                connection.send_bytes(result.pixels.reshape(-1).data)  # flat: a pipe measures a buffer by its length
            set_alarm(0)
