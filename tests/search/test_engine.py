"""From a query to an answer, on a real library and a real index with vectors of known meaning."""

from __future__ import annotations

import os
from pathlib import Path

import numpy as np
import pytest

from visionquery.domain.errors import FailureKind, QueryRefused
from visionquery.domain.photos import Changes, Failed, FileStat
from visionquery.domain.queries import Example, Match, Query


def names(answer: object) -> list[str]:
    return [Path(hit.path).name for hit in answer.hits]  # type: ignore[attr-defined]


@pytest.fixture
def pets(shelf):
    """Four photos that show what they are called by, under names that say nothing, and a crowd of noise."""
    folder = shelf.folder("/photos")
    shelf.add(folder, "a1.jpg", looks_like("dog beach"))
    shelf.add(folder, "a2.jpg", looks_like("dog snow"))
    shelf.add(folder, "a3.jpg", looks_like("red car"))
    shelf.add(folder, "a4.png", looks_like("cat"))
    shelf.add_many(folder, [(f"noise/n{n:03}.jpg", noise(n)) for n in range(100)])
    return shelf


def noise(seed: int) -> np.ndarray:
    vector = np.random.default_rng(seed).standard_normal(32).astype(np.float32)
    vector[:8] *= 0.2
    return vector / np.linalg.norm(vector)


def looks_like(text: str, amount: float = 0.02) -> np.ndarray:
    words = ("dog", "beach", "red", "car", "people", "snow", "cake", "cat")
    vector = np.zeros(32, np.float32)
    for word in text.split():
        vector[words.index(word)] += 1
    vector += amount * np.random.default_rng(len(text)).standard_normal(32).astype(np.float32)
    return vector / np.linalg.norm(vector)


def test_words_find_what_looks_like_them(pets) -> None:
    answer = pets.engine.search(Query("dog beach", limit=2))
    assert names(answer) == ["a1.jpg", "a2.jpg"]
    assert answer.hits[0].match is Match.MEANING
    assert answer.hits[0].score == pytest.approx(1, abs=0.05)
    assert answer.searched == 104
    assert answer.model == "words"


def test_the_line_separates_what_stands_out(pets) -> None:
    assert pets.engine.search(Query("dog beach")).relevant == 2
    assert pets.engine.search(Query("cake")).relevant == 0


def test_a_minus_takes_away(pets) -> None:
    assert names(pets.engine.search(Query("dog -beach", limit=1))) == ["a2.jpg"]
    assert names(pets.engine.search(Query("dog -snow", limit=1))) == ["a1.jpg"]


def test_only_a_minus_is_a_query_too(pets) -> None:
    assert "a1.jpg" not in names(pets.engine.search(Query("-dog", limit=50)))


def test_an_empty_query_is_refused(pets) -> None:
    with pytest.raises(QueryRefused):
        pets.engine.search(Query('  "" '))


def test_an_empty_library_answers_with_nothing(shelf) -> None:
    answer = shelf.engine.search(Query("dog"))
    assert (answer.hits, answer.searched, answer.relevant) == ((), 0, 0)


def test_copies_are_hits_of_their_own_in_path_order(pets) -> None:
    other = pets.folder("/backup")
    pets.add(other, "z.jpg", looks_like("cake"), content="cake")
    pets.add(other, "b/cake copy.jpg", looks_like("cake"), content="cake")
    answer = pets.engine.search(Query("cake", limit=2))
    assert {hit.path for hit in answer.hits} == {"/backup/b/cake copy.jpg", "/backup/z.jpg"}
    assert answer.hits[0].score == answer.hits[1].score
    plain = pets.engine.search(Query(examples=(Example(photo_id=answer.hits[0].photo_id),), limit=1)).hits[0]
    assert plain.photo_id == answer.hits[1].photo_id
    assert plain.reason == "the same picture"


