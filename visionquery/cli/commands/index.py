"""`visionquery index`: take folders in, index until idle, and with `--watch` keep up with changes from there on."""

from __future__ import annotations

import argparse
import dataclasses
import os

from visionquery.cli.console import counted, duration, print_json, tell
from visionquery.cli.places import absolute_path, checked_folder
from visionquery.cli.progress import ProgressLine
from visionquery.cli.stopping import wait_for, wait_for_signal
from visionquery.domain.errors import Fault, FolderRefused
from visionquery.domain.events import Event, FaultRaised, Progress
from visionquery.domain.folders import Folder
from visionquery.system.paths import DataPaths


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """1 where one of several folders could not be taken in; the others are indexed all the same."""
    from visionquery.worker.core import IndexSummary, WorkerCore

    line = ProgressLine(quiet=arguments.json and not arguments.verbose)
    core = WorkerCore(paths, lambda event: _show(event, line))
    summary: IndexSummary | None = None
    try:
        core.start(watch=arguments.watch)
        refused = _add_all(core, arguments.paths, line)
        if refused == len(arguments.paths):
            return 1
        summary = wait_for(core.index_until_idle)
        line.close()
        _report(summary, as_json=arguments.json)
        if arguments.watch:
            tell("Watching for changes. Ctrl-C ends.")
            wait_for_signal()
        return 1 if refused else 0
    finally:
        line.close()
        core.stop()


def _add_all(core: object, given: list[str], line: ProgressLine) -> int:
    """Returns how many were refused."""
    from visionquery.worker.core import WorkerCore

    assert isinstance(core, WorkerCore)
    refused = 0
    for path in given:
        try:
            folder = core.add_folder(checked_folder(path))
        except FolderRefused as refusal:
            line.note(f"visionquery: {refusal}")
            refused += 1
        else:
            _note_covered(path, folder, line)
    return refused


def _note_covered(path: str, folder: Folder, line: ProgressLine) -> None:
    absolute = absolute_path(path)
    if os.path.normpath(folder.path) != os.path.normpath(absolute):
        line.note(f"{absolute} is a part of {folder.path}, which is searched already: indexing it as that part.")


def _show(event: Event, line: ProgressLine) -> None:
    if isinstance(event, Progress):
        line.show(event)
    elif isinstance(event, FaultRaised):
        line.note(f"visionquery: {Fault(event.message, event.advice)}")


def _report(summary: object, *, as_json: bool) -> None:
    from visionquery.worker.core import IndexSummary

    assert isinstance(summary, IndexSummary)
    if as_json:
        print_json(dataclasses.asdict(summary))
        return
    parts = [f"{counted(summary.indexed, 'photo')} indexed in {duration(summary.seconds)}"]
    if summary.indexed:
        parts[0] += f" ({summary.images_per_second:.1f} a second)"
    for number, what in (
        (summary.unchanged, "unchanged"),
        (summary.moved, "moved"),
        (summary.removed, "removed"),
        (summary.skipped, "skipped"),
    ):
        if number:
            parts.append(f"{number:,} {what}")
    if summary.failed:
        parts.append(f"{summary.failed:,} could not be read (visionquery failures)")
    print(", ".join(parts) + ".")
