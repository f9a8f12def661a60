"""Searching and browsing as a person does it: the real window, the real worker, real photographs."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QDialog, QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import is_settled
from visionquery.ui.program import Program
from visionquery.ui.search.saving import NameDialog
from visionquery.ui.search_session import Example
from visionquery.ui.sidebar.entries import ALL_KEY, PROBLEMS_KEY, Entry, EntryKind
from visionquery.worker.commands import SetFavourite, SetHidden

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

PATIENCE = 240_000


@pytest.fixture(scope="module")
def captions(flickr_dev: list[tuple[Path, str]]) -> dict[str, str]:
    """Eighteen photographs by name, each with its first caption."""
    first: dict[str, str] = {}
    for path, caption in flickr_dev:
        first.setdefault(path.name, caption)
    return dict(list(first.items())[:18])


@pytest.fixture(scope="module")
def album(
    captions: dict[str, str], flickr_dev: list[tuple[Path, str]], tmp_path_factory: pytest.TempPathFactory
) -> Path:
    """A folder with twelve photographs and a subfolder with six."""
    source = flickr_dev[0][0].parent
    folder = tmp_path_factory.mktemp("pictures") / "Album"
    (folder / "Below" / "Deep").mkdir(parents=True)
    for number, name in enumerate(captions):
        shutil.copy(source / name, folder / ("Below/Deep" if number >= 12 else "") / name)
    return folder


@pytest.fixture(scope="module")
def shared(
    start_shared_program: Callable[[Path], Program], album: Path, tmp_path_factory: pytest.TempPathFactory
) -> Program:
    """A window to which the album was added."""
    program = start_shared_program(tmp_path_factory.mktemp("home"))
    program.folder_commands.add(str(album))
    return program


@pytest.fixture
def window(shared: Program, qtbot: QtBot) -> Program:
    """The same window as it is when nothing is asked and everything is indexed."""
    shared.presenter.escape()
    shared.window.sidebar.choose(ALL_KEY)

    def ready() -> bool:
        counts = shared.reader.counts()
        return counts.indexed == 18 and is_settled(shared) and shared.model.rowCount() == 18 - counts.hidden

    qtbot.waitUntil(ready, timeout=PATIENCE)
    return shared


def entry(program: Program, name: str) -> Entry | None:
    return next((each for each in program.window.sidebar.entries if each.name == name), None)


def names(program: Program) -> list[str]:
    ids = program.model.ids.tolist()
    photos = program.reader.photos(ids)
    return [Path(photos[photo_id].path).name for photo_id in ids if photo_id in photos]


def focus(qtbot: QtBot, program: Program) -> None:
    """In the search box; after a dialog the window comes back when the system says so."""
    program.window.activateWindow()
    program.window.search.take_focus()
    qtbot.waitUntil(program.window.search.field.hasFocus)


def ask(qtbot: QtBot, program: Program, text: str) -> None:
    focus(qtbot, program)
    with qtbot.waitSignal(program.session.answered, timeout=PATIENCE):
        program.window.search.set_text(text)


def test_a_subfolder_narrows_the_view_and_the_search(qtbot: QtBot, window: Program, captions: dict[str, str]) -> None:
    sidebar, folder = window.window.sidebar, window.reader.folders()[0]
    qtbot.waitUntil(lambda: bool(sidebar._below), timeout=PATIENCE)
    sidebar.choose((EntryKind.FOLDER, folder.id, "Below/Deep"))
    assert sidebar.current.name == "Deep"
    qtbot.waitUntil(lambda: window.model.rowCount() == 6, timeout=PATIENCE)
    assert set(names(window)) == set(list(captions)[12:])
    ask(qtbot, window, "a person")
    assert set(names(window)) <= set(list(captions)[12:])
    assert "in Deep" in window.window.header.text


def test_favourites_are_a_view_and_a_place_to_search_in(qtbot: QtBot, window: Program) -> None:
    chosen = tuple(window.model.ids[:3].tolist())
    window.bridge.send(SetFavourite(chosen, True))
    qtbot.waitUntil(lambda: (entry(window, "Favourites") or Entry(EntryKind.ALL, "")).count == 3, timeout=PATIENCE)
    window.window.sidebar.choose((EntryKind.FAVOURITES, 0, ""))
    qtbot.waitUntil(lambda: set(window.model.ids.tolist()) == set(chosen), timeout=PATIENCE)
    ask(qtbot, window, "dog")
    assert set(window.model.ids.tolist()) == set(chosen)
    assert window.window.search.text == "dog"
    assert "“dog” in Favourites" in window.window.header.text


def test_relevance_order_survives_marking_a_photo(qtbot: QtBot, window: Program) -> None:
    ask(qtbot, window, "people outdoors")
    before = window.model.ids.tolist()
    with qtbot.waitSignal(window.session.answered, timeout=PATIENCE):
        window.bridge.send(SetFavourite((before[5],), True))
    assert window.model.ids.tolist() == before


def test_hidden_photos_have_an_entry_while_there_are_any(qtbot: QtBot, window: Program) -> None:
    chosen = (int(window.model.ids[0]),)
    assert entry(window, "Hidden") is None
    window.bridge.send(SetHidden(chosen, True))
    qtbot.waitUntil(lambda: entry(window, "Hidden") is not None and window.model.rowCount() == 17, timeout=PATIENCE)
    window.window.sidebar.choose((EntryKind.HIDDEN, 0, ""))
    qtbot.waitUntil(lambda: window.model.ids.tolist() == list(chosen), timeout=PATIENCE)
    window.bridge.send(SetHidden(chosen, False))
    qtbot.waitUntil(lambda: entry(window, "Hidden") is None, timeout=PATIENCE)
    assert window.window.sidebar.current.key == ALL_KEY


def test_orders_turn_the_library_round(qtbot: QtBot, window: Program) -> None:
    newest = window.model.ids.tolist()
    window.window.header.order_wanted.emit("oldest")
    qtbot.waitUntil(lambda: window.model.ids.tolist() == newest[::-1], timeout=PATIENCE)
    assert window.memory.order == "oldest"
    window.window.header.order_wanted.emit("added")
    qtbot.waitUntil(lambda: window.model.ids.tolist() == sorted(newest, reverse=True), timeout=PATIENCE)
    window.window.header.order_wanted.emit("newest")
    qtbot.waitUntil(lambda: window.model.ids.tolist() == newest, timeout=PATIENCE)


def test_examples_and_words_are_searched_together(qtbot: QtBot, window: Program) -> None:
    first, second = (int(photo_id) for photo_id in window.model.ids[:2])
    ask(qtbot, window, "a dog")
    alone = window.model.ids.tolist()
    with qtbot.waitSignal(window.session.answered, timeout=PATIENCE) as answered:
        window.presenter.add_example(Example("first.jpg", photo_id=first))
    assert answered.args[0].query.text == "a dog"
    assert [example.photo_id for example in answered.args[0].query.examples] == [first]
    with qtbot.waitSignal(window.session.answered, timeout=PATIENCE):
        window.presenter.add_example(Example("second.jpg", photo_id=second, weight=-1.0))
    assert window.model.ids.tolist() != alone
    assert [chip.name for chip in window.window.search.examples] == ["first.jpg", "second.jpg"]
    with qtbot.waitSignal(window.session.answered, timeout=PATIENCE):
        window.window.search.examples_changed.emit(())
    assert window.model.ids.tolist() == alone


def test_a_pasted_picture_finds_itself(
    qtbot: QtBot, window: Program, captions: dict[str, str], flickr_dev: list[tuple[Path, str]]
) -> None:
    source = flickr_dev[0][0].parent
    wanted = list(captions)[4]
    field = window.window.search.field
    QGuiApplication.clipboard().setImage(QImage(str(source / wanted)))
    with qtbot.waitSignal(window.session.answered, timeout=PATIENCE):
        qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert names(window)[0] == wanted
    kept = list((window.reader.paths.root / "cache").glob("*.png"))
    assert len(kept) == 1
    window.presenter.escape()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(source / wanted))])
    QGuiApplication.clipboard().setMimeData(data)
    with qtbot.waitSignal(window.session.answered, timeout=PATIENCE):
        qtbot.keyClick(field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert names(window)[0] == wanted
    QGuiApplication.clipboard().clear()


def test_a_search_is_saved_asked_renamed_deleted_and_brought_back(qtbot: QtBot, window: Program) -> None:
    ask(qtbot, window, "a dog")
    found = window.model.ids.tolist()
    window.window.search.save_wanted.emit()
    dialog = window.window.findChild(NameDialog)
    dialog.field.setText("Dogs")
    dialog.accept()
    qtbot.waitUntil(lambda: entry(window, "Dogs") is not None, timeout=PATIENCE)
    window.presenter.escape()
    qtbot.waitUntil(lambda: window.model.rowCount() == 18, timeout=PATIENCE)
    saved = entry(window, "Dogs")
    assert saved is not None
    with qtbot.waitSignal(window.session.answered, timeout=PATIENCE):
        window.window.sidebar.choose(saved.key)
    assert window.model.ids.tolist() == found
    assert window.window.search.text == "a dog"
    window.window.sidebar.rename_wanted.emit(saved)
    rename = next(each for each in window.window.findChildren(NameDialog) if each.isVisible())
    rename.field.setText("All dogs")
    rename.accept()
    qtbot.waitUntil(lambda: entry(window, "All dogs") is not None, timeout=PATIENCE)
    window.window.sidebar.remove_wanted.emit(entry(window, "All dogs"))
    qtbot.waitUntil(lambda: entry(window, "All dogs") is None, timeout=PATIENCE)
    undo = next(each for each in window.window.notice.findChildren(QPushButton) if each.text() == "Undo")
    qtbot.mouseClick(undo, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: entry(window, "All dogs") is not None, timeout=PATIENCE)
    assert [dialog for dialog in window.window.findChildren(QDialog) if dialog.isVisible()] == []


def test_what_was_looked_for_is_offered_again(qtbot: QtBot, window: Program) -> None:
    search = window.window.search
    ask(qtbot, window, "a red ball")
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    window.presenter.escape()
    focus(qtbot, window)
    qtbot.keyClick(search.field, Qt.Key.Key_Down)
    assert search.suggestions.suggestions[0].label == "a red ball"
    qtbot.keyClick(search.field, Qt.Key.Key_Down)
    with qtbot.waitSignal(window.session.answered, timeout=PATIENCE):
        qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert search.text == "a red ball"


def test_a_filter_is_offered_the_librarys_own_values(qtbot: QtBot, window: Program) -> None:
    search = window.window.search
    focus(qtbot, window)
    qtbot.keyClicks(search.field, "dog in:de")
    qtbot.waitUntil(lambda: [each.label for each in search.suggestions.suggestions] == ["Deep"], timeout=PATIENCE)
    assert search.field.hasFocus()
    qtbot.keyClick(search.field, Qt.Key.Key_Down)
    qtbot.keyClick(search.field, Qt.Key.Key_Return)
    assert search.text == "dog in:Deep "
    qtbot.waitUntil(lambda: window.model.rowCount() == 6, timeout=PATIENCE)


def test_english_only_models_say_so_quietly(qtbot: QtBot, window: Program) -> None:
    hint = window.window.header.hints[0]
    ask(qtbot, window, "ein Hund im Schnee")
    qtbot.waitUntil(lambda: "English" in hint.text, timeout=PATIENCE)
    with qtbot.waitSignal(window.finding.models_wanted) as wanted:
        qtbot.mouseClick(hint.findChild(QPushButton), Qt.MouseButton.LeftButton)
    (name,) = wanted.args
    assert window.settings is not None
    models = window.settings.models
    qtbot.waitUntil(
        lambda: name in models.cards and models.cards[name].buttons["download"].hasFocus(), timeout=PATIENCE
    )
    card = models.cards[name]
    qtbot.waitUntil(lambda: not card.visibleRegion().isEmpty(), timeout=PATIENCE)
    assert card.visibleRegion().boundingRect().height() > card.height() // 2
    window.settings.close()
    ask(qtbot, window, "a dog in the snow")
    assert hint.text == ""


def test_problems_can_be_tried_again_and_ignored(
    qtbot: QtBot, start_program: Callable[[Path], Program], tmp_path: Path, make_photo: Callable[..., Path]
) -> None:
    folder = tmp_path / "Pictures"
    make_photo(folder / "good.jpg", seed=1)
    for number in range(3):
        (folder / f"bad-{number}.jpg").write_bytes(b"\xff\xd8 cut off")
    program = start_program(tmp_path / "home")
    program.folder_commands.add(str(folder))
    qtbot.waitUntil(lambda: (entry(program, "Problems") or Entry(EntryKind.ALL, "")).count == 3, timeout=PATIENCE)
    program.window.sidebar.choose(PROBLEMS_KEY)
    page = program.window.problems
    assert program.window.pages.currentWidget() is page
    qtbot.waitUntil(lambda: page._model.rowCount() == 3, timeout=PATIENCE)
    make_photo(folder / "bad-0.jpg", seed=2)
    rows = page._list
    rows.setFocus()
    rows.setCurrentIndex(page._model.index(0, 0))
    menu = page.menu()
    assert [action.text().partition("\t")[2] for action in menu.actions()] == ["R", "Return", "Del"]
    menu.deleteLater()
    qtbot.keyClick(rows, Qt.Key.Key_R)
    qtbot.waitUntil(lambda: page._model.rowCount() == 2, timeout=PATIENCE)
    rows.setCurrentIndex(page._model.index(0, 0))
    with qtbot.waitSignal(page.reveal_wanted) as revealed:
        rows.activated.emit(rows.currentIndex())
    assert revealed.args[0].endswith("bad-1.jpg")
    qtbot.keyClick(rows, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: page._model.rowCount() == 1, timeout=PATIENCE)
    rows.clearSelection()
    ignore = next(each for each in page.findChildren(QPushButton) if each.text() == "Ignore (all)")
    qtbot.mouseClick(ignore, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: entry(program, "Problems") is None, timeout=PATIENCE)
    assert program.window.sidebar.current.key == ALL_KEY
