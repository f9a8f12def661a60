"""The parts of the running window, and who listens to whom. Main thread; the one place that knows them all."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject

from visionquery.domain.events import Progress, WorkerReady
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths, pictures_dir
from visionquery.ui import wording
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.catalogue import Catalogue
from visionquery.ui.commands.photos import PhotoCommands
from visionquery.ui.commands.subject import Desk, Subject
from visionquery.ui.commands.undo import Undo
from visionquery.ui.finding import Finding
from visionquery.ui.folder_commands import FolderCommands
from visionquery.ui.grid.aspects import AspectBook
from visionquery.ui.grid.delegate import CellPainter
from visionquery.ui.grid.drag import DragOut
from visionquery.ui.grid.feed import GridFeed
from visionquery.ui.grid.model import PhotoModel
from visionquery.ui.grid.thumbnails import ThumbnailLoader
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.manners import Manners
from visionquery.ui.notice import Notice
from visionquery.ui.presenter import Presenter
from visionquery.ui.search_session import SearchSession
from visionquery.ui.settings.dialog import SettingsDialog
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.sidebar.entries import Key, key_of
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme
from visionquery.ui.updates import UpdateCheck
from visionquery.ui.viewing import Viewing
from visionquery.ui.window import MainWindow
from visionquery.worker.commands import MakeThumbnails, Pause, Prefer, Resume
from visionquery.worker.protocol import WorkerDown, WorkerStart


class Program(QObject):
    """`open()` shows the window, `start()` starts the worker and the reading, `stop()` ends both."""

    def __init__(self, paths: DataPaths, theme: Theme, verbose: bool = False) -> None:
        super().__init__()
        self._theme = theme
        self.memory = WindowMemory(paths.root / "window.ini")
        self.tasks = TaskRunner(self)
        self.reader = LibraryReader(paths)
        self.bridge = WorkerBridge(WorkerStart(str(paths.root), verbose=verbose), self)
        theme.start(self.memory.scheme)
        self._make_grid()
        self.window = MainWindow(theme, self.memory, self.grid)
        self.session = SearchSession(self.bridge.send, self)
        self.catalogue = Catalogue(self.reader, self.tasks, self)
        self.feed = GridFeed(self.grid, self.model, self.tasks, self)
        self.presenter = Presenter(
            self.window,
            self.session,
            self.catalogue,
            self.feed,
            place=key_of(*self.memory.place),
            order=self.memory.order,
        )
        self._make_commands()
        self.viewing = Viewing(
            self.window,
            theme,
            self.model,
            self.feed,
            self.presenter,
            self.photo_commands,
            self.reader,
            self.tasks,
            self.memory,
        )
        self.finding = Finding(
            self.window,
            theme,
            self.memory,
            self.tasks,
            self.reader,
            self.bridge,
            self.session,
            self.catalogue,
            self.presenter,
            self.folder_commands,
            self.undo,
            self.photo_commands.opening.show_file,
        )
        self.manners = Manners(self.window, theme, self.memory, self.tasks, self.reader, self)
        self.updates = UpdateCheck(self.bridge, self.window.notice.tell, self)
        self.settings: SettingsDialog | None = None
        self._connect_worker()
        self._connect_widgets()
        self._connect_commands()

    def open(self) -> None:
        """Show the window."""
        self.window.open_as_before()
        self.window.search.take_focus()

    def start(self) -> None:
        """Read the library and start the worker."""
        self._loader.start()
        self.presenter.start()
        self.finding.start()
        # On a thread: its disk may be asleep, or on the network.
        self.tasks.run(pictures_dir, self._offer_pictures)
        self.bridge.start()
        self.manners.start()

    def stop(self) -> None:
        """End the worker and every thread. The window is closed by now."""
        self.manners.stop()
        self.photo_commands.stop()
        self.viewing.stop()
        self.finding.stop()
        # Before what may wait for a disk: the worker ends at once, whatever the window still reads.
        self.bridge.stop()
        self.tasks.close()
        self._loader.stop()
        self.reader.close()
        self.memory.sync()

    def use_scheme(self, scheme: str) -> None:
        """`system`, `light` or `dark`, remembered."""
        self.memory.scheme = scheme

    def show_settings(self, page: str = "", model: str = "") -> None:
        """Show the settings, at the page of this name where one is given, with this model in sight."""
        if self.settings is None:
            self.settings = SettingsDialog(self._theme, self.reader, self.bridge, self.tasks, self.memory, self.window)
            self.settings.storage.cleared.connect(self._make_visible_thumbnails)
        self.settings.open_page(page)
        if model:
            self.settings.models.point_at(model)

    def _make_visible_thumbnails(self) -> None:
        """Those in sight are still in memory; the next start finds them on the disk again."""
        self.bridge.send(MakeThumbnails(tuple(map(self.model.photo_id, self.grid.visible_rows()))))

    def _make_grid(self) -> None:
        reader = self.reader
        self.model = PhotoModel(self)
        self._loader = ThumbnailLoader(reader.photos, reader.thumbnails.get_many, self)
        self._aspects = AspectBook(reader.aspects, self.tasks, self)
        self.grid = PhotoGrid(self.model, self._loader, CellPainter(self._theme), self._aspects)
        self.grid.set_layout(str(self.memory.value("layout")))
        self._dragging = DragOut(self.grid, reader.photos, self.tasks, self._theme)

    def _make_commands(self) -> None:
        window = self.window
        self.undo = Undo(window.notice, self)
        self.subject = Subject(self.grid, self.model, self)
        desk = Desk(window, self.subject, self.reader, self.tasks, self.bridge, window.notice.tell)
        self.photo_commands = PhotoCommands(desk, self.undo, self.memory, self)
        self.folder_commands = FolderCommands(window, self.bridge, self.memory, self.tasks)

    def _connect_worker(self) -> None:
        bridge, notice = self.bridge, self.window.notice
        bridge.answered.connect(self.session.receive)
        bridge.search_failed.connect(self.session.receive)
        bridge.progress.connect(self._progressed)
        bridge.progress.connect(self.manners.follow)
        bridge.photos_changed.connect(self.presenter.photos_changed)
        bridge.photos_changed.connect(self.viewing.photos_changed)
        bridge.folders_changed.connect(self.catalogue.look)
        bridge.searches_changed.connect(self.catalogue.look)
        bridge.fault.connect(self._tell_fault)
        bridge.ready.connect(self._worker_ready)
        bridge.down.connect(self._worker_down)
        self.session.failed.connect(lambda message, advice: notice.tell(Notice("search", message, advice)))
        self.session.answered.connect(lambda _: notice.withdraw("search"))
        self.session.cleared.connect(lambda: notice.withdraw("search"))

    def _connect_widgets(self) -> None:
        window, grid, folders = self.window, self.grid, self.folder_commands
        window.search.escaped.connect(self.presenter.escape)
        window.search.left_down.connect(self._enter_grid)
        grid.typed.connect(window.search.insert)
        grid.escaped.connect(self.presenter.escape)
        grid.menu_wanted.connect(window.pop_up_photo_menu)
        grid.thumbnails_wanted.connect(lambda ids: self.bridge.send(MakeThumbnails(tuple(ids))))
        grid.looked_at.connect(lambda ids: self.bridge.send(Prefer(tuple(ids))))
        grid.layout_changed.connect(lambda layout: self.memory.change("layout", layout))
        grid.layout_changed.connect(window.show_layout)
        window.show_layout(grid.layout_name)
        window.header.layout_wanted.connect(grid.set_layout)
        window.activity.pause_wanted.connect(self._pause)
        window.welcome.add_wanted.connect(folders.add)
        window.sidebar.add_wanted.connect(folders.add)
        window.paths_dropped.connect(folders.add_dropped)
        window.picture_dropped.connect(self.finding.search.take_picture)
        folders.added.connect(lambda _: self.catalogue.look())
        folders.refused.connect(self._tell_fault)
        # What is asked is answered in the grid.
        self.session.started.connect(self.viewing.close)
        self.finding.search.pasting.connect(self.viewing.close)
        folders.found.connect(lambda _: self.viewing.close())
        self.presenter.place_shown.connect(self._remember_place)
        self.finding.models_wanted.connect(lambda name: self.show_settings("models", name))

    def _connect_commands(self) -> None:
        actions, photos, manners = self.window.actions_by_name, self.photo_commands, self.manners
        actions.connect_all(photos.calls)
        actions.connect_all(
            {
                "focus_search": self._focus_search,
                "save_search": self.finding.search.save,
                "paste": self.finding.search.paste_anywhere,
                "add_folder": self.folder_commands.add,
                "rescan": self.folder_commands.rescan,
                "pause": lambda: self._pause(not self.window.activity.paused),
                "close": self.window.close,
                "quit": self.window.leave,
                "undo": self.undo.undo,
                "select_all": self.grid.select_all,
                "invert": self.grid.invert_selection,
                "view": self.viewing.open,
                "slideshow": self.viewing.toggle_slideshow,
                "rows": lambda: self.grid.set_layout("justified" if actions["rows"].isChecked() else "square"),
                "properties": self.viewing.show_properties,
                "settings": self.show_settings,
                "shortcuts": manners.show_keys,
                "updates": self.updates.look,
                "about": manners.show_about,
            }
        )
        actions.check_scheme(self.memory.scheme)
        actions.schemes.triggered.connect(lambda action: self.use_scheme(action.data()))
        self.memory.changed.connect(self._setting_changed)
        self.window.menus.open_with = photos.opening.fill
        self.window.held = lambda: photos.export.holds(self.window.leave)
        self.undo.changed.connect(lambda words: actions.show_undo(words or None))
        self.subject.changed.connect(self._show_choice)
        photos.asking.similar_wanted.connect(self.presenter.find_similar)
        photos.asking.example_wanted.connect(self.presenter.add_example)
        manners.folder_wanted.connect(self.window.sidebar.choose)
        manners.paths_wanted.connect(self.folder_commands.add_dropped)
        manners.pause_wanted.connect(self._pause)
        manners.window_wanted.connect(self.viewing.close)

    def _progressed(self, progress: Progress) -> None:
        self.window.activity.show_progress(progress)
        self.window.actions_by_name.show_paused(self.window.activity.paused)
        self.presenter.show_progress(progress)

    def _worker_ready(self, _ready: WorkerReady) -> None:
        self.window.notice.withdraw("worker")
        self.catalogue.look()
        self.catalogue.browse_again()

    def _worker_down(self, down: WorkerDown) -> None:
        self.window.activity.show_lost()
        given_up = down.restart_in is None
        self.window.notice.tell(
            Notice(
                "worker",
                down.message,
                down.advice,
                button=self.tr("Try again") if given_up else "",
                action=self.bridge.restart if given_up else None,
            )
        )

    def _tell_fault(self, message: str, advice: str) -> None:
        self.window.notice.tell(Notice("fault", message, advice))

    def _show_choice(self) -> None:
        count = self.grid.selected_count()
        words = self.tr("{photos} selected").format(photos=wording.photos(count)) if count > 1 else ""
        self.window.activity.show_selection(words)
        self.window.actions_by_name.show_choice(self.subject.count, self.subject.photo)

    def _setting_changed(self, name: str, value: object) -> None:
        match name:
            case "scheme":
                self._theme.use(str(value))
                self.window.actions_by_name.check_scheme(str(value))
            case "layout":
                self.grid.set_layout(str(value))
            case "cell_size" if isinstance(value, int):
                self.window.header.slider.setValue(value)

    def _focus_search(self) -> None:
        self.viewing.close()
        self.window.search.take_focus()

    def _enter_grid(self) -> None:
        self.grid.setFocus()
        if not self.grid.currentIndex().isValid() and self.model.rowCount():
            self.grid.setCurrentIndex(self.model.index(0))

    def _pause(self, on: bool) -> None:
        self.bridge.send(Pause() if on else Resume())

    def _offer_pictures(self, pictures: Path | None) -> None:
        self.window.welcome.offer(pictures)
        self.folder_commands.offer_pictures(pictures)

    def _remember_place(self, key: Key) -> None:
        kind, number, relpath = key
        self.memory.place = kind.value, number, relpath
