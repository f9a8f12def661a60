"""What the window asks of the worker: one frozen dataclass a command.

They travel pickled (see `protocol.py`). Imported by both processes: the domain and the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from visionquery.domain.queries import Query


@dataclass(frozen=True, slots=True)
class Search:
    """Ask. `generation` grows with every question of the asker, who drops answers older than its latest one.

    The worker answers with `SearchDone` or `SearchFailed` of the same generation; a question that was overtaken by
    a newer one before it began is not answered at all.
    """

    generation: int
    query: Query


@dataclass(frozen=True, slots=True)
class AddFolder:
    """Search the photos below this absolute path too. Answered with `Done` (its value is the `Folder`)."""

    path: str


@dataclass(frozen=True, slots=True)
class RemoveFolder:
    """Forget a folder and its photos at once. The files themselves are not touched."""

    folder_id: int


@dataclass(frozen=True, slots=True)
class Rescan:
    """Compare a folder, or all folders when None, with the disk again."""

    folder_id: int | None = None


@dataclass(frozen=True, slots=True)
class Pause:
    """Stop scanning and indexing until `Resume`, also over restarts."""


@dataclass(frozen=True, slots=True)
class Resume:
    """Go on with scanning and indexing."""


@dataclass(frozen=True, slots=True)
class RetryFailed:
    """Read failed photos once more: these, or all of them when None."""

    photo_ids: tuple[int, ...] | None = None


@dataclass(frozen=True, slots=True)
class SetSetting:
    """Store a setting (see `domain.settings`) and apply it where it matters."""

    name: str
    value: Any


@dataclass(frozen=True, slots=True)
class RestoreFolder:
    """Undo the removal of a folder: its photos come back with everything, as long as it was not purged yet."""

    folder_id: int


@dataclass(frozen=True, slots=True)
class RelocateFolder:
    """A folder lies at this absolute path now: its photos keep everything. Answered with `Done` (the `Folder`)."""

    folder_id: int
    path: str


@dataclass(frozen=True, slots=True)
class SetFavourite:
    """Mark photos as favourites, or not; None: all, or none where all are. Answered with `Done` (a `Marked`)."""

    photo_ids: tuple[int, ...]
    on: bool | None


@dataclass(frozen=True, slots=True)
class SetRating:
    """Rate photos from 0 (not rated) to 5. Answered with `Done` (a `Marked`)."""

    photo_ids: tuple[int, ...]
    rating: int


@dataclass(frozen=True, slots=True)
class SetHidden:
    """Leave photos out of every result and of the library's views but `is:hidden`, or show them again.

    None: all, or none where all are. Answered with `Done` (a `Marked`).
    """

    photo_ids: tuple[int, ...]
    on: bool | None


@dataclass(frozen=True, slots=True)
class MoveToTrash:
    """Put the files of photos into the system's trash. Answered with `Done` (its value is a `TrashResult`)."""

    photo_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class DismissProblems:
    """List these failed photos as problems no more, until their files change."""

    photo_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class SaveSearch:
    """Keep a search under a name; it replaces one of that name. Answered with `Done` (value: the `SavedSearch`)."""

    name: str
    text: str
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class RenameSearch:
    """Give a saved search another name."""

    search_id: int
    name: str


@dataclass(frozen=True, slots=True)
class DeleteSearch:
    """Forget a saved search."""

    search_id: int


@dataclass(frozen=True, slots=True)
class MakeThumbnails:
    """Make the thumbnails of these photos again where they are missing; the newest wish comes first."""

    photo_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ClearThumbnails:
    """Delete all thumbnails; they are made again as they are looked at."""


@dataclass(frozen=True, slots=True)
class Prefer:
    """The person looks at these photos: index them first."""

    photo_ids: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckForUpdate:
    """Ask the network whether there is a newer version; answered at once, `UpdateChecked` comes in a while."""


@dataclass(frozen=True, slots=True)
class ListModels:
    """Answered with `Done` (its value is a tuple of `ModelStatus`)."""


@dataclass(frozen=True, slots=True)
class DownloadModel:
    """Fetch a model of the catalogue or `hf-hub:OWNER/NAME`; also goes on with a paused or failed download.

    `trust_pickle` is the person's consent to a checkpoint in Python's pickle format, where there is no other.
    """

    name: str
    trust_pickle: bool = False


@dataclass(frozen=True, slots=True)
class PauseDownload:
    """Stop a download and keep what is there."""

    name: str


@dataclass(frozen=True, slots=True)
class CancelDownload:
    """Stop a download and delete what is there."""

    name: str


@dataclass(frozen=True, slots=True)
class ImportModel:
    """Take in a model from a folder or a checkpoint file. `architecture` is open_clip's, needed for a bare file.

    `trust_pickle` is the person's consent to a checkpoint in Python's pickle format, read with `weights_only`.
    Answered with `Done` at once (its value is the `ModelStatus`, with a `download` that copies and checks the model).
    """

    path: str
    architecture: str = ""
    trust_pickle: bool = False


@dataclass(frozen=True, slots=True)
class RemoveModel:
    """Delete the files of a model, and its embeddings too with `embeddings`. Refused while it is in use.

    What is built in, and a folder of the person's own, have no files to delete: their embeddings can be.
    """

    name: str
    embeddings: bool = False


@dataclass(frozen=True, slots=True)
class UseModel:
    """Make new embeddings with this model; the one that answers goes on until the new one covers the library.

    With `at_once` searches use it from now on, however little it covers.
    """

    name: str
    at_once: bool = False


@dataclass(frozen=True, slots=True)
class Shutdown:
    """Commit what is done, release what is not, and exit within two seconds. Not answered."""


Command = (
    Search
    | AddFolder
    | RemoveFolder
    | Rescan
    | Pause
    | Resume
    | RetryFailed
    | SetSetting
    | Shutdown
    | RestoreFolder
    | RelocateFolder
    | SetFavourite
    | SetRating
    | SetHidden
    | MoveToTrash
    | DismissProblems
    | SaveSearch
    | RenameSearch
    | DeleteSearch
    | MakeThumbnails
    | ClearThumbnails
    | Prefer
    | ListModels
    | DownloadModel
    | PauseDownload
    | CancelDownload
    | ImportModel
    | RemoveModel
    | UseModel
    | CheckForUpdate
)
