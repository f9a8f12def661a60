"""What is done with the entries of the sidebar: their menus, saved searches that are asked, renamed, deleted.

Main thread. Folders are added and removed by `folder_commands.py`.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QPoint
from PySide6.QtWidgets import QMenu

from visionquery.domain.collections import SavedSearch
from visionquery.domain.folders import FolderState
from visionquery.ui.commands.menus import with_keys
from visionquery.ui.commands.undo import Undo
from visionquery.ui.folder_commands import FolderCommands
from visionquery.ui.search.desk import SearchDesk
from visionquery.ui.search.saving import NameDialog, ask_name
from visionquery.ui.search_session import SearchSession
from visionquery.ui.sidebar.entries import Entry, EntryKind
from visionquery.ui.sidebar.view import Sidebar
from visionquery.ui.theme import Theme
from visionquery.worker.commands import Command, DeleteSearch, RenameSearch, SaveSearch

# Words, icon, what is done, and the keys that do so in the list.
_Line = tuple[str, str, Callable[[], None], str]


class SidebarDesk(QObject):
    """`send` hands a command to the worker, `reveal` shows a path in the file manager."""

    def __init__(
        self,
        sidebar: Sidebar,
        searching: SearchDesk,
        session: SearchSession,
        folders: FolderCommands,
        undo: Undo,
        theme: Theme,
        send: Callable[[Command], None],
        reveal: Callable[[str], None],
    ) -> None:
        super().__init__(sidebar)
        self._sidebar = sidebar
        self._searching = searching
        self._session = session
        self._folders = folders
        self._undo = undo
        self._theme = theme
        self._send = send
        self._reveal = reveal
        self._asked: SavedSearch | None = None
        sidebar.chosen.connect(self._choose)
        sidebar.opened.connect(self._open)
        sidebar.remove_wanted.connect(self._remove)
        sidebar.rename_wanted.connect(self._rename)
        sidebar.menu_wanted.connect(self._pop_up)
        searching.saved_wanted.connect(self._take)

    def menu(self, entry: Entry) -> QMenu | None:
        """What can be done with an entry; None where there is nothing."""
        if entry.kind is EntryKind.SEARCH:
            return self._menu(
                (self.tr("Search"), "search", lambda: self._open(entry), "Return"),
                (self.tr("Rename…"), "bookmark", lambda: self._rename(entry), "F2"),
                (self.tr("Delete"), "remove", lambda: self._remove(entry), "Del"),
            )
        folder, path = entry.folder, entry.path
        if folder is None or path is None:
            return None
        show: _Line = (self.tr("Show in file manager"), "folder", lambda: self._reveal(path), "")
        if entry.relpath:
            return self._menu(show)
        lines: list[_Line] = [
            show,
            (self.tr("Look for new photos"), "refresh", lambda: self._folders.rescan(folder), ""),
        ]
        if folder.state is FolderState.OFFLINE:
            lines.append((self.tr("This folder moved…"), "search", lambda: self._folders.relocate(folder), ""))
        return self._menu(*lines, (self.tr("Remove from the library"), "remove", lambda: self._remove(entry), "Del"))

    def _choose(self, entry: Entry) -> None:
        if entry.search is not None:
            self._ask(entry.search)
        elif self._asked is not None:
            asked, self._asked = self._asked, None
            if self._session.text == asked.text and entry.kind is not EntryKind.PROBLEMS:
                self._session.clear()
                self._searching.empty_box()

    def _open(self, entry: Entry) -> None:
        if entry.search is not None:
            self._ask(entry.search)

    def _take(self, search: SavedSearch) -> None:
        """From the suggestions: through its entry, so that the sidebar shows what is asked."""
        self._sidebar.choose((EntryKind.SEARCH, search.id, ""))
        self._ask(search)

    def _ask(self, search: SavedSearch) -> None:
        in_force = self._session.text == search.text and self._session.scope.folder == search.folder
        self._asked = search
        if not (in_force and not self._session.examples and not self._session.scope.filters):
            self._searching.ask_saved(search)

    def _remove(self, entry: Entry) -> None:
        if entry.search is not None:
            self._delete(entry.search)
        elif entry.folder is not None and not entry.relpath:
            self._folders.remove(entry.folder)

    def _delete(self, search: SavedSearch) -> None:
        self._send(DeleteSearch(search.id))
        again = SaveSearch(search.name, search.text, search.folder)
        words = self.tr("The search “{name}” was deleted.").format(name=search.name)
        self._undo.offer(words, lambda: self._send(again))

    def _rename(self, entry: Entry) -> None:
        search = entry.search
        if search is not None:
            dialog = NameDialog(
                self.tr("Rename search"),
                self.tr("Name of the search"),
                search.name,
                self.tr("Rename"),
                self._sidebar.window(),
            )
            ask_name(dialog, lambda name: self._send(RenameSearch(search.id, name)))

    def _pop_up(self, entry: Entry, point: QPoint) -> None:
        menu = self.menu(entry)
        if menu is not None:
            menu.aboutToHide.connect(menu.deleteLater)
            menu.popup(point)

    def _menu(self, *lines: _Line) -> QMenu:
        menu = QMenu(self._sidebar.window())
        for words, icon, call, keys in lines:
            menu.addAction(self._theme.icon(icon, "quiet"), with_keys(words, keys), call)
        return menu
