"""The words that the window and the worker exchange: commands one way, replies and events the other.

Every message is a frozen dataclass and travels pickled through one duplex pipe; both ends are the same program, so
there are no versions. Imported by both processes: the domain and the standard library only.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from visionquery.domain.events import Event
from visionquery.domain.queries import Answer
from visionquery.worker.commands import Command


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
    """The command of this number was carried out. `value` is what the command's own docstring says, else None."""

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
