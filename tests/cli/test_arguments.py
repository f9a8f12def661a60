"""What may be typed, and what is wrong use."""

from __future__ import annotations

from pathlib import Path

import pytest

from visionquery.cli.commands.window import asked
from visionquery.cli.parser import parse_arguments
from visionquery.domain.errors import Fault


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
        ["serach"],
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


@pytest.mark.parametrize(
    ("argv", "what", "search"),
    [
        (["dog on the beach"], ["dog on the beach"], None),
        (["--data-dir", "/d", "dog", "on", "beach"], ["dog", "on", "beach"], None),
        (["--verbose", "/a/folder"], ["/a/folder"], None),
        (["--search", "index"], [], "index"),
        (["--search=-people"], [], "-people"),
        (["window", "status"], ["status"], None),
    ],
)
def test_what_is_no_command_is_for_the_window(argv: list[str], what: list[str], search: str | None) -> None:
    arguments = parse_arguments(argv)
    assert (arguments.command, arguments.what, arguments.search) == ("window", what, search)


def test_a_misspelt_command_is_told_and_no_window_opens(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as ended:
        parse_arguments(["serach", "dog"])
    assert ended.value.code == 2
    assert "did you mean search?" in capsys.readouterr().err


def test_what_the_window_is_asked_for(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Holidays").mkdir()
    (tmp_path / "Scans").mkdir()
    monkeypatch.chdir(tmp_path)
    assert asked(["Holidays", "Scans"], None) == ("", (str(tmp_path / "Holidays"), str(tmp_path / "Scans")))
    assert asked(["Holidays", "by", "the", "sea"], None) == ("Holidays by the sea", ())
    assert asked(["Holidays"], "Holidays") == ("Holidays", ())
    assert asked([], None) == ("", ())
    with pytest.raises(Fault, match="is not there"):
        asked([str(tmp_path / "gone")], None)
