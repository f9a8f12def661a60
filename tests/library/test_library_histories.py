"""Random histories of a library: files come, change, move and go while workers scan, read, commit and die.

Whatever the order, every file is one row, an indexed photo has the embedding of its own bytes, the counters agree
with the rows, and a sweep leaves nothing behind that no photo needs.
"""

from __future__ import annotations

import itertools
import tempfile
from collections import Counter
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from visionquery.domain.errors import FailureKind
from visionquery.domain.photos import Changes, Failed, FileStat, Indexed, Metadata, Move, PhotoState, WorkItem
from visionquery.system.paths import DataPaths

NAMES = st.sampled_from(["a.jpg", "b.jpg", "c.jpg", "sub/a.jpg", "sub/\udcff.jpg", "x 'y'.jpg"])
ROOTS = st.sampled_from(["/one", "/two"])
CONTENTS = st.integers(0, 5)
MEMORY = Path("/dev/shm")
DAMAGED = 5  # a content that cannot be decoded
Disk = dict[str, tuple[FileStat, int]]


def compare(stored: dict[str, Any], disk: Disk) -> Changes:
    """What a scan makes of a disk, told by identity: a plain stand-in for `indexing.reconcile`."""

    def key(stat: FileStat) -> tuple[object, ...]:
        return stat.file_id, stat.size, stat.mtime_ns

    rows = {key(row.stat): row for row in stored.values()}
    moved, returned, modified, added = [], [], [], []
    placed = set()
    rest = []
    for stat, _ in disk.values():
        row = rows.get(key(stat))
        if row is None:
            rest.append(stat)
            continue
        placed.add(row.photo_id)
        if row.stat.relpath != stat.relpath:
            moved.append(Move(row.photo_id, stat))
        elif row.state is PhotoState.MISSING:
            returned.append(row.photo_id)
    for stat in rest:
        row = stored.get(stat.relpath)
        if row is None or row.photo_id in placed:
            added.append(stat)
        else:
            placed.add(row.photo_id)
            modified.append(Move(row.photo_id, stat))
    missing = [
        row.photo_id for row in stored.values() if row.photo_id not in placed and row.state is not PhotoState.MISSING
    ]
    return Changes(tuple(added), tuple(modified), tuple(moved), (), tuple(returned), tuple(missing))


