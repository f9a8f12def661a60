"""What a person does, done to the real window with the real worker, the built-in model and real photographs."""

from __future__ import annotations

import os
import shutil
import signal
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from tests.ui.conftest import is_settled
from visionquery.domain.photos import Photo
from visionquery.ui.program import Program
from visionquery.ui.sidebar.entries import EntryKind

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900)]

# Loading the model takes seconds on a busy machine.
PATIENCE = 240_000


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
        return counts.indexed == count and is_settled(program) and program.model.rowCount() == count

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
    counts = {entry.name: entry.count for entry in shared.window.sidebar.entries}
    assert counts == {"All photos": 24, "Favourites": 0, "Recently added": 24, "Photographs": 24}


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


def test_find_similar_leads_with_photographs_like_the_example(qtbot: QtBot, shared: Program) -> None:
    wait_until_indexed(qtbot, shared, 24)
    shared.presenter.escape()
    example = shared.model.photo_id(3)
    shared.grid.setCurrentIndex(shared.model.index(3))
    with qtbot.waitSignal(shared.session.answered, timeout=PATIENCE) as answered:
        shared.window.actions_by_name["find_similar"].trigger()
    answer = answered.args[0]
    assert [each.photo_id for each in answer.query.examples] == [example]
    assert shared.model.ids.tolist() == [hit.photo_id for hit in answer.hits]
    assert answer.hits
    assert "Similar photos" in shared.window.header.text
    qtbot.keyClick(shared.window.search.take_focus() or shared.window.focusWidget(), Qt.Key.Key_Escape)
    qtbot.waitUntil(lambda: shared.model.rowCount() == 24)


def test_the_worker_is_killed_and_the_search_goes_on(qtbot: QtBot, shared: Program, captions: dict[Path, str]) -> None:
    wait_until_indexed(qtbot, shared, 24)
    pid = shared.bridge.worker_pid
    assert pid is not None
    with qtbot.waitSignal(shared.bridge.down, timeout=PATIENCE):
        os.kill(pid, signal.SIGKILL)
    assert shared.window.notice.isVisible()
    assert "worker" in shared.window.notice.accessibleName()
    search(qtbot, shared, next(iter(captions.values())))
    assert shared.bridge.worker_pid not in (None, pid)
    qtbot.waitUntil(lambda: not shared.window.notice.isVisible(), timeout=PATIENCE)
    assert shared.model.rowCount() > 0
    shared.presenter.escape()


def test_what_happens_on_disk_is_seen_in_the_window_and_after_a_restart(
    qtbot: QtBot,
    start_program: Callable[[Path], Program],
    make_photo: Callable[..., Path],
    tmp_path: Path,
) -> None:
    folder, home = tmp_path / "Pictures", tmp_path / "home"
    for seed in range(4):
        make_photo(folder / f"{seed}.jpg", seed=seed)
    program = start_program(home)
    program.folder_commands.add(str(folder))
    wait_until_indexed(qtbot, program, 4)
    before = {Path(photo.path).name: photo for photo in shown(program)}

    (folder / "0.jpg").rename(folder / "renamed.jpg")
    (folder / "below").mkdir()
    (folder / "1.jpg").rename(folder / "below" / "moved.jpg")
    make_photo(folder / "2.jpg", seed=99)
    (folder / "3.jpg").unlink()
    make_photo(folder / "new.jpg", seed=100)

    def followed(program: Program) -> bool:
        after = {Path(photo.path).name: photo for photo in shown(program)}
        return (
            set(after) == {"renamed.jpg", "moved.jpg", "2.jpg", "new.jpg"}
            and after["renamed.jpg"].id == before["0.jpg"].id
            and after["moved.jpg"].id == before["1.jpg"].id
            and after["2.jpg"].content_hash != before["2.jpg"].content_hash
        )

    qtbot.waitUntil(lambda: followed(program), timeout=PATIENCE)
    wait_until_indexed(qtbot, program, 4)
    program.window.close()
    program.stop()

    again = start_program(home)
    wait_until_indexed(qtbot, again, 4)
    assert followed(again)


def test_a_removed_folder_vanishes_from_grid_and_answer(
    qtbot: QtBot, shared: Program, make_photo: Callable[..., Path], tmp_path: Path
) -> None:
    wait_until_indexed(qtbot, shared, 24)
    extra = tmp_path / "Extra"
    for seed in range(3):
        make_photo(extra / f"stripes-{seed}.jpg", seed=seed)
    shared.folder_commands.add(str(extra))
    wait_until_indexed(qtbot, shared, 27)
    search(qtbot, shared, "colours")
    qtbot.waitUntil(lambda: any("stripes" in photo.path for photo in shown(shared)), timeout=PATIENCE)
    entry = next(entry for entry in shared.window.sidebar.entries if entry.name == "Extra")
    assert (entry.kind, entry.count) == (EntryKind.FOLDER, 3)
    assert entry.folder is not None
    shared.folder_commands.remove(entry.folder)
    qtbot.waitUntil(
        lambda: shared.model.rowCount() > 0 and not any("stripes" in photo.path for photo in shown(shared)),
        timeout=PATIENCE,
    )
    qtbot.waitUntil(lambda: all(entry.name != "Extra" for entry in shared.window.sidebar.entries), timeout=PATIENCE)
    shared.presenter.escape()
    qtbot.waitUntil(lambda: shared.model.rowCount() == 24, timeout=PATIENCE)


def test_a_folder_inside_another_is_refused_with_advice(qtbot: QtBot, shared: Program, photographs: Path) -> None:
    inside = photographs / "Inside"
    inside.mkdir()
    shared.folder_commands.add(str(inside))
    bar = shared.window.notice
    qtbot.waitUntil(lambda: bar.shown is not None and bar.shown.kind == "fault", timeout=PATIENCE)
    notice = bar.shown
    assert notice is not None
    assert str(inside) in notice.message
    assert notice.advice
    shared.window.notice.withdraw("fault")


def test_pause_and_resume_show_in_the_line_at_the_bottom(qtbot: QtBot, shared: Program) -> None:
    shared.window.actions_by_name["pause"].trigger()
    qtbot.waitUntil(lambda: shared.window.activity.paused, timeout=PATIENCE)
    assert "Paused" in shared.window.activity.text
    shared.window.actions_by_name["pause"].trigger()
    qtbot.waitUntil(lambda: not shared.window.activity.paused, timeout=PATIENCE)


def test_an_empty_library_offers_a_folder_and_fills_while_it_is_read(
    qtbot: QtBot, start_program: Callable[[Path], Program], data_dir: Path, photo_folder: Path
) -> None:
    program = start_program(data_dir)
    window = program.window
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.welcome, timeout=PATIENCE)
    window.welcome.offer(photo_folder)
    button = next(b for b in window.welcome.findChildren(QPushButton) if photo_folder.name in b.text())
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is program.grid, timeout=PATIENCE)
    wait_until_indexed(qtbot, program, 12)
    qtbot.waitUntil(lambda: "Up to date" in window.activity.text, timeout=PATIENCE)
