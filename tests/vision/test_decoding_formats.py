"""What a file's first bytes say it is, and that asking costs no image library."""

from __future__ import annotations

import subprocess
import sys

import pytest

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding import EXTENSIONS, Codec, recognise


def _modules_after(statement: str) -> set[str]:
    code = f"import sys; {statement}; print(*sys.modules)"
    return set(subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True).stdout.split())


def test_the_list_of_extensions_loads_no_image_library() -> None:
    assert not {"PIL", "numpy", "rawpy", "pillow_heif"} & _modules_after("import visionquery.vision.decoding")


@pytest.mark.parametrize(
    "module", ["reading", "decoder_pool", "decoder_process", "metadata", "preprocessing", "thumbnails"]
)
def test_decoding_never_imports_torch_or_qt(module: str) -> None:
    loaded = _modules_after(f"import visionquery.vision.{module}")
    assert not {"torch", "open_clip", "PySide6"} & loaded


def test_extensions_are_lower_case_with_their_dot() -> None:
    assert all(extension.startswith(".") and extension == extension.lower() for extension in EXTENSIONS)
    assert {".jpg", ".heic", ".avif", ".cr3", ".nef", ".dng", ".psd", ".jxl", ".tiff", ".webp"} <= EXTENSIONS


@pytest.mark.parametrize(
    ("head", "name", "codec"),
    [
        (b"\xff\xd8\xff\xe0", "a.heic", Codec.JPEG),  # content decides, not the name
        (b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "a.jpg", Codec.HEIF),
        (b"\0\0\0\x1cftypmif1\0\0\0\0mif1avifmiaf", "a.avif", Codec.AVIF),
        (b"\0\0\0\x18ftypcrx \0\0\0\1crx isom", "a.cr3", Codec.RAW),
        (b"II*\0\x08\0\0\0", "a.tif", Codec.TIFF),
        (b"II*\0\x08\0\0\0", "a.NEF", Codec.RAW),
        (b"II+\0\x08\0\0\0", "big.tif", Codec.TIFF),
        (b"RIFF\0\0\0\0WEBPVP8 ", "a.webp", Codec.WEBP),
        (b"\xff\x0a\x7f", "a.jxl", Codec.JPEG_XL),
        (b"P6\n3 3\n255\n", "a.ppm", Codec.PPM),
        (b"\0\0\x02\0\0", "a.tga", Codec.TGA),
        (b"\0\0\0\x18ftypmp42\0\0\0\0isom", "a.jpg", Codec.VIDEO),
        (b"\0\0\0\x18ftypabcd\0\0\0\0abcd", "a.mov", Codec.VIDEO),
        (b"\0\0\0\x08wide\0\0\x10\0mdat", "a.mov", Codec.VIDEO),
        (b"\x1a\x45\xdf\xa3\x01\0\0\0", "a.webm", Codec.VIDEO),
        (b"RIFF\0\0\0\0AVI LIST", "a.avi", Codec.VIDEO),
        ((b"\x47" + bytes(187)) * 3, "a.mts", Codec.VIDEO),
        ((bytes(4) + b"\x47" + bytes(187)) * 3, "a.m2ts", Codec.VIDEO),
        (b"\0\0\x01\xba\x44\0", "a.mpg", Codec.VIDEO),
    ],
)
def test_content_is_recognised(head: bytes, name: str, codec: Codec) -> None:
    assert recognise(head, name) is codec


@pytest.mark.parametrize(
    ("head", "kind", "words"),
    [
        (b"", FailureKind.EMPTY, "empty"),
        (bytes(512), FailureKind.DAMAGED, "zeros"),
        (b"\n<!DOCTYPE html><html>", FailureKind.UNSUPPORTED, "web page"),
        (b"RIFF\0\0\0\0WAVEfmt ", FailureKind.UNSUPPORTED, "sound"),
        (b"%PDF-1.7", FailureKind.UNSUPPORTED, "PDF"),
        (b"%!PS-Adobe", FailureKind.UNSUPPORTED, "PostScript"),
        (b"hello, world", FailureKind.UNSUPPORTED, "not a picture"),
    ],
)
def test_what_is_no_picture_is_refused_with_its_reason(head: bytes, kind: FailureKind, words: str) -> None:
    with pytest.raises(BadFile, match=words) as refusal:
        recognise(head, "holiday.jpg")
    assert refusal.value.kind is kind
