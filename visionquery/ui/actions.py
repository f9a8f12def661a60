"""Every command of the window as a `QAction`: its words, its shortcut, its icon, and the menus it stands in.

Main thread. What the commands do is connected elsewhere (`photo_commands.py`, `folder_commands.py`, `app.py`).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from visionquery.ui.theme import Theme

PHOTO_COMMANDS = ("find_similar", "open", "reveal", "copy_path")


@dataclass(frozen=True, slots=True)
class _Command:
    words: str
    shortcuts: tuple[str, ...]
    icon: str


def _commands() -> dict[str, _Command]:
    return {
        "focus_search": _Command(_tr("Search"), ("Ctrl+F", "Ctrl+K"), "search"),
        "add_folder": _Command(_tr("Add folder…"), ("Ctrl+Shift+O",), "add"),
        "rescan": _Command(_tr("Look for new photos"), ("F5",), "refresh"),
        "pause": _Command(_tr("Pause indexing"), (), "pause"),
        "zoom_in": _Command(_tr("Larger thumbnails"), ("Ctrl++", "Ctrl+="), "add"),
        "zoom_out": _Command(_tr("Smaller thumbnails"), ("Ctrl+-",), "remove"),
        "quit": _Command(_tr("Quit"), ("Ctrl+Q",), "quit"),
        "find_similar": _Command(_tr("Find similar"), ("Ctrl+Shift+F",), "similar"),
        "open": _Command(_tr("Open"), ("Ctrl+O",), "open"),
        "reveal": _Command(_tr("Show in file manager"), ("Ctrl+Shift+E",), "folder"),
        "copy_path": _Command(_tr("Copy path"), ("Ctrl+Shift+C",), "copy"),
        "select_all": _Command(_tr("Select all"), (), "check"),
    }


def _scheme_names() -> dict[str, str]:
    return {"system": _tr("Follow the system"), "light": _tr("Light"), "dark": _tr("Dark")}


class Actions:
    """The actions by name, and the menus made of them."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        self._window = window
        self._theme = theme
        self._by_name: dict[str, QAction] = {}
        self._commands = _commands()
        for name, command in self._commands.items():
            action = QAction(command.words, window)
            action.setShortcuts([QKeySequence(keys) for keys in command.shortcuts])
            action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
            window.addAction(action)
            self._by_name[name] = action
        self.schemes = QActionGroup(window)
        for scheme, words in _scheme_names().items():
            action = QAction(words, self.schemes, checkable=True)
            action.setData(scheme)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def check_scheme(self, scheme: str) -> None:
        """Mark the scheme in use."""
        for action in self.schemes.actions():
            action.setChecked(action.data() == scheme)

    def restyle(self) -> None:
        """The theme changed."""
        for name, command in self._commands.items():
            self._by_name[name].setIcon(self._theme.icon(command.icon, "quiet"))

    def show_paused(self, paused: bool) -> None:
        """Whether Pause would resume."""
        action = self._by_name["pause"]
        action.setText(_tr("Resume indexing") if paused else _tr("Pause indexing"))
        action.setIcon(self._theme.icon("play" if paused else "pause", "quiet"))

    def enable_photo_commands(self, on: bool) -> None:
        """Whether there is a photo that they could be about."""
        for name in PHOTO_COMMANDS:
            self._by_name[name].setEnabled(on)

    def photo_menu(self) -> QMenu:
        """What can be done with photos."""
        menu = QMenu(self._window)
        for name in ("find_similar", "open", "reveal", "copy_path"):
            menu.addAction(self._by_name[name])
        return menu

    def folder_menu(self, reveal: Callable[[], None], rescan: Callable[[], None], remove: Callable[[], None]) -> QMenu:
        """What can be done with a folder of the sidebar."""
        menu = QMenu(self._window)
        for words, icon, call in (
            (_tr("Show in file manager"), "folder", reveal),
            (_tr("Look for new photos"), "refresh", rescan),
            (_tr("Remove folder…"), "remove", remove),
        ):
            menu.addAction(self._theme.icon(icon, "quiet"), words, call)
        return menu

    def main_menu(self) -> QMenu:
        """Everything else, and the photo commands once more."""
        menu = QMenu(self._window)
        for name in ("add_folder", "rescan", "pause"):
            menu.addAction(self._by_name[name])
        menu.addSeparator()
        photo = menu.addMenu(_tr("Photo"))
        for name in (*PHOTO_COMMANDS, "select_all"):
            photo.addAction(self._by_name[name])
        view = menu.addMenu(_tr("View"))
        view.addAction(self._by_name["zoom_in"])
        view.addAction(self._by_name["zoom_out"])
        view.addSeparator()
        view.addActions(self.schemes.actions())
        menu.addSeparator()
        menu.addAction(self._by_name["quit"])
        return menu


def _tr(words: str) -> str:
    return QCoreApplication.translate("Actions", words)
