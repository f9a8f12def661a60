"""The contact sheet."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from visionquery.cli.sheet import Card, draw_sheet, save_sheet
from visionquery.domain.errors import Fault

RED = Image.new("RGB", (400, 300), (220, 20, 20))


def test_every_picture_is_there_with_its_label(tmp_path: Path) -> None:
    cards = [Card(rank, 0.5, f"photo{rank}.jpg", RED) for rank in range(1, 8)]
    save_sheet(draw_sheet("a red thing", "7 hits", cards), tmp_path / "sheet.png")
    with Image.open(tmp_path / "sheet.png") as sheet:
        pixels = np.asarray(sheet.convert("RGB")).astype(int)
    red = (pixels[..., 0] > 180) & (pixels[..., 1] < 60)
    assert red.sum() == pytest.approx(7 * 244 * 183, rel=0.02)
    bottom = pixels[-100:-36]
    assert (bottom.max(axis=2) < 80).any(), "no label under the last row"


@pytest.mark.parametrize(
    "name", ["x" * 300, "Ünïcode 東京.jpg", "line\nbreak.jpg", "bad\udcff.jpg", "", "🐶", "مرحبا.jpg"]
)
def test_any_name_can_be_drawn(name: str) -> None:
    with_name = draw_sheet(name, name, [Card(1, -0.1, name, None, faint=True)])
    assert with_name.size == draw_sheet("", "", [Card(1, -0.1, "", None)]).size


@pytest.mark.parametrize("mode", ["L", "RGBA", "P", "CMYK"])
def test_any_mode_of_picture_can_be_drawn(mode: str) -> None:
    white = Image.new("RGB", (900, 300), "white").convert(mode)
    drawn = np.asarray(draw_sheet("", "", [Card(1, 0.1, "a", white)]).convert("RGB"))
    blank = np.asarray(draw_sheet("", "", [Card(1, 0.1, "a", None)]).convert("RGB"))
    assert (drawn == 255).all(axis=2).sum() > (blank == 255).all(axis=2).sum() + 1000


def test_a_sheet_that_cannot_be_written_is_a_fault(tmp_path: Path) -> None:
    with pytest.raises(Fault, match="cannot be written"):
        save_sheet(draw_sheet("", "", []), tmp_path / "no" / "such" / "folder.png")