class History:
    def __init__(self, shelf_type: type[Any]) -> None:
        # In memory where there is such a file system: a disk would be synced thousands of times.
        self.place = tempfile.TemporaryDirectory(dir=MEMORY if MEMORY.is_dir() else None)
        self.shelf = shelf_type(DataPaths(Path(self.place.name)))
        self.shelf.library.folders.remove(self.shelf.folder.id)
        self.shelf.library.sweep()
        self.disks: dict[str, Disk] = {"/one": {}, "/two": {}}
        self.folders: dict[str, int] = {}
        self.numbers = itertools.count(1)
        self.content_at: dict[tuple[str, int], int] = {}  # what a file held, by identity and time
        self.in_flight: dict[int, WorkItem] = {}
        self.outcomes: dict[int, Indexed | Failed] = {}
        for content, (root, name) in enumerate(itertools.product(self.disks, ("a.jpg", "b.jpg"))):
            self.add_folder(root)
            self.write(root, name, content)
            self.scan(root)

    def close(self) -> None:
        self.shelf.close()
        self.place.cleanup()

    # What people and programs do to files.

    def write(self, root: str, name: str, content: int) -> None:
        number = next(self.numbers)
        before = self.disks[root].get(name)
        file_id = before[0].file_id if before else f"1:{number}"
        self.disks[root][name] = FileStat(name, 100 + content, number, file_id), content
        self.content_at[file_id, number] = content

    def edit_in_flight(self, place: int, content: int) -> None:
        """A file changes, and a scan tells of it, while the worker has the photo in hand."""
        if not self.in_flight:
            return
        item = list(self.in_flight.values())[place % len(self.in_flight)]
        root = self.root_of(item)
        if item.stat.relpath in self.disks[root]:
            self.write(root, item.stat.relpath, content)
            self.scan(root)

    def delete(self, root: str, name: str) -> None:
        self.disks[root].pop(name, None)

    def move(self, source: str, old: str, to: str, new: str, swap: bool) -> None:
        moving = self.disks[source].pop(old, None)
        if moving is None:
            return
        displaced = self.disks[to].pop(new, None)
        self.disks[to][new] = replace(moving[0], relpath=new), moving[1]
        if displaced and swap:
            self.disks[source][old] = replace(displaced[0], relpath=old), displaced[1]

    # What the person does to the library.

    def add_folder(self, root: str) -> None:
        if root not in self.folders:
            self.folders[root] = self.shelf.library.folders.add(root).id

    def remove_folder(self, root: str) -> None:
        if root in self.folders:
            self.shelf.library.folders.remove(self.folders.pop(root))

    def rate(self, place: int, rating: int) -> None:
        ids = self.shelf.reader.all_ids()
        if ids:
            self.shelf.library.photos.set_rating([ids[place % len(ids)]], rating)

    # What the worker does.

    def scan(self, root: str) -> None:
        if root in self.folders:
            folder_id = self.folders[root]
            stored = self.shelf.library.photos.stored(folder_id)
            self.shelf.library.photos.apply(folder_id, compare(stored, self.disks[root]))

    def claim(self, limit: int) -> None:
        items = self.shelf.claim(limit)
        if any(item.crashes for item in items):
            assert self.shelf.sql("SELECT count(*) FROM claims") == [(len(items),)]
        for item in items:
            self.in_flight[item.photo_id] = item
            self.outcomes.pop(item.photo_id, None)

    def read(self) -> None:
        for item in self.in_flight.values():
            if item.photo_id not in self.outcomes:
                self.outcomes[item.photo_id] = self.outcome(item)

    def root_of(self, item: WorkItem) -> str:
        return next(root for root in self.disks if item.path.startswith(root + "/"))

    def outcome(self, item: WorkItem) -> Indexed | Failed:
        found = self.disks[self.root_of(item)].get(item.stat.relpath)
        if found is None:
            return Failed(item.photo_id, item.stat, FailureKind.UNREADABLE, "No such file.")
        stat, content = found
        if content == DAMAGED:
            return Failed(item.photo_id, stat, FailureKind.DAMAGED, "The picture is cut off.")
        known = self.shelf.library.photos.known_vectors(self.shelf.space, [self.shelf.hash(content)])
        vector = None if known else self.shelf.vector(content)
        metadata = Metadata(1, 1, "JPEG")
        return Indexed(item.photo_id, stat, self.shelf.hash(content), metadata, b"jpeg", vector)

    def finish(self) -> None:
        self.shelf.finish(*self.outcomes.values())
        for photo_id in self.outcomes:
            self.in_flight.pop(photo_id, None)
        self.outcomes.clear()

    def give_back(self) -> None:
        self.shelf.library.photos.release(list(self.in_flight))
        self.in_flight.clear()
        self.outcomes.clear()

    def crash(self) -> None:
        self.shelf.die()
        self.in_flight.clear()
        self.outcomes.clear()
        self.shelf.reopen()

    def retry(self) -> None:
        self.shelf.library.photos.retry_failed()

    def purge(self) -> None:
        self.shelf.library.photos.purge_missing(0)

    def sweep(self) -> None:
        self.shelf.library.sweep()
        self.nothing_is_left_over()

    def act(self, action: str, root: str, name: str, to: str, new: str, number: int) -> None:
        """One step of a history."""
        match action:
            case "write and scan":
                self.write(root, name, number)
                self.scan(root)
            case "delete":
                self.delete(root, name)
            case "move" | "swap":
                self.move(root, name, to, new, swap=action == "swap")
                self.scan(root)
                self.scan(to)
            case "scan":
                self.scan(root)
            case "edit in flight":
                self.edit_in_flight(number, number)
            case "work":
                self.claim(3)
                self.read()
                self.finish()
            case "claim":
                self.claim(2)
            case "read":
                self.read()
            case "finish":
                self.finish()
            case "crash":
                self.crash()
            case "give back":
                self.give_back()
            case "add":
                self.add_folder(root)
            case "remove":
                self.remove_folder(root)
            case "rate":
                self.rate(number, number)
            case "retry":
                self.retry()
            case "purge":
                self.purge()
            case "sweep":
                self.sweep()
            case _:
                raise AssertionError(action)

    # What must hold.

    def check(self) -> None:
        self.a_file_is_one_row()
        self.an_indexed_photo_has_the_embedding_of_its_own_bytes()
        self.counters_agree_with_the_rows()
        self.every_photo_is_known_by_its_name()
        self.thumbnails_are_there_for_what_is_indexed()

    def a_file_is_one_row(self) -> None:
        rows = self.shelf.sql("SELECT folder_id, relpath FROM photos WHERE state != 'missing'")
        assert len(rows) == len(set(rows))

    def an_indexed_photo_has_the_embedding_of_its_own_bytes(self) -> None:
        rows = self.shelf.sql(
            "SELECT photos.file_id, photos.mtime_ns, contents.hash, embeddings.vector FROM photos "
            "LEFT JOIN contents ON contents.id = photos.content_id "
            "LEFT JOIN embeddings ON embeddings.content_id = contents.id AND embeddings.space_id = ? "
            "WHERE photos.state = 'indexed'",
            self.shelf.space,
        )
        for file_id, mtime_ns, content_hash, vector in rows:
            content = self.content_at[file_id, mtime_ns]
            assert content_hash == self.shelf.hash(content)
            assert vector == self.shelf.vector(content)

    def counters_agree_with_the_rows(self) -> None:
        counts = self.shelf.reader.counts(self.shelf.space)
        states = Counter(row[0] for row in self.shelf.sql("SELECT state FROM photos"))
        told = Counter(pending=counts.pending, indexed=counts.indexed, failed=counts.failed, missing=counts.missing)
        assert +told == +states
        searchable = self.shelf.sql(
            "SELECT count(*) FROM photos JOIN embeddings USING (content_id) "
            "WHERE space_id = ? AND state IN ('pending', 'indexed')",
            self.shelf.space,
        )
        assert [(counts.searchable,)] == searchable

    def every_photo_is_known_by_its_name(self) -> None:
        named = {row[0] for row in self.shelf.sql("SELECT rowid FROM names")}
        assert {row[0] for row in self.shelf.sql("SELECT id FROM photos")} <= named

    def thumbnails_are_there_for_what_is_indexed(self) -> None:
        hashes = [
            row[0]
            for row in self.shelf.sql(
                "SELECT DISTINCT hash FROM contents JOIN photos ON content_id = contents.id WHERE state = 'indexed'"
            )
        ]
        assert set(self.shelf.reader.thumbnails.get_many(hashes)) == set(hashes)

    def nothing_is_left_over(self) -> None:
        used = {row[0] for row in self.shelf.sql("SELECT content_id FROM photos WHERE content_id IS NOT NULL")}
        assert {row[0] for row in self.shelf.sql("SELECT id FROM contents")} == used
        assert {row[0] for row in self.shelf.sql("SELECT content_id FROM embeddings")} <= used
        photos = {row[0] for row in self.shelf.sql("SELECT id FROM photos")}
        assert {row[0] for row in self.shelf.sql("SELECT rowid FROM names")} == photos
        hashes = {content: self.shelf.hash(content) for content in range(6)}
        thumbnails = set(self.shelf.reader.thumbnails.get_many(list(hashes.values())))
        assert thumbnails == {row[0] for row in self.shelf.sql("SELECT hash FROM contents")}

    def settle(self) -> None:
        """When files hold still and the worker is left in peace, the library becomes what the disks are."""
        self.give_back()
        for root in self.folders:
            self.scan(root)
        for _ in range(100):
            self.claim(100)
            if not self.in_flight:
                break
            self.read()
            self.finish()
        for root, folder_id in self.folders.items():
            rows = {
                relpath: row
                for relpath, row in self.shelf.library.photos.stored(folder_id).items()
                if row.state is not PhotoState.MISSING
            }
            assert {relpath: row.stat for relpath, row in rows.items()} == {
                relpath: stat for relpath, (stat, _) in self.disks[root].items()
            }
            for relpath, row in rows.items():
                damaged = self.disks[root][relpath][1] == DAMAGED
                crashed = row.state is PhotoState.FAILED and not damaged
                assert row.state is (PhotoState.FAILED if damaged or crashed else PhotoState.INDEXED)
                failure = self.shelf.reader.photo(row.photo_id).failure
                assert not crashed or failure in (FailureKind.CRASHED, FailureKind.UNREADABLE)
        self.an_indexed_photo_has_the_embedding_of_its_own_bytes()
        self.sweep()
        assert self.shelf.reader.problems() == []


WEIGHTS = {
    "write and scan": 6,
    "move": 3,
    "swap": 3,
    "delete": 2,
    "scan": 4,
    "work": 3,
    "claim": 3,
    "read": 2,
    "finish": 3,
    "edit in flight": 3,
    "crash": 1,
    "give back": 1,
    "add": 3,
    "remove": 1,
    "rate": 2,
    "retry": 1,
    "purge": 1,
    "sweep": 2,
}
STEPS = st.tuples(
    st.sampled_from([action for action, weight in WEIGHTS.items() for _ in range(weight)]),
    ROOTS,
    NAMES,
    ROOTS,
    NAMES,
    CONTENTS,
)


@pytest.mark.slow
@given(steps=st.lists(STEPS, min_size=40, max_size=80))
@settings(max_examples=80, deadline=None, suppress_health_check=list(HealthCheck))
def test_random_histories_leave_a_sound_library(shelf_type: type[Any], steps: list[tuple[Any, ...]]) -> None:
    history = History(shelf_type)
    try:
        for step in steps:
            history.act(*step)
            history.check()
        history.settle()
    finally:
        history.close()
