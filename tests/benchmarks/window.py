"""How fast the window opens, shows, scrolls: `QT_QPA_PLATFORM=offscreen python tests/benchmarks/window.py [--json]`.

Each part runs in a process of its own, so that times from process start and memory are those of a fresh window. All
but the last run without a worker: what is measured is the window's own process. The last one lets a worker index new
photos meanwhile. Times are milliseconds unless named otherwise; `cpu` leaves out what other programs took.
`--only start,size,scroll,indexing` picks parts.
"""

from __future__ import annotations

import argparse
import io
import json
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Any

import numpy as np

LIBRARY_PHOTOS = 100_000
WITH_THUMBNAILS = 2_000
INDEXED_MEANWHILE = 400
LAYOUTS = ("square", "justified")
FRAME = 0.016
# Shapes of the photos: mostly 3:2 and 4:3, some upright, now and then a panorama.
SIZES = ((3000, 2000), (4000, 3000), (2000, 3000), (4000, 2250), (3000, 3000), (6000, 2000), (3000, 4000))


def fill_library(data_dir: Path) -> None:
    """A library of 100,000 photos, the newest 2,000 of them with thumbnails."""
    from PIL import Image

    from visionquery.domain.photos import Changes, FileStat, Indexed, Metadata
    from visionquery.library.library import Library
    from visionquery.library.thumbnails import ThumbnailStore
    from visionquery.system.paths import DataPaths

    paths = DataPaths(data_dir)
    paths.ensure()
    library = Library(paths)
    library.open()
    folder = library.folders.add(str(data_dir / "photos"))
    stats = [
        FileStat(f"{n // 1000:03}/img_{n:06}.jpg", 2_000_000 + n, 1_700_000_000_000_000_000 - n * 10**9)
        for n in range(LIBRARY_PHOTOS)
    ]
    library.photos.apply(folder.id, Changes(added=tuple(stats)))
    space = library.embeddings.space("benchmark", 4, "fingerprint")
    vector = np.array([1, 0, 0, 0], "<f2").tobytes()
    random = np.random.default_rng(1)
    outcomes, thumbnails = [], []
    for item in library.photos.claim(WITH_THUMBNAILS, 1):
        blobs = random.integers(0, 256, (9, 12, 3), dtype=np.uint8)
        file = io.BytesIO()
        size = SIZES[item.photo_id % len(SIZES)]
        scale = 384 / max(size)
        small = (round(size[0] * scale), round(size[1] * scale))
        Image.fromarray(blobs).resize(small, Image.Resampling.BICUBIC).save(file, "JPEG", quality=82)
        content = item.photo_id.to_bytes(20, "little")
        outcomes.append(Indexed(item.photo_id, item.stat, content, Metadata(*size, "JPEG"), file.getvalue(), vector))
        thumbnails.append((content, file.getvalue()))
    library.photos.finish(outcomes, space)
    library.close()
    store = ThumbnailStore(paths.thumbnails)
    store.put_many(thumbnails)
    store.close()


class Probe:
    """A window on the library, without a worker."""

    def __init__(self, data_dir: Path) -> None:
        from PySide6.QtWidgets import QApplication

        from visionquery.system.paths import DataPaths, resources_dir
        from visionquery.ui.program import Program
        from visionquery.ui.theme import Theme

        self.application = QApplication(["visionquery"])
        self.program = Program(DataPaths(data_dir), Theme(self.application, resources_dir()))
        self.program.open()
        self.application.processEvents()
        self.grid = self.program.grid
        # Processor time of the main thread in each turn of the event loop, in seconds.
        self.worked: list[float] = []

    def start(self) -> None:
        """Everything but the worker."""
        self.program.bridge.start = lambda: None  # type: ignore[method-assign]
        self.program.bridge.send = lambda *_arguments, **_more: None  # type: ignore[method-assign]
        self.program.start()

    def until(self, reached: Callable[[], bool], seconds: float = 120.0) -> list[float]:
        """Turn the event loop until `reached`; how long each turn took."""
        turns = []
        deadline = time.perf_counter() + seconds
        while not reached():
            if time.perf_counter() > deadline:
                raise TimeoutError
            started, worked = time.perf_counter(), time.thread_time()
            self.application.processEvents()
            turns.append(time.perf_counter() - started)
            self.worked.append(time.thread_time() - worked)
            time.sleep(0.001)
        return turns

    def tiles_shown(self) -> bool:
        rows = [
            row for row in self.grid.visible_rows() if self.grid.visualRect(self.program.model.index(row)).top() >= 0
        ]
        return len(rows) > 0 and all(self.grid.tile(self.program.model.photo_id(row)) is not None for row in rows)

    def close(self) -> None:
        self.program.window.close()
        self.program.stop()


