"""Writes the manual page and the shell completions from the program's own parser: `python packaging/shell/generate.py`.

A test holds the committed files against what this makes. Needs `shtab` and `argparse-manpage` (the test extra).
"""

from __future__ import annotations

import argparse
import os
import re
import sys
from pathlib import Path

import shtab
from argparse_manpage.manpage import Manpage

HERE = Path(__file__).parent
sys.path.insert(0, str(HERE.parents[1]))

from visionquery.cli.parser import build_parser  # noqa: E402

_ABOUT = """\
Without a command VisionQuery opens its window, or says in one line why there is none. Everything runs on this
computer; the photos themselves are only read.
"""


def generate() -> dict[str, str]:
    """The text of each file by its name."""
    os.environ["COLUMNS"] = "80"  # argparse wraps for the terminal it is in
    parser = build_parser()
    _complete_paths(parser)
    return {
        "visionquery.1": manual_page(),
        "visionquery.bash": shtab.complete(parser, "bash"),
        "_visionquery": shtab.complete(parser, "zsh"),
    }


def manual_page() -> str:
    """In troff; without a date, so that it only changes with the parser."""
    parser = build_parser()
    parser._manpage = [{"heading": "ABOUT", "content": _ABOUT}]  # type: ignore[attr-defined]
    page = Manpage(parser, format="pretty")
    page.date = ""
    page.manual = "VisionQuery"
    named = str(page).replace(".SH NAME\nvisionquery\n", ".SH NAME\nvisionquery \\- find photos by describing them\n")
    return re.sub(r"[ \t]+$", "", named, flags=re.MULTILINE)


def _complete_paths(parser: argparse.ArgumentParser) -> None:
    """Have the shell offer files and folders where the parser's own words ask for them."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for command in action.choices.values():
                _complete_paths(command)
        elif action.metavar in ("DIR", "FOLDER"):
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
        elif action.metavar in ("FILE", "FILE.png", "PATH"):
            action.complete = shtab.FILE  # type: ignore[attr-defined]


if __name__ == "__main__":
    for name, text in generate().items():
        (HERE / name).write_text(text, encoding="utf-8")
