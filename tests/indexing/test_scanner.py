"""The scanner on real directories, awkward ones above all."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from visionquery.domain.photos import FileStat
from visionquery.domain.settings import DEFAULT_IGNORED_NAMES
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.scanner import Scan
from visionquery.indexing.scope import FULL, Scope

IGNORE = IgnoreRules(DEFAULT_IGNORED_NAMES)
EXTENSIONS = frozenset({".jpg", ".png"})

as_other_user = pytest.mark.skipif(
    sys.platform == "win32" or os.geteuid() == 0, reason="the superuser is refused nothing"
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


def touch(path: Path, content: bytes = b"x") -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def scan(root: Path, scope: Scope = FULL) -> Scan:
    return Scan(str(root), IGNORE, EXTENSIONS, scope=scope)


def paths(root: Path, scope: Scope = FULL) -> list[str]:
    return sorted(file.relpath for file in scan(root, scope))


def test_finds_pictures_by_their_extension_at_any_depth(root: Path) -> None:
    for name in ("a.jpg", "B.JPG", "sub/c.png", "sub/deep/er/d.jpg", "notes.txt", "jpg", "sub/movie.mp4"):
        touch(root / name)
    assert paths(root) == ["B.JPG", "a.jpg", "sub/c.png", "sub/deep/er/d.jpg"]


def test_tells_size_time_and_identity(root: Path) -> None:
    path = touch(root / "a.jpg", b"12345")
    os.utime(path, ns=(1_000_000_001, 1_700_000_000_123_456_789))
    status = path.stat()
    expected = FileStat("a.jpg", 5, 1_700_000_000_123_456_789, f"{status.st_dev}:{status.st_ino}")
    assert list(scan(root)) == [expected]


def test_junk_and_what_lies_in_junk_folders_is_passed_over(root: Path) -> None:
    for name in ("._a.jpg", ".hidden/b.jpg", "@eaDir/c.jpg", "#recycle/x/d.jpg", "sub/.thumbnails/e.jpg", "ok.jpg"):
        touch(root / name)
    assert paths(root) == ["ok.jpg"]


def test_a_hidden_root_was_chosen_on_purpose(tmp_path: Path) -> None:
    touch(tmp_path / ".photos" / "a.jpg")
    assert paths(tmp_path / ".photos") == ["a.jpg"]


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such names")
def test_names_of_every_kind(root: Path) -> None:
    names = ["new\nline.jpg", 'it\'s "quoted".jpg', "🌅 été.jpg", " lead.jpg", "-rf.jpg", "%s.jpg", "back\\slash.jpg"]
    for name in names:
        touch(root / "dir\n'x'" / name)
    touch(root / os.fsdecode(b"caf\xe9.jpg"))
    assert paths(root) == sorted([*(f"dir\n'x'/{name}" for name in names), "caf\udce9.jpg"])


def test_what_only_looks_like_a_picture_is_not_one(root: Path) -> None:
    touch(root / "folder.jpg" / "inner.jpg")
    if sys.platform != "win32":
        os.mkfifo(root / "pipe.jpg")
    assert paths(root) == ["folder.jpg/inner.jpg"]


def test_more_levels_than_python_may_recurse(root: Path) -> None:
    here = os.open(root, os.O_RDONLY)
    try:
        for _ in range(1200):
            os.mkdir("d", dir_fd=here)
            below = os.open("d", os.O_RDONLY, dir_fd=here)
            os.close(here)
            here = below
        os.close(os.open("deep.jpg", os.O_WRONLY | os.O_CREAT, dir_fd=here))
    finally:
        os.close(here)
    try:
        assert paths(root) == ["d/" * 1200 + "deep.jpg"]
    finally:
        # pytest's own cleaning recurses.
        (root / ("d/" * 1200 + "deep.jpg")).unlink()
        for depth in range(1200, 0, -1):
            (root / ("d/" * depth)).rmdir()


def test_links_out_of_the_folder_are_followed_once_and_loops_end(root: Path, tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere" / "a.jpg")
    touch(tmp_path / "single.jpg")
    touch(root / "own" / "b.jpg")
    (root / "link1").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "elsewhere" / "back").symlink_to(tmp_path / "elsewhere")
    (root / "one.jpg").symlink_to(tmp_path / "single.jpg")
    (root / "own" / "loop").symlink_to(root)
    (root / "up").symlink_to(tmp_path)
    assert paths(root) == ["link1/a.jpg", "one.jpg", "own/b.jpg"]


def test_a_directory_that_two_links_lead_to_is_visited_once(root: Path, tmp_path: Path) -> None:
    touch(tmp_path / "elsewhere" / "a.jpg")
    (root / "link1").symlink_to(tmp_path / "elsewhere")
    (root / "link2").symlink_to(tmp_path / "elsewhere")
    assert len(paths(root)) == 1


def test_an_album_of_links_shows_no_photo_twice(root: Path) -> None:
    touch(root / "2024" / "a.jpg")
    (root / "album").mkdir()
    (root / "album" / "a.jpg").symlink_to(root / "2024" / "a.jpg")
    (root / "year").symlink_to(root / "2024")
    assert paths(root) == ["2024/a.jpg"]
    assert paths(root, ("album", "year", "year/a.jpg", "album/a.jpg")) == []


def test_a_link_to_what_is_away_is_reported_not_taken_for_deleted(root: Path, tmp_path: Path) -> None:
    (root / "usb").symlink_to(tmp_path / "unplugged")
    for scope in (FULL, ("usb",)):
        walk = scan(root, scope)
        assert list(walk) == []
        assert walk.unreadable == {"usb"}


def test_hard_links_are_two_photos_with_one_identity(root: Path) -> None:
    touch(root / "a.jpg")
    os.link(root / "a.jpg", root / "b.jpg")
    first, second = sorted(scan(root), key=lambda file: file.relpath)
    assert (first.relpath, second.relpath) == ("a.jpg", "b.jpg")
    assert first.file_id == second.file_id


@as_other_user
def test_a_folder_that_may_not_be_listed_is_reported(root: Path) -> None:
    touch(root / "locked" / "a.jpg")
    touch(root / "open.jpg")
    (root / "locked").chmod(0)
    try:
        walk = scan(root)
        assert [file.relpath for file in walk] == ["open.jpg"]
        assert walk.unreadable == {"locked"}
        assert walk.complete
    finally:
        (root / "locked").chmod(0o700)


def test_refusals_are_reported_and_the_rest_is_found(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("locked/a.jpg", "gone/b.jpg", "fine/c.jpg"):
        touch(root / name)
    real = os.scandir

    def refusing(path: str) -> Iterator[os.DirEntry[str]]:
        if path.endswith("locked"):
            raise PermissionError(13, "Permission denied", path)
        if path.endswith("gone"):
            raise FileNotFoundError(2, "No such file or directory", path)
        return real(path)

    monkeypatch.setattr(os, "scandir", refusing)
    walk = scan(root)
    assert [file.relpath for file in walk] == ["fine/c.jpg"]
    assert walk.unreadable == {"locked", "gone"}


def test_a_file_that_vanishes_during_the_scan_is_not_there(root: Path) -> None:
    for number in range(5):
        touch(root / f"{number}.jpg")
    walk = iter(scan(root))
    first = next(walk)
    left = {f"{number}.jpg" for number in range(5)} - {first.relpath}
    for name in left:
        (root / name).unlink()
    assert list(walk) == []


def test_a_root_that_is_gone_is_unreadable_as_a_whole(tmp_path: Path) -> None:
    for scope in (FULL, ("a/b.jpg",)):
        walk = scan(tmp_path / "nowhere", scope)
        assert list(walk) == []
        assert walk.unreadable == {""}


def test_a_scope_is_looked_at_and_nothing_else(root: Path) -> None:
    for name in ("a.jpg", "b.jpg", "sub/c.jpg", "sub/deep/d.jpg", "other/e.jpg", "note.txt", ".x/f.jpg"):
        touch(root / name)
    assert paths(root, ("a.jpg", "sub", "sub/deep", "sub/c.jpg", "note.txt", ".x", "absent", "b.jpg/x")) == [
        "a.jpg",
        "sub/c.jpg",
        "sub/deep/d.jpg",
    ]


def test_what_is_absent_from_a_scope_is_not_unreadable(root: Path) -> None:
    walk = scan(root, ("gone.jpg", "gone/too"))
    assert list(walk) == []
    assert walk.unreadable == set()
    assert walk.devices == {str(root.stat().st_dev)}


def test_files_come_while_the_scan_runs(root: Path) -> None:
    for number in range(10):
        touch(root / f"{number:02}" / "a.jpg")
    walk = scan(root)
    next(iter(walk))
    assert walk.found == 1
    assert not walk.complete


def test_it_can_be_cancelled(root: Path) -> None:
    for number in range(3000):
        (root / f"{number}.jpg").touch()
    walk = Scan(str(root), IGNORE, EXTENSIONS, cancelled=lambda: walk.found >= 10)
    assert 10 <= len(list(walk)) < 3000
    assert not walk.complete


def test_of_a_macos_photo_library_the_originals_are_found(root: Path) -> None:
    for name in ("originals/0/A.jpg", "resources/derivatives/0/A.jpg", "A.jpg"):
        touch(root / "Photos Library.photoslibrary" / name)
    library = "Photos Library.photoslibrary"
    assert paths(root) == [f"{library}/originals/0/A.jpg"]
    assert paths(root, (f"{library}/resources", f"{library}/A.jpg")) == []


def test_no_file_is_opened(root: Path, count_opened: Callable[[], list[str]]) -> None:
    for number in range(50):
        touch(root / f"{number % 5}" / f"{number}.jpg")
    opened = count_opened
    before = len(opened())
    assert len(paths(root)) == 50
    assert opened()[before:] == []


def test_the_moving_half_of_a_live_photo_is_a_part_of_it(root: Path) -> None:
    for name in ("IMG_1.HEIC", "IMG_1.MOV", "sub/b.jpg", "sub/b.mp4", "c.heic", "c.mkv", "d.mov", "e.mp4", "e.png"):
        touch(root / name)
    touch(root / "film.jpg")
    with (root / "film.mov").open("wb") as film:
        film.truncate(200_000_000)
    wanted = frozenset({".heic", ".jpg", ".png", ".mov", ".mp4", ".mkv"})
    found = sorted(file.relpath for file in Scan(str(root), IGNORE, wanted))
    alone = ["c.mkv", "d.mov", "e.mp4", "film.mov"]
    assert [name for name in found if name.lower().endswith((".mov", ".mp4", ".mkv"))] == alone
    # A name may be so long that its picture could have none.
    longest = "x" * 251 + ".mov"
    touch(root / longest)
    for scope in (FULL, Scope(frozenset({longest}))):
        long = Scan(str(root), IGNORE, wanted, scope=scope)
        assert longest in [file.relpath for file in long]
        assert long.unreadable == set()
    # The same where the file alone is looked at, and it is a photo of its own once the picture is gone.
    only = Scope(frozenset({"IMG_1.MOV"}))
    assert not list(Scan(str(root), IGNORE, wanted, scope=only))
    (root / "IMG_1.HEIC").unlink()
    assert [file.relpath for file in Scan(str(root), IGNORE, wanted, scope=only)] == ["IMG_1.MOV"]
