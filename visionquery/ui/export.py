"""Export: copies of the originals in a folder that the person chooses, with progress and a way to stop. Main thread.

The copying itself (`system/copies.py`) has one thread of its own, so that it holds up no other task of the window.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path, PurePath

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog

from visionquery.system.copies import CopyProgress, CopyResult, copy_files
from visionquery.system.live_photos import moving_half_of
from visionquery.ui import wording
from visionquery.ui.commands.subject import Desk
from visionquery.ui.grid.model import shown_path
from visionquery.ui.notice import Notice
from visionquery.ui.question import Question
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.tasks import TaskRunner

# A copy that is done sooner shows no progress.
SHOW_AFTER_MS = 600
# How often progress is drawn.
DRAW_MS = 80


class Export(QObject):
    """One export at a time. `finished(CopyResult)` comes last; `reveal_wanted(path)` when the person wants to look."""

    finished = Signal(object)
    reveal_wanted = Signal(str)

    def __init__(self, desk: Desk, memory: WindowMemory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._memory = memory
        self._tasks = TaskRunner(self, threads=1)
        self._cancelled = threading.Event()
        self._latest: CopyProgress | None = None
        self._dialog: QProgressDialog | None = None
        self._drawing = QTimer(self, interval=DRAW_MS)
        self._drawing.timeout.connect(self._draw)

    @property
    def running(self) -> bool:
        """Whether files are being copied."""
        return self._drawing.isActive()

    def ask(self) -> None:
        """Let the person choose a folder for the photos that are meant now."""
        if self.running:
            self._desk.refuse(self.tr("Another export is still running."), self.tr("Wait for it, or stop it."))
            return
        all_ids = self._desk.subject.all_ids()
        count = self._desk.subject.count
        if not count:
            return
        title = self.tr("Export copies of %n photo(s)", "", count)
        dialog = QFileDialog(self._desk.window, title)
        dialog.setFileMode(QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.setLabelText(QFileDialog.DialogLabel.Accept, self.tr("Copy here"))
        dialog.setDirectory(self._memory.last_export or str(Path.home()))
        dialog.fileSelected.connect(lambda folder: self._chosen(all_ids, folder))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def copy(self, all_ids: Callable[[], tuple[int, ...]], folder: str) -> None:
        """Copy the files of these photos into the folder."""
        if self.running:
            return
        self._cancelled.clear()
        self._latest = None
        self._dialog = self._progress_dialog(folder)
        self._drawing.start()

        def run() -> CopyResult:
            paths: dict[str, None] = {}
            for photo in self._desk.rows(all_ids()):
                paths[photo.path] = None
                moving = moving_half_of(photo.path)
                if moving is not None:
                    paths[moving] = None
            return copy_files(list(paths), folder, self._note, self._cancelled.is_set)

        self._tasks.run(run, lambda result: self._end(result, folder), self._failed)

    def holds(self, leave: Callable[[], None]) -> bool:
        """Whether files are being copied: then the person is asked whether to stop that and `leave`."""
        if not self.running:
            return False
        Question(
            self.tr("Export copies"),
            self.tr("Files are still being copied. Stop and quit?"),
            self.tr("What is copied so far stays in its folder."),
            self.tr("Stop and quit"),
            lambda: self._give_up(leave),
            self._desk.window,
        ).open()
        return True

    def _give_up(self, leave: Callable[[], None]) -> None:
        self.stop()
        leave()

    def stop(self) -> None:
        """Stop copying; what is copied stays, a file that is half done goes."""
        self._cancelled.set()
        self._drawing.stop()
        self._tasks.close()

    def _chosen(self, all_ids: Callable[[], tuple[int, ...]], folder: str) -> None:
        self._memory.last_export = folder
        self.copy(all_ids, folder)

    def _note(self, progress: CopyProgress) -> None:
        # On the copying thread; drawn by the timer on the main thread, as rarely as eyes need.
        self._latest = progress

    def _draw(self) -> None:
        progress, dialog = self._latest, self._dialog
        if progress is None or dialog is None:
            return
        dialog.setMaximum(max(1, progress.total))
        dialog.setValue(min(progress.done, max(0, progress.total - 1)))
        dialog.setLabelText(
            self.tr("{done} of {total} · {name}").format(
                done=wording.number(progress.done), total=wording.number(progress.total), name=shown_path(progress.name)
            )
        )

    def _progress_dialog(self, folder: str) -> QProgressDialog:
        dialog = QProgressDialog("", self.tr("Stop"), 0, 0, self._desk.window)
        dialog.setObjectName("exportProgress")
        dialog.setWindowTitle(self.tr("Copying to {folder}").format(folder=shown_path(PurePath(folder).name or folder)))
        dialog.setMinimumWidth(420)
        dialog.setAutoReset(False)
        dialog.setAutoClose(False)
        dialog.setMinimumDuration(SHOW_AFTER_MS)
        dialog.canceled.connect(self._cancelled.set)
        return dialog

    def _failed(self, error: Exception) -> None:
        self._close_dialog()
        self._desk.fail(error)

    def _close_dialog(self) -> None:
        self._drawing.stop()
        if self._dialog is not None:
            self._dialog.canceled.disconnect(self._cancelled.set)
            self._dialog.reset()
            self._dialog.deleteLater()
            self._dialog = None

    def _end(self, result: CopyResult, folder: str) -> None:
        self._close_dialog()
        count = len(result.copies)
        words = self.tr("%n file(s) copied to {folder}.", "", count).format(folder=shown_path(folder))
        show = self.tr("Show in file manager")
        look = result.copies[0] if result.copies else folder
        if result.stopped_by is not None:
            fault = result.stopped_by
            self._desk.tell(Notice("export", f"{fault.message} {words}", fault.advice))
        elif result.refused:
            missing = self.tr("%n could not be read.", "", len(result.refused))
            self._desk.tell(
                Notice(
                    "export",
                    f"{words} {missing}",
                    button=self.tr("Show why"),
                    action=lambda: self._show_refused(missing, result.refused),
                )
            )
        elif result.cancelled and not count:
            self._desk.tell(Notice("export", self.tr("Nothing was copied."), calm=True, seconds=6))
        else:
            notice = Notice("export", words, "", show, lambda: self.reveal_wanted.emit(look), calm=True, seconds=20)
            self._desk.tell(notice)
        self.finished.emit(result)

    def _show_refused(self, words: str, refused: tuple[tuple[str, str], ...]) -> None:
        box = QMessageBox(self._desk.window)
        box.setWindowTitle(self.tr("Export copies"))
        box.setText(words)
        box.setDetailedText("\n".join(f"{shown_path(path)}\n    {reason}" for path, reason in refused[:1000]))
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.finished.connect(box.deleteLater)
        box.open()
