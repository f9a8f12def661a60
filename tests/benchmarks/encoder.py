"""Speed of a model on this machine against plain open_clip; prints one JSON object.

    python tests/benchmarks/encoder.py [--model starter | --architecture ViT-B-32] [--threads 2] [--rows 32]

The program's encoder (its device, number format and batch size) and open_clip as its README shows it (float32, a loop
over batches of `rows` pictures) take turns, so that their ratio holds on a busy machine too; the latter in a process of
its own, whose threads wait as torch has them. `--architecture` takes one of open_clip's with random weights, which cost
the same as trained ones. On a graphics processor each number format has its turn.
"""

from __future__ import annotations

import argparse
import json
import multiprocessing
import sys
import tempfile
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

import numpy as np
import psutil

from visionquery.system.priority import available_cores
from visionquery.vision.encoder import load_encoder
from visionquery.vision.model import CONFIG_NAME, LOCAL_PREFIX, WEIGHTS_NAMES, ModelSpec, find_model

ROUNDS = 5
PASSES = 4
TEXTS = ["a dog on the beach", "two children playing soccer", "red car", "a birthday cake with candles on a table"]


def megabytes() -> int:
    return round(psutil.Process().memory_full_info().uss / 1e6)


def random_model(architecture: str, folder: Path) -> None:
    """Make a model folder of one of open_clip's architectures with random weights, float16 as they are published."""
    from visionquery.vision.torchvision_compat import ensure_importable

    ensure_importable()
    import open_clip
    from safetensors.torch import save_file

    config = open_clip.get_model_config(architecture)
    (folder / CONFIG_NAME).write_text(json.dumps({"model_cfg": config, "preprocess_cfg": {}}))
    model = open_clip.create_model(LOCAL_PREFIX + str(folder), load_weights=False, pretrained_text=False)
    save_file(
        {name: value.half().contiguous() for name, value in model.state_dict().items()}, folder / WEIGHTS_NAMES[0]
    )


def plain(spec: ModelSpec) -> tuple[Callable[[np.ndarray], Any], Callable[[str], Any]]:
    """open_clip by itself."""
    from visionquery.vision.torchvision_compat import ensure_importable

    ensure_importable()
    import open_clip
    import torch

    import visionquery.vision.starter_tower  # noqa: F401 - registers the starter's architecture with timm

    text_config = dict(spec.text_config)
    if "hf_model_name" in text_config:
        text_config["hf_model_name"] = str(spec.folder)
    model = open_clip.create_model(LOCAL_PREFIX + str(spec.folder), pretrained_text=False, text_cfg=text_config).eval()
    tokenize = open_clip.get_tokenizer(LOCAL_PREFIX + str(spec.folder))
    mean, deviation = (torch.tensor(three).view(1, 3, 1, 1) for three in (spec.mean, spec.std))

    def images(pixels: np.ndarray) -> Any:
        with torch.inference_mode():
            scaled = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
            return model.encode_image((scaled - mean) / deviation, normalize=True).numpy()

    def text(words: str) -> Any:
        with torch.inference_mode():
            return model.encode_text(tokenize([words]), normalize=True).numpy()

    return images, text


def serve_plain(pipe: Connection, spec: ModelSpec, threads: int) -> None:
    """Answer pixels and texts with the seconds that open_clip takes for them."""
    import torch

    torch.set_num_threads(threads)
    images, text = plain(spec)
    while (question := pipe.recv()) is not None:
        began = time.perf_counter()
        text(question) if isinstance(question, str) else images(question)
        pipe.send(time.perf_counter() - began)


