"""How fast the viewer shows: `QT_QPA_PLATFORM=offscreen python tests/benchmarks/viewer.py [--json] [--size 2560x1440]`.

Photographs of 12 and 50 megapixels, made up, in a library without a worker. Times are milliseconds of the clock, and
of the processor where they say `paint`; memory is in MiB, `own` without what is shared with the reader's processes.
"""

from __future__ import annotations

import argparse
import json
import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np

SIZES = {"12": (4000, 3000), "50": (8688, 5792)}
FRAME = 0.016
FRAMES = 90


def make_photos(folder: Path) -> None:
    """Four photographs of each size: soft shapes under fine grain, as cameras see them."""
    from PIL import Image

    folder.mkdir()
    random = np.random.default_rng(1)
    for name, size in SIZES.items():
        grain = Image.fromarray(random.integers(0, 40, (size[1], size[0], 3), dtype=np.uint8))
        for number in range(4):
            blobs = Image.fromarray(random.integers(0, 216, (12, 16, 3), dtype=np.uint8))
            soft = blobs.resize(size, Image.Resampling.BICUBIC)
            Image.blend(soft, grain, 0.2).save(folder / f"{name}-{number}.jpg", quality=90)


def fill_library(data_dir: Path, photos: Path) -> None:
    """Index them without an encoder."""
    from visionquery.domain.photos import Changes, FileStat, Indexed
    from visionquery.library.library import Library
    from visionquery.library.thumbnails import ThumbnailStore
    from visionquery.system.paths import DataPaths
    from visionquery.vision.decoding import ReadLimits
    from visionquery.vision.preprocessing import Preprocessing
    from visionquery.vision.reading import read_picture

    paths = DataPaths(data_dir)
    paths.ensure()
    library = Library(paths)
    library.open()
    folder = library.folders.add(str(photos))
    stats = [(file.name, file.stat()) for file in sorted(photos.iterdir())]
    library.photos.apply(
        folder.id, Changes(added=tuple(FileStat(name, stat.st_size, stat.st_mtime_ns) for name, stat in stats))
    )
    space = library.embeddings.space("benchmark", 4, "fingerprint")
    vector = np.array([1, 0, 0, 0], "<f2").tobytes()
    outcomes, thumbnails = [], []
    for item in library.photos.claim(len(stats), 1):
        read = read_picture(item.path, ReadLimits(), Preprocessing(32))
        facts = (read.content_hash, read.metadata, read.thumbnail)
        outcomes.append(Indexed(item.photo_id, item.stat, *facts, vector))
        thumbnails.append((read.content_hash, read.thumbnail))
    library.photos.finish(outcomes, space)
    library.close()
    store = ThumbnailStore(paths.thumbnails)
    store.put_many(thumbnails)
    store.close()


class Probe:
    """A viewer on the library, and how long its canvas painted."""

    def __init__(self, data_dir: Path, size: tuple[int, int]) -> None:
        from PySide6.QtWidgets import QApplication

        from visionquery.library.reader import LibraryReader
        from visionquery.system.paths import DataPaths, resources_dir
        from visionquery.ui.details.panel import DetailsPanel
        from visionquery.ui.grid.refresh import as_ids
        from visionquery.ui.tasks import TaskRunner
        from visionquery.ui.theme import Theme
        from visionquery.ui.viewer.canvas import Canvas
        from visionquery.ui.viewer.loader import PictureLoader
        from visionquery.ui.viewer.viewer import Viewer

        application = QApplication.instance() or QApplication(["benchmark"])
        assert isinstance(application, QApplication)
        theme = Theme(application, resources_dir())
        theme.start("dark")
        self.painted: list[float] = []
        paint = Canvas.paintEvent

        def timed(canvas: Canvas, event: Any) -> None:
            began = time.thread_time()
            paint(canvas, event)
            self.painted.append(time.thread_time() - began)

        Canvas.paintEvent = timed  # type: ignore[method-assign]
        self.tasks = TaskRunner()
        self.reader = LibraryReader(DataPaths(data_dir))
        reader = self.reader
        self.loader = PictureLoader(reader.photos, reader.thumbnails.get_many, reader.settings, self.tasks)
        self.viewer = Viewer(theme, self.loader, DetailsPanel(theme, reader, self.tasks))
        self.viewer.resize(*size)
        self.viewer.show()
        self.order = as_ids(reader.all_ids())
        photos = reader.photos(self.order.tolist()).values()
        self.ids = {Path(photo.path).name: photo.id for photo in photos}

    def rest(self, seconds: float) -> None:
        from PySide6.QtCore import QEventLoop, QTimer

        loop = QEventLoop()
        QTimer.singleShot(round(seconds * 1000), loop.quit)
        loop.exec()

    def until(self, reached: Callable[[], bool]) -> float:
        """Milliseconds until then."""
        began = time.perf_counter()
        while not reached():
            self.rest(0.001)
        return round((time.perf_counter() - began) * 1000, 1)

    def frames(self, step: Callable[[], None]) -> dict[str, float]:
        """Paint times while something moves."""
        self.rest(1.5)
        self.painted.clear()
        for _ in range(FRAMES):
            step()
            self.rest(FRAME)
        times = np.array(self.painted) * 1000
        return {"median": round(float(np.median(times)), 1), "p95": round(float(np.percentile(times, 95)), 1)}

    def close(self) -> None:
        self.viewer.close_viewer()
        self.loader.stop()
        self.tasks.close()
        self.reader.close()


