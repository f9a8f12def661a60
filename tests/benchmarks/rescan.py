"""How long a look at a folder takes in which nothing changed, and that no file is opened for it.

    python tests/benchmarks/rescan.py [--files 100000]

Writes one JSON object. Everything that the worker does is timed: reading the rows of the folder from the library,
its health, the scan, reconcile. `seconds` is the median of the rounds, `cold_seconds` the first round of a process
that has yet to read the library. Both with a warm cache of the operating system.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

from visionquery.domain.folders import Folder
from visionquery.domain.photos import Changes, FileStat
from visionquery.domain.settings import DEFAULT_IGNORED_NAMES
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.inotify import InotifySource
from visionquery.indexing.survey import survey
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths

TARGET_SECONDS = 5.0
FILES_IN_A_DIRECTORY = 100
EXTENSIONS = frozenset({".jpg", ".jpeg", ".png", ".heic", ".webp", ".tif"})
IGNORE = IgnoreRules(DEFAULT_IGNORED_NAMES)


def build(root: Path, files: int) -> None:
    for number in range(files):
        directory = root / f"{number // 10_000:03}" / f"{number // FILES_IN_A_DIRECTORY:05}"
        if number % FILES_IN_A_DIRECTORY == 0:
            directory.mkdir(parents=True)
        os.close(os.open(directory / f"IMG_{number:06}.JPG", os.O_WRONLY | os.O_CREAT))


def look(library: Library, folder: Folder) -> tuple[float, float, Changes]:
    """Wall and processor seconds of one look, and what it found."""

    def add(found: Sequence[FileStat]) -> None:
        library.photos.apply(folder.id, Changes(added=tuple(found)))

    wall, processor = time.perf_counter(), time.process_time()
    result = survey(folder, library.photos.stored(folder.id), IGNORE, EXTENSIONS, on_new=add)
    assert result.changes is not None
    return time.perf_counter() - wall, time.process_time() - processor, result.changes


def watch_opened(root: str) -> list[str]:
    """The files below `root` that Python opens from now on, in a list that grows."""
    opened: list[str] = []

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if event == "open" and os.fsdecode(arguments[0] if isinstance(arguments[0], str | bytes) else "").startswith(
            root
        ):
            opened.append(str(arguments[0]))

    sys.addaudithook(hook)
    return opened


def registering(root: str) -> float | None:
    """Seconds until every directory is watched, None where there is no inotify."""
    if sys.platform != "linux":
        return None
    source = InotifySource(root, IGNORE, EXTENSIONS, lambda change: None)
    began = time.perf_counter()
    source.open()
    seconds = time.perf_counter() - began
    source.close()
    return round(seconds, 3)


def measure(place: Path, files: int, rounds: int) -> dict[str, Any]:
    root = place / "photos"
    root.mkdir()
    build(root, files)
    paths = DataPaths(place / "data")
    library = Library(paths)
    library.open()
    folder = library.folders.add(str(root))
    first, _, _ = look(library, folder)
    library.close()

    library = Library(paths)
    library.open()
    opened = watch_opened(str(root))
    looks = [look(library, folder) for _ in range(rounds)]
    library.close()
    assert all(changes == Changes(unchanged=files) for _, _, changes in looks)
    seconds = statistics.median(wall for wall, _, _ in looks)
    return {
        "benchmark": "rescan",
        "files": files,
        "directories": len(list(root.glob("*/*"))),
        "first_scan_seconds": round(first, 3),
        "cold_seconds": round(looks[0][0], 3),
        "seconds": round(seconds, 3),
        "processor_seconds": round(statistics.median(processor for _, processor, _ in looks), 3),
        "files_opened": len(opened),
        "watch_seconds": registering(str(root)),
        "target_seconds": TARGET_SECONDS,
        "reached": seconds <= TARGET_SECONDS and not opened,
    }


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--files", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        report = measure(Path(place), arguments.files, arguments.rounds)
    print(json.dumps(report, indent=2))
    return 0 if report["reached"] else 1


if __name__ == "__main__":
    sys.exit(main())
