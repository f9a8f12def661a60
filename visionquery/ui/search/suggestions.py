"""What could be meant: recent queries, saved searches, filters and their values, for the text in the search box.

Pure but for Qt's translation of the words: given a text it answers with lines to choose from, and what each would
make of the text. Main thread.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from PySide6.QtCore import QCoreApplication

from visionquery.domain.collections import SavedSearch
from visionquery.library.vocabulary import Vocabulary

# The list stays shorter than a screen; typing narrows it.
VALUES_AT_MOST, RECENT_AT_MOST, SAVED_AT_MOST = 9, 6, 5
# The word that is being typed, if it is a filter: a sign, a key, a colon, and a value that may be quoted.
_FILTER = re.compile(r"(?:^|\s)(?P<sign>-?)(?P<key>[A-Za-z]+):(?P<value>\"[^\"]*|[^\s\"]*)$")
_KEY_START = re.compile(r"(?:^|\s)-?(?P<key>[A-Za-z]+)$")


class SuggestionKind(Enum):
    """What a line is: it decides its icon and what choosing it does."""

    RECENT = "recent"
    SAVED = "saved"
    FILTER = "filter"
    VALUE = "value"


@dataclass(frozen=True, slots=True)
class Suggestion:
    """One line: `label` and a quieter `detail`. `text` is what the search box holds after it was chosen."""

    kind: SuggestionKind
    label: str
    text: str
    detail: str = ""
    saved: SavedSearch | None = None


def typed_filter(text: str) -> str | None:
    """The key of the filter whose value is being typed at the end of `text`, in small letters, or None."""
    match = _FILTER.search(text)
    key = match["key"].casefold() if match else ""
    return key if key in _values() else None


def without_unfinished(text: str) -> str:
    """The text without a filter at its end that has no value yet: it would be searched for as a word."""
    match = _FILTER.search(text)
    unfinished = match is not None and not match["value"].strip('"') and typed_filter(text) is not None
    return text[: match.start()] if match is not None and unfinished else text


def suggest(text: str, recent: Sequence[str], saved: Iterable[SavedSearch], vocabulary: Vocabulary) -> list[Suggestion]:
    """Lines for this text, best first; none where it is a finished query that resembles no earlier one."""
    match = _FILTER.search(text)
    if match and match["key"].casefold() in _values():
        return _values_for(text, match, vocabulary)
    return [*_recent_and_saved(text.strip(), recent, saved), *_filters(text)]


def _values_for(text: str, match: re.Match[str], vocabulary: Vocabulary) -> list[Suggestion]:
    start = text[: match.start("value")]
    typed = match["value"].lstrip('"').casefold()
    candidates = [
        (value, detail) for value, detail in _values()[match["key"].casefold()](vocabulary) if value.casefold() != typed
    ]
    first = [each for each in candidates if each[0].casefold().startswith(typed)]
    inside = [each for each in candidates if typed in each[0].casefold() and each not in first]
    return [
        Suggestion(SuggestionKind.VALUE, value, f"{start}{_quoted(value)} ", detail)
        for value, detail in (first + inside)[:VALUES_AT_MOST]
    ]


def _recent_and_saved(text: str, recent: Sequence[str], saved: Iterable[SavedSearch]) -> list[Suggestion]:
    wanted = text.casefold()
    named = [
        Suggestion(SuggestionKind.SAVED, search.name, search.text, search.text, search)
        for search in saved
        if wanted in search.name.casefold() or wanted in search.text.casefold()
    ]
    past = [
        Suggestion(SuggestionKind.RECENT, query, query)
        for query in recent
        if wanted in query.casefold() and query.casefold() != wanted
    ]
    return [*past[:RECENT_AT_MOST], *named[:SAVED_AT_MOST]]


def _filters(text: str) -> list[Suggestion]:
    """The filters: all of them where a word may begin, those that begin like the word that is typed."""
    match = _KEY_START.search(text)
    typed = match["key"].casefold() if match else ""
    if text and not typed and not text[-1].isspace():
        return []
    start = text[: match.start("key")] if match else text
    return [
        Suggestion(SuggestionKind.FILTER, f"{key}:", f"{start}{key}:", words)
        for key, words in filter_words().items()
        if key.startswith(typed)
    ]


def filter_words() -> dict[str, str]:
    """Every filter with an explanation for a person, in the order they are offered."""
    return {
        "in": _tr("a folder"),
        "type": _tr("a kind of file"),
        "camera": _tr("the camera it was taken with"),
        "year": _tr("the year it was taken in"),
        "before": _tr("taken before a date"),
        "after": _tr("taken after a date"),
        "is": _tr("favourite or hidden"),
        "rating": _tr("a number of stars"),
        "added": _tr("when it came into the library"),
    }


_Value = tuple[str, str]


def _values() -> dict[str, Callable[[Vocabulary], list[_Value]]]:
    return {
        "in": lambda words: _plain(words.folders),
        "type": lambda words: _types(words.extensions),
        "camera": lambda words: _plain(words.cameras),
        "year": lambda words: _plain(words.years),
        "before": lambda words: _plain(words.years),
        "after": lambda words: _plain(words.years),
        "is": lambda _: [("favourite", _tr("marked as a favourite")), ("hidden", _tr("hidden from results"))],
        "rating": lambda _: _ratings(),
        "added": lambda _: _spans(),
    }


def _plain(values: Sequence[str]) -> list[_Value]:
    return [(value, "") for value in values]


def _types(extensions: Sequence[str]) -> list[_Value]:
    return [*_plain(extensions), ("raw", _tr("any camera's RAW file")), ("video", _tr("any video"))]


def _ratings() -> list[_Value]:
    several = [(f">={stars}", _tr("{stars} stars or more").format(stars=stars)) for stars in (4, 3, 2)]
    return [("5", _tr("five stars")), *several, (">=1", _tr("any star")), ("0", _tr("not rated"))]


def _spans() -> list[_Value]:
    return [
        ("1", _tr("since yesterday")),
        ("7", _tr("in the last week")),
        ("30", _tr("in the last 30 days")),
        ("365", _tr("in the last year")),
    ]


def _quoted(value: str) -> str:
    return f'"{value}"' if any(letter.isspace() for letter in value) else value


def _tr(text: str) -> str:
    return QCoreApplication.translate("suggestions", text)
