"""What may be typed, and what is wrong use."""

from __future__ import annotations

import pytest

from visionquery.cli.parser import parse_arguments


@pytest.mark.parametrize(
    "argv",
    [
        ["--data-dir", "/d", "--verbose", "status"],
        ["status", "--data-dir", "/d", "--verbose"],
        ["--verbose", "status", "--data-dir", "/d"],
    ],
)
def test_common_options_stand_before_or_after_the_command(argv: list[str]) -> None:
    arguments = parse_arguments(argv)
    assert (arguments.command, arguments.data_dir, arguments.verbose, arguments.json) == ("status", "/d", True, False)


def test_no_command_is_the_window() -> None:
    arguments = parse_arguments([])
    assert (arguments.command, arguments.data_dir, arguments.verbose) == (None, None, False)


def test_index() -> None:
    arguments = parse_arguments(["index", "a", "b c", "--watch", "--json"])
    assert (arguments.paths, arguments.watch, arguments.json) == (["a", "b c"], True, True)


def test_search() -> None:
    arguments = parse_arguments(["search", "a", "red", "car", "-n", "5", "--in", "x", "--sheet", "s.png"])
    assert arguments.text == ["a", "red", "car"]
    assert (arguments.limit, arguments.folder, arguments.sheet, arguments.stdin) == (5, "x", "s.png", False)


def test_options_of_search_may_come_first() -> None:
    assert parse_arguments(["search", "-n", "5", "--json", "red", "car"]).text == ["red", "car"]


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        (["dog", "-people"], ["dog", "-people"]),
        (["-people", "dog"], ["-people", "dog"]),
        (["dog", "-night", "-n5"], ["dog", "-night"]),
        (["dog", "-type:png", "-in:x y"], ["dog", "-type:png", "-in:x y"]),
        (["dog -people year:2019"], ["dog -people year:2019"]),
        (["--", "-n", "--json"], ["-n", "--json"]),
    ],
)
def test_a_word_with_a_minus_is_part_of_the_query(typed: list[str], text: list[str]) -> None:
    assert parse_arguments(["search", *typed]).text == text


def test_folders_lists_by_default() -> None:
    assert parse_arguments(["folders"]).action in (None, "list")
    assert parse_arguments(["folders", "--json"]).json
    assert parse_arguments(["folders", "list", "--json"]).json
    removal = parse_arguments(["folders", "remove", "a", "--json", "--data-dir", "/d"])
    assert (removal.action, removal.paths, removal.json, removal.data_dir) == ("remove", ["a"], True, "/d")


@pytest.mark.parametrize(
    "argv",
    [
        ["dance"],
        ["index"],
        ["search"],
        ["search", "  "],
        ["search", "dog", "--stdin", "--json"],
        ["search", "--stdin"],
        ["search", "--stdin", "--json", "--sheet", "x.png"],
        ["search", "dog", "-n", "0"],
        ["search", "dog", "-n", "many"],
        ["search", "dog", "--frobnicate"],
        ["similar"],
        ["folders", "add"],
        ["--data-dir"],
    ],
)
def test_wrong_use_ends_with_2(argv: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ending:
        parse_arguments(argv)
    assert ending.value.code == 2
    assert "error:" in capsys.readouterr().err
