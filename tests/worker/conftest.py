"""A worker on a data folder of its own, with a model small enough to load and run in no time."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from visionquery.domain.events import Event
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths
from visionquery.worker.core import WorkerCore

MakeModel = Callable[..., Path]


@pytest.fixture(scope="session")
def tiny_model(make_model: MakeModel) -> Path:
    """An open_clip model folder with random weights: its answers mean nothing, but everything else is real."""
    return make_model("tiny")


@pytest.fixture(scope="session")
def other_model(make_model: MakeModel) -> Path:
    """Another one, of another dimension, that wants its pictures in another size and fitted otherwise."""
    return make_model("other", seed=8, dimension=48, image_size=48, resize_mode="squash")


@pytest.fixture
def paths(data_dir: Path, tiny_model: Path) -> DataPaths:
    """A library that uses the tiny model."""
    paths = DataPaths(data_dir)
    with Library(paths) as library:
        library.settings.set("model", f"local-dir:{tiny_model}")
    return paths


class Recorder:
    """Keeps events and waits for them."""

    def __init__(self) -> None:
        self.events: list[object] = []
        self._changed = threading.Condition()

    def __call__(self, event: object) -> None:
        with self._changed:
            self.events.append(event)
            self._changed.notify_all()

    def wait_for(self, wanted: Callable[[object], bool], timeout: float = 30.0) -> object:
        """The first event, past or future, for which `wanted` is true."""
        deadline = time.monotonic() + timeout
        seen = 0
        with self._changed:
            while True:
                for event in self.events[seen:]:
                    if wanted(event):
                        return event
                seen = len(self.events)
                if not self._changed.wait(max(0.0, deadline - time.monotonic())):
                    raise AssertionError(f"not told in {timeout:.0f} s: {self.events[-20:]}")


@pytest.fixture
def recorder() -> Recorder:
    return Recorder()


@pytest.fixture
def start_core(paths: DataPaths) -> Iterator[Callable[..., WorkerCore]]:
    """Start a `WorkerCore`, stopped at the end of the test."""
    cores: list[WorkerCore] = []

    def start(on_event: Callable[[Event], None] = lambda event: None, *, watch: bool = False) -> WorkerCore:
        core = WorkerCore(paths, on_event, decoders=1)
        core.start(watch=watch)
        cores.append(core)
        return core

    def stop_all() -> None:
        while cores:
            cores.pop().stop()

    start.stop_all = stop_all  # type: ignore[attr-defined]
    yield start
    stop_all()
