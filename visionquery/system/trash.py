"""The trash of the system: the one thing that VisionQuery ever does to an original, and only where a person asks.

May take seconds (a copy to another drive): called by the worker, never on the Qt main thread.
"""

from __future__ import annotations

import errno
import logging
import os

from visionquery.domain.errors import Fault

log = logging.getLogger(__name__)

_READ_ONLY = (errno.EROFS,)
_FULL = (errno.ENOSPC, errno.EDQUOT)


def move_to_trash(path: str) -> None:
    """Move a file into the trash of its drive, from where the person can take it back.

    Raises `Fault` where it is not there, may not be moved, or its drive has no trash; the file is untouched then.
    """
    from send2trash import TrashPermissionError, send2trash

    if not os.path.lexists(path):
        raise Fault("The file is not there any more.")
    if os.path.isdir(path) and not os.path.islink(path):  # noqa: PTH112, PTH114 - names may hold lone surrogates
        raise Fault("This is a folder.", "Delete it in the file manager.")
    try:
        send2trash(path)
    except TrashPermissionError as error:
        log.info("no trash for %r: %s", path, error)
        raise Fault("Its drive has no trash that you may use.", "Delete the file in the file manager.") from error
    except OSError as error:
        log.info("%r cannot be moved to the trash: %s", path, error)
        raise _fault(path, error) from error
    if os.path.lexists(path):
        raise Fault("The system's trash did not take it.", "Delete the file in the file manager.")


def _fault(path: str, error: OSError) -> Fault:
    parent = os.path.dirname(path)  # noqa: PTH120
    if error.errno in _READ_ONLY:
        return Fault("Its drive cannot be written to.")
    if error.errno in _FULL:
        return Fault("There is no room for it in the trash.", "Empty the trash.")
    if isinstance(error, PermissionError):
        what = "the file" if not os.access(path, os.W_OK) else f"what is in {parent}"
        return Fault(f"You may not move {what}.", "Check its permissions.")
    return Fault(f"The system's trash cannot take it ({error.strerror or error}).", "Delete it in the file manager.")
