"""Bringing in one model from the hub: ask what there is, see that there is room, fetch, try out, accept.

Runs in the worker's downloading thread. Everything is kept in the incoming folder, so that a pause, a cut or the end
of the program costs no byte twice.
"""

from __future__ import annotations

import json
import shutil
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

from visionquery.domain.errors import StorageFull
from visionquery.domain.models import PICKLED_SUFFIXES, DownloadState
from visionquery.vision.download.acceptance import try_out
from visionquery.vision.download.connection import Connection, Record, Route
from visionquery.vision.download.faults import DownloadFailed, Interrupted, storage_failed, web_page_instead
from visionquery.vision.download.hub import (
    Listing,
    choose_config,
    choose_weights,
    known_config,
    list_repository,
    remote_file,
    text_sources,
)
from visionquery.vision.download.incoming import Errand, Incoming
from visionquery.vision.download.patience import Patience, persist
from visionquery.vision.download.transfer import Transfer
from visionquery.vision.model import CONFIG_NAME, WEIGHTS_NAMES

# Left free on the disk beside what the model takes: for the library, the index and everybody else.
MARGIN_BYTES = 300_000_000

# Told on each step: the state, bytes that are there of all bytes, and what is waited for.
Tell = Callable[[DownloadState, int, int, str], None]


class Fetching:
    """Fetches models over one route. `record` and `begin` are those of `Connection`."""

    def __init__(
        self,
        incoming: Incoming,
        route: Route,
        record: Record,
        stop: threading.Event,
        tell: Tell,
        patience: Patience | None = None,
        margin: int = MARGIN_BYTES,
        begin: Record | None = None,
    ) -> None:
        self._begin = begin
        self._incoming = incoming
        self._route = route
        self._record = record
        self._stop = stop
        self._tell = tell
        self._patience = patience or Patience()
        self._margin = margin

    def fetch(self, errand: Errand) -> Path:
        """Bring the model in; its folder. Raises `Fault` or `Stopped`, and keeps what it has."""
        try:
            return self._fetch(errand)
        except OSError as error:
            # What the network does to a request is a fault of its own by here: this is the disk.
            raise storage_failed(error) from error

    def _fetch(self, errand: Errand) -> Path:
        folder = self._incoming.folder(errand.name)
        with Connection(self._route, self._record, self._begin) as connection:
            progress = _Progress(self._tell)
            transfer = Transfer(connection, folder, self._stop, self._patience, progress.file, progress.wait)
            if not errand.files:
                errand = self._plan(errand, connection, transfer, progress)
            check_room(
                folder, errand.total - self._incoming.bytes_there(errand.name) + _converted(errand), self._margin
            )
            progress.total = errand.total
            for repository, commit, path, name, size, checksum in errand.files:
                if _is_pickled(name) and (folder / WEIGHTS_NAMES[0]).exists():
                    continue  # converted before the program ended
                listing = Listing(repository, commit, "", {path: (size, checksum)})
                transfer.fetch(remote_file(connection, listing, path, name))
                progress.whole(folder / name)
        self._tell(DownloadState.CHECKING, errand.total, errand.total, "")
        pickled = next((name for *_, name, _, _ in errand.files if (folder / name).exists() and _is_pickled(name)), "")
        try_out(folder, errand.entry, self._stop, pickled)
        return self._incoming.accept(errand)

    def _plan(self, errand: Errand, connection: Connection, transfer: Transfer, progress: _Progress) -> Errand:
        """Ask the hub what makes the model whole."""

        def ask(repository: str) -> Listing:
            return persist(
                lambda: list_repository(connection, repository), lambda: 0, self._patience, self._stop, progress.wait
            )

        entry = errand.entry
        listing = ask(entry.repository)
        weights = choose_weights(listing, entry, errand.trust_pickle)
        origins: list[tuple[Listing, str, str]] = []
        if choose_config(listing, entry):
            described = transfer.fetch(remote_file(connection, listing, CONFIG_NAME))
            config = _model_config(described, connection.route.host)
            origins.append((listing, CONFIG_NAME, CONFIG_NAME))
        else:
            config = known_config(entry.architecture)
        for repository, names in text_sources(config, entry.repository).items():
            source = listing if repository == entry.repository else ask(repository)
            origins += [(source, name, name) for name in names if name in source.files]
        origins.append((listing, weights, weights if _is_pickled(weights) else WEIGHTS_NAMES[0]))
        files = tuple(
            (source.repository, source.commit, path, name, *source.files[path]) for source, path, name in origins
        )
        return self._incoming.save(replace(errand, files=files, licence=listing.licence))


def check_room(folder: Path, needed: int, margin: int = MARGIN_BYTES) -> None:
    """Raises `StorageFull` unless `needed` bytes and the margin are free where `folder` is or will be."""
    while not folder.exists():
        folder = folder.parent
    free = shutil.disk_usage(folder).free
    if needed > 0 and free < needed + margin:
        raise StorageFull(
            f"The model needs {needed / 1e9:.2f} GB of disk space, and {margin / 1e9:.1f} GB are to be left free; "
            f"there are {free / 1e9:.2f} GB.",
            "Free some disk space, then go on.",
        )


class _Progress:
    """Adds up the bytes of the files that are whole and of the one in hand."""

    def __init__(self, tell: Tell) -> None:
        self._report = tell
        self._whole = 0
        self._current = 0
        self.total = 0

    def file(self, received: int) -> None:
        self._current = received
        self._report(DownloadState.RUNNING, self._whole + received, self.total, "")

    def whole(self, path: Path) -> None:
        self._whole += path.stat().st_size
        self._current = 0

    def wait(self, reason: Interrupted, seconds: float) -> None:
        message = f"{reason.message} Trying again in {seconds:.0f} s."
        self._report(DownloadState.RUNNING, self._whole + self._current, self.total, message)


def _model_config(path: Path, host: str) -> dict[str, Any]:
    try:
        config = json.loads(path.read_text(encoding="utf-8"))["model_cfg"]
    except (OSError, ValueError, KeyError, TypeError) as error:
        path.unlink(missing_ok=True)
        raise web_page_instead(host) from error
    if not isinstance(config, dict):
        raise DownloadFailed("The model's description is not one of open_clip's.", "Choose another model.")
    return config


def _is_pickled(name: str) -> bool:
    return name.endswith(PICKLED_SUFFIXES)


def _converted(errand: Errand) -> int:
    """Bytes that the conversion of a pickled checkpoint takes on top of it."""
    return sum(max(size, 0) for *_, name, size, _ in errand.files if _is_pickled(name))
