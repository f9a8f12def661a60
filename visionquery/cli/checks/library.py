"""The data folder: what lies there, whether it is sound, and whether its parts agree."""

from __future__ import annotations

import time

import numpy as np

from visionquery.cli.checks.check import Check, State, guarded
from visionquery.cli.console import counted, megabytes
from visionquery.cli.places import folder_size
from visionquery.domain.folders import FolderState
from visionquery.library.reader import LibraryReader
from visionquery.system.crashes import report_path, reports
from visionquery.system.filesystems import free_bytes
from visionquery.system.lock import WriterLock
from visionquery.system.paths import DataPaths

_LITTLE_ROOM = 500_000_000


def checks(paths: DataPaths) -> list[Check]:
    """In the order in which a person reads them."""
    reader = LibraryReader(paths)
    try:
        return [
            guarded("Data folder", lambda: _data_folder(paths)),
            guarded("In use by", lambda: _writer(paths)),
            guarded("Library", lambda: _library(reader, paths)),
            guarded("Folders", lambda: _folders(reader)),
            guarded("Index", lambda: _index(reader, paths)),
            guarded("Crashes", lambda: _crashes(paths)),
        ]
    finally:
        reader.close()


def _data_folder(paths: DataPaths) -> Check:
    if not paths.root.is_dir():
        return Check("Data folder", State.NOTE, f"{paths.root} is not there yet: nothing was indexed")
    sizes = {
        "library": _size(paths, "library.db"),
        "thumbnails": _size(paths, "thumbnails.db"),
        "index": folder_size(paths.index_dir),
    }
    free = free_bytes(str(paths.root))
    detail = f"{paths.root}: " + ", ".join(f"{name} {megabytes(size)}" for name, size in sizes.items())
    detail += f"; {megabytes(free)} free"
    if free < _LITTLE_ROOM:
        return Check("Data folder", State.PROBLEM, f"{detail}. Free some disk space.")
    return Check("Data folder", State.OK, detail)


def _crashes(paths: DataPaths) -> Check:
    found = reports(paths.log_dir)
    if not found:
        return Check("Crashes", State.OK, "none")
    name, when = found[0]
    day = time.strftime("%Y-%m-%d", time.localtime(when))
    detail = f"the last one of {name} on {day}; please add logs/{report_path(paths.log_dir, name).name} to a report"
    return Check("Crashes", State.NOTE, detail)


def _writer(paths: DataPaths) -> Check:
    holder = WriterLock(paths.lock_file).holder()
    return Check("In use by", State.OK, f"process {holder}" if holder else "nobody")


def _library(reader: LibraryReader, paths: DataPaths) -> Check:
    if not paths.library.exists():
        return Check("Library", State.OK, "none yet")
    problems = reader.problems()
    if problems:
        advice = "Put back a copy from the folder backups, or rename library.db and index again."
        return Check("Library", State.PROBLEM, f"damaged: {'; '.join(problems[:3])}. {advice}")
    counts = reader.counts()
    detail = f"sound; {counts.total:,} photos: {counts.indexed:,} indexed, {counts.pending:,} waiting, "
    detail += f"{counts.failed:,} could not be read, {counts.missing:,} missing"
    return Check("Library", State.OK, detail)


def _folders(reader: LibraryReader) -> Check:
    folders = reader.folders()
    away = [folder for folder in folders if folder.state in (FolderState.OFFLINE, FolderState.UNREADABLE)]
    if not away:
        return Check("Folders", State.OK, counted(len(folders), "folder"))
    states = ", ".join(folder.state.value for folder in away)
    return Check(
        "Folders", State.NOTE, f"{counted(len(folders), 'folder')}, of which {len(away)} cannot be read: {states}"
    )


def _index(reader: LibraryReader, paths: DataPaths) -> Check:
    """Load the index as search does, and compare it with the truth."""
    from visionquery.index.planner import VectorIndex
    from visionquery.vision.model import find_model
    from visionquery.worker.model import SpaceSource, index_name

    settings = reader.settings()
    spec = find_model(str(settings["answering"] or settings["model"]), paths.models_dir)
    fingerprint = spec.fingerprint()
    space_id = reader.embeddings.find_space(spec.name, fingerprint)
    if space_id is None:
        return Check("Index", State.OK, "nothing was embedded with this model yet")
    index = VectorIndex(paths.index_dir, index_name(spec.name, fingerprint), spec.dimension, graph_from=None)
    try:
        index.load(SpaceSource(reader.embeddings, space_id))
        content_ids = reader.embeddings.content_ids(space_id)
        sample = content_ids[:: max(len(content_ids) // 200, 1)]
        stored = reader.embeddings.vectors(space_id, sample).astype(np.float32)
        differing = [
            content_id
            for content_id, vector in zip(sample.tolist(), stored, strict=True)
            if (held := index.vector(content_id)) is None or float(held @ vector) < 0.999
        ]
        kind = "graph" if index.has_graph else "compared one by one"
        detail = f"{len(index):,} embeddings, {kind}"
        if differing or len(index) != len(content_ids):
            folder = paths.index_dir
            return Check(
                "Index", State.PROBLEM, f"{detail}; it disagrees with the library. Delete {folder}; it is rebuilt."
            )
    finally:
        index.close()
    return Check("Index", State.OK, f"{detail}; it agrees with the library")


def _size(paths: DataPaths, name: str) -> int:
    return sum(file.stat().st_size for file in paths.root.glob(f"{name}*") if file.is_file())
