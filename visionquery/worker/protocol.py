"""The words that the window and the worker exchange: commands one way, replies and events the other.

Every message is a frozen dataclass and travels pickled through one duplex pipe; both ends are the same program, so
there are no versions. Imported by both processes: the domain and the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from visionquery.domain.events import Event
from visionquery.domain.queries import Answer, Query


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
class Shutdown:
    """Commit what is done, release what is not, and exit within two seconds. Not answered."""


Command = Search | AddFolder | RemoveFolder | Rescan | Pause | Resume | RetryFailed | SetSetting | Shutdown


@dataclass(frozen=True, slots=True)
class Request:
    """A command on the wire. `number` is unique for its sender and names the command in the reply."""

    number: int
    command: Command


@dataclass(frozen=True, slots=True)
class SearchDone:
    """The answer to the `Search` of this generation."""

    number: int
    generation: int
    answer: Answer


@dataclass(frozen=True, slots=True)
class SearchFailed:
    """That search cannot be answered; `message` and `advice` are for the person."""

    number: int
    generation: int
    message: str
    advice: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """The command of this number was carried out. `value` is the `Folder` for `AddFolder`, else None."""

    number: int
    value: Any = None


@dataclass(frozen=True, slots=True)
class CommandFailed:
    """The command of this number was refused; `message` and `advice` are for the person."""

    number: int
    message: str
    advice: str = ""


Reply = SearchDone | SearchFailed | Done | CommandFailed


@dataclass(frozen=True, slots=True)
class WorkerDown:
    """The worker is gone. Told by the supervisor, never by the worker.

    `restart_in` is seconds until it is started again; None means that the supervisor has given up (or that the
    fault is one that a restart cannot cure) and waits for `restart()`.
    """

    message: str
    advice: str = ""
    restart_in: float | None = None


Message = Reply | Event | WorkerDown


@dataclass(frozen=True, slots=True)
class StartFailed:
    """The worker's last word when it cannot even start: another program holds the library, the disk is full, …

    `retry` tells whether starting again could help.
    """

    message: str
    advice: str = ""
    retry: bool = False


@dataclass(frozen=True, slots=True)
class WorkerStart:
    """Everything a worker process is started with. `data_dir` is the root of `DataPaths`."""

    data_dir: str
    watch: bool = True
    verbose: bool = False
