"""Speed of a model on this machine: pictures a second, milliseconds a text, seconds to load; prints one JSON object.

    python tests/benchmarks/encoder.py [--model starter] [--threads 2]

The number format that the program chooses and float32 take turns, so that their ratio holds on a busy machine too.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from pathlib import Path
from typing import Any

import numpy as np

from visionquery.vision.encoder import load_encoder
from visionquery.vision.model import find_model

ROUNDS = 5
TEXTS = ["a dog on the beach", "two children playing soccer", "red car", "a birthday cake with candles on a table"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--model", default="starter")
    parser.add_argument("--models-dir", type=Path, default=Path())
    parser.add_argument("--threads", type=int)
    options = parser.parse_args()
    spec = find_model(options.model, options.models_dir)
    started, processor = time.perf_counter(), time.process_time()
    encoder = load_encoder(spec, threads=options.threads)
    loaded = {"seconds": round(time.perf_counter() - started, 2), "cpu": round(time.process_time() - processor, 2)}

    import torch

    from visionquery.vision.device import DeviceChoice
    from visionquery.vision.towers import load_towers

    plain = load_towers(spec, DeviceChoice("cpu", "float32", "to compare with"), torch.get_num_threads())
    chosen = encoder._towers
    side = spec.preprocessing.size
    pixels = np.random.default_rng(0).integers(0, 256, (BATCH_SIZE, side, side, 3), dtype=np.uint8)
    towers = {encoder.number_format: chosen, "float32": plain}
    images: dict[str, list[float]] = {name: [] for name in towers}
    texts: dict[str, list[float]] = {name: [] for name in towers}
    for _ in range(ROUNDS):
        for name, each in towers.items():
            started = time.perf_counter()
            each.encode_pixels(pixels)
            images[name].append(BATCH_SIZE / (time.perf_counter() - started))
            for text in TEXTS:
                started = time.perf_counter()
                each.encode_texts([text])
                texts[name].append(1000 * (time.perf_counter() - started))
    described: dict[str, Any] = {
        "model": encoder.name,
        "device": encoder.device,
        "chosen": encoder.number_format,
        "threads": torch.get_num_threads(),
        "load": loaded,
        "compiler_imported": "torch._dynamo" in sys.modules,
    }
    for name in towers:
        described[name] = {
            "images_per_second": {
                "median": round(float(np.median(images[name])), 1),
                "best": round(max(images[name]), 1),
            },
            "text_ms": {"median": round(float(np.median(texts[name])), 2), "best": round(min(texts[name]), 2)},
        }
    print(json.dumps(described, indent=1))


if __name__ == "__main__":
    main()
