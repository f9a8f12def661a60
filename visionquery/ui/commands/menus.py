"""The menus: one menu bar, the same menus behind one button, and those that pop up on photos and folders.

Main thread. They hold the `QAction`s of `ui/actions.py`, so that a command has the same words, keys and state
wherever it stands.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QMenu, QMenuBar, QWidget

from visionquery.ui.actions import Actions
from visionquery.ui.commands.table import MAC, RATINGS
from visionquery.ui.theme import Theme

translate = QCoreApplication.translate

_LINE = "-"
_FILE = ("add_folder", "rescan", "pause", _LINE, "export", _LINE, "settings", _LINE, "close", "quit")
_EDIT = (
    "undo",
    _LINE,
    "copy",
    "copy_path",
    _LINE,
    "select_all",
    "invert",
    _LINE,
    "focus_search",
    "paste",
    "save_search",
)
_VIEW = ("zoom_in", "zoom_out", "rows", _LINE, "sidebar", "details", "menu_bar", "full_screen")
_PHOTO_FIRST = ("view", "slideshow", "open")
_PHOTO = ("reveal", _LINE, "find_similar", "more_like", "less_like", _LINE, "favourite")
_PHOTO_LAST = ("hide", _LINE, "copy", "copy_path", "export", _LINE, "trash", _LINE, "properties")
_HELP = ("shortcuts", "updates", "about")


def with_keys(words: str, keys: str) -> str:
    """Words of a menu with the keys that do the same where a list listens for them itself."""
    told = QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
    return f"{words}\t{told}" if told else words


class Menus:
    """Makes the menus of one window. `open_with` fills its menu each time it is about to be shown."""

    def __init__(
        self, window: QWidget, theme: Theme, actions: Actions, open_with: Callable[[QMenu], None] = lambda _: None
    ) -> None:
        self._window = window
        self._theme = theme
        self._actions = actions
        self.open_with = open_with

    def fill_bar(self, bar: QMenuBar) -> None:
        """File, Edit, View, Photo, Help."""
        bar.addMenu(self._add(self._menu(translate("Menus", "&File"), bar), _FILE))
        for menu in self._middle(bar):
            bar.addMenu(menu)
        bar.addMenu(self._add(self._menu(translate("Menus", "&Help"), bar), _HELP))

    def button_menu(self) -> QMenu:
        """The same behind one button."""
        menu = self._menu("", self._window)
        self._add(menu, ("add_folder", "rescan", "pause", _LINE))
        for below in self._middle(menu):
            menu.addMenu(below)
        return self._add(menu, (_LINE, "settings", *_HELP, _LINE, "close", "quit"))

    def photo_menu(self) -> QMenu:
        """What can be done with photos, to be popped up on them."""
        return self._fill_photo(self._menu("", self._window))

    def sections(self) -> Sequence[tuple[str, Sequence[QAction]]]:
        """Every command below the title of the menu it stands in, for the sheet of keys."""
        rates = tuple(f"rate_{rating}" for rating in RATINGS)
        named: tuple[tuple[str, tuple[str, ...]], ...] = (
            (translate("Menus", "Photos"), (*_PHOTO_FIRST, *_PHOTO, *rates, *_PHOTO_LAST)),
            (translate("Menus", "Search and selection"), _EDIT),
            (translate("Menus", "View"), _VIEW),
            (translate("Menus", "Library and program"), (*_FILE, "main_menu", *_HELP)),
        )
        seen: set[str] = set()
        sections = []
        for title, names in named:
            fresh = [name for name in names if name != _LINE and name not in seen and self._offered(name)]
            seen.update(fresh)
            sections.append((title, [self._actions[name] for name in fresh]))
        return sections

    def _middle(self, parent: QWidget) -> list[QMenu]:
        edit = self._add(self._menu(translate("Menus", "&Edit"), parent), _EDIT)
        view = self._menu(translate("Menus", "&View"), parent)
        self._add(view, _VIEW)
        colours = self._menu(translate("Menus", "&Colours"), view)
        colours.addActions(self._actions.schemes.actions())
        order = self._menu(translate("Menus", "&Sort by"), view)
        order.addActions(self._actions.orders.actions())
        view.addSeparator()
        view.addMenu(order)
        view.addMenu(colours)
        photo = self._fill_photo(self._menu(translate("Menus", "&Photo"), parent))
        return [edit, view, photo]

    def _fill_photo(self, menu: QMenu) -> QMenu:
        self._add(menu, _PHOTO_FIRST)
        open_with = self._menu(translate("Menus", "Open w&ith"), menu)
        open_with.aboutToShow.connect(lambda: self.open_with(open_with))
        open_with.menuAction().setEnabled(self._actions["open"].isEnabled())
        self._actions["open"].enabledChanged.connect(open_with.menuAction().setEnabled)
        menu.addMenu(open_with)
        self._add(menu, _PHOTO)
        rate = self._menu(translate("Menus", "&Rate"), menu)
        self._add(rate, tuple(f"rate_{rating}" for rating in RATINGS))
        menu.addMenu(rate)
        return self._add(menu, _PHOTO_LAST)

    def _add(self, menu: QMenu, names: Iterable[str]) -> QMenu:
        for name in names:
            if name == _LINE:
                menu.addSeparator()
            elif self._offered(name):
                menu.addAction(self._actions[name])
        return menu

    @staticmethod
    def _offered(name: str) -> bool:
        # macOS has its menu bar at the top of the screen, always.
        return not (MAC and name == "menu_bar")

    @staticmethod
    def _menu(title: str, parent: QWidget) -> QMenu:
        menu = QMenu(title, parent)
        menu.setToolTipsVisible(True)
        return menu
