"""Reading videos: which frame stands for them, what they say of themselves, and files that are none or are broken."""

from __future__ import annotations

import errno
import io
import struct
from collections.abc import Callable
from fractions import Fraction
from pathlib import Path
from typing import Any

import av
import numpy as np
import pytest
from av.video.reformatter import ColorPrimaries, Colorspace, ColorTrc
from blake3 import blake3
from PIL import Image
from videos import write_video

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision import reading
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding import ReadLimits
from visionquery.vision.decoding.decoded import Target
from visionquery.vision.decoding.files import OpenFile, open_file
from visionquery.vision.decoding.hdr import Transfer, to_srgb_8_bits
from visionquery.vision.decoding.picture import Picture, decode, decode_file, open_picture
from visionquery.vision.decoding.video import decode_video
from visionquery.vision.decoding.video_tags import tags_of_video
from visionquery.vision.metadata import read_metadata
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import ReadResult, read_picture

RED, GREEN, BLUE = (200, 30, 40), (30, 160, 60), (30, 60, 190)


def scene(colour: tuple[int, int, int], corner: tuple[int, int, int] = (240, 240, 240)) -> Image.Image:
    """A colour with a patch in the upper left corner: what is up, and no blank frame."""
    picture = Image.new("RGB", (160, 96), colour)
    picture.paste(corner, (0, 0, 60, 36))
    return picture


def read(path: Path) -> ReadResult:
    return read_picture(str(path), ReadLimits(), Preprocessing(64))


def picture_of(path: Path, target: int = 4096) -> Picture:
    with open_file(str(path)) as file:
        return decode_file(file, Target(target), ReadLimits())


def colour_at(image: Image.Image, x: float, y: float) -> np.ndarray[Any, Any]:
    pixels = np.asarray(image, dtype=int)
    return pixels[int(y * (image.height - 1)), int(x * (image.width - 1))]


@pytest.mark.parametrize(
    ("name", "options"),
    [
        ("a.mp4", {}),
        ("a.m4v", {"container": "mp4"}),
        ("hevc.mov", {"codec": "libx265", "options": {"x265-params": "log-level=none"}}),
        ("prores.mov", {"codec": "prores", "pixel_format": "yuv422p10le"}),
        ("a.webm", {"codec": "libvpx-vp9"}),
        ("av1.mkv", {"codec": "libsvtav1"}),
        ("xvid.avi", {"codec": "mpeg4"}),
        ("motion.avi", {"codec": "mjpeg", "pixel_format": "yuvj420p"}),
        ("a.3gp", {"codec": "mpeg4"}),
        ("a.mts", {"container": "mpegts"}),
        ("a.mpg", {"codec": "mpeg2video", "container": "mpeg", "rate": 25}),
        ("a.wmv", {"codec": "wmv2", "container": "asf"}),
        ("a.flv", {"codec": "flv1"}),
        ("a.ogv", {"codec": "libvpx", "container": "ogg"}),
        ("a video that is called.jpg", {"container": "mp4"}),
    ],
)
def test_every_kind_of_video_is_read(tmp_path: Path, name: str, options: dict[str, Any]) -> None:
    result = read(write_video(tmp_path / name, [scene(RED)], seconds=3, **options))
    metadata = result.metadata
    assert (metadata.format, metadata.width, metadata.height) == ("Video", 160, 96)
    assert metadata.is_video
    assert metadata.duration == pytest.approx(3, abs=1)
    assert result.pixels.shape[1:] == (64, 64, 3)
    with Image.open(io.BytesIO(result.thumbnail)) as thumbnail:
        assert np.abs(colour_at(thumbnail, 0.8, 0.8) - RED).max() < 25


def test_frames_come_from_all_of_the_video_and_the_commonest_scene_stands_for_it(tmp_path: Path) -> None:
    scenes = [scene(RED), scene(BLUE), scene(BLUE), scene(GREEN), scene(BLUE)]
    result = read(write_video(tmp_path / "a.mp4", scenes, seconds=5))
    assert len(result.pixels) == 5
    shown = [tuple(int(channel > 100) for channel in frame[40, 50]) for frame in result.pixels]
    assert shown[0] == (0, 0, 1)
    assert sorted(shown) == sorted([(1, 0, 0), (0, 0, 1), (0, 0, 1), (0, 1, 0), (0, 0, 1)])


