"""Pictures for the window, read in real processes: every format as in the grid, hostile files, crashes, memory."""

from __future__ import annotations

import gc
import io
import os
import queue
import signal
import struct
import subprocess
import sys
import time
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np
import numpy.typing as npt
import psutil
import pytest
from PIL import Image, ImageCms

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.domain.settings import effective
from visionquery.vision.decoding import EXTENSIONS, ReadLimits
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.reading import ReadResult, read_picture
from visionquery.worker import pictures
from visionquery.worker.pictures import Outcome, PictureReader, SharedPicture, Wish

posix_only = pytest.mark.skipif(sys.platform == "win32", reason="signals")


@dataclass
class Reading:
    """A reader, and what it answered."""

    settings: dict[str, object] = field(default_factory=dict)
    answers: queue.SimpleQueue[tuple[Wish, Outcome]] = field(default_factory=queue.SimpleQueue)

    def __post_init__(self) -> None:
        settings = {**effective({}), **self.settings}
        self.reader = PictureReader(lambda: settings, lambda *answer: self.answers.put(answer))

    def next(self, seconds: float = 60.0) -> tuple[Wish, Outcome]:
        return self.answers.get(timeout=seconds)

    def picture(self, path: Path, width: int = 0, height: int = 0) -> Outcome:
        self.reader.want([Wish(1, str(path), width, height)])
        return self.next()[1]


@pytest.fixture
def make_reading() -> Iterator[Callable[..., Reading]]:
    readings: list[Reading] = []

    def make(**settings: object) -> Reading:
        readings.append(Reading(settings))
        return readings[-1]

    yield make
    for reading in readings:
        reading.reader.stop()


@pytest.fixture
def reading(make_reading: Callable[..., Reading]) -> Reading:
    return make_reading()


def pixels(picture: Outcome, level: int = 0) -> npt.NDArray[np.uint8]:
    """A level as uint8[height, width, 3], red first, copied."""
    assert isinstance(picture, SharedPicture), picture
    size = picture.levels[level]
    end = size.offset + size.width * size.height * 4
    # Through bytes: an array would look at memory that goes with the picture.
    rows = np.frombuffer(bytes(picture.memory[size.offset : end]), np.uint8).reshape(size.height, size.width, 4)
    assert (rows[..., 3] == 255).all()
    return np.ascontiguousarray(rows[..., 2::-1])


def _slow_png(path: Path, side: int = 16_000) -> Path:
    """A small PNG that unpacks to `side` x `side` pixels: seconds of decoding, and memory to match."""
    header = struct.pack(">IIBBBBB", side, side, 8, 2, 0, 0, 0)
    body = zlib.compress(bytes((side * 3 + 1) * side), 1)
    path.write_bytes(
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
            for kind, data in ((b"IHDR", header), (b"IDAT", body), (b"IEND", b""))
        )
    )
    return path


