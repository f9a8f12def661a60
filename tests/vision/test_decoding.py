"""Opening pictures made here, in every format that can be written here: colours, sizes, turns, and refusals."""

from __future__ import annotations

import io
import struct
import zlib
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageCms

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.decoding.colour import GROUND
from visionquery.vision.decoding.decoded import Target
from visionquery.vision.decoding.jpeg_xl import jpeg_xl_size
from visionquery.vision.decoding.picture import Picture

Open = Callable[..., Picture]
Encoded = Callable[..., bytes]


def _quarters(size: tuple[int, int] = (96, 64)) -> Image.Image:
    """Red, green, blue and white quarters: every turn and every lost channel shows."""
    image = Image.new("RGB", size, "white")
    width, height = size[0] // 2, size[1] // 2
    image.paste((220, 30, 30), (0, 0, width, height))
    image.paste((30, 200, 40), (width, 0, size[0], height))
    image.paste((30, 40, 210), (0, height, width, size[1]))
    return image


def _difference(first: Image.Image, second: Image.Image) -> float:
    assert first.size == second.size
    return float(np.abs(np.asarray(first, dtype=float) - np.asarray(second, dtype=float)).mean())


def _textured(size: tuple[int, int], seed: int = 0) -> Image.Image:
    noise = np.random.default_rng(seed).integers(0, 256, (size[1] // 8 + 1, size[0] // 8 + 1, 3), dtype=np.uint8)
    return Image.fromarray(noise).resize(size, Image.Resampling.BICUBIC)


@pytest.mark.parametrize(
    ("format_name", "options", "tolerance"),
    [
        ("JPEG", {"quality": 95}, 3.0),
        ("JPEG", {"quality": 95, "progressive": True}, 3.0),
        ("PNG", {}, 0.0),
        ("WEBP", {"lossless": True}, 0.0),
        ("BMP", {}, 0.0),
        ("TIFF", {}, 0.0),
        ("TIFF", {"compression": "tiff_lzw"}, 0.0),
        ("TIFF", {"compression": "jpeg"}, 4.0),
        ("GIF", {}, 8.0),
        ("AVIF", {"quality": 90}, 4.0),
        ("JPEG2000", {}, 1.0),
        ("TGA", {}, 0.0),
        ("PPM", {}, 0.0),
        ("QOI", {}, 0.0),
    ],
)
def test_each_format_gives_its_colours_back(
    format_name: str, options: dict[str, Any], tolerance: float, open_bytes: Open, encoded: Encoded
) -> None:
    original = _quarters()
    picture = open_bytes(encoded(original, format_name, **options), "a.tga" if format_name == "TGA" else "a")
    assert picture.image.mode == "RGB"
    assert (picture.width, picture.height) == original.size
    assert _difference(picture.image, original) <= tolerance


def test_heic_gives_its_colours_back(open_bytes: Open) -> None:
    pillow_heif = pytest.importorskip("pillow_heif")
    buffer = io.BytesIO()
    pillow_heif.from_pillow(_quarters()).save(buffer, quality=95)
    assert _difference(open_bytes(buffer.getvalue()).image, _quarters()) < 5


@pytest.mark.parametrize("size", [(64, 64), (96, 64), (257, 131), (1000, 750), (1280, 720), (2100, 33)])
def test_jpeg_xl_opens_and_its_header_tells_the_size(size: tuple[int, int], open_bytes: Open) -> None:
    plugin = pytest.importorskip("pillow_jxl.JpegXLImagePlugin")
    buffer = io.BytesIO()
    original = _quarters(size)
    encoder = plugin.Encoder(mode="RGB", lossless=True, quality=100.0)
    buffer.write(encoder(original.tobytes(), *size, jpeg_encode=False))
    assert jpeg_xl_size(buffer.getvalue()) == size
    assert _difference(open_bytes(buffer.getvalue()).image, original) <= 1.0


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF"])
def test_all_eight_orientations_show_the_same(format_name: str, open_bytes: Open, encoded: Encoded) -> None:
    upright = _quarters()
    stored_as = {
        1: upright,
        2: upright.transpose(Image.Transpose.FLIP_LEFT_RIGHT),
        3: upright.transpose(Image.Transpose.ROTATE_180),
        4: upright.transpose(Image.Transpose.FLIP_TOP_BOTTOM),
        5: upright.transpose(Image.Transpose.TRANSPOSE),
        6: upright.transpose(Image.Transpose.ROTATE_90),
        7: upright.transpose(Image.Transpose.TRANSVERSE),
        8: upright.transpose(Image.Transpose.ROTATE_270),
    }
    for orientation, stored in stored_as.items():
        exif = Image.Exif()
        exif[0x0112] = orientation
        picture = open_bytes(encoded(stored, format_name, exif=exif))
        assert (picture.width, picture.height) == upright.size, orientation
        assert _difference(picture.image, upright) < 6, orientation


def test_the_first_frame_of_an_animation_is_shown(open_bytes: Open, encoded: Encoded) -> None:
    first, second = Image.new("RGB", (40, 30), (200, 10, 10)), Image.new("RGB", (40, 30), (10, 10, 200))
    for format_name in ("GIF", "WEBP", "PNG", "TIFF", "AVIF"):
        data = encoded(first, format_name, save_all=True, append_images=[second])
        assert _difference(open_bytes(data).image, first) < 8, format_name


def test_a_large_jpeg_is_reduced_while_it_is_decoded(open_bytes: Open, encoded: Encoded) -> None:
    picture = open_bytes(encoded(_textured((2400, 1600)), "JPEG", quality=90), target=384)
    assert (picture.width, picture.height) == (2400, 1600)
    assert 384 <= max(picture.image.size) <= 800


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "TIFF"])
def test_a_reduction_never_goes_below_the_target(format_name: str, encoded: Encoded) -> None:
    from visionquery.vision.decoding import ReadLimits
    from visionquery.vision.decoding.picture import decode

    for size in [(1601, 403), (403, 1601), (3000, 230), (385, 224), (100, 80), (1200, 1199)]:
        image = decode(encoded(_textured(size), format_name), "a", Target(384, 224), ReadLimits()).image
        assert max(image.size) >= min(384, max(size)), size
        assert min(image.size) >= min(224, min(size)), size


