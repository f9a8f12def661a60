from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from visionquery.domain import queries
from visionquery.domain.queries import Answer, Query
from visionquery.ui.search_session import DEBOUNCE_MS, EXAMPLES_AT_MOST, Example, Scope, SearchSession
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


def test_a_place_narrows_the_question_in_force(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    session.narrow(Scope("/photos/a"))
    assert asked == []
    session.type("dog")
    session.ask_now()
    session.narrow(Scope("/photos/b"))
    assert [search.query.folder for search in asked] == ["/photos/a", "/photos/b"]
    session.narrow(Scope(filters="is:favourite"))
    assert (asked[-1].query.text, asked[-1].query.folder) == ("dog is:favourite", None)
    assert session.text == "dog"


def test_find_similar_asks_for_nothing_else(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    session.type("dog")
    session.find_similar(Example("a.jpg", photo_id=7))
    assert asked[-1].query == Query(examples=(queries.Example(photo_id=7),), limit=asked[-1].query.limit)


def test_examples_and_words_are_asked_together(session: SearchSession, asked: list[Search], qtbot: QtBot) -> None:
    session.find_similar(Example("a.jpg", photo_id=7))
    session.type("dog")
    session.ask_now()
    session.add_example(Example("b.jpg", path="/b.jpg", weight=-1.0))
    assert asked[-1].query.text == "dog"
    assert asked[-1].query.examples == (queries.Example(photo_id=7), queries.Example(image="/b.jpg", weight=-1.0))
    session.use_examples(())
    assert (asked[-1].query.text, asked[-1].query.examples) == ("dog", ())


def test_an_example_is_there_once_and_the_last_word_on_it_counts(
    session: SearchSession, asked: list[Search], qtbot: QtBot
) -> None:
    session.add_example(Example("a.jpg", photo_id=7))
    session.add_example(Example("a.jpg", photo_id=7, weight=-1.0))
    assert session.examples == (Example("a.jpg", photo_id=7, weight=-1.0),)
    for number in range(EXAMPLES_AT_MOST + 2):
        session.add_example(Example("more", photo_id=100 + number))
    assert len(session.examples) == EXAMPLES_AT_MOST
    assert session.examples[-1].photo_id == 100 + EXAMPLES_AT_MOST + 1


def test_the_last_example_that_goes_clears_the_question(session: SearchSession, qtbot: QtBot) -> None:
    session.find_similar(Example("a.jpg", photo_id=7))
    with qtbot.waitSignal(session.cleared):
        session.use_examples(())
    assert not session.active


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
