"""The worker without its process: wires library, model, index, indexing and search into one object.

Run in-process by the command line and by `worker.process` in the window's child. Its methods may be called from any
thread. The model is loaded by a thread of its own, so that scanning starts and photos show before torch is imported.
"""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from visionquery.domain.errors import Fault, FolderRefused, ModelUnavailable, VisionQueryError
from visionquery.domain.events import Event, FaultRaised, FoldersChanged, PhotosChanged, WorkerReady
from visionquery.domain.folders import Folder
from visionquery.domain.queries import Answer, Query
from visionquery.domain.settings import BY_NAME
from visionquery.indexing.gate import SearchGate
from visionquery.indexing.scheduler import Scheduler, Tally
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.library.thumbnails import ThumbnailStore
from visionquery.system.paths import DataPaths
from visionquery.worker.model import LoadedModel, load_model
from visionquery.worker.throttle import EventThrottle

log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What `index_until_idle` did, and the JSON object that `visionquery index --json` ends with.

    `indexed` photos were read and are searchable now (photos whose content was known already among them);
    `unchanged` were compared by size, date and identity only; `moved` kept their row at a new path; `removed` are
    gone from the disk; `failed` could not be read in this run; `skipped` are files with a picture's extension that an
    ignore rule passed over, and files of folders that could not be listed. `images_per_second` is
    `indexed / seconds`; `seconds` is the wall time of the whole call.
    """

    indexed: int
    unchanged: int
    moved: int
    removed: int
    failed: int
    skipped: int
    seconds: float
    images_per_second: float
    model: str


class WorkerCore:
    """Everything that the worker does. `start()` first, `stop()` last; in between any thread may call.

    `on_event` gets the worker's events, at most ten of a kind a second, on a thread of the core's; it must not block.
    `decoders` is the number of decoder processes (None: as many as pay on this machine).
    """

    def __init__(self, paths: DataPaths, on_event: Callable[[Event], None], *, decoders: int | None = None) -> None: ...

    def start(self, *, watch: bool) -> None:
        """Open the library as its one writer and begin to work; `watch` also follows changes on disk.

        Raises `LibraryBusy` when another program writes to it, `LibraryDamaged`, `LibraryTooNew`, `StorageFull`, or
        another `Fault`. Returns before the model is loaded; a model that cannot be is told as `FaultRaised`, and by
        `search` and `index_until_idle`.
        """

    def stop(self, timeout: float = 5.0) -> None:
        """Commit what is encoded, let go of the rest, save the index, close everything, within `timeout` seconds.

        Work that is still busy then is abandoned with nothing lost: its photos stay pending.
        """

    def add_folder(self, path: str) -> Folder:
        """Take a folder in and have it scanned. One that is there already is scanned again and returned as it is.

        Raises `FolderRefused` when it does not exist, is not a folder, cannot be listed, or lies inside another.
        """

    def remove_folder(self, folder_id: int) -> None:
        """Forget a folder: its photos are in no result when this returns; vectors and thumbnails follow soon."""

    def rescan(self, folder_id: int | None = None) -> None:
        """Have a folder (None: every folder) compared with the disk again. Returns at once."""

    def search(self, query: Query) -> Answer:
        """Answer a question. Indexing stands back meanwhile. Waits for the model if it is still being loaded.

        Raises `QueryRefused` or `ModelUnavailable`.
        """

    def index_until_idle(self) -> IndexSummary:
        """Wait until every requested scan is done and no photo is pending; what was done since `start()`.

        Raises `ModelUnavailable`, or the bug that stopped the work. Returns early once `stop()` was called.
        """

    def pause(self) -> None:
        """Stop scanning and indexing until `resume`, also over restarts."""

    def resume(self) -> None:
        """Go on."""

    def retry_failed(self, photo_ids: tuple[int, ...] | None = None) -> None:
        """Read failed photos once more: these, or all of them when None."""

    def set_setting(self, name: str, value: Any) -> None:
        """Store a setting and apply it; raises `Fault` for an unknown name or a value out of bounds.

        The model and the decoders' limits apply from the next start.
        """
