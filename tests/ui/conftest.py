"""The real window on the real worker, and libraries filled without one where a test is about the window alone."""

from __future__ import annotations

import contextlib
import hashlib
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest
from PIL import Image
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from visionquery.domain.errors import BadFile
from visionquery.domain.events import Activity
from visionquery.domain.photos import Changes, Failed, FileStat, Indexed, Metadata
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.library.thumbnails import ThumbnailStore
from visionquery.system.paths import DataPaths, resources_dir
from visionquery.ui import translation
from visionquery.ui.grid.aspects import AspectBook
from visionquery.ui.grid.delegate import CellPainter
from visionquery.ui.grid.feed import GridFeed
from visionquery.ui.grid.model import PhotoModel
from visionquery.ui.grid.refresh import as_ids
from visionquery.ui.grid.thumbnails import ThumbnailLoader
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.program import Program
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme
from visionquery.vision.decoding import ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import read_picture
from visionquery.worker.commands import Command


@pytest.fixture(scope="session", autouse=True)
def english(qapp: QApplication) -> None:
    """The window speaks English, plural forms and all, whatever the machine's language."""
    translation.install(qapp, "en", resources_dir() / "translations")


@pytest.fixture
def theme(qapp: QApplication) -> Iterator[Theme]:
    """The light theme, applied."""
    theme = Theme(qapp, resources_dir())
    theme.start("light")
    yield theme
    theme.deleteLater()


@pytest.fixture
def filled_library(data_dir: Path, tmp_path: Path) -> Callable[..., LibraryReader]:
    """Fill a library with so many generated photos that are indexed, and some that wait; no worker has run."""

    def fill(indexed: int = 8, pending: int = 0) -> LibraryReader:
        paths = DataPaths(data_dir)
        paths.ensure()
        library = Library(paths)
        library.open()
        folder = library.folders.add(str(tmp_path / "collection"))
        names = [f"photo-{number:04}.jpg" for number in range(indexed + pending)]
        added = tuple(FileStat(name, 1000 + i, 1_700_000_000_000_000_000 - i * 10**9) for i, name in enumerate(names))
        library.photos.apply(folder.id, Changes(added=added))
        space = library.embeddings.space("test", 4, "fingerprint")
        outcomes, thumbnails = [], []
        for item in library.photos.claim(indexed, 1):
            content = hashlib.blake2b(item.path.encode(), digest_size=20).digest()
            thumbnail = _thumbnail(item.photo_id)
            vector = np.array([1, 0, 0, 0], "<f2").tobytes()
            metadata = Metadata(120, 90, "JPEG")
            outcomes.append(Indexed(item.photo_id, item.stat, content, metadata, thumbnail, vector))
            thumbnails.append((content, thumbnail))
        library.photos.finish(outcomes, space)
        library.close()
        store = ThumbnailStore(paths.thumbnails)
        store.put_many(thumbnails)
        store.close()
        return LibraryReader(paths)

    return fill


class SilentWorker:
    """Stands for the worker's end of the pipe: keeps what it is sent, answers when the test says so."""

    def __init__(self, program: Program) -> None:
        self.sent: list[Command] = []
        self._done: list[Callable[[object], None] | None] = []
        program.bridge.start = lambda: None  # type: ignore[method-assign]
        program.bridge.send = self._take  # type: ignore[method-assign]
        program.session._send = self._take

    def _take(self, command: Command, done: object = None, failed: object = None) -> None:
        self.sent.append(command)
        self._done.append(done)  # type: ignore[arg-type]

    def answer(self, value: object = None) -> None:
        """The last command was carried out."""
        done = self._done[-1]
        if done is not None:
            done(value)

    def of(self, *kinds: type) -> list[Command]:
        return [command for command in self.sent if isinstance(command, kinds)]


@pytest.fixture
def program(
    qapp: QApplication, qtbot: QtBot, data_dir: Path, filled_library: Callable[..., LibraryReader]
) -> Iterator[Program]:
    """A window on a library of twelve photos that lie nowhere."""
    filled_library(indexed=12).close()
    program = Program(DataPaths(data_dir), Theme(qapp, resources_dir()))
    program.worker = SilentWorker(program)  # type: ignore[attr-defined]
    program.open()
    program.window.resize(900, 700)
    program.start()
    qtbot.waitUntil(lambda: program.model.rowCount() == 12)
    yield program
    program.window.leave()
    program.stop()
    program.window.deleteLater()
    program.deleteLater()


@pytest.fixture
def worker(program: Program) -> SilentWorker:
    return program.worker  # type: ignore[attr-defined, no-any-return]


