"""The grammar of a typed query."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visionquery.domain.queries import Added, Favourite, Hidden, Named, Rated, Taken, Trait
from visionquery.search.filters import FILTER_KEYS
from visionquery.search.parser import ParsedQuery, parse_query


def test_plain_words_are_the_meaning() -> None:
    assert parse_query("  dog   on the\tbeach ") == ParsedQuery(meaning="dog on the beach")


@pytest.mark.parametrize("text", ["", "   ", '""', "-", "--", '-""', "\n\t", "“”"])
def test_nothing_asked_is_empty(text: str) -> None:
    assert parse_query(text).empty


def test_quoted_words_must_stand_in_the_name() -> None:
    parsed = parse_query('dog "IMG 12" “summer house”')
    assert parsed.meaning == "dog"
    assert parsed.names == ("IMG 12", "summer house")
    assert parsed.criteria == (Named(Trait.NAME, ("IMG 12",)), Named(Trait.NAME, ("summer house",)))


def test_a_minus_before_a_word_or_phrase_is_subtracted() -> None:
    parsed = parse_query('street -people -"a red car"')
    assert (parsed.meaning, parsed.without) == ("street", ("people", "a red car"))


@pytest.mark.parametrize("text", ["black-and-white", "10:30", "t-shirt", "a - b", "c:", "https://example.org/x"])
def test_signs_and_colons_inside_words_are_ordinary(text: str) -> None:
    parsed = parse_query(text)
    assert not parsed.criteria
    assert not parsed.without
    assert parsed.meaning == text.replace(" -", "")


def test_an_unclosed_quote_is_an_ordinary_character() -> None:
    assert parse_query('a 6" pipe') == ParsedQuery(meaning="a 6 pipe")


def test_unknown_keys_and_senseless_values_are_ordinary_text() -> None:
    text = "mood:happy year:soon before:2020-13 rating:9 is:late year:2020-2010 type:?"
    assert parse_query(text) == ParsedQuery(meaning=text)


@pytest.mark.parametrize(
    ("text", "criterion"),
    [
        ("in:Italy", Named(Trait.FOLDER, ("Italy",))),
        ("in:/photos/2019/", Named(Trait.FOLDER, ("/photos/2019",))),
        ('in:"Summer House"', Named(Trait.FOLDER, ("Summer House",))),
        ("-in:Screenshots", Named(Trait.FOLDER, ("Screenshots",), negated=True)),
        ("type:jpg", Named(Trait.TYPE, ("jpg", "jpeg", "jpe", "jfif"))),
        ("type:.PNG", Named(Trait.TYPE, ("png",))),
        ("type:nef", Named(Trait.TYPE, ("nef",))),
        ("camera:canon", Named(Trait.CAMERA, ("canon",))),
        ("year:2019", Taken((("2019-01-01", "2020-01-01"),))),
        ("year:2018-2019", Taken((("2018-01-01", "2020-01-01"),))),
        ("before:2020-05", Taken((("", "2020-05-01"),))),
        ("after:2020", Taken((("2020-01-01", ""),))),
        ("after:2020/2/29", Taken((("2020-02-29", ""),))),
        ("added:2019-02", Added((("2019-02-01", "2019-03-01"),))),
        ("added:2019-02-03", Added((("2019-02-03", "2019-02-04"),))),
        ("is:hidden", Hidden()),
        ("is:favourite", Favourite()),
        ("IS:Favorite", Favourite()),
        ("-is:favourite", Favourite(negated=True)),
        ("rating:>=3", Rated(3, 5)),
        ("rating:>3", Rated(4, 5)),
        ("rating:<=2", Rated(0, 2)),
        ("rating:<2", Rated(0, 1)),
        ("rating:4", Rated(4, 4)),
        ("rating:=4", Rated(4, 4)),
    ],
)
def test_filters(text: str, criterion: object) -> None:
    assert parse_query(text) == ParsedQuery(criteria=(criterion,))  # type: ignore[arg-type]


def test_raw_means_every_makers_raw_files() -> None:
    (criterion,) = parse_query("type:raw").criteria
    assert isinstance(criterion, Named)
    assert {"nef", "cr2", "dng", "arw"} <= set(criterion.any_of)


def test_the_same_filter_twice_means_either() -> None:
    assert parse_query("type:png type:webp in:a in:b year:2015 year:2017").criteria == (
        Named(Trait.TYPE, ("png", "webp")),
        Named(Trait.FOLDER, ("a", "b")),
        Taken((("2015-01-01", "2016-01-01"), ("2017-01-01", "2018-01-01"))),
    )


def test_added_counts_days_back_from_today() -> None:
    today = date.today()
    (criterion,) = parse_query("added:7").criteria
    assert criterion in {Added((((day - timedelta(7)).isoformat(), ""),)) for day in (today, date.today())}
    assert parse_query("added:2019-02 added:2020").criteria == (
        Added((("2019-02-01", "2019-03-01"), ("2020-01-01", "2021-01-01"))),
    )


def test_after_and_before_hold_together() -> None:
    assert parse_query("after:2019-02 before:2019-04").criteria == (
        Taken((("2019-02-01", ""),)),
        Taken((("", "2019-04-01"),)),
    )


_PIECES = st.sampled_from([*(f"{key}:" for key in FILTER_KEYS), '"', "-", "−", " ", "“", "2019", ">=3", "9999-12-31"])


@given(st.one_of(st.text(), st.lists(st.one_of(_PIECES, st.text(max_size=4))).map("".join)))
def test_no_text_raises_and_what_comes_out_is_clean(text: str) -> None:
    parsed = parse_query(text)
    for words in (parsed.meaning, *parsed.without):
        assert words == " ".join(words.split())
        words.encode()
    assert all(parsed.without)
    assert all(parsed.names)
    assert parsed.empty == (parsed == ParsedQuery())


@given(st.text(alphabet='\ud800\udfff\udc80a \x00\n"-:'))
def test_lone_surrogates_and_control_characters_are_harmless(text: str) -> None:
    parse_query(text).meaning.encode()


@given(st.lists(st.sampled_from(["dog", "beach", "red", "with", "two"]), min_size=1))
def test_plain_words_come_through_as_typed(words: list[str]) -> None:
    assert parse_query(" ".join(words)) == ParsedQuery(meaning=" ".join(words))


def test_video_means_every_kind_of_video() -> None:
    (criterion,) = parse_query("type:video").criteria
    assert isinstance(criterion, Named)
    assert {"mp4", "mov", "mkv", "avi", "webm"} <= set(criterion.any_of)
    assert not {"jpg", "ts"} & set(criterion.any_of)
    assert parse_query("type:videos").criteria == (criterion,)
    assert parse_query("type:mov").criteria == (Named(Trait.TYPE, ("mov", "qt")),)
