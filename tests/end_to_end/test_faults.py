"""What the surroundings can do to the program: each time one clear line, and nothing lost."""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from visionquery.domain.photos import PhotoState
from visionquery.library.library import Library
from visionquery.library.migrations import MIGRATION_SET
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import data_paths

needs_root = pytest.mark.skipif(
    not hasattr(os, "geteuid") or os.geteuid() != 0, reason="mounts a file system: needs root"
)


def _note(home: Path) -> str:
    reader = LibraryReader(data_paths(str(home)))
    try:
        return reader.folders()[0].note
    finally:
        reader.close()


def _states(home: Path) -> dict[str, PhotoState]:
    reader = LibraryReader(data_paths(str(home)))
    try:
        return {photo.path: photo.state for photo in reader.photos(reader.all_ids()).values()}
    finally:
        reader.close()


@contextlib.contextmanager
def _small_disk(folder: Path, megabytes: int) -> Iterator[Path]:
    folder.mkdir()
    mounted = subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={megabytes}m", "tmpfs", str(folder)], check=False)
    if mounted.returncode != 0:
        pytest.skip("cannot mount a file system here")
    try:
        yield folder
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@needs_root
@pytest.mark.slow
def test_a_full_disk_ends_indexing_with_advice_and_the_next_run_goes_on(
    tmp_path: Path, visionquery: Callable[..., object], make_photo: Callable[..., Path], make_model: Callable[..., Path]
) -> None:
    for number in range(500):
        make_photo(tmp_path / "photos" / f"{number}.jpg", seed=number, size=(400, 300))
    with _small_disk(tmp_path / "disk", 40) as disk:
        with Library(data_paths(str(disk / "home"))) as library:
            library.settings.set("model", f"local-dir:{make_model('tiny')}")
        ballast = disk / "ballast"
        # Room for the first commit (256 photos take 3.3 MiB) and not for the second (6 MiB).
        ballast.write_bytes(b"\0" * (35 << 20))

        ran = visionquery("--data-dir", str(disk / "home"), "index", str(tmp_path / "photos"), "--json")
        assert ran.code == 1
        assert "room" in ran.err or "full" in ran.err
        assert "Traceback" not in ran.err
        ballast.unlink()
        assert set(_states(disk / "home").values()) == {PhotoState.INDEXED, PhotoState.PENDING}

        ran = visionquery("--data-dir", str(disk / "home"), "index", str(tmp_path / "photos"), "--json")
        assert ran.code == 0
        states = _states(disk / "home")
        assert len(states) == 500
        assert set(states.values()) == {PhotoState.INDEXED}


def test_a_data_folder_that_cannot_be_written_is_said_in_one_line(
    tmp_path: Path, visionquery: Callable[..., object], make_photo: Callable[..., Path]
) -> None:
    make_photo(tmp_path / "photos" / "a.jpg")
    home = tmp_path / "home"
    home.mkdir(mode=0o555)

    ran = visionquery("--data-dir", str(home), "index", str(tmp_path / "photos"), plainly=True)

    assert ran.code == 1
    assert len(ran.err.strip().splitlines()) == 1
    assert str(home) in ran.err
    assert list(home.iterdir()) == []


def test_a_subfolder_without_permission_costs_only_itself_and_keeps_its_known_photos(
    tmp_path: Path, visionquery: Callable[..., object], make_photo: Callable[..., Path]
) -> None:
    photos = tmp_path / "photos"
    known = make_photo(photos / "closed" / "known.jpg", seed=1)
    make_photo(photos / "open.jpg", seed=2)
    home = tmp_path / "home"
    home.mkdir()
    home_option = ("--data-dir", str(home))
    assert visionquery(*home_option, "index", str(photos), "--json", plainly=True).json["indexed"] == 2

    (photos / "closed").chmod(0)
    make_photo(photos / "new.jpg", seed=3)
    ran = visionquery(*home_option, "index", str(photos), "--json", plainly=True)

    assert ran.code == 0
    assert ran.json["indexed"] == 1
    assert ran.json["removed"] == 0
    assert _states(home)[str(known)] is PhotoState.INDEXED
    assert "cannot be opened" in _note(home)
    (photos / "closed").chmod(0o755)
    assert visionquery(*home_option, "index", str(photos), "--json", plainly=True).code == 0
    assert _note(home) == ""