def test_long_and_short_videos_cost_about_the_same(tmp_path: Path) -> None:
    short = read(write_video(tmp_path / "a.mp4", [scene(RED), scene(BLUE), scene(GREEN)], seconds=0.4))
    long = read(write_video(tmp_path / "b.mp4", [scene(RED), scene(GREEN)] * 15, seconds=5, keyframe_seconds=2))
    assert 1 <= len(short.pixels) <= 3
    assert len(long.pixels) == 8


def test_black_frames_do_not_stand_for_a_video_unless_there_is_nothing_else(tmp_path: Path) -> None:
    black, white = Image.new("RGB", (160, 96)), Image.new("RGB", (160, 96), "white")
    fading = read(write_video(tmp_path / "a.mp4", [black, black, scene(GREEN), white], seconds=5))
    assert len(fading.pixels) == 1
    assert fading.pixels[0, 40, 50, 1] > 120
    dark = read(write_video(tmp_path / "b.mp4", [black], seconds=5))
    assert dark.pixels.max() < 20


# The matrix that a telephone writes which is held upright: the picture lies on its side, its top at the left.
PORTRAIT = struct.pack(">9i", 0, 1 << 16, 0, -1 << 16, 0, 0, 0, 0, 1 << 30)[:32]


def test_a_video_that_was_filmed_upright_stands_upright(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mov", [scene(RED)], seconds=2, rotation=-90)
    assert PORTRAIT[:16] in path.read_bytes()
    picture = picture_of(path)
    assert (picture.width, picture.height) == picture.image.size == (96, 160)
    assert colour_at(picture.image, 0.9, 0.05).min() > 200  # turned clockwise, the left corner comes to the right
    assert colour_at(picture.image, 0.1, 0.05)[0] > 150 > colour_at(picture.image, 0.1, 0.05)[1]


def test_pixels_that_are_not_square_are_stretched(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED)], seconds=2, aspect=Fraction(4, 3))
    picture = picture_of(path)
    assert (picture.width, picture.height) == picture.image.size == (213, 96)


@pytest.mark.parametrize("matrix", [Colorspace.ITU709, Colorspace.ITU601])
def test_colours_are_those_that_were_filmed(tmp_path: Path, matrix: Colorspace) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED)], seconds=2, colorspace=int(matrix))
    assert np.abs(colour_at(picture_of(path).image, 0.8, 0.8) - RED).max() <= 6


def test_a_video_of_high_dynamic_range_looks_like_any_other(tmp_path: Path) -> None:
    """As a telephone films it: ten bits, BT.2020, HLG, in which three quarters of the signal is white."""
    grey = Image.new("RGB", (160, 96), (191, 191, 191))
    grey.paste((60, 60, 60), (0, 0, 60, 36))
    path = write_video(
        tmp_path / "a.mp4",
        [grey],
        seconds=2,
        pixel_format="yuv420p10le",
        colorspace=int(Colorspace.BT2020),
        color_trc=int(ColorTrc.ARIB_STD_B67),
        color_primaries=int(ColorPrimaries.BT2020),
    )
    image = picture_of(path).image
    assert colour_at(image, 0.8, 0.8).min() > 235
    assert 15 < colour_at(image, 0.1, 0.1).mean() < 60


@pytest.mark.parametrize(("transfer", "white"), [(Transfer.HLG, 0.75), (Transfer.PQ, 0.5807)])
def test_light_of_a_high_dynamic_range(transfer: Transfer, white: float) -> None:
    ramp = np.linspace(0, 1, 101)
    shown = to_srgb_8_bits(np.repeat((ramp * 65535).astype(np.uint16), 3).reshape(1, -1, 3), transfer)[0].astype(int)
    assert shown[0].max() == 0
    assert shown[-1].min() >= 254
    assert (np.diff(shown, axis=0) >= 0).all()
    assert np.ptp(shown, axis=1).max() <= 1  # grey stays grey
    assert 240 <= shown[round(white * 100), 1] <= 250  # white, with some room above it
    # BT.2020's green is outside of sRGB: the purest there is, not a wrapped number.
    green = to_srgb_8_bits(np.array([[[0, 49151, 0]]], np.uint16), transfer)[0, 0]
    assert (green[0], green[2]) == (0, 0)
    assert green[1] > 230


