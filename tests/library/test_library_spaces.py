"""Several embedding spaces through any history: files come, change and go, the model is exchanged, workers die.

The queues that indexing works with are real, and so is the library; the encoder is a hash of space and content.
"""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from pathlib import Path
from typing import Any

import hypothesis.strategies as st
import numpy as np
import pytest
from hypothesis import HealthCheck, settings
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from visionquery.domain.errors import FailureKind
from visionquery.domain.photos import Changes, Failed, FileStat, Indexed, Metadata, Move, WorkItem
from visionquery.indexing.batches import NO_VECTOR
from visionquery.indexing.queues import FileQueue, GapQueue, Wishes, WorkQueue
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths

DIMENSIONS = {"first": 4, "second": 6, "third": 4}
FILES = st.sampled_from([f"{name}.jpg" for name in "abcdefgh"])
CONTENTS = st.integers(0, 5)
# Fewer than make a photo fail.
MOST_DEATHS = 8


def hashed(content: int) -> bytes:
    return hashlib.blake2b(str(content).encode(), digest_size=20).digest()


def vector(space: str, content_hash: bytes) -> bytes:
    seed = int.from_bytes(hashlib.blake2b(space.encode() + content_hash, digest_size=4).digest(), "little")
    row = np.random.default_rng(seed).standard_normal(DIMENSIONS[space])
    return (row / np.linalg.norm(row)).astype("<f2").tobytes()


