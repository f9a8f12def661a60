from __future__ import annotations

from collections.abc import Callable
from pathlib import PurePath
from typing import Any

import pytest
from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, Qt
from PySide6.QtGui import QAccessible, QDrag, QInputDevice, QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from visionquery.ui.grid.drag import DragOut, file_url
from visionquery.ui.theme import Theme

Key = Qt.Key
NO, CTRL, SHIFT = (
    Qt.KeyboardModifier.NoModifier,
    Qt.KeyboardModifier.ControlModifier,
    Qt.KeyboardModifier.ShiftModifier,
)
LAYOUTS = pytest.mark.parametrize("layout", ["square", "justified"])


def rows(scene: Any) -> list[int]:
    return scene.grid.selection.rows().tolist()


def middle(scene: Any, row: int) -> QPoint:
    return scene.grid.visualRect(scene.model.index(row)).center()


def click(scene: Any, qtbot: QtBot, row: int, modifier: Qt.KeyboardModifier = NO, button: str = "LeftButton") -> None:
    qtbot.mouseClick(scene.grid.viewport(), Qt.MouseButton[button], modifier, middle(scene, row))


@LAYOUTS
def test_arrows_reach_every_photo_with_shift_and_ctrl(stage: Callable[..., Any], qtbot: QtBot, layout: str) -> None:
    scene = stage(indexed=60)
    scene.grid.set_layout(layout)
    first = len(scene.grid.cells.line(0))
    scene.grid.setFocus()
    scene.grid.go_to(1)
    for key, modifier, expected in (
        (Key.Key_Right, NO, [2]),
        (Key.Key_Right, SHIFT, [2, 3]),
        (Key.Key_Left, SHIFT, [2]),
        (Key.Key_Left, SHIFT, [1, 2]),
        (Key.Key_Home, NO, [0]),
        (Key.Key_Right, CTRL, [0]),
        (Key.Key_Right, CTRL, [0]),
        (Key.Key_Space, CTRL, [0, 2]),
        (Key.Key_End, NO, [59]),
        (Key.Key_Home, SHIFT, list(range(60))),
        (Key.Key_Home, NO, [0]),
        (Key.Key_Down, SHIFT, list(range(first + 1))),
        (Key.Key_A, CTRL, list(range(60))),
    ):
        qtbot.keyClick(scene.grid, key, modifier)
        assert rows(scene) == expected, (key, modifier)


@LAYOUTS
def test_up_and_down_keep_to_the_column_they_began_in(stage: Callable[..., Any], qtbot: QtBot, layout: str) -> None:
    scene = stage(indexed=60)
    scene.grid.set_layout(layout)
    scene.grid.divide(7, "Weaker matches")
    start = scene.grid.cells.line(0).stop - 1
    scene.grid.go_to(start)
    for _ in range(4):
        qtbot.keyClick(scene.grid, Key.Key_Down)
    assert scene.row() > 10
    for _ in range(4):
        qtbot.keyClick(scene.grid, Key.Key_Up)
    assert scene.row() == start


def test_space_enter_and_a_double_click_show_a_photo_large(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=8)
    wanted: list[int] = []
    scene.grid.viewer_wanted.connect(wanted.append)
    scene.grid.go_to(3)
    qtbot.keyClick(scene.grid, Key.Key_Space)
    qtbot.keyClick(scene.grid, Key.Key_Return)
    qtbot.mouseDClick(scene.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(scene, 5))
    ids = scene.model.ids.tolist()
    assert wanted == [ids[3], ids[3], ids[5]]


def test_a_click_into_a_selection_takes_effect_when_the_button_comes_up(
    stage: Callable[..., Any], qtbot: QtBot
) -> None:
    scene = stage(indexed=20)
    click(scene, qtbot, 1)
    click(scene, qtbot, 4, SHIFT)
    click(scene, qtbot, 6, CTRL | SHIFT)
    assert rows(scene) == [1, 2, 3, 4, 5, 6]
    qtbot.mousePress(scene.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(scene, 3))
    assert len(rows(scene)) == 6
    qtbot.mouseRelease(scene.grid.viewport(), Qt.MouseButton.LeftButton, pos=middle(scene, 3))
    assert rows(scene) == [3]
    click(scene, qtbot, 3, CTRL)
    assert rows(scene) == []


