from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from visionquery.ui.tasks import TaskRunner


@pytest.fixture
def tasks(qtbot: QtBot) -> Iterator[TaskRunner]:
    runner = TaskRunner()
    yield runner
    runner.close()


def test_the_result_arrives_on_the_main_thread(tasks: TaskRunner, qtbot: QtBot) -> None:
    seen: list[tuple[threading.Thread, threading.Thread]] = []
    tasks.run(threading.current_thread, lambda worked: seen.append((worked, threading.current_thread())))
    qtbot.waitUntil(lambda: len(seen) == 1)
    worked, told = seen[0]
    assert worked is not threading.main_thread()
    assert told is threading.main_thread()


def test_an_error_arrives_on_the_main_thread(tasks: TaskRunner, qtbot: QtBot) -> None:
    seen: list[Exception] = []
    tasks.run(lambda: 1 // 0, failed=seen.append)
    qtbot.waitUntil(lambda: len(seen) == 1)
    assert isinstance(seen[0], ZeroDivisionError)


def test_an_error_that_nobody_takes_is_logged(
    tasks: TaskRunner, qtbot: QtBot, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.ERROR):
        tasks.run(lambda: 1 // 0)
        qtbot.waitUntil(lambda: "ZeroDivisionError" in caplog.text)


def test_nothing_arrives_after_the_end(qtbot: QtBot) -> None:
    runner = TaskRunner()
    arrived: list[int] = []
    go = threading.Event()
    runner.run(lambda: go.wait(5), lambda _: arrived.append(1))
    go.set()
    runner.close()
    qtbot.wait(20)
    assert arrived == []
