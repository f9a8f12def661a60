"""Random histories of a model file system: whatever happens on disk, the library must end up the same as the disk."""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from visionquery.domain.photos import Changes, FileStat, PhotoState, StoredFile
from visionquery.indexing.reconcile import reconcile
from visionquery.indexing.scope import FULL, Scope, covers

TIME = 1_700_000_000_123_456_789

FOLDERS = ("", "one/", "one/two/", "locked/", "usb/")
NAMES = ("a.jpg", "b.jpg", "A.JPG", "é.jpg")
PATHS = st.builds(lambda folder, name: folder + name, st.sampled_from(FOLDERS), st.sampled_from(NAMES))


@dataclass
class Inode:
    """A file of the model. `uid` is its content; `born` tells one file from the next that gets its number."""

    number: int
    device: str
    born: int
    uid: int
    size: int
    mtime: int


@dataclass
class Row:
    stat: FileStat
    state: PhotoState
    content: int | None = None


@dataclass
class Disk:
    files: dict[str, Inode] = field(default_factory=dict)
    devices: dict[str, str] = field(default_factory=lambda: {"main": "7", "usb": "8"})
    locked: bool = False
    mounted: bool = True

    def volume(self, path: str) -> str:
        return "usb" if path.startswith("usb/") else "main"

    def visible(self) -> dict[str, FileStat]:
        found = {}
        for path, inode in self.files.items():
            away = path.startswith("usb/") and not self.mounted
            if not away and not (path.startswith("locked/") and self.locked):
                file_id = f"{self.devices[inode.device]}:{inode.number}"
                found[path] = FileStat(path, inode.size, inode.mtime, file_id)
        return found