def test_missing_failed_and_removed_photos_never_show(pets) -> None:
    (folder,) = pets.library.folders.list()
    first, second = pets.engine.search(Query("dog beach", limit=2)).hits
    pets.library.photos.apply(folder.id, Changes(missing=(first.photo_id,)))
    assert names(pets.engine.search(Query("dog beach", limit=1))) == ["a2.jpg"]
    stat = FileStat("a2.jpg", 7, 7)
    pets.library.photos.apply(folder.id, Changes(modified=(_move(second.photo_id, stat),)))
    assert names(pets.engine.search(Query("dog beach", limit=1))) == ["a2.jpg"]  # found by its old picture meanwhile
    pets.library.photos.claim(1000, 2)
    pets.library.photos.finish([Failed(second.photo_id, stat, FailureKind.DAMAGED, "cut off")], pets.space_id)
    assert not {"a1.jpg", "a2.jpg"} & set(names(pets.engine.search(Query("dog beach", limit=200))))
    pets.library.folders.remove(folder.id)
    assert pets.engine.search(Query("cat")).hits == ()


def _move(photo_id: int, stat: FileStat):
    from visionquery.domain.photos import Move

    return Move(photo_id, stat)


def test_the_limit_is_filled_although_most_near_contents_have_no_photo_any_more(shelf) -> None:
    folder = shelf.folder("/p")
    gone = shelf.add_many(folder, [(f"gone{n:03}.jpg", looks_like("dog", 0.01 * n)) for n in range(300)])
    shelf.add_many(folder, [(f"far{n}.jpg", looks_like("snow", 0.01 * n)) for n in range(20)])
    shelf.library.photos.apply(folder, Changes(missing=tuple(gone)))
    answer = shelf.engine.search(Query("dog", limit=20))
    assert len(answer.hits) == 20
    assert all(name.startswith("far") for name in names(answer))


def test_a_folder_narrows_without_losing_hits(pets) -> None:
    folder = pets.library.folders.list()[0]
    pets.add_many(folder.id, [(f"deep/er/d{n}.jpg", looks_like("cat", 0.3 + n)) for n in range(5)])
    answer = pets.engine.search(Query("dog", folder="/photos/deep", limit=50))
    assert sorted(names(answer)) == [f"d{n}.jpg" for n in range(5)]
    assert answer.searched == 5
    assert pets.engine.search(Query("dog", folder="/elsewhere")).hits == ()


def test_a_copy_outside_the_folder_does_not_show(pets) -> None:
    inside, outside = pets.folder("/in"), pets.folder("/out")
    pets.add(inside, "x.jpg", looks_like("cake"), content="cake")
    pets.add(outside, "x.jpg", looks_like("cake"), content="cake")
    assert [hit.path for hit in pets.engine.search(Query("cake", folder="/in")).hits] == ["/in/x.jpg"]
    assert [hit.path for hit in pets.engine.search(Query("cake in:out")).hits] == ["/out/x.jpg"]


def test_a_name_that_holds_every_word_lifts_a_photo(pets) -> None:
    (folder,) = pets.library.folders.list()
    pets.add(folder.id, "beach_2019.jpg", noise(900))
    answer = pets.engine.search(Query("beach", limit=8))
    assert names(answer)[0] == "a1.jpg"
    assert "beach_2019.jpg" in names(answer)
    by_name = next(hit for hit in answer.hits if hit.path.endswith("beach_2019.jpg"))
    assert by_name.match is Match.NAME
    assert by_name.reason == "“beach” in the name"
    assert "beach_2019.jpg" not in names(pets.engine.search(Query("beach cake", limit=1)))


def test_a_name_and_looks_together_come_first(pets) -> None:
    (folder,) = pets.library.folders.list()
    pets.add(folder.id, "Beach/holiday.jpg", looks_like("beach dog", 0.1))
    first = pets.engine.search(Query("beach", limit=5)).hits[0]
    assert (Path(first.path).name, first.match) == ("holiday.jpg", Match.BOTH)


@pytest.mark.parametrize("typed", ["IMG_0042.jpg", "img_0042", "IMG_0042.JPG"])
def test_a_file_name_typed_brings_that_file_first(pets, typed: str) -> None:
    (folder,) = pets.library.folders.list()
    pets.add(folder.id, "IMG_0042.jpg", noise(901))
    pets.add(folder.id, "IMG_0042_edited.jpg", looks_like("dog"))
    assert names(pets.engine.search(Query(typed, limit=3)))[0] == "IMG_0042.jpg"