def test_what_a_video_says_of_itself(tmp_path: Path) -> None:
    path = write_video(
        tmp_path / "a.mov",
        [scene(RED)],
        metadata={
            "com.apple.quicktime.creationdate": "2023-05-06T12:34:56+0200",
            "com.apple.quicktime.make": "Apple",
            "com.apple.quicktime.model": "iPhone 12",
            "com.apple.quicktime.location.ISO6709": "-33.8568+151.2153+005.250/",
            "creation_time": "2023-05-06T10:34:56Z",
        },
    )
    metadata = read(path).metadata
    assert (metadata.taken_at, metadata.taken_offset) == ("2023-05-06T12:34:56", 120)
    assert metadata.camera == "Apple iPhone 12"
    assert (metadata.latitude, metadata.longitude, metadata.altitude) == (-33.8568, 151.2153, 5.25)


@pytest.mark.parametrize(
    ("said", "expected"),
    [
        ({"creation_time": "1904-01-01T00:00:00.000000Z"}, None),
        ({"creation_time": "1970-01-01T00:00:00.000000Z"}, None),
        ({"creation_time": "not a date"}, None),
        ({"date": "2019-03-04T05:06:07"}, ("2019-03-04T05:06:07", None)),
        ({"date": "2019"}, None),
        ({"com.apple.quicktime.creationdate": "rubbish", "date": "2019-03-04 05:06:07"}, ("2019-03-04T05:06:07", None)),
        ({"location": "nowhere"}, None),
    ],
)
def test_dates_that_make_no_sense_are_left_out(said: dict[str, str], expected: tuple[str, int | None] | None) -> None:
    metadata = read_metadata(tags_of_video(said), 4, 3, "Video", 1.0)
    assert (metadata.taken_at, metadata.taken_offset) == (expected or (None, None))
    assert metadata.latitude is None


def test_a_time_in_utc_becomes_that_of_this_computer(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    if not hasattr(time, "tzset"):
        pytest.skip("the zone cannot be set on this system")
    monkeypatch.setenv("TZ", "Europe/Berlin")
    time.tzset()
    try:
        metadata = read_metadata(tags_of_video({"creation_time": "2021-07-01T10:00:00.000000Z"}), 4, 3, "Video")
    finally:
        monkeypatch.undo()
        time.tzset()
    assert (metadata.taken_at, metadata.taken_offset) == ("2021-07-01T12:00:00", 120)


@pytest.fixture
def count_bytes(monkeypatch: pytest.MonkeyPatch) -> Callable[[], int]:
    """How many bytes were read of files so far."""
    counted = 0
    plain_read = OpenFile.read

    def count(self: OpenFile, wanted: int | None = -1) -> bytes:
        nonlocal counted
        data = plain_read(self, wanted)
        counted += len(data)
        return data

    monkeypatch.setattr(OpenFile, "read", count)
    return lambda: counted


def test_a_large_video_is_recognised_without_reading_all_of_it(tmp_path: Path, count_bytes: Callable[[], int]) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED)], seconds=2)
    assert read(path).content_hash == blake3(path.read_bytes()).digest(20)
    # As large as a film, as far as the file system is concerned: a box that players pass over.
    size = 3 << 30
    with path.open("ab") as file:
        file.write(struct.pack(">I4sQ", 1, b"free", size - file.tell()))
        file.truncate(size)
    before = count_bytes()
    first = read(path)
    assert first.size == size
    assert count_bytes() - before < 3 * reading.SAMPLES * reading.SAMPLE_BYTES
    with path.open("r+b") as file:
        file.seek(-1, io.SEEK_END)
        file.write(b"x")
    assert read(path).content_hash != first.content_hash


def test_a_video_of_any_size_is_within_the_byte_limit(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED)], seconds=2)
    assert read_picture(str(path), ReadLimits(max_bytes=100), Preprocessing(64)).metadata.is_video


