"""What holds for the whole window without a worker: names for every control, themes, what it remembers."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QLocale, QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QWidget
from pytestqt.qtbot import QtBot

from visionquery.domain.events import Activity, Progress
from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Counts
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths, resources_dir
from visionquery.ui.drop_sign import DropSign
from visionquery.ui.notice import Notice
from visionquery.ui.program import Program
from visionquery.ui.sidebar.entries import LibrarySummary
from visionquery.ui.theme import DARK, LIGHT, Colours, Theme
from visionquery.worker.protocol import WorkerDown


@pytest.fixture
def program(
    qapp: QApplication, qtbot: QtBot, data_dir: Path, filled_library: Callable[..., LibraryReader]
) -> Iterator[Program]:
    """A window on a small library, whose worker never starts."""
    filled_library(indexed=30).close()
    program = open_program(qapp, data_dir)
    qtbot.waitUntil(lambda: program.model.rowCount() == 30)
    yield program
    close_program(program)


def open_program(application: QApplication, data_dir: Path) -> Program:
    program = Program(DataPaths(data_dir), Theme(application, resources_dir()))
    program.bridge.start = lambda: None  # type: ignore[method-assign]
    program.open()
    program.start()
    return program


def close_program(program: Program) -> None:
    program.window.close()
    program.stop()
    program.window.deleteLater()
    program.deleteLater()


def contrast(one: str, other: str) -> float:
    def luminance(colour: str) -> float:
        parts = QColor(colour).getRgbF()[:3]
        linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
        return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]

    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_text_stands_out_from_its_ground(colours: Colours) -> None:
    for text, grounds in (
        (colours.text, (colours.window, colours.sidebar, colours.surface, colours.field, colours.hover)),
        (colours.quiet, (colours.window, colours.sidebar, colours.accentSoft)),
        (colours.accentText, (colours.accentSoft,)),
        (colours.onAccent, (colours.accent,)),
        (colours.noticeText, (colours.notice,)),
        (colours.tipText, (colours.tip,)),
    ):
        for ground in grounds:
            assert contrast(text, ground) >= 4.5, (text, ground)


def test_every_control_that_takes_the_focus_has_a_name(program: Program) -> None:
    nameless = [
        widget
        for widget in program.window.findChildren(QWidget)
        if widget.focusPolicy() != Qt.FocusPolicy.NoFocus
        and not isinstance(widget, QLabel)
        and not widget.objectName().startswith("qt_")
        and not widget.accessibleName()
        and not (isinstance(widget, QAbstractButton) and widget.text())
    ]
    # The pages' own containers hand the focus on.
    assert [widget for widget in nameless if widget.focusProxy() is None and not widget.findChildren(QWidget)] == []


def test_the_tab_key_goes_round_from_the_search_box_to_the_photos(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.search.take_focus()
    qtbot.waitUntil(lambda: QApplication.focusWidget() is not None)
    seen = [QApplication.focusWidget().accessibleName()]
    for _ in range(8):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        seen.append(QApplication.focusWidget().accessibleName())
    assert seen == [
        "Search photos",
        "Photos",
        "Library",
        "Add folder",
        "Order: Newest first",
        "Show whole photos in rows",
        "Thumbnail size",
        "Menu",
        "Search photos",
    ]


def test_the_tab_key_goes_from_the_search_box_to_what_a_notice_offers(program: Program, qtbot: QtBot) -> None:
    window = program.window
    window.notice.tell(Notice("undo", "One photo is hidden.", button="Undo", action=lambda: None, calm=True))
    window.search.take_focus()
    qtbot.waitUntil(window.search.field.hasFocus)
    seen = []
    for _ in range(3):
        qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
        focused = QApplication.focusWidget()
        seen.append(focused.accessibleName() or (focused.text() if isinstance(focused, QAbstractButton) else ""))
    assert seen == ["Undo", "Close this message", "Photos"]


def test_a_button_that_shows_a_sign_alone_says_what_it_does(program: Program) -> None:
    # Qt has buttons of its own in a menu bar.
    buttons = [each for each in program.window.findChildren(QAbstractButton) if not each.objectName().startswith("qt_")]
    signs = [button for button in buttons if not button.text() and not button.icon().isNull()]
    assert len(signs) > 10
    silent = [button for button in signs if not button.accessibleName() or not button.toolTip()]
    assert [(type(button.parent()).__name__, button.accessibleName()) for button in silent] == []


def test_what_is_dropped_on_the_window_is_told_by_its_paths(program: Program, tmp_path: Path, qtbot: QtBot) -> None:
    window, copy, left = program.window, Qt.DropAction.CopyAction, Qt.MouseButton.LeftButton
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "Holidays")), QUrl("https://example.org/photo.jpg")])
    place, modifiers = QPointF(300, 200), Qt.KeyboardModifier.NoModifier
    with warnings.catch_warnings():
        # Qt 6.8 knows whole pixels alone, later ones would rather have parts of them.
        warnings.simplefilter("ignore", DeprecationWarning)
        over = QDragEnterEvent(place.toPoint(), copy, data, left, modifiers)
    QApplication.sendEvent(window, over)
    assert over.isAccepted()
    assert window.findChild(DropSign).isVisible()
    with qtbot.waitSignal(window.paths_dropped) as dropped:
        QApplication.sendEvent(window, QDropEvent(place, copy, data, left, modifiers))
    assert dropped.args == [[str(tmp_path / "Holidays")]]
    assert not window.findChild(DropSign).isVisible()


def test_the_window_comes_back_as_it_was(program: Program, qapp: QApplication, data_dir: Path) -> None:
    program.window.resize(703, 511)
    program.window.zoom(2)
    program.use_scheme("dark")
    size = program.memory.cell_size
    close_program(program)
    again = open_program(qapp, data_dir)
    try:
        assert (again.window.width(), again.window.height()) == (703, 511)
        assert again.memory.cell_size == size + 48
        assert again.memory.scheme == "dark"
        assert again.window.palette().window().color() == QColor(DARK.window)
    finally:
        close_program(again)


def test_folder_states_are_said_in_words(program: Program) -> None:
    folders = [
        Folder(1, "/a/Holidays", FolderState.OFFLINE, "The drive is not connected.", photos=3),
        Folder(2, "/b/Scans", FolderState.SCANNING),
        Folder(3, "/c/Secret", FolderState.UNREADABLE),
    ]
    counts = Counts(total=3, failed=2, by_folder={1: 3})
    program.window.sidebar.show_library(LibrarySummary(folders, counts, problems=2))
    entries = program.window.sidebar.entries
    assert [(entry.name, entry.count) for entry in entries] == [
        ("All photos", 3),
        ("Favourites", 0),
        ("Recently added", 0),
        ("Holidays", 3),
        ("Scans", 0),
        ("Secret", 0),
        ("Problems", 2),
    ]
    assert [entry.detail for entry in entries if entry.folder] == [
        "Not connected",
        "Looking for photos…",
        "Cannot be read",
    ]
    program.window.grab()


@pytest.fixture
def english() -> Iterator[None]:
    """Numbers as English has them."""
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.mark.usefixtures("english")
def test_progress_is_told_with_rate_and_time_left(program: Program) -> None:
    activity = program.window.activity
    activity.show_progress(Progress(Activity.INDEXING, 340, 1204, 24.3, 190.0))
    assert activity.text == "Indexing 340 of 1,204 · 24 photos/s · 3 min left"
    activity.show_progress(Progress(Activity.PAUSED, 340, 1204))
    assert activity.text == "Paused at 340 of 1,204"


def test_a_worker_that_was_given_up_can_be_started_again_from_the_bar(program: Program, qtbot: QtBot) -> None:
    restarted: list[bool] = []
    program.bridge.restart = lambda: restarted.append(True)  # type: ignore[method-assign]
    program.bridge.down.emit(WorkerDown("Another VisionQuery is at work.", "Close it.", None))
    notice = program.window.notice
    assert notice.isVisible()
    assert notice.accessibleName() == "Another VisionQuery is at work. Close it."
    button = next(b for b in notice.findChildren(QAbstractButton) if b.text() == "Try again")
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert restarted == [True]


def test_the_window_paints_right_to_left_and_in_both_themes(program: Program, qapp: QApplication) -> None:
    for scheme in ("dark", "light"):
        program.use_scheme(scheme)
        assert not program.window.grab().isNull()
    qapp.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
    try:
        program.window.resize(700, 500)
        assert not program.window.grab().isNull()
        assert program.window.sidebar.mapTo(program.window, program.window.sidebar.rect().topLeft()).x() > 300
    finally:
        qapp.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
