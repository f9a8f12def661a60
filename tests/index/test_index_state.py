"""Any order of additions, removals, saves, kills and searches against a plain dictionary."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from visionquery.index.planner import VectorIndex

DIMENSION = 8


class Source:
    """What the library committed, in its order: sequence, content, and its vectors [1 or more, d]."""

    def __init__(self) -> None:
        self.rows: list[tuple[int, int, np.ndarray]] = []
        self.sequence = 0

    def blocks(self, after_sequence: int = 0):
        rows = [row for row in self.rows if row[0] > after_sequence]
        for start in range(0, len(rows), 7):
            sequences, ids, vectors = zip(*rows[start : start + 7], strict=True)
            counts = [len(each) for each in vectors]
            yield _Block(np.repeat(sequences, counts), np.repeat(ids, counts), np.concatenate(vectors))

    def content_ids(self) -> np.ndarray:
        return np.array([row[1] for row in self.rows], np.int64)

    def last_sequence(self) -> int:
        return self.rows[-1][0] if self.rows else 0


class _Block:
    def __init__(self, sequences: np.ndarray, content_ids: np.ndarray, vectors: np.ndarray) -> None:
        self.sequences, self.content_ids, self.vectors = sequences, content_ids, vectors


class IndexMachine(RuleBasedStateMachine):
    """The library is the truth; the index may be behind it only between its commit and the call after it."""

    @initialize(graph_from=st.sampled_from([None, 1, 12]))
    def start(self, graph_from: int | None) -> None:
        self.place = tempfile.TemporaryDirectory()
        self.folder = Path(self.place.name)
        self.graph_from = graph_from
        self.source = Source()
        self.next_id = 1
        self.index = VectorIndex(self.folder, "space", DIMENSION, graph_from)
        self.index.load(self.source)

    @rule(
        counts=st.lists(st.sampled_from([1, 1, 1, 2, 5, 16]), min_size=1, max_size=12),
        seed=st.integers(0, 50),
        told=st.booleans(),
    )
    def add(self, counts: list[int], seed: int, told: bool) -> None:
        """Pictures, and videos of several vectors."""
        vectors = np.random.default_rng(seed).standard_normal((sum(counts), DIMENSION)).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        ids = np.arange(self.next_id, self.next_id + len(counts))
        self.next_id += len(counts)
        for content_id, part in zip(ids.tolist(), np.split(vectors, np.cumsum(counts)[:-1]), strict=True):
            self.source.sequence += 1
            self.source.rows.append((self.source.sequence, content_id, part.astype(np.float16)))
        if told:
            self.index.add(np.repeat(ids, counts), vectors, self.source.sequence)
        else:
            self.kill_and_restart()

    @rule(data=st.data(), told=st.booleans())
    def remove(self, data: st.DataObject, told: bool) -> None:
        known = [row[1] for row in self.source.rows]
        gone = set(data.draw(st.lists(st.sampled_from(known), max_size=9))) if known else set()
        self.source.rows = [row for row in self.source.rows if row[1] not in gone]
        if told:
            self.index.remove(np.array(sorted(gone), np.int64))
        else:
            self.kill_and_restart()

    @rule()
    def save(self) -> None:
        self.index.save()

    @rule()
    def wait(self) -> None:
        assert self.index.wait_until_built(30)

    @rule()
    def kill_and_restart(self) -> None:
        self.index.close()
        self.index = VectorIndex(self.folder, "space", DIMENSION, self.graph_from)
        self.index.load(self.source)

    # Which files there are, and how long, depends on when the background was done: nothing may be drawn from that.
    @rule(
        which=st.integers(0, 99),
        place=st.integers(0, 1 << 20),
        bit=st.integers(0, 7),
        cut=st.sampled_from(["none", "last", "all"]),
    )
    def damage(self, which: int, place: int, bit: int, cut: str) -> None:
        files = sorted(path for path in self.folder.iterdir() if path.stat().st_size)
        if files:
            path = files[which % len(files)]
            content = bytearray(path.read_bytes())
            content[place % len(content)] ^= 1 << bit
            path.write_bytes(content[: {"none": len(content), "last": len(content) - 1, "all": 0}[cut]])
            self.kill_and_restart()

    @rule(seed=st.integers(0, 50), k=st.integers(1, 40), data=st.data())
    def search(self, seed: int, k: int, data: st.DataObject) -> None:
        query = np.random.default_rng(seed + 1000).standard_normal(DIMENSION).astype(np.float32)
        query /= np.linalg.norm(query)
        everything = {row[1]: row[2] for row in self.source.rows}
        among = data.draw(st.none() | st.lists(st.integers(1, max(1, self.next_id)), unique=True))
        allowed = None if among is None else np.array(among, np.int64)
        found = self.index.search(query, k, allowed)
        possible = set(everything) & (set(everything) if among is None else set(among))
        assert len(found.content_ids) == min(k, len(possible))
        assert len(set(found.content_ids.tolist())) == len(found.content_ids)
        order = list(zip(-found.scores, found.content_ids.tolist(), strict=True))
        assert order == sorted(order)
        # At this size the graph is asked for everything in reach, so it answers as exact search does.
        true = {content_id: _score(everything[content_id], query) for content_id in possible}
        for content_id, score in zip(found.content_ids.tolist(), found.scores.tolist(), strict=True):
            assert abs(true[content_id] - score) < 1e-5
        best = sorted(true.values(), reverse=True)[:k]
        assert np.allclose(sorted(found.scores.tolist(), reverse=True), best, atol=1e-5)

    @invariant()
    def holds_what_the_library_holds(self) -> None:
        if hasattr(self, "index"):
            assert len(self.index) == len(self.source.rows)

    def teardown(self) -> None:
        if hasattr(self, "index"):
            self.index.close()
            self.place.cleanup()


def _score(vectors: np.ndarray, query: np.ndarray) -> float:
    """Of the vector that is most like the query."""
    units = vectors.astype(np.float64) / np.linalg.norm(vectors.astype(np.float64), axis=1, keepdims=True)
    return float((units @ query).max())


TestIndexAgainstADictionary = IndexMachine.TestCase
TestIndexAgainstADictionary.settings = settings(
    max_examples=40, stateful_step_count=30, deadline=None, suppress_health_check=list(HealthCheck)
)
