"""What stands above and below the photos in words: captions, hints about the model, and the activity line."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QLocale, Qt
from PySide6.QtWidgets import QAbstractButton, QWidget
from pytestqt.qtbot import QtBot

from visionquery.domain.events import Activity, Progress
from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.models import ModelEntry, ModelStatus
from visionquery.domain.photos import Counts
from visionquery.domain.queries import Answer, Hit, Match, Query
from visionquery.ui import captions
from visionquery.ui.activity import ActivityLine
from visionquery.ui.header import ResultHeader
from visionquery.ui.model_hints import ModelHints
from visionquery.ui.search_session import Example, Scope, SearchSession
from visionquery.ui.sidebar.entries import Entry, EntryKind
from visionquery.ui.theme import Theme

ALL = Entry(EntryKind.ALL, "All photos")
ENGLISH = ModelEntry("starter", "Starter", "own")
MANY = ModelEntry("xlm", "XLM-RoBERTa", "xlm-roberta-base-ViT-B-32", languages=("*",))


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    before = QLocale()
    QLocale.setDefault(QLocale(QLocale.Language.English, QLocale.Country.UnitedStates))
    yield
    QLocale.setDefault(before)


@pytest.fixture
def session(qapp: object) -> SearchSession:
    return SearchSession(lambda _search: None)


@pytest.fixture
def header(theme: Theme, qtbot: QtBot) -> ResultHeader:
    header = ResultHeader(theme)
    qtbot.addWidget(header)
    header.show()
    return header


@pytest.fixture
def hints(header: ResultHeader) -> ModelHints:
    return ModelHints(header.hints[0], header.hints[1], header)


def button(widget: QWidget, words: str) -> QAbstractButton:
    return next(each for each in widget.findChildren(QAbstractButton) if words in (each.text(), each.accessibleName()))


def answer(hits: int, relevant: int) -> Answer:
    found = tuple(Hit(number, f"/{number}.jpg", 0.3, Match.MEANING, "") for number in range(hits))
    return Answer(Query("dog"), found, 0.04, 100, "starter", relevant)


def test_the_heading_says_what_is_asked_and_where(session: SearchSession) -> None:
    session.type("dog")
    assert captions.answer_heading(session, ALL) == "“dog”"
    assert captions.answer_heading(session, Entry(EntryKind.FAVOURITES, "Favourites")) == "“dog” in Favourites"
    session.add_example(Example("a.jpg", photo_id=1))
    assert captions.answer_heading(session, ALL) == "“dog” and similar photos"
    session.find_similar(Example("a.jpg", photo_id=1))
    assert captions.answer_heading(session, ALL) == "Similar photos"
    session.ask("dog", Scope("/photos/Italy"))
    assert session.scope == Scope("/photos/Italy")


def test_the_detail_says_how_many_how_long_and_how_much_is_indexed() -> None:
    done = Counts(total=1000)
    assert captions.answer_detail(answer(20, 3), done).startswith("3 photo")
    assert captions.answer_detail(answer(20, 3), done).endswith("0.04 s")
    assert "nothing stands out" in captions.answer_detail(answer(20, 0), done)
    # Never rounded up to a hundred.
    assert captions.answer_detail(answer(20, 3), Counts(total=1000, pending=1)).endswith("99% indexed so far")


def test_an_empty_part_says_why_it_is_empty() -> None:
    offline = Folder(1, "/x", FolderState.OFFLINE, "The drive is not connected.")
    away = captions.no_photos(
        Entry(EntryKind.FOLDER, "x", 0, offline, detail="Not connected", alert=True), scanning=False
    )
    assert (away.title, away.text) == ("Not connected", "The drive is not connected.")
    assert captions.no_photos(ALL, scanning=True).title == "Looking for photos…"
    assert "Ctrl+D" in captions.no_photos(Entry(EntryKind.FAVOURITES, "Favourites"), scanning=False).text


def test_a_hint_is_given_once_a_model_does_not_understand_the_language(
    header: ResultHeader, hints: ModelHints, qtbot: QtBot
) -> None:
    line = header.hints[0]
    hints.warn_language("ein Hund im Schnee")
    assert line.text == ""
    hints.show_models((ModelStatus(ENGLISH, answering=True), ModelStatus(MANY)))
    assert "English only" in line.text
    hints.warn_language("a dog in the snow")
    assert line.text == ""
    hints.warn_language("собака на снегу")
    with qtbot.waitSignal(hints.models_wanted) as wanted:
        qtbot.mouseClick(button(line, "Show models"), Qt.MouseButton.LeftButton)
    assert wanted.args == [""]  # none is recommended here: the whole list
    hints.show_models((ModelStatus(ENGLISH), ModelStatus(MANY, answering=True)))
    assert line.text == ""


def test_the_hint_offers_the_model_that_understands_more(header: ResultHeader, hints: ModelHints, qtbot: QtBot) -> None:
    line = header.hints[0]
    best = ModelEntry("best", "Best of many", "ViT", languages=("*",), recommended=True)
    hints.warn_language("ein Hund im Schnee")
    hints.show_models((ModelStatus(ENGLISH, answering=True), ModelStatus(MANY), ModelStatus(best)))
    assert "Best of many understands many languages and can be downloaded" in line.text
    hints.show_models((ModelStatus(ENGLISH, answering=True), ModelStatus(MANY, installed=True), ModelStatus(best)))
    assert "XLM-RoBERTa, which is here, understands more" in line.text
    with qtbot.waitSignal(hints.models_wanted) as wanted:
        qtbot.mouseClick(button(line, "Show models"), Qt.MouseButton.LeftButton)
    assert wanted.args == [MANY.name]


def test_a_hint_that_was_closed_stays_closed(header: ResultHeader, hints: ModelHints, qtbot: QtBot) -> None:
    hints.show_models((ModelStatus(ENGLISH, answering=True),))
    hints.warn_language("ein Hund im Schnee")
    qtbot.mouseClick(button(header.hints[0], "Close this hint"), Qt.MouseButton.LeftButton)
    hints.warn_language("zwei Hunde im Schnee")
    assert header.hints[0].text == ""


def test_a_change_of_model_says_how_far_it_is_and_can_be_cut_short(
    header: ResultHeader, hints: ModelHints, qtbot: QtBot
) -> None:
    line = header.hints[1]
    hints.show_models(
        (ModelStatus(ENGLISH, answering=True), ModelStatus(MANY, chosen=True, covered=299, of=1000)),
    )
    assert "XLM-RoBERTa has seen 29% of the photos" in line.text
    with qtbot.waitSignal(hints.use_wanted) as used:
        qtbot.mouseClick(button(line, "Use it now"), Qt.MouseButton.LeftButton)
    assert used.args == ["xlm"]
    hints.show_models((ModelStatus(ENGLISH), ModelStatus(MANY, chosen=True, answering=True, covered=1000, of=1000)))
    assert line.text == ""


def test_the_order_is_chosen_from_a_menu_and_shown(header: ResultHeader, qtbot: QtBot) -> None:
    actions = {action.data(): action for action in header.order.menu().actions()}
    with qtbot.waitSignal(header.order_wanted) as wanted:
        actions["oldest"].trigger()
    assert wanted.args == ["oldest"]
    header.show_order("oldest")
    assert header.order.accessibleName() == "Order: Oldest first"
    header.offer(order=False, size=True)
    assert header.order.isHidden()


def test_the_layout_button_changes_to_the_other_layout(header: ResultHeader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(header.layout_wanted) as wanted:
        header.layout_button.click()
    assert wanted.args == ["justified"]
    header.show_layout("justified")
    with qtbot.waitSignal(header.layout_wanted) as wanted:
        header.layout_button.click()
    assert wanted.args == ["square"]


def test_the_activity_line_offers_speed_while_there_is_work(theme: Theme, qtbot: QtBot) -> None:
    line = ActivityLine(theme)
    qtbot.addWidget(line)
    line.show()
    faster, pause = (widget for widget in line.tab_order)
    line.show_progress(Progress(Activity.IDLE))
    assert faster.isHidden()
    assert pause.isHidden()
    line.show_progress(Progress(Activity.INDEXING, 340, 1204, 24.3, 190.0))
    assert line.text == "Indexing 340 of 1,204 · 24 photos/s · 3 min left"
    with qtbot.waitSignal(line.hurry_wanted) as hurried:
        qtbot.mouseClick(faster, Qt.MouseButton.LeftButton)
    assert hurried.args == [True]
    assert faster.accessibleName() == "Stay in the background"
    with qtbot.waitSignal(line.hurry_wanted) as hurried:
        qtbot.mouseClick(faster, Qt.MouseButton.LeftButton)
    assert hurried.args == [False]
    line.show_lost()
    assert line.text == "The background worker is not running"
    assert faster.isHidden()
