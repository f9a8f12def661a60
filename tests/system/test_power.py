"""Where the power comes from: told when it changes, and harmless where nobody knows."""

from __future__ import annotations

import queue

from visionquery.system.power import PowerWatch, on_battery


def test_a_computer_always_has_an_answer() -> None:
    assert on_battery() in (True, False)


def test_changes_are_told_once_each() -> None:
    told: queue.Queue[bool] = queue.Queue()
    states = iter([False, False, True, True, False])
    watch = PowerWatch(told.put, lambda: next(states, False), seconds=0.01)
    watch.start()
    assert told.get(timeout=10) is True
    assert told.get(timeout=10) is False
    watch.stop()
    assert told.empty()


def test_a_start_on_battery_is_told() -> None:
    told: queue.Queue[bool] = queue.Queue()
    watch = PowerWatch(told.put, lambda: True, seconds=60)
    watch.start()
    assert told.get(timeout=10) is True
    watch.stop()
