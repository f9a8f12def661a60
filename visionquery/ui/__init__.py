"""The window: Qt only, and the one process that a person sees."""

from __future__ import annotations

import ctypes
import sys


def _keep_singletons_alive() -> None:
    """Let None and True survive PySide6 6.12 on Python 3.11.

    Its methods that return nothing give None away without counting it (and signals True), as is right from Python 3.12
    on, where these are immortal. Before, each call takes one of some ten thousand references, and after a minute of
    scrolling Python ends with "deallocating None". So they are given more references than any session can use up.
    """
    for singleton in (None, True, False, NotImplemented, ...):
        count = ctypes.c_ssize_t.from_address(id(singleton))
        # Only where the count stands where it should: another build of Python may keep it elsewhere.
        if abs(count.value - sys.getrefcount(singleton)) < 1000:
            count.value += 1 << (8 * ctypes.sizeof(ctypes.c_ssize_t) - 3)


if sys.version_info < (3, 12):
    _keep_singletons_alive()