def measure_start(data_dir: Path) -> dict[str, Any]:
    """From process start to the first frame, to the ids of 100,000 photos, to their first screen of thumbnails."""
    import psutil

    born = psutil.Process().create_time()
    probe = Probe(data_dir)
    window, worked = time.time() - born, time.process_time()
    probe.start()
    probe.until(lambda: probe.program.model.rowCount() == LIBRARY_PHOTOS)
    listed = time.time() - born
    probe.until(probe.tiles_shown)
    thumbnails = time.time() - born
    memory = psutil.Process().memory_info().rss / 2**20
    probe.close()
    return {
        "first_window_s": round(window, 3),
        "first_window_cpu_s": round(worked, 3),
        "photos_listed_s": round(listed, 3),
        "first_thumbnails_s": round(thumbnails, 3),
        "memory_mib": round(memory, 1),
    }


def measure_size(data_dir: Path, count: int, layout: str) -> dict[str, Any]:
    """Show, jump, resize and select at this many photos, with a month's heading every 300; each with its repaint."""
    from visionquery.ui.grid.headers import timeline

    probe = Probe(data_dir)
    grid, bar = probe.grid, probe.grid.verticalScrollBar()
    ids = np.arange(1, count + 1, dtype=np.int64)
    months = timeline(1_700_000_000 - ids * 8_760)
    if layout == "justified":
        # As after the library's shapes were read, which happens beside the window.
        book = probe.program._aspects
        book._reach(ids)
        book._by_id[1 : count + 1] = np.resize([w * 1000 // h for w, h in SIZES], count)
    grid.set_layout(layout)
    probe.program.window.resize(1280, 900)
    probe.application.processEvents()

    def band() -> None:
        from PySide6.QtCore import QRect

        grid.selection.combine(None, grid.cells.rows_in(QRect(200, 0, 500, min(grid.cells.height, 200_000))))
        grid._selected()

    found: dict[str, Any] = {"photos": count, "layout": layout}
    for name, action in (
        ("open", lambda: probe.program.feed.show(ids, months)),
        ("jump", lambda: bar.setValue(bar.maximum() // 3)),
        ("resize", lambda: probe.program.window.resize(1100, 800)),
        ("zoom", lambda: grid.set_cell_size(240)),
        ("select_all", grid.select_all),
        ("invert", grid.invert_selection),
        ("band_over_200_000_pixels", band),
        ("end_of_the_list", lambda: grid.go_to(count - 1)),
    ):
        started, worked = time.perf_counter(), time.thread_time()
        action()
        probe.application.processEvents()
        grid.viewport().repaint()
        found[f"{name}_ms"] = round((time.perf_counter() - started) * 1000, 1)
        found[f"{name}_cpu_ms"] = round((time.thread_time() - worked) * 1000, 1)
    probe.close()
    return found


def measure_scroll(data_dir: Path, layout: str) -> dict[str, Any]:
    """Frames of a scroll over warm thumbnails, and the longest turns of the event loop while cold ones load."""
    probe = Probe(data_dir)
    probe.grid.set_layout(layout)
    probe.program.window.resize(1280, 900)
    probe.start()
    probe.until(lambda: probe.program.model.rowCount() == LIBRARY_PHOTOS)
    probe.until(probe.tiles_shown)
    bar = probe.grid.verticalScrollBar()
    cold: list[float] = []
    for page in range(1, 16):
        bar.setValue(page * 600)
        cold += probe.until(probe.tiles_shown)
    frames: list[float] = []
    frames_worked: list[float] = []
    bar.setValue(15 * 600 - 2400)
    probe.until(probe.tiles_shown)
    for step in range(240):
        started, worked = time.perf_counter(), time.thread_time()
        bar.setValue(bar.value() + (20 if step % 120 < 60 else -20))
        probe.grid.viewport().repaint()
        frames.append(time.perf_counter() - started)
        frames_worked.append(time.thread_time() - worked)
    probe.close()
    return {
        "layout": layout,
        "frame_median_ms": _milliseconds(frames, 50),
        "frame_95th_ms": _milliseconds(frames, 95),
        "frame_median_cpu_ms": _milliseconds(frames_worked, 50),
        "frame_95th_cpu_ms": _milliseconds(frames_worked, 95),
        "loading_turn_95th_ms": _milliseconds(cold, 95),
        "loading_turn_max_ms": _milliseconds(cold, 100),
        "loading_turns_over_16_ms": sum(turn > FRAME for turn in cold),
        "loading_turns_over_16_ms_cpu": sum(turn > FRAME for turn in probe.worked),
        "loading_turns": len(cold),
    }


def measure_indexing(data_dir: Path, photos: Path) -> dict[str, Any]:
    """A first start on a folder of new photos: stalls of the event loop until all are indexed, and the first result."""
    import psutil

    born = psutil.Process().create_time()
    probe = Probe(data_dir)
    program = probe.program
    program.window.resize(1280, 900)
    program.start()
    program.folder_commands.add(str(photos))
    turns = probe.until(lambda: program.reader.counts().indexed >= 20)
    answered: list[float] = []
    program.session.answered.connect(lambda _: answered.append(time.time()))
    asked = time.time()
    program.window.search.set_text("something red")
    program.session.ask_now()
    turns += probe.until(lambda: bool(answered))
    turns += probe.until(lambda: program.reader.counts().indexed >= INDEXED_MEANWHILE)
    probe.close()
    return {
        "photos": INDEXED_MEANWHILE,
        "first_result_after_start_s": round(answered[0] - born, 2),
        "first_result_after_asking_s": round(answered[0] - asked, 3),
        "turns": len(turns),
        "turn_95th_ms": _milliseconds(turns, 95),
        "turn_max_ms": _milliseconds(turns, 100),
        "stalls_over_16_ms": sum(turn > FRAME for turn in turns),
        "stalls_over_16_ms_cpu": sum(turn > FRAME for turn in probe.worked),
        "turn_max_cpu_ms": _milliseconds(probe.worked, 100),
        "stalls_over_50_ms": sum(turn > 0.05 for turn in turns),
        "stalled_share": round(sum(turn for turn in turns if turn > FRAME) / max(1e-9, sum(turns)), 3),
    }


def make_photos(folder: Path) -> None:
    """Pictures as files, for the worker to index."""
    from PIL import Image

    folder.mkdir()
    for number in range(INDEXED_MEANWHILE):
        blobs = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
        size = tuple(side // 4 for side in SIZES[number % len(SIZES)])
        Image.fromarray(blobs).resize(size, Image.Resampling.BICUBIC).save(folder / f"{number:05}.jpg", quality=85)


def _milliseconds(values: Sequence[float], percentile: float) -> float:
    return round(float(np.percentile(values, percentile)) * 1000, 2)


def in_own_process(part: str, data_dir: Path, *more: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--part", part, "--library", str(data_dir), *more]
    # An installed program has its byte code beside it: here it is kept in the temporary folder.
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    environment["PYTHONPYCACHEPREFIX"] = str(data_dir.parent / "byte code")
    done = subprocess.run(command, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--only", default="start,size,scroll,indexing", help="parts, with commas")
    parser.add_argument("--part", choices=("start", "size", "scroll", "indexing"), help=argparse.SUPPRESS)
    parser.add_argument("--library", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--photos", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=0, help=argparse.SUPPRESS)
    parser.add_argument("--layout", default="square", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "start": lambda: measure_start(arguments.library),
            "size": lambda: measure_size(arguments.library, arguments.count, arguments.layout),
            "scroll": lambda: measure_scroll(arguments.library, arguments.layout),
            "indexing": lambda: measure_indexing(arguments.library, arguments.photos),
        }
        print(json.dumps(parts[arguments.part]()))
        return
    only = arguments.only.split(",")
    result: dict[str, Any] = {"cores": os.cpu_count(), "load_average": round(os.getloadavg()[0], 1)}
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        if set(only) & {"start", "size", "scroll"}:
            fill_library(data_dir)
        if "start" in only:
            # The best of three: the first start reads the program from disk.
            starts = [in_own_process("start", data_dir) for _ in range(3)]
            result["start"] = min(starts, key=lambda each: each["first_window_s"])
        if "size" in only:
            result["sizes"] = [
                in_own_process("size", data_dir, "--count", str(count), "--layout", layout)
                for layout in LAYOUTS
                for count in (10_000, 100_000, 1_000_000)
            ]
        if "scroll" in only:
            result["scroll"] = [in_own_process("scroll", data_dir, "--layout", layout) for layout in LAYOUTS]
        if "indexing" in only:
            make_photos(Path(folder) / "photos")
            empty = Path(folder) / "empty"
            result["indexing"] = in_own_process("indexing", empty, "--photos", str(Path(folder) / "photos"))
    print(json.dumps(result) if arguments.json else json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
