"""Screenshots of the real window with the real worker: `python packaging/screenshots.py OUT [QUERY...]`.

Without `--photos` it shows those of scikit-image's pictures that are in the public domain (CC0, or released so by
their makers), as the one in the repository does. Run it on a display (for instance under `xvfb-run`, beside a window
manager so that the window has the focus), or with QT_QPA_PLATFORM=offscreen. For the large ones:
`QT_SCALE_FACTOR=2 python packaging/screenshots.py OUT --size 1280x720 --only results,dark`. Those of the README
are results, viewer and similar-dark, with `--home /home/anna --size 1000x640`.
"""

from __future__ import annotations

import argparse
import os
import signal
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtGui import QFont, QPixmap
from PySide6.QtWidgets import QApplication, QDialog, QWidget
from sample_pictures import a_home, bad_pictures, free_pictures

from visionquery.domain.settings import Page
from visionquery.system.paths import DataPaths, resources_dir
from visionquery.ui import translation
from visionquery.ui.about import AboutBox
from visionquery.ui.details.dialog import PropertiesDialog
from visionquery.ui.program import Program
from visionquery.ui.question import Question
from visionquery.ui.settings.dialog import SettingsDialog
from visionquery.ui.sheet import KeySheet
from visionquery.ui.sidebar.entries import ALL_KEY, PROBLEMS_KEY
from visionquery.ui.theme import Theme

PATIENCE_SECONDS = 900.0
# The best photo for these words is the one that others are to be like.
LIKE = "a cat"


