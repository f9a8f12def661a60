"""What the worker tells of its own accord. At most ten of a kind a second."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from visionquery.domain.models import ModelStatus

# Views that repaint a few rows have no use for more.
MOST_NAMED = 1000


class Activity(StrEnum):
    """What the worker is busy with."""

    STARTING = "starting"
    SCANNING = "scanning"
    INDEXING = "indexing"
    PAUSED = "paused"
    IDLE = "idle"


@dataclass(frozen=True, slots=True)
class Progress:
    """Where indexing stands. `done` and `total` count photos since the queue was last empty.

    `rate` is photos a second over the last half minute; `remaining` is seconds, None while it cannot be told yet.
    """

    activity: Activity
    done: int = 0
    total: int = 0
    rate: float = 0.0
    remaining: float | None = None
    scanned: int = 0
    message: str = ""


@dataclass(frozen=True, slots=True)
class PhotosChanged:
    """Rows were added, indexed, moved, failed or removed; views look again at what they show.

    `photo_ids` names at most `MOST_NAMED` of them, for views that can repaint a few rows; `everything` is set where
    there were more or the set of photos itself changed.
    """

    photo_ids: tuple[int, ...] = ()
    everything: bool = False

    @classmethod
    def of(cls, photo_ids: Sequence[int]) -> PhotosChanged:
        """These photos."""
        return cls(everything=True) if len(photo_ids) > MOST_NAMED else cls(tuple(photo_ids))


@dataclass(frozen=True, slots=True)
class FoldersChanged:
    """A folder was added, removed, or changed its state."""


@dataclass(frozen=True, slots=True)
class FaultRaised:
    """Something about the surroundings that a person should know, with what to do about it."""

    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class WorkerReady:
    """The worker answers: the library is open and this model is in use."""

    model: str
    device: str


@dataclass(frozen=True, slots=True)
class SearchesChanged:
    """A saved search was added, renamed or deleted."""


@dataclass(frozen=True, slots=True)
class ModelsChanged:
    """A model was added, removed or chosen, a download moved on, or the chosen model covers more photos."""

    models: tuple[ModelStatus, ...] = ()


@dataclass(frozen=True, slots=True)
class UpdateChecked:
    """The answer to `CheckForUpdate`: the newest version and the page that tells of it ("" where there is none).

    With a `message` there is no answer, and it says why.
    """

    version: str = ""
    page: str = ""
    newer: bool = False
    message: str = ""
    advice: str = ""


Event = (
    Progress
    | PhotosChanged
    | FoldersChanged
    | FaultRaised
    | WorkerReady
    | SearchesChanged
    | ModelsChanged
    | UpdateChecked
)
