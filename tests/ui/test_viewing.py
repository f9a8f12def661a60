"""The viewer and the details in the real window, without a worker: opening, leaving, marking, what is beside."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from visionquery.domain.queries import Answer, Hit, Match, Query
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths, resources_dir
from visionquery.ui.program import Program
from visionquery.ui.theme import Theme
from visionquery.worker.commands import Command, SetFavourite, SetRating


@pytest.fixture
def sent() -> list[Command]:
    """What the worker would have been told."""
    return []


@pytest.fixture
def program(
    qapp: QApplication,
    qtbot: QtBot,
    data_dir: Path,
    photo_folder: Path,
    library_of: Callable[..., LibraryReader],
    sent: list[Command],
) -> Iterator[Program]:
    """A window on twelve real photographs, whose worker never starts."""
    library_of(photo_folder)
    program = Program(DataPaths(data_dir), Theme(qapp, resources_dir()))
    program.bridge.start = lambda: None  # type: ignore[method-assign]
    program.bridge.send = lambda command, *_, **__: sent.append(command)  # type: ignore[method-assign]
    program.open()
    program.window.resize(1000, 700)
    program.start()
    qtbot.waitUntil(lambda: program.model.rowCount() == 12, timeout=30_000)
    program.grid.setFocus()
    program.grid.go_to(3)
    # Keys of commands reach the window in front alone, and on a busy machine it comes there late.
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow, timeout=30_000)
    yield program
    program.window.leave()
    program.stop()
    program.window.deleteLater()
    program.deleteLater()


def _sharp(program: Program, qtbot: QtBot) -> None:
    viewer = program.viewing.viewer
    qtbot.waitUntil(
        lambda: (frame := viewer.canvas.frame_shown) is not None and frame.fitting(1).format().name == "Format_RGB32",
        timeout=60_000,
    )


def test_space_opens_the_current_photo_and_leaving_goes_to_the_last_one(program: Program, qtbot: QtBot) -> None:
    viewer = program.viewing.viewer
    qtbot.keyClick(program.grid, Qt.Key.Key_Space)
    assert viewer.isVisible()
    assert not program.grid.isVisible()
    assert viewer.current_id() == program.model.photo_id(3)
    _sharp(program, qtbot)
    for _ in range(4):
        qtbot.keyClick(viewer, Qt.Key.Key_Right)
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    assert program.grid.isVisible()
    assert program.grid.hasFocus()
    assert program.grid.current_id() == program.model.photo_id(7)
    qtbot.keyClick(program.grid, Qt.Key.Key_Return)
    assert viewer.current_id() == program.model.photo_id(7)
    qtbot.keyClick(viewer, Qt.Key.Key_Space)
    assert viewer.current_id() is None


def test_commands_mean_the_photo_in_the_viewer(program: Program, qtbot: QtBot, sent: list[Command]) -> None:
    viewer = program.viewing.viewer
    qtbot.keyClick(program.grid, Qt.Key.Key_Space)
    qtbot.keyClick(viewer, Qt.Key.Key_Right)
    shown = program.model.photo_id(4)
    qtbot.keyClick(viewer, Qt.Key.Key_3)  # before anything of the photo can have been read
    assert SetRating((shown,), 3) in sent
    program.window.actions_by_name["favourite"].trigger()
    qtbot.waitUntil(lambda: SetFavourite((shown,), None) in sent, timeout=30_000)


def test_a_person_may_sort_out_faster_than_photos_are_read(program: Program, qtbot: QtBot, sent: list[Command]) -> None:
    viewer = program.viewing.viewer
    qtbot.keyClick(program.grid, Qt.Key.Key_Space)
    shown = [program.model.photo_id(row) for row in range(4, 8)]
    for stars, _ in enumerate(shown, start=1):
        qtbot.keyClick(viewer, Qt.Key.Key_Right)
        qtbot.keyClick(viewer, Qt.Key.Key_Period)
        qtbot.keyClick(viewer, Qt.Key(Qt.Key.Key_0 + stars))
    expected = {SetRating((photo_id,), stars) for stars, photo_id in enumerate(shown, start=1)}
    expected |= {SetFavourite((photo_id,), None) for photo_id in shown}
    qtbot.waitUntil(lambda: expected <= set(sent), timeout=30_000)


def test_the_viewer_takes_the_whole_screen_and_gives_it_back(program: Program, qtbot: QtBot) -> None:
    viewer = program.viewing.viewer
    qtbot.keyClick(program.grid, Qt.Key.Key_Space)
    qtbot.keyClick(viewer, Qt.Key.Key_F)
    qtbot.waitUntil(program.window.isFullScreen)
    assert viewer.canvas.height() == viewer.height()
    qtbot.keyClick(viewer, Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: not program.window.isFullScreen())
    assert viewer.current_id() is not None
    assert viewer.canvas.height() < viewer.height()


def test_two_fingers_zoom(program: Program, qtbot: QtBot) -> None:
    viewer = program.viewing.viewer
    qtbot.keyClick(program.grid, Qt.Key.Key_Space)
    _sharp(program, qtbot)
    canvas = viewer.canvas
    placement = canvas.placement
    assert placement is not None
    at = QPointF(canvas.rect().center())
    pinch = QNativeGestureEvent(
        Qt.NativeGestureType.ZoomNativeGesture,
        QPointingDevice.primaryPointingDevice(),
        2,
        at,
        at,
        QPointF(canvas.mapToGlobal(at)),
        0.5,
        QPointF(),
    )
    QApplication.sendEvent(canvas, pinch)
    assert canvas.placement is not None
    assert canvas.placement.scale > placement.scale


def test_details_beside_the_grid_follow_the_photo_and_its_match(program: Program, qtbot: QtBot) -> None:
    panel = program.viewing.beside
    assert not panel.isVisible()
    program.window.actions_by_name["details"].trigger()
    assert panel.isVisible()
    qtbot.waitUntil(lambda: panel.photo_ids == (program.model.photo_id(3),) and bool(panel.lines), timeout=30_000)
    program.grid.go_to(5)
    shown = program.model.photo_id(5)
    qtbot.waitUntil(lambda: panel.photo_ids == (shown,) and bool(panel.lines), timeout=30_000)
    answer = Answer(Query("dog"), (Hit(shown, "", 0.3, Match.MEANING, "Looks like it"),), 0.1, 12, "m")
    program.session.answered.emit(answer)
    qtbot.waitUntil(lambda: program.model.rowCount() == 1)
    program.grid.go_to(0)
    qtbot.waitUntil(lambda: "Looks like it" in panel.lines.get("Found by", ""), timeout=30_000)
    program.window.actions_by_name["details"].trigger()
    assert not panel.isVisible()


def test_properties_are_about_the_chosen_photos(program: Program, qtbot: QtBot) -> None:
    program.window.actions_by_name["properties"].trigger()
    properties = program.viewing.properties
    assert properties is not None
    assert properties.isVisible()
    qtbot.waitUntil(lambda: "Dimensions" in properties.panel.lines, timeout=30_000)
    properties.reject()


def test_the_window_loads_neither_torch_nor_image_libraries() -> None:
    code = (
        "import sys, visionquery.ui.app, visionquery.ui.program\n"
        "print([name for name in ('torch', 'open_clip', 'PIL', 'rawpy', 'pillow_heif') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert answer.stdout.strip() == "[]"
