from __future__ import annotations

import logging
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from visionquery.ui.rereader import Rereader
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


def test_what_another_program_holds_up_holds_up_nothing_here(tasks: TaskRunner, qtbot: QtBot) -> None:
    held, arrived = threading.Event(), []
    for _ in range(4):
        tasks.run_apart(held.wait, arrived.append)
    tasks.run(lambda: 7, arrived.append)
    qtbot.waitUntil(lambda: arrived == [7])
    tasks.close()
    held.set()
    qtbot.wait(20)
    assert arrived == [7]


def test_a_read_that_is_wanted_at_once_waits_for_no_rest(tasks: TaskRunner, qtbot: QtBot) -> None:
    go_on, wanted = threading.Event(), ["italy"]
    read: list[str] = []

    def look() -> str:
        looked = wanted[0]
        go_on.wait(5)
        return looked

    reader = Rereader(tasks, look, read.append, rest=3_600_000)
    reader.want()
    wanted[0] = "norway"
    reader.want(now=True)
    go_on.set()
    qtbot.waitUntil(lambda: read == ["italy", "norway"])
    reader.want()
    qtbot.wait(50)
    assert len(read) == 2
    reader.want(now=True)
    qtbot.waitUntil(lambda: len(read) == 3)
