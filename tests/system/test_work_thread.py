"""Threads that are replaced by fresh ones: one at a time, and of a priority that an ordinary program cannot raise."""

from __future__ import annotations

import os
import queue
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable

import pytest

from visionquery.system.work_thread import WorkThread


def test_work_goes_on_in_the_new_thread_once_the_old_one_has_let_go() -> None:
    events: queue.Queue[tuple[str, int | None]] = queue.Queue()
    wake = threading.Semaphore(0)
    end = threading.Event()

    def run(over: Callable[[], bool]) -> None:
        events.put(("in", threading.get_ident()))
        while not (over() or end.is_set()):
            wake.acquire()
        events.put(("out", threading.get_ident()))

    thread = WorkThread("work", run)
    thread.start()
    first = events.get(timeout=10)
    thread.renew()
    assert thread.is_alive()
    assert events.empty()  # the first is still at work
    wake.release()
    assert events.get(timeout=10) == ("out", first[1])
    second = events.get(timeout=10)
    assert second[0] == "in"
    end.set()
    wake.release()
    thread.join(10)
    assert not thread.is_alive()
    assert events.get(timeout=10) == ("out", second[1])


def test_it_can_be_told_that_another_takes_over() -> None:
    seen: queue.Queue[bool] = queue.Queue()
    wake = threading.Semaphore(0)

    def run(over: Callable[[], bool]) -> None:
        seen.put(thread.renewing)
        wake.acquire()
        seen.put(thread.renewing)
        assert over() is thread.renewing

    thread = WorkThread("work", run)
    thread.start()
    assert seen.get(timeout=10) is False
    thread.renew()
    wake.release()
    assert seen.get(timeout=10) is True
    assert seen.get(timeout=10) is False
    wake.release()
    thread.join(10)


UNPRIVILEGED = """
import os, sys, threading
from visionquery.system.priority import lower_thread_priority
from visionquery.system.work_thread import WorkThread

if os.geteuid() == 0:
    os.setgroups([])
    os.setgid(65534)
    os.setuid(65534)
before = os.getpriority(os.PRIO_PROCESS, threading.get_native_id())
if before > 9:
    sys.exit(77)
values, wake, told = [], threading.Semaphore(0), threading.Semaphore(0)

def run(over):
    me = threading.get_native_id()
    values.append(os.getpriority(os.PRIO_PROCESS, me) - before)
    try:
        os.setpriority(os.PRIO_PROCESS, me, before)
        values.append("raised")
    except PermissionError:
        values.append("refused")
    told.release()
    wake.acquire()

thread = WorkThread("work", run)
thread.start(lower_thread_priority)
told.acquire()
for prepare in (None, lower_thread_priority, None):
    thread.renew(prepare)
    wake.release()
    told.acquire()
wake.release()
print(before, values)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="nice values of threads are Linux's")
def test_an_ordinary_program_gets_its_priority_back() -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(UNPRIVILEGED)],
        capture_output=True,
        text=True,
        timeout=60,
        env={**os.environ, "PYTHONDONTWRITEBYTECODE": "1"},
        check=False,
    )
    if done.returncode == 77:
        pytest.skip("these tests run at low priority themselves")
    assert done.returncode == 0, done.stderr
    before, values = done.stdout.strip().split(" ", 1)
    low = 10 - int(before)
    assert values == str([low, "refused", 0, "raised", low, "refused", 0, "raised"])
