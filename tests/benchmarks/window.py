"""How fast the window opens, shows, scrolls: `QT_QPA_PLATFORM=offscreen python tests/benchmarks/window.py [--json]`.

Without a worker: what is measured is the window's own process. Each part runs in a process of its own, so that
times from process start and memory are those of a fresh window. Times are milliseconds unless named otherwise.
"""

from __future__ import annotations

import argparse
import io
import json
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
        Image.fromarray(blobs).resize((384, 288), Image.Resampling.BICUBIC).save(file, "JPEG", quality=82)
        content = item.photo_id.to_bytes(20, "little")
        outcomes.append(
            Indexed(item.photo_id, item.stat, content, Metadata(4000, 3000, "JPEG"), file.getvalue(), vector)
        )
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

    def start(self) -> None:
        self.program.bridge.start = lambda: None  # type: ignore[method-assign]
        self.program.start()

    def until(self, reached: Callable[[], bool], seconds: float = 120.0) -> list[float]:
        """Turn the event loop until `reached`; how long each turn took."""
        turns = []
        deadline = time.perf_counter() + seconds
        while not reached():
            if time.perf_counter() > deadline:
                raise TimeoutError
            started = time.perf_counter()
            self.application.processEvents()
            turns.append(time.perf_counter() - started)
            time.sleep(0.001)
        return turns

    def tiles_shown(self) -> bool:
        rows = self.grid.visible_rows()
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


def measure_size(data_dir: Path, count: int) -> dict[str, Any]:
    """Show, jump, resize and select all at this many photos; each with its repaint."""
    probe = Probe(data_dir)
    grid, bar = probe.grid, probe.grid.verticalScrollBar()
    ids = np.arange(1, count + 1, dtype=np.int64)
    probe.program.window.resize(1280, 900)
    probe.application.processEvents()

    def jump() -> None:
        bar.setValue(bar.maximum() // 3)

    def resize() -> None:
        probe.program.window.resize(1100, 800)

    found: dict[str, Any] = {"photos": count}
    for name, action in (
        ("open", lambda: probe.program.feed.show(ids)),
        ("jump", jump),
        ("resize", resize),
        ("select_all", grid.selectAll),
    ):
        started, worked = time.perf_counter(), time.thread_time()
        action()
        probe.application.processEvents()
        grid.viewport().repaint()
        found[f"{name}_ms"] = round((time.perf_counter() - started) * 1000, 1)
        found[f"{name}_cpu_ms"] = round((time.thread_time() - worked) * 1000, 1)
    probe.close()
    return found


def measure_scroll(data_dir: Path) -> dict[str, Any]:
    """Frames of a scroll over warm thumbnails, and the longest turns of the event loop while cold ones load."""
    probe = Probe(data_dir)
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
    for step in range(120):
        bar.setValue(bar.value() + (20 if step < 60 else -20))
        started, worked = time.perf_counter(), time.thread_time()
        probe.grid.viewport().repaint()
        frames.append(time.perf_counter() - started)
        frames_worked.append(time.thread_time() - worked)
    probe.close()
    return {
        "frame_median_ms": _milliseconds(frames, 50),
        "frame_95th_ms": _milliseconds(frames, 95),
        "frame_95th_cpu_ms": _milliseconds(frames_worked, 95),
        "loading_turn_95th_ms": _milliseconds(cold, 95),
        "loading_turn_max_ms": _milliseconds(cold, 100),
        "loading_turns_over_16_ms": sum(turn > 0.016 for turn in cold),
        "loading_turns": len(cold),
    }


def _milliseconds(values: Sequence[float], percentile: float) -> float:
    return round(float(np.percentile(values, percentile)) * 1000, 2)


def in_own_process(part: str, data_dir: Path, *more: str) -> dict[str, Any]:
    command = [sys.executable, __file__, "--part", part, "--library", str(data_dir), *more]
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    result: dict[str, Any] = json.loads(done.stdout.splitlines()[-1])
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--part", choices=("start", "size", "scroll"), help=argparse.SUPPRESS)
    parser.add_argument("--library", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--count", type=int, default=0, help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    if arguments.part:
        parts: dict[str, Callable[[], dict[str, Any]]] = {
            "start": lambda: measure_start(arguments.library),
            "size": lambda: measure_size(arguments.library, arguments.count),
            "scroll": lambda: measure_scroll(arguments.library),
        }
        print(json.dumps(parts[arguments.part]()))
        return
    with tempfile.TemporaryDirectory() as folder:
        data_dir = Path(folder) / "data"
        fill_library(data_dir)
        # The best of three: the first start reads the program from disk.
        starts = [in_own_process("start", data_dir) for _ in range(3)]
        result = {
            "start": min(starts, key=lambda each: each["first_window_s"]),
            "sizes": [in_own_process("size", data_dir, "--count", str(n)) for n in (10_000, 100_000, 1_000_000)],
            "scroll": in_own_process("scroll", data_dir),
        }
    print(json.dumps(result) if arguments.json else json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
