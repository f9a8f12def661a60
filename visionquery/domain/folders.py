"""Folders that a person chose to have searched."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# How long a removal can be undone. A person who removed the wrong folder sees it within seconds.
UNDO_SECONDS = 60.0


class FolderState(StrEnum):
    """How a folder fares right now. `OFFLINE` and `UNREADABLE` say nothing of its photos: they are kept."""

    IDLE = "idle"  # known, not watched (the command line without --watch)
    SCANNING = "scanning"
    WATCHING = "watching"  # the file system tells of changes
    POLLING = "polling"  # it does not, or the watch limit is reached: looked at in intervals
    OFFLINE = "offline"  # the drive or the share is not there
    UNREADABLE = "unreadable"  # it is there, and permission to list it is refused


@dataclass(frozen=True, slots=True)
class Folder:
    """A root folder. `note` explains a state in one sentence where it needs explaining.

    `volume` identifies the file system that the folder was on when it was added or last scanned: a mount point
    that is there but empty has another one, which is how an unmounted share is told from a deleted collection.
    """

    id: int
    path: str
    state: FolderState = FolderState.IDLE
    note: str = ""
    volume: str = ""
    photos: int = 0
    scanned_at: str | None = None
