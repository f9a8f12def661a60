"""Handing photos to other programs: open, open with, show in the file manager. Main thread.

Programs are started on threads of their own: a desktop may take seconds to answer.
"""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import PurePath

from PySide6.QtCore import QLocale, QObject
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QFileDialog, QMenu
from shiboken6 import isValid

from visionquery.domain.photos import Photo
from visionquery.system import applications, desktop
from visionquery.system.applications import Application
from visionquery.ui.commands.subject import AT_ONCE, Desk

# Opening a whole library by accident would bring the desktop down.
OPEN_AT_MOST = 10
# Folders that are shown at once, for photos that lie in several.
REVEAL_AT_MOST = 3
# Programs that a menu has room for.
PROGRAMS_AT_MOST = 12


class Opening(QObject):
    """Opens the photos that are meant."""

    def __init__(self, desk: Desk, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk

    def open(self) -> None:
        """In the program that the desktop has for it."""

        def start(photos: list[Photo]) -> None:
            for photo in photos:
                self._run(lambda path=photo.path: desktop.open_file(path))  # type: ignore[misc]

        self._desk.with_photos(start, OPEN_AT_MOST)

    def reveal(self) -> None:
        """In the file manager: the first photo of each folder."""

        def start(photos: list[Photo]) -> None:
            first = {PurePath(photo.path).parent: photo.path for photo in reversed(photos)}
            for path in list(reversed(first.values()))[:REVEAL_AT_MOST]:
                self.show_file(path)

        self._desk.with_photos(start, AT_ONCE)

    def show_file(self, path: str) -> None:
        """Show one file or folder in the file manager."""
        self._run(lambda: desktop.reveal(path))

    def show_photo(self, photo_id: int) -> None:
        """Show one photo of the library in the file manager."""

        def show() -> None:
            photo = self._desk.reader.photo(photo_id)
            if photo is not None:
                desktop.reveal(photo.path)

        self._run(show)

    def fill(self, menu: QMenu) -> None:
        """The programs that open the first of the photos, and the choice of any other."""
        menu.clear()
        waiting = menu.addAction(self.tr("Looking for programs…"))
        waiting.setEnabled(False)
        photo_id = self._desk.subject.one

        def look() -> list[Application]:
            photo = self._desk.reader.photo(photo_id) if photo_id is not None else None
            return applications.applications_for(photo.path, locale=QLocale().name()) if photo is not None else []

        def show(found: list[Application]) -> None:
            if not isValid(menu):
                # Closed meanwhile.
                return
            menu.removeAction(waiting)
            for application in found[:PROGRAMS_AT_MOST]:
                icon = QIcon.fromTheme(application.icon) if application.icon else QIcon()
                menu.addAction(icon, application.name, lambda chosen=application: self._open_in(chosen))
            if found:
                menu.addSeparator()
            menu.addAction(self.tr("Another program…"), self._choose_program)

        self._desk.tasks.run(look, show, self._desk.fail)

    def _open_in(self, application: Application) -> None:
        self._with_paths(lambda paths: applications.start_application(application, paths))

    def _choose_program(self) -> None:
        if sys.platform == "win32":
            self._with_paths(lambda paths: [applications.open_with_dialog(path) for path in paths[:1]])
            return
        dialog = QFileDialog(self._desk.window, self.tr("Open with another program"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFile)
        dialog.setDirectory("/Applications" if sys.platform == "darwin" else "/usr/bin")
        dialog.fileSelected.connect(
            lambda program: self._with_paths(lambda paths: applications.start_program(program, paths))
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _with_paths(self, start: Callable[[list[str]], object]) -> None:
        self._desk.with_photos(lambda photos: self._run(lambda: start([photo.path for photo in photos])), OPEN_AT_MOST)

    def _run(self, work: Callable[[], object]) -> None:
        self._desk.tasks.run_apart(work, failed=self._desk.fail)
