"""What is passed over, and what is not."""

from __future__ import annotations

import unicodedata

import pytest

from visionquery.domain.settings import DEFAULT_IGNORED_NAMES
from visionquery.indexing.ignore import IgnoreRules

RULES = IgnoreRules(DEFAULT_IGNORED_NAMES, fold_case=False)


@pytest.mark.parametrize(
    "name",
    ["._IMG_1.jpg", ".hidden.jpg", ".thumbnails", "@eaDir", "#recycle", "$RECYCLE.BIN", "__MACOSX", "lost+found"],
)
def test_junk_is_ignored(name: str) -> None:
    assert RULES.ignores(name)


@pytest.mark.parametrize("name", ["IMG_1.jpg", "a.b.jpg", "recycle", "eaDir", "urlaub #1.jpg", "_x.jpg", "thumbnails"])
def test_photos_are_not(name: str) -> None:
    assert not RULES.ignores(name)


def test_every_kind_of_pattern() -> None:
    rules = IgnoreRules(["exact", "pre*", "*.tmp", "a?c", "[xyz]1", "  spaced  ", "folder/", ""], fold_case=False)
    for name in ("exact", "prefix", "pre", "x.tmp", "abc", "y1", "spaced", "folder"):
        assert rules.ignores(name), name
    for name in ("exactly", "apre", "x.tmpl", "ac", "w1", "", "Exact"):
        assert not rules.ignores(name), name


def test_case_counts_only_where_the_system_says_so() -> None:
    assert not IgnoreRules(["Thumbs.db"], fold_case=False).ignores("thumbs.DB")
    assert IgnoreRules(["Thumbs.db"], fold_case=True).ignores("thumbs.DB")


def test_composed_and_decomposed_names_are_alike() -> None:
    rules = IgnoreRules(["Entwürfe", "Müll*"])
    assert rules.ignores(unicodedata.normalize("NFD", "Entwürfe"))
    assert rules.ignores(unicodedata.normalize("NFD", "Müllhalde"))


def test_a_name_that_is_not_valid_unicode_is_matched_like_any_other() -> None:
    assert RULES.ignores(".\udcff.jpg")
    assert not RULES.ignores("\udcff.jpg")


def test_no_patterns_ignore_nothing() -> None:
    assert not IgnoreRules([]).ignores(".hidden")


def test_a_path_is_ignored_with_any_part_of_it() -> None:
    assert RULES.ignores_path("2024/@eaDir/IMG_1.jpg")
    assert RULES.ignores_path("2024/._IMG_1.jpg")
    assert not RULES.ignores_path("2024/IMG_1.jpg")
    assert not RULES.ignores_path("")


def test_of_a_macos_photo_library_only_the_originals_are_visited() -> None:
    assert not RULES.ignores_path("Photos Library.photoslibrary/originals/0/A.heic")
    assert not RULES.ignores_path("Old.migratedphotolibrary/Masters/2012/a.jpg")
    assert RULES.ignores_path("Photos Library.photoslibrary/resources/derivatives/0/A.jpeg")
    assert not RULES.ignores_path("resources/derivatives/A.jpeg")


def test_videos_are_passed_over_where_a_person_wants_pictures_alone() -> None:
    names = ("a.mp4", "B.MOV", "c.MkV", "mp4", "a.mp4.jpg", "d.jpg")
    settings = {"ignored_names": ("d*",), "videos": True}
    assert [name for name in names if IgnoreRules.of(settings).ignores(name)] == ["d.jpg"]
    settings["videos"] = False
    assert [name for name in names if IgnoreRules.of(settings).ignores(name)] == ["a.mp4", "B.MOV", "c.MkV", "d.jpg"]
