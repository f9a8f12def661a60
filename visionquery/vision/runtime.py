"""Prepares a process for computing with torch beside decoder processes. Called once, before torch is imported;
imports the standard library only.
"""

from __future__ import annotations

import contextlib
import ctypes
import logging
import os
import sys

log = logging.getLogger(__name__)

# How waiting threads of a forward pass behave, for GNU's OpenMP and for LLVM's and Intel's.
_WAITING = {"OMP_WAIT_POLICY": "PASSIVE", "KMP_BLOCKTIME": "0"}
# glibc's own upper limit for the first (`mallopt(3)`), and what a forward pass of a batch frees at its end.
_MMAP_THRESHOLD = 32 << 20
_TRIM_THRESHOLD = 512 << 20
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3


def prepare_process() -> None:
    """Make forward passes give way to other processes, and keep freed memory for the next batch.

    By default threads that have finished their share spin until the others have. With decoder processes on the same
    cores the one that is waited for is often not running: on two busy cores a query took 770 ms spinning and 17 ms
    sleeping, images 9/s and 20/s (ViT-B/32). What the person's environment says goes first.
    """
    if "torch" in sys.modules:
        log.debug("torch is imported already: its threads wait as it was started")
    for name, value in _WAITING.items():
        os.environ.setdefault(name, value)
    if sys.platform == "linux" and "MALLOC_TRIM_THRESHOLD_" not in os.environ:
        _keep_freed_memory()


def give_back_memory() -> None:
    """Return to the system what is free and kept for the next batch: there will be none for a while."""
    if sys.platform == "linux":
        with contextlib.suppress(OSError, AttributeError):  # another C library
            ctypes.CDLL(None).malloc_trim(0)


def _keep_freed_memory() -> None:
    """Stop glibc from giving every large tensor back to the system, whose zeroed pages cost as much as the work."""
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (OSError, AttributeError):  # another C library
        return
    mallopt(_M_MMAP_THRESHOLD, _MMAP_THRESHOLD)
    mallopt(_M_TRIM_THRESHOLD, _TRIM_THRESHOLD)
