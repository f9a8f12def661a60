"""Looks whether a root folder can be trusted right now: only then may a photo be called missing.

Called from scan and watch threads; a look at a dead network share may block for as long as the system lets it.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

from visionquery.domain.folders import Folder, FolderState
from visionquery.system.filesystems import volume_id

AWAY = "The drive or share with this folder is not connected."
EMPTY_MOUNT = "The drive or share that belongs here is not connected: the folder is empty."
PARTLY_CLOSED = "Some folders in it cannot be opened. What is known of their photos stays; check their permissions."
OTHER_VOLUME = "Another drive is in the place of the one with these photos."
NO_FOLDER = "There is a file in the place of this folder."
REFUSED = "Permission to look into this folder is refused."


@dataclass(frozen=True, slots=True)
class Health:
    """How a root fares: `state` is `IDLE` where it can be read, else `OFFLINE` or `UNREADABLE` with `note`.

    `volume` is the file system it is on now. `other_volume` is set where the folder was known on another one: then
    it may be another drive, and only finding its photos there proves that it is not.
    """

    state: FolderState
    note: str = ""
    volume: str = ""
    other_volume: bool = False

    @property
    def usable(self) -> bool:
        """Whether it can be scanned."""
        return self.state is FolderState.IDLE


def root_health(folder: Folder) -> Health:
    """Whether the folder is there, can be listed, and is the one that was known.

    A folder that was emptied on the volume where it always was is believed; one that is empty on another volume is
    the mount point of a drive that is away.
    """
    try:
        with os.scandir(folder.path) as entries:
            empty = next(entries, None) is None
    except PermissionError:
        return Health(FolderState.UNREADABLE, REFUSED)
    except NotADirectoryError:
        return Health(FolderState.OFFLINE, NO_FOLDER)
    except OSError:
        # Not there, or a network share that does not answer (stale handle, timed out, host down).
        return Health(FolderState.OFFLINE, AWAY)
    volume = volume_id(folder.path)
    other = bool(folder.volume) and volume != folder.volume
    if other and empty:
        return Health(FolderState.OFFLINE, EMPTY_MOUNT, volume, other_volume=True)
    return Health(FolderState.IDLE, "", volume, other_volume=other)
