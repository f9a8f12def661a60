"""Contract 1: kill the worker at any moment, any number of times, and nothing is lost, doubled or mixed up."""

from __future__ import annotations

import json
import os
import queue
import random
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from visionquery.domain.photos import PhotoState
from visionquery.index.storage import GraphStorage
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import data_paths
from visionquery.vision.model import find_model

KILLS = 100
FORGE = Path(__file__).with_name("worker_forge.py")


class Forge:
    """Starts real workers within milliseconds and kills them."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        assert self.line(120) == "ready"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.strip())

    def line(self, timeout: float) -> str:
        return self._lines.get(timeout=timeout)

    def start(self, *steps: list[str]) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"steps": steps}) + "\n")
        self._process.stdin.flush()
        return int(self.line(30))

    def run(self, *steps: list[str]) -> None:
        """Let a worker carry the steps out to the end."""
        pid = self.start(*steps)
        assert self.line(180) == "done"
        self._wait_until_gone(pid)

    def run_and_kill(self, after: float, *steps: list[str]) -> bool:
        """Kill a worker that carries the steps out; whether it was still at it."""
        pid = self.start(*steps)
        try:
            line = self.line(after)
        except queue.Empty:
            os.kill(pid, signal.SIGKILL)
            self._wait_until_gone(pid)
            # It may have finished in the instant before.
            return self._lines.empty() or self.line(1) != "done"
        assert line == "done", json.loads(line.removeprefix("error "))
        self._wait_until_gone(pid)
        return False

    @staticmethod
    def _wait_until_gone(pid: int) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.01)
        raise AssertionError(f"worker {pid} is still there")


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Callable[[Path], Forge]]:
    if not hasattr(os, "fork"):
        pytest.skip("workers are forked here, which this system cannot do")
    started: list[subprocess.Popen[str]] = []

    def start(home: Path) -> Forge:
        with (tmp_path / f"{home.name}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, str(FORGE)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "VISIONQUERY_HOME": str(home)},
            )
        started.append(process)
        return Forge(process)

    yield start
    for process in started:
        process.kill()
        process.communicate()


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_worker_killed_a_hundred_times_loses_doubles_and_mixes_up_nothing(
    tmp_path: Path, forge: Callable[[Path], Forge], make_photo: Callable[..., Path]
) -> None:
    chance = random.Random(20)
    kept, fleeting = tmp_path / "kept", tmp_path / "fleeting"
    killed_home, fresh_home = tmp_path / "killed", tmp_path / "fresh"
    seeds = iter(range(1_000_000))
    for number in range(60):
        make_photo(kept / f"first {number}.jpg", seed=next(seeds))
        make_photo(fleeting / f"{number}.jpg", seed=next(seeds))
    workers = forge(killed_home)

    kills = 0
    for turn in range(KILLS * 3):
        # Some new photos, a copy, an edit, a move and a deletion each turn, so that every worker has work of all kinds.
        for number in range(6):
            make_photo(kept / f"turn {turn}" / f"{number}.jpg", seed=next(seeds))
        photos = sorted(kept.rglob("*.jpg"))
        shutil.copy(chance.choice(photos), kept / f"turn {turn}" / "copy.jpg")
        make_photo(chance.choice(photos), seed=next(seeds))
        chance.choice(photos).rename(kept / f"moved {turn}.jpg")
        if len(photos) > 150:
            chance.choice(sorted(kept.rglob("*.jpg"))).unlink()
        folder_step = ["remove" if turn % 3 == 2 else "add", str(fleeting)]
        # From the first instants (database being made, claims) to the end (index being saved).
        after = chance.choice([0.02, 0.1, 0.3, 0.6, 1.0, 2.0]) * chance.uniform(0.5, 1.5)
        kills += workers.run_and_kill(after, ["add", str(kept)], folder_step, ["rescan"], ["index"])
        if kills == KILLS:
            break
    assert kills == KILLS

    workers.run(["add", str(kept)], ["remove", str(fleeting)], ["rescan"], ["index"])
    forge(fresh_home).run(["add", str(kept)], ["index"])

    survived, fresh = _photos_and_vectors(killed_home), _photos_and_vectors(fresh_home)
    on_disk = {str(path) for path in kept.rglob("*.jpg")}
    assert set(fresh) == on_disk
    assert set(survived) == on_disk
    for path, vector in fresh.items():
        # Equal but for the rounding of bfloat16 in batches of another make-up; other pictures are far away.
        assert float(survived[path] @ vector) > 0.99, path
    _assert_saved_index_agrees(killed_home)


@pytest.mark.slow
def test_a_worker_killed_while_the_library_is_being_made_leaves_one_that_opens(
    tmp_path: Path, forge: Callable[[Path], Forge], make_photo: Callable[..., Path]
) -> None:
    chance = random.Random(3)
    for number in range(8):
        make_photo(tmp_path / "photos" / f"{number}.jpg", seed=number)
    workers = forge(tmp_path / "home")
    for _ in range(12):
        shutil.rmtree(tmp_path / "home", ignore_errors=True)
        for _ in range(2):
            assert workers.run_and_kill(chance.uniform(0.0, 0.12), ["add", str(tmp_path / "photos")], ["index"])

    workers.run(["add", str(tmp_path / "photos")], ["index"])

    assert len(_photos_and_vectors(tmp_path / "home")) == 8


def _photos_and_vectors(home: Path) -> dict[str, np.ndarray]:
    """Every photo's path and its vector; asserts that each is there once and indexed."""
    reader = LibraryReader(data_paths(str(home)))
    photos = list(reader.photos(reader.all_ids()).values())
    assert [photo.path for photo in photos if photo.state is not PhotoState.INDEXED] == []
    assert len({photo.path for photo in photos}) == len(photos)
    contents = [reader.content_of(photo.id) for photo in photos]
    vectors = reader.embeddings.vectors(_space(reader), [content for content in contents if content is not None])
    found = {photo.path: vector for photo, vector in zip(photos, vectors.astype(np.float32), strict=True)}
    reader.close()
    return found


def _space(reader: LibraryReader) -> int:
    spec = find_model("starter", reader.paths.models_dir)
    space_id = reader.embeddings.find_space(spec.name, spec.fingerprint())
    assert space_id is not None
    return space_id


def _assert_saved_index_agrees(home: Path) -> None:
    """The saved graph alone, with nothing replayed, holds the very vectors of the library."""
    reader = LibraryReader(data_paths(str(home)))
    space_id = _space(reader)
    dimension = find_model("starter", reader.paths.models_dir).dimension
    loaded = GraphStorage(reader.paths.index_dir, "starter", dimension).load()
    assert loaded is not None
    graph, sequence = loaded
    contents = reader.embeddings.content_ids(space_id)
    assert sequence == reader.embeddings.last_sequence(space_id)
    assert sorted(graph.ids()) == sorted(contents)
    cosines = (graph.vectors(contents) * reader.embeddings.vectors(space_id, contents).astype(np.float32)).sum(axis=1)
    assert cosines.min() > 0.999
    reader.close()