def test_a_folder_that_cannot_be_listed_is_refused_with_a_reason(
    tmp_path: Path, visionquery: Callable[..., object]
) -> None:
    (tmp_path / "photos").mkdir(mode=0)
    home = tmp_path / "home"
    home.mkdir()

    ran = visionquery("--data-dir", str(home), "index", str(tmp_path / "photos"), plainly=True)

    assert ran.code == 1
    assert "ermission" in ran.err or "not be read" in ran.err or "cannot" in ran.err


@needs_root
def test_an_unmounted_drive_keeps_its_photos_and_a_returned_one_needs_no_new_work(
    tmp_path: Path, visionquery: Callable[..., object], make_photo: Callable[..., Path]
) -> None:
    with _small_disk(tmp_path / "drive", 8) as drive:
        for number in range(3):
            make_photo(drive / f"{number}.jpg", seed=number)
        assert visionquery("index", str(drive), "--json").json["indexed"] == 3
        shutil.copytree(drive, tmp_path / "away")

    home = Path(os.environ["VISIONQUERY_HOME"])
    ran = visionquery("index", str(tmp_path / "drive"), "--json")
    assert ran.json["removed"] == 0
    assert len(_states(home)) == 3
    assert len(visionquery("search", "a photo", "--json").json["hits"]) == 3


def test_awkward_names_are_indexed_found_and_removed(
    tmp_path: Path, visionquery: Callable[..., object], make_photo: Callable[..., Path]
) -> None:
    folder = tmp_path / 'o\'clock "\N{SUNRISE}"\nnew line; DROP TABLE photos; --'
    names = ["it's.jpg", 'say "hi".jpg', "two\nlines.jpg", "\N{DOG FACE}.jpg", "100% [x] *?.jpg", " lead.jpg", "-n.jpg"]
    for seed, name in enumerate(names):
        make_photo(folder / name, seed=seed)
    with contextlib.suppress(OSError, ValueError):  # not every file system takes these bytes
        shutil.copy(make_photo(tmp_path / "plain.jpg", seed=99), os.fsencode(folder) + b"/caf\xe9.jpg")
    expected = {entry.name for entry in folder.iterdir()}

    ran = visionquery("index", os.fsencode(folder), "--json")
    assert ran.code == 0
    assert ran.json["indexed"] == len(expected)

    hits = visionquery("search", "a photo", "--in", str(folder), "--json").json["hits"]
    assert {Path(hit["path"]).name for hit in hits} == expected
    assert visionquery("search", "a photo").code == 0
    assert visionquery("similar", str(folder / names[2]), "--json").code == 0

    assert visionquery("folders", "remove", str(folder)).code == 0
    assert visionquery("search", "a photo", "--json").json["hits"] == []


@pytest.mark.slow
@pytest.mark.timeout(600)
def test_a_hundred_thousand_tiny_files_are_taken_in(
    tmp_path: Path, visionquery: Callable[..., object], make_photo: Callable[..., Path]
) -> None:
    """Files that are no pictures at all cost a row each; the few real ones among them are found at once."""
    folder = tmp_path / "many"
    for part in range(100):
        (folder / str(part)).mkdir(parents=True)
        for number in range(1000):
            (folder / str(part) / f"{number}.{'jpg' if number % 10 == 0 else 'txt'}").touch()
    make_photo(folder / "50" / "real.jpg")

    ran = visionquery("index", str(folder), "--json", timeout=550)

    assert ran.code == 0
    assert ran.json["indexed"] == 1
    assert ran.json["failed"] == 10_000
    assert len(visionquery("search", "a photo", "--json").json["hits"]) == 1