@pytest.mark.parametrize(
    ("damage", "kind", "words"),
    [
        (lambda data: data[: len(data) // 3], FailureKind.DAMAGED, "damaged, or was not copied completely"),
        (lambda data: data[:64] + bytes(len(data) - 64), FailureKind.DAMAGED, "damaged"),
        (lambda data: data.replace(b"avc1", b"zzzz"), FailureKind.UNSUPPORTED, "not known"),
    ],
)
def test_a_broken_video_says_why(
    tmp_path: Path, damage: Callable[[bytes], bytes], kind: FailureKind, words: str
) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED)], seconds=2)
    path.write_bytes(damage(path.read_bytes()))
    with pytest.raises(BadFile, match=words) as refusal:
        read(path)
    assert refusal.value.kind is kind


def test_damage_in_the_middle_costs_those_frames_alone(tmp_path: Path) -> None:
    """A camcorder whose battery fell out: the stream ends, and holds rubbish in one place."""
    path = write_video(tmp_path / "a.mts", [scene(RED), scene(GREEN), scene(BLUE)], seconds=5, container="mpegts")
    data = bytearray(path.read_bytes())
    third = len(data) // 3
    data[third : third + 2000] = np.random.default_rng(3).bytes(2000)
    path.write_bytes(data[: -len(data) // 4])
    whole = write_video(tmp_path / "b.mts", [scene(RED), scene(GREEN), scene(BLUE)], seconds=5, container="mpegts")
    assert 1 <= len(read(path).pixels) <= len(read(whole).pixels) == 3
    assert np.abs(read(path).pixels[0, 60, 50].astype(int) - [RED, GREEN, BLUE]).max(axis=1).min() < 30


def test_sound_without_a_picture_is_said_to_be_that(tmp_path: Path) -> None:
    path = tmp_path / "a.mp4"
    with av.open(str(path), "w") as file:
        stream = file.add_stream("aac", rate=44100)
        frame = av.AudioFrame.from_ndarray(np.zeros((1, 4096), np.float32), format="fltp", layout="mono")
        frame.rate, frame.pts = 44100, 0
        file.mux(stream.encode(frame))
        file.mux(stream.encode())
    with pytest.raises(BadFile, match="sound in this file, and no picture") as refusal:
        read(path)
    assert refusal.value.kind is FailureKind.UNSUPPORTED


def test_a_video_of_too_many_pixels_is_not_decoded(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED)], seconds=1)
    with pytest.raises(BadFile, match="megapixels") as refusal:
        read_picture(str(path), ReadLimits(max_pixels=1000), Preprocessing(64))
    assert refusal.value.kind is FailureKind.TOO_LARGE


def test_a_drive_that_fails_on_the_way_is_no_damage_of_the_video(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED), scene(GREEN)], seconds=5)
    reads = 0
    plain_read = io.FileIO.read

    def fail_later(self: io.FileIO, wanted: int = -1) -> bytes | None:
        nonlocal reads
        reads += 1
        if reads > 1:
            raise OSError(errno.EIO, "Input/output error")
        return plain_read(self, wanted)

    class Failing(OpenFile):
        def read(self, size: int | None = -1) -> bytes:
            try:
                return fail_later(self, -1 if size is None else size) or b""
            except OSError as error:
                self.failure = error
                raise

    monkeypatch.setattr("visionquery.vision.decoding.files.OpenFile", Failing)
    with pytest.raises(BadFile, match="Input/output error") as refusal:
        read(path)
    assert refusal.value.kind is FailureKind.UNREADABLE