def test_transparent_pixels_show_a_neutral_ground(open_bytes: Open, encoded: Encoded) -> None:
    drawing = Image.new("RGBA", (20, 10), (0, 0, 0, 0))
    drawing.paste((250, 0, 0, 255), (0, 0, 10, 10))
    shown = open_bytes(encoded(drawing, "PNG")).image
    assert shown.getpixel((2, 5)) == (250, 0, 0)
    assert shown.getpixel((15, 5)) == GROUND


def test_a_transparent_palette_colour_shows_the_ground(open_bytes: Open, encoded: Encoded) -> None:
    drawing = Image.new("P", (20, 10), 0)
    drawing.putpalette([1, 2, 3, 240, 20, 20])
    drawing.paste(1, (0, 0, 10, 10))
    for format_name in ("PNG", "GIF"):
        shown = open_bytes(encoded(drawing, format_name, transparency=0)).image
        assert shown.getpixel((2, 5)) == (240, 20, 20), format_name
        assert shown.getpixel((15, 5)) == GROUND, format_name


def test_black_and_white_is_black_and_white(open_bytes: Open, encoded: Encoded) -> None:
    drawing = Image.new("1", (16, 16), 0)
    drawing.paste(1, (8, 0, 16, 16))
    for format_name, options in (("PNG", {}), ("TIFF", {"compression": "group4"})):
        shown = open_bytes(encoded(drawing, format_name, **options)).image
        assert shown.getpixel((2, 2)) == (0, 0, 0)
        assert shown.getpixel((12, 2)) == (255, 255, 255)


@pytest.mark.parametrize(("top", "expected"), [(65535, 128), (4095, 128), (255, 128)])
def test_deep_grey_is_scaled_by_the_depth_that_was_used(
    top: int, expected: int, open_bytes: Open, encoded: Encoded
) -> None:
    ramp = np.linspace(0, top, 256).astype(np.uint16).reshape(1, 256).repeat(8, axis=0)
    for format_name in ("PNG", "TIFF"):
        shown = np.asarray(open_bytes(encoded(Image.fromarray(ramp), format_name)).image)
        assert abs(int(shown[4, 128, 0]) - expected) <= 2
        assert shown[4, 255, 0] == 255


@pytest.mark.parametrize("scale", [1.0, 255.0, 40_000.0])
def test_floats_become_a_picture(scale: float, open_bytes: Open, encoded: Encoded) -> None:
    ramp = np.linspace(0, scale, 256, dtype=np.float32).reshape(1, 256).repeat(8, axis=0)
    ramp[0, 0] = np.nan
    shown = np.asarray(open_bytes(encoded(Image.fromarray(ramp), "TIFF")).image)
    assert abs(int(shown[4, 128, 1]) - 128) <= 3


