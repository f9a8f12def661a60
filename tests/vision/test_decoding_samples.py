"""The sample files of many cameras and programs: which open, as what, and which are refused and why."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

from visionquery.domain.errors import BadFile
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding.picture import open_picture

REFUSED = {
    # Files that libavif declares invalid.
    "avif/alpha_noispe.avif": "damaged",
    "avif/clap_irot_imir_non_essential.avif": "damaged",
    "avif/color_grid_alpha_grid_tile_shared_in_dimg.avif": "unsupported",
    "avif/pyramid_pymd.avif": "damaged",
    "avif/seine_sdr_gainmap_gammazero.avif": "damaged",
    "avif/sofa_grid1x5_420_dimg_repeat.avif": "damaged",
    "avif/supported_gainmap_writer_version_with_extra_bytes.avif": "damaged",
    "heif/corrupted.heic": "damaged",
    "heif/corrupted.hif": "damaged",
    "heif/empty.heic": "empty",
    # Sidecars.
    "phone/2000.xmp": "unsupported",
    "phone/2010.xmp": "unsupported",
    "phone/2020.xmp": "unsupported",
    "phone/iso-value-array.xmp": "unsupported",
}
"""Everything else under formats opens, but for RAW files made to break metadata readers, which hold no picture."""


@pytest.mark.slow
def test_every_sample_opens_or_is_refused_with_its_reason(
    shared_data: Path, make_pool: Callable[..., DecoderPool]
) -> None:
    root = shared_data / "formats"
    names = sorted(path.relative_to(root).as_posix() for path in root.rglob("*") if path.is_file())
    assert len(names) > 300
    pool = make_pool(2)
    futures = {name: pool.submit(str(root / name)) for name in names}
    refused = {}
    for name, future in futures.items():
        error = future.exception(timeout=240)
        if error is None:
            result = future.result()
            assert result.pixels.shape == (1, 64, 64, 3), name
            assert result.thumbnail.startswith(b"\xff\xd8"), name
            assert not result.note, name
        else:
            assert isinstance(error, BadFile), name
            assert error.reason.endswith("."), name
            refused[name] = str(error.kind)
    made_to_break = {name for name in refused if name.startswith("raw/") and "issue_" in name}
    assert {name: kind for name, kind in refused.items() if name not in made_to_break} == REFUSED


@pytest.mark.parametrize("series", ["Landscape", "Portrait"])
def test_photographs_in_all_orientations_show_the_same(shared_data: Path, series: str) -> None:
    def small(number: int) -> np.ndarray:
        path = shared_data / "formats" / "exif-orientation" / f"{series}_{number}.jpg"
        image = open_picture(str(path), 240)
        pixels = np.asarray(image.resize((60, 60), Image.Resampling.BOX), dtype=float)
        pixels[20:40, 20:40] = 0  # the number of the orientation is painted there
        return pixels

    reference = small(1)
    for number in range(2, 9):
        assert np.abs(small(number) - reference).mean() < 4, number


def test_avif_rotations_and_mirrors_show_the_same(shared_data: Path) -> None:
    folder = shared_data / "hostile" / "pillow"
    shown = [open_picture(str(path), 200) for path in sorted(folder.glob("rot?mir?.avif"))]
    assert len(shown) == 8
    assert len({image.size for image in shown}) == 1


@pytest.mark.parametrize("name", ["adjustment_clipping", "adjustment_nested_composition_1"])
def test_a_photoshop_composite_is_what_photoshop_shows(shared_data: Path, name: str) -> None:
    folder = shared_data / "formats" / "psd"
    composite = np.asarray(open_picture(str(folder / f"{name}.psd"), 512), dtype=float)
    with Image.open(folder / f"{name}.png") as image:
        exported = image.convert("RGBA")
    opaque = np.asarray(exported)[..., 3] == 255
    assert np.abs(composite - np.asarray(exported)[..., :3])[opaque].mean() < 6


def test_a_photoshop_document_and_its_large_format_twin_show_the_same(shared_data: Path) -> None:
    folder = shared_data / "formats" / "psd"
    for stem in ("16bit5x5", "32bit5x5", "32bit", "300dpi", "2layers"):
        small, large = open_picture(str(folder / f"{stem}.psd"), 256), open_picture(str(folder / f"{stem}.psb"), 256)
        assert np.abs(np.asarray(small, dtype=int) - np.asarray(large, dtype=int)).max() <= 1, stem


def test_heif_of_all_depths_shows_what_its_png_shows(shared_data: Path) -> None:
    folder = shared_data / "formats" / "heif"
    for heif in sorted(folder.glob("*_8__*.heif")):
        with Image.open(heif.with_suffix(".png")) as image:
            expected = image.convert("RGBA")
        ground = Image.new("RGBA", expected.size, (128, 128, 128, 255))
        ground.alpha_composite(expected)
        shown = np.asarray(open_picture(str(heif), 512), dtype=float)
        assert np.abs(shown - np.asarray(ground.convert("RGB"))).mean() < 5, heif.name
