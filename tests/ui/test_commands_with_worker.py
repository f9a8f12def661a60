"""What a person does to photos by commands: the real window, the real worker, the built-in model, real photographs."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PIL import Image
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import is_settled
from visionquery.domain.photos import Photo
from visionquery.ui.program import Program
from visionquery.ui.question import Question

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

# Loading the model takes seconds on a busy machine.
PATIENCE = 240_000


@pytest.fixture(scope="module")
def captions(flickr_dev: list[tuple[Path, str]]) -> dict[str, str]:
    """Sixteen photographs by their names, each with its first caption."""
    first: dict[str, str] = {}
    for path, caption in flickr_dev:
        first.setdefault(path.name, caption)
    return dict(list(first.items())[:16])


@pytest.fixture(scope="module")
def photographs(
    captions: dict[str, str], flickr_dev: list[tuple[Path, str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with copies of them."""
    folder = tmp_path_factory.mktemp("photographs") / "Photographs"
    folder.mkdir()
    for path in dict.fromkeys(path for path, _ in flickr_dev if path.name in captions):
        shutil.copy(path, folder / path.name)
    return folder


@pytest.fixture(scope="module")
def own_trash(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """The person's trash, in a place of the test's own."""
    home = tmp_path_factory.mktemp("data-home")
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("XDG_DATA_HOME", str(home))
        yield home / "Trash"


@pytest.fixture(scope="module")
def shared(
    start_shared_program: Callable[[Path], Program],
    photographs: Path,
    own_trash: Path,
    tmp_path_factory: pytest.TempPathFactory,
) -> Program:
    """A window to which the photographs' folder was added."""
    program = start_shared_program(tmp_path_factory.mktemp("home"))
    program.folder_commands.add(str(photographs))
    return program


@pytest.fixture
def program(shared: Program, qtbot: QtBot) -> Program:
    """The window with all photographs indexed, nothing asked and nothing open."""
    qtbot.waitUntil(lambda: is_settled(shared), timeout=PATIENCE)
    shared.viewing.close()
    shared.presenter.escape()
    shared.grid.clear_selection()
    shared.window.activateWindow()
    qtbot.waitUntil(lambda: shared.model.rowCount() == shared.reader.counts().total, timeout=PATIENCE)
    return shared


def search(qtbot: QtBot, program: Program, text: str) -> list[Photo]:
    """Type words and wait for their answer."""
    program.window.search.reset()
    program.window.search.take_focus()
    with qtbot.waitSignal(program.session.answered, timeout=PATIENCE):
        qtbot.keyClicks(program.window.search.field, text)
    qtbot.waitUntil(lambda: program.session.text == text)
    return shown(program)


def shown(program: Program) -> list[Photo]:
    ids = program.model.ids.tolist()
    photos = program.reader.photos(ids)
    return [photos[photo_id] for photo_id in ids if photo_id in photos]


def take(qtbot: QtBot, program: Program, row: int) -> int:
    """Make this photo the one that commands mean."""
    program.window.activateWindow()
    qtbot.waitUntil(program.window.isActiveWindow)
    program.grid.setFocus()
    program.grid.go_to(row)
    return program.model.photo_id(row)


def trigger(program: Program, name: str) -> None:
    action = program.window.actions_by_name[name]
    assert action.isEnabled(), name
    action.trigger()


def undo(qtbot: QtBot, program: Program) -> None:
    button = next(b for b in program.window.notice.findChildren(QPushButton) if b.text() == "Undo" and b.isVisible())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def test_a_favourite_is_found_by_the_filter_and_keeps_its_place(
    qtbot: QtBot, program: Program, captions: dict[str, str]
) -> None:
    before = [photo.id for photo in search(qtbot, program, next(iter(captions.values())))]
    photo_id = take(qtbot, program, 1)
    qtbot.keyClick(program.grid, Qt.Key.Key_D, Qt.KeyboardModifier.ControlModifier)

    def marked() -> bool:
        photo = program.reader.photo(photo_id)
        return photo is not None and photo.favourite

    qtbot.waitUntil(marked, timeout=PATIENCE)
    # The answer is asked again, and every photo stays where it is.
    with qtbot.waitSignal(program.session.answered, timeout=PATIENCE):
        program.session.ask_now()
    assert program.model.ids.tolist() == before
    qtbot.waitUntil(lambda: program.window.actions_by_name["favourite"].isChecked(), timeout=PATIENCE)
    assert [photo.id for photo in search(qtbot, program, "is:favourite")] == [photo_id]
    take(qtbot, program, 0)
    trigger(program, "favourite")
    qtbot.waitUntil(lambda: not marked(), timeout=PATIENCE)
    qtbot.waitUntil(lambda: program.model.rowCount() == 0, timeout=PATIENCE)


def test_a_rated_photo_is_found_by_its_stars(qtbot: QtBot, program: Program) -> None:
    photo_id = take(qtbot, program, 2)
    trigger(program, "rate_4")
    qtbot.waitUntil(lambda: program.reader.photo(photo_id).rating == 4, timeout=PATIENCE)  # type: ignore[union-attr]
    assert [photo.id for photo in search(qtbot, program, "rating:>=4")] == [photo_id]


def test_a_hidden_photo_leaves_and_comes_back_by_undo(qtbot: QtBot, program: Program) -> None:
    count = program.model.rowCount()
    photo_id = take(qtbot, program, 3)
    trigger(program, "hide")
    qtbot.waitUntil(lambda: program.model.rowCount() == count - 1, timeout=PATIENCE)
    assert photo_id not in program.model.ids
    undo(qtbot, program)
    qtbot.waitUntil(lambda: photo_id in program.model.ids, timeout=PATIENCE)


def test_more_and_less_like_this_move_the_answer(qtbot: QtBot, program: Program) -> None:
    first = take(qtbot, program, 4)
    with qtbot.waitSignal(program.session.answered, timeout=PATIENCE) as answered:
        trigger(program, "find_similar")
    assert [example.photo_id for example in answered.args[0].query.examples] == [first]
    nearest = program.model.photo_id(0)
    program.grid.go_to(0)
    with qtbot.waitSignal(program.session.answered, timeout=PATIENCE) as answered:
        trigger(program, "less_like")
    weights = {example.photo_id: example.weight for example in answered.args[0].query.examples}
    assert weights[nearest] < 0 < weights[first]
    qtbot.waitUntil(lambda: program.model.photo_id(0) != nearest, timeout=PATIENCE)


def test_a_picture_is_copied_with_its_file(qtbot: QtBot, program: Program, photographs: Path) -> None:
    photo_id = take(qtbot, program, 0)
    photo = program.reader.photo(photo_id)
    assert photo is not None
    with Image.open(photo.path) as picture:
        size = picture.size
    qtbot.keyClick(program.grid, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    clipboard = QGuiApplication.clipboard()

    def copied() -> bool:
        data = clipboard.mimeData()
        return data is not None and data.hasImage()

    qtbot.waitUntil(copied, timeout=PATIENCE)
    assert (clipboard.image().width(), clipboard.image().height()) == size
    assert [Path(url.toLocalFile()) for url in clipboard.mimeData().urls()] == [Path(photo.path)]
    clipboard.clear()


def test_copies_are_exported_into_the_chosen_folder(
    qtbot: QtBot, program: Program, photographs: Path, tmp_path: Path
) -> None:
    trigger(program, "select_all")
    count = program.grid.selected_count()
    taken = next(photographs.iterdir()).name
    (tmp_path / taken).write_bytes(b"was here before")
    trigger(program, "export")
    dialog = program.window.findChild(QFileDialog)
    with qtbot.waitSignal(program.photo_commands.export.finished, timeout=PATIENCE) as finished:
        dialog.fileSelected.emit(str(tmp_path))
    dialog.reject()
    result = finished.args[0]
    assert len(result.copies) == count
    assert (tmp_path / taken).read_bytes() == b"was here before"
    originals = {path.read_bytes() for path in photographs.iterdir() if path.is_file()}
    assert {Path(copy).read_bytes() for copy in result.copies} == originals
    notice = program.window.notice.shown
    assert notice is not None
    assert str(count) in notice.message


def test_a_search_that_runs_while_the_worker_is_killed_is_answered_by_the_next(
    qtbot: QtBot, program: Program, captions: dict[str, str]
) -> None:
    pid = program.bridge.worker_pid
    assert pid is not None
    # Stopped, so that the question is on its way when the worker dies.
    os.kill(pid, signal.SIGSTOP)
    caption = list(captions.values())[5]
    program.window.search.take_focus()
    with qtbot.waitSignal(program.session.answered, timeout=PATIENCE):
        with qtbot.waitSignal(program.session.started, timeout=PATIENCE):
            qtbot.keyClicks(program.window.search.field, caption)
        with qtbot.waitSignal(program.bridge.down, timeout=PATIENCE):
            os.kill(pid, signal.SIGKILL)
        assert program.window.notice.isVisible()
        assert "worker" in program.window.notice.accessibleName()
    qtbot.waitUntil(lambda: not program.window.notice.isVisible(), timeout=PATIENCE)
    assert program.bridge.worker_pid not in (None, pid)
    assert Path(shown(program)[0].path).name == list(captions)[5]


def test_a_photo_goes_to_the_trash_after_a_question(
    qtbot: QtBot, program: Program, photographs: Path, own_trash: Path
) -> None:
    count = program.model.rowCount()
    photo_id = take(qtbot, program, count - 1)
    photo = program.reader.photo(photo_id)
    assert photo is not None
    content = Path(photo.path).read_bytes()
    qtbot.keyClick(program.grid, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: bool(program.window.findChildren(Question)))
    question = program.window.findChild(Question)
    assert Path(photo.path).name in question.text
    qtbot.mouseClick(question.yes, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: program.model.rowCount() == count - 1, timeout=PATIENCE)
    assert not Path(photo.path).exists()
    assert (own_trash / "files" / Path(photo.path).name).read_bytes() == content
    qtbot.waitUntil(lambda: program.window.notice.isVisible(), timeout=PATIENCE)


def test_a_removed_folder_is_gone_at_once_and_comes_back_whole(
    qtbot: QtBot, program: Program, photographs: Path
) -> None:
    before = program.model.ids.tolist()
    entry = next(entry for entry in program.window.sidebar.entries if entry.folder is not None)
    program.window.sidebar.remove_wanted.emit(entry)
    qtbot.waitUntil(lambda: program.window.pages.currentWidget() is program.window.welcome, timeout=PATIENCE)
    undo(qtbot, program)
    qtbot.waitUntil(lambda: program.model.ids.tolist() == before, timeout=PATIENCE)
