"""`visionquery doctor`: is everything there and sound? For a person, and to be pasted into a bug report.

Without `--paths` no path of the person's is shown. 1 where something needs mending.
"""

from __future__ import annotations

import argparse
from dataclasses import asdict
from pathlib import Path

from visionquery.cli.checks import installation, library
from visionquery.cli.checks.check import Check, State
from visionquery.cli.console import print_json, table
from visionquery.system.paths import DataPaths, resources_dir

_SIGNS = {State.OK: "ok", State.NOTE: "note", State.PROBLEM: "PROBLEM"}


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """Every check is made, whatever the ones before it found."""
    checks = [*installation.checks(paths), *library.checks(paths)]
    if not arguments.paths:
        checks = [Check(each.name, each.state, _without_paths(each.detail, paths)) for each in checks]
    sound = all(each.state is not State.PROBLEM for each in checks)
    if arguments.json:
        print_json({"sound": sound, "checks": [asdict(each) for each in checks]})
    else:
        rows = [(_SIGNS[each.state], each.name, each.detail) for each in checks]
        print("\n".join(table(rows, None, elastic=2)))
    return 0 if sound else 1


def _without_paths(text: str, paths: DataPaths) -> str:
    for path, stand_in in (
        (str(paths.root), "DATA-FOLDER"),
        (str(resources_dir()), "PROGRAM"),
        (str(Path.home()), "~"),
    ):
        if len(path) > 1:
            text = text.replace(path, stand_in)
    return text
