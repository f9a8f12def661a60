"""`visionquery`: open the window on what the start asks for, or say in one line why that cannot be."""

from __future__ import annotations

import argparse
import os

from visionquery.cli.display import display_problem, import_problem
from visionquery.domain.errors import Fault
from visionquery.system.paths import DataPaths

_INSTEAD = "The command line works without a window: visionquery --help"


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """Hand over to the window; its exit code."""
    problem = display_problem()
    if problem:
        raise Fault(problem, _INSTEAD)
    text, places = asked(getattr(arguments, "what", []), getattr(arguments, "search", None))
    try:
        from visionquery.ui import app
        from visionquery.ui.instance import Wish
    except ImportError as error:
        raise Fault(import_problem(error), _INSTEAD) from error
    return app.run(paths, Wish(text, places), verbose=arguments.verbose)


def asked(what: list[str], search: str | None) -> tuple[str, tuple[str, ...]]:
    """Words to search for, and absolute paths of folders and pictures.

    Arguments that all name something on the disk are paths; else all of them are words. Raises `Fault` for what
    looks like a path and is not there.
    """
    if search is not None:
        return search, ()
    if what and all(os.path.exists(each) for each in what):  # noqa: PTH110
        return "", tuple(os.path.abspath(each) for each in what)  # noqa: PTH100 - a link is kept as it was named
    for each in what:
        if os.path.isabs(each) or each.startswith(("./", "../", ".\\", "..\\", "~")):  # noqa: PTH117
            raise Fault(f"{each} is not there.", "To search for words that look like a path: visionquery --search=…")
    return " ".join(what), ()
