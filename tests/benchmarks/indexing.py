"""Indexing speed against its bound, both measured in one run: `python tests/benchmarks/indexing.py [--help]`.

The bound is `cores / (core-seconds of reduced-scale decode + core-seconds of batched encode)` a photo: what a program
could reach that did nothing but call libjpeg at reduced scale and run the model on full batches, on all cores and
without a pause. Everything else (reading, hashing, thumbnails, resampling, SQLite, waiting) is what we lose.
Prints one JSON object.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import os
import statistics
import tempfile
import time
from pathlib import Path
from typing import Any

import numpy as np
import psutil
from PIL import Image

WIDTH, HEIGHT = 4000, 3000
ORIGINALS = 8
THUMBNAIL, INPUT = 384, 224


def generate(folder: Path, count: int) -> None:
    """`count` files of 12 megapixels and about 4 MB, like a telephone's: shapes, edges, and grain.

    A few are compressed; the others are these with other bytes behind the end of the picture, so that each is a
    content of its own and costs the same to read.
    """
    folder.mkdir(parents=True, exist_ok=True)
    for number in range(ORIGINALS):
        random = np.random.default_rng(number)
        field = Image.fromarray(random.integers(0, 256, (18, 24, 3), dtype=np.uint8))
        picture = np.asarray(field.resize((WIDTH, HEIGHT), Image.Resampling.BICUBIC), dtype=np.int16)
        grain = random.normal(0, 7, (HEIGHT, WIDTH, 1)).astype(np.int16)
        data_path = folder / f"{number:05}.jpg"
        Image.fromarray((picture + grain).clip(0, 255).astype(np.uint8)).save(data_path, quality=90)
    originals = [(folder / f"{number:05}.jpg").read_bytes() for number in range(ORIGINALS)]
    for number in range(ORIGINALS, count):
        (folder / f"{number:05}.jpg").write_bytes(originals[number % ORIGINALS] + number.to_bytes(4, "big"))


def _decode(paths: list[str], results: Any) -> None:
    began = time.process_time()
    for path in paths:
        with Image.open(path) as picture:
            picture.draft("RGB", (THUMBNAIL, THUMBNAIL * HEIGHT // WIDTH))
            picture.load()
    results.put((time.process_time() - began) / len(paths))


def decode_seconds(paths: list[Path], cores: int) -> float:
    """Core-seconds of libjpeg for one photo at reduced scale, with all cores at it."""
    context = multiprocessing.get_context("fork")
    results = context.Queue()
    share = [[str(path) for path in paths[core::cores][:40]] for core in range(cores)]
    processes = [context.Process(target=_decode, args=(part, results)) for part in share]
    for process in processes:
        process.start()
    seconds = [results.get() for _ in processes]
    for process in processes:
        process.join()
    return statistics.mean(seconds)


def encode_seconds(model: str, cores: int) -> float:
    """Core-seconds of the model for one photo in batches of 32, in a process of its own with all cores."""
    context = multiprocessing.get_context("spawn")
    results = context.Queue()
    process = context.Process(target=_encode, args=(model, cores, results))
    process.start()
    seconds: float = results.get()
    process.join()
    return seconds


def _encode(model: str, cores: int, results: Any) -> None:
    from visionquery.system.paths import data_paths
    from visionquery.vision.encoder import load_encoder
    from visionquery.vision.model import find_model

    encoder = load_encoder(find_model(model, data_paths().models_dir), threads=cores)
    side = find_model(model, data_paths().models_dir).preprocessing.size
    pixels = np.random.default_rng(0).integers(0, 256, (32, side, side, 3), dtype=np.uint8)
    for _ in range(3):
        encoder.encode_pixels(pixels)
    began, rounds = time.process_time(), 0
    deadline = time.monotonic() + 4
    while time.monotonic() < deadline:
        encoder.encode_pixels(pixels)
        rounds += 1
    results.put((time.process_time() - began) / (32 * rounds))


def index(folder: Path, model: str, home: Path, priority: str, decoders: int | None) -> dict[str, Any]:
    """Index a folder with the whole worker, its model loaded and its decoders warm."""
    from visionquery.library.library import Library
    from visionquery.system.paths import DataPaths
    from visionquery.worker.core import WorkerCore

    paths = DataPaths(home)
    with Library(paths) as library:
        library.settings.set("model", model)
        library.settings.set("priority", priority)
    core = WorkerCore(paths, lambda event: None, decoders=decoders)
    core.start(watch=False)
    core.index_until_idle()  # nothing to do: waits for the model, or raises what is wrong with it
    time.sleep(1.0)
    before = _processor_seconds()
    began = time.perf_counter()
    core.add_folder(str(folder))
    summary = core.index_until_idle()
    seconds = time.perf_counter() - began
    used = _processor_seconds() - before
    memory = _memory()
    core.stop()
    assert summary.failed == 0
    return {
        "photos": summary.indexed,
        "seconds": round(seconds, 3),
        "photos_per_second": round(summary.indexed / seconds, 2),
        "core_seconds_a_photo": round(used / summary.indexed, 5),
        "memory_megabytes": memory,
    }


def _processor_seconds() -> float:
    me = psutil.Process()
    return sum(sum(process.cpu_times()[:2]) for process in (me, *me.children(recursive=True)))


def _memory() -> int:
    me = psutil.Process()
    return round(sum(process.memory_full_info().uss for process in (me, *me.children(recursive=True))) / 1e6)


def random_model(folder: Path, architecture: str = "ViT-B-32") -> str:
    """An open_clip model folder of this architecture with random weights: as fast as a trained one."""
    from visionquery.vision.torchvision_compat import ensure_importable

    ensure_importable()
    import open_clip
    from safetensors.torch import save_file

    folder.mkdir(parents=True, exist_ok=True)
    model = open_clip.create_model(architecture, precision="fp16")
    config = open_clip.get_model_config(architecture)
    save_file({k: v.contiguous() for k, v in model.state_dict().items()}, folder / "open_clip_model.safetensors")
    described = {"model_cfg": config, "preprocess_cfg": {}}
    (folder / "open_clip_config.json").write_text(json.dumps(described), encoding="utf-8")
    return f"local-dir:{folder}"


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--photos", type=int, default=400)
    parser.add_argument("--model", default="starter", help="a model's name, 'local-dir:PATH', or 'random-ViT-B-32'")
    parser.add_argument("--priority", default="normal", choices=("normal", "background"))
    parser.add_argument("--decoders", type=int)
    parser.add_argument("--folder", type=Path, help="keep the photos and the random model here between runs")
    arguments = parser.parse_args()
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as scratch:
        kept = arguments.folder or Path(scratch)
        photos = kept / f"photos-{arguments.photos}"
        if not photos.is_dir():
            generate(photos, arguments.photos)
        model = arguments.model
        if model.startswith("random-"):
            folder = kept / model
            model = f"local-dir:{folder}" if folder.is_dir() else random_model(folder, model.removeprefix("random-"))
        paths = sorted(photos.iterdir())
        decode = [decode_seconds(paths, cores)]
        encode = [encode_seconds(model, cores)]
        result = index(photos, model, Path(scratch) / "home", arguments.priority, arguments.decoders)
        # Once more afterwards: other work on the machine changes what a core gives.
        decode.append(decode_seconds(paths, cores))
        encode.append(encode_seconds(model, cores))
    bound = cores / (statistics.mean(decode) + statistics.mean(encode))
    report = {
        "model": arguments.model,
        "cores": cores,
        "decode_core_seconds": round(statistics.mean(decode), 5),
        "encode_core_seconds": round(statistics.mean(encode), 5),
        "bound_photos_per_second": round(bound, 2),
        **result,
        "of_bound": round(result["photos_per_second"] / bound, 3),
        # What the processors did for us against what the bound asks of them; the rest of the loss is waiting.
        "of_processor_time": round(cores / bound / result["core_seconds_a_photo"], 3),
        "processors_used": round(result["core_seconds_a_photo"] * result["photos_per_second"] / cores, 3),
    }
    print(json.dumps(report, indent=2))


if __name__ == "__main__":
    main()
