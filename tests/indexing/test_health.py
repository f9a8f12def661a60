"""Whether a root can be trusted."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from visionquery.domain.folders import Folder, FolderState
from visionquery.indexing import health
from visionquery.indexing.health import Health, root_health
from visionquery.system.filesystems import volume_id


@pytest.fixture
def root(tmp_path: Path) -> Path:
    folder = tmp_path / "root"
    folder.mkdir()
    return folder


def folder(root: Path, volume: str = "") -> Folder:
    return Folder(1, str(root), volume=volume)


def test_a_folder_that_can_be_listed_is_well(root: Path) -> None:
    (root / "a.jpg").touch()
    found = root_health(folder(root))
    assert found == Health(FolderState.IDLE, "", volume_id(str(root)))
    assert found.usable


def test_a_folder_that_is_not_there_is_offline(root: Path) -> None:
    found = root_health(folder(root / "unplugged"))
    assert (found.state, found.note) == (FolderState.OFFLINE, health.AWAY)


def test_a_file_in_its_place_is_offline(root: Path) -> None:
    (root / "file").touch()
    assert root_health(folder(root / "file")).state is FolderState.OFFLINE


@pytest.mark.parametrize(
    ("number", "state"),
    [
        (errno.EACCES, FolderState.UNREADABLE),
        (errno.EPERM, FolderState.UNREADABLE),
        (errno.ESTALE, FolderState.OFFLINE),
        (errno.EIO, FolderState.OFFLINE),
        (errno.ENOTCONN, FolderState.OFFLINE),
        (errno.ETIMEDOUT, FolderState.OFFLINE),
    ],
)
def test_what_the_system_answers_decides(
    number: int, state: FolderState, root: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: str) -> None:
        raise OSError(number, os.strerror(number), path)

    monkeypatch.setattr(os, "scandir", refuse)
    found = root_health(folder(root))
    assert found.state is state
    assert found.note
    assert not found.usable


def test_a_folder_emptied_where_it_always_was_is_believed(root: Path) -> None:
    assert root_health(folder(root, volume_id(str(root)))).usable


def test_an_empty_folder_on_another_volume_is_a_mount_point(root: Path) -> None:
    found = root_health(folder(root, "the volume of the drive"))
    assert (found.state, found.note) == (FolderState.OFFLINE, health.EMPTY_MOUNT)


def test_a_folder_with_something_in_it_on_another_volume_is_looked_into(root: Path) -> None:
    (root / "a.jpg").touch()
    found = root_health(folder(root, "the volume of the drive"))
    assert found.usable
    assert found.other_volume


def test_a_real_drive_that_is_pulled_out(root: Path, mount_drive: Callable[[Path], Callable[[], object]]) -> None:
    pull_out = mount_drive(root)
    (root / "a.jpg").touch()
    volume = root_health(folder(root)).volume
    assert root_health(folder(root, volume)).usable
    pull_out()
    assert root_health(folder(root, volume)).state is FolderState.OFFLINE
