"""What kind of file system a folder lies on: which volume, whether it tells of changes, how much room is left.

Usable from any process and thread. A look at a dead network share may block for as long as the system lets it.
"""

from __future__ import annotations

import os
import re
import shutil
import sys
from dataclasses import dataclass
from pathlib import Path

import psutil

# File systems whose changes may be made by another machine, or by a program below them: no event tells of those.
SILENT_TYPES = frozenset(
    {"9p", "afpfs", "afs", "beegfs", "ceph", "cifs", "coda", "davfs", "drvfs", "glusterfs", "gpfs", "lustre", "ncpfs"}
    | {"nfs", "nfs3", "nfs4", "prl_fs", "smb2", "smb3", "smbfs", "vboxsf", "virtiofs", "vmhgfs", "webdav"}
)
REMOTE_DRIVE = 4  # Windows' DRIVE_REMOTE


@dataclass(frozen=True, slots=True)
class Mount:
    """One mounted file system; `source` is a device, a network address, or just a word."""

    point: str
    kind: str
    source: str


def volume_id(path: str) -> str:
    """What identifies the file system that `path` lies on, also after a restart or when plugged in anew.

    Linux: the file system's UUID, else its type, source and mount point. macOS: type and mount point (the device's
    number changes with every plugging in). Windows: the volume's serial number. `""` where it cannot be told.
    """
    if sys.platform == "win32":
        try:
            return f"serial:{os.stat(path).st_dev:x}"  # noqa: PTH116 - Path.stat gives the same, for valid names only
        except OSError:
            return ""
    mount = mount_of(path)
    if mount is None:
        return ""
    uuid = _uuid_of(mount.source)
    if uuid:
        return f"uuid:{uuid}"
    if sys.platform == "darwin":
        return f"{mount.kind}:{_readable(mount.point)}"
    return f"{mount.kind}:{_readable(mount.source)}:{_readable(mount.point)}"


def events_supported(path: str) -> bool:
    """Whether the file system tells of every change below `path`; if not, it must be looked at in intervals."""
    if sys.platform == "win32":
        return not _is_remote_on_windows(path)
    mount = mount_of(path)
    if mount is None:
        return True
    kind = mount.kind.lower()
    # fuseblk is a local disk (NTFS, exFAT); fuse.* may be anything, sshfs and cloud drives above all.
    return kind not in SILENT_TYPES and not kind.startswith(("fuse.", "macfuse", "osxfuse"))


def free_bytes(path: str) -> int:
    """Bytes that may still be written at `path`, or at its nearest ancestor that exists. Raises OSError."""
    place = Path(path).absolute()
    while not place.exists() and place != place.parent:
        place = place.parent
    return shutil.disk_usage(place).free


def mount_of(path: str) -> Mount | None:
    """The mounted file system that holds `path`, None where the system does not say."""
    real = os.path.realpath(path)
    best: Mount | None = None
    for mount in _mounts():
        below = mount.point if mount.point.endswith("/") else mount.point + "/"
        # A later mount on the same point hides the earlier one.
        if (real == mount.point or real.startswith(below)) and (best is None or len(mount.point) >= len(best.point)):
            best = mount
    return best


def _mounts() -> list[Mount]:
    try:
        table = Path("/proc/self/mountinfo").read_text(encoding="utf-8", errors="surrogateescape")
    except OSError:
        return [Mount(part.mountpoint, part.fstype, part.device) for part in psutil.disk_partitions(all=True)]
    return parse_mountinfo(table)


def parse_mountinfo(table: str) -> list[Mount]:
    """Read Linux's `/proc/self/mountinfo` (proc(5)): fields of variable number before a lone `-`, three after it."""
    mounts = []
    for line in table.splitlines():
        before, separator, after = line.partition(" - ")
        fields, described = before.split(" "), after.split(" ")
        if separator and len(fields) > 4 and len(described) > 1:
            mounts.append(Mount(_unescaped(fields[4]), described[0], _unescaped(described[1])))
    return mounts


def file_size(path: Path) -> int:
    """Bytes of a file, not of what a link leads to; 0 where it is not there (any more)."""
    try:
        return path.stat(follow_symlinks=False).st_size
    except OSError:
        return 0


def _unescaped(field: str) -> str:
    return re.sub(r"\\([0-7]{3})", lambda found: chr(int(found[1], 8)), field)


def _readable(name: str) -> str:
    """A name without lone surrogates, so that it can be stored and comes back the same."""
    return name.encode("utf-8", "backslashreplace").decode()


def _uuid_of(source: str) -> str:
    """The UUID of a block device, "" where it has none that udev knows of."""
    if not source.startswith("/dev/"):
        return ""
    device = os.path.realpath(source)
    try:
        links = sorted(Path("/dev/disk/by-uuid").iterdir())
    except OSError:
        return ""
    return next((link.name for link in links if os.path.realpath(link) == device), "")


if sys.platform == "win32":
    import ctypes

    def _is_remote_on_windows(path: str) -> bool:
        drive = os.path.splitdrive(os.path.realpath(path))[0]
        return drive.startswith("\\\\") or ctypes.windll.kernel32.GetDriveTypeW(drive + "\\") == REMOTE_DRIVE
