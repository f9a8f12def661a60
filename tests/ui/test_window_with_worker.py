"""What a person does, done to the real window with the real worker, the built-in model and real photographs."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from visionquery.domain.events import Activity
from visionquery.domain.photos import Photo
from visionquery.ui.program import Program
from visionquery.ui.sidebar import EntryKind

pytestmark = pytest.mark.slow

# Loading the model takes seconds on a busy machine.
PATIENCE = 120_000


@pytest.fixture(scope="module")
def captions(flickr_dev: list[tuple[Path, str]]) -> dict[Path, str]:
    """Twenty-four photographs, each with its first caption."""
    first: dict[Path, str] = {}
    for path, caption in flickr_dev:
        first.setdefault(path, caption)
    return dict(list(first.items())[:24])


@pytest.fixture(scope="module")
def photographs(captions: dict[Path, str], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with copies of them."""
    folder = tmp_path_factory.mktemp("photographs") / "Photographs"
    folder.mkdir()
    for path in captions:
        shutil.copy(path, folder / path.name)
    return folder


@pytest.fixture(scope="module")
def shared(
    start_shared_program: Callable[[Path], Program], photographs: Path, tmp_path_factory: pytest.TempPathFactory
) -> Program:
    """A window to which the photographs' folder was added."""
    program = start_shared_program(tmp_path_factory.mktemp("home"))
    program.folder_commands.add(str(photographs))
    return program


def wait_until_indexed(qtbot: QtBot, program: Program, count: int) -> None:
    def indexed() -> bool:
        counts = program.reader.counts()
        return counts.indexed == count and counts.pending == 0 and program.model.rowCount() == count

    qtbot.waitUntil(indexed, timeout=PATIENCE)


def search(qtbot: QtBot, program: Program, text: str) -> None:
    program.window.search.take_focus()
    with qtbot.waitSignal(program.session.answered, timeout=PATIENCE):
        qtbot.keyClicks(program.window.search.focusWidget(), text)


def shown(program: Program) -> list[Photo]:
    ids = program.model.ids.tolist()
    photos = program.reader.photos(ids)
    return [photos[photo_id] for photo_id in ids if photo_id in photos]


def test_photos_appear_with_their_thumbnails_while_they_are_indexed(qtbot: QtBot, shared: Program) -> None:
    qtbot.waitUntil(lambda: shared.model.rowCount() == 24, timeout=PATIENCE)
    assert shared.window.pages.currentWidget() is shared.grid
    wait_until_indexed(qtbot, shared, 24)
    first = shared.model.photo_id(0)
    qtbot.waitUntil(lambda: shared.grid.tile(first) is not None, timeout=PATIENCE)
    assert [entry.count for entry in shared.window.sidebar.entries] == [24, 24]


def test_words_bring_the_right_photograph_to_the_front(
    qtbot: QtBot, shared: Program, captions: dict[Path, str]
) -> None:
    wait_until_indexed(qtbot, shared, 24)
    found = []
    for path, caption in list(captions.items())[:8]:
        shared.presenter.escape()
        search(qtbot, shared, caption)
        found.append(Path(shown(shared)[0].path).name == path.name)
    assert sum(found) >= 6, found
    shared.presenter.escape()
    qtbot.waitUntil(lambda: shared.model.rowCount() == 24, timeout=PATIENCE)
