"""A worker on a data folder of its own, with a model small enough to load and run in no time."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from visionquery.domain.events import Event
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths
from visionquery.worker.core import WorkerCore

TINY = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 64, "layers": 1, "width": 64, "head_width": 32, "patch_size": 16},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}


@pytest.fixture(scope="session")
def tiny_model(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An open_clip model folder with random weights: its answers mean nothing, but everything else is real."""
    from visionquery.vision.torchvision_compat import ensure_importable

    ensure_importable()
    import open_clip
    import torch
    from safetensors.torch import save_file

    torch.manual_seed(7)
    model = open_clip.CLIP(
        TINY["embed_dim"], open_clip.CLIPVisionCfg(**TINY["vision_cfg"]), open_clip.CLIPTextCfg(**TINY["text_cfg"])
    )
    folder = tmp_path_factory.mktemp("models") / "tiny"
    folder.mkdir()
    save_file(
        {name: tensor.contiguous() for name, tensor in model.state_dict().items()},
        folder / "open_clip_model.safetensors",
    )
    config = {"model_cfg": TINY, "preprocess_cfg": {"mean": [0.5] * 3, "std": [0.25] * 3}}
    (folder / "open_clip_config.json").write_text(json.dumps(config), encoding="utf-8")
    return folder


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
