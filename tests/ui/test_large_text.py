"""The window with letters twice as large as usual: nothing that is to be read or pressed is cut off."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtGui import QFont
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths, resources_dir
from visionquery.ui.program import Program
from visionquery.ui.sidebar.entries import PROBLEMS_KEY, LibrarySummary
from visionquery.ui.theme import Theme

POINTS = 22.0


@pytest.fixture
def large_text(qapp: QApplication) -> Iterator[None]:
    """The person has such letters for all programs."""
    usual = qapp.font()
    large = QFont(usual)
    large.setPointSizeF(POINTS)
    qapp.setFont(large)
    yield
    qapp.setFont(usual)


@pytest.fixture
def program(
    large_text: None, qapp: QApplication, qtbot: QtBot, data_dir: Path, filled_library: Callable[..., LibraryReader]
) -> Iterator[Program]:
    """A window of a small size on a small library, whose worker never starts."""
    filled_library(indexed=6).close()
    program = Program(DataPaths(data_dir), Theme(qapp, resources_dir()))
    program.bridge.start = lambda: None  # type: ignore[method-assign]
    program.open()
    program.window.resize(900, 600)
    program.start()
    qtbot.waitUntil(lambda: program.model.rowCount() == 6)
    yield program
    program.window.leave()
    program.stop()
    program.window.deleteLater()
    program.deleteLater()


def heading(program: Program) -> str:
    return next(label.text() for label in program.window.header.findChildren(QLabel, "heading"))


def test_the_heading_is_read_though_much_stands_beside_it(program: Program, qtbot: QtBot) -> None:
    header = program.window.header
    assert heading(program) == "All photos"
    header.describe("Holidays", "nothing stands out, these are closest · under 0.01 s")
    qtbot.waitUntil(lambda: heading(program) == "Holidays")
    assert not header.slider.isVisible()
    program.window.resize(2400, 600)
    qtbot.waitUntil(header.slider.isVisible)


def test_the_buttons_below_problems_show_all_their_words(program: Program, qtbot: QtBot) -> None:
    window = program.window
    counts = program.reader.counts()
    window.sidebar.show_library(LibrarySummary(program.reader.folders(), counts, problems=2))
    window.sidebar.choose(PROBLEMS_KEY)
    qtbot.waitUntil(window.problems.isVisible)
    buttons = window.problems.findChildren(QPushButton)
    assert len(buttons) == 3
    qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))


def test_the_pages_of_the_settings_show_their_names(program: Program, qtbot: QtBot) -> None:
    program.show_settings()
    settings = program.settings
    assert settings is not None
    qtbot.waitUntil(settings.isVisible)
    pages = settings.list
    assert pages.sizeHintForColumn(0) <= pages.viewport().width()
    assert not pages.horizontalScrollBar().isVisible()
    settings.close()


def test_facts_stand_below_their_labels_and_have_room_for_every_line(program: Program, qtbot: QtBot) -> None:
    program.grid.go_to(0)
    program.viewing.show_properties()
    properties = program.viewing.properties
    assert properties is not None
    panel = properties.panel
    qtbot.waitUntil(lambda: "Dimensions" in panel.lines)
    facts = [label for label in panel.findChildren(QLabel) if label.accessibleName().startswith("File changed: ")]

    def whole() -> bool:
        shown = [label for label in facts if label.isVisible()]
        return bool(shown) and all(label.height() >= label.heightForWidth(label.width()) for label in shown)

    qtbot.waitUntil(whole)
    assert all(label.x() == 0 for label in facts)
    properties.close()
    properties_width = properties.width()
    properties.resize(4 * properties_width, properties.height())
