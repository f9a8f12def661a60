"""Latency, recall, memory and build rate of exact search and of the graph; prints one JSON object.

    python tests/benchmarks/search_latency.py [--sizes 10000 100000] [--dimension 512] [--vectors FILE.npz]

Exact and graph take turns query by query, so that their ratio holds on a busy machine too. Vectors are made with a
modality gap, or taken from FILE: `images` float[n, d] and `texts` float[m, d], unit rows.
"""

from __future__ import annotations

import argparse
import json
import platform
import time
from typing import Any

import numpy as np

from visionquery.index.exact import ExactIndex
from visionquery.index.graph import GraphIndex, search_breadth
from visionquery.index.measurement import modality_gap, recall
from visionquery.index.planner import GRAPH_FROM

K = 50
QUERIES = 200
CHUNK = 1000


def measure(images: np.ndarray, texts: np.ndarray) -> dict[str, Any]:
    """Both ways of searching on the same vectors, in the same minute."""
    count, dimension = images.shape
    ids = np.arange(count, dtype=np.int64)
    exact, graph = ExactIndex(dimension), GraphIndex(dimension)
    exact.add(ids, images)
    started = time.perf_counter()
    for start in range(0, count, CHUNK):
        graph.add(ids[start : start + CHUNK], images[start : start + CHUNK])
    built = time.perf_counter() - started
    seconds: dict[str, list[float]] = {"exact": [], "graph": []}
    for query in texts:
        for name, index in (("exact", exact), ("graph", graph)):
            started = time.perf_counter()
            index.search(query, K, None)
            seconds[name].append(time.perf_counter() - started)
    found = recall(lambda query, k: graph.search(query, k, None), lambda query, k: exact.search(query, k, None), texts)
    return {
        "vectors": count,
        "dimension": dimension,
        "breadth": search_breadth(count, K),
        "recall_at_50": round(found, 4),
        "exact": percentiles(seconds["exact"]),
        "graph": percentiles(seconds["graph"]),
        "exact_to_graph": round(float(np.median(seconds["exact"]) / np.median(seconds["graph"])), 2),
        "graph_bytes_per_photo": round(graph.file_size() / count),
        "exact_bytes_per_photo": 4 * dimension + 8,
        "build_per_second": round(count / built),
    }


def percentiles(seconds: list[float]) -> dict[str, float]:
    milliseconds = np.array(seconds) * 1000
    return {
        "least_ms": round(float(milliseconds.min()), 3),
        "median_ms": round(float(np.median(milliseconds)), 3),
        "p95_ms": round(float(np.percentile(milliseconds, 95)), 3),
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[2_500, 5_000, 10_000, 25_000, 50_000, 100_000])
    parser.add_argument("--dimension", type=int, default=512)
    parser.add_argument("--vectors")
    options = parser.parse_args()
    if options.vectors:
        with np.load(options.vectors) as file:
            results = [measure(file["images"].astype(np.float32), file["texts"][:QUERIES].astype(np.float32))]
    else:
        results = [measure(*modality_gap(size, options.dimension, QUERIES)) for size in options.sizes]
    print(json.dumps({"processor": platform.machine(), "graph_from": GRAPH_FROM, "results": results}, indent=1))


if __name__ == "__main__":
    main()
