"""The list at the side by itself: its lines, its tree of subfolders, its keys and clicks."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QApplication, QTreeWidget
from pytestqt.qtbot import QtBot

from visionquery.domain.collections import SavedSearch
from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Counts
from visionquery.domain.queries import Added, Favourite, Hidden
from visionquery.ui.sidebar.entries import (
    ALL_KEY,
    PROBLEMS_KEY,
    Entry,
    EntryKind,
    LibrarySummary,
    Subfolder,
    children_of,
    criteria_of,
    folder_entries,
    icon_of,
    tooltip,
)
from visionquery.ui.sidebar.view import Sidebar
from visionquery.ui.theme import Theme

PHOTOS = Folder(1, "/home/me/Photos", FolderState.WATCHING)
DRIVE = Folder(2, "/media/Photos", FolderState.OFFLINE, "The drive is not connected.")
DOGS = SavedSearch(7, "Dogs", "dog in the snow", "/home/me/Photos")
SUMMARY = LibrarySummary(
    [PHOTOS, DRIVE],
    Counts(total=12, failed=2, hidden=1, by_folder={1: 9, 2: 3}),
    favourites=4,
    recent=5,
    hidden=1,
    problems=2,
    searches=[DOGS],
)
SUBFOLDERS = [
    Subfolder(1, "Italy", 6),
    Subfolder(1, "Italy/Rome", 4),
    Subfolder(1, "Italy/Rome/Forum", 1),
    Subfolder(1, "Austria", 2),
]
BELOW = children_of(SUBFOLDERS)


@pytest.fixture
def sidebar(theme: Theme, qtbot: QtBot) -> Iterator[Sidebar]:
    sidebar = Sidebar(theme)
    qtbot.addWidget(sidebar)
    sidebar.resize(230, 600)
    sidebar.restyle()
    sidebar.show_library(SUMMARY)
    with qtbot.waitExposed(sidebar):
        sidebar.show()
    yield sidebar
    sidebar.close()


def tree(sidebar: Sidebar) -> QTreeWidget:
    return sidebar.findChild(QTreeWidget)


def shown(sidebar: Sidebar) -> list[str]:
    """Every visible line, from top to bottom."""
    view = tree(sidebar)
    names, item = [], view.topLevelItem(0)
    while item is not None:
        names.append(item.text(0))
        item = view.itemBelow(item)
    return names


def middle_of(sidebar: Sidebar, name: str) -> QPoint:
    view = tree(sidebar)
    item = next(each for each in view.items() if each.text(0) == name)
    return view.visualItemRect(item).center()


def test_the_library_is_listed_with_counts_states_and_titles(sidebar: Sidebar) -> None:
    assert [(entry.name, entry.count) for entry in sidebar.entries] == [
        ("All photos", 12),
        ("Favourites", 4),
        ("Recently added", 5),
        ("Photos (me)", 9),
        ("Photos (media)", 3),
        ("Dogs", None),
        ("Hidden", 1),
        ("Problems", 2),
    ]
    assert [name for name in shown(sidebar) if name in ("Folders", "Saved searches")] == ["Folders", "Saved searches"]
    offline = sidebar.entries[4]
    assert (offline.detail, offline.alert, icon_of(offline)) == ("Not connected", True, "offline")
    assert "The drive is not connected." in tooltip(offline)
    assert "dog in the snow" in tooltip(sidebar.entries[5])


def test_folders_stand_by_their_names_in_letters_of_any_case() -> None:
    folders = [Folder(1, "/a/zoo"), Folder(2, "/b/Scans"), Folder(3, "/c/pets"), Folder(4, "/d/Archive")]
    assert [entry.name for entry in folder_entries(LibrarySummary(folders))] == ["Archive", "pets", "Scans", "zoo"]


def test_hidden_saved_and_problems_are_listed_only_where_there_are_any(sidebar: Sidebar) -> None:
    sidebar.show_library(LibrarySummary([PHOTOS], Counts(total=9)))
    assert shown(sidebar) == ["All photos", "Favourites", "Recently added", "Folders", "Photos"]


def test_subfolders_are_made_when_their_folder_is_opened(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_subfolders(BELOW)
    view = tree(sidebar)
    made = len(view.items())
    sidebar.choose((EntryKind.FOLDER, 1, ""))
    view.setFocus()
    qtbot.keyClick(view, Qt.Key.Key_Right)
    names = shown(sidebar)
    assert names[names.index("Photos (me)") + 1 :][:2] == ["Austria", "Italy"]
    assert len(view.items()) == made + 2
    qtbot.keyClick(view, Qt.Key.Key_Left)
    assert "Italy" not in shown(sidebar)


def test_choosing_a_deep_subfolder_opens_the_way_to_it(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_subfolders(BELOW)
    with qtbot.waitSignal(sidebar.chosen) as chosen:
        sidebar.choose((EntryKind.FOLDER, 1, "Italy/Rome/Forum"))
    entry: Entry = chosen.args[0]
    assert (entry.name, entry.count, entry.path) == ("Forum", 1, "/home/me/Photos/Italy/Rome/Forum")
    assert entry.scope.folder == entry.path


def test_what_is_looked_at_and_open_survives_new_counts_and_folders(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_subfolders(BELOW)
    sidebar.choose((EntryKind.FOLDER, 1, "Italy/Rome"))
    with qtbot.assertNotEmitted(sidebar.chosen):
        sidebar.show_subfolders(children_of([*SUBFOLDERS, Subfolder(1, "Italy/Venice", 1)]))
        sidebar.show_library(LibrarySummary([PHOTOS, DRIVE, Folder(3, "/new")], Counts(total=20), searches=[DOGS]))
    assert sidebar.current.key == (EntryKind.FOLDER, 1, "Italy/Rome")
    assert "Venice" in shown(sidebar)


def test_a_folder_that_goes_leaves_all_photos_in_its_place(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_subfolders(BELOW)
    sidebar.choose((EntryKind.FOLDER, 1, "Italy"))
    with qtbot.waitSignal(sidebar.chosen):
        sidebar.show_library(LibrarySummary([DRIVE], Counts(total=3)))
    assert sidebar.current.key == ALL_KEY


def test_a_subfolder_that_goes_leaves_its_root_in_its_place(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_subfolders(BELOW)
    sidebar.choose((EntryKind.FOLDER, 1, "Italy"))
    with qtbot.waitSignal(sidebar.chosen):
        sidebar.show_subfolders({})
    assert sidebar.current.key == (EntryKind.FOLDER, 1, "")


@pytest.mark.parametrize("direction", [Qt.LayoutDirection.LeftToRight, Qt.LayoutDirection.RightToLeft])
def test_one_click_removes_and_another_opens(sidebar: Sidebar, qtbot: QtBot, direction: Qt.LayoutDirection) -> None:
    sidebar.setLayoutDirection(direction)
    QApplication.processEvents()
    sidebar.show_subfolders(BELOW)
    view = tree(sidebar)
    area = view.visualItemRect(next(each for each in view.items() if each.text(0) == "Photos (me)"))
    first, last = QPoint(area.left() + 18, area.center().y()), QPoint(area.right() - 22, area.center().y())
    if direction is Qt.LayoutDirection.RightToLeft:
        first, last = last, first
    with qtbot.waitSignal(sidebar.remove_wanted) as removed:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=last)
    assert removed.args[0].folder == PHOTOS
    assert sidebar.current.key == ALL_KEY
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=first)
    assert "Italy" in shown(sidebar)
    assert sidebar.current.key == ALL_KEY


def test_saved_searches_are_asked_renamed_and_removed_by_key(sidebar: Sidebar, qtbot: QtBot) -> None:
    view = tree(sidebar)
    with qtbot.waitSignals([sidebar.chosen, sidebar.opened]):
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle_of(sidebar, "Dogs"))
    view.setFocus()
    for key, signal in (
        (Qt.Key.Key_F2, sidebar.rename_wanted),
        (Qt.Key.Key_Delete, sidebar.remove_wanted),
        (Qt.Key.Key_Return, sidebar.opened),
    ):
        with qtbot.waitSignal(signal) as told:
            qtbot.keyClick(view, key)
        assert told.args[0].search == DOGS


def test_only_folders_and_saved_searches_can_be_removed(sidebar: Sidebar, qtbot: QtBot) -> None:
    sidebar.show_subfolders(BELOW)
    view = tree(sidebar)
    view.setFocus()
    for key in (ALL_KEY, PROBLEMS_KEY, (EntryKind.FOLDER, 1, "Italy")):
        sidebar.choose(key)
        with qtbot.assertNotEmitted(sidebar.remove_wanted):
            qtbot.keyClick(view, Qt.Key.Key_Delete)


def test_parts_of_the_library_are_criteria() -> None:
    assert criteria_of(EntryKind.FAVOURITES) == (Favourite(),)
    assert criteria_of(EntryKind.HIDDEN) == (Hidden(),)
    assert isinstance(criteria_of(EntryKind.RECENT)[0], Added)
    assert criteria_of(EntryKind.ALL) == ()
