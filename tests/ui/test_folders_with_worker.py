"""Folders as a person meets them: added, removed, brought back, away, moved, refused; and the very first run."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import is_settled
from visionquery.domain.folders import FolderState
from visionquery.ui.program import Program
from visionquery.ui.sidebar.entries import ALL_KEY, Entry, tooltip
from visionquery.worker.commands import SetFavourite

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PATIENCE = 240_000


@pytest.fixture(scope="module")
def shared(start_shared_program: Callable[[Path], Program], tmp_path_factory: pytest.TempPathFactory) -> Program:
    return start_shared_program(tmp_path_factory.mktemp("home"))


@pytest.fixture
def program(shared: Program, qtbot: QtBot) -> Iterator[Program]:
    """A window without folders and notices."""
    yield shared
    shared.presenter.escape()
    shared.window.sidebar.choose(ALL_KEY)
    for folder in shared.reader.folders():
        shared.folder_commands.remove(folder)
    # The list at the side is the last to hear of it.
    qtbot.waitUntil(lambda: not any(entry.folder for entry in shared.window.sidebar.entries), timeout=PATIENCE)
    qtbot.waitUntil(lambda: shared.model.rowCount() == 0, timeout=PATIENCE)
    while shared.window.notice.shown is not None:
        shared.window.notice.withdraw(shared.window.notice.shown.kind)


def folder_entry(program: Program, name: str) -> Entry | None:
    return next((each for each in program.window.sidebar.entries if each.folder and each.name == name), None)


def add(qtbot: QtBot, program: Program, folder: Path, count: int) -> None:
    program.window.paths_dropped.emit([str(folder)])
    before = program.reader.counts().total

    def there() -> bool:
        counts = program.reader.counts()
        return counts.indexed == before + count and is_settled(program) and program.model.rowCount() == before + count

    qtbot.waitUntil(there, timeout=PATIENCE)
    qtbot.waitUntil(lambda: program.window.sidebar.entries[0].count == before + count, timeout=PATIENCE)


def refusal(qtbot: QtBot, program: Program) -> str:
    """What the notice says once something was refused."""

    def told() -> bool:
        shown = program.window.notice.shown
        return shown is not None and shown.kind == "fault"

    qtbot.waitUntil(told, timeout=PATIENCE)
    shown = program.window.notice.shown
    assert shown is not None
    assert shown.advice
    return shown.message


def press(qtbot: QtBot, program: Program, words: str) -> None:
    button = next(each for each in program.window.notice.findChildren(QPushButton) if each.text() == words)
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


@pytest.fixture
def pictures(tmp_path: Path, make_photo: Callable[..., Path]) -> Path:
    for seed in range(4):
        make_photo(tmp_path / "Pictures" / f"{seed}.jpg", seed=seed)
    return tmp_path / "Pictures"


def test_a_removed_folder_is_gone_at_once_and_undo_brings_all_of_it_back(
    qtbot: QtBot, program: Program, pictures: Path
) -> None:
    add(qtbot, program, pictures, 4)
    marked = int(program.model.ids[0])
    program.bridge.send(SetFavourite((marked,), True))
    qtbot.waitUntil(lambda: program.window.sidebar.entries[1].count == 1, timeout=PATIENCE)
    program.window.sidebar.remove_wanted.emit(folder_entry(program, "Pictures"))
    qtbot.waitUntil(lambda: program.model.rowCount() == 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: folder_entry(program, "Pictures") is None, timeout=PATIENCE)
    assert "“Pictures” was removed" in program.window.notice.accessibleName()
    press(qtbot, program, "Undo")
    qtbot.waitUntil(lambda: program.model.rowCount() == 4, timeout=PATIENCE)
    assert not program.window.notice.isVisible()
    photo = program.reader.photo(marked)
    assert photo is not None
    assert photo.favourite


def test_the_delete_key_removes_the_folder_that_is_looked_at(qtbot: QtBot, program: Program, pictures: Path) -> None:
    add(qtbot, program, pictures, 4)
    entry = folder_entry(program, "Pictures")
    assert entry is not None
    program.window.sidebar.choose(entry.key)
    tree = program.window.sidebar.tab_order[0]
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    qtbot.keyClick(tree, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: folder_entry(program, "Pictures") is None, timeout=PATIENCE)
    assert program.window.sidebar.current.key == ALL_KEY


def test_ctrl_z_brings_a_removed_folder_back(qtbot: QtBot, program: Program, pictures: Path) -> None:
    add(qtbot, program, pictures, 4)
    entry = folder_entry(program, "Pictures")
    assert entry is not None
    program.window.activateWindow()
    tree = program.window.sidebar.tab_order[0]
    tree.setFocus()
    qtbot.waitUntil(tree.hasFocus)
    program.window.sidebar.remove_wanted.emit(entry)
    qtbot.waitUntil(lambda: program.model.rowCount() == 0, timeout=PATIENCE)
    qtbot.waitUntil(program.window.notice.isVisible, timeout=PATIENCE)
    qtbot.keyClick(tree, Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: program.model.rowCount() == 4, timeout=PATIENCE)
    assert not program.window.notice.isVisible()


def test_a_folder_that_is_there_already_is_looked_at_and_told(qtbot: QtBot, program: Program, pictures: Path) -> None:
    add(qtbot, program, pictures, 4)
    program.window.paths_dropped.emit([str(pictures)])
    qtbot.waitUntil(
        lambda: "“Pictures” is in the library already." in program.window.notice.accessibleName(), timeout=PATIENCE
    )
    assert program.window.sidebar.current.path == str(pictures)
    assert len(program.reader.folders()) == 1


def test_a_folder_around_others_takes_them_in_and_says_so(qtbot: QtBot, program: Program, pictures: Path) -> None:
    add(qtbot, program, pictures, 4)
    program.window.paths_dropped.emit([str(pictures.parent)])
    qtbot.waitUntil(lambda: "are parts of it" in program.window.notice.accessibleName(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: folder_entry(program, "Pictures") is None, timeout=PATIENCE)
    assert [folder.path for folder in program.reader.folders()] == [str(pictures.parent)]
    assert program.reader.counts().total == 4


def test_a_folder_inside_another_and_one_that_is_there_already(qtbot: QtBot, program: Program, pictures: Path) -> None:
    add(qtbot, program, pictures, 4)
    inside = pictures / "Inside"
    inside.mkdir()
    program.window.paths_dropped.emit([str(inside)])
    assert "as a part of" in refusal(qtbot, program)
    assert len(program.reader.folders()) == 1


def test_a_link_that_leads_to_itself_is_refused_in_words(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    loop = tmp_path / "loop"
    loop.symlink_to(loop)
    program.window.paths_dropped.emit([str(loop)])
    assert "leads back to itself" in refusal(qtbot, program)


def test_what_is_not_there_any_more_is_refused_in_words(qtbot: QtBot, program: Program, tmp_path: Path) -> None:
    program.window.paths_dropped.emit([str(tmp_path / "gone")])
    assert "There is nothing at" in refusal(qtbot, program)


def test_a_loop_of_links_below_a_folder_shows_each_photo_once(qtbot: QtBot, program: Program, pictures: Path) -> None:
    (pictures / "again").symlink_to(pictures, target_is_directory=True)
    add(qtbot, program, pictures, 4)
    entry = folder_entry(program, "Pictures")
    assert entry is not None
    assert entry.count == 4


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="nothing is forbidden to root")
def test_a_folder_without_permission_is_refused_in_words(qtbot: QtBot, program: Program, pictures: Path) -> None:
    pictures.chmod(0)
    try:
        program.window.paths_dropped.emit([str(pictures)])
        assert "cannot be looked into" in refusal(qtbot, program)
    finally:
        pictures.chmod(0o755)


def test_a_drive_that_is_taken_out_keeps_its_photos_and_says_so(qtbot: QtBot, program: Program, pictures: Path) -> None:
    add(qtbot, program, pictures, 4)
    away = pictures.rename(pictures.with_name("away"))
    qtbot.waitUntil(
        lambda: (folder_entry(program, "Pictures") or Entry(ALL_KEY[0], "")).detail == "Not connected", timeout=PATIENCE
    )
    entry = folder_entry(program, "Pictures")
    assert entry is not None
    assert "is not connected" in tooltip(entry)
    assert program.model.rowCount() == 4
    away.rename(pictures)
    qtbot.waitUntil(
        lambda: program.reader.folders()[0].state in (FolderState.WATCHING, FolderState.POLLING), timeout=PATIENCE
    )


def test_a_folder_that_moved_can_be_found_again(qtbot: QtBot, program: Program, pictures: Path, tmp_path: Path) -> None:
    add(qtbot, program, pictures, 4)
    before = set(program.model.ids.tolist())
    new_place = pictures.rename(tmp_path / "Elsewhere")
    qtbot.waitUntil(lambda: program.reader.folders()[0].state is FolderState.OFFLINE, timeout=PATIENCE)
    qtbot.waitUntil(lambda: (folder_entry(program, "Pictures") or Entry(ALL_KEY[0], "")).alert, timeout=PATIENCE)
    entry = folder_entry(program, "Pictures")
    assert entry is not None
    menu = program.finding.sidebar.menu(entry)
    assert menu is not None
    assert {"This folder moved…", "Remove from the library\tDel"} <= {action.text() for action in menu.actions()}
    menu.deleteLater()
    assert entry.folder is not None
    (tmp_path / "empty").mkdir()
    program.folder_commands.relocate(entry.folder, str(tmp_path / "empty"))
    assert "are not in" in refusal(qtbot, program)
    program.folder_commands.relocate(entry.folder, str(new_place))
    qtbot.waitUntil(lambda: folder_entry(program, "Elsewhere") is not None, timeout=PATIENCE)
    qtbot.waitUntil(
        lambda: program.reader.folders()[0].state in (FolderState.WATCHING, FolderState.POLLING), timeout=PATIENCE
    )
    assert set(program.model.ids.tolist()) == before


def test_the_first_run_fills_the_grid_and_can_be_searched_before_it_is_over(
    qtbot: QtBot, program: Program, tmp_path: Path, make_photo: Callable[..., Path]
) -> None:
    folder = tmp_path / "Pictures"
    for seed in range(400):
        make_photo(folder / f"{seed:03}.jpg", seed=seed, size=(640, 480))
    window = program.window
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.welcome, timeout=PATIENCE)
    window.welcome.offer(folder)
    button = next(each for each in window.welcome.findChildren(QPushButton) if "Pictures" in each.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.reader.counts().indexed > 0, timeout=PATIENCE)
    window.actions_by_name["pause"].trigger()
    qtbot.waitUntil(lambda: window.activity.paused, timeout=PATIENCE)
    assert program.reader.counts().pending > 0
    assert window.pages.currentWidget() is window.grid
    window.search.set_text("colourful")
    with qtbot.waitSignal(program.session.answered, timeout=PATIENCE) as answered:
        program.session.ask_now()
    assert answered.args[0].hits
    assert "indexed so far" in window.header.text
    window.actions_by_name["pause"].trigger()
    qtbot.waitUntil(lambda: not window.activity.paused, timeout=PATIENCE)


def test_the_worker_can_be_asked_to_hurry(qtbot: QtBot, program: Program) -> None:
    program.window.activity.hurry_wanted.emit(True)
    qtbot.waitUntil(lambda: program.reader.settings()["priority"] == "normal", timeout=PATIENCE)
    program.window.activity.hurry_wanted.emit(False)
    qtbot.waitUntil(lambda: program.reader.settings()["priority"] == "background", timeout=PATIENCE)
