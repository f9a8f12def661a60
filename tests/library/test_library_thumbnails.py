"""The thumbnail cache."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from visionquery.library.thumbnails import ThumbnailStore


@pytest.fixture
def store(tmp_path: Path) -> Iterator[ThumbnailStore]:
    store = ThumbnailStore(tmp_path / "thumbnails.db")
    yield store
    store.close()


@pytest.fixture
def reader(tmp_path: Path) -> Iterator[ThumbnailStore]:
    """Another process's view of the same file."""
    reader = ThumbnailStore(tmp_path / "thumbnails.db")
    yield reader
    reader.close()


def test_what_was_put_is_there_for_everybody(store: ThumbnailStore, reader: ThumbnailStore) -> None:
    assert reader.get(b"a") is None
    store.put_many([(b"a", b"one"), (b"b", b"two")])
    assert reader.get(b"a") == b"one"
    assert reader.get_many([b"a", b"b", b"c"]) == {b"a": b"one", b"b": b"two"}
    store.put_many([(b"a", b"better")])
    assert reader.get(b"a") == b"better"


def test_many_are_read_at_once(store: ThumbnailStore) -> None:
    pairs = [(number.to_bytes(4, "big"), b"jpeg %d" % number) for number in range(3000)]
    store.put_many(pairs)
    assert store.get_many([content_hash for content_hash, _ in pairs]) == dict(pairs)


def test_deleted_ones_are_gone_and_give_their_room_back(store: ThumbnailStore, tmp_path: Path) -> None:
    hashes = [number.to_bytes(4, "big") for number in range(300)]
    store.put_many([(each, bytes(20_000)) for each in hashes])
    store.close()
    before = (tmp_path / "thumbnails.db").stat().st_size
    store.delete(hashes[1:])
    assert store.get_many(hashes) == {hashes[0]: bytes(20_000)}
    store.close()
    assert (tmp_path / "thumbnails.db").stat().st_size < before / 10


def test_a_cleared_cache_is_empty_for_readers_too(store: ThumbnailStore, reader: ThumbnailStore) -> None:
    store.put_many([(b"a", b"one")])
    assert reader.get(b"a") == b"one"
    store.clear()
    assert reader.get(b"a") is None
    store.put_many([(b"a", b"two")])
    assert reader.get(b"a") == b"two"


def test_a_cache_deleted_by_hand_is_made_anew_at_the_next_start(tmp_path: Path, reader: ThumbnailStore) -> None:
    first = ThumbnailStore(tmp_path / "thumbnails.db")
    first.put_many([(b"a", b"one")])
    assert reader.get(b"a") == b"one"
    first.close()
    for file in tmp_path.glob("thumbnails.db*"):
        file.unlink()
    assert reader.get(b"a") is None
    second = ThumbnailStore(tmp_path / "thumbnails.db")
    second.put_many([(b"b", b"two")])
    assert reader.get(b"b") == b"two"
    second.close()


@pytest.mark.parametrize("damage", ["not a database", "cut off", "overwritten"])
def test_a_damaged_cache_is_started_over(tmp_path: Path, damage: str, reader: ThumbnailStore) -> None:
    path = tmp_path / "thumbnails.db"
    store = ThumbnailStore(path)
    store.put_many([(number.to_bytes(4, "big"), bytes(5000)) for number in range(200)])
    store.close()
    whole = path.read_bytes()
    if damage == "not a database":
        path.write_bytes(b"this is no database at all" * 1000)
    elif damage == "cut off":
        path.write_bytes(whole[: len(whole) // 3])
    else:
        path.write_bytes(whole[:100] + b"\xaa" * (len(whole) - 100))
    assert reader.get(b"\0\0\0\1") in (None, bytes(5000))
    store = ThumbnailStore(path)
    store.put_many([(b"new", b"jpeg")])
    assert store.get(b"new") == b"jpeg"
    assert reader.get(b"new") == b"jpeg"
    store.close()


def test_threads_read_while_one_writes(store: ThumbnailStore, reader: ThumbnailStore) -> None:
    store.put_many([(b"0000", b"first")])
    errors: list[BaseException] = []

    def read() -> None:
        try:
            for _ in range(300):
                assert reader.get(b"0000") == b"first"
        except BaseException as error:  # noqa: BLE001 - told by the main thread
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(3)]
    for thread in threads:
        thread.start()
    for number in range(1, 50):
        store.put_many([(b"%04d" % number, bytes(1000))])
    for thread in threads:
        thread.join()
    assert errors == []
