"""The watcher on real directories, with each of its sources."""

from __future__ import annotations

import ctypes
import errno
import os
import shutil
import sys
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.folders import Folder, FolderState
from visionquery.domain.settings import DEFAULT_IGNORED_NAMES
from visionquery.indexing.coalescer import LOST, Change
from visionquery.indexing.ignore import IgnoreRules
from visionquery.indexing.inotify import InotifySource
from visionquery.indexing.observer import ObserverSource
from visionquery.indexing.scope import FULL, Scope, covers
from visionquery.indexing.watcher import SILENT, MakeSource, Timing, Watcher

IGNORE = IgnoreRules(DEFAULT_IGNORED_NAMES)
EXTENSIONS = frozenset({".jpg"})
QUICK = Timing(health=0.1, poll=0.3, quiet=0.2)

on_linux = pytest.mark.skipif(sys.platform != "linux", reason="inotify is Linux's")
sources = pytest.mark.parametrize(
    "make_source",
    [pytest.param(InotifySource, marks=on_linux, id="inotify"), pytest.param(ObserverSource, id="watchdog")],
)


class Log:
    """What a watcher told, and a way to wait for it."""

    def __init__(self) -> None:
        self.scopes: list[tuple[int, Scope]] = []
        self.states: list[tuple[FolderState, str]] = []
        self._changed = threading.Condition()

    def changes(self, folder_id: int, scope: Scope) -> None:
        with self._changed:
            self.scopes.append((folder_id, scope))
            self._changed.notify_all()

    def state(self, folder_id: int, state: FolderState, note: str) -> None:
        with self._changed:
            self.states.append((state, note))
            self._changed.notify_all()

    def wait(self, condition: Callable[[], bool], what: str = "it") -> None:
        with self._changed:
            assert self._changed.wait_for(condition, 10), f"waited for {what}; told {self.scopes} {self.states}"

    def wait_for_path(self, relpath: str) -> None:
        self.wait(lambda: any(covers(scope, relpath) for _, scope in self.scopes), relpath)

    def wait_for_state(self, state: FolderState) -> None:
        self.wait(lambda: bool(self.states) and self.states[-1][0] is state, state)

    def begin(self) -> None:
        """Wait until the watch stands, and forget about it."""
        self.wait(lambda: bool(self.scopes), "the first look")
        self.scopes.clear()


@pytest.fixture
def log() -> Log:
    return Log()


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


@pytest.fixture
def watch(root: Path, log: Log) -> Iterator[Callable[..., Watcher]]:
    watchers: list[Watcher] = []

    def start(make_source: MakeSource | None = None, timing: Timing = QUICK, **options: Any) -> Watcher:
        if make_source is not None:
            options["make_source"] = make_source
        options.setdefault("tells_events", lambda path: True)
        watcher = Watcher(IGNORE, EXTENSIONS, log.changes, log.state, timing=timing, **options)
        watchers.append(watcher)
        watcher.add(Folder(1, str(root)))
        return watcher

    yield start
    for watcher in watchers:
        watcher.stop()


@sources
def test_the_first_thing_told_is_to_look_at_everything(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log
) -> None:
    watch(make_source)
    log.wait(lambda: bool(log.scopes), "the first look")
    assert log.scopes[0] == (1, FULL)
    assert log.states == [(FolderState.WATCHING, "")]


