"""Surveys of real directories into a real library."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.photos import Changes, FileStat, PhotoState
from visionquery.domain.settings import DEFAULT_IGNORED_NAMES
from visionquery.indexing.health import EMPTY_MOUNT, OTHER_VOLUME
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.scope import FULL, Scope
from visionquery.indexing.survey import Survey, survey
from visionquery.library.library import Library
from visionquery.system.paths import DataPaths

IGNORE = IgnoreRules(DEFAULT_IGNORED_NAMES)
EXTENSIONS = frozenset({".jpg"})


class Bench:
    """A root folder and a library that follows it."""

    def __init__(self, root: Path, library: Library) -> None:
        self.root = root
        self.library = library
        self.folder: Folder = library.folders.add(str(root))

    def survey(self, scope: Scope = FULL, **options: object) -> Survey:
        def add(files: Sequence[FileStat]) -> None:
            self.library.photos.apply(self.folder.id, Changes(added=tuple(files)))

        stored = self.library.photos.stored(self.folder.id)
        result = survey(self.folder, stored, IGNORE, EXTENSIONS, scope=scope, on_new=add, **options)  # type: ignore[arg-type]
        if result.changes is not None:
            self.library.photos.apply(self.folder.id, result.changes)
            self.folder = replace(self.folder, volume=result.health.volume)
        return result

    def rows(self) -> dict[str, int]:
        """Photo ids by path, but for those that are missing."""
        stored = self.library.photos.stored(self.folder.id)
        return {path: row.photo_id for path, row in stored.items() if row.state is not PhotoState.MISSING}

    def disk(self) -> set[str]:
        return {path.relative_to(self.root).as_posix() for path in self.root.rglob("*.jpg")}


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    root = tmp_path / "root"
    root.mkdir()
    library = Library(DataPaths(tmp_path / "data"))
    library.open()
    yield Bench(root, library)
    library.close()


def write(path: Path, content: bytes = b"1") -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)


def test_new_files_are_announced_while_the_scan_runs(bench: Bench) -> None:
    for number in range(1500):
        write(bench.root / f"{number}.jpg")
    announced: list[int] = []
    seen: list[int] = []
    result = survey(
        bench.folder,
        {},
        IGNORE,
        EXTENSIONS,
        on_new=lambda files: announced.append(len(files)),
        on_progress=seen.append,
    )
    assert sum(announced) == result.found == 1500
    assert announced[0] == 512
    assert seen[-1] == 1500
    assert result.changes == Changes()


def test_moves_are_not_announced_as_new(bench: Bench) -> None:
    write(bench.root / "a.jpg")
    bench.survey()
    before = bench.rows()["a.jpg"]
    (bench.root / "sub").mkdir()
    (bench.root / "a.jpg").rename(bench.root / "sub" / "b.jpg")
    result = bench.survey()
    assert result.changes is not None
    assert len(result.changes.moved) == 1
    assert bench.rows() == {"sub/b.jpg": before}


def test_a_row_survives_a_detour_over_two_looks(bench: Bench) -> None:
    """The source of a move may be looked at before its target is."""
    write(bench.root / "a.jpg")
    bench.survey()
    before = bench.rows()["a.jpg"]
    (bench.root / "a.jpg").rename(bench.root / "b.jpg")
    bench.survey(("a.jpg",))
    assert bench.rows() == {}
    bench.survey(("b.jpg",))
    assert bench.rows() == {"b.jpg": before}


def test_swapped_names_over_a_library_with_its_own_rules(bench: Bench) -> None:
    write(bench.root / "a.jpg", b"1")
    write(bench.root / "b.jpg", b"22")
    write(bench.root / "c.jpg", b"333")
    bench.survey()
    before = bench.rows()
    for source, target in (("a", "x"), ("b", "a"), ("c", "b"), ("x", "c")):
        (bench.root / f"{source}.jpg").rename(bench.root / f"{target}.jpg")
    bench.survey()
    assert bench.rows() == {"a.jpg": before["b.jpg"], "b.jpg": before["c.jpg"], "c.jpg": before["a.jpg"]}


def test_a_move_by_copying_keeps_the_row_whatever_its_time(bench: Bench) -> None:
    for name, time in (("a.jpg", 1_600_000_000_123_456_789), ("b.jpg", 1_600_000_000_000_000_000)):
        write(bench.root / name)
        os.utime(bench.root / name, ns=(time, time))
    bench.survey()
    before = bench.rows()
    (bench.root / "sub").mkdir()
    for name in ("a.jpg", "b.jpg"):
        shutil.copy2(bench.root / name, bench.root / "sub" / name)
    for name in ("a.jpg", "b.jpg"):
        (bench.root / name).unlink()
    bench.survey()
    assert bench.rows() == {f"sub/{name}": photo_id for name, photo_id in before.items()}
    assert bench.survey().changes == Changes(unchanged=2)


def test_an_emptied_folder_is_believed(bench: Bench) -> None:
    write(bench.root / "a.jpg")
    bench.survey()
    (bench.root / "a.jpg").unlink()
    assert bench.survey().changes is not None
    assert bench.rows() == {}


def test_another_drive_in_the_folders_place_changes_nothing(bench: Bench) -> None:
    write(bench.root / "a.jpg")
    bench.survey()
    bench.folder = replace(bench.folder, volume="another")
    (bench.root / "a.jpg").unlink()
    assert bench.survey().health.note == EMPTY_MOUNT
    write(bench.root / "stranger.jpg")
    result = bench.survey()
    assert (result.health.state, result.health.note) == (FolderState.OFFLINE, OTHER_VOLUME)
    assert set(bench.rows()) == {"a.jpg"}


def test_a_drive_that_is_known_by_its_photos_is_accepted(bench: Bench) -> None:
    write(bench.root / "a.jpg")
    bench.survey()
    bench.folder = replace(bench.folder, volume="another")
    write(bench.root / "b.jpg")
    assert bench.survey(("b.jpg",)).health.usable
    assert set(bench.rows()) == {"a.jpg", "b.jpg"}


def test_a_drive_pulled_out_during_the_scan_loses_nothing(bench: Bench) -> None:
    for number in range(1500):
        write(bench.root / f"{number % 30}" / f"{number}.jpg")
    bench.survey()

    def pull_out(found: int) -> None:
        if bench.root.exists():
            bench.root.rename(bench.root.with_name("pulled out"))

    result = bench.survey(on_progress=pull_out)
    assert result.health.state is FolderState.OFFLINE
    assert result.changes is None
    assert len(bench.rows()) == 1500


def test_a_cancelled_scan_concludes_nothing(bench: Bench) -> None:
    write(bench.root / "a.jpg")
    bench.survey()
    (bench.root / "a.jpg").unlink()
    assert bench.survey(cancelled=lambda: True).changes is None
    assert set(bench.rows()) == {"a.jpg"}


def test_a_real_drive_inside_the_folder(bench: Bench, mount_drive: Callable[[Path], Callable[[], object]]) -> None:
    (bench.root / "usb").mkdir()
    pull_out = mount_drive(bench.root / "usb")
    write(bench.root / "own.jpg")
    write(bench.root / "usb" / "deep" / "a.jpg")
    bench.survey()
    before = bench.rows()
    pull_out()
    bench.survey()
    bench.survey(("usb",))
    assert bench.rows() == before
    (bench.root / "usb").rmdir()
    (bench.root / "own.jpg").unlink()
    bench.survey()
    assert set(bench.rows()) == {"usb/deep/a.jpg"}


NAMES = ("a.jpg", "b.jpg", "one/a.jpg", "one/two/b.jpg", "three/c.jpg", "three/ü\n.jpg")
ACTS = st.sampled_from(("write", "edit", "save", "move", "copy", "delete", "swap", "folder", "look", "look at touched"))


@settings(max_examples=40, deadline=None)
@given(st.lists(st.tuples(ACTS, st.sampled_from(NAMES), st.sampled_from(NAMES)), min_size=1, max_size=25))
def test_whatever_happens_the_library_ends_up_as_the_disk_is(history: list[tuple[str, str, str]]) -> None:
    with tempfile.TemporaryDirectory() as place:
        root = Path(place, "root")
        root.mkdir()
        library = Library(DataPaths(Path(place, "data")))
        library.open()
        try:
            bench = Bench(root, library)
            touched: set[str] = set()
            at: dict[str, int] = {}  # paths of files that only moved since the last look, and their rows
            for serial, (act, first, second) in enumerate([*history, ("look", "", "")]):
                if act.startswith("look"):
                    bench.survey(FULL if act == "look" else tuple(touched))
                    touched.clear()
                    rows = bench.rows()
                    assert set(rows) == bench.disk()
                    assert {path: rows[path] for path in at} == at
                    at = rows
                    assert not bench.survey().changes
                else:
                    touched |= do(root, act, first, second, serial, at)
        finally:
            library.close()


def do(root: Path, act: str, first: str, second: str, serial: int, at: dict[str, int]) -> set[str]:
    """Do something to the disk; returns the paths that it touched, and keeps `at`."""
    here, there = root / first, root / second
    if act == "write":
        write(here, bytes(serial + 1))
        at.pop(first, None)
        return {first}
    if not here.exists():
        return set()
    if act == "edit":
        with here.open("ab") as file:
            file.write(bytes(serial + 1))
        at.pop(first, None)
    elif act == "save":
        draft = here.with_name("draft.tmp")
        draft.write_bytes(bytes(100 + serial))
        draft.replace(here)
        at.pop(first, None)
    elif act == "delete":
        here.unlink()
        at.pop(first, None)
    elif act == "folder":
        source = here.parent
        if source != root and not (root / "four").exists():
            source.rename(root / "four")
            name = source.relative_to(root).as_posix()
            for path in [path for path in at if path.startswith(f"{name}/")]:
                at.pop(path)
            shutil.copytree(root / "four", source, copy_function=shutil.move)
            shutil.rmtree(root / "four")
            return {name, "four"}
    elif first != second:
        there.parent.mkdir(parents=True, exist_ok=True)
        if act == "move":
            here.replace(there)
            at.pop(second, None)
            if first in at:
                at[second] = at.pop(first)
        elif act == "copy":
            shutil.copy2(here, there)
            at.pop(second, None)
        elif act == "swap" and there.exists():
            here.replace(root / "swap")
            there.replace(here)
            (root / "swap").replace(there)
            one, other = at.pop(first, None), at.pop(second, None)
            at.update({path: row for path, row in ((second, one), (first, other)) if row is not None})
        return {first, second}
    return {first}
