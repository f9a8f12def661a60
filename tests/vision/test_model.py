"""What a model folder says of itself, and how it is refused. No torch here."""

from __future__ import annotations

import json
import struct
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.errors import ModelUnavailable
from visionquery.vision.model import (
    CONFIG_NAME,
    TEXT_CONFIG_NAME,
    TOKENIZER_NAMES,
    WEIGHTS_NAMES,
    ModelSpec,
    check_weights,
    find_model,
    read_model,
)
from visionquery.vision.preprocessing import Preprocessing

CONFIG = {
    "model_cfg": {"embed_dim": 32, "vision_cfg": {"image_size": 64}, "text_cfg": {"context_length": 16}},
    "preprocess_cfg": {"mean": [0.5, 0.4, 0.3], "std": [0.2, 0.2, 0.1], "resize_mode": "squash"},
}


def write_weights(path: Path, values: bytes = bytes(64)) -> None:
    header = json.dumps({"weight": {"dtype": "F32", "shape": [len(values) // 4], "data_offsets": [0, len(values)]}})
    path.write_bytes(struct.pack("<Q", len(header)) + header.encode() + values)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    folder = tmp_path / "models" / "small"
    folder.mkdir(parents=True)
    (folder / CONFIG_NAME).write_text(json.dumps(CONFIG))
    write_weights(folder / WEIGHTS_NAMES[0])
    return folder


def changed(folder: Path, part: str, **values: Any) -> ModelSpec:
    config = json.loads(json.dumps(CONFIG))
    (config["model_cfg"] if part == "model_cfg" else config["preprocess_cfg"]).update(values)
    (folder / CONFIG_NAME).write_text(json.dumps(config))
    return read_model("small", folder)


def test_a_folder_describes_its_model(folder: Path) -> None:
    spec = find_model("small", folder.parent)
    assert (spec.name, spec.dimension) == ("small", 32)
    assert spec.preprocessing == Preprocessing(64, "squash", "bicubic", 0)
    assert (spec.mean, spec.std) == ((0.5, 0.4, 0.3), (0.2, 0.2, 0.1))
    assert spec.weights == folder / WEIGHTS_NAMES[0]


def test_a_model_is_found_by_its_path(folder: Path, tmp_path: Path) -> None:
    assert find_model(f"local-dir:{folder}", tmp_path) == find_model("small", folder.parent)


def test_the_built_in_model_is_there() -> None:
    spec = find_model("starter", Path("nowhere"))
    assert spec.dimension > 0
    assert spec.weights.stat().st_size < 70_000_000


@pytest.mark.parametrize("name", ["", "../small", "/etc", "a/b", "absent"])
def test_no_other_name_leads_anywhere(folder: Path, name: str) -> None:
    with pytest.raises(ModelUnavailable):
        find_model(name, folder.parent)


@pytest.mark.parametrize(
    "text", ["", "[]", "{}", '{"model_cfg": 3}', '{"model_cfg": {"embed_dim": "x", "vision_cfg": {}}}', "\x00"]
)
def test_a_broken_description_is_a_fault_with_advice(folder: Path, text: str) -> None:
    (folder / CONFIG_NAME).write_text(text)
    with pytest.raises(ModelUnavailable) as caught:
        read_model("small", folder)
    assert caught.value.advice


@pytest.mark.parametrize(
    "values",
    [{"std": [0, 1, 1]}, {"mean": [1, 2]}, {"mean": ["a", 1, 1]}, {"resize_mode": "fold"}, {"interpolation": "magic"}],
)
def test_a_description_that_cannot_be_followed_is_refused(folder: Path, values: dict[str, Any]) -> None:
    with pytest.raises(ModelUnavailable):
        changed(folder, "preprocess_cfg", **values)


def test_pictures_that_are_not_square_are_refused(folder: Path) -> None:
    with pytest.raises(ModelUnavailable, match="square"):
        changed(folder, "model_cfg", vision_cfg={"image_size": [64, 32]})


def test_absent_weights_are_named(folder: Path) -> None:
    (folder / WEIGHTS_NAMES[0]).unlink()
    (folder / "open_clip_pytorch_model.bin").write_bytes(b"a pickle, never loaded")
    with pytest.raises(ModelUnavailable, match="no weights"):
        read_model("small", folder)


@pytest.mark.parametrize("kept", [0, 7, 8, 40, -1])
def test_weights_that_were_cut_off_are_refused_before_anything_is_loaded(folder: Path, kept: int) -> None:
    path = folder / WEIGHTS_NAMES[0]
    path.write_bytes(path.read_bytes()[:kept])
    with pytest.raises(ModelUnavailable):
        check_weights(path)


def test_the_fingerprint_is_of_every_byte_that_matters(folder: Path, tmp_path: Path) -> None:
    before = read_model("small", folder).fingerprint()
    prints = {before}
    for part, values in (
        ("model_cfg", {"quick_gelu": True}),
        ("preprocess_cfg", {"mean": [0.5, 0.4, 0.31]}),
        ("preprocess_cfg", {"resize_mode": "shortest"}),
    ):
        prints.add(changed(folder, part, **values).fingerprint())
    assert len(prints) == 4
    (folder / CONFIG_NAME).write_text(json.dumps(CONFIG))
    for name in (TEXT_CONFIG_NAME, *TOKENIZER_NAMES):
        (folder / name).write_text(name)
        prints.add(read_model("small", folder).fingerprint())
        (folder / name).unlink()
    write_weights(folder / WEIGHTS_NAMES[0], bytes(63) + b"\x01")
    prints.add(read_model("small", folder).fingerprint())
    assert len(prints) == 4 + 1 + len(TOKENIZER_NAMES) + 1

    write_weights(folder / WEIGHTS_NAMES[0])
    moved = folder.rename(tmp_path / "elsewhere")
    assert read_model("other name", moved).fingerprint() == before


def test_models_are_read_without_torch() -> None:
    script = "import sys, visionquery.vision.model, visionquery.vision.encoder; sys.exit('torch' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", script], timeout=120, check=False).returncode == 0
