"""Reading beside the writer."""

from __future__ import annotations

import gc
import os
import sqlite3
import threading
from typing import Any

import pytest

from visionquery.domain.photos import Counts, Photo
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader


def test_a_library_that_does_not_exist_reads_as_empty(paths: Any) -> None:
    reader = LibraryReader(paths)
    assert reader.counts(1) == Counts()
    assert reader.folders() == []
    assert list(reader.all_ids()) == []
    assert reader.failures() == []
    assert reader.match_names(["beach"]) == []
    assert list(reader.content_ids("/photos")) == []
    assert reader.photo(1) is None
    assert reader.content_of(1) is None
    assert reader.thumbnails.get(b"hash") is None
    assert reader.settings()["model"] == "starter"
    assert reader.problems() == []
    assert not paths.root.exists(), "reading creates nothing"
    reader.close()


def test_a_library_is_seen_as_soon_as_it_is_there(paths: Any, shelf_type: type[Any]) -> None:
    reader = LibraryReader(paths)
    assert reader.folders() == []
    paths.ensure()
    paths.library.touch()
    assert reader.folders() == []
    paths.library.unlink()
    shelf = shelf_type(paths)
    assert [folder.path for folder in reader.folders()] == ["/photos"]
    shelf.close()
    reader.close()


def test_a_library_put_in_the_place_of_another_is_read(shelf: Any) -> None:
    shelf.add("a.jpg")
    assert shelf.reader.counts().total == 1
    shelf.library.close()
    for file in shelf.paths.root.glob("library.db*"):
        file.rename(file.with_name("old-" + file.name))
    assert shelf.reader.counts().total == 0
    shelf.reopen()
    assert shelf.reader.folders() == []


def test_readers_see_each_commit_and_nothing_before(shelf: Any) -> None:
    with shelf.library._writer.write():
        shelf.add("a.jpg")
        assert shelf.reader.counts().total == 0
    assert shelf.reader.counts().total == 1


def test_every_thread_may_read_while_the_writer_works(shelf: Any) -> None:
    shelf.add(*(f"{number}.jpg" for number in range(500)))
    errors: list[BaseException] = []
    done = threading.Event()

    def read() -> None:
        try:
            while not done.is_set():
                counts = shelf.reader.counts(shelf.space)
                assert counts.pending + counts.indexed == 500
                photos = shelf.reader.photos(shelf.reader.all_ids()[:50])
                assert len(photos) == 50
        except BaseException as error:  # noqa: BLE001 - told by the main thread
            errors.append(error)

    threads = [threading.Thread(target=read) for _ in range(4)]
    for thread in threads:
        thread.start()
    while items := shelf.claim(20):
        shelf.finish(*map(shelf.read, items))
    done.set()
    for thread in threads:
        thread.join()
    assert errors == []
    assert shelf.reader.counts(shelf.space).searchable == 500


def test_a_thread_that_ends_closes_its_connection(shelf: Any) -> None:
    connections: list[sqlite3.Connection] = []

    def read() -> None:
        shelf.reader.counts()
        connections.append(shelf.reader._readers.get())

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    del thread
    gc.collect()
    with pytest.raises(sqlite3.ProgrammingError, match="closed"):
        connections[0].execute("SELECT 1")


def test_a_closed_reader_can_be_used_again(shelf: Any) -> None:
    shelf.reader.close()
    assert shelf.reader.counts().total == 0


def test_newest_are_those_taken_last_then_those_of_the_newest_files(shelf: Any) -> None:
    old, new, undated = shelf.add("old.jpg", "new.jpg", "undated.jpg")
    items = {item.photo_id: item for item in shelf.claim()}
    shelf.finish(
        shelf.read(items[old], taken_at="1995-05-01T12:00:00"),
        shelf.read(items[new], taken_at="2024-12-24T18:00:00"),
        shelf.read(items[undated]),
    )
    assert list(shelf.reader.all_ids()) == [new, old, undated]
    assert list(shelf.reader.all_ids(newest_first=False)) == [undated, old, new]


def test_contents_below_a_path(shelf: Any) -> None:
    odd = os.fsdecode(b"2019/caf\xe9.jpg")
    odd_folder = os.fsdecode(b"caf\xe9/a.jpg")
    names = ("2019/a.jpg", odd, "2019 b/a.jpg", "2019.jpg", "2020/2019/a.jpg", odd_folder, "top.jpg")
    ids = dict(zip(names, shelf.add(*names), strict=True))
    shelf.index()

    def below(path: str) -> set[str]:
        contents = set(shelf.reader.content_ids(path))
        return {name for name, photo_id in ids.items() if shelf.reader.content_of(photo_id) in contents}

    assert below("/photos") == below("/photos/") == below("/") == set(names)
    assert below("/photos/2019") == below("/photos/2020/../2019/") == {"2019/a.jpg", odd}
    assert below(os.fsdecode(b"/photos/caf\xe9")) == {odd_folder}
    assert below("/photos/2020/2019") == {"2020/2019/a.jpg"}
    assert below("/photos/top.jpg") == below("/photo") == below("/elsewhere") == set()


