"""What lets a person find photos: the search box, the sidebar, hints about the model, the sheet of problems.

Main thread. Makes the parts that stand behind these widgets and connects them, with each other and with the worker.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from visionquery.library.reader import LibraryReader
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.catalogue import Catalogue
from visionquery.ui.commands.undo import Undo
from visionquery.ui.folder_commands import FolderCommands
from visionquery.ui.model_hints import ModelHints
from visionquery.ui.notice import Notice
from visionquery.ui.presenter import Presenter
from visionquery.ui.search.desk import SearchDesk
from visionquery.ui.search.history import SearchHistory
from visionquery.ui.search.pictures import ExamplePictures
from visionquery.ui.search_session import SearchSession
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.sidebar.desk import SidebarDesk
from visionquery.ui.sidebar.entries import EntryKind
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme
from visionquery.ui.window import MainWindow
from visionquery.worker.commands import DismissProblems, ListModels, RetryFailed, SetSetting, UseModel


class Finding(QObject):
    """Emits `models_wanted(name)` when the person asks for the list of models, and for one of them where it is named.

    `reveal` shows a path in the file manager.
    """

    models_wanted = Signal(str)

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        memory: WindowMemory,
        tasks: TaskRunner,
        reader: LibraryReader,
        bridge: WorkerBridge,
        session: SearchSession,
        catalogue: Catalogue,
        presenter: Presenter,
        folders: FolderCommands,
        undo: Undo,
        reveal: Callable[[str], None],
    ) -> None:
        super().__init__(window)
        self._window = window
        self._memory = memory
        self._bridge = bridge
        self._presenter = presenter
        # Below the data folder, as everything that is written.
        self._pictures = ExamplePictures(Path(reader.paths.root) / "cache", reader, tasks, self)
        self.history = SearchHistory(memory, self)
        self.search = SearchDesk(
            window.search, window.grid, session, catalogue, self.history, self._pictures, bridge.send, self
        )
        self.sidebar = SidebarDesk(window.sidebar, self.search, session, folders, undo, theme, bridge.send, reveal)
        self.hints = ModelHints(window.header.hints[0], window.header.hints[1], self)
        self._connect_hints(session)
        self._connect_widgets(folders, undo, reveal)

    def start(self) -> None:
        """The window is on screen: tidy up after the last time."""
        self._pictures.start()

    def stop(self) -> None:
        """The window is closed."""
        self._pictures.stop()

    def _connect_hints(self, session: SearchSession) -> None:
        hints, bridge = self.hints, self._bridge
        session.started.connect(lambda: hints.warn_language(session.text))
        session.cleared.connect(lambda: hints.warn_language(""))
        bridge.models_changed.connect(hints.show_models)
        bridge.ready.connect(lambda _: bridge.send(ListModels(), self._show_models))
        hints.models_wanted.connect(self.models_wanted)
        hints.use_wanted.connect(lambda name: bridge.send(UseModel(name, at_once=True)))

    def _connect_widgets(self, folders: FolderCommands, undo: Undo, reveal: Callable[[str], None]) -> None:
        window, bridge = self._window, self._bridge
        window.header.order_wanted.connect(self._use_order)
        window.actions_by_name.orders.triggered.connect(lambda action: self._use_order(action.data()))
        window.actions_by_name.check_order(self._memory.order)
        window.activity.hurry_wanted.connect(
            lambda on: bridge.send(SetSetting("priority", "normal" if on else "background"))
        )
        window.problems.retry_wanted.connect(lambda ids: bridge.send(RetryFailed(ids)))
        window.problems.ignore_wanted.connect(lambda ids: bridge.send(DismissProblems(ids)))
        window.problems.reveal_wanted.connect(reveal)
        folders.changed.connect(self._presenter.folder_changed)
        folders.told.connect(window.notice.tell)
        folders.told.connect(undo.keep)
        folders.undone.connect(window.notice.withdraw)
        folders.undone.connect(undo.drop)
        folders.found.connect(lambda folder: window.sidebar.choose((EntryKind.FOLDER, folder.id, "")))
        folders.known = lambda: [entry.folder for entry in window.sidebar.entries if entry.folder is not None]
        folders.example.connect(self._presenter.add_example)
        self._pictures.failed.connect(lambda message, advice: window.notice.tell(Notice("fault", message, advice)))

    def _show_models(self, models: object) -> None:
        self.hints.show_models(models if isinstance(models, tuple) else ())

    def _use_order(self, order: str) -> None:
        self._memory.order = order
        self._window.actions_by_name.check_order(order)
        self._presenter.use_order(order)
