"""A large library: plans that use an index, and the times that the window and a rescan depend on.

The limits leave room for a busy machine; measured figures stand beside them.
"""

from __future__ import annotations

import re
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest

from visionquery.domain.models import NetworkRequest
from visionquery.domain.photos import Changes, FileStat, Move, PhotoState
from visionquery.domain.queries import Added, Favourite, Hidden, Named, Rated, Trait

MANY = 100_000
# Small tables that may be read whole, and the sources of a statement's own values.
READ_WHOLE = {
    *("folders", "claims", "found", "wanted", "json_each", "loose_contents", "removed_photos", "tallies"),
    *("directories", "searchable", "saved_searches", "requests"),
}
# Indexes that hold no more rows than the statement wants.
OF_FEW_ROWS = {"photos_failed", "photos_missing", "photos_suspected"}


class Recorder:
    """A connection that notes the plan of every statement it is given."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self.plans: dict[str, list[str]] = {}

    def __getattr__(self, name: str) -> Any:
        return getattr(self._connection, name)

    def execute(self, statement: str, *parameters: Any) -> sqlite3.Cursor:
        self._note(statement, parameters[0] if parameters else ())
        return self._connection.execute(statement, *parameters)

    def executemany(self, statement: str, rows: Any) -> sqlite3.Cursor:
        rows = list(rows)
        if rows:
            self._note(statement, rows[0])
        return self._connection.executemany(statement, rows)

    def _note(self, statement: str, parameters: Any) -> None:
        if statement not in self.plans and statement.split()[0] in ("SELECT", "INSERT", "UPDATE", "DELETE"):
            rows = self._connection.execute("EXPLAIN QUERY PLAN " + statement, parameters)
            self.plans[statement] = [row[3] for row in rows]

    def whole_reads(self) -> list[tuple[str, str]]:
        """Statements that read a large table from end to end, or sort what they read."""
        found = []
        for statement, plan in self.plans.items():
            for step in plan:
                scan = re.match(r"SCAN (\w+)", step)
                few = any(step.endswith(f" {index}") for index in OF_FEW_ROWS)
                if scan and not few and scan[1] not in READ_WHOLE and "VIRTUAL TABLE INDEX" not in step:
                    found.append((statement, step))
        return found


@contextmanager
def limit(seconds: float) -> Iterator[None]:
    start = time.process_time()
    yield
    taken = time.process_time() - start
    assert taken < seconds, f"{taken:.2f} seconds of processor time"


def test_no_statement_of_the_writer_reads_a_large_table_whole(shelf: Any) -> None:
    recorder = Recorder(shelf.library._writer._connection)
    shelf.library._writer._connection = recorder
    photos, folders = shelf.library.photos, shelf.library.folders
    a, b, c, d = shelf.add("a.jpg", "b.jpg", "c.jpg", "d.jpg")
    stored = photos.stored(shelf.folder.id)
    items = shelf.claim()
    photos.known_vectors(shelf.space, [shelf.hash("x")])
    shelf.finish(*(shelf.read(item) for item in items[:3]), shelf.fail(items[3]))
    photos.retry_failed()
    photos.retry_failed([a])
    photos.release(item.photo_id for item in shelf.claim())
    moved = Move(b, FileStat("z.jpg", 1, 2, "3"))
    changes = Changes((shelf.stat("new.jpg"),), (Move(c, shelf.stat("c.jpg")),), (moved,), (), (), (d,))
    photos.apply(shelf.folder.id, changes)
    photos.apply(shelf.folder.id, Changes(returned=(d,), refreshed=(Move(b, stored["b.jpg"].stat),)))
    photos.set_rating([a], 3)
    photos.set_favourite([a], True)
    photos.set_hidden([a], True)
    photos.dismiss([a])
    photos.mark_missing([b])
    shelf.library.requests.record(NetworkRequest("2026-01-01", "https://hub", "model"))
    photos.recover()
    photos.pending()
    photos.purge_missing(0)
    list(shelf.library.embeddings.blocks(shelf.space))
    shelf.library.embeddings.content_ids(shelf.space)
    shelf.library.embeddings.last_sequence(shelf.space)
    folders.list()
    folders.retire(shelf.folder.id)
    folders.restore(shelf.folder.id)
    folders.retire(shelf.folder.id)
    photos.apply(folders.add("/photos/sub").id, Changes((shelf.stat("new.jpg"),)))
    folders.purge(shelf.folder.id)
    folders.remove(folders.add("/").id)
    shelf.library.sweep()
    assert recorder.whole_reads() == []
    assert len(recorder.plans) > 40


def test_no_question_of_the_reader_reads_a_large_table_whole(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    ids = shelf.add("a.jpg", "b/c.jpg")
    shelf.index()
    recorder = Recorder(shelf.reader._readers.get())
    monkeypatch.setattr(shelf.reader._readers, "get", lambda: recorder)
    reader = shelf.reader
    reader.photos(ids)
    reader.counts(shelf.space)
    reader.failures()
    reader.folders()
    reader.subfolders()
    reader.shown_times(ids)
    reader.all_ids(criteria=[Rated(3, 5)])
    reader.all_ids(criteria=[Added((("2026-01-01", ""),))])
    reader.all_ids(criteria=[Named(Trait.TYPE, ("jpg", "heic"))])
    reader.count_shown([Named(Trait.TYPE, ("jpg", "heic"))])
    reader.content_ids(criteria=[Named(Trait.TYPE, ("jpg",))])
    reader.photos_of_contents(reader.content_ids("/photos/b"))
    reader.content_ids("/photos")
    reader.match_names(["a", "photos"])
    reader.content_of(ids[0])
    reader.embeddings.vectors(shelf.space, [1])
    assert recorder.whole_reads() == []


def test_all_ids_and_contents_are_read_from_an_index_alone(shelf: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    recorder = Recorder(shelf.reader._readers.get())
    monkeypatch.setattr(shelf.reader._readers, "get", lambda: recorder)
    shelf.reader.all_ids()
    shelf.reader.all_ids(newest_first=False)
    shelf.reader.all_ids(criteria=[Favourite()])
    shelf.reader.all_ids(criteria=[Hidden()])
    shelf.library.folders.retire(shelf.library.folders.add("/other").id)
    shelf.reader.all_ids()
    shelf.reader.content_ids()
    shelf.reader.content_ids()
    shelf.reader.embeddings.content_ids(shelf.space)
    for plan in recorder.plans.values():
        assert not any("TEMP B-TREE" in step for step in plan), plan
        assert all("COVERING INDEX" in step for step in plan if step.startswith(("SCAN photos", "SEARCH photos"))), plan


@pytest.mark.slow
def test_a_hundred_thousand_photos(shelf: Any) -> None:
    photos, reader = shelf.library.photos, shelf.reader
    stats = tuple(
        FileStat(
            f"20{number % 20:02d}/holiday {number % 300}/IMG_{number:07d}.jpg",
            number,
            number * 7919 % MANY,
            f"1:{number}",
        )
        for number in range(MANY)
    )
    with limit(10):  # 1.6 s
        ids = photos.apply(shelf.folder.id, Changes(added=stats))
    with limit(2):  # 0.35 s
        assert len(photos.stored(shelf.folder.id)) == MANY
    with limit(0.5):  # 0.003 s
        items = shelf.claim(256)
    outcomes = [shelf.read(item) for item in items]
    with limit(1):  # 0.03 s
        shelf.finish(*outcomes)
    with limit(0.5):  # 0.03 s
        assert len(reader.all_ids()) == MANY
    with limit(0.02):  # 0.0003 s
        assert reader.counts(shelf.space).searchable == 256
    with limit(0.2):  # 0.003 s
        assert len(reader.match_names(["img", "holiday"])) == 256
    with limit(0.2):  # 0.003 s
        assert len(reader.photos(ids[:200])) == 200
    renamed = tuple(
        Move(photo_id, FileStat("moved/" + stat.relpath, stat.size, stat.mtime_ns, stat.file_id))
        for photo_id, stat in zip(ids, stats, strict=True)
    )
    with limit(15):  # 2.7 s
        photos.apply(shelf.folder.id, Changes(moved=renamed))
    with limit(6):  # 1.0 s
        shelf.library.folders.remove(shelf.folder.id)
    assert list(reader.all_ids()) == []
    with limit(15):  # 3 s, in steps of a few milliseconds
        assert len(shelf.library.sweep()) == 256
    assert shelf.sql("SELECT count(*) FROM names") == [(0,)]
    assert not [state for state in PhotoState if getattr(reader.counts(), state.value)]