class GridStage:
    """A grid on a window of its own, with everything that feeds it."""

    def __init__(self, reader: LibraryReader, theme: Theme, qtbot: QtBot) -> None:
        self.reader = reader
        self.model = PhotoModel()
        self.tester = QAbstractItemModelTester(self.model, QAbstractItemModelTester.FailureReportingMode.Warning)
        self.loader = ThumbnailLoader(reader.photos, reader.thumbnails.get_many)
        self.tasks = TaskRunner()
        self.shapes = AspectBook(reader.aspects, self.tasks)
        self.grid = PhotoGrid(self.model, self.loader, CellPainter(theme), self.shapes)
        self.feed = GridFeed(self.grid, self.model, self.tasks)
        qtbot.addWidget(self.grid)
        self.grid.resize(800, 600)
        self.grid.restyle()
        with qtbot.waitExposed(self.grid):
            self.grid.show()
        self.loader.start()

    def row(self) -> int:
        return self.grid.currentIndex().row()

    def close(self) -> None:
        self.loader.stop()
        self.tasks.close()
        self.reader.close()


@pytest.fixture
def stage(
    filled_library: Callable[..., LibraryReader], theme: Theme, qtbot: QtBot
) -> Iterator[Callable[..., GridStage]]:
    """A stage over a library of so many photos."""
    stages: list[GridStage] = []

    def build(indexed: int = 8, pending: int = 0) -> GridStage:
        stages.append(GridStage(filled_library(indexed, pending), theme, qtbot))
        stages[0].feed.show(as_ids(stages[0].reader.all_ids()))
        return stages[0]

    yield build
    for each in stages:
        each.close()


@pytest.fixture
def library_of(data_dir: Path) -> Iterator[Callable[..., LibraryReader]]:
    """A library of the files of a folder, read as the worker reads them unless told not to; no worker has run."""
    readers: list[LibraryReader] = []

    def fill(pictures: Path, *, read: bool = True) -> LibraryReader:
        paths = DataPaths(data_dir)
        paths.ensure()
        library = Library(paths)
        library.open()
        folder = library.folders.add(str(pictures))
        files = sorted(pictures.iterdir())
        stats = [(file.name, file.stat()) for file in files]
        added = tuple(FileStat(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats)
        library.photos.apply(folder.id, Changes(added=added))
        space = library.embeddings.space("test", 4, "fingerprint")
        outcomes: list[Indexed | Failed] = []
        thumbnails = []
        vector = np.array([1, 0, 0, 0], "<f2").tobytes()
        for item in library.photos.claim(len(files), 1) if read else ():
            try:
                found = read_picture(item.path, ReadLimits(), Preprocessing(32))
            except BadFile as error:
                outcomes.append(Failed(item.photo_id, item.stat, error.kind, error.reason))
                continue
            thumbnails.append((found.content_hash, found.thumbnail))
            outcomes.append(
                Indexed(item.photo_id, item.stat, found.content_hash, found.metadata, found.thumbnail, vector)
            )
        library.photos.finish(outcomes, space)
        library.close()
        store = ThumbnailStore(paths.thumbnails)
        store.put_many(thumbnails)
        store.close()
        readers.append(LibraryReader(paths))
        return readers[-1]

    yield fill
    for reader in readers:
        reader.close()


@pytest.fixture
def start_program(qapp: QApplication) -> Iterator[Callable[[Path], Program]]:
    """Open the window on a data folder, with its worker; ended after the test."""
    with running_programs(qapp) as start:
        yield start


@pytest.fixture(scope="module")
def start_shared_program(qapp: QApplication) -> Iterator[Callable[[Path], Program]]:
    """The same for all tests of a module: the worker loads its model once."""
    with running_programs(qapp) as start:
        yield start


def is_settled(program: Program) -> bool:
    """Whether every photo was read, and the worker has nothing left to do.

    A photo is in the library before the index knows it, on a busy machine for a while.
    """
    activities: list[Activity] = program.activities  # type: ignore[attr-defined]
    counts = program.reader.counts()
    return counts.total > 0 and counts.pending == 0 and activities[-1:] == [Activity.IDLE]


@contextlib.contextmanager
def running_programs(application: QApplication) -> Iterator[Callable[[Path], Program]]:
    """A function that opens windows, which are closed at the end."""
    programs: list[Program] = []

    def start(data_dir: Path) -> Program:
        paths = DataPaths(data_dir)
        paths.ensure()
        program = Program(paths, Theme(application, resources_dir()))
        programs.append(program)
        program.activities = []  # type: ignore[attr-defined]
        program.bridge.progress.connect(lambda progress: program.activities.append(progress.activity))  # type: ignore[attr-defined]
        program.open()
        program.window.resize(1000, 700)
        program.start()
        return program

    try:
        yield start
    finally:
        for program in programs:
            program.window.close()
            program.stop()
            program.window.deleteLater()
            program.deleteLater()
        application.processEvents()


def _thumbnail(seed: int) -> bytes:
    colour = np.random.default_rng(seed).integers(0, 256, (1, 1, 3), dtype=np.uint8)
    file = io.BytesIO()
    Image.fromarray(np.broadcast_to(colour, (90, 120, 3)).copy()).save(file, "JPEG")
    return file.getvalue()
