"""Fixtures that every room's tests share: a data folder of their own, real photographs, generated pictures."""

from __future__ import annotations

import json
import multiprocessing
import os
import shutil
import signal
import threading
from collections.abc import Callable, Generator, Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np
import pytest
from command_forge import CommandForge
from PIL import Image

if TYPE_CHECKING:
    from visionquery.domain.models import ModelEntry

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:
    # Started in the background of a shell: what is started here in turn would not hear Ctrl-C either.
    signal.signal(signal.SIGINT, signal.default_int_handler)

SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"

# The processes of pytest-xdist are given files in this order: with the long ones first they end at about the same time.
LONGEST_FIRST = (
    "end_to_end/test_kill.py",
    "vision/test_starter_model.py",
    "end_to_end/test_faults.py",
    "end_to_end/test_migration.py",
    "cli/test_library_life.py",
    "vision/test_download_models.py",
    "worker/test_pictures.py",
    "cli/test_answers.py",
    "worker/test_process.py",
    "ui/test_window_with_worker.py",
    "ui/test_commands_with_worker.py",
)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    tests = Path(__file__).parent
    ranks = {tests / name: rank for rank, name in enumerate(LONGEST_FIRST)}
    items.sort(key=lambda item: ranks.get(item.path, len(ranks)))


def _printable(text: str) -> str:
    return text.encode("utf-8", "backslashreplace").decode("utf-8")


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport() -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Reports go from process to process as UTF-8, and file names in what was logged need not be that."""
    report = yield
    report.sections = [(title, _printable(text)) for title, text in report.sections]
    if report.failed and _printable(str(report.longrepr)) != str(report.longrepr):
        report.longrepr = _printable(str(report.longrepr))
    return report


@pytest.fixture(autouse=True)
def data_dir(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder that no other test sees, also for processes that the test starts."""
    folder = tmp_path / "visionquery-home"
    monkeypatch.setenv("VISIONQUERY_HOME", str(folder))
    return folder


@pytest.fixture
def tried_out_here(monkeypatch: pytest.MonkeyPatch) -> None:
    """Models that come are tried out in this process: one of its own would load torch once more for each (4 s)."""
    from visionquery.vision.download import acceptance, fetching, importing

    def here(folder: Path, entry: ModelEntry, stop: threading.Event, pickled: str = "") -> None:
        near, far = multiprocessing.Pipe(duplex=False)
        with near:
            acceptance._answer(far, folder, entry, pickled)
            fault = near.recv()
        if fault is not None:
            raise fault

    for module in (fetching, importing):
        monkeypatch.setattr(module, "try_out", here)


@pytest.fixture(scope="session")
def command_forge() -> Iterator[CommandForge]:
    """Runs commands of the program that need not import anything first; its process starts with the first of them."""
    forge = CommandForge()
    yield forge
    forge.close()


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """The folder of test photographs, which lies beside a checkout and is no part of the project."""
    if not SHARED_DATA.is_dir():
        pytest.skip("the test photographs (../shared/data) are not on this machine")
    return SHARED_DATA


@pytest.fixture(scope="session")
def flickr_dev(shared_data: Path) -> list[tuple[Path, str]]:
    """Photographs of Flickr8k's development split with their captions, in the order of the list."""
    folder = shared_data / "flickr8k"
    lines = (folder / "dev.tsv").read_text(encoding="utf-8").splitlines()
    return [(folder / "dev" / name, caption) for name, caption in (line.split("\t", 1) for line in lines)]


@pytest.fixture
def photo_folder(tmp_path: Path, flickr_dev: list[tuple[Path, str]]) -> Path:
    """Writable copies of the first twelve development photographs."""
    folder = tmp_path / "photos"
    folder.mkdir()
    for path in list(dict.fromkeys(path for path, _ in flickr_dev))[:12]:
        shutil.copy(path, folder / path.name)
    return folder


@pytest.fixture
def make_photo() -> Callable[..., Path]:
    """Write a picture whose content depends on `seed` alone: smooth blobs, so that encoders tell them apart."""

    def write(path: Path, seed: int = 0, size: tuple[int, int] = (96, 64), quality: int = 88) -> Path:
        path.parent.mkdir(parents=True, exist_ok=True)
        blobs = np.random.default_rng(seed).integers(0, 256, (6, 8, 3), dtype=np.uint8)
        picture = Image.fromarray(blobs).resize(size, Image.Resampling.BICUBIC)
        picture.save(path, quality=quality)
        return path

    return write


@pytest.fixture(scope="session")
def make_model(tmp_path_factory: pytest.TempPathFactory) -> Callable[..., Path]:
    """Make an open_clip model folder with random weights, small enough to load and to run in no time."""

    def make(
        name: str, *, seed: int = 7, dimension: int = 32, image_size: int = 64, resize_mode: str = "shortest"
    ) -> Path:
        from visionquery.vision.torchvision_compat import ensure_importable, lean_imports

        with lean_imports():
            ensure_importable()
            import open_clip
        import torch
        from safetensors.torch import save_file

        vision = {"image_size": image_size, "layers": 1, "width": 64, "head_width": 32, "patch_size": 16}
        text = {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1}
        torch.manual_seed(seed)
        model = open_clip.CLIP(dimension, open_clip.CLIPVisionCfg(**vision), open_clip.CLIPTextCfg(**text))
        folder = tmp_path_factory.mktemp("models") / name
        folder.mkdir()
        save_file(
            {name: tensor.contiguous() for name, tensor in model.state_dict().items()},
            folder / "open_clip_model.safetensors",
        )
        config = {
            "model_cfg": {"embed_dim": dimension, "vision_cfg": vision, "text_cfg": text},
            "preprocess_cfg": {"mean": [0.5] * 3, "std": [0.25] * 3, "resize_mode": resize_mode},
        }
        (folder / "open_clip_config.json").write_text(json.dumps(config), encoding="utf-8")
        return folder

    return make
