"""What the window shows while a question waits, fails, or is asked again, and where the person was meanwhile."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDropEvent, QImage
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

from tests.ui.conftest import SilentWorker
from visionquery.domain.errors import FailureKind
from visionquery.domain.events import PhotosChanged
from visionquery.domain.photos import Changes, Failed, FileStat
from visionquery.domain.queries import Answer, Hit, Match
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths
from visionquery.ui.program import Program
from visionquery.ui.search_session import Example
from visionquery.ui.sidebar.entries import ALL_KEY, EntryKind
from visionquery.worker.commands import Search
from visionquery.worker.protocol import SearchDone, SearchFailed


@pytest.fixture
def asked(worker: SilentWorker) -> Callable[[], Search]:
    """The question that was sent last."""
    return lambda: worker.of(Search)[-1]  # type: ignore[return-value]


def answer(program: Program, search: Search, photo_ids: list[int]) -> None:
    hits = tuple(Hit(photo_id, f"/{photo_id}.jpg", 0.5, Match.MEANING, "") for photo_id in photo_ids)
    program.session.receive(SearchDone(1, search.generation, Answer(search.query, hits, 0.04, 12, "starter")))


def refuse(program: Program, search: Search, why: str = "It is no picture.") -> None:
    program.session.receive(SearchFailed(1, search.generation, why))


def shown(program: Program) -> list[int]:
    return [int(photo_id) for photo_id in program.model.ids]


def heading(program: Program) -> str:
    return " ".join(label.text() for label in program.window.header.findChildren(QLabel))


def ask(program: Program, text: str) -> None:
    program.window.search.set_text(text)
    program.session.ask_now()


def test_a_question_without_an_answer_leaves_the_library_to_be_looked_at(
    program: Program, asked: Callable[[], Search], qtbot: QtBot
) -> None:
    everything = shown(program)
    program.session.add_example(Example("gone.pdf", path="/gone.pdf"))
    refuse(program, asked())
    assert program.window.notice.shown is not None
    assert shown(program) == everything
    program.window.sidebar.choose((EntryKind.FAVOURITES, 0, ""))
    # There are none, and none of the photos seen before may pass for one.
    qtbot.waitUntil(lambda: program.window.pages.currentWidget() is program.window.empty)
    assert shown(program) == []


def test_an_answer_gives_way_to_the_library_where_the_next_question_has_none(
    program: Program, asked: Callable[[], Search]
) -> None:
    everything = shown(program)
    ask(program, "dog")
    answer(program, asked(), everything[:3])
    assert "“dog”" in heading(program)
    program.session.add_example(Example("gone.pdf", path="/gone.pdf"))
    assert shown(program) == everything[:3]
    refuse(program, asked())
    assert shown(program) == everything
    assert "dog" not in heading(program)
    ask(program, "dogs")
    answer(program, asked(), everything[4:6])
    assert shown(program) == everything[4:6]
    assert program.window.notice.shown is None


def test_a_failure_is_told_once_however_often_the_question_is_repeated(
    program: Program, asked: Callable[[], Search], worker: SilentWorker
) -> None:
    program.session.add_example(Example("gone.pdf", path="/gone.pdf"))
    refuse(program, asked())
    program.window.notice.withdraw("search")
    program.session.library_changed(soon=True)
    assert len(worker.of(Search)) == 2
    refuse(program, asked())
    assert program.window.notice.shown is None
    program.session.library_changed(soon=True)
    refuse(program, asked(), "Its drive is not connected.")
    assert program.window.notice.shown is not None


def test_the_words_above_an_answer_are_those_that_it_answers(program: Program, asked: Callable[[], Search]) -> None:
    ask(program, "dog")
    answer(program, asked(), shown(program)[:3])
    ask(program, "cat")
    program.catalogue.overview.emit(program.presenter._overview)  # counts that are read again
    assert "“dog”" in heading(program)
    answer(program, asked(), shown(program)[:1])
    assert "“cat”" in heading(program)


def test_problems_stay_in_sight_while_a_question_is_asked_again(
    program: Program, asked: Callable[[], Search], worker: SilentWorker, data_dir: Path, qtbot: QtBot
) -> None:
    with Library(DataPaths(data_dir)) as library:
        (folder,) = library.folders.list()
        library.photos.apply(folder.id, Changes(added=(FileStat("broken.jpg", 1, 1),)))
        (item,) = library.photos.claim(1, 1)
        space = library.embeddings.space("test", 4, "fingerprint")
        library.photos.finish([Failed(item.photo_id, item.stat, FailureKind.DAMAGED, "It is damaged.")], space)
    program.catalogue.look()
    qtbot.waitUntil(lambda: EntryKind.PROBLEMS in {entry.kind for entry in program.window.sidebar.entries})
    ask(program, "dog")
    answer(program, asked(), shown(program)[:3])
    program.window.sidebar.choose((EntryKind.PROBLEMS, 0, ""))
    assert program.window.pages.currentWidget() is program.window.problems
    before = len(worker.of(Search))
    program.presenter.photos_changed(PhotosChanged(everything=True))
    qtbot.waitUntil(lambda: len(worker.of(Search)) > before, timeout=10_000)
    answer(program, asked(), shown(program)[:2])
    assert program.window.pages.currentWidget() is program.window.problems
    ask(program, "cat")
    assert program.window.sidebar.current.key == ALL_KEY


def test_what_is_looked_at_for_a_while_is_remembered_though_it_is_asked_again_meanwhile(
    program: Program, asked: Callable[[], Search], qtbot: QtBot
) -> None:
    ask(program, "a dog in snow")
    for _ in range(3):
        answer(program, asked(), shown(program)[:3])
        qtbot.wait(1000)
        program.session.library_changed(soon=True)
    answer(program, asked(), shown(program)[:3])
    assert "a dog in snow" in program.finding.history.queries


def test_a_new_question_closes_the_viewer_and_a_repeated_one_does_not(
    program: Program, asked: Callable[[], Search], qtbot: QtBot
) -> None:
    viewer = program.viewing.viewer
    ask(program, "dog")
    answer(program, asked(), shown(program)[:3])
    program.grid.go_to(0)
    program.viewing.open()
    program.session.library_changed(soon=True)
    assert viewer.current_id() is not None
    program.window.paths_dropped.emit([__file__])
    qtbot.waitUntil(lambda: viewer.current_id() is None)
    assert asked().query.examples[0].image == __file__


def test_a_file_that_is_dropped_shows_itself_on_its_chip(
    program: Program, make_photo: Callable[..., Path], tmp_path: Path, qtbot: QtBot
) -> None:
    path = make_photo(tmp_path / "it's 🐶.jpg")
    pictures = program.finding.search._pictures
    program.window.paths_dropped.emit([__file__, str(path)])
    qtbot.waitUntil(lambda: bool(pictures.known), timeout=60_000)
    ((example, picture),) = pictures.known.items()
    assert example.path == str(path)
    assert max(picture.width(), picture.height()) == 64
    assert {example.path for example in program.window.search.examples} == {__file__, str(path)}


def test_esc_in_the_grid_clears_the_selection_and_then_the_question(
    program: Program, asked: Callable[[], Search], qtbot: QtBot
) -> None:
    everything = shown(program)
    ask(program, "dog")
    answer(program, asked(), everything[:5])
    program.grid.setFocus()
    program.grid.go_to(1)
    qtbot.keyClick(program.grid, Qt.Key.Key_Right, Qt.KeyboardModifier.ShiftModifier)
    assert program.grid.selected_count() == 2
    qtbot.keyClick(program.grid, Qt.Key.Key_Escape)
    assert program.grid.selected_count() == 0
    assert shown(program) == everything[:5]
    qtbot.keyClick(program.grid, Qt.Key.Key_Escape)
    assert shown(program) == everything
    assert program.window.search.text == ""


def test_the_next_photo_is_current_when_one_leaves(program: Program) -> None:
    ids = program.model.ids
    program.grid.setFocus()
    program.grid.go_to(4)
    program.feed.update(np.delete(ids, 4))
    assert program.grid.current_id() == ids[5]
    program.grid.go_to(10)
    program.feed.update(program.model.ids[:-1])
    assert program.grid.current_id() == ids[10]


def test_a_look_at_one_photo_keeps_the_selection_of_many(program: Program, qtbot: QtBot) -> None:
    program.grid.setFocus()
    program.grid.go_to(2)
    for row in (4, 7):
        program.grid.selection.toggle(row)
    chosen = program.grid.selected_ids()
    qtbot.keyClick(program.grid, Qt.Key.Key_Space)
    qtbot.keyClick(program.viewing.viewer, Qt.Key.Key_Escape)
    assert program.grid.selected_ids() == chosen
    qtbot.keyClick(program.grid, Qt.Key.Key_Space)
    qtbot.keyClick(program.viewing.viewer, Qt.Key.Key_Right)
    qtbot.keyClick(program.viewing.viewer, Qt.Key.Key_Escape)
    assert program.grid.selected_ids() == [program.model.photo_id(3)]


def test_a_part_of_the_library_is_looked_at_again_at_the_next_start(program: Program, qtbot: QtBot) -> None:
    memory = program.memory
    assert memory.place == ("all", 0, "")
    program.window.sidebar.choose((EntryKind.RECENT, 0, ""))
    assert memory.place == ("recent", 0, "")
    memory.place = ("folder", 7, "2019/Rome, at / night")
    assert memory.place == ("folder", 7, "2019/Rome, at / night")
    memory._settings.setValue("browse/place", "folder/x")
    assert memory.place == ("all", 0, "")
    # As at a start: the library is read only then.
    program.window.sidebar.choose(ALL_KEY)
    program.presenter._first_place = (EntryKind.RECENT, 0, "")
    program.catalogue.look()
    qtbot.waitUntil(lambda: program.window.sidebar.current.kind is EntryKind.RECENT)
    program.window.sidebar.choose(ALL_KEY)
    program.catalogue.look()
    qtbot.wait(600)
    assert program.window.sidebar.current.key == ALL_KEY


def test_the_last_question_is_asked_again_at_the_next_start(
    program: Program, asked: Callable[[], Search], worker: SilentWorker, qtbot: QtBot
) -> None:
    (photo_id, *_) = shown(program)
    program.session.add_example(Example('it\'s, "this" 🐶.jpg', photo_id=photo_id, weight=-1.0))
    program.session.add_example(Example("pasted picture", path="/gone.png"))
    ask(program, "dog")
    program.window.save()
    program.memory.sync()
    program.presenter.escape()
    before = len(worker.of(Search))
    program.manners.start()
    qtbot.waitUntil(lambda: len(worker.of(Search)) > before and asked().query.text == "dog")
    (example,) = asked().query.examples
    assert (example.photo_id, example.weight) == (photo_id, -1.0)
    assert program.window.search.examples[0].name == 'it\'s, "this" 🐶.jpg'
    program.memory.keeps_history = False
    assert program.memory.examples == ()


def dropped(data: QMimeData, actions: Qt.DropAction) -> QDropEvent:
    shift = Qt.KeyboardModifier.ShiftModifier
    return QDropEvent(QPointF(80, 80), actions, data, Qt.MouseButton.LeftButton, shift)


def test_what_is_dropped_is_copied_though_the_other_program_would_move_it(program: Program, tmp_path: Path) -> None:
    paths: list[list[str]] = []
    program.window.paths_dropped.disconnect()
    program.window.paths_dropped.connect(paths.append)
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path))])
    both = Qt.DropAction.MoveAction | Qt.DropAction.CopyAction
    for handle in (program.window.dragEnterEvent, program.window.dropEvent):
        event = dropped(data, both)
        handle(event)  # type: ignore[arg-type]
        assert event.isAccepted()
        assert event.dropAction() == Qt.DropAction.CopyAction
    assert paths == [[str(tmp_path)]]
    event = dropped(data, Qt.DropAction.MoveAction)
    event.ignore()
    program.window.dropEvent(event)
    assert not event.isAccepted()
    assert len(paths) == 1


def test_a_picture_without_a_file_is_dropped_as_an_example(
    program: Program, asked: Callable[[], Search], worker: SilentWorker, qtbot: QtBot
) -> None:
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.red)
    data = QMimeData()
    data.setImageData(image)
    data.setText("https://example.org/a.png")
    event = dropped(data, Qt.DropAction.CopyAction)
    program.window.dropEvent(event)
    qtbot.waitUntil(lambda: bool(worker.of(Search)))
    path = asked().query.examples[0].image
    assert path is not None
    assert QImage(path).size() == image.size()
    assert program.window.search.examples[0].name == "dropped picture"
    assert not program.window.search.field.acceptDrops()
