"""A second start, the tray, and the end: what is handed over, what stays, and that no process is left behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest
from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtNetwork import QLocalSocket
from PySide6.QtWidgets import QApplication, QLabel
from pytestqt.qtbot import QtBot

from visionquery.domain.events import Activity, Progress
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths, resources_dir
from visionquery.ui.instance import SingleInstance, Wish
from visionquery.ui.notifications import LONG_SECONDS, LongRuns
from visionquery.ui.program import Program
from visionquery.ui.theme import Theme


@pytest.fixture
def program(
    qapp: QApplication, qtbot: QtBot, data_dir: Path, filled_library: Callable[..., LibraryReader]
) -> Iterator[Program]:
    """A window on a small library, whose worker never starts."""
    filled_library(indexed=5).close()
    program = Program(DataPaths(data_dir), Theme(qapp, resources_dir()))
    program.bridge.start = lambda: None  # type: ignore[method-assign]
    program.open()
    program.start()
    qtbot.waitUntil(lambda: program.model.rowCount() == 5)
    yield program
    program.window.leave()
    program.stop()
    program.window.deleteLater()
    program.deleteLater()


@pytest.mark.parametrize(
    "wish",
    [
        Wish(),
        Wish("dog on the beach"),
        Wish(paths=("/a/folder", "/b/with\nline and \udcff")),
        Wish("ä \N{GRINNING FACE}", activation="token"),
    ],
)
def test_a_second_start_hands_over_what_it_was_asked(tmp_path: Path, qtbot: QtBot, wish: Wish) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    try:
        assert first.claim()
        with qtbot.waitSignal(first.raised) as raised:
            assert not second.claim(wish)
        assert raised.args == [wish]
    finally:
        first.release()


@pytest.mark.parametrize("line", [b"raise\n", b"[1, 2]\n", b'{"text": 3, "paths": [4, "/a"]}\n'])
def test_what_another_version_says_raises_the_window_all_the_same(tmp_path: Path, qtbot: QtBot, line: bytes) -> None:
    first = SingleInstance(tmp_path)
    try:
        assert first.claim()
        socket = QLocalSocket()
        with qtbot.waitSignal(first.raised) as raised:
            socket.connectToServer(first._name)
            assert socket.waitForConnected(5000)
            socket.write(line)
            socket.flush()
        assert isinstance(raised.args[0], Wish)
    finally:
        first.release()
    QCoreApplication.processEvents()


def test_words_of_a_second_start_are_searched_for(program: Program, qtbot: QtBot) -> None:
    program.window.showMinimized()
    program.manners.receive(Wish("dog on the beach"))
    assert not program.window.isMinimized()
    assert program.window.search.text == "dog on the beach"
    assert program.session.text == "dog on the beach"


def test_a_known_folder_of_a_second_start_is_shown(program: Program, qtbot: QtBot) -> None:
    folder = program.reader.folders()[0]
    Path(folder.path).mkdir()
    program.manners.receive(Wish(paths=(folder.path,)))
    qtbot.waitUntil(lambda: program.window.sidebar.current.path == folder.path)


def test_the_last_query_comes_back_unless_queries_are_not_kept(
    program: Program, qtbot: QtBot, qapp: QApplication, data_dir: Path
) -> None:
    program.window.search.set_text("a red door")
    program.window.save()
    assert program.memory.query == "a red door"
    program.memory.keeps_history = False
    program.window.save()
    program.memory.keeps_history = True
    assert program.memory.query == ""


def test_the_last_query_is_asked_again_at_the_next_start(
    program: Program, qtbot: QtBot, qapp: QApplication, data_dir: Path
) -> None:
    program.window.search.set_text("a red door")
    program.window.save()
    again = Program(DataPaths(data_dir), Theme(qapp, resources_dir()))
    again.bridge.start = lambda: None  # type: ignore[method-assign]
    try:
        again.open()
        again.start()
        qtbot.waitUntil(lambda: again.session.active)
        assert (again.window.search.text, again.session.text) == ("a red door", "a red door")
    finally:
        again.window.leave()
        again.stop()
        again.window.deleteLater()
        again.deleteLater()


def test_closing_quits_unless_a_tray_keeps_the_program(program: Program, qtbot: QtBot) -> None:
    program.memory.change("close_to_tray", True)
    # This platform has no tray: nothing could bring a hidden window back.
    assert not program.manners.tray.shown
    with qtbot.waitSignal(program.window.closing):
        program.window.close()
    program.window.show()
    program.window.stays = lambda: True
    with qtbot.assertNotEmitted(program.window.closing):
        assert not program.window.close()
    assert program.window.isHidden()
    program.manners.receive(Wish())
    assert program.window.isVisible()
    program.window.hide()
    with qtbot.waitSignal(program.window.closing):
        program.window.leave()


def test_the_tray_is_not_offered_where_there_is_none(program: Program) -> None:
    program.show_settings()
    assert program.settings is not None
    field = program.settings.general.fields["close_to_tray"]
    assert not field.isEnabled()
    words = [label.text() for label in program.settings.general.findChildren(QLabel) if label.isVisible()]
    assert any("no place beside the clock" in each for each in words)
    program.settings.close()


def test_the_tray_says_and_asks_for_what_the_window_would(program: Program, qtbot: QtBot) -> None:
    tray = program.manners.tray
    words = [action.text() for action in tray.menu.actions() if not action.isSeparator()]
    assert words == ["Open VisionQuery", "Pause indexing", "Quit"]
    with qtbot.waitSignal(program.manners.pause_wanted) as wanted:
        tray.menu.actions()[1].trigger()
    assert wanted.args == [True]
    program.manners.follow(Progress(Activity.PAUSED, 3, 9))
    assert tray.menu.actions()[1].text() == "Resume indexing"


def test_the_end_of_a_long_run_is_told_to_who_looks_elsewhere(qtbot: QtBot) -> None:
    now, elsewhere = 0.0, True
    told: list[tuple[str, str]] = []
    runs = LongRuns(lambda title, text: told.append((title, text)), lambda: elsewhere, lambda: True, lambda: now)

    def run(seconds: float, done: int) -> None:
        nonlocal now
        runs.follow(Progress(Activity.SCANNING))
        runs.follow(Progress(Activity.INDEXING, done, done))
        now += seconds
        runs.follow(Progress(Activity.IDLE))

    run(LONG_SECONDS - 1, 100)
    run(LONG_SECONDS + 1, 0)
    elsewhere = False
    run(LONG_SECONDS + 1, 100)
    assert told == []
    elsewhere = True
    run(LONG_SECONDS + 1, 1234)
    assert len(told) == 1
    assert "1234" in told[0][1].replace(",", "")


def start(data_dir: Path, *arguments: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "visionquery", "--data-dir", str(data_dir), *arguments],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.slow
@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM that a program could take")
def test_the_end_leaves_no_process_behind(data_dir: Path, photo_folder: Path) -> None:
    first = start(data_dir, str(photo_folder))
    try:
        parent = psutil.Process(first.pid)
        deadline = time.monotonic() + 120
        # The folder of the command line is being indexed: the worker and its decoders are at work.
        while len(parent.children(recursive=True)) < 3:
            assert first.poll() is None, first.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        family = [parent, *parent.children(recursive=True)]
        first.send_signal(signal.SIGTERM)
        first.communicate(timeout=60)
        assert first.returncode == 0
        _, alive = psutil.wait_procs(family, timeout=30)
        assert alive == []
    finally:
        first.kill()
        first.communicate()


def test_ctrl_q_leaves_even_where_closing_hides(program: Program, qtbot: QtBot) -> None:
    program.window.stays = lambda: True
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    with qtbot.waitSignal(program.window.closing):
        qtbot.keyClick(program.grid, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