def formats(spec: ModelSpec, pixels: np.ndarray, threads: int) -> dict[str, float]:
    """Images a second on the graphics processor in each number format; empty without one."""
    import torch

    from visionquery.vision.device import DeviceChoice
    from visionquery.vision.towers import load_image_tower

    rates: dict[str, float] = {}
    for name in ("float32", "float16", "bfloat16") if torch.cuda.is_available() else ():
        tower = load_image_tower(spec, DeviceChoice("cuda", name, ""), threads)  # type: ignore[arg-type]
        seconds = []
        for _ in range(ROUNDS):
            started = time.perf_counter()
            for _ in range(PASSES):
                tower.encode(pixels)
            seconds.append((time.perf_counter() - started) / PASSES)
        rates[name] = round(len(pixels) / float(np.median(seconds[1:])), 1)
    return rates


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="starter")
    parser.add_argument("--architecture")
    parser.add_argument("--models-dir", type=Path, default=Path())
    parser.add_argument("--threads", type=int)
    parser.add_argument("--rows", type=int, default=32)
    options = parser.parse_args()
    threads = options.threads or available_cores()
    # Both before this process has set how its own threads wait.
    context = multiprocessing.get_context("spawn")
    with tempfile.TemporaryDirectory() as scratch:
        if options.architecture:
            maker = context.Process(target=random_model, args=(options.architecture, Path(scratch)))
            maker.start()
            maker.join()
            spec = find_model(LOCAL_PREFIX + scratch, Path())
        else:
            spec = find_model(options.model, options.models_dir)
        pipe, far = context.Pipe()
        context.Process(target=serve_plain, args=(far, spec, threads), daemon=True).start()
        far.close()  # so that its end is seen here
        print(json.dumps(measure(spec, options, pipe, threads), indent=1))
        pipe.send(None)


def measure(spec: ModelSpec, options: argparse.Namespace, pipe: Connection, threads: int) -> dict[str, Any]:
    started, processor = time.perf_counter(), time.process_time()
    encoder = load_encoder(spec, threads=threads, pictures=False)
    text_half = {"seconds": round(time.perf_counter() - started, 2), "megabytes": megabytes()}
    encoder._pictures.load()
    loaded = {
        "seconds": round(time.perf_counter() - started, 2),
        "cpu": round(time.process_time() - processor, 2),
        "megabytes": megabytes(),
    }

    side = spec.preprocessing.size
    pixels = np.random.default_rng(0).integers(0, 256, (options.rows, side, side, 3), dtype=np.uint8)
    while not encoder._pictures._batch.settled:
        encoder.encode_pixels(pixels)
    encoding = megabytes()

    def by_plain(question: object) -> float:
        pipe.send(question)
        seconds: float = pipe.recv()
        return seconds

    def by_us(question: Any) -> float:
        began = time.perf_counter()
        encoder._text.encode([question]) if isinstance(question, str) else encoder.encode_pixels(question)
        return time.perf_counter() - began

    by_plain(pixels)
    rates: dict[str, list[float]] = {"ours": [], "plain": []}
    texts: dict[str, list[float]] = {"ours": [], "plain": []}
    for _ in range(ROUNDS):
        for name, take in (("ours", by_us), ("plain", by_plain)):
            for _ in range(PASSES):
                rates[name].append(len(pixels) / take(pixels))
            texts[name] += [1000 * take(words) for words in TEXTS]
    middle = {name: float(np.median(values)) for name, values in rates.items()}
    middle_text = {name: float(np.median(values)) for name, values in texts.items()}
    return {
        "model": options.architecture or encoder.name,
        "device": encoder.device,
        "chosen": encoder.number_format,
        "because": encoder.reason,
        "threads": threads,
        "batch": encoder._pictures._batch.current,
        "text_half_loaded": text_half,
        "loaded": loaded,
        "megabytes_encoding": encoding,
        "compiler_imported": "torch._dynamo" in sys.modules,
        "images_per_second": {name: round(rate, 1) for name, rate in middle.items()},
        "images_against_plain": round(middle["ours"] / middle["plain"], 2),
        "text_ms": {name: round(value, 2) for name, value in middle_text.items()},
        "text_against_plain": round(middle_text["plain"] / middle_text["ours"], 2),
        "graphics_processor_images_per_second": formats(spec, pixels, threads),
    }


if __name__ == "__main__":
    main()
