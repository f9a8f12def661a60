"""Embeddings as rows."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from visionquery.domain.errors import ModelUnavailable


def test_a_space_is_made_once_for_each_model_and_fingerprint(shelf: Any) -> None:
    embeddings = shelf.library.embeddings
    assert embeddings.space("starter", 8, "fingerprint") == shelf.space
    assert embeddings.space("starter", 16, "other weights") != shelf.space
    assert shelf.reader.embeddings.find_space("starter", "fingerprint") == shelf.space
    assert shelf.reader.embeddings.find_space("starter", "unknown") is None
    with pytest.raises(ModelUnavailable, match="16 numbers, the library holds 8"):
        embeddings.space("starter", 16, "fingerprint")


def test_blocks_give_every_embedding_once_in_order(shelf: Any) -> None:
    shelf.add(*(f"{number}.jpg" for number in range(25)))
    shelf.index()
    blocks = list(shelf.reader.embeddings.blocks(shelf.space, size=10))
    assert [len(block) for block in blocks] == [10, 10, 5]
    sequences = np.concatenate([block.sequences for block in blocks])
    contents = np.concatenate([block.content_ids for block in blocks])
    assert (np.diff(sequences) > 0).all()
    assert sorted(contents) == list(shelf.reader.embeddings.content_ids(shelf.space))
    assert blocks[0].sequences.dtype == blocks[0].content_ids.dtype == np.int64
    assert (blocks[0].vectors.dtype, blocks[0].vectors.shape) == (np.float16, (10, 8))
    after = next(shelf.reader.embeddings.blocks(shelf.space, after_sequence=int(sequences[9]), size=100))
    assert list(after.sequences) == list(sequences[10:])
    assert shelf.reader.embeddings.last_sequence(shelf.space) == sequences[-1]


def test_vectors_come_in_the_order_asked_for(shelf: Any) -> None:
    ids = shelf.add("a.jpg", "b.jpg", "c.jpg")
    shelf.index()
    contents = [shelf.reader.content_of(ids[place]) for place in (2, 0, 1)]
    vectors = shelf.reader.embeddings.vectors(shelf.space, contents)
    assert [row.tobytes() for row in vectors] == [shelf.vector(f"/photos/{name}.jpg") for name in "cab"]
    with pytest.raises(KeyError):
        shelf.reader.embeddings.vectors(shelf.space, [999])


def test_an_empty_space_is_no_special_case(shelf: Any) -> None:
    embeddings = shelf.reader.embeddings
    assert list(embeddings.blocks(shelf.space)) == []
    assert embeddings.last_sequence(shelf.space) == 0
    assert embeddings.content_ids(shelf.space).dtype == np.int64
    assert embeddings.vectors(shelf.space, []).shape == (0, 8)
    with pytest.raises(KeyError):
        embeddings.vectors(999, [])


def test_sequences_are_not_used_again(shelf: Any) -> None:
    shelf.add("a.jpg")
    shelf.index()
    last = shelf.reader.embeddings.last_sequence(shelf.space)
    shelf.library.folders.remove(shelf.folder.id)
    shelf.library.sweep()
    shelf.folder = shelf.library.folders.add("/photos")
    shelf.add("a.jpg")
    shelf.index()
    assert shelf.reader.embeddings.last_sequence(shelf.space) > last


def test_a_video_has_several_vectors_in_one_row(shelf: Any) -> None:
    shelf.add("a.jpg", "b.mp4", "c.jpg")
    items = {Path(item.path).name: item for item in shelf.claim()}
    film = [shelf.vector(scene) for scene in ("first", "second", "third")]
    outcomes = [shelf.read(items["a.jpg"]), shelf.read(items["b.mp4"]), shelf.read(items["c.jpg"])]
    outcomes[1] = replace(outcomes[1], vector=b"".join(film))
    report = shelf.finish(*outcomes)
    embeddings = shelf.reader.embeddings
    (block,) = embeddings.blocks(shelf.space)
    assert len(block) == len(report.new_embeddings) == 5
    assert list(zip(block.sequences.tolist(), block.content_ids.tolist(), strict=True)) == list(report.new_embeddings)
    assert block.vectors.tobytes() == b"".join(report.new_vectors)
    content = shelf.reader.content_of(items["b.mp4"].photo_id)
    assert [row.tobytes() for row in block.vectors[block.content_ids == content]] == film
    # Where one is wanted for a photo, it is the first.
    assert embeddings.vectors(shelf.space, [content])[0].tobytes() == film[0]
    assert len(embeddings.content_ids(shelf.space)) == shelf.reader.counts(shelf.space).searchable == 3


@pytest.mark.parametrize("length", [0, 8, 17, 24])
def test_half_a_vector_is_a_bug_of_the_caller(shelf: Any, length: int) -> None:
    shelf.add("a.jpg")
    (item,) = shelf.claim()
    with pytest.raises(ValueError, match="dimensions"):
        shelf.finish(replace(shelf.read(item), vector=bytes(length)))
