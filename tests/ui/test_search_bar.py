from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QLineEdit, QToolButton
from pytestqt.qtbot import QtBot

from visionquery.ui.search_bar import SearchBar
from visionquery.ui.theme import Theme


@pytest.fixture
def bar(theme: Theme, qtbot: QtBot) -> SearchBar:
    bar = SearchBar(theme)
    qtbot.addWidget(bar)
    bar.restyle()
    with qtbot.waitExposed(bar):
        bar.show()
    return bar


def test_what_is_typed_is_told_and_can_be_cleared_by_button(bar: SearchBar, qtbot: QtBot) -> None:
    edit = bar.findChild(QLineEdit)
    with qtbot.waitSignals([bar.typed] * 3):
        qtbot.keyClicks(edit, "dog")
    assert bar.text == "dog"
    clear = next(button for button in bar.findChildren(QToolButton) if button.isVisible())
    assert clear.accessibleName() == "Clear the search"
    with qtbot.waitSignal(bar.escaped):
        qtbot.mouseClick(clear, Qt.MouseButton.LeftButton)


def test_enter_escape_and_down_leave_the_box(bar: SearchBar, qtbot: QtBot) -> None:
    edit = bar.findChild(QLineEdit)
    for key, signal in (
        (Qt.Key.Key_Return, bar.submitted),
        (Qt.Key.Key_Escape, bar.escaped),
        (Qt.Key.Key_Down, bar.left_down),
    ):
        with qtbot.waitSignal(signal):
            qtbot.keyClick(edit, key)


def test_an_example_is_a_chip_that_backspace_drops(bar: SearchBar, qtbot: QtBot) -> None:
    bar.set_text("dog")
    bar.show_example("beach.jpg", QImage(40, 40, QImage.Format.Format_RGB32))
    assert bar.text == ""
    with qtbot.waitSignal(bar.example_dropped):
        qtbot.keyClick(bar.findChild(QLineEdit), Qt.Key.Key_Backspace)


def test_words_take_the_chip_away(bar: SearchBar, qtbot: QtBot) -> None:
    bar.show_example("beach.jpg", None)
    with qtbot.waitSignal(bar.typed):
        bar.insert("d")
    with qtbot.assertNotEmitted(bar.example_dropped):
        qtbot.keyClick(bar.findChild(QLineEdit), Qt.Key.Key_Backspace)