def _wait_until(condition: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def _is_busy(pid: int) -> bool:
    try:
        return psutil.Process(pid).memory_info().rss > 200 << 20
    except psutil.Error:
        return False


def _busy(reading: Reading) -> bool:
    return any(_is_busy(pid) for pid in reading.reader.pids())


def _segments() -> set[str]:
    return {path.name for path in Path("/dev/shm").glob("psm_*")} if sys.platform == "linux" else set()


def _grid(path: Path) -> ReadResult | BadFile:
    try:
        return read_picture(str(path), ReadLimits(), Preprocessing(64))
    except BadFile as refusal:
        return refusal


def _swapped_profile() -> bytes:
    """An RGB profile whose red and green primaries changed places: whoever applies it swaps the two."""
    profile = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    (count,) = struct.unpack_from(">I", profile, 128)
    entries = {bytes(profile[132 + 12 * i : 136 + 12 * i]): 132 + 12 * i for i in range(count)}
    red, green = (profile[entries[name] + 4 : entries[name] + 12] for name in (b"rXYZ", b"gXYZ"))
    profile[entries[b"rXYZ"] + 4 : entries[b"rXYZ"] + 12] = green
    profile[entries[b"gXYZ"] + 4 : entries[b"gXYZ"] + 12] = red
    return bytes(profile)


def _mapped() -> int:
    """Shared memory of pictures that this process holds."""
    return Path("/proc/self/maps").read_text(encoding="utf-8", errors="replace").count("/dev/shm/psm_")


def _assert_alike(path: Path, reading: Reading) -> bool:
    """The viewer's picture is the grid's thumbnail, only larger; or both refuse it for the same reason."""
    outcome = reading.picture(path, 1600, 900)
    grid = _grid(path)
    if isinstance(grid, BadFile):
        assert isinstance(outcome, BadFile), path
        assert (outcome.kind, outcome.reason) == (grid.kind, grid.reason), path
        return False
    shown = Image.fromarray(pixels(outcome))
    assert isinstance(outcome, SharedPicture)
    assert (outcome.width, outcome.height) == (grid.metadata.width, grid.metadata.height), path
    outcome.close()
    thumbnail = Image.open(io.BytesIO(grid.thumbnail))
    ratio = shown.width / shown.height / (thumbnail.width / thumbnail.height)
    assert min(shown.size) < 40 or 0.97 < ratio < 1.03, path
    size = (min(96, thumbnail.width), min(96, thumbnail.height))
    small, smaller = (
        np.asarray(picture.resize(size, Image.Resampling.BOX), np.int16) for picture in (shown, thumbnail)
    )
    if min(size) >= 48:
        assert np.abs(small - smaller).mean() < 9, path
    else:  # JPEG mixes the colours of a few pixels, not their average
        assert np.abs(small.mean((0, 1)) - smaller.mean((0, 1))).max() < 16, path
    return True


def test_every_kind_of_file_is_shown_as_the_grid_shows_it(shared_data: Path, reading: Reading) -> None:
    formats = shared_data / "formats"
    chosen = [
        *sorted((formats / "exif-orientation").iterdir())[::3],
        *(formats / "exif-samples" / name for name in ("Arbitro.tiff", "DSCN0010.jpg")),
        *sorted((formats / "heif").glob("L*"))[:4],
        *sorted((formats / "psd").glob("*cmyk*")),
        *sorted((formats / "psd").glob("16bit*")),
        *sorted((formats / "avif").glob("*p3*")),
        formats / "raw" / "Canon-R6-pruned.CR3",
        formats / "phone" / "IMG_2682.heic",
    ]
    assert sum(_assert_alike(path, reading) for path in chosen) > len(chosen) // 2


@pytest.mark.slow
def test_all_samples_are_shown_as_the_grid_shows_them(shared_data: Path, reading: Reading) -> None:
    # Takes longer than all the others together, and the grid's reading of it is one of test_decoding_samples.
    huge = shared_data / "formats" / "heif" / "200MP.heic"
    paths = [path for path in sorted((shared_data / "formats").rglob("*")) if path.suffix.lower() in EXTENSIONS]
    paths.remove(huge)
    assert sum(_assert_alike(path, reading) for path in paths) > 250
    assert isinstance(reading.picture(huge, 1600, 900), SharedPicture)


def test_a_large_picture_comes_at_the_size_of_the_view_and_in_full(
    tmp_path: Path, make_photo: Callable[..., Path], reading: Reading
) -> None:
    path = make_photo(tmp_path / "large.jpg", 3, (4000, 3000))
    fitted = reading.picture(path, 1600, 1200)
    full = reading.picture(path)
    assert isinstance(fitted, SharedPicture)
    assert isinstance(full, SharedPicture)
    assert (fitted.width, fitted.height) == (full.width, full.height) == (4000, 3000)
    assert [(level.width, level.height) for level in fitted.levels] == [(1600, 1200), (800, 600)]
    assert [(level.width, level.height) for level in full.levels] == [(4000, 3000), (2000, 1500), (1000, 750)]
    with Image.open(path) as image:
        wanted, halved = np.asarray(image, np.int16), np.asarray(image.reduce(2), np.int16)
    assert np.abs(pixels(full) - wanted).max() <= 2
    assert np.abs(pixels(full, 1) - halved).max() <= 2


def test_a_picture_beyond_the_memory_of_one_is_had_at_half_its_size(
    tmp_path: Path, make_photo: Callable[..., Path], reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "MAX_BYTES", 5 << 20)
    picture = reading.picture(make_photo(tmp_path / "a.jpg", 1, (2000, 1500)))
    assert isinstance(picture, SharedPicture)
    assert (picture.width, picture.height) == (2000, 1500)
    assert picture.levels[0].width == 1000
    assert pixels(picture).shape == (750, 1000, 3)


def test_a_colour_profile_is_applied(tmp_path: Path, reading: Reading) -> None:
    path = tmp_path / "swapped.png"
    Image.new("RGB", (64, 64), (230, 20, 20)).save(path, icc_profile=_swapped_profile())
    red, green, _ = (int(value) for value in pixels(reading.picture(path))[32, 32])
    assert green > 200 > 60 > red


def test_what_is_wished_first_is_read_first_and_what_was_overtaken_is_not_told(
    tmp_path: Path, make_photo: Callable[..., Path], reading: Reading
) -> None:
    paths = [make_photo(tmp_path / f"{number}.jpg", number) for number in range(8)]
    reading.picture(paths[0])
    for last in range(1, 8):
        reading.reader.want([Wish(number, str(paths[number])) for number in (last, (last + 1) % 8)])
    answers = {reading.next()[0].photo_id for _ in range(2)}
    assert answers == {7, 0}
    with pytest.raises(queue.Empty):
        reading.next(0.5)


def test_a_slow_picture_does_not_keep_the_next_one_waiting(
    tmp_path: Path, make_photo: Callable[..., Path], reading: Reading
) -> None:
    slow, quick = _slow_png(tmp_path / "slow.png"), make_photo(tmp_path / "quick.jpg")
    reading.reader.want([Wish(1, str(slow)), Wish(2, str(_slow_png(tmp_path / "next.png")))])
    began: set[int] = set()

    def both_began() -> bool:
        for pid in reading.reader.pids():
            if pid not in began and _is_busy(pid):
                # Held where it is, or the first may be done before the second has begun.
                psutil.Process(pid).suspend()
                began.add(pid)
        return len(began) == 2

    _wait_until(both_began)
    reading.reader.want([Wish(3, str(quick))])
    wish, outcome = reading.next()
    assert wish.photo_id == 3
    assert isinstance(outcome, SharedPicture)
    # Nobody wants what they were reading: they were ended, or will be, and none of it is told.
    _wait_until(lambda: not began & set(reading.reader.pids()))
    assert reading.answers.empty()


@posix_only
def test_a_reader_that_is_killed_once_costs_nothing(tmp_path: Path, reading: Reading) -> None:
    reading.reader.want([Wish(1, str(_slow_png(tmp_path / "a.png", 9000)), 800, 800)])
    _wait_until(lambda: _busy(reading))
    os.kill(reading.reader.pids()[0], signal.SIGKILL)
    outcome = reading.next()[1]
    assert isinstance(outcome, SharedPicture)
    assert outcome.width == 9000


@posix_only
def test_a_picture_that_crashes_its_reader_says_so(
    tmp_path: Path, make_photo: Callable[..., Path], reading: Reading
) -> None:
    before = _segments()
    reading.reader.want([Wish(1, str(_slow_png(tmp_path / "a.png")))])
    killed: set[int] = set()
    for _ in range(2):
        _wait_until(lambda: any(pid not in killed and _is_busy(pid) for pid in reading.reader.pids()))
        pid = next(pid for pid in reading.reader.pids() if pid not in killed and _is_busy(pid))
        killed.add(pid)
        os.kill(pid, signal.SIGSEGV)
    outcome = reading.next()[1]
    assert isinstance(outcome, BadFile)
    assert outcome.kind is FailureKind.CRASHED
    assert isinstance(reading.picture(make_photo(tmp_path / "good.jpg")), SharedPicture)
    assert _segments() == before


@posix_only
def test_a_reader_that_hangs_is_ended_in_time(make_reading: Callable[..., Reading], tmp_path: Path) -> None:
    reading = make_reading(decode_seconds=1)
    reading.reader.want([Wish(1, str(_slow_png(tmp_path / "a.png")))])
    _wait_until(lambda: _busy(reading))
    (pid,) = reading.reader.pids()
    os.kill(pid, signal.SIGSTOP)
    outcome = reading.next()[1]
    assert isinstance(outcome, BadFile)
    assert outcome.kind is FailureKind.TIMEOUT
    assert not psutil.pid_exists(pid) or psutil.Process(pid).status() == psutil.STATUS_ZOMBIE


def test_limits_of_the_settings_hold(
    make_reading: Callable[..., Reading], tmp_path: Path, make_photo: Callable[..., Path]
) -> None:
    reading = make_reading(max_megapixels=1)
    refused = reading.picture(make_photo(tmp_path / "a.jpg", 1, (2000, 1500)))
    assert isinstance(refused, BadFile)
    assert refused.kind is FailureKind.TOO_LARGE


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /dev/shm and /proc")
def test_memory_is_given_back_with_each_picture(
    tmp_path: Path, make_photo: Callable[..., Path], reading: Reading
) -> None:
    path = make_photo(tmp_path / "a.jpg", 1, (4000, 3000))
    before, mapped = _segments(), _mapped()
    own = psutil.Process()
    first = reading.picture(path)
    assert isinstance(first, SharedPicture)
    assert _segments() == before  # nothing has a name that could be left over
    first.close()
    del first
    assert _mapped() <= mapped
    for _ in range(3):  # also what nobody closes goes with its last reference, and no thread keeps one
        reading.picture(path)
    assert _mapped() <= mapped
    resident = own.memory_info().rss
    for _ in range(12):
        picture = reading.picture(path)
        pixels(picture)
        assert isinstance(picture, SharedPicture)
        picture.close()
    assert own.memory_info().rss - resident < 80 << 20
    children = [psutil.Process(pid).memory_info().rss for pid in reading.reader.pids()]
    assert all(size < 500 << 20 for size in children)


@pytest.mark.skipif(sys.platform != "linux", reason="looks into /proc")
def test_memory_may_be_collected_before_what_looks_at_it(
    reading: Reading, make_photo: Callable[..., Path], tmp_path: Path
) -> None:
    """A cycle among a window's widgets is collected in any order; pytest fails where a finalizer raises."""
    before = _mapped()
    cycle: list[object] = [reading.picture(make_photo(tmp_path / "photo.jpg"))]
    assert isinstance(cycle[0], SharedPicture)
    cycle += [cycle[0].memory[16:], cycle]
    del cycle
    gc.collect()
    assert _mapped() <= before  # fewer where that collected what an earlier test left behind


def test_processes_end_when_nothing_is_wished_for(
    tmp_path: Path, make_photo: Callable[..., Path], reading: Reading, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pictures, "IDLE_SECONDS", 0.3)
    path = make_photo(tmp_path / "a.jpg")
    assert isinstance(reading.picture(path), SharedPicture)
    _wait_until(lambda: reading.reader.pids() == [])
    assert isinstance(reading.picture(path), SharedPicture)


def test_stopping_in_the_middle_takes_no_time_and_tells_nothing(tmp_path: Path, reading: Reading) -> None:
    reading.reader.want([Wish(1, str(_slow_png(tmp_path / "a.png")))])
    _wait_until(lambda: _busy(reading))
    pids = reading.reader.pids()
    reading.reader.stop()
    assert reading.answers.empty()
    _wait_until(lambda: not any(psutil.pid_exists(pid) for pid in pids))
    reading.reader.want([Wish(1, "x")])  # refused quietly


@pytest.mark.slow
def test_nothing_hostile_stops_the_reader(shared_data: Path, make_reading: Callable[..., Reading]) -> None:
    reading = make_reading(decode_seconds=30, decode_megabytes=1500)
    paths = sorted(path for path in (shared_data / "hostile").rglob("*") if path.is_file())
    assert len(paths) > 1000
    before = _segments()
    opened, slowest = 0, 0.0
    for path in paths:
        began = time.monotonic()
        outcome = reading.picture(path, 1600, 900)
        if isinstance(outcome, SharedPicture):
            opened += 1
            outcome.close()
        else:
            assert isinstance(outcome, BadFile), path
            assert outcome.reason.endswith("."), path
            assert outcome.kind not in {FailureKind.CRASHED, FailureKind.TIMEOUT}, path
        slowest = max(slowest, time.monotonic() - began)
    assert opened > 800
    assert slowest < 30
    assert _segments() == before


def test_some_hostile_files_are_refused_in_words(shared_data: Path, reading: Reading) -> None:
    paths = sorted(path for path in (shared_data / "hostile").rglob("*") if path.is_file())[::40]
    refused = [outcome for path in paths if isinstance(outcome := reading.picture(path, 800, 600), BadFile)]
    assert refused
    assert all(outcome.reason.endswith(".") for outcome in refused)


def test_the_window_loads_no_image_library_to_name_the_reader() -> None:
    code = (
        "import sys, visionquery.worker.pictures\n"
        "print([name for name in ('PIL', 'numpy', 'torch', 'rawpy', 'pillow_heif') if name in sys.modules])"
    )
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True, timeout=120)
    assert answer.stdout.strip() == "[]"
