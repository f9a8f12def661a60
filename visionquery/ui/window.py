"""The main window: its widgets and where they stand. Main thread.

What it shows is decided by `presenter.py`, what its commands do by `photo_commands.py` and `folder_commands.py`.
"""

from __future__ import annotations

from itertools import pairwise

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QSplitter, QStackedWidget, QToolButton, QVBoxLayout, QWidget

from visionquery.ui.actions import Actions
from visionquery.ui.activity import ActivityLine
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.header import ResultHeader
from visionquery.ui.notice import NoticeBar
from visionquery.ui.problems import ProblemsPage
from visionquery.ui.search_bar import SearchBar
from visionquery.ui.settings_store import CELL_SIZES, WindowMemory
from visionquery.ui.sidebar import Sidebar
from visionquery.ui.theme import Theme
from visionquery.ui.welcome import EmptyPage, WelcomePage

_ZOOM_STEP = 24


class MainWindow(QMainWindow):
    """Emits `paths_dropped(list of paths)` and, once, `closing`."""

    paths_dropped = Signal(object)
    closing = Signal()

    def __init__(self, theme: Theme, memory: WindowMemory, grid: PhotoGrid) -> None:
        super().__init__()
        self._theme = theme
        self._memory = memory
        self.grid = grid
        self.actions_by_name = Actions(self, theme)
        self.search = SearchBar(theme)
        self.sidebar = Sidebar(theme)
        self.header = ResultHeader()
        self.notice = NoticeBar(theme)
        self.activity = ActivityLine(theme)
        self.welcome = WelcomePage(theme)
        self.empty = EmptyPage(theme)
        self.problems = ProblemsPage(theme)
        self.pages = QStackedWidget()
        for page in (self.grid, self.welcome, self.empty, self.problems):
            self.pages.addWidget(page)
        self._menu = QToolButton()
        self._menu.setIconSize(QSize(22, 22))
        self._menu.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self._menu.setAccessibleName(self.tr("Menu"))
        self._menu.setToolTip(self.tr("Menu"))
        self._menu.setMenu(self.actions_by_name.main_menu())
        self._splitter = QSplitter()
        self.setWindowTitle("VisionQuery")
        self.setWindowIcon(theme.application_icon())
        self.setAcceptDrops(True)
        self.setMinimumSize(560, 400)
        self._compose()
        self.header.slider.setValue(memory.cell_size)
        self.header.size_wanted.connect(self._resize_cells)
        grid.set_cell_size(memory.cell_size)
        grid.zoomed.connect(self.zoom)
        self.actions_by_name["zoom_in"].triggered.connect(lambda: self.zoom(1))
        self.actions_by_name["zoom_out"].triggered.connect(lambda: self.zoom(-1))
        theme.changed.connect(self.restyle)
        self.restyle()

    def open_as_before(self) -> None:
        """Show where the window was last."""
        if not self.restoreGeometry(self._memory.geometry):
            available = self.screen().availableGeometry()
            self.resize(min(1200, available.width() - 80), min(800, available.height() - 80))
        if not self._splitter.restoreState(self._memory.splitter):
            self._splitter.setSizes([224, 976])
        self.show()

    def zoom(self, steps: int) -> None:
        """Larger or smaller thumbnails."""
        slider = self.header.slider
        slider.setValue(slider.value() + steps * _ZOOM_STEP)

    def come_forward(self) -> None:
        """A second start asked for this window."""
        if self.isMinimized():
            self.showNormal()
        self.raise_()
        self.activateWindow()

    def restyle(self) -> None:
        """The theme changed: redraw what is not drawn by the style sheet."""
        self._menu.setIcon(self._theme.icon("menu", "quiet", 22))
        for part in (
            self.actions_by_name,
            self.search,
            self.sidebar,
            self.notice,
            self.activity,
            self.empty,
            self.problems,
            self.grid,
        ):
            part.restyle()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        """Take files and folders."""
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()

    def dropEvent(self, event: QDropEvent) -> None:
        """Folders to add, or a picture to look alike."""
        self.paths_dropped.emit([url.toLocalFile() for url in event.mimeData().urls() if url.isLocalFile()])
        event.acceptProposedAction()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Remember the window's place and tell that it ends."""
        self._memory.geometry = self.saveGeometry()
        self._memory.splitter = self._splitter.saveState()
        self._memory.cell_size = self.header.slider.value()
        self._memory.sync()
        super().closeEvent(event)
        self.closing.emit()

    def _compose(self) -> None:
        top = QHBoxLayout()
        top.setContentsMargins(20, 14, 16, 12)
        top.setSpacing(12)
        top.addWidget(self.search, 1)
        top.addStretch(0)
        top.addWidget(self._menu)
        notices = QHBoxLayout()
        notices.setContentsMargins(20, 0, 20, 10)
        notices.addWidget(self.notice)
        main = QWidget()
        main.setObjectName("main")
        column = QVBoxLayout(main)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(top)
        column.addLayout(notices)
        column.addWidget(self.header)
        column.addWidget(self.pages, 1)
        column.addWidget(self.activity)
        self._splitter.addWidget(self.sidebar)
        self._splitter.addWidget(main)
        self._splitter.setStretchFactor(0, 0)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setCollapsible(1, False)
        self._splitter.setHandleWidth(1)
        self.setCentralWidget(self._splitter)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.NoContextMenu)
        for widget in (self._menu, self.header.slider):
            widget.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        order = (self.search.field, self.grid, *self.sidebar.tab_order, self.header.slider, self._menu)
        for before, after in pairwise(order):
            QWidget.setTabOrder(before, after)

    def _resize_cells(self, size: int) -> None:
        self.grid.set_cell_size(max(CELL_SIZES[0], min(CELL_SIZES[1], size)))