def test_a_name_that_nearly_all_share_lifts_nothing(shelf) -> None:
    folder = shelf.folder("/dogs")
    shelf.add_many(folder, [(f"n{n:02}.jpg", noise(n)) for n in range(30)])
    answer = shelf.engine.search(Query("dogs", limit=5))
    assert {hit.match for hit in answer.hits} == {Match.MEANING}


def test_quoted_words_must_stand_in_the_name(pets) -> None:
    (folder,) = pets.library.folders.list()
    pets.add(folder.id, "Summer House/b1.jpg", looks_like("cat"), taken_at="2020-01-01T10:00:00")
    pets.add(folder.id, "summer-house.jpg", looks_like("dog"), taken_at="2021-01-01T10:00:00")
    answer = pets.engine.search(Query('"summer house"'))
    assert names(answer) == ["summer-house.jpg", "b1.jpg"]
    assert {hit.match for hit in answer.hits} == {Match.NAME}
    both = pets.engine.search(Query('cat "summer house"'))
    assert names(both) == ["b1.jpg", "summer-house.jpg"]
    assert both.hits[0].match is Match.BOTH
    assert names(pets.engine.search(Query('"summer-house.jpg"'))) == ["summer-house.jpg"]


def test_filters_alone_list_the_newest_first(pets) -> None:
    answer = pets.engine.search(Query("type:png"))
    assert names(answer) == ["a4.png"]
    assert (answer.hits[0].match, answer.hits[0].reason) == (Match.FILTER, "passes the filters")
    assert (answer.searched, answer.relevant) == (1, 1)


def test_every_filter(shelf) -> None:
    folder = shelf.folder("/pics/Äpfel")
    first = shelf.add(
        folder, "2019 Italy/one.JPG", looks_like("dog"), taken_at="2019-05-01T00:00:00", camera="Canon EOS R5"
    )
    second = shelf.add(
        folder, "Spain/two.webp", looks_like("dog"), taken_at="2020-04-30T23:59:59", camera="SONY ILCE-7"
    )
    third = shelf.add(folder, "Spain/🎉/three.nef", looks_like("dog"), mtime=1_600_000_000)  # 13 September 2020
    shelf.library.photos.set_favourite([second], True)
    shelf.library.photos.set_rating([second], 3)
    shelf.library.photos.set_rating([third], 5)
    expected = {
        "year:2019": {first},
        "year:2019 year:2020": {first, second, third},
        "-year:2019": {second, third},
        "before:2019-05": set(),
        "before:2019-05-02": {first},
        "after:2020-04-30": {second, third},
        "after:2020-05": {third},
        "after:2019-05-01 before:2020-05": {first, second},
        "type:jpg": {first},
        "type:jpg type:raw": {first, third},
        "-type:jpg": {second, third},
        "camera:canon": {first},
        "-camera:canon": {second, third},
        "camera:100%": set(),
        "in:spain": {second, third},
        "in:italy": {first},
        "in:apfel": {first, second, third},
        "in:/pics/Äpfel/Spain": {second, third},
        "in:Äpfel/Spain": {second, third},
        "in:🎉": {third},
        "-in:spain": {first},
        "is:favourite": {second},
        "is:hidden": set(),
        "added:3": {first, second, third},
        "-added:3": set(),
        "added:2019": set(),
        "added:0001": set(),
        "-is:favourite": {first, third},
        "rating:>=3": {second, third},
        "rating:0": {first},
        "rating:<5 in:spain": {second},
        "-rating:5": {first, second},
    }
    found = {text: {hit.photo_id for hit in shelf.engine.search(Query(text)).hits} for text in expected}
    assert found == expected
    with_meaning = {text: {hit.photo_id for hit in shelf.engine.search(Query(f"dog {text}")).hits} for text in expected}
    assert with_meaning == expected