def measure(data_dir: Path, size: tuple[int, int]) -> dict[str, Any]:
    """Everything, in this process."""
    import psutil
    from PySide6.QtCore import QPointF, Qt
    from PySide6.QtTest import QTest

    probe = Probe(data_dir, size)
    viewer, canvas, loader = probe.viewer, probe.viewer.canvas, probe.loader
    own = psutil.Process()
    result: dict[str, Any] = {"size": f"{size[0]}x{size[1]}", "memory_before_mib": own.memory_full_info().uss >> 20}

    def opened(name: str) -> dict[str, float]:
        photo_id = probe.ids[name]
        viewer.open(probe.order, photo_id)
        known = loader.known(photo_id)
        thumbnail = probe.until(lambda: canvas.frame_shown in (known.preview, known.frame) and known.looked)
        return {"thumbnail": thumbnail, "sharp": thumbnail + probe.until(lambda: known.frame is not None)}

    result["first_12_ms"] = opened("12-0.jpg")
    probe.rest(2.0)
    viewer.close_viewer()
    result["open_12_ms"] = opened("12-2.jpg")
    probe.rest(2.0)
    began = time.perf_counter()
    QTest.keyClick(viewer, Qt.Key.Key_Right)
    result["next_read_ahead_ms"] = round((time.perf_counter() - began) * 1000, 1)
    result["open_50_ms"] = opened("50-2.jpg")
    probe.rest(2.0)
    canvas.actual_size()
    result["full_50_ms"] = probe.until(lambda: loader.known(probe.ids["50-2.jpg"]).full is not None)
    result["pan_1_to_1_paint_ms"] = probe.frames(lambda: canvas.pan(-20, -8))
    result["memory_in_full_mib"] = {
        "own": own.memory_full_info().uss >> 20,
        "pictures": loader.held_bytes() >> 20,
        "readers": [psutil.Process(pid).memory_info().rss >> 20 for pid in loader.reader.pids()],
    }
    canvas.zoom_to(0.61)
    result["pan_0.61_paint_ms"] = probe.frames(lambda: canvas.pan(12, 8))
    canvas.zoom_to(2.3)
    result["pan_2.3_paint_ms"] = probe.frames(lambda: canvas.pan(-30, 9))
    canvas.fit()
    result["zoom_paint_ms"] = probe.frames(lambda: canvas.zoom_by(1.03, QPointF(300, 200)))
    viewer.close_viewer()
    probe.rest(0.5)
    result["memory_after_mib"] = own.memory_full_info().uss >> 20
    probe.close()
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--json", action="store_true", help="one line of JSON")
    parser.add_argument("--size", default="2560x1440", help="of the viewer, in logical pixels")
    arguments = parser.parse_args()
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    width, height = (int(side) for side in arguments.size.split("x"))
    with tempfile.TemporaryDirectory() as home:
        make_photos(Path(home) / "photos")
        fill_library(Path(home) / "data", Path(home) / "photos")
        result = measure(Path(home) / "data", (width, height))
    print(json.dumps(result) if arguments.json else json.dumps(result, indent=2))


if __name__ == "__main__":
    main()
