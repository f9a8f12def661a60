"""The search box by itself: keys, chips, suggestions, and pasting."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QMimeData, Qt, QUrl
from PySide6.QtGui import QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLineEdit, QMainWindow, QToolButton
from pytestqt.qtbot import QtBot

from visionquery.ui.search.chips import ExampleChip
from visionquery.ui.search.suggestions import Suggestion, SuggestionKind
from visionquery.ui.search_bar import SearchBar
from visionquery.ui.search_session import Example
from visionquery.ui.theme import Theme

DOG, CAT = Example("dog.jpg", photo_id=1), Example("cat.jpg", photo_id=2, weight=-1.0)
OFFERED = [
    Suggestion(SuggestionKind.RECENT, "red car", "red car"),
    Suggestion(SuggestionKind.FILTER, "in:", "in:", "a folder"),
]


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot) -> Iterator[SearchBar]:
    window = QMainWindow()
    bar = SearchBar(theme)
    window.setCentralWidget(bar)
    qtbot.addWidget(window)
    bar.restyle()
    window.resize(700, 500)
    with qtbot.waitExposed(window):
        window.show()
    window.activateWindow()
    bar.take_focus()
    qtbot.waitUntil(bar.field.hasFocus)
    yield bar
    window.close()


@pytest.fixture
def suggesting(bar: SearchBar) -> SearchBar:
    """A box that is answered with two suggestions."""
    bar.suggestions_wanted.connect(lambda _text: bar.suggest(OFFERED, kept=True, past=True))
    return bar


def button(bar: SearchBar, name: str) -> QToolButton:
    return next(each for each in bar.findChildren(QToolButton) if each.accessibleName() == name)


def press(qtbot: QtBot, bar: SearchBar, *keys: Qt.Key) -> None:
    for key in keys:
        qtbot.keyClick(bar.findChild(QLineEdit), key)


def chips(bar: SearchBar) -> list[ExampleChip]:
    return [chip for chip in bar.findChildren(ExampleChip) if chip.isVisible()]


def test_what_is_typed_is_told_and_can_be_cleared_by_button(bar: SearchBar, qtbot: QtBot) -> None:
    with qtbot.waitSignals([bar.typed] * 3):
        qtbot.keyClicks(bar.field, "dog")
    assert bar.text == "dog"
    with qtbot.waitSignal(bar.escaped):
        qtbot.mouseClick(button(bar, "Clear the search"), Qt.MouseButton.LeftButton)


def test_enter_escape_and_down_leave_the_box(bar: SearchBar, qtbot: QtBot) -> None:
    for key, signal in (
        (Qt.Key.Key_Return, bar.submitted),
        (Qt.Key.Key_Escape, bar.escaped),
        (Qt.Key.Key_Down, bar.left_down),
    ):
        with qtbot.waitSignal(signal):
            press(qtbot, bar, key)


def test_words_stay_beside_an_example_and_backspace_drops_it(bar: SearchBar, qtbot: QtBot) -> None:
    bar.show_examples((DOG,), {DOG: QImage(40, 30, QImage.Format.Format_RGB32)})
    with qtbot.waitSignal(bar.typed):
        bar.insert("x")
    assert [chip.example for chip in chips(bar)] == [DOG]
    press(qtbot, bar, Qt.Key.Key_Backspace)
    assert bar.text == ""
    with qtbot.waitSignal(bar.examples_changed) as changed:
        press(qtbot, bar, Qt.Key.Key_Backspace)
    assert changed.args == [()]


def test_each_example_goes_and_turns_by_mouse(bar: SearchBar, qtbot: QtBot) -> None:
    bar.show_examples((DOG, CAT), {})
    first, second = chips(bar)
    assert (first.accessibleName(), second.accessibleName()) == ("Similar to dog.jpg", "Less like cat.jpg")
    with qtbot.waitSignal(bar.examples_changed) as changed:
        qtbot.mouseClick(button(bar, "Less like this"), Qt.MouseButton.LeftButton)
    assert [example.weight for example in changed.args[0]] == [-1.0, -1.0]
    with qtbot.waitSignal(bar.examples_changed) as changed:
        qtbot.mouseClick(button(bar, "Drop the example"), Qt.MouseButton.LeftButton)
    assert changed.args == [(CAT,)]


def test_each_example_goes_and_turns_by_keyboard(bar: SearchBar, qtbot: QtBot) -> None:
    bar.examples_changed.connect(lambda examples: bar.show_examples(examples, {}))
    bar.show_examples((DOG, CAT), {})
    press(qtbot, bar, Qt.Key.Key_Left)
    assert QApplication.focusWidget() is chips(bar)[1]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Left)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Space)
    assert [example.weight for example in bar.examples] == [-1.0, -1.0]
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert bar.examples == (CAT,)
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Delete)
    assert bar.examples == ()
    assert bar.field.hasFocus()


def test_down_opens_suggestions_enter_takes_one_and_escape_shuts_them(suggesting: SearchBar, qtbot: QtBot) -> None:
    bar = suggesting
    press(qtbot, bar, Qt.Key.Key_Down)
    assert bar.suggestions.isVisible()
    assert bar.field.hasFocus()
    assert bar.suggestions.current is None
    with qtbot.assertNotEmitted(bar.escaped):
        press(qtbot, bar, Qt.Key.Key_Escape)
    assert not bar.suggestions.isVisible()
    with qtbot.waitSignal(bar.submitted):
        press(qtbot, bar, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Return)
    assert bar.text == "red car"
    assert not bar.suggestions.isVisible()


def test_enter_means_the_words_until_a_suggestion_is_chosen(suggesting: SearchBar, qtbot: QtBot) -> None:
    bar = suggesting
    qtbot.keyClicks(bar.field, "blue")
    press(qtbot, bar, Qt.Key.Key_Down, Qt.Key.Key_Down, Qt.Key.Key_Up)
    with qtbot.waitSignal(bar.submitted):
        press(qtbot, bar, Qt.Key.Key_Return)
    assert bar.text == "blue"


def test_typing_goes_on_while_suggestions_are_open(suggesting: SearchBar, qtbot: QtBot) -> None:
    bar = suggesting
    press(qtbot, bar, Qt.Key.Key_Down)
    with qtbot.waitSignals([bar.typed] * 3):
        qtbot.keyClicks(bar.field, "dog")
    assert bar.text == "dog"
    assert bar.field.hasFocus()


def test_words_alone_open_nothing_above_the_results_but_a_filter_does(suggesting: SearchBar, qtbot: QtBot) -> None:
    bar = suggesting
    qtbot.keyClicks(bar.field, "dog")
    assert not bar.suggestions.isVisible()
    qtbot.keyClicks(bar.field, " in:")
    assert bar.suggestions.isVisible()


def test_delete_forgets_a_past_search_and_nothing_else(suggesting: SearchBar, qtbot: QtBot) -> None:
    bar = suggesting
    press(qtbot, bar, Qt.Key.Key_Down, Qt.Key.Key_Down)
    with qtbot.waitSignal(bar.suggestions.forgotten) as forgotten:
        press(qtbot, bar, Qt.Key.Key_Delete)
    assert forgotten.args == [OFFERED[0]]
    press(qtbot, bar, Qt.Key.Key_Down)
    with qtbot.assertNotEmitted(bar.suggestions.forgotten):
        press(qtbot, bar, Qt.Key.Key_Delete)


def test_suggestions_are_taken_by_mouse_without_taking_the_focus(suggesting: SearchBar, qtbot: QtBot) -> None:
    bar = suggesting
    qtbot.mouseClick(bar.field, Qt.MouseButton.LeftButton)
    assert bar.suggestions.isVisible()
    rows = bar.suggestions.findChild(type(bar.suggestions._list))
    qtbot.mouseClick(rows.viewport(), Qt.MouseButton.LeftButton, pos=rows.visualItemRect(rows.item(1)).center())
    assert bar.text == "in:"
    assert bar.field.hasFocus()


def test_ctrl_v_is_a_picture_or_words(bar: SearchBar, qtbot: QtBot) -> None:
    pictures: list[bool] = []

    def paste() -> bool:
        data = QGuiApplication.clipboard().mimeData()
        pictures.append(data.hasImage() or data.hasUrls())
        return pictures[-1]

    bar.set_paste(paste)
    clipboard = QGuiApplication.clipboard()
    clipboard.setText("dog")
    qtbot.keyClick(bar.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bar.text == "dog"
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile("/tmp/dog.jpg")])
    clipboard.setMimeData(data)
    qtbot.keyClick(bar.field, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert bar.text == "dog"
    assert pictures == [False, True]
