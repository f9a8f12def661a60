"""Whether a query is told apart from English: no false alarm, and other languages are seen."""

from __future__ import annotations

from pathlib import Path

import pytest

from visionquery.ui.search.language import seems_foreign


def test_no_english_caption_raises_a_false_alarm(flickr_dev: list[tuple[Path, str]]) -> None:
    captions = [caption for _, caption in flickr_dev]
    assert len(captions) >= 5000
    assert [caption for caption in captions if seems_foreign(caption)] == []


def test_nor_do_captions_that_are_cut_down_to_search_words(flickr_dev: list[tuple[Path, str]]) -> None:
    small = {"a", "an", "the", "in", "on", "of", "with", "and", "is", "are", "at", "to", "by"}
    queries = (" ".join(word for word in caption.split() if word.lower() not in small) for _, caption in flickr_dev)
    assert [query for query in queries if seems_foreign(query)] == []


@pytest.mark.parametrize(
    "text",
    [
        "ein Hund im Schnee",
        "Sonnenuntergang",
        "zwei Kinder spielen",
        "chien sur la plage",
        "deux enfants dans la neige",
        "una mujer con sombrero",
        "perro en la playa",
        "cane sulla spiaggia",
        "cachorro na praia",
        "hond op het strand",
        "pies na plaży",
        "bir köpek",
        "собака на пляже",
        "海辺の犬",
        "海滩上的狗",
        "كلب على الشاطئ",
        "σκύλος στην παραλία",
    ],
)
def test_other_languages_are_seen(text: str) -> None:
    assert seems_foreign(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "2019 🐶",
        "Los Angeles",
        "La Paz",
        "Rio de Janeiro",
        "Notre Dame de Paris",
        "São Paulo at night",
        "crème brûlée",
        "a girl named Noël on the playa",
        "in:Hunde a dog",
        '"ein Hund im Schnee"',
        'camera:"Nikon" type:nef',
    ],
)
def test_names_filters_and_quotes_are_not(text: str) -> None:
    assert not seems_foreign(text)
