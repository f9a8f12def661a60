"""How the program behaves on a desktop: second starts, the tray, messages, the last query, the end of a session.

Main thread. Holds the dialogs that belong to the program rather than to photos: the sheet of keys, the About box.
"""

from __future__ import annotations

import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QApplication

from visionquery.domain.events import Activity, Progress
from visionquery.library.reader import LibraryReader
from visionquery.ui.about import AboutBox
from visionquery.ui.instance import Wish
from visionquery.ui.notifications import LongRuns, Notifier
from visionquery.ui.search_session import Example
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.sheet import KeySheet
from visionquery.ui.sidebar.entries import EntryKind, Key
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme
from visionquery.ui.tray import Tray
from visionquery.ui.window import MainWindow


class Manners(QObject):
    """Emits `folder_wanted(sidebar key)` and `paths_wanted(paths)` for what a start asks, and `pause_wanted(bool)`.

    `window_wanted` says that the grid is to be looked at, whatever lies over it.
    """

    folder_wanted = Signal(object)
    paths_wanted = Signal(object)
    pause_wanted = Signal(bool)
    window_wanted = Signal()

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        memory: WindowMemory,
        tasks: TaskRunner,
        reader: LibraryReader,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._window = window
        self._theme = theme
        self._memory = memory
        self._tasks = tasks
        self._reader = reader
        self._wished = False
        self.tray = Tray(theme, window)
        self.tray.open_wanted.connect(window.come_forward)
        self.tray.pause_wanted.connect(self.pause_wanted)
        self.tray.quit_wanted.connect(window.leave)
        self._notifier = Notifier(self.tray.icon, tasks)
        self.long_runs = LongRuns(
            self._notifier.show,
            elsewhere=lambda: not window.isActiveWindow(),
            wanted=lambda: bool(memory.value("notify")),
            parent=self,
        )
        window.stays = lambda: bool(memory.value("close_to_tray")) and self.tray.shown
        window.saving.connect(self._save)
        memory.changed.connect(self._setting_changed)
        application = QApplication.instance()
        assert isinstance(application, QApplication)
        application.commitDataRequest.connect(window.save)

    def start(self) -> None:
        """The window is on the screen: show the tray where it is wanted, and ask again what was asked last."""
        self.tray.use(bool(self._memory.value("close_to_tray")))
        query, search = self._memory.query, self._window.search
        if not self._wished:
            # Answered when the worker is up; until then the library is there to look at.
            examples = [Example(name, photo_id, weight=weight) for name, photo_id, weight in self._memory.examples]
            if examples:
                search.examples_changed.emit(tuple(examples))
            if query:
                search.set_text(query)
                search.take_focus()

    def stop(self) -> None:
        """The window is closed for good."""
        self.tray.use(False)

    def follow(self, progress: Progress) -> None:
        """The worker told how far it is."""
        self.tray.show_paused(progress.activity is Activity.PAUSED)
        self.tray.show_words(self._window.activity.text)
        self.long_runs.follow(progress)

    def receive(self, wish: Wish) -> None:
        """Another start was asked for something: come forward and do it."""
        if wish.activation:
            # Qt takes it from there when the window is activated (Wayland).
            os.environ["XDG_ACTIVATION_TOKEN"] = wish.activation
        self._window.come_forward()
        self.carry_out(wish)

    def carry_out(self, wish: Wish) -> None:
        """Search for words; show, add or search with what lies at paths."""
        if wish:
            self._wished = True
            self.window_wanted.emit()
        if wish.text:
            self._window.search.set_text(wish.text)
            self._window.search.take_focus(select=False)
        if wish.paths:
            self._tasks.run(lambda: self._known_folder(wish.paths), lambda known: self._go_to(wish.paths, known))

    def show_keys(self) -> None:
        """The sheet of keys."""
        KeySheet(self._window.menus.sections(), self._window).show()

    def show_about(self) -> None:
        """The About box."""
        AboutBox(self._theme, self._tasks, self._window).show()

    def _known_folder(self, paths: tuple[str, ...]) -> Key | None:
        """The sidebar's key of the only path, where it is a folder that is searched already. On a task thread."""
        path = Path(paths[0])
        if len(paths) > 1 or not path.is_dir():
            return None
        for folder in self._reader.folders():
            root = Path(folder.path)
            if path == root or root in path.parents:
                below = path.relative_to(root).as_posix()
                return EntryKind.FOLDER, folder.id, "" if below == "." else below
        return None

    def _go_to(self, paths: tuple[str, ...], known: Key | None) -> None:
        if known is not None:
            self.folder_wanted.emit(known)
        else:
            self.paths_wanted.emit(list(paths))

    def _save(self) -> None:
        search = self._window.search
        self._memory.query = search.text.strip()
        # What was pasted or dropped may be gone by the next start.
        self._memory.examples = tuple(
            (example.name, example.photo_id, example.weight)
            for example in search.examples
            if example.photo_id is not None
        )

    def _setting_changed(self, name: str, value: object) -> None:
        if name == "close_to_tray":
            self.tray.use(bool(value))
