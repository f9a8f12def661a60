"""What kind of file system a folder lies on."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from visionquery.system import filesystems
from visionquery.system.filesystems import Mount, events_supported, free_bytes, mount_of, parse_mountinfo, volume_id

TABLE = r"""22 1 8:1 / / rw,relatime shared:1 - ext4 /dev/sda1 rw
30 22 0:40 / /mnt/my\040share rw - cifs //nas/photos rw,vers=3.0
31 22 0:41 / /mnt/cloud rw shared:2 master:3 - fuse.rclone remote: rw
32 22 8:17 / /media/usb rw - fuseblk /dev/sdb1 rw
33 22 0:42 / /mnt/nfs rw - nfs4 server:/export rw
34 22 8:33 / /media/usb/inner rw - ext4 /dev/sdc1 rw
35 22 8:49 / /media/usb rw - vfat /dev/sdd1 rw
broken line
"""


@pytest.fixture
def mounts(monkeypatch: pytest.MonkeyPatch) -> list[Mount]:
    found = parse_mountinfo(TABLE)
    monkeypatch.setattr(filesystems, "_mounts", lambda: found)
    monkeypatch.setattr(sys, "platform", "linux")
    return found


def test_the_mount_table_is_read_with_its_escapes(mounts: list[Mount]) -> None:
    assert len(mounts) == 7
    assert mounts[1] == Mount("/mnt/my share", "cifs", "//nas/photos")


@pytest.mark.parametrize(
    ("path", "source"),
    [
        ("/home/anna", "/dev/sda1"),
        ("/mnt/my share/2019", "//nas/photos"),
        ("/mnt/my share 2", "/dev/sda1"),
        ("/media/usb", "/dev/sdd1"),
        ("/media/usb/inner/x", "/dev/sdc1"),
    ],
)
def test_the_innermost_and_latest_mount_counts(mounts: list[Mount], path: str, source: str) -> None:
    found = mount_of(path)
    assert found is not None
    assert found.source == source


@pytest.mark.parametrize(
    ("path", "supported"),
    [("/home", True), ("/mnt/my share", False), ("/mnt/cloud/x", False), ("/mnt/nfs", False), ("/media/usb", True)],
)
def test_shares_tell_of_no_changes(mounts: list[Mount], path: str, supported: bool) -> None:
    assert events_supported(path) is supported


def test_an_unmounted_share_is_another_volume(mounts: list[Mount]) -> None:
    before = volume_id("/mnt/nfs/photos")
    assert before == volume_id("/mnt/nfs")
    mounts[:] = [mount for mount in mounts if mount.point != "/mnt/nfs"]
    assert volume_id("/mnt/nfs/photos") != before


def test_a_volume_is_the_same_by_its_uuid_whatever_device_it_gets(
    mounts: list[Mount], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filesystems, "_uuid_of", lambda source: "1234-ABCD" if source != "/dev/sda1" else "")
    assert volume_id("/media/usb") == "uuid:1234-ABCD"


def test_this_machine_has_an_answer(tmp_path: Path) -> None:
    assert volume_id(str(tmp_path)) == volume_id(str(tmp_path / "not" / "there"))
    assert volume_id(str(tmp_path)) != ""
    assert isinstance(events_supported(str(tmp_path)), bool)


def test_room_is_told_also_for_what_is_not_there_yet(tmp_path: Path) -> None:
    assert free_bytes(str(tmp_path / "a" / "b")) > 0


def test_a_file_system_that_is_mounted_is_another_volume(tmp_path: Path) -> None:
    if sys.platform != "linux" or os.geteuid() != 0:
        pytest.skip("only root on Linux may mount")
    place = tmp_path / "drive"
    place.mkdir()
    before = volume_id(str(place))
    try:
        subprocess.run(["mount", "-t", "tmpfs", "tmpfs", str(place)], check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        pytest.skip("this system does not let a file system be mounted")
    mounted = volume_id(str(place))
    subprocess.run(["umount", str(place)], check=True)
    assert mounted != before
    assert volume_id(str(place)) == before
