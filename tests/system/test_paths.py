"""Where data and resources lie."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest

from visionquery.domain.errors import Fault
from visionquery.system.paths import DataPaths, data_paths, pictures_dir, resources_dir


def test_the_argument_counts_then_the_variable_then_the_system(
    tmp_path: Path, data_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert data_paths(str(tmp_path / "given")).root == tmp_path / "given"
    assert data_paths().root == data_dir
    monkeypatch.delenv("VISIONQUERY_HOME")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "xdg"))
    assert data_paths().root.name.lower() == "visionquery"
    if sys.platform == "linux":
        assert data_paths().root == tmp_path / "xdg" / "visionquery"


def test_a_relative_folder_is_told_in_full(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert data_paths("here").root == tmp_path / "here"


def test_everything_lies_below_the_root(tmp_path: Path) -> None:
    paths = DataPaths(tmp_path / "data")
    assert not paths.root.exists()
    paths.ensure()
    paths.ensure()
    every = (paths.index_dir, paths.models_dir, paths.log_dir, paths.backups_dir)
    assert all(folder.is_dir() and folder.is_relative_to(paths.root) for folder in every)
    assert {file.parent for file in (paths.library, paths.thumbnails, paths.lock_file)} == {paths.root}


def test_a_folder_that_cannot_be_made_is_a_fault_with_advice(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Fault) as caught:
        DataPaths(tmp_path / "file" / "data").ensure()
    assert "--data-dir" in caught.value.advice


def test_resources_of_a_checkout_and_of_a_frozen_program(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert (resources_dir() / "models").is_dir()
    (tmp_path / "resources").mkdir()
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resources_dir() == tmp_path / "resources"


def test_no_pictures_folder_is_none(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("platformdirs.user_pictures_dir", lambda: os.fspath(tmp_path / "Pictures"))
    assert pictures_dir() is None
    (tmp_path / "Pictures").mkdir()
    assert pictures_dir() == tmp_path / "Pictures"
