"""Move to trash: the one command that touches originals. It asks, and tells what became of each photo. Main thread.

The worker does it, through the trash of the operating system.
"""

from __future__ import annotations

from pathlib import PurePath

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QMessageBox

from visionquery.domain.collections import TrashResult
from visionquery.domain.photos import Photo
from visionquery.ui.commands.subject import Desk
from visionquery.ui.grid.model import shown_path
from visionquery.ui.notice import Notice
from visionquery.ui.question import Question
from visionquery.worker.commands import MoveToTrash


class Trashing(QObject):
    """Asks, and lets the worker move the files."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def ask(self) -> None:
        """Ask about the photos that are meant."""
        if self._desk.subject.count == 1:
            self._desk.with_photos(self._ask_about_one, 1)
            return
        all_ids = self._desk.subject.all_ids()
        self._desk.tasks.run(all_ids, self._ask_about_many, self._desk.fail)

    def _ask_about_one(self, photos: list[Photo]) -> None:
        for photo in photos:
            name = shown_path(PurePath(photo.path).name)
            self._question(self.tr("Move “{name}” to the trash?").format(name=name), (photo.id,))

    def _ask_about_many(self, photo_ids: tuple[int, ...]) -> None:
        if photo_ids:
            self._question(self.tr("Move %n photo(s) to the trash?", "", len(photo_ids)), photo_ids)

    def _question(self, words: str, photo_ids: tuple[int, ...]) -> None:
        Question(
            self.tr("Move to trash"),
            words,
            self.tr(
                "The files themselves go to the trash of this computer, with the video of a Live Photo. "
                "You can take them back from there."
            ),
            self.tr("Move to trash"),
            lambda: self._move(photo_ids),
            self._desk.window,
        ).open()

    def _move(self, photo_ids: tuple[int, ...]) -> None:
        self._desk.bridge.send(MoveToTrash(photo_ids), self._tell, self._desk.refuse)

    def _tell(self, result: object) -> None:
        assert isinstance(result, TrashResult)
        if result.moved:
            words = self.tr("%n photo(s) moved to the trash.", "", len(result.moved))
            self._desk.tell(Notice("trash", words, calm=True, seconds=12))
        if result.refused:
            ids = [photo_id for photo_id, _ in result.refused[:200]]
            reasons = dict(result.refused)

            def named() -> list[tuple[str, str]]:
                photos = self._desk.reader.photos(ids)
                return [(photos[i].path if i in photos else "", reasons[i]) for i in ids]

            count = len(result.refused)
            self._desk.tasks.run(named, lambda refused: self._tell_refused(count, refused), self._desk.fail)

    def _tell_refused(self, count: int, refused: list[tuple[str, str]]) -> None:
        words = self.tr("%n photo(s) could not be moved to the trash.", "", count)
        path, reason = refused[0]
        if count == 1:
            self._desk.tell(Notice("fault", words, f"{shown_path(PurePath(path).name)}: {reason}"))
            return
        lines = "\n".join(f"{shown_path(path)}\n    {reason}" for path, reason in refused)
        self._desk.tell(
            Notice(
                "fault",
                words,
                reason if len({why for _, why in refused}) == 1 else "",
                button=self.tr("Show why"),
                action=lambda: self._show_refused(words, lines),
            )
        )

    def _show_refused(self, words: str, lines: str) -> None:
        box = QMessageBox(self._desk.window)
        box.setWindowTitle(self.tr("Move to trash"))
        box.setText(words)
        box.setDetailedText(lines)
        box.setStandardButtons(QMessageBox.StandardButton.Close)
        box.finished.connect(box.deleteLater)
        box.open()
