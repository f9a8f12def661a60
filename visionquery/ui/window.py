"""The main window: its widgets and where they stand. Main thread.

What it shows is decided by `presenter.py`, what its commands do by `commands/` and `folder_commands.py`.
"""

from __future__ import annotations

from collections.abc import Callable
from itertools import pairwise

from PySide6.QtCore import QEvent, QMimeData, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QImage
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from visionquery.ui.actions import Actions
from visionquery.ui.activity import ActivityLine
from visionquery.ui.commands.menus import Menus
from visionquery.ui.drop_sign import DropSign
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.header import ResultHeader
from visionquery.ui.menu_button import MENU_EVENTS, MenuButton
from visionquery.ui.notice import NoticeBar
from visionquery.ui.problems import ProblemsPage
from visionquery.ui.search_bar import SearchBar
from visionquery.ui.settings_store import CELL_SIZES, WindowMemory
from visionquery.ui.sidebar.view import Sidebar
from visionquery.ui.theme import Theme
from visionquery.ui.welcome import EmptyPage, WelcomePage

_ZOOM_STEP = 24


class MainWindow(QMainWindow):
    """Emits `paths_dropped(list of paths)` and `picture_dropped(QImage)`, `saving` before its state is written, and,
    once, `closing`.

    `stays()` tells whether closing only hides it, `held()` whether the person is asked first; `leave` closes it for
    good.
    """

    paths_dropped = Signal(object)
    picture_dropped = Signal(QImage)
    saving = Signal()
    closing = Signal()

    def __init__(self, theme: Theme, memory: WindowMemory, grid: PhotoGrid) -> None:
        super().__init__()
        self._theme = theme
        self._memory = memory
        self._leaving = False
        self._asks = True
        self.stays: Callable[[], bool] = lambda: False
        self.held: Callable[[], bool] = lambda: False
        self.grid = grid
        self.actions_by_name = Actions(self, theme)
        self.menus = Menus(self, theme, self.actions_by_name)
        self.search = SearchBar(theme)
        self.sidebar = Sidebar(theme)
        self.header = ResultHeader(theme)
        self.notice = NoticeBar(theme)
        self.activity = ActivityLine(theme)
        self.welcome = WelcomePage(theme)
        self.empty = EmptyPage(theme)
        self.problems = ProblemsPage(theme)
        self.pages = QStackedWidget()
        for page in (self.grid, self.welcome, self.empty, self.problems):
            self.pages.addWidget(page)
        self._menu = MenuButton(theme, self.menus, self.menuBar())
        self._splitter = QSplitter()
        self._covers = QStackedWidget()
        self._drop_sign = DropSign(theme, self)
        self.setWindowTitle("VisionQuery")
        self.setWindowIcon(theme.application_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(560, 400)
        self._compose()
        self.actions_by_name.bind_photos(grid)
        self.header.slider.setValue(memory.cell_size)
        self.header.size_wanted.connect(self._resize_cells)
        grid.set_cell_size(memory.cell_size)
        grid.zoomed.connect(self.zoom)
        grid.size_wanted.connect(self.header.slider.setValue)
        self._connect_actions()
        theme.changed.connect(self.restyle)
        self.restyle()

    def open_as_before(self) -> None:
        """Show where the window was last."""
        if not self.restoreGeometry(self._memory.geometry):
            available = self.screen().availableGeometry()
            self.resize(min(1200, available.width() - 80), min(800, available.height() - 80))
        if not self._splitter.restoreState(self._memory.splitter):
            self._splitter.setSizes([224, 976])
        self.actions_by_name["sidebar"].setChecked(self._memory.shows_sidebar)
        self.actions_by_name["menu_bar"].setChecked(self._memory.shows_menu_bar)
        self._show_menus(self._memory.shows_menu_bar)
        self.sidebar.setVisible(self._memory.shows_sidebar)
        self.show()
        self.actions_by_name["full_screen"].setChecked(self.isFullScreen())

    def zoom(self, steps: int) -> None:
        """Larger or smaller thumbnails."""
        slider = self.header.slider
        slider.setValue(slider.value() + steps * _ZOOM_STEP)

    def show_layout(self, layout: str) -> None:
        """How the grid lays photos out: `square` or `justified`."""
        self.header.show_layout(layout)
        self.actions_by_name["rows"].setChecked(layout == "justified")

    def come_forward(self) -> None:
        """A second start asked for this window, or the tray did."""
        if self.isMinimized():
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def leave(self, *, ask: bool = True) -> None:
        """Close for good, tray or not, and with `ask` False whatever is still being done."""
        self._leaving, self._asks = True, ask
        if not self.close():
            self._leaving, self._asks = False, True

    def save(self) -> None:
        """Write what the window is to remember: it closes, hides, or the session ends."""
        memory = self._memory
        self.saving.emit()
        memory.geometry = self.saveGeometry()
        memory.splitter = self._splitter.saveState()
        memory.cell_size = self.header.slider.value()
        memory.sync()

    def add_cover(self, widget: QWidget) -> None:
        """This may lie over everything else in the window (see `cover`)."""
        self._covers.addWidget(widget)

    def add_side_panel(self, panel: QWidget) -> None:
        """At the end of the window, beside the photos; hidden until it is shown."""
        panel.hide()
        self._splitter.addWidget(panel)
        self._splitter.setStretchFactor(self._splitter.indexOf(panel), 0)
        self._splitter.setCollapsible(self._splitter.indexOf(panel), False)

    def cover(self, widget: QWidget) -> None:
        """Put it over everything else; notices stay in sight below it."""
        self._notices_below.addWidget(self.notice)
        self._covers.setCurrentWidget(widget)
        self._make_room_for_notices()

    def uncover(self) -> None:
        """Back to the photos."""
        self._covers.setCurrentWidget(self._splitter)
        self._notices.addWidget(self.notice)
        self._make_room_for_notices()

    def fill_screen(self, on: bool) -> None:
        """Take the whole screen, or give it back."""
        state, full = self.windowState(), Qt.WindowState.WindowFullScreen
        self.setWindowState(state | full if on else state & ~full)
        self.actions_by_name["full_screen"].setChecked(on)

    def pop_up_photo_menu(self, point: QPoint) -> None:
        """What can be done with photos, at this point of the screen."""
        menu = self.menus.photo_menu()
        menu.aboutToHide.connect(menu.deleteLater)
        menu.popup(point)

    def restyle(self) -> None:
        """The theme changed: redraw what is not drawn by the style sheet."""
        for part in (
            self.actions_by_name,
            self._menu,
            self.search,
            self.sidebar,
            self.header,
            self.notice,
            self.activity,
            self.empty,
            self.problems,
            self.grid,
        ):
            part.restyle()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files, folders and pictures of other programs; photos that leave this window are not dropped on it."""
        data = event.mimeData()
        if event.source() is None and (_paths(data) or data.hasImage()) and _copied(event):
            self._drop_sign.show_over(self._covers)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        """Not here, then."""
        self._drop_sign.hide()
        super().dragLeaveEvent(event)

    def dropEvent(self, event: QDropEvent) -> None:
        """Folders to add, or a picture to look alike."""
        self._drop_sign.hide()
        if not _copied(event):
            return
        data = event.mimeData()
        paths = _paths(data)
        if paths:
            self.paths_dropped.emit(paths)
        else:
            self.picture_dropped.emit(QImage(data.imageData()))

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place and tell that it ends, or hide where it is to stay."""
        self.save()
        if not self._leaving and self.stays():
            event.ignore()
            self.hide()
            return
        if self._asks and self.held():
            event.ignore()
            return
        super().closeEvent(event)
        self.closing.emit()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """A notice comes or goes."""
        if watched is self.notice and event.type() in (QEvent.Type.ShowToParent, QEvent.Type.HideToParent):
            self._make_room_for_notices()
        return super().eventFilter(watched, event)

    def event(self, event: QEvent) -> bool:
        """The keys that open the menu, and larger or smaller letters of the system."""
        if event.type() in MENU_EVENTS and self._menu.take(event):
            return True
        if event.type() == QEvent.Type.ApplicationFontChange:
            self._theme.follow_text_size()
        return super().event(event)

    def _compose(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(20, 14, 16, 12)
        top.setSpacing(12)
        top.addWidget(self.search, 1)
        top.addStretch(0)
        top.addWidget(self._menu)
        self._notices = QHBoxLayout()
        self._notices.addWidget(self.notice)
        self.notice.installEventFilter(self)
        main = QWidget()
        main.setObjectName("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(self._notices)
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        column.addWidget(self.activity)
        self._splitter.addWidget(self.sidebar)
        self._splitter.addWidget(main)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setCollapsible(1, False)
        self._splitter.setHandleWidth(1)
        self._covers.addWidget(self._splitter)
        whole = QWidget()
        whole.setObjectName("main")
        rows = QVBoxLayout(whole)
        rows.setContentsMargins(0, 0, 0, 0)
        rows.setSpacing(0)
        rows.addWidget(self._covers, 1)
        self._notices_below = QHBoxLayout()
        rows.addLayout(self._notices_below)
        self.setCentralWidget(whole)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        header = (self.header.order, self.header.layout_button, self.header.slider)
        for widget in header:
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        order = (
            self.search.field,
            *self.notice.tab_order,
            self.grid,
            *self.activity.tab_order,
            *self.sidebar.tab_order,
            *header,
            self._menu,
        )
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _connect_actions(self) -> None:
        actions = self.actions_by_name
        actions["zoom_in"].triggered.connect(lambda: self.zoom(1))
        actions["zoom_out"].triggered.connect(lambda: self.zoom(-1))
        actions["sidebar"].toggled.connect(self._show_sidebar)
        actions["menu_bar"].toggled.connect(self._show_menus)
        actions["full_screen"].triggered.connect(self.fill_screen)
        actions["main_menu"].triggered.connect(self._menu.open)

    def _make_room_for_notices(self) -> None:
        # A layout keeps its margins around a widget that is hidden.
        shown = not self.notice.isHidden()
        above = self._covers.currentWidget() is self._splitter
        self._notices.setContentsMargins(20, 0, 20, 10 if shown and above else 0)
        room = 10 if shown and not above else 0
        self._notices_below.setContentsMargins(20, room, 20, room)

    def _show_sidebar(self, on: bool) -> None:
        self._memory.shows_sidebar = on
        if not on and self.sidebar.isAncestorOf(self.focusWidget()):
            self.grid.setFocus()
        self.sidebar.setVisible(on)

    def _show_menus(self, on: bool) -> None:
        self._memory.shows_menu_bar = on
        self._menu.show_bar(on)

    def _resize_cells(self, size: int) -> None:
        self.grid.set_cell_size(max(CELL_SIZES[0], min(CELL_SIZES[1], size)))


def _paths(data: QMimeData) -> list[str]:
    return [url.toLocalFile() for url in data.urls() if url.isLocalFile()]


def _copied(event: QDropEvent) -> bool:
    """Accept what is dropped as a copy, whatever was proposed; False where that is not offered.

    A file manager that is told of a move deletes what it believes to be moved.
    """
    if not event.possibleActions() & Qt.DropAction.CopyAction:
        return False
    event.setDropAction(Qt.DropAction.CopyAction)
    event.accept()
    return True