@sources
def test_files_that_come_change_and_go_are_told(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    watch(make_source)
    log.begin()
    for act in (
        lambda: (root / "a.jpg").write_bytes(b"1"),
        lambda: (root / "a.jpg").write_bytes(b"12"),
        lambda: os.utime(root / "a.jpg", ns=(0, 0)),
        lambda: (root / "a.jpg").unlink(),
    ):
        act()
        log.wait_for_path("a.jpg")
        assert log.scopes == [(1, ("a.jpg",))]
        log.scopes.clear()


@sources
def test_both_ends_of_a_rename_are_in_one_scope(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    (root / "sub").mkdir()
    (root / "a.jpg").write_bytes(b"1")
    watch(make_source)
    log.begin()
    (root / "a.jpg").rename(root / "sub" / "b.jpg")
    log.wait_for_path("sub/b.jpg")
    assert log.scopes == [(1, ("a.jpg", "sub/b.jpg"))]


@sources
def test_a_folder_that_comes_in_whole_is_looked_at_whole_and_watched(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path, tmp_path: Path
) -> None:
    trip = tmp_path / "trip" / "day one"
    trip.mkdir(parents=True)
    (trip / "a.jpg").write_bytes(b"1")
    watch(make_source)
    log.begin()
    (tmp_path / "trip").rename(root / "trip")
    log.wait_for_path("trip/day one/a.jpg")
    log.scopes.clear()
    (root / "trip" / "day one" / "b.jpg").write_bytes(b"1")
    log.wait_for_path("trip/day one/b.jpg")


@sources
def test_a_renamed_folder_is_watched_under_its_new_name(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    (root / "old" / "deep").mkdir(parents=True)
    watch(make_source)
    log.begin()
    (root / "old").rename(root / "new")
    log.wait_for_path("new")
    log.wait_for_path("old")
    log.scopes.clear()
    (root / "new" / "deep" / "a.jpg").write_bytes(b"1")
    log.wait_for_path("new/deep/a.jpg")
    assert not any(covers(scope, "old/deep/a.jpg") for _, scope in log.scopes)


@sources
def test_what_is_no_picture_or_is_ignored_is_not_told(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    (root / "@eaDir").mkdir()
    watch(make_source)
    log.begin()
    for name in ("notes.txt", "@eaDir/a.jpg", "._a.jpg", "a.jpg.part"):
        (root / name).write_bytes(b"1")
    (root / ".cache").mkdir()
    (root / ".cache" / "a.jpg").write_bytes(b"1")
    (root / "last.jpg").write_bytes(b"1")
    log.wait_for_path("last.jpg")
    assert log.scopes == [(1, ("last.jpg",))]


@sources
def test_reading_a_photo_is_no_change(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    (root / "a.jpg").write_bytes(b"1")
    watch(make_source)
    log.begin()
    (root / "a.jpg").read_bytes()
    list(root.iterdir())
    (root / "b.jpg").write_bytes(b"1")
    log.wait_for_path("b.jpg")
    assert log.scopes == [(1, ("b.jpg",))]


@on_linux
def test_names_of_every_kind(watch: Callable[..., Watcher], log: Log, root: Path) -> None:
    watch(InotifySource)
    log.begin()
    for name in ("new\nline", 'it\'s "q"', "🌅", os.fsdecode(b"caf\xe9")):
        (root / name).mkdir()
        (root / name / f"{name}.jpg").write_bytes(b"1")
        log.wait_for_path(f"{name}/{name}.jpg")
        log.scopes.clear()
        (root / name / f"{name}2.jpg").write_bytes(b"1")
        log.wait_for_path(f"{name}/{name}2.jpg")


@on_linux
def test_a_linked_folder_outside_is_watched(
    watch: Callable[..., Watcher], log: Log, root: Path, tmp_path: Path
) -> None:
    (tmp_path / "first").mkdir()
    (tmp_path / "second").mkdir()
    (root / "first").symlink_to(tmp_path / "first")
    watch(InotifySource)
    log.begin()
    (root / "second").symlink_to(tmp_path / "second")
    log.wait_for_path("second")
    for name in ("first", "second"):
        (tmp_path / name / "a.jpg").write_bytes(b"1")
        log.wait_for_path(f"{name}/a.jpg")
    log.scopes.clear()
    (root / "second").unlink()
    log.wait_for_path("second")


@sources
def test_a_root_that_goes_is_offline_and_watched_again_when_it_is_back(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    watch(make_source)
    log.begin()
    root.rename(root.with_name("away"))
    log.wait_for_state(FolderState.OFFLINE)
    assert log.states[-1][1]
    assert log.scopes == []
    root.with_name("away").rename(root)
    log.wait_for_state(FolderState.WATCHING)
    log.wait(lambda: (1, FULL) in log.scopes, "a look at everything")
    log.scopes.clear()
    (root / "a.jpg").write_bytes(b"1")
    log.wait_for_path("a.jpg")


def test_a_file_system_without_events_is_polled(watch: Callable[..., Watcher], log: Log) -> None:
    watch(tells_events=lambda path: False)
    log.wait(lambda: log.scopes.count((1, FULL)) >= 3, "three looks")
    assert [state for state, _ in log.states] == [FolderState.POLLING]
    assert "does not tell of changes" in log.states[0][1]


class Refusing:
    """A source that cannot be had."""

    may_lose_events = False
    failure: OSError | None = None

    def __init__(self, number: int) -> None:
        self._number = number

    def open(self) -> None:
        raise OSError(self._number, os.strerror(self._number))

    def close(self) -> None:
        raise AssertionError("it was never open")


@pytest.mark.parametrize(
    ("number", "words"),
    [
        (errno.ENOSPC, "max_user_watches"),
        (errno.EMFILE, "max_user_instances"),
        (errno.EIO, "Input/output error"),
    ],
)
def test_where_a_limit_is_reached_it_says_so_and_polls(
    number: int, words: str, watch: Callable[..., Watcher], log: Log
) -> None:
    watch(lambda *_: Refusing(number))
    log.wait(lambda: log.scopes.count((1, FULL)) >= 2, "two looks")
    assert {state for state, _ in log.states} == {FolderState.POLLING}
    assert words in log.states[0][1]


@on_linux
def test_the_watch_limit_is_noticed_below_the_root(root: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        (root / str(number)).mkdir()
    real = ctypes.CDLL(None, use_errno=True)

    class Limited:
        inotify_init1 = real.inotify_init1
        added = 0

        def inotify_add_watch(self, *arguments: Any) -> int:
            self.added += 1
            if self.added > 3:
                ctypes.set_errno(errno.ENOSPC)
                return -1
            return int(real.inotify_add_watch(*arguments))

    monkeypatch.setattr(ctypes, "CDLL", lambda *_, **__: Limited())
    source = InotifySource(str(root), IGNORE, EXTENSIONS, lambda change: None)
    with pytest.raises(OSError, match="No space left"):
        source.open()
    source.close()


@on_linux
def test_dropped_events_mean_a_look_at_everything_and_new_watches(root: Path) -> None:
    told: list[Change] = []
    held, go_on = threading.Event(), threading.Event()
    changed = threading.Condition()

    def on_change(change: Change) -> None:
        held.set()
        go_on.wait()
        with changed:
            told.append(change)
            changed.notify_all()

    limit = int(Path("/proc/sys/fs/inotify/max_queued_events").read_text())
    source = InotifySource(str(root), IGNORE, EXTENSIONS, on_change)
    source.open()
    try:
        (root / "first.jpg").write_bytes(b"1")
        # From here on nothing is read, so the queue holds whatever is written, and `limit` fills it.
        assert held.wait(20)
        for number in range(limit):
            os.close(os.open(root / f"{number % 500}.jpg", os.O_WRONLY | os.O_CREAT))
        (root / "new folder").mkdir()
        go_on.set()
        with changed:
            assert changed.wait_for(lambda: LOST in told, 20)
            told.clear()
        (root / "new folder" / "a.jpg").write_bytes(b"1")
        with changed:
            assert changed.wait_for(lambda: Change("new folder/a.jpg") in told, 10)
    finally:
        go_on.set()
        source.close()


@sources
def test_by_default_a_change_is_told_in_two_seconds(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    watch(make_source, timing=Timing())
    log.begin()
    began = time.monotonic()
    (root / "a.jpg").write_bytes(b"1")
    log.wait_for_path("a.jpg")
    assert time.monotonic() - began < 2.0


def test_roots_come_and_go_while_it_runs(watch: Callable[..., Watcher], log: Log, root: Path, tmp_path: Path) -> None:
    watcher = watch()
    log.begin()
    other = tmp_path / "other"
    other.mkdir()
    watcher.add(Folder(2, str(other)))
    log.wait(lambda: (2, FULL) in log.scopes, "the second folder")
    watcher.remove(1)
    log.scopes.clear()
    (root / "a.jpg").write_bytes(b"1")
    (other / "b.jpg").write_bytes(b"1")
    log.wait(lambda: (2, ("b.jpg",)) in log.scopes, "b.jpg")
    assert all(folder_id == 2 for folder_id, _ in log.scopes)


@sources
def test_it_stops_at_once_and_leaves_no_thread(
    make_source: MakeSource, watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    before = threading.active_count()
    watcher = watch(make_source)
    log.begin()
    began = time.monotonic()
    watcher.stop()
    assert time.monotonic() - began < 1.0
    assert threading.active_count() <= before


def test_one_that_is_deleted_and_made_again_is_watched(watch: Callable[..., Watcher], log: Log, root: Path) -> None:
    (root / "a.jpg").write_bytes(b"1")
    watch()
    log.begin()
    shutil.rmtree(root)
    log.wait_for_state(FolderState.OFFLINE)
    root.mkdir()
    log.wait_for_state(FolderState.WATCHING)
    log.scopes.clear()
    (root / "b.jpg").write_bytes(b"1")
    log.wait_for_path("b.jpg")


def test_new_rules_hold_at_once_and_begin_with_a_look_at_everything(
    watch: Callable[..., Watcher], log: Log, root: Path
) -> None:
    watcher = watch()
    log.begin()
    watcher.configure(ignore=IgnoreRules(("drafts",)))
    log.begin()
    (root / "drafts").mkdir()
    (root / "drafts" / "a.jpg").write_bytes(b"1")
    (root / ".hidden.jpg").write_bytes(b"1")
    log.wait_for_path(".hidden.jpg")
    assert not any(covers(scope, "drafts/a.jpg") for _, scope in log.scopes)


def test_another_interval_holds_at_once(watch: Callable[..., Watcher], log: Log) -> None:
    watcher = watch(tells_events=lambda path: False, timing=Timing(health=0.1, poll=3600.0, quiet=0.2))
    log.begin()
    watcher.configure(poll=120.0)
    log.begin()
    log.wait(lambda: log.states[-1][1] == SILENT.format(minutes=2), "the new interval")


def test_another_interval_leaves_watched_folders_alone(watch: Callable[..., Watcher], log: Log, root: Path) -> None:
    watcher = watch()
    log.begin()
    watcher.configure(poll=120.0)
    (root / "a.jpg").write_bytes(b"1")
    log.wait_for_path("a.jpg")
    assert log.scopes == [(1, ("a.jpg",))]
