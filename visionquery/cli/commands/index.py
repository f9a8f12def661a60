"""`visionquery index`: take folders in, index until idle, and with `--watch` keep up with changes from there on."""

from __future__ import annotations

import argparse
import dataclasses
import sys
from typing import TYPE_CHECKING

from visionquery.cli.console import counted, duration, is_terminal, print_json, tell
from visionquery.cli.places import checked_folder, covering
from visionquery.cli.progress import ProgressLine
from visionquery.cli.stopping import wait_for, wait_for_signal
from visionquery.domain.errors import Fault, FolderRefused
from visionquery.domain.events import Event, FaultRaised, Progress
from visionquery.system.paths import DataPaths

if TYPE_CHECKING:
    from visionquery.worker.core import IndexSummary, WorkerCore


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """1 where one of several folders could not be taken in; the others are indexed all the same."""
    from visionquery.worker.core import WorkerCore

    line = ProgressLine(quiet=arguments.json and not is_terminal(sys.stderr))
    told: set[str] = set()

    def show(event: Event) -> None:
        if isinstance(event, Progress):
            line.show(event)
        elif isinstance(event, FaultRaised):
            fault = str(Fault(event.message, event.advice))
            if fault not in told:
                told.add(fault)
                line.note(f"visionquery: {fault}")

    core = WorkerCore(paths, show)
    try:
        core.start(watch=arguments.watch)
        refused = _add_all(core, arguments.paths, line)
        if refused == len(arguments.paths):
            return 1
        # Who watches waits for room, too; a script wants to be told.
        summary = wait_for(lambda: core.index_until_idle(patient=arguments.watch))
        line.close()
        _report(summary, as_json=arguments.json)
        if arguments.watch:
            tell("Watching for changes. Ctrl-C ends.")
            wait_for_signal()
    except Fault as fault:
        # The same fault comes as an event, earlier or later.
        if str(fault) in told:
            return 1
        told.add(str(fault))
        raise
    else:
        return 1 if refused else 0
    finally:
        line.close()
        core.stop()


def _add_all(core: WorkerCore, given: list[str], line: ProgressLine) -> int:
    """Returns how many were refused."""
    refused = 0
    for path in given:
        try:
            absolute = checked_folder(path)
            root = covering(absolute, core.library.folders.list())
            if root is None:
                core.add_folder(absolute)
            else:
                line.note(f"{absolute} is a part of {root.path}, which is searched already: indexing that.")
                core.rescan(root.id)
        except FolderRefused as refusal:
            line.note(f"visionquery: {refusal}")
            refused += 1
    return refused


def _report(summary: IndexSummary, *, as_json: bool) -> None:
    if as_json:
        rounded = {"seconds": round(summary.seconds, 3), "images_per_second": round(summary.images_per_second, 2)}
        print_json(dataclasses.asdict(summary) | rounded)
        return
    done = f"{counted(summary.indexed, 'photo')} indexed in {duration(summary.seconds)}"
    if summary.indexed:
        done += f" ({summary.images_per_second:.1f} a second)"
    others = {
        "unchanged": summary.unchanged,
        "moved": summary.moved,
        "removed": summary.removed,
        "skipped": summary.skipped,
        "could not be read (visionquery failures)": summary.failed,
    }
    print(", ".join([done, *(f"{number:,} {what}" for what, number in others.items() if number)]) + ".")
