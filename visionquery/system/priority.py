"""How much the rest of the machine has to give way to us.

On Linux and macOS a process may step back but, without the right to do so, not forward again. That is why single
threads are lowered instead of the process.
"""

from __future__ import annotations

import logging
import os
import sys
import threading

log = logging.getLogger(__name__)

BACKGROUND_NICE = 10
QOS_CLASS_UTILITY = 0x11  # macOS: <sys/qos.h>
THREAD_PRIORITY_BELOW_NORMAL = -1  # Windows: <winbase.h>


def lower_thread_priority() -> bool:
    """The calling thread gives way, the process's other threads do not; threads that it starts do as well (Linux)."""
    try:
        if sys.platform == "win32":
            import ctypes

            kernel = ctypes.windll.kernel32
            return bool(kernel.SetThreadPriority(kernel.GetCurrentThread(), THREAD_PRIORITY_BELOW_NORMAL))
        if sys.platform == "darwin":
            import ctypes

            return ctypes.CDLL(None).pthread_set_qos_class_self_np(QOS_CLASS_UTILITY, 0) == 0
        # Linux keeps a nice value per thread, whatever POSIX says (setpriority(2), "C library/kernel differences").
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), BACKGROUND_NICE)
    except (OSError, AttributeError) as error:
        log.debug("the thread's priority stays as it is: %s", error)
        return False
    return True


def available_cores() -> int:
    """Cores that this process may use."""
    return len(_cores()) or os.cpu_count() or 1


def keep_to_cores(count: int) -> None:
    """Hold the calling thread, and the threads and processes that it starts from now on, to so many cores.

    Linux alone can do that for a thread, and undo it; elsewhere nothing happens. The last cores are taken: the first
    one has most of the system's own work.
    """
    cores = _cores()
    if cores:
        try:
            os.sched_setaffinity(0, cores[-max(1, count) :])
        except OSError as error:
            log.debug("the thread's cores stay as they are: %s", error)


def _cores() -> list[int]:
    """The cores of the process's main thread, ascending; empty where the system does not tell."""
    return sorted(os.sched_getaffinity(os.getpid())) if hasattr(os, "sched_getaffinity") else []
