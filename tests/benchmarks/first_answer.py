"""How long a person waits: for `--help`, for the first answer after the program starts, and for the next ones.

    python tests/benchmarks/first_answer.py [--photos 200] [--runs 3]

Prints one JSON object. Times are of whole processes, in seconds; the smallest of the runs is what the program needs,
the largest what other work on the machine adds.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from statistics import median

import numpy as np
from PIL import Image

QUERIES = ("a dog on the beach", "children playing", "a red car", "food on a plate", "people in the snow", "a boat")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--photos", type=int, default=200)
    parser.add_argument("--runs", type=int, default=3)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ["VISIONQUERY_HOME"] = f"{folder}/home"
        make_photos(Path(folder, "photos"), arguments.photos)
        indexed = json.loads(visionquery("index", f"{folder}/photos", "--json")[1])
        helped = [visionquery("--help")[0] for _ in range(arguments.runs)]
        searched = [visionquery("search", QUERIES[0], "--json")[0] for _ in range(arguments.runs)]
        first, later = ask_one_by_one()
        bulk = bulk_rate()
    print(
        json.dumps(
            {
                "photos": arguments.photos,
                "model": indexed["model"],
                "help_seconds": spread(helped),
                "first_answer_seconds": spread(searched),
                "stdin_first_answer_seconds": round(first, 3),
                "stdin_next_answer_seconds": spread(later),
                "stdin_queries_per_second": round(bulk, 1),
                "cores": os.cpu_count(),
                "load_average": round(os.getloadavg()[0], 1) if hasattr(os, "getloadavg") else None,
            }
        )
    )


def make_photos(folder: Path, count: int) -> None:
    folder.mkdir(parents=True)
    for number in range(count):
        blobs = np.random.default_rng(number).integers(0, 256, (6, 8, 3), dtype=np.uint8)
        Image.fromarray(blobs).resize((320, 240), Image.Resampling.BICUBIC).save(folder / f"{number:05}.jpg")


def visionquery(*arguments: str, text: str = "") -> tuple[float, str]:
    """Seconds, and the last line of the output."""
    started = time.perf_counter()
    done = subprocess.run(
        [sys.executable, "-m", "visionquery", *arguments], input=text, capture_output=True, text=True, check=True
    )
    return time.perf_counter() - started, done.stdout.rstrip().rpartition("\n")[2]


def ask_one_by_one() -> tuple[float, list[float]]:
    """Each query is written when the answer to the one before is there, as a person would."""
    started = time.perf_counter()
    waited = []
    command = [sys.executable, "-m", "visionquery", "search", "--stdin", "--json"]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin is not None
        assert process.stdout is not None
        for query in QUERIES:
            process.stdin.write(query + "\n")
            process.stdin.flush()
            assert json.loads(process.stdout.readline())["hits"]
            waited.append(time.perf_counter() - started)
            started = time.perf_counter()
        process.stdin.close()
    return waited[0], waited[1:]


def bulk_rate(count: int = 2000) -> float:
    """Different queries a second when all are waiting; the time to start is taken away."""
    words = [query.split() for query in QUERIES]
    lines = [f"{' '.join(words[number % len(words)])} {number}" for number in range(count)]
    one, _ = visionquery("search", "--stdin", "--json", text=lines[0] + "\n")
    all_of_them, _ = visionquery("search", "--stdin", "--json", text="\n".join(lines) + "\n")
    return (count - 1) / max(all_of_them - one, 1e-9)


def spread(seconds: list[float]) -> dict[str, float]:
    return {"min": round(min(seconds), 3), "median": round(median(seconds), 3), "max": round(max(seconds), 3)}


if __name__ == "__main__":
    main()
