"""Contract 1: kill the worker at any moment, any number of times, and nothing is lost, doubled or mixed up."""

from __future__ import annotations

import random
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image, ImageDraw
from videos import write_video

from visionquery.domain.photos import PhotoState
from visionquery.index.frames import numbered
from visionquery.index.storage import GraphStorage
from visionquery.indexing.encoding import ALIKE
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import data_paths
from visionquery.vision.model import find_model
from visionquery.worker.model import index_name

KILLS = 100


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_worker_killed_a_hundred_times_loses_doubles_and_mixes_up_nothing(
    tmp_path: Path, forge: Callable[..., Any], make_photo: Callable[..., Path], make_model: Callable[..., Path]
) -> None:
    chance = random.Random(20)
    other = f"local-dir:{make_model('other')}"
    kept, fleeting = tmp_path / "kept", tmp_path / "fleeting"
    killed_home, fresh_home = tmp_path / "killed", tmp_path / "fresh"
    seeds = iter(range(1_000_000))
    for number in range(60):
        make_photo(kept / f"first {number}.jpg", seed=next(seeds))
        make_photo(fleeting / f"{number}.jpg", seed=next(seeds))
    workers = forge(killed_home)

    kills = 0
    for turn in range(KILLS * 3):
        # Some new photos, a copy, an edit, a move and a deletion each turn, so that every worker has work of all kinds;
        # now and then a video.
        for number in range(6):
            make_photo(kept / f"turn {turn}" / f"{number}.jpg", seed=next(seeds))
        if turn % 5 == 0:
            first = Image.open(make_photo(tmp_path / "scene.png", seed=next(seeds)))
            write_video(kept / f"turn {turn}" / "film.mp4", [first, *_scenes()], seconds=5, size=(96, 64))
        photos = sorted(kept.rglob("*.jpg"))
        shutil.copy(chance.choice(photos), kept / f"turn {turn}" / "copy.jpg")
        make_photo(chance.choice(photos), seed=next(seeds))
        chance.choice(photos).rename(kept / f"moved {turn}.jpg")
        # As many go as came, or what is there to catch up with in the end would grow with the number of kills.
        for gone in chance.sample(sorted(kept.rglob("*.jpg")), max(0, len(photos) - 150)):
            gone.unlink()
        # The other model is begun, given up and gone on with; now and then it answers already, or all of it is dropped.
        model_steps = chance.choice([[], [], [["use", other]], [["use", "starter"]], [["use at once", other]]])
        if turn % 10 == 9:
            model_steps = [["use at once", "starter"], ["drop", other]]
        folder_step = ["remove" if turn % 3 == 2 else "add", str(fleeting)]
        # From the first instants (database being made, claims) to the end (index being saved).
        after = chance.choice([0.02, 0.1, 0.3, 0.6, 1.0, 2.0]) * chance.uniform(0.5, 1.5)
        kills += workers.run_and_kill(after, ["add", str(kept)], folder_step, ["rescan"], *model_steps, ["index"])
        if kills == KILLS:
            break
    assert kills == KILLS

    workers.run(["use", "starter"], ["add", str(kept)], ["remove", str(fleeting)], ["rescan"], ["index"])
    workers.run(["use", other], ["index"])
    forge(fresh_home).run(["add", str(kept)], ["index"], ["use", other], ["index"])

    assert {len(vectors) for path, vectors in _photos_and_vectors(fresh_home, "starter").items() if "film" in path} == {
        3
    }
    on_disk = {str(path) for path in kept.rglob("*") if path.is_file()}
    for model in ("starter", other):
        survived, fresh = _photos_and_vectors(killed_home, model), _photos_and_vectors(fresh_home, model)
        assert set(fresh) == on_disk
        assert set(survived) == on_disk
        for path, vectors in fresh.items():
            # Equal but for the rounding of bfloat16 in batches of another make-up; other pictures are far away.
            assert float(survived[path][0] @ vectors[0]) > 0.99, path
            # That rounding may also decide whether two frames count as one scene.
            assert float((survived[path] @ vectors.T).max(axis=1).min()) > ALIKE - 0.02, path
        _assert_saved_index_agrees(killed_home, model)


@pytest.mark.slow
def test_a_worker_killed_while_the_library_is_being_made_leaves_one_that_opens(
    tmp_path: Path, forge: Callable[..., Any], make_photo: Callable[..., Path]
) -> None:
    chance = random.Random(3)
    for number in range(8):
        make_photo(tmp_path / "photos" / f"{number}.jpg", seed=number)
    workers = forge(tmp_path / "home")
    for _ in range(12):
        shutil.rmtree(tmp_path / "home", ignore_errors=True)
        for _ in range(2):
            assert workers.run_and_kill(chance.uniform(0.0, 0.12), ["add", str(tmp_path / "photos")], ["index"])

    workers.run(["add", str(tmp_path / "photos")], ["index"])

    assert len(_photos_and_vectors(tmp_path / "home", "starter")) == 8


def _scenes() -> list[Image.Image]:
    """Two pictures that no model takes for the same thing, nor for blobs."""
    stripes, disc = Image.new("RGB", (96, 64), "white"), Image.new("RGB", (96, 64), (30, 90, 200))
    for left in range(0, 96, 8):
        stripes.paste("black", (left, 0, left + 4, 64))
    ImageDraw.Draw(disc).ellipse((28, 12, 68, 52), fill=(240, 220, 40))
    return [stripes, disc]


def _photos_and_vectors(home: Path, model: str) -> dict[str, np.ndarray]:
    """Every photo's path and its vectors [n, d]; asserts that each is there once and indexed."""
    reader = LibraryReader(data_paths(str(home)))
    photos = list(reader.photos(reader.all_ids()).values())
    assert [photo.path for photo in photos if photo.state is not PhotoState.INDEXED] == []
    assert len({photo.path for photo in photos}) == len(photos)
    content_ids, vectors = _vectors(reader, _space(reader, model)[0])
    found = {photo.path: vectors[content_ids == reader.content_of(photo.id)] for photo in photos}
    reader.close()
    assert all(map(len, found.values()))
    return found


def _vectors(reader: LibraryReader, space_id: int) -> tuple[np.ndarray, np.ndarray]:
    """All of a space: content ids int64[n], vectors float32[n, d]."""
    blocks = list(reader.embeddings.blocks(space_id))
    vectors = np.concatenate([block.vectors for block in blocks]).astype(np.float32)
    return np.concatenate([block.content_ids for block in blocks]), vectors


def _space(reader: LibraryReader, model: str) -> tuple[int, GraphStorage]:
    """A model's space, and where its graph is kept."""
    spec = find_model(model, reader.paths.models_dir)
    fingerprint = spec.fingerprint()
    space_id = reader.embeddings.find_space(spec.name, fingerprint)
    assert space_id is not None
    return space_id, GraphStorage(reader.paths.index_dir, index_name(spec.name, fingerprint), spec.dimension)


def _assert_saved_index_agrees(home: Path, model: str) -> None:
    """The saved graph alone, with nothing replayed, holds the very vectors of the library."""
    reader = LibraryReader(data_paths(str(home)))
    space_id, storage = _space(reader, model)
    loaded = storage.load()
    assert loaded is not None
    graph, sequence = loaded
    content_ids, vectors = _vectors(reader, space_id)
    keys = numbered(content_ids)
    assert sequence == reader.embeddings.last_sequence(space_id)
    assert sorted(graph.keys()) == sorted(keys)
    assert (graph.vectors(keys) * vectors).sum(axis=1).min() > 0.999
    reader.close()
