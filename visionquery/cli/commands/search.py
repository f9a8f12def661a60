"""`visionquery search`: answers on the terminal, as JSON, as a contact sheet, or line by line from standard input."""

from __future__ import annotations

import argparse
import queue
import sys
import threading
from collections.abc import Iterator
from typing import BinaryIO

from visionquery.cli.answers import as_json, show
from visionquery.cli.console import print_json
from visionquery.cli.places import narrowed_folder
from visionquery.domain.errors import QueryRefused
from visionquery.domain.queries import Query
from visionquery.system.paths import DataPaths
from visionquery.worker.readonly import ReadOnlySearch

# As many texts as are encoded at once; more would hold the first answer up.
_BATCH_LINES = 64
_LINES_AHEAD = 1024


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """An empty library is no fault: its answer has no hits."""
    folder = narrowed_folder(arguments.folder, paths)
    with ReadOnlySearch(paths) as searcher:
        if arguments.stdin:
            _answer_lines(searcher, folder, arguments.limit)
        else:
            text = " ".join(arguments.text)
            answer = searcher.search(Query(text=text, folder=folder, limit=arguments.limit))
            show(answer, text, paths, json=arguments.json, sheet=arguments.sheet)
    return 0


def _answer_lines(searcher: ReadOnlySearch, folder: str | None, limit: int) -> None:
    for lines in waiting_lines(sys.stdin.buffer):
        if len(lines) > 1:
            searcher.prepare(lines)
        for line in lines:
            try:
                answer = searcher.search(Query(text=line, folder=folder, limit=limit))
            except QueryRefused as refusal:
                # One object for each line, whatever the line: the program that asks counts them.
                print_json({"query": line, "seconds": 0.0, "model": searcher.model, "hits": [], "error": str(refusal)})
            else:
                print_json(as_json(answer, line))


def waiting_lines(stream: BinaryIO) -> Iterator[list[str]]:
    """The lines that are there already, at least one: a person gets each answer at once, a file is batched."""
    arrived: queue.Queue[str | None] = queue.Queue(_LINES_AHEAD)

    def read() -> None:
        for line in stream:
            arrived.put(line.decode("utf-8", "replace").removeprefix("\ufeff").rstrip("\r\n"))
        arrived.put(None)

    threading.Thread(target=read, name="standard input", daemon=True).start()
    line = arrived.get()
    while line is not None:
        batch = [line]
        while len(batch) < _BATCH_LINES:
            try:
                line = arrived.get_nowait()
            except queue.Empty:
                line = ""
                break
            if line is None:
                break
            batch.append(line)
        yield batch
        if line is not None:
            line = arrived.get()
