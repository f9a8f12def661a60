"""Screenshots of the real window with the real worker: `python packaging/screenshots.py OUT [QUERY...]`.

Without `--photos` it shows those of scikit-image's pictures that are in the public domain (CC0, or released so by
their makers), as the one in the repository does. Run it on a display (for instance under `xvfb-run`, beside a window
manager so that the window has the focus), or with QT_QPA_PLATFORM=offscreen. For the large ones:
`QT_SCALE_FACTOR=2 python packaging/screenshots.py OUT --size 1280x720 --only results,dark`.
"""

from __future__ import annotations

import argparse
import shutil
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtGui import QPixmap
from PySide6.QtWidgets import QApplication

from visionquery.system.paths import DataPaths, resources_dir
from visionquery.ui import translation
from visionquery.ui.program import Program
from visionquery.ui.sidebar.entries import PROBLEMS_KEY
from visionquery.ui.theme import Theme

PATIENCE_SECONDS = 900.0
# In the public domain by scikit-image's own notes; under the names that a person would give them.
FREE_PICTURES = {
    "astronaut.png": "astronaut.png",
    "camera.png": "cameraman.png",
    "chelsea.png": "Chelsea.png",
    "coffee.png": "espresso.png",
    "coins.png": "coins of Pompeii.png",
    "hubble_deep_field.jpg": "Hubble deep field.jpg",
    "retina.jpg": "retina.jpg",
    "rocket.jpg": "launch.jpg",
}


class Camera:
    """Drives the window from state to state and photographs it."""

    def __init__(self, program: Program, out: Path, photos: Path, queries: list[str], only: set[str]) -> None:
        self._program = program
        self._out = out
        self._photos = photos
        self._queries = queries
        self._only = only

    def take_all(self) -> None:
        program, window = self._program, self._program.window
        self._rest(1.5)
        self._take("empty")
        program.folder_commands.add(str(self._photos))
        self._until(lambda: program.reader.counts().indexed > 0)
        self._rest(1.0)
        self._take("indexing")
        self._until(lambda: program.reader.counts().total > 0 and program.reader.counts().pending == 0)
        self._rest(2.0)
        self._take("library")
        for number, query in enumerate(self._queries):
            self._search(query)
            self._take("results" if number == 0 else f"results-{number + 1}")
        self._use_scheme("dark")
        self._take("dark")
        program.grid.setFocus()
        program.grid.setCurrentIndex(program.model.index(0))
        window.actions_by_name["find_similar"].trigger()
        self._rest(2.0)
        self._take("similar-dark")
        self._use_scheme("light")
        self._take("similar")
        program.presenter.escape()
        size = window.size()
        window.resize(900, 600)
        self._search(self._queries[0])
        self._take("small")
        window.resize(size)
        program.presenter.escape()
        entry = next(entry for entry in window.sidebar.entries if entry.folder is not None)
        assert entry.folder is not None
        program.folder_commands.remove(entry.folder)
        self._rest(1.0)
        self._take("removed")
        program.folder_commands.restore(entry.folder)
        self._rest(1.0)
        if program.reader.counts().failed:
            program.window.sidebar.choose(PROBLEMS_KEY)
            self._rest(1.0)
            self._take("problems")

    def _search(self, query: str) -> None:
        self._program.window.search.set_text(query)
        self._program.session.ask_now()
        self._rest(2.0)

    def _use_scheme(self, scheme: str) -> None:
        self._program.use_scheme(scheme)
        self._rest(0.5)

    def _take(self, name: str) -> None:
        if self._only and name not in self._only:
            return
        window = self._program.window
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


def free_pictures(folder: Path) -> Path:
    """Copy them there."""
    import skimage

    folder.mkdir()
    for name, shown in FREE_PICTURES.items():
        shutil.copy(Path(skimage.__file__).parent / "data" / name, folder / shown)
    return folder


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=Path, help="folder of photographs")
    parser.add_argument("out", type=Path, help="folder for the pictures")
    parser.add_argument("queries", nargs="*", default=["a cat"], help="what to search for; the first one counts most")
    parser.add_argument("--size", default="1200x800", help="of the window, in logical pixels")
    parser.add_argument("--only", default="", help="names of the pictures to take, with commas")
    arguments = parser.parse_args()
    arguments.out.mkdir(parents=True, exist_ok=True)
    application = QApplication(["visionquery"])
    translation.install(application, "en", resources_dir() / "translations")
    with tempfile.TemporaryDirectory() as home:
        photos = arguments.photos.absolute() if arguments.photos else free_pictures(Path(home) / "Pictures")
        paths = DataPaths(Path(home) / "data")
        paths.ensure()
        program = Program(paths, Theme(application, resources_dir()))
        program.open()
        program.use_scheme("light")
        width, height = arguments.size.split("x")
        program.window.resize(int(width), int(height))
        program.start()
        try:
            only = {name for name in arguments.only.split(",") if name}
            Camera(program, arguments.out, photos, arguments.queries, only).take_all()
        finally:
            program.window.close()
            program.stop()


if __name__ == "__main__":
    main()