def test_the_right_button_keeps_a_selection_that_it_hits(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=20)
    click(scene, qtbot, 1)
    click(scene, qtbot, 4, SHIFT)
    click(scene, qtbot, 2, button="RightButton")
    assert rows(scene) == [1, 2, 3, 4]
    assert scene.row() == 2
    click(scene, qtbot, 8, button="RightButton")
    assert rows(scene) == [8]


def test_inverting_is_telling(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=6)
    scene.grid.go_to(2)
    with qtbot.waitSignal(scene.grid.selection_changed):
        scene.grid.invert_selection()
    assert scene.grid.selected_count() == 5
    assert scene.model.photo_id(2) not in scene.grid.selected_ids()
    assert scene.grid.selected_ids(2) == scene.model.ids[:2].tolist()
    assert scene.grid.current_id() == scene.model.photo_id(2)


@LAYOUTS
def test_a_rubber_band_at_the_edge_scrolls_on(stage: Callable[..., Any], qtbot: QtBot, layout: str) -> None:
    scene = stage(indexed=200)
    grid, viewport = scene.grid, scene.grid.viewport()
    grid.set_layout(layout)
    start = QPoint(viewport.width() - 3, 2)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    # Out of the window, where it is fast.
    for y in (100, viewport.height() + 150):
        qtbot.mouseMove(viewport, QPoint(10, y))
    bar = grid.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.value() == bar.maximum())
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=QPoint(10, viewport.height() - 2))
    assert grid.selected_count() == 200
    at_end = bar.value()
    qtbot.wait(50)
    assert bar.value() == at_end


def test_a_rubber_band_with_ctrl_turns_what_it_touches_around(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=20)
    viewport = scene.grid.viewport()
    click(scene, qtbot, 1)
    click(scene, qtbot, 9, CTRL)
    start = scene.grid.visualRect(scene.model.index(0)).topLeft() - QPoint(8, 3)
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, CTRL, start)
    for row in (0, 1):
        event_point = middle(scene, row)
        qtbot.mouseMove(viewport, event_point)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, CTRL, middle(scene, 1))
    assert rows(scene) == [0, 9]


@LAYOUTS
def test_zoom_keeps_the_photo_under_the_pointer(stage: Callable[..., Any], qtbot: QtBot, layout: str) -> None:
    scene = stage(indexed=300)
    grid = scene.grid
    grid.set_layout(layout)
    sizes = iter([150, 120, 140, 200, 96, 176])
    grid.zoomed.connect(lambda _: grid.set_cell_size(next(sizes)))
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum() // 2)
    row = grid.visible_rows().start + len(grid.visible_rows()) // 2
    for _ in range(6):
        point = middle(scene, row)
        wheel = QWheelEvent(
            QPointF(point),
            QPointF(grid.viewport().mapToGlobal(point)),
            QPoint(),
            QPoint(0, 120),
            Qt.MouseButton.NoButton,
            CTRL,
            Qt.ScrollPhase.NoScrollPhase,
            False,
        )
        QApplication.sendEvent(grid.viewport(), wheel)
        rect = grid.visualRect(scene.model.index(row))
        assert abs(rect.center().y() - point.y()) <= 2


def test_a_pinch_asks_for_sizes_in_its_proportion(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=30)
    asked: list[int] = []
    scene.grid.size_wanted.connect(asked.append)
    scene.grid.size_wanted.connect(scene.grid.set_cell_size)
    touchpad = QPointingDevice.primaryPointingDevice()
    assert isinstance(touchpad, QInputDevice)
    for value in (0.1, 0.1, -0.05):
        event = QNativeGestureEvent(
            Qt.NativeGestureType.ZoomNativeGesture,
            touchpad,
            2,
            QPointF(50, 50),
            QPointF(50, 50),
            QPointF(50, 50),
            value,
            QPointF(),
        )
        QApplication.sendEvent(scene.grid.viewport(), event)
    assert asked == [round(176 * 1.1), round(176 * 1.21), round(176 * 1.21 * 0.95)]


