"""`visionquery failures`: the pictures that could not be read, and why."""

from __future__ import annotations

import argparse
import sys

from visionquery.cli.console import home_shortened, print_json, table, terminal_columns
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """As JSON: one array of objects."""
    reader = LibraryReader(paths)
    try:
        failures = reader.failures()
    finally:
        reader.close()
    if arguments.json:
        print_json([{"path": each.path, "kind": each.kind.value, "reason": each.reason} for each in failures])
    elif failures:
        rows = [(each.kind.value, home_shortened(each.path), each.reason) for each in failures]
        print("\n".join(table(rows, terminal_columns(sys.stdout), elastic=1)))
    else:
        print("Every picture could be read.")
    return 0
