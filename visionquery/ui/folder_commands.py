"""Adding, removing and rescanning folders: the dialogs, and the commands to the worker. Main thread."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path, PurePath

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QWidget

from visionquery.domain.folders import Folder
from visionquery.ui import wording
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.grid.model import shown_path
from visionquery.ui.search_session import Example
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.tasks import TaskRunner
from visionquery.worker.commands import AddFolder, RemoveFolder, Rescan


class FolderCommands(QObject):
    """Emits `added(Folder)`, `removed(folder id)`, `refused(message, advice)` and, for a dropped picture, `example`."""

    added = Signal(object)
    removed = Signal(int)
    refused = Signal(str, str)
    example = Signal(object)

    def __init__(self, window: QWidget, bridge: WorkerBridge, memory: WindowMemory, tasks: TaskRunner) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._memory = memory
        self._tasks = tasks
        self._pictures: Path | None = None

    def offer_pictures(self, pictures: Path | None) -> None:
        """Where choosing a folder begins the first time."""
        self._pictures = pictures

    def add(self, path: str = "") -> None:
        """Add a folder; without a path, let the person choose one."""
        if path:
            self._bridge.send(AddFolder(os.path.abspath(path)), self.added.emit, self.refused.emit)  # noqa: PTH100
            return
        dialog = QFileDialog(self._window, self.tr("Add a folder of photos"))
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(self._memory.last_directory or str(self._pictures or Path.home()))
        dialog.fileSelected.connect(self._chosen)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def add_dropped(self, paths: Sequence[str]) -> None:
        """Folders that were dropped on the window are added; a picture becomes the question."""

        def sort() -> tuple[list[str], list[str]]:
            folders = [path for path in paths if os.path.isdir(path)]  # noqa: PTH112
            return folders, [path for path in paths if os.path.isfile(path)]  # noqa: PTH113

        def act(sorted_paths: tuple[list[str], list[str]]) -> None:
            folders, files = sorted_paths
            for folder in folders:
                self.add(folder)
            if files and not folders:
                self.example.emit(Example(shown_path(PurePath(files[0]).name), path=files[0]))

        self._tasks.run(sort, act)

    def remove(self, folder: Folder) -> None:
        """Ask, then forget a folder."""
        name = shown_path(PurePath(folder.path).name or folder.path)
        question = QMessageBox(self._window)
        question.setIcon(QMessageBox.Icon.NoIcon)
        question.setWindowTitle(self.tr("Remove folder"))
        question.setText(self.tr("Stop searching “{name}”?").format(name=name))
        question.setInformativeText(
            self.tr("{photos} will no longer be found. The files themselves stay untouched.").format(
                photos=wording.photos(folder.photos)
            )
        )
        remove = question.addButton(self.tr("Remove"), QMessageBox.ButtonRole.AcceptRole)
        cancel = question.addButton(self.tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
        question.setEscapeButton(cancel)
        question.setDefaultButton(remove)
        question.buttonClicked.connect(lambda button: self._remove(folder.id) if button is remove else None)
        question.finished.connect(question.deleteLater)
        question.open()

    def rescan(self, folder: Folder | None = None) -> None:
        """Compare with the disk again, one folder or all."""
        self._bridge.send(Rescan(folder.id if folder is not None else None))

    def _chosen(self, path: str) -> None:
        self._memory.last_directory = path
        self.add(path)

    def _remove(self, folder_id: int) -> None:
        self._bridge.send(RemoveFolder(folder_id), lambda _: self.removed.emit(folder_id), self.refused.emit)