class Histories(RuleBasedStateMachine):
    """Whatever happens on disk, the library ends up the same as the disk, and rows follow their files."""

    def __init__(self) -> None:
        super().__init__()
        self.disk = Disk()
        self.rows: dict[int, Row] = {}
        self.counter = 0
        self.touched: set[str] = set()
        self.before: dict[str, tuple[int, int, int, int]] = {}
        self.checked = True

    @initialize(count=st.integers(0, 6))
    def begin(self, count: int) -> None:
        for number in range(count):
            self.write(FOLDERS[number % 4] + NAMES[number % 3])

    def new_number(self) -> int:
        self.counter += 1
        return self.counter

    def may_touch(self, *paths: str) -> bool:
        self.checked = False
        if any(path.startswith("usb/") for path in paths) and not self.disk.mounted:
            return False
        self.touched.update(paths)
        return True

    def new_inode(self, path: str, uid: int, size: int, mtime: int) -> Inode:
        """The lowest free number, as file systems give them out: numbers are used again at once."""
        volume = self.disk.volume(path)
        used = {inode.number for inode in self.disk.files.values() if inode.device == volume}
        number = next(number for number in range(1, 1000) if number not in used)
        return Inode(number, volume, self.new_number(), uid, size, mtime)

    @rule(path=PATHS)
    def write(self, path: str) -> None:
        """A new file, or a safe save over the one that is there."""
        if self.may_touch(path):
            uid = self.new_number()
            self.disk.files[path] = self.new_inode(path, uid, 1000 + uid % 2, TIME + uid)

    @rule(path=PATHS)
    def edit(self, path: str) -> None:
        if path in self.disk.files and self.may_touch(path):
            inode = self.disk.files[path]
            inode.uid = self.new_number()
            inode.size, inode.mtime = 1000 + inode.uid % 2, TIME + inode.uid
            self.touched.update(other for other, linked in self.disk.files.items() if linked is inode)

    @rule(path=PATHS)
    def delete(self, path: str) -> None:
        if path in self.disk.files and self.may_touch(path):
            del self.disk.files[path]

    @rule(source=PATHS, goal=PATHS)
    def rename(self, source: str, goal: str) -> None:
        same_volume = self.disk.volume(source) == self.disk.volume(goal)
        if source in self.disk.files and source != goal and same_volume and self.may_touch(source, goal):
            self.disk.files[goal] = self.disk.files.pop(source)

    @rule(source=PATHS, folder=st.sampled_from(FOLDERS))
    def move_by_copy(self, source: str, folder: str) -> None:
        goal = folder + source.rpartition("/")[2]
        if source in self.disk.files and goal not in self.disk.files and self.may_touch(source, goal):
            old = self.disk.files[source]
            self.disk.files[goal] = self.new_inode(goal, old.uid, old.size, old.mtime)
            del self.disk.files[source]

    @rule(first=PATHS, second=PATHS)
    def swap(self, first: str, second: str) -> None:
        files = self.disk.files
        same_volume = self.disk.volume(first) == self.disk.volume(second)
        if first in files and second in files and same_volume and self.may_touch(first, second):
            files[first], files[second] = files[second], files[first]

    @rule(source=PATHS, goal=PATHS)
    def link(self, source: str, goal: str) -> None:
        files = self.disk.files
        same_volume = self.disk.volume(source) == self.disk.volume(goal)
        if source in files and goal not in files and same_volume and self.may_touch(source, goal):
            files[goal] = files[source]

    @rule()
    def lock(self) -> None:
        self.disk.locked = not self.disk.locked
        self.checked = False
        self.touched.add("locked")

    @rule(number=st.sampled_from(("8", "9", "10")))
    def plug(self, number: str) -> None:
        """The drive goes, or comes back, perhaps as another device."""
        if not self.disk.mounted:
            self.disk.devices["usb"] = number
        self.disk.mounted = not self.disk.mounted
        self.checked = False
        self.touched.add("usb")

    @rule()
    def scan_everything(self) -> None:
        self.look(FULL)

    @rule()
    @precondition(lambda self: self.touched)
    def scan_what_was_touched(self) -> None:
        self.look(tuple(self.touched))

    def look(self, scope: Scope) -> None:
        visible = self.disk.visible()
        found = [file for path, file in visible.items() if covers(scope, path)]
        stored = {row.stat.relpath: StoredFile(id_, row.stat, row.state) for id_, row in self.live_last().items()}
        devices = self.devices_met()
        unreadable = {"locked"} if self.disk.locked else set()
        states = {id_: row.state for id_, row in self.rows.items()}
        changes = reconcile(stored, found, scope=scope, unreadable=unreadable, devices=devices)
        self.apply(changes)
        self.index()
        self.check_rows(states)
        self.check_moves()
        self.touched.clear()
        self.checked = True
        self.remember()

    def devices_met(self) -> set[str]:
        devices = {self.disk.devices["main"]}
        if self.disk.mounted:
            devices.add(self.disk.devices["usb"])
        return devices

    def live_last(self) -> dict[int, Row]:
        """Every row, those at an occupied path that are missing left out, as the library does."""
        taken = {row.stat.relpath for row in self.rows.values() if row.state is not PhotoState.MISSING}
        return {
            id_: row
            for id_, row in self.rows.items()
            if row.state is not PhotoState.MISSING or row.stat.relpath not in taken
        }

    def apply(self, changes: Changes) -> None:
        ids = [move.photo_id for move in (*changes.modified, *changes.moved)] + [*changes.returned, *changes.missing]
        assert len(ids) == len(set(ids)), "a row is in one tuple at most"
        assert not set(changes.missing) & {move.photo_id for move in changes.refreshed}
        for id_ in changes.missing:
            assert self.rows[id_].state is not PhotoState.MISSING
            self.rows[id_].state = PhotoState.MISSING
        for move in (*changes.moved, *changes.refreshed):
            self.rows[move.photo_id].stat = move.stat
        for move in changes.moved:
            self.rows[move.photo_id].state = PhotoState.INDEXED
        for move in changes.modified:
            self.rows[move.photo_id].stat = move.stat
            self.rows[move.photo_id].state = PhotoState.PENDING
        for id_ in changes.returned:
            assert self.rows[id_].state is PhotoState.MISSING
            self.rows[id_].state = PhotoState.INDEXED
        for file in changes.added:
            self.rows[self.new_number()] = Row(file, PhotoState.PENDING)

    def index(self) -> None:
        """Read every pending photo that can be read now."""
        visible = self.disk.visible()
        for row in self.rows.values():
            if row.state is PhotoState.PENDING and row.stat.relpath in visible:
                row.state = PhotoState.INDEXED
                row.content = self.disk.files[row.stat.relpath].uid

    def check_rows(self, states: dict[int, PhotoState]) -> None:
        visible = self.disk.visible()
        live = [row for row in self.rows.values() if row.state is not PhotoState.MISSING]
        paths = [row.stat.relpath for row in live]
        assert len(paths) == len(set(paths)), "two rows for one path"
        hidden = [row for row in live if row.stat.relpath not in visible]
        assert {row.stat.relpath for row in live if row not in hidden} == set(visible)
        for row in hidden:
            # A drive that comes back under another number with none of its files is taken to be away.
            away = row.stat.file_id.partition(":")[0] not in self.devices_met()
            assert away or (row.stat.relpath.startswith("locked/") and self.disk.locked), "a ghost"
        for row in live:
            if row not in hidden:
                assert row.stat == visible[row.stat.relpath]
                assert row.content == self.disk.files[row.stat.relpath].uid, "a row with another file's picture"
        for id_, state in states.items():
            row = self.rows[id_]
            if state is not PhotoState.MISSING and row.state is PhotoState.MISSING:
                relpath = row.stat.relpath
                assert not (relpath.startswith("usb/") and not self.disk.mounted), "missing while unmounted"
                assert not (relpath.startswith("locked/") and self.disk.locked), "missing behind a locked door"

    def check_moves(self) -> None:
        """A file that has the content, and the one name, that it had at the last look has its row."""
        row_at = {row.stat.relpath: id_ for id_, row in self.rows.items() if row.state is not PhotoState.MISSING}
        visible = self.disk.visible()
        places: dict[int, list[str]] = {}
        for path, inode in self.disk.files.items():
            places.setdefault(inode.born, []).append(path)
        for path, (id_, born, uid, links) in self.before.items():
            now = places.get(born, [])
            if links == len(now) == 1 and now[0] in visible and self.disk.files[now[0]].uid == uid:
                former_known = not (path.startswith("locked/") and self.disk.locked) and not (
                    path.startswith("usb/") and not self.disk.mounted
                )
                if former_known:
                    assert row_at[now[0]] == id_, f"the row of {path!r} did not follow to {now[0]!r}"

    def remember(self) -> None:
        visible = self.disk.visible()
        born = [inode.born for inode in self.disk.files.values()]
        self.before = {
            row.stat.relpath: (id_, inode.born, inode.uid, born.count(inode.born))
            for id_, row in self.rows.items()
            if row.state is not PhotoState.MISSING and row.stat.relpath in visible
            for inode in [self.disk.files[row.stat.relpath]]
        }

    @invariant()
    def a_second_look_finds_nothing(self) -> None:
        if self.checked and self.rows:
            stored = {row.stat.relpath: StoredFile(id_, row.stat, row.state) for id_, row in self.live_last().items()}
            devices = self.devices_met()
            unreadable = {"locked"} if self.disk.locked else set()
            assert not reconcile(stored, self.disk.visible().values(), unreadable=unreadable, devices=devices)


TestHistories = Histories.TestCase
TestHistories.settings = settings(max_examples=80, stateful_step_count=25, deadline=None)