def test_hidden_photos_are_found_only_where_they_are_asked_for(pets) -> None:
    hidden = photo_called(pets, "a1")
    pets.library.photos.set_hidden([hidden], True)
    answer = pets.engine.search(Query("dog beach", limit=200))
    assert "a1.jpg" not in names(answer)
    assert answer.searched == 103
    for text in ("type:jpg", "-is:hidden", "-cat", "a1"):
        assert "a1.jpg" not in names(pets.engine.search(Query(text, limit=200)))
    assert names(pets.engine.search(Query("is:hidden"))) == ["a1.jpg"]
    assert names(pets.engine.search(Query("dog is:hidden"))) == ["a1.jpg"]
    pets.library.photos.set_hidden([hidden], False)
    assert names(pets.engine.search(Query("dog beach", limit=1))) == ["a1.jpg"]


def test_photos_of_a_retired_folder_are_found_by_nothing(pets) -> None:
    other = pets.folder("/other")
    pets.add(other, "a9.jpg", looks_like("dog beach"), content="a9")
    pets.library.folders.retire(other)
    for text in ("dog beach", "dog in:other", "type:jpg", "a9", "dog in:/other"):
        answer = pets.engine.search(Query(text, limit=200))
        assert "a9.jpg" not in names(answer)
        assert answer.searched <= 104
    assert "a9.jpg" not in names(pets.engine.search(Query("dog", folder="/other")))
    pets.library.folders.restore(other)
    assert "a9.jpg" in names(pets.engine.search(Query("dog beach", limit=2)))


def test_find_similar_leaves_the_photo_itself_out(pets) -> None:
    first = pets.engine.search(Query("dog beach", limit=1)).hits[0]
    answer = pets.engine.search(Query(examples=(Example(photo_id=first.photo_id),), limit=3))
    assert names(answer)[0] == "a2.jpg"
    assert first.photo_id not in {hit.photo_id for hit in answer.hits}
    assert len(answer.hits) == 3
    assert answer.hits[0].reason == "looks like the picture"


def test_find_similar_says_why_it_cannot(pets) -> None:
    folder = pets.library.folders.list()[0]
    with pytest.raises(QueryRefused, match="not in the library"):
        pets.engine.search(Query(examples=(Example(photo_id=999_999),)))
    (waiting,) = pets.library.photos.apply(folder.id, Changes(added=(FileStat("new.jpg", 1, 1),)))
    with pytest.raises(QueryRefused, match="not indexed yet"):
        pets.engine.search(Query(examples=(Example(photo_id=waiting),)))


def test_any_file_is_an_example(pets, tmp_path: Path) -> None:
    example = tmp_path / "a cat.jpg"
    example.write_bytes(b"")
    assert names(pets.engine.search(Query(examples=(Example(image=str(example)),), limit=1))) == ["a4.png"]
    with pytest.raises(QueryRefused, match="cut off"):
        pets.engine.search(Query(examples=(Example(image=str(tmp_path / "broken.jpg")),)))


def test_an_example_out_of_the_library_is_not_its_own_hit(shelf, tmp_path: Path) -> None:
    (tmp_path / "cat.jpg").write_bytes(b"cat")
    (tmp_path / "copy.jpg").write_bytes(b"cat")
    folder = shelf.folder(str(tmp_path))
    shelf.add(folder, "cat.jpg", looks_like("cat", 0), content="cat")
    shelf.add(folder, "copy.jpg", looks_like("cat", 0), content="cat")
    answer = shelf.engine.search(Query(examples=(Example(image=str(tmp_path / "cat.jpg")),)))
    assert [(Path(hit.path).name, hit.reason) for hit in answer.hits] == [("copy.jpg", "the same picture")]


def similar(*photo_ids: int, less: tuple[int, ...] = ()) -> tuple[Example, ...]:
    more = tuple(Example(photo_id=each) for each in photo_ids)
    return more + tuple(Example(photo_id=each, weight=-1) for each in less)


def photo_called(shelf, name: str) -> int:
    return next(match.photo_id for match in shelf.reader.match_names([name], 10))