@pytest.mark.parametrize(
    ("words", "found"),
    [
        (["IMG_0042"], {"Été 2019/IMG_0042-Straße.jpg"}),
        (["ete"], {"Été 2019/IMG_0042-Straße.jpg"}),
        (["0042", "2019"], {"Été 2019/IMG_0042-Straße.jpg"}),
        (["0042", "2020"], set()),
        (["photos", "img"], {"Été 2019/IMG_0042-Straße.jpg", "img 7.png"}),
        (["jpg"], set()),
        (['"quoted"'], {'a "quoted" name.jpg'}),
        (["OR"], {"black or white.jpg"}),
        (["NEAR(a b)"], set()),
        (["写真"], {"写真.jpg"}),
        (["!!!"], set()),
        ([""], set()),
        ([], set()),
        (["\udcff"], set()),
        (["\0"], set()),
    ],
)
def test_names_are_found_by_their_words(shelf: Any, words: list[str], found: set[str]) -> None:
    names = ("Été 2019/IMG_0042-Straße.jpg", "img 7.png", 'a "quoted" name.jpg', "black or white.jpg", "写真.jpg")
    shelf.add(*names)
    shelf.index()
    assert {match.path.removeprefix("/photos/") for match in shelf.reader.match_names(words)} == found


def test_a_decomposed_name_is_found_by_a_composed_word(shelf: Any) -> None:
    shelf.add("cafe\u0301.jpg")
    shelf.index()
    assert len(shelf.reader.match_names(["caf\u00e9"])) == len(shelf.reader.match_names(["CAFE"])) == 1


def test_only_searchable_photos_are_found_by_name(shelf: Any) -> None:
    shelf.add("beach one.jpg", "beach two.jpg", "beach three.jpg")
    first, second, _ = shelf.claim()
    shelf.finish(shelf.read(first), shelf.fail(second))
    assert [match.photo_id for match in shelf.reader.match_names(["beach"])] == [first.photo_id]


def test_counts_agree_with_the_rows(shelf: Any) -> None:
    other = shelf.library.folders.add("/other")
    shelf.add("a.jpg", "b.jpg", "c.jpg")
    shelf.add("d.jpg", folder_id=other.id)
    first, second, *_ = shelf.claim()
    shelf.finish(shelf.read(first), shelf.fail(second))
    counts = shelf.reader.counts(shelf.space)
    assert counts == Counts(
        total=4, pending=2, indexed=1, failed=1, missing=0, searchable=1, by_folder={shelf.folder.id: 3, other.id: 1}
    )
    assert [folder.photos for folder in shelf.reader.folders()] == [1, 3]


def test_photos_are_given_by_id(shelf: Any) -> None:
    ids = shelf.add("a.jpg", "b.jpg")
    photos = shelf.reader.photos([*ids, 12345])
    assert set(photos) == set(ids)
    assert all(isinstance(photo, Photo) for photo in photos.values())


def test_settings_are_read_as_they_are_in_effect(shelf: Any) -> None:
    shelf.library.settings.set("decode_seconds", 90)
    shelf.library.settings.set("ignored_names", ["*.tmp"])
    shelf.sql("INSERT INTO settings VALUES ('model', 'not json'), ('poll_minutes', '-5'), ('unknown', '1')")
    settings = shelf.reader.settings()
    assert (settings["decode_seconds"], settings["ignored_names"]) == (90, ("*.tmp",))
    assert (settings["model"], settings["poll_minutes"]) == ("starter", 10)
    assert settings == shelf.library.settings.get()
    with pytest.raises(ValueError, match="decode_seconds"):
        shelf.library.settings.set("decode_seconds", 1)
    with pytest.raises(ValueError, match="scheme"):
        shelf.library.settings.set("scheme", "dark")


def test_a_sound_library_has_no_problems(shelf: Any) -> None:
    shelf.add("a.jpg")
    shelf.index()
    assert shelf.reader.problems() == []


def test_a_second_writer_is_refused_and_readers_are_not(shelf: Any) -> None:
    from visionquery.domain.errors import LibraryBusy

    with pytest.raises(LibraryBusy, match=f"process {os.getpid()}"):
        Library(shelf.paths).open()
    shelf.add("a.jpg")
    assert LibraryReader(shelf.paths).counts().total == 1
