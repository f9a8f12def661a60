"""Commands on photos through the window, without a worker: what they mean, what they send, what can be undone."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QGuiApplication, QImage, QKeySequence
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import SilentWorker as Silent
from visionquery.domain.collections import Marked, TrashResult
from visionquery.ui.commands.table import COMMANDS, Needs
from visionquery.ui.notice import Notice
from visionquery.ui.program import Program
from visionquery.ui.question import Question
from visionquery.ui.sheet import KeySheet
from visionquery.worker.commands import MoveToTrash, SetFavourite, SetHidden, SetRating


def choose(program: Program, *rows: int) -> list[int]:
    """Select these rows, the first of them current."""
    # Keys go to the window in front; a dialog may have been there.
    program.window.activateWindow()
    program.grid.setFocus()
    program.grid.go_to(rows[0])
    for row in rows[1:]:
        program.grid.selection.toggle(row)
    program.grid.selection_changed.emit()
    return [program.model.photo_id(row) for row in rows]


def trigger(program: Program, name: str) -> None:
    action = program.window.actions_by_name[name]
    assert action.isEnabled(), name
    action.trigger()


def menu_actions(menu: QMenu) -> Iterator[QAction]:
    for action in menu.actions():
        below = action.menu()
        if isinstance(below, QMenu):
            yield from menu_actions(below)
        elif not action.isSeparator():
            yield action


def test_every_command_stands_in_the_menu_bar_and_behind_the_button(program: Program) -> None:
    window = program.window
    bar = [action for top in window.menuBar().actions() for action in menu_actions(top.menu())]
    button = list(menu_actions(window.menus.button_menu()))
    named = {name for name in COMMANDS if name != "main_menu"}
    assert {action.objectName() for action in bar if action.objectName()} == named
    assert {action.objectName() for action in button if action.objectName()} == named
    assert all(action.toolTip() != action.text().replace("&", "") for action in bar if action.objectName())


def test_no_two_commands_share_a_key_and_no_letter_is_taken_from_typing() -> None:
    keys = [QKeySequence(key).toString() for command in COMMANDS.values() for key in command.keys]
    assert "" not in keys
    assert len(keys) == len(set(keys))
    for key in keys:
        assert "+" in key or key.startswith("F") or key == "Del", key


def test_the_letters_of_a_menu_differ(program: Program) -> None:
    for top in program.window.menuBar().actions():
        menu = top.menu()
        assert isinstance(menu, QMenu)
        marked = [
            action.text()[action.text().index("&") + 1].casefold()
            for action in menu.actions()
            if "&" in action.text() and action.isVisible()
        ]
        assert len(marked) == len(set(marked)), (top.text(), marked)


def test_commands_on_photos_are_only_there_with_a_photo(program: Program) -> None:
    actions = program.window.actions_by_name
    needing = [name for name, command in COMMANDS.items() if command.needs is not Needs.NOTHING]
    assert [name for name in needing if actions[name].isEnabled()] == []
    choose(program, 3)
    assert [name for name in needing if not actions[name].isEnabled()] == []
    program.feed.show(program.model.ids[:0])
    assert [name for name in needing if actions[name].isEnabled()] == []


def test_order_and_layout_are_changed_by_the_menu_and_shown_by_the_header(program: Program, qtbot: QtBot) -> None:
    window = program.window
    before = program.model.ids.tolist()
    oldest = next(action for action in window.actions_by_name.orders.actions() if action.data() == "oldest")
    oldest.trigger()
    qtbot.waitUntil(lambda: program.model.ids.tolist() == before[::-1])
    assert window.header.order.text() == oldest.text()
    assert [action.data() for action in window.actions_by_name.orders.actions() if action.isChecked()] == ["oldest"]
    trigger(program, "rows")
    assert program.grid.layout_name == "justified"
    window.header.layout_button.click()
    assert program.grid.layout_name == "square"
    assert not window.actions_by_name["rows"].isChecked()


def test_a_slideshow_begins_with_the_chosen_photo_and_ends_by_its_key(program: Program, qtbot: QtBot) -> None:
    chosen = choose(program, 4)
    viewer = program.viewing.viewer
    qtbot.keyClick(program.grid, Qt.Key.Key_F6)
    assert viewer.slideshow.running
    assert viewer.current_id() == chosen[0]
    qtbot.keyClick(viewer, Qt.Key.Key_F6)
    assert not viewer.slideshow.running
    assert viewer.current_id() is not None
    program.viewing.close()


def test_favourite_marks_all_that_are_not_yet_and_undo_takes_it_back(
    program: Program, worker: Silent, qtbot: QtBot
) -> None:
    ids = choose(program, 0, 2, 5)
    trigger(program, "favourite")
    qtbot.waitUntil(lambda: bool(worker.of(SetFavourite)))
    assert worker.of(SetFavourite) == [SetFavourite(tuple(ids), None)]
    worker.answer(Marked(1, {0: tuple(ids)}))
    notice = program.window.notice.shown
    assert notice is not None
    assert notice.message.startswith("3 photo")
    assert notice.calm
    assert notice.button == "Undo"
    assert program.window.actions_by_name["undo"].isEnabled()
    trigger(program, "undo")
    assert worker.of(SetFavourite)[1:] == [SetFavourite(tuple(ids), False)]
    assert program.window.notice.shown is None
    assert not program.window.actions_by_name["undo"].isEnabled()


def test_a_rating_is_undone_to_what_each_photo_had(program: Program, worker: Silent, qtbot: QtBot) -> None:
    ids = choose(program, 1, 2)
    qtbot.keyClick(program.grid, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(worker.of(SetRating)))
    assert worker.of(SetRating) == [SetRating(tuple(ids), 4)]
    worker.answer(Marked(4, {0: (ids[0],), 2: (ids[1],)}))
    assert "2 photos rated" in program.window.actions_by_name["undo"].toolTip()
    trigger(program, "undo")
    assert worker.of(SetRating)[1:] == [SetRating((ids[0],), 0), SetRating((ids[1],), 2)]


def test_a_mark_of_one_photo_is_undone_without_a_notice_of_it(program: Program, worker: Silent, qtbot: QtBot) -> None:
    ids = choose(program, 1, 2)
    qtbot.keyClick(program.grid, Qt.Key.Key_4, Qt.KeyboardModifier.ControlModifier)
    worker.answer(Marked(4, {0: tuple(ids)}))
    assert program.window.notice.shown is not None
    (one,) = choose(program, 5)
    qtbot.keyClick(program.grid, Qt.Key.Key_Space)
    viewer = program.viewing.viewer
    qtbot.keyClick(viewer, Qt.Key.Key_1)
    worker.answer(Marked(1, {5: (one,)}))
    qtbot.keyClick(viewer, Qt.Key.Key_Period)
    worker.answer(Marked(1, {}))
    # The button takes back what its notice tells, and not what was done last.
    told = program.window.notice.shown
    assert told is not None
    assert told.message == "2 photos rated."
    next(each for each in program.window.notice.findChildren(QPushButton) if each.text() == "Undo").click()
    trigger(program, "undo")
    marks = [SetRating(tuple(ids), 4), SetRating((one,), 1), SetRating(tuple(ids), 0), SetRating((one,), 5)]
    assert worker.of(SetRating) == marks
    assert not program.window.actions_by_name["undo"].isEnabled()
    program.viewing.close()


def test_hidden_photos_can_be_brought_back_by_the_notice(program: Program, worker: Silent, qtbot: QtBot) -> None:
    ids = choose(program, 4)
    trigger(program, "hide")
    qtbot.waitUntil(lambda: bool(worker.of(SetHidden)))
    worker.answer(Marked(1, {0: tuple(ids)}))
    button = next(b for b in program.window.notice.findChildren(QPushButton) if b.text() == "Undo")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert worker.of(SetHidden) == [SetHidden(tuple(ids), None), SetHidden(tuple(ids), False)]


def test_trash_asks_with_the_name_of_one_and_the_number_of_many(program: Program, worker: Silent, qtbot: QtBot) -> None:
    (one,) = choose(program, 6)
    name = Path(program.reader.photos([one])[one].path).name
    qtbot.keyClick(program.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: question(program) is not None)
    box = question(program)
    assert box is not None
    assert name in box.text
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert worker.of(MoveToTrash) == []
    qtbot.waitUntil(lambda: question(program) is None)
    ids = choose(program, 1, 2, 3)
    qtbot.waitUntil(program.window.isActiveWindow)
    qtbot.keyClick(program.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: question(program) is not None)
    box = question(program)
    assert box is not None
    assert "3 photo" in box.text
    qtbot.mouseClick(box.yes, Qt.MouseButton.LeftButton)
    assert worker.of(MoveToTrash) == [MoveToTrash(tuple(ids))]


def question(program: Program) -> Question | None:
    found = program.window.findChildren(Question)
    return next((box for box in found if box.isVisible()), None)


def test_what_could_not_be_trashed_is_told_with_its_reason(program: Program, worker: Silent, qtbot: QtBot) -> None:
    ids = choose(program, 0, 1)
    trigger(program, "trash")
    qtbot.waitUntil(lambda: question(program) is not None)
    box = question(program)
    assert box is not None
    box.yes.click()
    worker.answer(TrashResult(moved=(ids[0],), refused=((ids[1], "Its drive has no trash."),)))
    notice = program.window.notice
    qtbot.waitUntil(lambda: notice.shown is not None and "could not" in notice.shown.message)
    assert notice.shown is not None
    assert notice.shown.advice.endswith("Its drive has no trash.")


def test_paths_are_copied_one_a_line(program: Program, qtbot: QtBot) -> None:
    ids = choose(program, 2, 4)
    photos = program.reader.photos(ids)
    trigger(program, "copy_path")
    wanted = "\n".join(photos[photo_id].path for photo_id in ids)
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == wanted)


def test_the_delete_key_in_the_search_box_deletes_a_letter(program: Program, qtbot: QtBot) -> None:
    choose(program, 2)
    field = program.window.search.field
    field.setFocus()
    field.setText("dog")
    field.home(False)
    qtbot.keyClick(field, Qt.Key.Key_Delete)
    assert field.text() == "og"
    assert question(program) is None


def test_the_sheet_lists_every_command_that_has_a_key(program: Program) -> None:
    program.manners.show_keys()
    sheet = program.window.findChild(KeySheet)
    words = {label.text() for label in sheet.findChildren(QLabel)}
    missing = [
        name
        for name, command in COMMANDS.items()
        if command.keys and program.window.actions_by_name[name].text().replace("&", "").removesuffix("…") not in words
    ]
    assert missing == []
    sheet.close()


@pytest.mark.qt_log_ignore("This plugin does not support grabbing the keyboard")
def test_f10_opens_the_menu_and_the_bar_where_it_is_shown(program: Program, qtbot: QtBot) -> None:
    window = program.window
    qtbot.keyClick(program.grid, Qt.Key.Key_F10)
    menu = QApplication.activePopupWidget()
    assert isinstance(menu, QMenu)
    menu.close()
    trigger(program, "menu_bar")
    assert window.menuBar().isVisible()
    qtbot.keyClick(program.grid, Qt.Key.Key_F10)
    assert window.menuBar().activeAction() is not None
    trigger(program, "menu_bar")
    assert not window.menuBar().isVisible()


def test_undo_of_what_ends_is_offered_no_longer_than_that(program: Program, qtbot: QtBot) -> None:
    undone: list[str] = []
    undo, action = program.undo, program.window.actions_by_name["undo"]
    undo.offer("5 photos hidden.", lambda: undone.append("hidden"))
    undo.keep(Notice("removed 1", "Italy was removed.", action=lambda: undone.append("removed"), seconds=0.05))
    assert "Italy" in action.toolTip()
    qtbot.waitUntil(lambda: "5 photos hidden." in action.toolTip())
    action.trigger()
    assert undone == ["hidden"]
    assert not action.isEnabled()


def test_paths_that_are_copied_stay_though_a_picture_is_still_being_read(program: Program, qtbot: QtBot) -> None:
    (one,) = choose(program, 2)
    clipboard = program.photo_commands.clipboard
    waiting: list[Callable[[QImage], None]] = []
    clipboard._pictures.want = lambda photo, done, failed: waiting.append(done)  # type: ignore[method-assign]
    trigger(program, "copy")
    qtbot.waitUntil(lambda: bool(waiting))
    trigger(program, "copy_path")
    path = program.reader.photos([one])[one].path
    qtbot.waitUntil(lambda: QGuiApplication.clipboard().text() == path)
    waiting[0](QImage(4, 4, QImage.Format.Format_RGB32))
    qtbot.wait(200)
    assert QGuiApplication.clipboard().text() == path
    assert not QGuiApplication.clipboard().mimeData().hasImage()


def test_a_limit_is_told(program: Program, worker: Silent, qtbot: QtBot) -> None:
    choose(program, *range(9))
    trigger(program, "more_like")
    qtbot.waitUntil(lambda: program.window.notice.shown is not None)
    assert program.window.notice.shown is not None
    assert "first 6 photos" in program.window.notice.shown.message
    qtbot.waitUntil(lambda: len(program.session.examples) == 6)


@pytest.mark.skipif(sys.platform == "win32", reason="it has no pipes that look like files")
def test_quitting_asks_before_it_cuts_an_export_off(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    pipe = tmp_path / "collection" / "photo-0003.jpg"
    pipe.parent.mkdir()
    os.mkfifo(pipe)
    (one,) = choose(program, 3)
    assert program.reader.photos([one])[one].path == str(pipe)
    export, target = program.photo_commands.export, tmp_path / "out"
    target.mkdir()
    export.copy(lambda: (one,), str(target))
    assert export.running
    program.window.leave()
    box = question(program)
    assert box is not None
    assert program.window.isVisible()
    qtbot.keyClick(box, Qt.Key.Key_Escape)
    assert export.running
    # What ends the program from outside is not kept waiting; the pipe opens for reading once somebody writes.
    with pipe.open("wb"):
        program.window.leave(ask=False)
    assert not program.window.isVisible()
