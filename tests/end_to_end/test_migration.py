"""Five thousand photos change from one model to another while somebody searches, killed and resumed on the way."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import pytest

from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import data_paths
from visionquery.vision.model import find_model
from visionquery.worker.model import load_encoder

PHOTOS = 5000
TEXTS = ("a dog on the beach", "two people in a red car", "green", "a crowd at night", "water", "something blue")
# A score is a product of float16 rows; nothing that is off by more than rounding passes for right.
ROUNDING = 2e-4


class Space:
    """Everything that a space holds, and what it should answer. `key` is what the settings call its model."""

    def __init__(self, reader: LibraryReader, key: str) -> None:
        spec = find_model(key, reader.paths.models_dir)
        self.name = spec.name
        self.id = reader.embeddings.find_space(spec.name, spec.fingerprint())
        assert self.id is not None
        blocks = list(reader.embeddings.blocks(self.id))
        self.sequences: npt.NDArray[np.int64] = np.concatenate([block.sequences for block in blocks])
        self.content_ids: npt.NDArray[np.int64] = np.concatenate([block.content_ids for block in blocks])
        vectors = np.concatenate([block.vectors for block in blocks]).astype(np.float32)
        vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
        encoder = load_encoder(spec)
        self.scores = {text: vectors @ encoder.encode_texts([text])[0] for text in TEXTS}

    def assert_right(self, text: str, before: int, after: int, hits: list[tuple[int, float]]) -> int:
        """`hits` are contents and scores: the best twenty of what the space held; returns how much that was."""
        scores = self.scores[text]
        rows = {content_id: row for row, content_id in enumerate(self.content_ids.tolist())}
        found = np.array([rows[content_id] for content_id, _ in hits], np.int64)
        given = np.array([score for _, score in hits])
        held = self.sequences <= before
        assert len(set(found.tolist())) == len(hits) >= min(20, held.sum())
        assert (self.sequences[found] <= after).all()
        if len(hits):
            assert np.abs(scores[found] - given).max() < ROUNDING
            assert (np.diff(given) <= ROUNDING).all()
            missed = held.copy()
            missed[found] = False
            assert len(hits) == 20 or not missed.any()
            assert not missed.any() or scores[missed].max() <= given.min() + ROUNDING
        return int(held.sum())


@pytest.mark.slow
@pytest.mark.timeout(900)
def test_a_library_changes_to_another_model_while_it_is_searched(
    tmp_path: Path, forge: Callable[..., Any], make_photo: Callable[..., Path], make_model: Callable[..., Path]
) -> None:
    home, photos, log = tmp_path / "home", tmp_path / "photos", tmp_path / "answers"
    for number in range(PHOTOS):
        make_photo(photos / f"{number // 500}" / f"{number}.jpg", seed=number)
    # Both are tiny: what is shown here does not depend on what they see, only on whose answer is whose.
    first = f"local-dir:{make_model('first')}"
    other = f"local-dir:{make_model('other', seed=8, dimension=48, image_size=48, resize_mode='squash')}"
    with Library(data_paths(str(home))) as library:
        library.settings.set("model", first)
    workers = forge(home, graph_from=1_000_000)
    workers.run(["add", str(photos)], ["index"], timeout=600)
    reader = LibraryReader(data_paths(str(home)))
    ask = ["ask", str(log), *TEXTS]

    def covered() -> int:
        latest = reader.embeddings.spaces_called("other")
        return len(reader.embeddings.content_ids(latest[0])) if latest else 0

    for goal in (PHOTOS // 6, PHOTOS // 3, PHOTOS // 2):
        pid = workers.start(ask, ["use", other], ["index"])
        _wait_for(lambda goal=goal: covered() >= goal)
        workers.kill(pid)
        assert covered() < PHOTOS
    # Somebody cannot wait, and thinks better of it.
    pid = workers.start(ask, ["use at once", other], ["index"])
    seen = covered()
    _wait_for(lambda: covered() >= seen + PHOTOS // 10)
    workers.kill(pid)
    assert covered() < PHOTOS
    workers.run(ask, ["use", first], ["index"])
    assert covered() < PHOTOS
    made = reader.embeddings.last_sequence(1)
    workers.run(ask, ["use", other], ["index"], timeout=600)
    assert covered() == PHOTOS

    pid = workers.start(ask, ["index"], ["use", first], ["index"])
    assert workers.line(120) == "done"
    workers.wait_until_gone(pid)
    kept, filled = Space(reader, first), Space(reader, other)
    assert len(kept.content_ids) == len(filled.content_ids) == PHOTOS
    assert int(kept.sequences.max()) == made  # nothing was made again
    contents = {photo_id: reader.content_of(photo_id) for photo_id in reader.all_ids()}
    answered = {"first": 0, "other": 0}
    partial = 0
    for line in log.read_text(encoding="utf-8").splitlines():
        try:
            model, text, before, after, hits = json.loads(line)
        except ValueError:
            continue  # cut off by a kill
        space = kept if model == "first" else filled
        held = space.assert_right(text, before, after, [(contents[photo_id], score) for photo_id, score in hits])
        answered[model] += 1
        partial += model == "other" and held < PHOTOS
        assert model == "other" or held == PHOTOS
    assert min(answered.values()) > 3
    assert partial > 0

    workers.run(["drop", other], ["index"])
    assert reader.embeddings.spaces_called("other") == []
    assert [path for path in reader.paths.index_dir.iterdir() if path.name.startswith("other")] == []
    with reader._read() as connection:
        assert connection.execute("SELECT count(*) FROM embeddings").fetchone()[0] == PHOTOS
    reader.close()


def _wait_for(reached: Callable[[], bool], seconds: float = 240) -> None:
    deadline = time.monotonic() + seconds
    while not reached():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.02)