class Camera:
    """Drives the window from state to state and photographs it."""

    def __init__(
        self, program: Program, home: Path, out: Path, photos: Path, queries: list[str], only: set[str]
    ) -> None:
        self._program = program
        self._home = home
        self._out = out
        self._photos = photos
        self._queries = queries
        self._only = only

    def take_all(self) -> None:
        """Scene after scene; each leaves the window as it found it."""
        self._rest(1.5)
        self._take("empty")
        self._fill()
        self._take("library")
        for number, query in enumerate(self._queries):
            self._search(query)
            self._take("results" if number == 0 else f"results-{number + 1}")
        self._similar()
        self._layouts()
        self._viewer()
        self._menus()
        self._dialogs()
        self._notices()
        self._sizes()
        self._problems()
        self._lost()

    def _fill(self) -> None:
        program = self._program
        program.folder_commands.add(str(self._photos))
        program.folder_commands.add(str(bad_pictures(self._home / "Scans")))
        self._until(lambda: program.reader.counts().indexed > 0)
        self._rest(1.0)
        self._take("indexing")
        self._until(lambda: len(program.reader.folders()) == 2 and program.reader.counts().failed >= 3)
        self._until(lambda: program.reader.counts().pending == 0)
        self._until(lambda: program.window.activity.text.startswith("Up to date"))
        self._rest(2.0)

    def _similar(self) -> None:
        program, window = self._program, self._program.window
        self._use_scheme("dark")
        self._take("dark")
        self._search(LIKE)
        program.grid.setFocus()
        program.grid.go_to(0)
        window.actions_by_name["find_similar"].trigger()
        self._rest(2.0)
        self._take("similar-dark")
        self._use_scheme("light")
        self._take("similar")
        program.grid.go_to(min(3, program.model.rowCount() - 1))
        window.actions_by_name["less_like"].trigger()
        self._rest(2.0)
        self._take("less-like")
        self._home_again()

    def _layouts(self) -> None:
        self._program.grid.set_layout("justified")
        self._rest(1.5)
        self._take("justified")
        self._program.grid.set_layout("square")

    def _viewer(self) -> None:
        program = self._program
        self._search(self._queries[0])
        program.grid.setFocus()
        program.grid.go_to(0)
        program.viewing.open()
        self._rest(1.0)
        self._until(program.viewing.viewer.message.isHidden)
        self._rest(0.3)
        self._take("viewer-alone")
        program.viewing.viewer.toggle_details()
        self._rest(1.0)
        self._take("viewer")
        self._use_scheme("dark")
        self._take("viewer-dark")
        program.viewing.viewer.toggle_details()
        self._use_scheme("light")
        program.viewing.close()

    def _menus(self) -> None:
        window = self._program.window
        for name, menu in (("menu-photo", window.menus.photo_menu()), ("menu", window.menus.button_menu())):
            menu.popup(window.mapToGlobal(window.rect().center()))
            self._rest(0.3)
            self._take(name, menu)
            menu.close()
        window.actions_by_name["menu_bar"].trigger()
        self._rest(0.3)
        self._take("menu-bar")
        window.actions_by_name["menu_bar"].trigger()

    def _dialogs(self) -> None:
        program, window = self._program, self._program.window
        program.grid.go_to(0)
        program.viewing.show_properties()
        self._take_dialog("properties", PropertiesDialog)
        program.manners.show_keys()
        self._take_dialog("keys", KeySheet)
        program.manners.show_about()
        self._take_dialog("about", AboutBox)
        window.actions_by_name["trash"].trigger()
        self._take_dialog("trash", Question)
        for scheme, ending in (("light", ""), ("dark", "-dark")):
            self._use_scheme(scheme)
            for page in Page:
                program.show_settings(page.value)
                self._take_dialog(f"settings-{page.value}{ending}", SettingsDialog)
        self._use_scheme("light")

    def _notices(self) -> None:
        program, window = self._program, self._program.window
        program.grid.go_to(0)
        window.actions_by_name["hide"].trigger()
        self._rest(2.0)
        self._take("hidden")
        program.undo.undo()
        self._rest(1.0)
        entry = next(entry for entry in window.sidebar.entries if entry.folder is not None)
        assert entry.folder is not None
        program.folder_commands.remove(entry.folder)
        self._rest(1.0)
        self._take("removed")
        program.folder_commands.restore(entry.folder)
        self._rest(1.0)

    def _sizes(self) -> None:
        window, application = self._program.window, QApplication.instance()
        assert isinstance(application, QApplication)
        size, font = window.size(), application.font()
        window.resize(900, 600)
        self._search(self._queries[0])
        self._take("small")
        window.resize(size)
        application.setLayoutDirection(Qt.LayoutDirection.RightToLeft)
        self._rest(1.0)
        self._take("right-to-left")
        application.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        large = QFont(font)
        large.setPointSizeF(22)
        application.setFont(large)
        self._rest(1.0)
        self._take("large-text")
        application.setFont(font)

    def _problems(self) -> None:
        self._home_again()
        self._program.window.sidebar.choose(PROBLEMS_KEY)
        self._rest(1.0)
        self._take("problems")
        self._use_scheme("dark")
        self._take("problems-dark")
        self._use_scheme("light")
        self._program.window.sidebar.choose(ALL_KEY)

    def _lost(self) -> None:
        pid = self._program.bridge.worker_pid
        if pid is not None:
            os.kill(pid, signal.SIGKILL if hasattr(signal, "SIGKILL") else signal.SIGTERM)
            self._until(lambda: self._program.window.notice.isVisible())
            self._rest(0.3)
            self._take("worker-lost")

    def _home_again(self) -> None:
        self._program.presenter.escape()
        self._rest(1.0)

    def _search(self, query: str) -> None:
        self._program.window.search.set_text(query)
        self._program.session.ask_now()
        self._rest(2.0)

    def _use_scheme(self, scheme: str) -> None:
        self._program.use_scheme(scheme)
        self._rest(0.5)

    def _take_dialog(self, name: str, kind: type[QDialog]) -> None:
        self._rest(1.0)
        dialog = next(dialog for dialog in self._program.window.findChildren(kind) if dialog.isVisible())
        self._take(name, dialog)
        dialog.close()
        self._rest(0.2)

    def _take(self, name: str, widget: QWidget | None = None) -> None:
        if self._only and name not in self._only:
            return
        window = widget or self._program.window
        picture: QPixmap = window.screen().grabWindow(window.winId())
        if picture.isNull():
            picture = window.grab()
        file = self._out / f"{name}.png"
        picture.save(str(file))
        print(file, f"{picture.width()}x{picture.height()}")

    def _until(self, reached: Callable[[], bool]) -> None:
        deadline = time.monotonic() + PATIENCE_SECONDS
        while not reached():
            if time.monotonic() > deadline:
                raise TimeoutError("The window did not get there in time")
            self._rest(0.1)

    @staticmethod
    def _rest(seconds: float) -> None:
        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, help="folder of photographs")
    parser.add_argument("--home", type=Path, help="folder to make for pictures and library, seen in paths; removed")
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument(
        "queries", nargs="*", default=["a cup of coffee"], help="what to search for; the first one counts most"
    )
    parser.add_argument("--size", default="1200x800", help="of the window, in logical pixels")
    parser.add_argument("--only", default="", help="names of the pictures to take, with commas")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    application = QApplication(["visionquery"])
    translation.install(application, "en", resources_dir() / "translations")
    with a_home(arguments.home) as home:
        photos = arguments.photos.absolute() if arguments.photos else free_pictures(home / "Pictures")
        paths = DataPaths(home / "data")
        paths.ensure()
        program = Program(paths, Theme(application, resources_dir()))
        program.open()
        program.use_scheme("light")
        width, height = arguments.size.split("x")
        program.window.resize(int(width), int(height))
        program.start()
        try:
            only = {name for name in arguments.only.split(",") if name}
            Camera(program, home, arguments.out, photos, arguments.queries, only).take_all()
        finally:
            program.window.leave()
            program.stop()


if __name__ == "__main__":
    main()
