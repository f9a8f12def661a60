from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from visionquery.domain import queries
from visionquery.domain.queries import Answer, Query
from visionquery.ui.search_session import DEBOUNCE_MS, Example, SearchSession
from visionquery.worker.commands import Search
from visionquery.worker.protocol import SearchDone, SearchFailed


@pytest.fixture
def asked() -> list[Search]:
    return []


@pytest.fixture
def session(asked: list[Search], qtbot: QtBot) -> SearchSession:
    return SearchSession(asked.append)


def answer_to(search: Search) -> SearchDone:
    return SearchDone(1, search.generation, Answer(search.query, (), 0.01, 0, "starter"))


def test_typing_asks_once_when_it_pauses(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    for text in ("d", "do", "dog"):
        session.type(text)
    assert asked == []
    qtbot.waitUntil(lambda: len(asked) > 0)
    qtbot.wait(DEBOUNCE_MS * 2)
    assert [search.query.text for search in asked] == ["dog"]


def test_enter_does_not_wait_for_the_pause(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    session.type("dog")
    session.ask_now()
    assert [search.query.text for search in asked] == ["dog"]
    qtbot.wait(DEBOUNCE_MS * 2)
    assert len(asked) == 1


def test_an_answer_that_was_overtaken_is_dropped(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    answers: list[Answer] = []
    session.answered.connect(answers.append)
    session.type("dog")
    session.ask_now()
    session.type("cat")
    session.ask_now()
    session.receive(answer_to(asked[0]))
    assert answers == []
    session.receive(answer_to(asked[1]))
    assert [answer.query.text for answer in answers] == ["cat"]


def test_an_answer_after_clearing_is_dropped(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    answers: list[Answer] = []
    session.answered.connect(answers.append)
    session.type("dog")
    session.ask_now()
    with qtbot.waitSignal(session.cleared):
        session.type("")
    session.receive(answer_to(asked[0]))
    assert answers == []
    assert not session.active


def test_only_a_slow_answer_shows_as_busy(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    busy: list[bool] = []
    session.busy.connect(busy.append)
    session.type("dog")
    session.ask_now()
    session.receive(answer_to(asked[0]))
    assert True not in busy
    session.type("cat")
    session.ask_now()
    qtbot.waitUntil(lambda: True in busy)
    session.receive(answer_to(asked[1]))
    assert busy[-1] is False


def test_a_folder_narrows_the_question_in_force(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    session.narrow("/photos/a")
    assert asked == []
    session.type("dog")
    session.ask_now()
    session.narrow("/photos/b")
    assert [search.query.folder for search in asked] == ["/photos/a", "/photos/b"]


def test_an_example_replaces_the_words_and_words_the_example(
    session: SearchSession, asked: list[Search], qtbot: QtBot
) -> None:
    session.type("dog")
    session.find_similar(Example("a.jpg", photo_id=7))
    assert asked[-1].query == Query(examples=(queries.Example(photo_id=7),), limit=asked[-1].query.limit)
    session.type("dog")
    session.ask_now()
    assert session.example is None
    assert asked[-1].query.text == "dog"


def test_photos_that_arrive_repeat_the_question_but_seldom(
    session: SearchSession, asked: list[Search], qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    session.library_changed(soon=False)
    assert asked == []
    session.type("dog")
    session.ask_now()
    for _ in range(5):
        session.library_changed(soon=False)
    assert len(asked) == 1
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=4000)
    session.library_changed(soon=True)
    assert len(asked) == 3


def test_a_refused_question_says_why(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    session.type("dog")
    session.ask_now()
    with qtbot.waitSignal(session.failed) as failed:
        session.receive(SearchFailed(1, asked[0].generation, "No.", "Ask otherwise."))
    assert failed.args == ["No.", "Ask otherwise."]
