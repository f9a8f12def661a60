"""Which models there are, how each stands, and what a person may do with them. Any thread may call."""

from __future__ import annotations

import threading
from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from visionquery.domain.errors import Fault, ModelUnavailable
from visionquery.domain.events import ModelsChanged
from visionquery.domain.models import Download, DownloadState, ModelEntry, ModelStatus, NetworkRequest
from visionquery.vision.catalogue import CATALOGUE, STARTER, find_entry
from visionquery.vision.download.faults import DownloadFailed
from visionquery.vision.download.fetching import MARGIN_BYTES
from visionquery.vision.download.importing import check_source, describe_folder
from visionquery.vision.download.incoming import INCOMING, Errand, Incoming, read_origin
from visionquery.vision.download.patience import Patience
from visionquery.vision.model import LOCAL_PREFIX, find_model
from visionquery.worker.downloads import Downloads
from visionquery.worker.standing import Standing

# Coverage grows with every commit of the pipeline, and counting it costs a query.
TELL_SECONDS = 1.0


class Models:
    """The models of a data folder. `start` first, `stop` last.

    `settings` gives those of the library, `record` keeps a network request, `tell` gets `ModelsChanged`, `standing`
    says how the model of a name stands, and `drop` deletes its embeddings.
    """

    def __init__(
        self,
        models_dir: Path,
        settings: Callable[[], Mapping[str, Any]],
        record: Callable[[NetworkRequest], object],
        tell: Callable[[ModelsChanged], None],
        standing: Callable[[str], Standing],
        drop: Callable[[str], None],
        *,
        patience: Patience | None = None,
        margin: int = MARGIN_BYTES,
    ) -> None:
        self._models_dir = models_dir
        self._settings = settings
        self._tell = tell
        self._standing = standing
        self._drop = drop
        self._told: tuple[ModelStatus, ...] = ()
        # Told by the thread of commands, by that of downloads and by a timer: never an older state after a newer one.
        self._telling = threading.RLock()
        self._soon: threading.Timer | None = None
        self._soon_lock = threading.Lock()
        self._stopping = False
        self._downloads = Downloads(
            models_dir, settings, record, self.tell, self._moved, patience=patience, margin=margin
        )

    def start(self, go_on: bool = True) -> None:
        """Be ready for downloads, and `go_on` with those that an earlier worker had under way. Returns at once."""
        self._downloads.start(go_on)

    def look(self) -> None:
        """See what is under way, for whoever only wants to know, or to remove something."""
        self._downloads.look()

    def stop(self, timeout: float = 0.5) -> None:
        """End the work on downloads; what is there is kept, and gone on with by the next worker."""
        with self._soon_lock:
            self._stopping = True
            if self._soon is not None:
                self._soon.cancel()
        self._downloads.stop(timeout)

    def list(self) -> tuple[ModelStatus, ...]:
        """The catalogue, then what else is here or on its way."""
        here = self._folders()
        entries = {entry.name: entry for entry in CATALOGUE}
        for name in here:
            if name not in entries:
                entries[name] = _entry_of(self._models_dir / name)
        settings = self._settings()
        for key in (settings.get("model") or "", settings.get("answering") or ""):
            if key.startswith(LOCAL_PREFIX):
                entries[key] = _entry_of(Path(key.removeprefix(LOCAL_PREFIX)).expanduser(), key)
        for errand in self._downloads.errands().values():
            entries.setdefault(errand.name, errand.entry)
        return tuple(self._status(entry, entry.name in here) for entry in entries.values())

    def tell_soon(self) -> None:
        """Something changed that is told of: within a second, once, and not on the caller's time."""
        with self._soon_lock:
            if self._soon is None and not self._stopping:
                self._soon = threading.Timer(TELL_SECONDS, self._tell_now)
                self._soon.daemon = True
                self._soon.start()

    def _tell_now(self) -> None:
        with self._soon_lock:
            self._soon = None
            if self._stopping:
                return
        self.tell()

    def tell(self) -> None:
        """Tell how all models stand."""
        with self._telling:
            try:
                told = self.list()
            except Exception:
                if self._stopping:  # what is read from is being closed
                    return
                raise
            self._told = told
            self._tell(ModelsChanged(told))

    def download(self, name: str, trust_pickle: bool = False) -> None:
        """Fetch a model of the catalogue or of the hub, or go on with it. Does nothing where it is here already.

        Raises `Fault` where nothing is called so.
        """
        entry = find_entry(name)
        key = name if entry is None else entry.name
        errand = self._downloads.errands().get(key)
        if errand is None:
            if entry is None and key in self._folders():
                entry = read_origin(self._models_dir / key)
            if key == STARTER or self._is_whole(key):
                return
            if entry is None or not entry.repository:
                raise DownloadFailed(f"There is no model called {name} to download.", "See the list of models.")
            errand = Errand(entry)
        self._downloads.add(replace(errand, trust_pickle=trust_pickle or errand.trust_pickle))
        self.tell()

    def import_model(self, path: str, architecture: str = "", trust_pickle: bool = False) -> ModelStatus:
        """Copy a model in from a folder or a checkpoint; how it stands. The copying and checking follow.

        Raises `Fault` where that is no model.
        """
        here, under_way = self._folders(), self._downloads.errands()

        def taken(name: str) -> bool:
            other = under_way.get(name)
            failed = other is not None and bool(other.path) and other.state is DownloadState.FAILED
            return name in here or (other is not None and not failed) or find_entry(name) is not None

        errand = check_source(path, architecture, trust_pickle, taken)
        self._downloads.cancel(errand.name)  # an import of that name that failed, with what it has left behind
        self._downloads.add(errand)
        self.tell()
        return self._status(errand.entry, here=False)

    def pause(self, name: str) -> None:
        """Stop a download and keep what is there."""
        self._downloads.pause(_key(name))

    def cancel(self, name: str) -> None:
        """Stop a download and delete what is there."""
        self._downloads.cancel(_key(name))

    def remove(self, name: str, embeddings: bool = False) -> None:
        """Delete the files of a model, and its embeddings too if wished; of what is built in, and of a folder of the
        person's own, the embeddings alone. Raises `Fault` while it is in use.
        """
        files = name != STARTER and not name.startswith(LOCAL_PREFIX)
        if not files and not embeddings:
            raise Fault(f"The model {name} cannot be removed.", "It is built in, or a folder of your own.")
        standing = self._standing(name)
        if standing.chosen or standing.answering:
            raise Fault(f"The model {name} is in use.", "Choose another one first.")
        if not files:
            self._drop(name)
            self.tell()
            return
        cancelled = self._downloads.cancel(name)
        if name in self._folders():
            Incoming(self._models_dir).remove_model(name)
        elif not cancelled and not embeddings:
            raise Fault(f"The model {name} is not here.", "See the list of models.")
        if embeddings:
            self._drop(name)
        self.tell()

    # -- how things stand ----------------------------------------------------------------------------------------

    def _moved(self, name: str, download: Download) -> None:
        """Only a download moved on: everything else is as it was told last."""
        with self._telling:
            self._told = tuple(
                replace(status, download=download) if status.entry.name == name else status for status in self._told
            )
            self._tell(ModelsChanged(self._told))

    def _status(self, entry: ModelEntry, here: bool) -> ModelStatus:
        builtin = entry.name == STARTER
        status = ModelStatus(entry, builtin=builtin, removable=here, download=self._downloads.state(entry.name))
        if not (here or builtin or entry.name.startswith(LOCAL_PREFIX)):
            return status
        standing = self._standing(entry.name)
        try:
            find_model(entry.name, self._models_dir)
            problem = ""
        except ModelUnavailable as fault:
            problem = fault.message
        return replace(
            status,
            installed=not problem,
            chosen=standing.chosen,
            answering=standing.answering,
            covered=standing.covered,
            of=standing.of,
            problem=problem or standing.problem,
        )

    def _folders(self) -> tuple[str, ...]:
        if not self._models_dir.is_dir():
            return ()
        found = (path.name for path in self._models_dir.iterdir() if path.is_dir() and path.name != INCOMING)
        return tuple(sorted(found))

    def _is_whole(self, name: str) -> bool:
        try:
            find_model(name, self._models_dir)
        except ModelUnavailable:
            return False
        return True


def _key(name: str) -> str:
    entry = find_entry(name)
    return name if entry is None else entry.name


def _entry_of(folder: Path, name: str = "") -> ModelEntry:
    """What is known of a folder that is not the catalogue's."""
    entry = read_origin(folder) or ModelEntry(folder.name, folder.name, "")
    try:
        described = describe_folder(folder)
    except ModelUnavailable:
        return replace(entry, name=name or folder.name)
    return replace(
        entry,
        name=name or folder.name,
        dimension=described.dimension,
        input_size=described.input_size,
        bytes_on_disk=described.bytes_on_disk,
        bytes_in_memory=described.bytes_in_memory,
    )
