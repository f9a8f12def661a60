"""What videos cost and how surely they are found: `python tests/benchmarks/videos.py [--films 100] [--scenes 4]`.

Films of unrelated photographs of Flickr8k's development split are made, written as H.264, and read as the worker reads
them. Their captions are the questions: how often is the film that shows the scene the first of all, or among five?
Once with a vector for each scene, as the library keeps them, once with the mean of them, once with that of the frame in
the thumbnail alone (null where the photographs are not on this machine). Then the time that reading takes, against
that of a photograph of 12 megapixels. Prints JSON.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image, ImageOps

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT / "tests" / "support"))

from videos import write_video  # noqa: E402

from visionquery.indexing.encoding import distinct  # noqa: E402
from visionquery.vision.decoding import ReadLimits  # noqa: E402
from visionquery.vision.encoder import load_encoder  # noqa: E402
from visionquery.vision.model import find_model  # noqa: E402
from visionquery.vision.reading import read_picture  # noqa: E402

FLICKR = ROOT.parent / "shared" / "data" / "flickr8k"
Vectors = npt.NDArray[np.float32]


def recall(scores: npt.NDArray[np.float32], right: npt.NDArray[np.int64]) -> dict[str, float]:
    """`scores` float32[queries, films]; the share of queries whose film is the first, or among five."""
    rank = (scores > scores[np.arange(len(right)), right][:, None]).sum(axis=1)
    return {"at_1": round(float((rank < 1).mean()), 3), "at_5": round(float((rank < 5).mean()), 3)}


def finding(films: int, scenes: int, folder: Path) -> dict[str, object]:
    spec = find_model("starter", folder)
    encoder = load_encoder(spec, "cpu")
    captions: dict[str, list[str]] = {}
    for line in (FLICKR / "dev.tsv").read_text(encoding="utf-8").splitlines():
        name, caption = line.split("\t", 1)
        captions.setdefault(name, []).append(caption)
    names = np.random.default_rng(0).permutation(list(captions))[: films * scenes].reshape(-1, scenes)
    kept: list[Vectors] = []
    for number, shown in enumerate(names):
        pictures = [ImageOps.fit(Image.open(FLICKR / "dev" / name).convert("RGB"), (480, 320)) for name in shown]
        path = write_video(folder / f"{number}.mp4", pictures, seconds=5, size=(480, 320))
        kept.append(encoder.encode_pixels(read_picture(str(path), ReadLimits(), spec.preprocessing).pixels))
    queries = [(caption, film) for film, shown in enumerate(names) for name in shown for caption in captions[name]]
    texts = encoder.encode_texts([caption for caption, _ in queries])
    right = np.array([film for _, film in queries])
    several = [distinct(vectors) for vectors in kept]
    means = np.stack([vectors.mean(axis=0) / np.linalg.norm(vectors.mean(axis=0)) for vectors in kept])
    return {
        "films": len(names),
        "scenes": scenes,
        "queries": len(queries),
        "vectors_a_film": round(statistics.mean(len(vectors) for vectors in several), 2),
        "best_of_each_scene": recall(np.stack([(texts @ vectors.T).max(axis=1) for vectors in several], axis=1), right),
        "mean_of_frames": recall(texts @ means.T, right),
        "one_frame": recall(texts @ np.stack([vectors[0] for vectors in kept]).T, right),
    }


def reading(folder: Path, rounds: int) -> dict[str, object]:
    """Milliseconds, medians of reads in turns."""
    spec = find_model("starter", folder)
    random = np.random.default_rng(0)
    blobs = [Image.fromarray(random.integers(0, 256, (60, 80, 3), dtype=np.uint8)) for _ in range(4)]
    pictures = [blob.resize((4000, 3000), Image.Resampling.BICUBIC) for blob in blobs]
    photo = folder / "photo.jpg"
    pictures[0].save(photo, quality=90)
    fast = {"codec": "libx264", "options": {"preset": "ultrafast"}, "seconds": 5, "rate": 5}
    files = {
        "photo of 12 megapixels": photo,
        "video 1920 x 1080": write_video(folder / "hd.mp4", pictures, size=(1920, 1080), **fast),  # type: ignore[arg-type]
        "video 3840 x 2160": write_video(folder / "uhd.mp4", pictures, size=(3840, 2160), **fast),  # type: ignore[arg-type]
    }
    times: dict[str, list[float]] = {name: [] for name in files}
    for _ in range(rounds + 1):
        for name, path in files.items():
            times[name].append(_seconds(lambda path=path: read_picture(str(path), ReadLimits(), spec.preprocessing)))  # type: ignore[misc]
    return {name: round(1000 * statistics.median(each[1:]), 1) for name, each in times.items()}


def _seconds(work: Callable[[], object]) -> float:
    started = time.perf_counter()
    work()
    return time.perf_counter() - started


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--films", type=int, default=100)
    parser.add_argument("--scenes", type=int, default=4)
    parser.add_argument("--rounds", type=int, default=9)
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        found = finding(options.films, options.scenes, Path(place)) if FLICKR.is_dir() else None
        print(json.dumps({"finding": found, "reading_milliseconds": reading(Path(place), options.rounds)}, indent=2))


if __name__ == "__main__":
    main()
