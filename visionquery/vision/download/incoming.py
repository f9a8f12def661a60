"""Models on their way, on the disk: `models/.incoming/NAME/` with the files so far and what is to be done with them.

A folder there is never taken for a model, whatever it holds: `find_model` accepts no name with a dot in front.
Pure reads and writes, used by the worker's downloading thread and, for listing, by any other.
"""

from __future__ import annotations

import json
import logging
import os
import shutil
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field, replace
from pathlib import Path
from typing import Any

from visionquery.domain.models import DownloadState, ModelEntry, NetworkRequest
from visionquery.vision.download.faults import storage_failed

log = logging.getLogger(__name__)

INCOMING = ".incoming"
STATE_NAME = "download.json"
ORIGIN_NAME = "origin.json"
REQUEST_NAME = "request.json"
_PARKED = ".replaced-"


@dataclass(frozen=True, slots=True)
class Errand:
    """What is to be brought in, and how far that is. Kept in the folder itself, so that it outlives the program.

    A model of the hub has `entry.repository`; one from the disk has `path`, a folder or a checkpoint. `files` are
    `[repository, commit, path, name, size, checksum]` once the hub has been asked.
    """

    entry: ModelEntry
    path: str = ""
    trust_pickle: bool = False
    state: DownloadState = DownloadState.WAITING
    message: str = ""
    advice: str = ""
    needs_consent: bool = False
    licence: str = ""
    files: tuple[tuple[str, str, str, str, int, str], ...] = field(default=())

    @property
    def name(self) -> str:
        return self.entry.name

    @property
    def total(self) -> int:
        """Bytes to be downloaded, 0 while that is not known."""
        return sum(max(size, 0) for *_, size, _ in self.files)


class Incoming:
    """The folder `models/.incoming`."""

    def __init__(self, models_dir: Path) -> None:
        self._models_dir = models_dir
        self._root = models_dir / INCOMING

    def folder(self, name: str) -> Path:
        """Where the files of this model are put together."""
        return self._root / name

    def save(self, errand: Errand) -> Errand:
        """Keep it on the disk. Raises `Fault`."""
        folder = self.folder(errand.name)
        text = json.dumps(asdict(errand), indent=1)
        try:
            folder.mkdir(parents=True, exist_ok=True)
            temporary = folder / (STATE_NAME + ".new")
            temporary.write_text(text, encoding="utf-8")
            temporary.replace(folder / STATE_NAME)
        except OSError as error:
            raise storage_failed(error) from error
        return errand

    def errands(self) -> Iterator[Errand]:
        """All that were kept."""
        for folder in self._folders():
            errand = _read(folder / STATE_NAME)
            if errand is not None:
                yield errand

    def find(self, name: str) -> Errand | None:
        """What was kept of this model."""
        return _read(self.folder(name) / STATE_NAME)

    def tidy(self) -> None:
        """Delete what nothing can be made of. For whoever brings models in, before anything is under way."""
        for folder in self._folders():
            if folder.name.startswith(_PARKED) or _read(folder / STATE_NAME) is None:
                log.warning("Nothing can be made of %s", folder)
                shutil.rmtree(folder, ignore_errors=True)

    def note_request(self, request: NetworkRequest | None) -> None:
        """Remember the request that is being made, None when it is over. Raises `Fault`."""
        path = self._root / REQUEST_NAME
        try:
            if request is None:
                path.unlink(missing_ok=True)
            else:
                path.write_text(json.dumps(asdict(request)), encoding="utf-8")
        except OSError as error:
            raise storage_failed(error) from error

    def noted_request(self) -> NetworkRequest | None:
        """The request during which the program ended, None where it ended otherwise."""
        try:
            return NetworkRequest(**json.loads((self._root / REQUEST_NAME).read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def discard(self, name: str) -> None:
        """Delete what is there of a model on its way."""
        shutil.rmtree(self.folder(name), ignore_errors=True)

    def bytes_there(self, name: str) -> int:
        """Bytes of the files that are there, whole or in part."""
        folder = self.folder(name)
        try:
            return sum(
                file.stat().st_size
                for file in folder.iterdir()
                if not file.name.startswith(STATE_NAME) and not file.name.endswith(".tag")
            )
        except OSError:
            return 0

    def accept(self, errand: Errand) -> Path:
        """Move the finished folder to `models/NAME` with one rename; what was there before is replaced.

        Raises `Fault`.
        """
        folder, target = self.folder(errand.name), self._models_dir / errand.name
        parked = self._root / f"{_PARKED}{errand.name}"
        origin = {
            "entry": asdict(errand.entry),
            "licence": errand.licence,
            "path": errand.path,
            "files": [list(file) for file in errand.files],
        }
        try:
            (folder / ORIGIN_NAME).write_text(json.dumps(origin, indent=1), encoding="utf-8")
            if target.exists():
                # What an end of the program left there before.
                shutil.rmtree(parked, ignore_errors=True)
                target.replace(parked)
            folder.replace(target)
            _sync(self._models_dir)
            (target / STATE_NAME).unlink()  # last: whatever ends the program before finds the errand, and repeats this
        except OSError as error:
            raise storage_failed(error) from error
        shutil.rmtree(parked, ignore_errors=True)
        return target

    def _folders(self) -> list[Path]:
        return sorted(path for path in self._root.iterdir() if path.is_dir()) if self._root.is_dir() else []

    def remove_model(self, name: str) -> None:
        """Delete the folder `models/NAME`: gone at once under its name, then from the disk. Raises `Fault`."""
        parked = self._root / f"{_PARKED}{name}"
        try:
            self._root.mkdir(parents=True, exist_ok=True)
            shutil.rmtree(parked, ignore_errors=True)
            (self._models_dir / name).replace(parked)
        except OSError as error:
            raise storage_failed(error) from error
        shutil.rmtree(parked, ignore_errors=True)


def read_origin(folder: Path) -> ModelEntry | None:
    """What was known of a model when it came, None where its folder does not tell."""
    try:
        origin = json.loads((folder / ORIGIN_NAME).read_text(encoding="utf-8"))
        entry = _entry(origin["entry"])
        return replace(entry, licence=entry.licence or str(origin["licence"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _read(path: Path) -> Errand | None:
    try:
        values: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        values["entry"] = _entry(values["entry"])
        values["state"] = DownloadState(values["state"])
        values["files"] = tuple(tuple(file) for file in values["files"])
        return Errand(**values)
    except (OSError, ValueError, KeyError, TypeError):
        return None


def _entry(values: dict[str, Any]) -> ModelEntry:
    return ModelEntry(**{**values, "languages": tuple(values["languages"])})


def _sync(folder: Path) -> None:
    """Have the rename itself on the disk before anything relies on it; Windows cannot and need not."""
    if os.name == "nt":
        return
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
