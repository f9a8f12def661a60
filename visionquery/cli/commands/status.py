"""`visionquery status`: how many photos are indexed and what waits, per folder and in all."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from visionquery.cli.commands.folders import described, folder_rows
from visionquery.cli.console import counted, home_shortened, megabytes, print_json, table, terminal_columns
from visionquery.cli.places import folder_size
from visionquery.domain.errors import ModelUnavailable
from visionquery.library.reader import LibraryReader
from visionquery.system.lock import WriterLock
from visionquery.system.paths import DataPaths
from visionquery.vision.model import find_model


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """Reads the library only; works beside a running window."""
    reader = LibraryReader(paths)
    try:
        settings = reader.settings()
        name, answering = str(settings["model"]), str(settings["answering"] or settings["model"])
        space_id, model_problem = _space(reader, name, paths)
        covered = reader.counts(space_id).searchable
        counts = reader.counts(space_id if answering == name else _space(reader, answering, paths)[0])
        folders = reader.folders()
    finally:
        reader.close()
    status: dict[str, Any] = {
        "data_dir": str(paths.root),
        "model": name,
        "model_problem": model_problem,
        "answering": answering,
        "covered": covered,
        "worker": WriterLock(paths.lock_file).holder(),
        "photos": {
            "total": counts.total,
            "searchable": counts.searchable,
            "indexed": counts.indexed,
            "pending": counts.pending,
            "failed": counts.failed,
            "missing": counts.missing,
        },
        "index": {"embeddings": counts.searchable, "bytes": folder_size(paths.index_dir)},
        "folders": [described(folder) for folder in folders],
    }
    if arguments.json:
        print_json(status)
        return 0
    print(_summary(status))
    if folders:
        print("\n" + "\n".join(table(folder_rows(folders), terminal_columns(sys.stdout), elastic=0)))
    else:
        print("No folder is searched yet. Add one: visionquery index FOLDER")
    return 0


def _space(reader: LibraryReader, name: str, paths: DataPaths) -> tuple[int | None, str]:
    try:
        spec = find_model(name, paths.models_dir)
        return reader.embeddings.find_space(spec.name, spec.fingerprint()), ""
    except ModelUnavailable as error:
        return None, str(error)


def _summary(status: dict[str, Any]) -> str:
    photos = status["photos"]
    lines = [
        ("Photos", f"{photos['total']:,}, of which {photos['searchable']:,} can be found"),
        ("Waiting", counted(photos["pending"], "photo")),
        ("Could not be read", f"{photos['failed']:,}" + ("  (visionquery failures)" if photos["failed"] else "")),
        ("Missing", f"{photos['missing']:,}"),
        ("Model", _model(status)),
        ("Saved index", megabytes(status["index"]["bytes"]) if status["index"]["bytes"] else "none needed yet"),
        ("Library", home_shortened(status["data_dir"])),
        ("In use by", f"process {status['worker']}" if status["worker"] else "nobody"),
    ]
    return "\n".join(table(lines, None, elastic=1))


def _model(status: dict[str, Any]) -> str:
    words = str(status["model"])
    if status["model_problem"]:
        words += f"  {status['model_problem']}"
    if status["answering"] != status["model"]:
        words += f", made ready for {status['covered']:,} photos; {status['answering']} answers meanwhile"
    return words