def test_words_and_an_example_meet(pets) -> None:
    (folder,) = pets.library.folders.list()
    pets.add(folder.id, "meet.jpg", looks_like("dog cake", 0.05))
    cake = pets.add(folder.id, "example.jpg", looks_like("cake red"))
    answer = pets.engine.search(Query("dog", examples=similar(cake), limit=3))
    assert names(answer)[0] == "meet.jpg"
    assert "example.jpg" not in names(answer)
    assert answer.hits[0].reason == "looks like the words and the picture"


def test_several_examples_are_averaged(pets) -> None:
    (folder,) = pets.library.folders.list()
    pets.add(folder.id, "both.jpg", looks_like("snow cat"))
    snow, cat = photo_called(pets, "a2"), photo_called(pets, "a4")
    answer = pets.engine.search(Query(examples=similar(snow, cat), limit=5))
    assert names(answer)[0] == "both.jpg"
    assert not {"a2.jpg", "a4.png"} & set(names(answer))
    assert answer.hits[0].reason == "looks like the pictures"


def test_less_like_this_pushes_down_and_keeps_what_was_asked_for(pets) -> None:
    (folder,) = pets.library.folders.list()
    pets.add(folder.id, "b1.jpg", looks_like("dog beach", 0.1))
    turned_down = photo_called(pets, "a1")
    assert names(pets.engine.search(Query("dog beach", limit=2)))[0] == "a1.jpg"
    answer = pets.engine.search(Query("dog", examples=similar(less=(turned_down,)), limit=10))
    assert names(answer)[0] == "a2.jpg"
    assert "a1.jpg" not in names(answer)
    assert answer.hits[0].reason == "looks like the words, unlike the picture"
    of_pictures = pets.engine.search(Query(examples=similar(photo_called(pets, "a2"), less=(turned_down,)), limit=200))
    assert names(of_pictures).index("b1.jpg") > 20
    assert of_pictures.hits[0].reason == "looks like the picture, unlike the other picture"


def test_only_less_like_this_is_a_query_too(pets) -> None:
    answer = pets.engine.search(Query(examples=similar(less=(photo_called(pets, "a1"),)), limit=50))
    assert not {"a1.jpg", "a2.jpg"} & set(names(answer))
    assert answer.hits[0].reason == "unlike the picture"


def test_words_beside_an_example_may_be_filters(pets) -> None:
    answer = pets.engine.search(Query("type:png", examples=similar(photo_called(pets, "a1"))))
    assert names(answer) == ["a4.png"]
    assert answer.searched == 1


def test_a_copy_of_one_of_several_examples_says_so(pets, tmp_path: Path) -> None:
    (folder,) = pets.library.folders.list()
    (tmp_path / "cat.jpg").write_bytes(b"cat")
    pets.add(folder.id, "copy.jpg", looks_like("cat", 0))
    examples = (Example(image=str(tmp_path / "cat.jpg")), *similar(photo_called(pets, "a3")))
    reasons = {Path(hit.path).name: hit.reason for hit in pets.engine.search(Query(examples=examples)).hits}
    assert reasons.pop("a4.png") == "looks like the pictures"  # a cat too, but not this one
    assert reasons["copy.jpg"] == "the same picture"
    assert set(reasons.values()) == {"the same picture", "looks like the pictures"}


def test_an_example_without_a_picture_is_refused(pets) -> None:
    with pytest.raises(QueryRefused, match="no picture"):
        pets.engine.search(Query("dog", examples=(Example(),)))


def test_prepared_queries_find_the_same(pets) -> None:
    pets.engine.prepare(["dog beach -snow", "", "type:png"])
    assert names(pets.engine.search(Query("dog beach -snow", limit=1))) == ["a1.jpg"]


def test_odd_names_come_through(shelf) -> None:
    folder = shelf.folder("/p")
    odd = ["new\nline.jpg", "qu'ote\".jpg", "emoji 🐶.jpg", os.fsdecode(b"bad\xff.jpg")]
    for number, name in enumerate(odd):
        shelf.add(folder, name, looks_like("dog", 0.01 * number))
    assert set(names(shelf.engine.search(Query("dog")))) == set(odd)
    assert set(names(shelf.engine.search(Query("dog type:jpg")))) == set(odd)
