"""What the search box suggests, and what it remembers of searches."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visionquery.domain.collections import SavedSearch
from visionquery.library.vocabulary import Vocabulary
from visionquery.search.filters import FILTER_KEYS
from visionquery.search.parser import parse_query
from visionquery.ui.search.history import KEPT, SearchHistory
from visionquery.ui.search.suggestions import SuggestionKind, filter_words, suggest, typed_filter, without_unfinished
from visionquery.ui.settings_store import WindowMemory

WORDS = Vocabulary(
    folders=("Italy", "Summer in Italy", "Norway"),
    cameras=("Canon EOS R5", "NIKON D750"),
    extensions=("jpg", "nef"),
    years=("2021", "2019"),
)
SAVED = [SavedSearch(1, "Dogs", "dog in the snow", "/photos")]


@pytest.fixture
def history(tmp_path: Path, qapp: object) -> SearchHistory:
    return SearchHistory(WindowMemory(tmp_path / "window.ini"))


def labels(text: str, recent: tuple[str, ...] = ()) -> list[str]:
    return [each.label for each in suggest(text, recent, SAVED, WORDS)]


def test_an_empty_box_offers_past_and_saved_searches_and_every_filter() -> None:
    offered = suggest("", ("red car", "kids"), SAVED, WORDS)
    assert [each.label for each in offered[:3]] == ["red car", "kids", "Dogs"]
    assert [each.kind for each in offered[:3]] == [SuggestionKind.RECENT, SuggestionKind.RECENT, SuggestionKind.SAVED]
    assert [each.label for each in offered[3:]] == [f"{key}:" for key in filter_words()]


def test_every_filter_of_the_parser_is_offered() -> None:
    assert set(filter_words()) == set(FILTER_KEYS)


def test_a_filter_offers_the_values_of_the_library() -> None:
    assert labels("dog in:") == ["Italy", "Summer in Italy", "Norway"]
    assert labels("dog in:it") == ["Italy", "Summer in Italy"]
    assert labels("CAMERA:nik") == ["NIKON D750"]
    assert labels("type:") == ["jpg", "nef", "raw", "video"]
    assert labels("-year:20") == ["2021", "2019"]
    assert labels("is:h") == ["hidden"]


def test_a_chosen_value_goes_on_from_the_text_and_is_quoted_where_it_must_be() -> None:
    (camera,) = suggest("dog camera:can", (), (), WORDS)
    assert camera.text == 'dog camera:"Canon EOS R5" '
    folder = suggest('in:"Summer in', (), (), WORDS)[0]
    assert folder.text == 'in:"Summer in Italy" '


def test_every_suggested_value_is_understood_by_the_parser() -> None:
    for key in filter_words():
        for suggestion in suggest(f"{key}:", (), (), WORDS):
            parsed = parse_query(suggestion.text)
            assert len(parsed.criteria) == 1, suggestion.text
            assert not parsed.meaning, suggestion.text


def test_words_bring_back_the_searches_that_hold_them_and_never_themselves() -> None:
    assert labels("dog", ("dog", "a dog", "cat")) == ["a dog", "Dogs"]
    assert labels("bicycle") == []
    assert labels("ra") == ["rating:"]


def test_words_and_times_are_no_filters() -> None:
    assert typed_filter("dinner at 10:30") is None
    assert typed_filter("note: dog") is None
    assert typed_filter("dog in:Italy ") is None
    assert typed_filter('dog in:"Summer in') == "in"


def test_a_filter_without_a_value_is_not_asked_for() -> None:
    assert without_unfinished("dog in:") == "dog"
    assert without_unfinished('dog in:"') == "dog"
    assert without_unfinished("dog in:Italy") == "dog in:Italy"
    assert without_unfinished("10:") == "10:"


@given(st.text(max_size=40))
def test_any_text_can_be_typed(text: str) -> None:
    for suggestion in suggest(text, ("dog",), SAVED, WORDS):
        assert suggestion.label


def test_history_is_newest_first_bounded_and_survives_a_restart(tmp_path: Path, qapp: object) -> None:
    memory = WindowMemory(tmp_path / "window.ini")
    history = SearchHistory(memory)
    for number in range(KEPT + 5):
        history.add(f"query {number}")
    history.add("query 10")
    memory.sync()
    again = SearchHistory(WindowMemory(tmp_path / "window.ini")).queries
    assert len(again) == KEPT
    assert again[:2] == ("query 10", f"query {KEPT + 4}")


def test_one_query_alone_survives_too(tmp_path: Path, qapp: object) -> None:
    memory = WindowMemory(tmp_path / "window.ini")
    SearchHistory(memory).add("a, b; c")
    memory.sync()
    assert SearchHistory(WindowMemory(tmp_path / "window.ini")).queries == ("a, b; c",)


def test_a_query_that_grows_is_remembered_once(history: SearchHistory) -> None:
    history.add("dog", done=False)
    history.add("dog on a", done=False)
    history.add("dog on a beach")
    history.add("cat")
    history.add("cat two")
    assert history.queries == ("cat two", "cat", "dog on a beach")


def test_history_can_be_switched_off_cleared_and_thinned(history: SearchHistory) -> None:
    history.add("dog")
    history.add("cat")
    history.remove("dog")
    assert history.queries == ("cat",)
    history.keep(False)
    history.add("bird")
    assert history.queries == ()
    history.keep(True)
    history.add("bird")
    history.clear()
    assert history.queries == ()