def test_photos_are_dragged_out_as_files_to_be_copied(stage: Callable[..., Any], qtbot: QtBot, theme: Theme) -> None:
    scene = stage(indexed=20)
    drags: list[tuple[list[str], float]] = []

    def execute(drag: QDrag) -> None:
        data: QMimeData = drag.mimeData()
        drags.append(([url.toLocalFile() for url in data.urls()], drag.pixmap().width()))

    DragOut(scene.grid, scene.reader.photos, scene.tasks, theme, execute)
    click(scene, qtbot, 2)
    click(scene, qtbot, 5, SHIFT)
    viewport = scene.grid.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle(scene, 4))
    qtbot.mouseMove(viewport, middle(scene, 4) + QPoint(3, 0))
    assert not scene.grid.dragging
    qtbot.mouseMove(viewport, middle(scene, 4) + QPoint(40, 0))
    qtbot.waitUntil(lambda: bool(drags))
    paths, width = drags[0]
    photos = scene.reader.photos(scene.grid.selected_ids())
    assert paths == [photos[each].path for each in scene.grid.selected_ids()]
    assert len(paths) == 4
    assert width > 90
    assert not scene.grid.dragging
    assert rows(scene) == [2, 3, 4, 5]


def test_a_drag_that_was_let_go_of_does_not_begin(stage: Callable[..., Any], qtbot: QtBot, theme: Theme) -> None:
    scene = stage(indexed=20)
    drags: list[QDrag] = []
    DragOut(scene.grid, scene.reader.photos, scene.tasks, theme, drags.append)
    viewport = scene.grid.viewport()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=middle(scene, 4))
    qtbot.mouseMove(viewport, middle(scene, 4) + QPoint(40, 0))
    assert scene.grid.dragging
    # Before the paths have arrived: they come through the event loop, which has not turned since.
    scene.grid.end_drag()
    done: list[bool] = []
    scene.tasks.run(lambda: True, done.append)
    qtbot.waitUntil(lambda: bool(done))
    assert drags == []


def test_the_url_of_a_name_that_is_no_unicode_holds_its_bytes() -> None:
    assert file_url("/photos/caf\udce9.jpg").toEncoded().data() == b"file:///photos/caf%E9.jpg"
    assert file_url("/photos/100% é.jpg").toLocalFile() == "/photos/100% é.jpg"
    assert file_url("/photos/a#b?.jpg").toLocalFile() == "/photos/a#b?.jpg"


def test_a_screen_reader_hears_the_current_photo_and_whether_it_is_selected(
    stage: Callable[..., Any], qtbot: QtBot
) -> None:
    scene = stage(indexed=9)
    grid = scene.grid
    qtbot.waitUntil(lambda: scene.model.photo(2) is not None)
    was = QAccessible.isActive()
    QAccessible.setActive(True)
    try:
        grid.setFocus()
        grid.go_to(2)
        name = PurePath(scene.model.photo(2).path).name
        qtbot.waitUntil(lambda: grid.accessibleDescription().startswith(f"{name}, photo 3 of 9"))
        assert "2023" in grid.accessibleDescription()
        assert grid.accessibleDescription().endswith("selected")
        heard = QAccessible.queryAccessibleInterface(grid)
        assert heard.text(QAccessible.Text.Name) == "Photos"
        assert heard.text(QAccessible.Text.Description) == grid.accessibleDescription()
        grid.clear_selection()
        qtbot.waitUntil(lambda: "selected" not in grid.accessibleDescription())
    finally:
        QAccessible.setActive(was)


def test_the_pointer_over_a_photo_tells_its_name(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=9)
    qtbot.waitUntil(lambda: scene.model.photo(2) is not None)
    before = scene.grid.viewport().grab().toImage()
    qtbot.mouseMove(scene.grid.viewport(), middle(scene, 2))
    assert scene.grid.viewport().grab().toImage() != before
    QApplication.sendEvent(scene.grid, QEvent(QEvent.Type.Leave))
    assert scene.grid.viewport().grab().toImage() == before
