"""Adding, removing, moving and rescanning folders: the dialogs, and the commands to the worker. Main thread."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from enum import Enum
from pathlib import Path, PurePath

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QFileDialog, QWidget

from visionquery.domain.folders import UNDO_SECONDS, Folder
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.grid.model import shown_path
from visionquery.ui.notice import Notice
from visionquery.ui.search_session import EXAMPLES_AT_MOST, Example
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.tasks import TaskRunner
from visionquery.worker.commands import AddFolder, RelocateFolder, RemoveFolder, Rescan, RestoreFolder

# What needs no answer leaves by itself after this long.
TOLD_SECONDS = 12.0


class _Dropped(Enum):
    FOLDER = "folder"
    FILE = "file"
    LOOP = "loop"
    NOTHING = "nothing"


class FolderCommands(QObject):
    """Emits `added(Folder)`, `changed` when one was removed, brought back or moved, and `refused(message, advice)`.

    `told(Notice)` says what was done and may offer to undo it; `found(Folder)` is one to be added that was there
    already; `example(Example)` is a picture that was dropped. `known()` are the folders of the library.
    """

    added = Signal(object)
    changed = Signal()
    refused = Signal(str, str)
    told = Signal(object)
    undone = Signal(str)  # the kind of the notice that has had its day
    found = Signal(object)
    example = Signal(object)

    def __init__(self, window: QWidget, bridge: WorkerBridge, memory: WindowMemory, tasks: TaskRunner) -> None:
        super().__init__(window)
        self._window = window
        self._bridge = bridge
        self._memory = memory
        self._tasks = tasks
        self._pictures: Path | None = None
        self.known: Callable[[], Sequence[Folder]] = lambda: ()

    def offer_pictures(self, pictures: Path | None) -> None:
        """Where choosing a folder begins the first time."""
        self._pictures = pictures

    def add(self, path: str = "") -> None:
        """Add a folder; without a path, let the person choose one."""
        if path:
            before = tuple(self.known())
            command = AddFolder(os.path.abspath(path))  # noqa: PTH100
            self._bridge.send(command, lambda folder: self._added(folder, before), self.refused.emit)
        else:
            self._choose(self.tr("Add a folder of photos"), self._chosen)

    def add_dropped(self, paths: Sequence[str]) -> None:
        """Folders that were dropped on the window are added; pictures become examples."""
        self._tasks.run(lambda: [(path, _look(path)) for path in paths], self._act_on)

    def remove(self, folder: Folder) -> None:
        """Take a folder out of the library, at once and without a question: a notice offers to undo it."""
        self._bridge.send(RemoveFolder(folder.id), lambda _: self._removed(folder), self.refused.emit)

    def restore(self, folder: Folder) -> None:
        """Bring a folder back that was removed a moment ago."""
        self.undone.emit(_kind(folder))
        self._bridge.send(RestoreFolder(folder.id), lambda _: self.changed.emit(), self.refused.emit)

    def relocate(self, folder: Folder, path: str = "") -> None:
        """The folder lies elsewhere now: its photos keep everything. Without a path, let the person find it."""
        if path:
            command = RelocateFolder(folder.id, os.path.abspath(path))  # noqa: PTH100
            self._bridge.send(command, lambda _: self.changed.emit(), self.refused.emit)
        else:
            title = self.tr("Where is “{name}” now?").format(name=_name(folder))
            self._choose(title, lambda chosen: self.relocate(folder, chosen))

    def rescan(self, folder: Folder | None = None) -> None:
        """Compare with the disk again, one folder or all."""
        self._bridge.send(Rescan(folder.id if folder is not None else None))

    def _choose(self, title: str, then: Callable[[str], None]) -> None:
        dialog = QFileDialog(self._window, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setDirectory(self._memory.last_directory or str(self._pictures or Path.home()))
        dialog.fileSelected.connect(then)
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _chosen(self, path: str) -> None:
        self._memory.last_directory = path
        self.add(path)

    def _act_on(self, dropped: list[tuple[str, _Dropped]]) -> None:
        folders = [path for path, kind in dropped if kind is _Dropped.FOLDER]
        files = [path for path, kind in dropped if kind is _Dropped.FILE]
        for folder in folders:
            self.add(folder)
        if files and not folders:
            for file in files[:EXAMPLES_AT_MOST]:
                self.example.emit(Example(shown_path(PurePath(file).name), path=file))
        for path, kind in dropped:
            if kind is _Dropped.LOOP:
                self.refused.emit(
                    self.tr("{path} is a link that leads back to itself.").format(path=shown_path(path)),
                    self.tr("Add the folder that it was meant to lead to."),
                )
            elif kind is _Dropped.NOTHING:
                self.refused.emit(
                    self.tr("There is nothing at {path}.").format(path=shown_path(path)),
                    self.tr("It may have been moved, or its drive was taken out."),
                )

    def _added(self, folder: object, before: Sequence[Folder]) -> None:
        self.added.emit(folder)
        if not isinstance(folder, Folder):
            return
        if any(known.id == folder.id for known in before):
            self.found.emit(folder)
            words = self.tr("“{name}” is in the library already. It is compared with the disk again.")
        elif any(Path(folder.path) in Path(known.path).parents for known in before):
            words = self.tr("“{name}” is in the library now. The folders inside it that were listed are parts of it.")
        else:
            return
        self.told.emit(Notice("added", words.format(name=_name(folder)), calm=True, seconds=TOLD_SECONDS))

    def _removed(self, folder: Folder) -> None:
        self.changed.emit()
        self.told.emit(
            Notice(
                _kind(folder),
                self.tr("“{name}” was removed from the library. Its files stay where they are.").format(
                    name=_name(folder)
                ),
                button=self.tr("Undo"),
                action=lambda: self.restore(folder),
                calm=True,
                seconds=UNDO_SECONDS,
            )
        )


def _look(path: str) -> _Dropped:
    """What lies at a path. On a task thread: its drive may be asleep."""
    try:
        os.stat(path)  # noqa: PTH116 - a Path would not keep every name as it is
    except FileNotFoundError:
        return _Dropped.NOTHING
    except OSError:
        # ELOOP; whatever else cannot be looked at is told by the worker when it is added.
        return _Dropped.LOOP if os.path.islink(path) else _Dropped.FOLDER  # noqa: PTH114
    return _Dropped.FOLDER if os.path.isdir(path) else _Dropped.FILE  # noqa: PTH112


def _kind(folder: Folder) -> str:
    return f"removed {folder.id}"


def _name(folder: Folder) -> str:
    return shown_path(PurePath(folder.path).name or folder.path)