def test_a_video_that_grows_while_it_is_read_is_read_again_later(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED)], seconds=2)
    whole = path.read_bytes()
    path.write_bytes(whole[: len(whole) // 2])
    plain = decode_file

    def while_it_grows(*arguments: Any) -> Picture:
        path.write_bytes(whole)
        return plain(*arguments)

    monkeypatch.setattr(reading, "decode_file", while_it_grows)
    with pytest.raises(BadFile, match="changed") as refusal:
        read(path)
    assert refusal.value.kind is FailureKind.CHANGING


def test_no_video_makes_another_file_be_opened(tmp_path: Path) -> None:
    """Lists of other files, which FFmpeg would follow if it were let."""
    secret = write_video(tmp_path / "secret.mp4", [scene(RED)], seconds=1)
    for name, text in (
        ("a.mp4", f"#EXTM3U\n#EXTINF:1,\nfile://{secret}\n#EXT-X-ENDLIST\n"),
        ("b.mkv", f"ffconcat version 1.0\nfile '{secret}'\n"),
        ("c.avi", f"concat:{secret}"),
    ):
        path = tmp_path / name
        path.write_text(text)
        with pytest.raises(BadFile):
            read(path)
        # Nor where the first bytes had been taken for a container's: FFmpeg is told which one to read, and no other.
        for container in ("mov", "avi", "mpegts", "matroska", "mpeg", "flv", "ogg", "asf"):
            with pytest.raises(BadFile):
                decode_video(io.BytesIO(text.encode()), container, Target(64), 10**9)


def test_the_viewer_and_the_sheet_see_the_frame_that_the_grid_shows(tmp_path: Path) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED), scene(BLUE), scene(BLUE)], seconds=5, size=(640, 384))
    small, large = open_picture(str(path), 200), picture_of(path).image
    assert large.size == (640, 384)
    assert small.size == (200, 120)
    assert np.abs(colour_at(small, 0.8, 0.8) - BLUE).max() < 15
    assert np.abs(colour_at(large, 0.8, 0.8) - BLUE).max() < 15
    assert np.array_equal(np.asarray(decode(path.read_bytes(), "a.mp4", Target(4096), ReadLimits()).image), large)


def test_a_decoder_process_reads_videos_as_this_one_does(tmp_path: Path, make_pool: Callable[..., DecoderPool]) -> None:
    path = write_video(tmp_path / "a.mp4", [scene(RED), scene(GREEN), scene(BLUE)], seconds=5)
    there, here = make_pool().submit(str(path)).result(60), read(path)
    assert there.pixels.shape == here.pixels.shape == (3, 64, 64, 3)
    assert np.array_equal(there.pixels, here.pixels)
    assert (there.metadata, there.content_hash) == (here.metadata, here.content_hash)


def test_a_video_that_does_not_say_how_long_it_is_is_read_from_its_start(tmp_path: Path) -> None:
    """A bare stream, without a container around it."""
    path = write_video(
        tmp_path / "a.mpg", [scene(RED), scene(BLUE)], seconds=2, codec="mpeg2video", container="mpeg2video", rate=25
    )
    result = read(path)
    assert {tuple(int(channel > 100) for channel in frame[60, 50]) for frame in result.pixels} <= {(1, 0, 0), (0, 0, 1)}
    assert (1, 0, 0) in {tuple(int(channel > 100) for channel in frame[60, 50]) for frame in result.pixels}


def test_the_two_moments_of_an_interlaced_frame_are_not_mixed(tmp_path: Path) -> None:
    """As camcorders film: the upper lines of one moment, the lower ones of the next."""
    lines = np.full((96, 160, 3), 200, np.uint8)
    lines[1::2] = 40
    lines[:30, :40] = 90
    interlaced = {"x264-params": "interlaced=1:tff=1"}
    path = write_video(tmp_path / "a.mts", [Image.fromarray(lines)], seconds=2, container="mpegts", options=interlaced)
    with av.open(str(path)) as file:
        assert next(file.decode(video=0)).interlaced_frame
    image = picture_of(path).image
    assert image.size == (160, 96)
    lower = np.asarray(image.convert("L"), dtype=int)[50:]
    assert np.abs(lower - 200).mean() < 12


def test_of_a_video_only_its_key_frames_are_read(tmp_path: Path, count_bytes: Callable[[], int]) -> None:
    """Decoders would look at seconds of it before they give the first frame away."""
    noise = np.random.default_rng(0)
    scenes = [Image.fromarray(noise.integers(0, 256, (48, 80, 3), dtype=np.uint8)) for _ in range(200)]
    options = {"preset": "superfast", "x264-params": "scenecut=0"}
    path = write_video(tmp_path / "a.mp4", scenes, seconds=0.4, keyframe_seconds=10, size=(320, 192), options=options)
    with open_file(str(path)) as file:
        assert len(decode_file(file, Target(4096), ReadLimits()).frames) == 7
    assert count_bytes() < path.stat().st_size / 2
