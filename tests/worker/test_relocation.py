"""A folder that was moved: its photos keep everything, once the worker is told where it is."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from visionquery.domain.errors import FolderRefused
from visionquery.worker.core import WorkerCore

Start = Callable[..., WorkerCore]


def test_a_moved_folder_keeps_its_photos(start_core: Start, photo_folder: Path, tmp_path: Path) -> None:
    core = start_core()
    folder = core.add_folder(str(photo_folder))
    core.index_until_idle()
    before = set(core.reader.all_ids())
    elsewhere = photo_folder.rename(tmp_path / "elsewhere")
    moved = core.relocate_folder(folder.id, str(elsewhere))
    summary = core.index_until_idle()
    assert (moved.id, moved.path) == (folder.id, str(elsewhere))
    assert set(core.reader.all_ids()) == before
    assert summary.indexed == 12
    assert {Path(photo.path).parent for photo in core.reader.photos(list(before)).values()} == {elsewhere}


def test_a_folder_without_its_photos_is_not_taken_for_it(
    start_core: Start, photo_folder: Path, tmp_path: Path, make_photo: Callable[..., Path]
) -> None:
    core = start_core()
    folder = core.add_folder(str(photo_folder))
    core.index_until_idle()
    make_photo(tmp_path / "another" / "other.jpg", seed=5)
    for wrong in (tmp_path / "another", tmp_path / "nowhere"):
        with pytest.raises(FolderRefused):
            core.relocate_folder(folder.id, str(wrong))
    assert core.reader.folders()[0].path == str(photo_folder)
