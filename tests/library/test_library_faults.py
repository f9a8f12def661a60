"""When the surroundings do not play along: full, read-only and failing disks, damaged and foreign files."""

from __future__ import annotations

import os
import sqlite3
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.errors import Fault, LibraryBusy, LibraryDamaged, StorageFull
from visionquery.domain.photos import Changes, PhotoState
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths

Mount = Callable[[str], None]


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[tuple[Path, Mount]]:
    """A file system of 6 MiB and the means to mount it anew with other options."""
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount a small file system")
    place = tmp_path / "small"
    place.mkdir()

    def mount(options: str) -> None:
        subprocess.run(["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(place)], check=True, capture_output=True)

    try:
        mount("size=6m")
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this system does not let a small file system be mounted")
    yield place, mount
    subprocess.run(["umount", "-l", str(place)], check=True, capture_output=True)


def fill(place: Path) -> Path:
    filler = place / "filler"
    with filler.open("ab", buffering=0) as file:
        for size in (1 << 16, 1 << 12):
            try:
                while True:
                    file.write(bytes(size))
            except OSError:
                continue
    return filler


def test_a_full_disk_takes_a_scan_whole_or_not_at_all(small_disk: tuple[Path, Mount], shelf_type: type[Any]) -> None:
    place, _ = small_disk
    shelf = shelf_type(DataPaths(place / "data"))
    shelf.add("first.jpg")
    filler = fill(place)
    stats = tuple(shelf.stat(f"{number:06d}.jpg") for number in range(3000))
    with pytest.raises(StorageFull) as caught:
        shelf.library.photos.apply(shelf.folder.id, Changes(added=stats))
    assert "no room left" in caught.value.message
    assert "Free some disk space" in caught.value.advice
    assert set(shelf.library.photos.stored(shelf.folder.id)) == {"first.jpg"}
    filler.unlink()
    assert len(shelf.library.photos.apply(shelf.folder.id, Changes(added=stats))) == 3000
    assert shelf.reader.counts().pending == 3001
    shelf.close()


def test_outcomes_that_found_no_room_can_be_given_again(small_disk: tuple[Path, Mount], shelf_type: type[Any]) -> None:
    place, _ = small_disk
    shelf = shelf_type(DataPaths(place / "data"))
    shelf.add(*(f"{number}.jpg" for number in range(700)))
    outcomes = [shelf.read(item) for item in shelf.claim()]
    filler = fill(place)
    with pytest.raises(StorageFull):
        shelf.finish(*outcomes)
    assert shelf.reader.counts(shelf.space).searchable == 0
    filler.unlink()
    report = shelf.finish(*outcomes)
    assert len(report.indexed) == len(report.new_embeddings) == 700
    assert shelf.library.sweep() == []
    shelf.close()


def test_a_worker_killed_on_a_full_disk_finds_everything_when_there_is_room(
    small_disk: tuple[Path, Mount], shelf_type: type[Any]
) -> None:
    place, _ = small_disk
    shelf = shelf_type(DataPaths(place / "data"))
    shelf.add(*(f"{number}.jpg" for number in range(200)))
    outcomes = [shelf.read(item) for item in shelf.claim()]
    filler = fill(place)
    with pytest.raises(StorageFull):
        shelf.add(*(f"more {number}.jpg" for number in range(20_000)))
    shelf.die()
    with pytest.raises(StorageFull):
        shelf.reopen()
    filler.unlink()
    assert shelf.reopen() == len(outcomes)
    assert set(shelf.library.photos.stored(shelf.folder.id)) >= {f"{number}.jpg" for number in range(200)}
    shelf.index()
    assert shelf.reader.problems() == []
    shelf.close()


def test_a_disk_without_any_room_takes_no_new_library(small_disk: tuple[Path, Mount]) -> None:
    place, _ = small_disk
    (place / "data").mkdir()
    fill(place)
    with pytest.raises(StorageFull):
        Library(DataPaths(place / "data")).open()


def test_a_read_only_data_folder_is_searched_and_not_written(
    small_disk: tuple[Path, Mount], shelf_type: type[Any]
) -> None:
    place, mount = small_disk
    shelf = shelf_type(DataPaths(place / "data"))
    (photo_id,) = shelf.add("a.jpg")
    shelf.index()
    shelf.close()
    mount("remount,ro,size=6m")
    reader = LibraryReader(shelf.paths)
    assert reader.photo(photo_id).state is PhotoState.INDEXED
    assert reader.thumbnails.get(shelf.hash("/photos/a.jpg")) is not None
    assert reader.counts(shelf.space).searchable == 1
    reader.close()
    with pytest.raises(Fault, match="cannot be written to") as caught:
        shelf.reopen()
    assert "--data-dir" in caught.value.advice


def damaged_with(paths: DataPaths, damage: Callable[[bytes], bytes]) -> bytes:
    broken = damage(paths.library.read_bytes())
    paths.library.write_bytes(broken)
    return broken


@pytest.mark.parametrize(
    "damage",
    [
        lambda whole: b"these are no pages of SQLite" * 5000,
        lambda whole: whole[: len(whole) // 2 + 100],
        lambda whole: whole[:200] + os.urandom(len(whole) - 200),
    ],
    ids=["foreign", "truncated", "overwritten"],
)
def test_a_damaged_library_is_refused_with_advice_and_kept(
    paths: DataPaths, shelf_type: type[Any], damage: Callable[[bytes], bytes]
) -> None:
    shelf = shelf_type(paths)
    shelf.add(*(f"{number}.jpg" for number in range(300)))
    shelf.index()
    shelf.close()
    broken = damaged_with(paths, damage)
    library = Library(paths)

    def use() -> None:
        library.open()
        library.photos.stored(shelf.folder.id)
        library.photos.claim(100, 1)
        library.sweep()

    with pytest.raises(LibraryDamaged) as caught:
        use()
    library.close()
    assert str(paths.library) in caught.value.message
    assert "backup" in caught.value.advice
    assert paths.library.read_bytes() == broken
    reader = LibraryReader(paths)
    with pytest.raises(LibraryDamaged):
        reader.photos(reader.all_ids())
    reader.close()


def test_a_damaged_library_leaves_the_lock_free(paths: DataPaths) -> None:
    paths.ensure()
    paths.library.write_bytes(b"nonsense" * 1000)
    for _ in range(2):
        with pytest.raises(LibraryDamaged):
            Library(paths).open()


def test_a_page_that_went_bad_is_found_by_the_check(paths: DataPaths, shelf_type: type[Any]) -> None:
    shelf = shelf_type(paths)
    shelf.add(*(f"{number}.jpg" for number in range(2000)))
    shelf.close()
    damaged_with(paths, lambda whole: whole[: len(whole) // 2] + b"\xaa" * 8192 + whole[len(whole) // 2 + 8192 :])
    reader = LibraryReader(paths)
    try:
        problems = reader.problems()
    except LibraryDamaged as damage:
        problems = [damage.message]
    reader.close()
    assert problems


def test_a_program_that_keeps_the_file_locked_is_named_as_the_reason(
    paths: DataPaths, shelf_type: type[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("visionquery.library.database.BUSY_MILLISECONDS", 50)
    shelf = shelf_type(paths)
    intruder = sqlite3.connect(paths.library, isolation_level=None)
    intruder.execute("BEGIN IMMEDIATE")
    with pytest.raises(LibraryBusy, match="Another program keeps the library"):
        shelf.add("a.jpg")
    intruder.execute("ROLLBACK")
    intruder.close()
    assert len(shelf.add("a.jpg")) == 1
    shelf.close()


def test_a_file_in_the_place_of_the_data_folder_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "data").write_text("a file")
    with pytest.raises(Fault, match="a file is in its place"):
        Library(DataPaths(tmp_path / "data")).open()


def test_closing_when_the_disk_fails_is_no_crash(shelf: Any, caplog: pytest.LogCaptureFixture) -> None:
    shelf.add("a.jpg")
    shelf.claim()
    with shelf.library._writer.read() as connection:
        connection.execute("PRAGMA query_only=ON")
    shelf.library.close()
    assert "could not be closed in good order" in caplog.text
    assert shelf.reopen() == 1


def test_an_error_inside_a_transaction_undoes_it_all(shelf: Any) -> None:
    shelf.add("a.jpg")

    class Oops(Exception):
        pass

    def interrupted() -> None:
        with shelf.library._writer.write():
            shelf.add("b.jpg")
            shelf.library.folders.remove(shelf.folder.id)
            raise Oops

    with pytest.raises(Oops):
        interrupted()
    assert set(shelf.library.photos.stored(shelf.folder.id)) == {"a.jpg"}
    shelf.index()
    assert shelf.reader.problems() == []