def _tiff(pixels: np.ndarray, *, deflate: bool = False, predictor: int = 1) -> bytes:
    """A little-endian TIFF of one strip, of any sample type: what Pillow and few others write."""
    height, width, samples = pixels.shape
    strip = pixels.tobytes()
    if predictor == 3:
        size = pixels.dtype.itemsize
        big = pixels.astype(pixels.dtype.newbyteorder(">")).reshape(height, width * samples)
        planes = big.view(np.uint8).reshape(height, -1, size).transpose(0, 2, 1).reshape(height, -1, samples)
        strip = np.diff(planes, axis=1, prepend=np.zeros((height, 1, samples), np.uint8)).astype(np.uint8).tobytes()
    if deflate:
        strip = zlib.compress(strip)
    entries = {
        256: width,
        257: height,
        258: pixels.dtype.itemsize * 8,
        259: 8 if deflate else 1,
        262: 2 if samples == 3 else 1,
        273: 8 + 2 + 11 * 12 + 4,
        277: samples,
        278: height,
        279: len(strip),
        317: predictor,
        339: {"u": 1, "i": 2, "f": 3}[pixels.dtype.kind],
    }
    fields = b"".join(struct.pack("<HHII", tag, 4, 1, value) for tag, value in entries.items())
    return b"II*\0" + struct.pack("<IH", 8, len(entries)) + fields + bytes(4) + strip


@pytest.mark.parametrize(("deflate", "predictor"), [(False, 1), (True, 1), (True, 3)])
@pytest.mark.parametrize("dtype", ["<f2", "<f4", "<f8", "<u4"])
def test_tiffs_of_sample_types_that_pillow_lacks_open(
    dtype: str, deflate: bool, predictor: int, open_bytes: Open
) -> None:
    if predictor == 3 and dtype == "<u4":
        pytest.skip("this predictor is for floats")
    ramp = np.linspace(0, 1, 48 * 32 * 3).reshape(32, 48, 3)
    stored = (ramp * 4e9 if dtype == "<u4" else ramp).astype(dtype)
    shown = np.asarray(open_bytes(_tiff(stored, deflate=deflate, predictor=predictor)).image, dtype=float)
    assert np.abs(shown - ramp * 255).max() < 2.5


def test_a_tiff_of_floats_that_is_cut_short_is_refused(open_bytes: Open) -> None:
    data = _tiff(np.zeros((32, 48, 3), "<f4"))
    with pytest.raises(BadFile, match="cut short"):
        open_bytes(data[:-500])


