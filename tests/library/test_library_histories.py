"""Random histories of a library: files come, change, move and go while workers scan, read, commit and die.

Whatever the order, every file is one row, an indexed photo has the embedding of its own bytes, what a person attached
to a photo stays with it, the counters agree with the rows, nothing of a retired folder shows, and a sweep leaves
nothing behind that no photo needs.
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
from visionquery.domain.queries import Hidden
from visionquery.system.paths import DataPaths

NAMES_IN_ORDER = ["a.jpg", "b.jpg", "c.jpg", "sub/a.jpg", "sub/\udcff.jpg", "x 'y'.jpg"]
NAMES = st.sampled_from(NAMES_IN_ORDER)
ROOTS = st.sampled_from(["/one", "/two"])
CONTENTS = st.integers(0, 5)
LIVE = "folder_id IN (SELECT id FROM folders WHERE retired_at IS NULL)"
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
        self.retired: dict[str, int] = {}
        self.attached: dict[int, tuple[Any, ...]] = {}  # favourite, rating, hidden of every photo, as last seen
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
            assert self.folders[root] == self.retired.pop(root, self.folders[root])

    def remove_folder(self, root: str) -> None:
        if root in self.folders:
            self.shelf.library.folders.remove(self.folders.pop(root))

    def retire_folder(self, root: str) -> None:
        if root in self.folders:
            self.retired[root] = self.folders.pop(root)
            before = self.rows_of(self.retired[root])
            self.shelf.library.folders.retire(self.retired[root])
            assert self.rows_of(self.retired[root]) == before

    def restore_folder(self, root: str) -> None:
        if root in self.retired:
            before = self.rows_of(self.retired[root])
            self.folders[root] = self.retired.pop(root)
            assert self.shelf.library.folders.restore(self.folders[root]).path == root
            assert self.rows_of(self.folders[root]) == before

    def purge_folder(self, root: str, whole: bool) -> None:
        if root in self.retired:
            halts = itertools.chain([False] if whole else [], itertools.repeat(not whole))
            done = self.shelf.library.folders.purge(self.retired[root], lambda: next(halts))
            if done:
                assert self.rows_of(self.retired.pop(root)) == []

    def rows_of(self, folder_id: int) -> list[Any]:
        return self.shelf.sql("SELECT * FROM photos WHERE folder_id = ? ORDER BY id", folder_id)

    def attach(self, what: str, place: int, value: int) -> None:
        ids = [row[0] for row in self.shelf.sql("SELECT id FROM photos ORDER BY id")]
        if not ids:
            return
        chosen = [ids[place % len(ids)]]
        photos = self.shelf.library.photos
        match what:
            case "rate":
                photos.set_rating(chosen, value)
            case "favourite":
                photos.set_favourite(chosen, value > 0)
            case "hide":
                photos.set_hidden(chosen, value > 1)
        self.attached.pop(chosen[0], None)

    def dismiss(self) -> None:
        self.shelf.library.photos.dismiss([failure.photo_id for failure in self.shelf.reader.failures()])
        assert self.shelf.reader.failures() == []
        assert self.shelf.reader.counts().failed == 0

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
            case "retire":
                self.retire_folder(root)
            case "restore":
                self.restore_folder(root)
            case "purge folder":
                self.purge_folder(root, whole=number > 0)
            case "rate" | "favourite" | "hide":
                self.attach(action, NAMES_IN_ORDER.index(name), number)
            case "dismiss":
                self.dismiss()
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
        self.what_is_attached_stays()
        self.counters_agree_with_the_rows()
        self.what_is_shown_is_what_may_be()
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

    def what_is_attached_stays(self) -> None:
        """Only the person takes it away; a photo that turns out to be a missing one hands over what it has."""
        rows = self.shelf.sql("SELECT id, favourite, rating, hidden FROM photos")
        now = {photo_id: attached for photo_id, *attached in rows}
        for photo_id, before in self.attached.items():
            if photo_id in now:
                assert all(new >= old for new, old in zip(now[photo_id], before, strict=True)), (photo_id, before)
        self.attached = {photo_id: tuple(attached) for photo_id, attached in now.items()}

    def counters_agree_with_the_rows(self) -> None:
        counts = self.shelf.reader.counts(self.shelf.space)
        rows = self.shelf.sql(f"SELECT state, dismissed, hidden FROM photos WHERE {LIVE}")
        states = Counter(
            state for state, dismissed, hidden in rows if not hidden and not (state == "failed" and dismissed)
        )
        told = Counter(pending=counts.pending, indexed=counts.indexed, failed=counts.failed, missing=counts.missing)
        assert +told == +states
        assert counts.hidden == sum(hidden for state, _, hidden in rows if state != "missing")
        assert counts.dismissed == sum(
            dismissed for state, dismissed, hidden in rows if state == "failed" and not hidden
        )
        searchable = self.shelf.sql(
            "SELECT count(*) FROM photos JOIN embeddings USING (content_id) "
            f"WHERE space_id = ? AND state IN ('pending', 'indexed') AND hidden = 0 AND {LIVE}",
            self.shelf.space,
        )
        assert [(counts.searchable,)] == searchable

    def what_is_shown_is_what_may_be(self) -> None:
        reader = self.shelf.reader
        assert {folder.id for folder in reader.folders()} == set(self.folders.values())
        rows = self.shelf.sql(
            "SELECT id, folder_id, relpath, state, dismissed FROM photos "
            f"WHERE state != 'missing' AND hidden = 0 AND {LIVE}"
        )
        assert set(reader.all_ids()) == {row[0] for row in rows}
        hidden = self.shelf.sql(f"SELECT id FROM photos WHERE state != 'missing' AND hidden = 1 AND {LIVE}")
        assert set(reader.all_ids(criteria=[Hidden()])) == {row[0] for row in hidden}
        failed = {photo_id for photo_id, _, _, state, dismissed in rows if state == "failed" and not dismissed}
        assert {failure.photo_id for failure in reader.failures()} == failed
        inside = Counter((folder_id, "sub") for _, folder_id, relpath, _, _ in rows if relpath[:4] in ("sub/", b"sub/"))
        assert {(folder_id, path): photos for folder_id, path, photos in reader.subfolders()} == inside
        retired = self.shelf.sql(f"SELECT id FROM photos WHERE NOT {LIVE}")
        assert reader.photos([row[0] for row in retired]) == {}
        findable = {row[0] for row in rows if row[3] in ("pending", "indexed")}
        assert {match.photo_id for match in reader.match_names(["one"])} <= findable
        contents = reader.content_ids()
        assert {photo.photo_id for photo in reader.photos_of_contents(contents)} <= findable
        assert reader.count() == len(reader.photos_of_contents(contents)) == len(reader.newest(1000))

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
    "retire": 2,
    "restore": 2,
    "purge folder": 1,
    "rate": 2,
    "favourite": 2,
    "hide": 2,
    "dismiss": 1,
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
