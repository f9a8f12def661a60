"""`visionquery similar`: photos that look like any picture file."""

from __future__ import annotations

import argparse
import os

from visionquery.cli.answers import show
from visionquery.cli.places import absolute_path, narrowed_folder
from visionquery.domain.errors import Fault
from visionquery.domain.queries import Example, Query
from visionquery.system.paths import DataPaths
from visionquery.worker.readonly import ReadOnlySearch


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """In JSON, "query" is the file's absolute path."""
    file = absolute_path(arguments.file)
    if not os.path.lexists(file):
        raise Fault(f"There is no file {file}.", "Check how it is spelled.")
    if os.path.isdir(file):  # noqa: PTH112
        raise Fault(f"{file} is a folder.", "Give one picture.")
    folder = narrowed_folder(arguments.folder, paths)
    with ReadOnlySearch(paths) as searcher:
        answer = searcher.search(Query(examples=(Example(image=file),), folder=folder, limit=arguments.limit))
        show(answer, file, paths, json=arguments.json, sheet=arguments.sheet)
    return 0