class Spaces(RuleBasedStateMachine):
    """One folder on a disk that is a dictionary, and what a worker makes of it."""

    def __init__(self) -> None:
        super().__init__()
        self.home = Path(tempfile.mkdtemp())
        self.paths = DataPaths(self.home)
        self.disk: dict[str, tuple[int, int]] = {}  # content and time of change
        self.time = 0
        self.deaths = 0
        self.answering = self.chosen = "first"
        self.flight: list[WorkItem] = []
        self.queue: WorkQueue | None = None
        self.start()
        self.folder = self.library.folders.add("/photos").id
        self.reader = LibraryReader(self.paths)

    def start(self) -> None:
        self.library = Library(self.paths)
        self.library.open()
        self.ids = {name: self.library.embeddings.space(name, size, name) for name, size in DIMENSIONS.items()}
        self.wishes = Wishes()
        self.refused: set[int] = set()
        self.arrange()

    def arrange(self) -> None:
        self.files = FileQueue(self.library, self.ids[self.answering], self.wishes)
        self.gaps = GapQueue(self.library, self.ids[self.chosen], self.wishes, self.refused, lambda: None)
        self.space_of = {id(self.files): self.answering, id(self.gaps): self.chosen}

    def teardown(self) -> None:
        self.let_go()
        self.refused = set()  # as at the next start
        self.scan()
        for space in ("first", "second"):
            self.chosen = space
            self.arrange()
            for _ in range(100):
                if not (self.work(self.files, 100) or (self.gaps.look() and self.work(self.gaps, 100))):
                    break
            assert self.gaps.covered
            self.answering = self.chosen
        self.check_files()
        self.reader.close()
        self.library.close()
        shutil.rmtree(self.home)

    def check_files(self) -> None:
        photos = {Path(photo.path).name: photo for photo in self.reader.photos(self.reader.all_ids()).values()}
        assert set(photos) == set(self.disk)
        for name, (content, _) in self.disk.items():
            assert photos[name].content_hash == hashed(content), name
            for space in ("first", "second"):
                assert self.holds(space, hashed(content))

    def holds(self, space: str, content_hash: bytes) -> bool:
        return bool(self.library.photos.known_vectors(self.ids[space], [content_hash]))

    @initialize(contents=st.lists(CONTENTS, min_size=3, max_size=8), chosen=st.sampled_from(["first", "second"]))
    def begin_with_photos(self, contents: list[int], chosen: str) -> None:
        """A library in one space, and perhaps a second that is chosen."""
        for number, content in enumerate(contents):
            self.write("abcdefgh"[number] + ".jpg", content)
        self.scan()
        self.work(self.files, 100)
        self.choose(chosen, at_once=False)

    # -- what may happen -----------------------------------------------------------------------------------------

    @rule(name=FILES, content=CONTENTS)
    def write(self, name: str, content: int) -> None:
        self.time += 1
        self.disk[name] = (content, self.time)

    @rule(name=FILES)
    def delete(self, name: str) -> None:
        self.disk.pop(name, None)

    @rule()
    def scan(self) -> None:
        stored = self.library.photos.stored(self.folder)
        found = {name: FileStat(name, 10, time) for name, (_, time) in self.disk.items()}
        missing = [row.photo_id for name, row in stored.items() if name not in found and row.state != "missing"]
        added, modified, returned = [], [], []
        for name, stat in found.items():
            row = stored.get(name)
            if row is None:
                added.append(stat)
            elif (row.stat.size, row.stat.mtime_ns) != (stat.size, stat.mtime_ns):
                modified.append(Move(row.photo_id, stat))
            elif row.state == "missing":
                returned.append(row.photo_id)
        self.library.photos.apply(
            self.folder,
            Changes(added=tuple(added), modified=tuple(modified), returned=tuple(returned), missing=tuple(missing)),
        )

    @rule(space=st.sampled_from(["first", "second"]), at_once=st.booleans())
    def choose(self, space: str, at_once: bool) -> None:
        self.let_go()
        self.chosen = space
        if at_once:
            self.answering = space
        self.arrange()

    @rule(number=st.integers(1, 6))
    def begin_files(self, number: int) -> None:
        self.begin(self.files, number)

    @rule(number=st.integers(1, 6))
    def begin_gaps(self, number: int) -> None:
        if not self.flight and self.gaps.look():
            self.begin(self.gaps, number)

    @rule(number=st.integers(1, 6))
    def index_some(self, number: int) -> None:
        self.scan()
        self.work(self.files, number)

    @rule(number=st.integers(1, 6))
    def fill_some(self, number: int) -> None:
        if not self.flight and self.gaps.look():
            self.work(self.gaps, number)

    @precondition(lambda self: self.flight)
    @rule(number=st.integers(1, 6), data=st.data())
    def end(self, number: int, data: Any) -> None:
        done, self.flight = self.flight[:number], self.flight[number:]
        assert self.queue is not None
        spoilt = data.draw(st.sets(st.sampled_from([item.photo_id for item in done])))
        self.finish(self.queue, done, spoilt)

    @rule()
    def let_go(self) -> None:
        if self.queue is not None and self.flight:
            self.queue.release([item.photo_id for item in self.flight])
        self.flight = []

    @rule()
    def wish(self) -> None:
        self.wishes.add(list(self.reader.all_ids())[-2:])

    @rule()
    def favour(self) -> None:
        self.library.photos.set_favourite(list(self.reader.all_ids())[:1], True)

    @rule()
    def sweep(self) -> None:
        self.library.sweep()

    @precondition(lambda self: not (self.flight or self.refused))
    @rule()
    def drop_the_others(self) -> None:
        """As a person does it: once the chosen one has everything."""
        if self.gaps.look() or not self.gaps.covered:
            return
        for name in {"first", "second", "third"} - {self.chosen, self.answering}:
            self.library.embeddings.drop_space(self.ids[name])
            self.ids[name] = self.library.embeddings.space(name, DIMENSIONS[name], name)

    @rule()
    def delete_dropped(self) -> None:
        self.library.embeddings.delete_dropped()

    @precondition(lambda self: self.deaths < MOST_DEATHS)
    @rule()
    def die(self) -> None:
        self.deaths += bool(self.flight)
        self.library._writer.close()
        self.library.thumbnails.close()
        self.library._lock.release()
        self.flight = []
        self.start()

    # -- how the work is done ------------------------------------------------------------------------------------

    def begin(self, queue: WorkQueue, number: int) -> bool:
        if self.flight:
            return False
        self.flight, self.queue = queue.claim(number, 1), queue
        return bool(self.flight)

    def work(self, queue: WorkQueue, number: int) -> bool:
        if not self.begin(queue, number):
            return False
        done, self.flight = self.flight, []
        self.finish(queue, done, set())
        return True

    def finish(self, queue: WorkQueue, done: list[WorkItem], spoilt: set[int]) -> None:
        """Read and encode these; a file that is gone makes its photo missing, as a pipeline's listener does."""
        outcomes = [self.outcome(queue, item, spoilt=item.photo_id in spoilt) for item in done]
        gone = [item.photo_id for item, outcome in zip(done, outcomes, strict=True) if outcome is None]
        queue.finish([outcome for outcome in outcomes if outcome is not None])
        queue.release(gone)
        self.library.photos.apply(self.folder, Changes(missing=tuple(gone)))

    def outcome(self, queue: WorkQueue, item: WorkItem, *, spoilt: bool) -> Indexed | Failed | None:
        """What reading and encoding a claimed photo gives now; None where its file is gone."""
        on_disk = self.disk.get(Path(item.path).name)
        if on_disk is None:
            return None
        content, time = on_disk
        stat = FileStat(item.stat.relpath, 10, time)
        if spoilt and queue is self.gaps and not self.refused:
            # Once in a run, or nothing would ever be found again.
            return Failed(item.photo_id, stat, FailureKind.UNSUPPORTED, NO_VECTOR)
        if spoilt and queue is self.gaps:
            return Failed(item.photo_id, stat, FailureKind.UNREADABLE, "The system refused it.")
        space = self.space_of.get(id(queue))
        content_hash = hashed(content)
        known = bool(queue.known({content_hash}))
        made = None if known or space is None else vector(space, content_hash)
        return Indexed(item.photo_id, stat, content_hash, Metadata(1, 1, "JPEG"), b"jpeg", made)

    # -- what always holds ---------------------------------------------------------------------------------------

    @invariant()
    def every_vector_is_that_of_its_content_in_its_space(self) -> None:
        with self.library._writer.read() as connection:
            rows = connection.execute(
                "SELECT spaces.name, contents.hash, vector FROM embeddings JOIN spaces ON spaces.id = space_id "
                "JOIN contents ON contents.id = content_id WHERE spaces.name != ''"
            ).fetchall()
        for name, content_hash, stored in rows:
            assert stored == vector(name, content_hash)

    @invariant()
    def whatever_is_indexed_is_found_somewhere(self) -> None:
        with self.library._writer.read() as connection:
            lost = connection.execute(
                "SELECT id FROM photos WHERE state = 'indexed' AND NOT EXISTS (SELECT 1 FROM embeddings "
                "WHERE embeddings.content_id = photos.content_id)"
            ).fetchall()
        assert lost == []

    @invariant()
    def the_counts_of_each_space_are_right(self) -> None:
        for space_id in self.ids.values():
            with self.library._writer.read() as connection:
                count = connection.execute(
                    "SELECT count(*) FROM photos JOIN embeddings ON embeddings.content_id = photos.content_id "
                    "AND space_id = ? WHERE state IN ('pending', 'indexed')",
                    (space_id,),
                ).fetchone()[0]
            assert self.reader.counts(space_id).searchable == count


@pytest.mark.slow
def test_any_history_of_several_spaces() -> None:
    run_state_machine_as_test(
        Spaces,
        settings=settings(
            max_examples=100,
            stateful_step_count=40,
            deadline=None,
            suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large],
        ),
    )
