"""Where the data lies, how much room each part takes, and clearing the thumbnails. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QLocale, Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from visionquery.system.desktop import open_file
from visionquery.system.paths import DataPaths
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.details.text import MiddleElided
from visionquery.ui.settings.form import heading, quiet
from visionquery.ui.settings.sizes import Sizes, measure
from visionquery.ui.tasks import TaskRunner
from visionquery.worker.commands import ClearThumbnails


class StoragePage(QWidget):
    """Emits `cleared` when the thumbnails are gone, `failed(message, advice)` where something cannot be done."""

    cleared = Signal()
    failed = Signal(str, str)

    def __init__(
        self, paths: DataPaths, bridge: WorkerBridge, tasks: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._paths = paths
        self._bridge = bridge
        self._tasks = tasks
        place = MiddleElided(self, is_path=True)
        place.say(str(paths.root))
        place.setToolTip(self.tr("Show this folder in the file manager"))
        place.clicked.connect(self._show_folder)
        place.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.show_button = QPushButton(self.tr("Show folder"), self)
        self.show_button.setAutoDefault(False)
        self.show_button.clicked.connect(self._show_folder)
        where = QHBoxLayout()
        where.addWidget(place, 1)
        where.addWidget(self.show_button)
        self.amounts: dict[str, QLabel] = {}
        table = QGridLayout()
        table.setHorizontalSpacing(24)
        table.setVerticalSpacing(8)
        table.setColumnStretch(0, 1)
        for row, (name, title, about) in enumerate(self._parts()):
            words = QLabel(title, self)
            amount = QLabel("…", self)
            amount.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
            amount.setAccessibleName(title)
            self.amounts[name] = amount
            if name == "total":
                words.setObjectName("settingGroup")
            table.addWidget(words, 2 * row, 0)
            table.addWidget(amount, 2 * row, 1)
            if about:
                table.addWidget(quiet(about, self), 2 * row + 1, 0, 1, 2)
        self.clear_button = QPushButton(self.tr("Clear thumbnails"), self)
        self.clear_button.setAutoDefault(False)
        self.clear_button.setToolTip(self.tr("Delete all thumbnails; they are made again as you look at your photos"))
        self.clear_button.clicked.connect(self._clear)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(heading(self.tr("Where VisionQuery keeps its data"), self, first=True))
        column.addLayout(where)
        column.addWidget(quiet(self.tr("Your photos stay where they are; nothing is ever written beside them."), self))
        column.addWidget(heading(self.tr("Room on the disk"), self))
        column.addLayout(table)
        column.addWidget(self.clear_button, 0, Qt.AlignmentFlag.AlignLeading)

    def refresh(self) -> None:
        """Measure again."""
        self._tasks.run(lambda: measure(self._paths), self._show)

    def _show(self, sizes: Sizes) -> None:
        locale = QLocale()
        for name, label in self.amounts.items():
            label.setText(locale.formattedDataSize(getattr(sizes, name), 1, QLocale.DataSizeFormat.DataSizeSIFormat))
        self.clear_button.setEnabled(sizes.thumbnails > 0)

    def _parts(self) -> list[tuple[str, str, str]]:
        return [
            ("library", self.tr("Library"), self.tr("What is known of your photos, and your marks and searches.")),
            ("thumbnails", self.tr("Thumbnails"), self.tr("Small pictures for the grid.")),
            ("index", self.tr("Search index"), self.tr("Makes searching large libraries fast.")),
            ("models", self.tr("Models"), self.tr("What you had downloaded or imported.")),
            ("backups", self.tr("Copies"), self.tr("Of the library, made before an upgrade.")),
            ("logs", self.tr("Logs"), self.tr("What the program did, for when something goes wrong.")),
            ("total", self.tr("Together"), ""),
        ]

    def _show_folder(self) -> None:
        root = str(self._paths.root)
        self._tasks.run(lambda: open_file(root), None, lambda error: self.failed.emit(str(error), ""))

    def _clear(self) -> None:
        self.clear_button.setEnabled(False)
        self._bridge.send(ClearThumbnails(), lambda _: self._cleared(), self._not_cleared)

    def _cleared(self) -> None:
        self.cleared.emit()
        self.refresh()

    def _not_cleared(self, message: str, advice: str) -> None:
        self.failed.emit(message, advice)
        self.refresh()
