"""What makes a decoder of a spawned process: one thread, low priority, no output, bounded memory and time.

Called in the child, before it loads an image library. Loads none itself, so that a parent may import this module for
its constants. Never imports torch or Qt.
"""

from __future__ import annotations

import contextlib
import ctypes
import multiprocessing
import os
import signal
import sys
import threading
import warnings
from multiprocessing.connection import wait
from pathlib import Path

OUT_OF_MEMORY = "The picture needs more memory than one picture may have."

CLOCK_FACTOR = 3
"""Seconds on the clock for each second of processor time that a picture may take."""

_NICENESS = 5

# glibc's mallopt(3) parameters. Pictures are allocated in pieces of up to 16 MB; with the defaults each piece is
# mapped and faulted in anew for every picture.
_M_TRIM_THRESHOLD, _M_MMAP_THRESHOLD = -1, -3
_TRIM_BYTES = 128 << 20
_MMAP_BYTES = 32 << 20


def settle(background: bool) -> None:
    """Make a decoder of this process: one thread, low priority, gone when its parent is, silent."""
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"):
        os.environ[name] = "1"
    # Both reach the whole group where a terminal or a service manager ends the program; its parent decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
    # C libraries tell the terminal about every flaw of a file; standard output may be somebody's JSON.
    with Path(os.devnull).open("wb") as nowhere:
        os.dup2(nowhere.fileno(), 1)
        os.dup2(nowhere.fileno(), 2)
    threading.Thread(target=_exit_with_parent, name="parent-watch", daemon=True).start()
    if background:
        _lower_priority()
    if sys.platform == "linux":
        _keep_freed_memory()
    _use_one_thread_per_codec()
    warnings.simplefilter("ignore")


def _exit_with_parent() -> None:
    """End this process at once when the parent is gone, also in the middle of a picture."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        wait([parent.sentinel])
        os._exit(0)


def _lower_priority() -> None:
    with contextlib.suppress(OSError):
        if sys.platform == "win32":
            import psutil

            psutil.Process().nice(psutil.BELOW_NORMAL_PRIORITY_CLASS)
        else:
            os.nice(_NICENESS)


def _keep_freed_memory() -> None:
    with contextlib.suppress(OSError, AttributeError):  # musl has no mallopt
        libc = ctypes.CDLL(None)
        libc.mallopt(_M_TRIM_THRESHOLD, _TRIM_BYTES)
        libc.mallopt(_M_MMAP_THRESHOLD, _MMAP_BYTES)


def _use_one_thread_per_codec() -> None:
    """The pool is as wide as the machine already; threads inside codecs would only cost memory."""
    from PIL import AvifImagePlugin

    AvifImagePlugin.DEFAULT_MAX_THREADS = 1


def limit_memory(megabytes: int) -> None:
    """Cap the address space at what is in use now and `megabytes` more; allocations beyond it fail."""
    if sys.platform != "linux":
        return
    import resource

    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[0])
    in_use = pages * resource.getpagesize()
    limit = in_use + (megabytes << 20)
    with contextlib.suppress(ValueError, OSError):
        resource.setrlimit(resource.RLIMIT_AS, (limit, limit))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def set_alarm(seconds: float) -> None:
    """The kernel ends this process after `seconds`, even where code that holds the interpreter hangs orphaned."""
    if hasattr(signal, "setitimer"):
        signal.setitimer(signal.ITIMER_REAL, seconds)
