"""Printing: aligned, within the terminal, and safe whatever a file is called."""

from __future__ import annotations

import json
import os
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from visionquery.cli.console import duration, home_shortened, print_json, printable, shortened, table, width


@given(st.text())
def test_what_is_printed_is_printable(text: str) -> None:
    assert printable(text).isprintable()
    printable(text).encode()


def test_letters_stay_and_controls_are_escaped() -> None:
    assert printable("Größe 東京 🐶") == "Größe 東京 🐶"
    assert printable("a\nb\x1b[31m\udcff") == "a\\nb\\x1b[31m\\udcff"


@given(st.text(), st.integers(1, 40), st.booleans())
def test_shortened_text_fits(text: str, columns: int, keep_end: bool) -> None:
    assert width(shortened(text, columns, keep_end)) <= columns


def test_the_end_of_a_path_is_kept() -> None:
    assert shortened("/photos/2019/beach.jpg", 12, keep_end=True) == "…9/beach.jpg"
    assert shortened("short", 5) == "short"


def test_table_columns_are_aligned_and_lines_fit_the_terminal() -> None:
    rows = [("1", "/a/very/long/path/to/a/photograph.jpg", "looks"), ("10", "/東京.jpg", "named\n")]
    lines = table(rows, 40, elastic=1)
    assert all(width(line) <= 40 for line in lines)
    assert lines[0].startswith("1   …")
    assert lines[0].endswith("/a/photograph.jpg  looks")
    assert lines[1].endswith("named\\n")
    unlimited = table(rows, None, elastic=1)
    assert "/a/very/long/path/to/a/photograph.jpg" in unlimited[0]
    assert table([], 40, 1) == []


def test_json_survives_names_that_are_not_utf8(capsys: pytest.CaptureFixture[str]) -> None:
    name = os.fsdecode(b"bad\xff\n\"'.jpg")
    print_json({"path": name})
    printed = capsys.readouterr().out
    assert printed.isascii()
    assert printed.count("\n") == 1
    assert json.loads(printed)["path"] == name


def test_home_is_a_tilde(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("HOME", str(tmp_path))
    monkeypatch.setenv("USERPROFILE", str(tmp_path))
    assert home_shortened(f"{tmp_path}{os.sep}x.jpg") == f"~{os.sep}x.jpg"
    assert home_shortened(f"{tmp_path}-other") == f"{tmp_path}-other"


@pytest.mark.parametrize(("seconds", "text"), [(0.1234, "0.12 s"), (40, "40 s"), (600, "10 min"), (7500, "2 h 05 min")])
def test_durations(seconds: float, text: str) -> None:
    assert duration(seconds) == text
