"""Reading one picture file: hash, stat, thumbnail, pixels, and files that are none or do not hold still."""

from __future__ import annotations

import io
import os
import threading
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest
from blake3 import blake3
from PIL import Image

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding import ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import ReadResult, read_picture
from visionquery.vision.thumbnails import LONG_SIDE

MakePhoto = Callable[..., Path]


def _read(path: Path | str, size: int = 224) -> ReadResult:
    return read_picture(str(path), ReadLimits(), Preprocessing(size))


def _textured(size: tuple[int, int]) -> Image.Image:
    """Detail of every scale, as photographs have it."""
    random = np.random.default_rng(3)
    total = np.zeros((size[1], size[0], 3), dtype=np.float32)
    for cell, weight in ((512, 0.5), (64, 0.3), (8, 0.2)):
        cells = random.integers(0, 256, (size[1] // cell + 2, size[0] // cell + 2, 3), dtype=np.uint8)
        total += weight * np.asarray(Image.fromarray(cells).resize(size, Image.Resampling.BICUBIC), dtype=np.float32)
    return Image.fromarray(total.clip(0, 255).astype(np.uint8))


def test_hash_and_stat_are_those_of_the_file(tmp_path: Path, make_photo: MakePhoto) -> None:
    path = make_photo(tmp_path / "a.jpg", size=(300, 200))
    result = _read(path)
    status = path.stat()
    assert result.content_hash == blake3(path.read_bytes()).digest(20)
    assert (result.size, result.mtime_ns) == (status.st_size, status.st_mtime_ns)
    stat = result.stat("b/a.jpg")
    assert (stat.relpath, stat.file_id) == ("b/a.jpg", f"{status.st_dev}:{status.st_ino}")


def test_the_thumbnail_is_a_plain_small_jpeg(tmp_path: Path) -> None:
    exif = Image.Exif()
    exif[0x0110] = "Camera"
    path = tmp_path / "a.jpg"
    _textured((1500, 1000)).save(path, exif=exif)
    with Image.open(io.BytesIO(_read(path).thumbnail)) as thumbnail:
        assert thumbnail.format == "JPEG"
        assert thumbnail.size == (LONG_SIDE, LONG_SIDE * 2 // 3)
        assert not {"exif", "icc_profile", "comment"} & set(thumbnail.info)


def test_small_pictures_are_not_enlarged_for_their_thumbnail(tmp_path: Path, make_photo: MakePhoto) -> None:
    with Image.open(io.BytesIO(_read(make_photo(tmp_path / "a.png", size=(90, 60))).thumbnail)) as thumbnail:
        assert thumbnail.size == (90, 60)


@pytest.mark.parametrize(
    ("suffix", "size"), [(".jpg", (4000, 3000)), (".jpg", (1700, 1200)), (".png", (2000, 1500)), (".webp", (1024, 768))]
)
def test_a_reduced_decode_gives_the_model_what_a_full_one_gives(
    tmp_path: Path, suffix: str, size: tuple[int, int]
) -> None:
    path = tmp_path / f"a{suffix}"
    _textured(size).save(path, quality=92)
    with Image.open(path) as image:
        full = Preprocessing(224).apply(image.convert("RGB")).astype(np.float64)
    error = np.sqrt(((_read(path).pixels[0] - full) ** 2).mean())
    assert error < 3.2  # of 255, or 38 decibels: about what saving as a JPEG of high quality costs


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="no FIFOs on this system")
def test_a_fifo_is_refused_and_does_not_hang(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.jpg")
    with pytest.raises(BadFile, match="ordinary") as refusal:
        _read(tmp_path / "pipe.jpg")
    assert refusal.value.kind is FailureKind.UNREADABLE


def test_what_cannot_be_read_says_why(tmp_path: Path) -> None:
    (tmp_path / "empty.jpg").touch()
    (tmp_path / "folder.jpg").mkdir()
    refused = {}
    for name in ("empty.jpg", "folder.jpg", "gone.jpg", "x" * 300 + ".jpg", "null\0byte.jpg"):
        with pytest.raises(BadFile) as refusal:
            _read(os.path.join(tmp_path, name))  # noqa: PTH118 - pathlib refuses the null byte itself
        refused[name] = refusal.value.kind
    assert refused.pop("empty.jpg") is FailureKind.EMPTY
    assert set(refused.values()) == {FailureKind.UNREADABLE}


def test_files_over_the_byte_limit_are_not_read(tmp_path: Path) -> None:
    path = tmp_path / "a.tif"
    with path.open("wb") as file:
        file.write(b"II*\0")
        file.truncate(5_000_000)
    with pytest.raises(BadFile, match="5 MB; the limit is 1 MB") as refusal:
        read_picture(str(path), ReadLimits(max_bytes=1_000_000), Preprocessing(64))
    assert refusal.value.kind is FailureKind.TOO_LARGE


def test_names_that_are_not_valid_text_are_read(tmp_path: Path, make_photo: MakePhoto) -> None:
    plain = make_photo(tmp_path / "a.jpg")
    odd = os.fsdecode(os.fsencode(tmp_path) + b"/a\xff'\n\xf0\x9f\x98\x80.jpg")
    try:
        os.rename(plain, odd)  # noqa: PTH104
    except OSError:
        pytest.skip("this file system takes no such name")
    assert _read(odd).metadata.format == "JPEG"


def test_a_file_that_grows_while_it_is_read_is_said_to_change(tmp_path: Path) -> None:
    path = tmp_path / "a.bmp"
    _textured((2000, 1500)).save(path)
    stop = threading.Event()

    def grow() -> None:
        with path.open("ab", buffering=0) as file:
            while not stop.is_set():
                file.write(b"x")

    writer = threading.Thread(target=grow)
    writer.start()
    try:
        kinds = set()
        for _ in range(20):
            try:
                _read(path, 64)
            except BadFile as error:
                kinds.add(error.kind)
    finally:
        stop.set()
        writer.join()
    assert kinds == {FailureKind.CHANGING}


def test_originals_are_never_touched(tmp_path: Path, make_photo: MakePhoto) -> None:
    path = make_photo(tmp_path / "a.jpg")
    path.chmod(0o444)
    before = (path.read_bytes(), path.stat().st_mtime_ns)
    _read(path)
    assert (path.read_bytes(), path.stat().st_mtime_ns) == before
    assert [entry.name for entry in tmp_path.iterdir()] == ["a.jpg"]