def test_cmyk_and_lab_become_their_colours(open_bytes: Open, encoded: Encoded) -> None:
    inks = Image.new("CMYK", (16, 16), (0, 255, 255, 0))
    for format_name in ("TIFF", "JPEG"):
        red, green, blue = open_bytes(encoded(inks, format_name)).image.getpixel((8, 8))
        assert red > 180, format_name
        assert max(green, blue) < 90, format_name
    to_lab = ImageCms.buildTransform(ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB"), "RGB", "LAB")
    lab = to_lab.apply(_quarters())
    assert _difference(open_bytes(encoded(lab, "TIFF")).image, _quarters()) < 3


def _swapped_profile() -> bytes:
    """An RGB profile whose red and green primaries changed places: whoever applies it swaps the two."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    entries = {bytes(profile[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = entries[b"rXYZ"], entries[b"gXYZ"]
    profile[red + 4 : red + 12], profile[green + 4 : green + 12] = (
        profile[green + 4 : green + 12],
        profile[red + 4 : red + 12],
    )
    return bytes(profile)


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "TIFF", "AVIF"])
def test_a_colour_profile_is_applied(format_name: str, open_bytes: Open, encoded: Encoded) -> None:
    stored = Image.new("RGB", (32, 32), (230, 20, 20))
    red, green, _ = open_bytes(encoded(stored, format_name, icc_profile=_swapped_profile())).image.getpixel((16, 16))
    assert green > 200 > 60 > red


@pytest.mark.parametrize("profile", [b"", b"not a profile", bytes(4096), _swapped_profile()[:300]])
def test_a_broken_profile_is_ignored(profile: bytes, open_bytes: Open, encoded: Encoded) -> None:
    data = encoded(_quarters(), "PNG", icc_profile=profile)
    assert _difference(open_bytes(data).image, _quarters()) == 0


def test_the_pixel_limit_is_checked_before_anything_is_decoded(open_bytes: Open) -> None:
    header = struct.pack(">IIBBBBB", 60_000, 60_000, 8, 2, 0, 0, 0)
    chunk = struct.pack(">I", 13) + b"IHDR" + header + struct.pack(">I", zlib.crc32(b"IHDR" + header))
    body = zlib.compress(bytes(1000))
    pixels = struct.pack(">I", len(body)) + b"IDAT" + body + struct.pack(">I", zlib.crc32(b"IDAT" + body))
    with pytest.raises(BadFile, match=r"3,600 megapixels .*limit is 300") as refusal:
        open_bytes(b"\x89PNG\r\n\x1a\n" + chunk + pixels)
    assert refusal.value.kind is FailureKind.TOO_LARGE


def test_the_pixel_limit_holds_for_each_codec(open_bytes: Open, encoded: Encoded) -> None:
    for format_name in ("JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "PPM", "QOI"):
        with pytest.raises(BadFile) as refusal:
            open_bytes(encoded(_quarters(), format_name), max_pixels=1000)
        assert refusal.value.kind is FailureKind.TOO_LARGE, format_name


def test_more_pixels_than_pillow_allows_by_itself_are_decoded(open_bytes: Open, encoded: Encoded) -> None:
    picture = open_bytes(encoded(Image.new("L", (14_000, 14_000), 77), "PNG"), target=384)
    assert picture.width * picture.height == 196_000_000


@pytest.mark.parametrize("progressive", [False, True])
def test_most_of_a_jpeg_that_is_cut_short_is_shown(progressive: bool, open_bytes: Open, encoded: Encoded) -> None:
    original = _textured((640, 480))
    data = encoded(original, "JPEG", quality=90, progressive=progressive)
    picture = open_bytes(data[: int(len(data) * 0.8)])
    assert "cut short" in picture.note
    assert _difference(picture.image.crop((0, 0, 640, 300)), original.crop((0, 0, 640, 300))) < 12


def test_a_small_rest_of_a_jpeg_is_refused(open_bytes: Open, encoded: Encoded) -> None:
    data = encoded(_textured((640, 480)), "JPEG", quality=90)
    with pytest.raises(BadFile, match=r"cut short: only the first \d+%") as refusal:
        open_bytes(data[: int(len(data) * 0.2)])
    assert refusal.value.kind is FailureKind.DAMAGED


def test_most_of_a_png_that_is_cut_short_is_shown(open_bytes: Open, encoded: Encoded) -> None:
    data = encoded(_textured((640, 480)), "PNG")
    picture = open_bytes(data[: int(len(data) * 0.9)])
    assert "cut short" in picture.note


def test_a_png_with_a_broken_text_is_shown(open_bytes: Open, encoded: Encoded) -> None:
    data = encoded(_quarters(), "PNG")
    bomb = b"zTXtComment\0\0" + zlib.compress(bytes(80_000_000))
    chunk = struct.pack(">I", len(bomb) - 4) + bomb + struct.pack(">I", zlib.crc32(bomb))
    assert _difference(open_bytes(data[:33] + chunk + data[33:]).image, _quarters()) == 0


@pytest.mark.parametrize(
    "exif", [b"Exif\0\0", b"Exif\0\0II*\0\xff\xff\xff\x7f", b"Exif\0\0MM\0*" + b"\xff" * 200, b"Exif\0\0garbage" * 99]
)
def test_corrupt_exif_never_costs_the_picture(exif: bytes, open_bytes: Open, encoded: Encoded) -> None:
    for format_name in ("JPEG", "PNG", "WEBP"):
        assert _difference(open_bytes(encoded(_quarters(), format_name, exif=exif)).image, _quarters()) < 8


@pytest.mark.parametrize("format_name", ["JPEG", "PNG", "WEBP", "GIF", "BMP", "TIFF", "AVIF", "JPEG2000", "PPM", "QOI"])
def test_whatever_bytes_are_changed_a_picture_or_a_reason_comes_out(
    format_name: str, open_bytes: Open, encoded: Encoded
) -> None:
    random = np.random.default_rng(7)
    data = encoded(_quarters((48, 32)), format_name)
    reasons = []
    for _ in range(60):
        changed = bytearray(data[: random.integers(1, len(data) + 1)] if random.random() < 0.4 else data)
        for at in random.integers(0, len(changed), random.integers(1, 8)):
            changed[at] = random.integers(0, 256)
        try:
            assert open_bytes(bytes(changed), "a.jpg", max_pixels=10_000_000).image.mode == "RGB"
        except BadFile as refusal:
            reasons.append(refusal.reason)
    assert all(reason.endswith(".") for reason in reasons)
