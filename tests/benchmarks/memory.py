"""Memory of the worker while it indexes many small photos: `python tests/benchmarks/memory.py [--photos N]`.

It must not grow with the number of photos beyond the index itself, which is one float32 vector a photo (and a quarter
more while it grows). The photos come in rounds; after each the worker lets go of what it keeps for the next batch, as
it does when it rests, and what then belongs to it alone (USS) is what the photos have cost. Prints the slope over the
rounds and the most that was used in between as one JSON object.

SQLite's caches of pages fill meanwhile, up to the 64 and 16 MiB of each connection, and look like growth until they are
full; `--small-caches` holds them to 2 MiB, so that what is left is the photos' own.
"""

from __future__ import annotations

import argparse
import json
import tempfile
import threading
import time
from pathlib import Path

import numpy as np
import psutil
from PIL import Image

# The first round loads and fills what is there once: the slope is that of the others.
ROUNDS = 6


def generate(folder: Path, count: int, seed: int) -> None:
    """`count` small photos, each a content of its own."""
    random = np.random.default_rng(seed)
    for number in range(count):
        below = folder / f"{number // 1000:03}"
        below.mkdir(parents=True, exist_ok=True)
        blobs = Image.fromarray(random.integers(0, 256, (6, 8, 3), dtype=np.uint8))
        blobs.resize((96, 64), Image.Resampling.BICUBIC).save(below / f"{number:06}.jpg", quality=80)


def resident_megabytes() -> tuple[float, float]:
    """What would be free if the worker ended, and if its decoders did."""
    me = psutil.Process()
    decoders = 0.0
    for child in me.children(recursive=True):
        try:
            decoders += child.memory_full_info().uss
        except psutil.Error:
            continue
    return me.memory_full_info().uss / 1e6, decoders / 1e6


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=20_000)
    parser.add_argument("--model", default="starter")
    parser.add_argument("--small-caches", action="store_true")
    arguments = parser.parse_args()

    from visionquery.library import database
    from visionquery.library.library import Library
    from visionquery.system.paths import DataPaths
    from visionquery.worker.core import WorkerCore

    if arguments.small_caches:
        database.WRITER_CACHE_KIB = database.READER_CACHE_KIB = 2048
    each = arguments.photos // ROUNDS
    with tempfile.TemporaryDirectory() as scratch:
        photos, paths = Path(scratch) / "photos", DataPaths(Path(scratch) / "home")
        with Library(paths) as library:
            library.settings.set("model", arguments.model)
            library.settings.set("priority", "normal")
        over = threading.Event()
        core = WorkerCore(paths, lambda event: None)
        core.start(watch=False)
        core.index_until_idle()  # nothing to do: waits for the model, or raises what is wrong with it
        samples: list[tuple[float, float]] = []

        def sample() -> None:
            while not over.wait(0.5):
                samples.append(resident_megabytes())

        sampler = threading.Thread(target=sample)
        sampler.start()
        began = time.perf_counter()
        rests: list[tuple[int, float, float]] = []
        for number in range(ROUNDS):
            generate(photos / str(number), each, number)
            core.add_folder(str(photos / str(number)))
            summary = core.index_until_idle()
            for space in core.spaces.open:
                space.encoder.rest(0)
            rests.append((summary.indexed, *resident_megabytes()))
        seconds = time.perf_counter() - began
        over.set()
        sampler.join()
        dimension = core.library.embeddings.vectors(1, core.library.embeddings.content_ids(1)[:1]).shape[1]
        core.stop()

    steady, at_work = np.array(rests[1:]), np.array(samples)
    slope, _ = np.polyfit(steady[:, 0], steady[:, 1], 1)
    decoder_slope, _ = np.polyfit(steady[:, 0], steady[:, 2], 1)
    report = {
        "photos": summary.indexed,
        "photos_per_second": round(summary.indexed / seconds, 1),
        "worker_megabytes_at_rest": [round(row[1]) for row in rests],
        "worker_megabytes_at_most": round(float(at_work[:, 0].max())),
        "decoders_megabytes_at_most": round(float(at_work[:, 1].max())),
        "worker_bytes_a_photo": round(slope * 1e6),
        "of_these_the_index": dimension * 4,
        "decoders_bytes_a_photo": round(decoder_slope * 1e6),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
