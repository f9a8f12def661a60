"""What a bundle weighs, and when that stops the build."""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import ModuleType

import pytest


@pytest.mark.parametrize(
    ("place", "component"),
    [
        ("visionquery/resources/models/starter/open_clip_model.safetensors", "starter model"),
        ("visionquery/resources/icons/app.svg", "VisionQuery"),
        ("visionquery", "VisionQuery"),
        ("torch/lib/libtorch_cpu.so", "torch"),
        ("torchvision/_C.so", "torchvision"),
        ("PySide6/Qt/lib/libQt6Core.so.6", "Qt"),
        ("libQt6Core.so.6", "Qt"),
        ("libpython3.11.so.1.0", "Python and the rest"),
    ],
)
def test_every_file_belongs_to_a_component(sizes: ModuleType, place: str, component: str) -> None:
    assert sizes.component_of(place) == component


def test_links_are_not_counted_twice(sizes: ModuleType, tmp_path: Path) -> None:
    (tmp_path / "_internal" / "torch").mkdir(parents=True)
    (tmp_path / "_internal" / "torch" / "library.so").write_bytes(bytes(1_000_000))
    (tmp_path / "_internal" / "library.so").symlink_to("torch/library.so")
    measured = sizes.measure(tmp_path)
    assert measured["torch"] == 1.0
    assert sum(measured.values()) == 1.0


@pytest.mark.parametrize(("grown", "code"), [(1_050_000, 0), (1_200_000, 1)])
def test_growth_by_more_than_a_tenth_stops_the_build(
    sizes: ModuleType, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, grown: int, code: int
) -> None:
    bundle = tmp_path / "bundle"
    bundle.mkdir()
    monkeypatch.setattr(sizes, "RECORD", tmp_path / "sizes.json")
    (tmp_path / "sizes.json").write_text(json.dumps({sys.platform: {"total": 1.0}}))
    (bundle / "visionquery").write_bytes(bytes(grown))
    monkeypatch.setattr(sys, "argv", ["sizes.py", str(bundle)])
    assert sizes.main() == code
    monkeypatch.setattr(sys, "argv", ["sizes.py", str(bundle), "--accept"])
    assert sizes.main() == 0
    assert json.loads((tmp_path / "sizes.json").read_text())[sys.platform]["total"] == round(grown / 1e6, 1)