def test_a_file_that_grows_while_it_is_read_is_indexed_as_it_ends_up(
    tmp_path: Path, visionquery: Callable[..., object], make_photo: Callable[..., Path]
) -> None:
    whole = make_photo(tmp_path / "whole.jpg", seed=5, size=(1600, 1200)).read_bytes()
    growing = tmp_path / "photos" / "growing.jpg"
    growing.parent.mkdir()
    writer = subprocess.Popen(
        [
            "sh",
            "-c",
            f"for part in $(seq 0 39); do dd if='{tmp_path}/whole.jpg' bs={len(whole) // 40 + 1} skip=$part "
            f"count=1 status=none >> '{growing}'; sleep 0.1; done",
        ]
    )
    time.sleep(0.3)
    visionquery("index", str(growing.parent), "--json")
    assert writer.wait() == 0

    ran = visionquery("index", str(growing.parent), "--json")

    assert ran.code == 0
    assert growing.read_bytes() == whole
    (hit,) = visionquery("similar", str(tmp_path / "whole.jpg"), "--json").json["hits"]
    assert hit["score"] > 0.99


def test_a_corrupted_library_is_refused_with_advice_and_kept(
    photo_folder: Path, data_dir: Path, visionquery: Callable[..., object]
) -> None:
    assert visionquery("index", str(photo_folder), "--json").code == 0
    library = data_dir / "library.db"
    with contextlib.closing(sqlite3.connect(library)) as database:
        database.execute("PRAGMA wal_checkpoint(TRUNCATE)")  # else SQLite might mend it from the log, unnoticed
    broken = bytearray(library.read_bytes())
    broken[:4096] = os.urandom(4096)
    library.write_bytes(broken)

    for command in (("index", str(photo_folder)), ("search", "a dog"), ("status",), ("folders",)):
        ran = visionquery(*command)
        assert ran.code == 1, command
        assert str(library) in ran.err
        assert "Traceback" not in ran.err
    assert library.read_bytes() == broken


def test_a_library_of_a_newer_program_is_refused_and_left_alone(
    photo_folder: Path, data_dir: Path, visionquery: Callable[..., object]
) -> None:
    assert visionquery("index", str(photo_folder), "--json").code == 0
    with contextlib.closing(sqlite3.connect(data_dir / "library.db")) as database:
        tables = [row[0] for row in database.execute("SELECT name FROM sqlite_master WHERE name LIKE '%migrations%'")]
        columns = [row[1] for row in database.execute(f"PRAGMA table_info({tables[0]})")]
        values = {"migration_set": MIGRATION_SET, "name": "m9999_from_the_future", "applied_at": "2999-01-01"}
        known = [column for column in columns if column in values]
        database.execute(
            f"INSERT INTO {tables[0]} ({', '.join(known)}) VALUES ({', '.join('?' * len(known))})",
            [values[column] for column in known],
        )
        database.commit()

    ran = visionquery("index", str(photo_folder))

    assert ran.code == 1
    assert "newer" in ran.err


def test_odd_clocks_and_dates_change_nothing(
    tmp_path: Path, visionquery: Callable[..., object], make_photo: Callable[..., Path]
) -> None:
    """Files from before 1970 and from the far future, as cameras with an unset clock write them."""
    folder = tmp_path / "photos"
    for seed, seconds in enumerate((-86_400 * 3650, 0, 1, 4_102_444_800, 16_725_225_600)):
        path = make_photo(folder / f"{seed}.jpg", seed=seed)
        os.utime(path, (seconds, seconds))

    assert visionquery("index", str(folder), "--json").json["indexed"] == 5
    again = visionquery("index", str(folder), "--json").json
    assert (again["indexed"], again["unchanged"]) == (0, 5)
