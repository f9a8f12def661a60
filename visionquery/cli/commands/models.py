"""`visionquery models`: list the models, get one from the hub, import one from the disk, choose, remove."""

from __future__ import annotations

import argparse
import dataclasses
import sys
import threading
from typing import Any

from visionquery.cli.console import (
    duration,
    is_terminal,
    megabytes,
    print_json,
    printable,
    table,
    terminal_columns,
)
from visionquery.cli.places import absolute_path
from visionquery.cli.progress import ProgressLine
from visionquery.domain.errors import Fault
from visionquery.domain.events import ModelsChanged
from visionquery.domain.models import Download, DownloadState, ModelStatus
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths
from visionquery.vision.catalogue import STARTER, find_entry
from visionquery.vision.model import LOCAL_PREFIX, ModelSpec, find_model
from visionquery.worker.choice import store_choice
from visionquery.worker.model import space_name
from visionquery.worker.models import Models
from visionquery.worker.standing import standing

_SLICE_SECONDS = 0.2
_CONSENT = "Agree with --trust-pickle, or choose another model."


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """0, or a `Fault` that says what to do."""
    match arguments.action:
        case "get" | "import":
            _bring_in(arguments, paths)
        case "use":
            _use(arguments, paths)
        case "remove":
            _remove(arguments, paths)
        case _:
            _list(paths, as_json=arguments.json)
    return 0


def described(status: ModelStatus) -> dict[str, Any]:
    """A model as JSON shows it."""
    values = dataclasses.asdict(status)
    return {**values.pop("entry"), **values}


def download_sentence(title: str, download: Download) -> str:
    """One line that says how far a download is."""
    if download.state is DownloadState.CHECKING:
        return f"{title}: trying it out"
    if download.message:
        return f"{title}: {download.message}"
    if not download.total:
        return f"{title}: asking for the list of its files"
    parts = [
        f"{title}: {megabytes(download.done)} of {megabytes(download.total)}",
        f"{100 * download.done // download.total}%",
    ]
    if download.rate:
        parts.append(f"{megabytes(round(download.rate))} a second")
    if download.remaining is not None and download.done < download.total:
        parts.append(f"{duration(max(download.remaining, 1.0))} left")
    return ", ".join(parts)


# -- what is here ------------------------------------------------------------------------------------------------------


def _list(paths: DataPaths, *, as_json: bool) -> None:
    reader = LibraryReader(paths)
    try:
        models = Models(
            paths.models_dir,
            reader.settings,
            record=_nothing,
            tell=_nothing,
            standing=lambda key: standing(key, reader),
            drop=_nothing,
        )
        models.look()
        statuses = models.list()
    finally:
        reader.close()
    if as_json:
        print_json([described(status) for status in statuses])
        return
    rows = [
        (
            _mark(status),
            status.entry.name,
            _state(status),
            megabytes(status.entry.bytes_on_disk) if status.entry.bytes_on_disk else "",
            printable(status.entry.licence),
            "many languages" if status.entry.multilingual else "English" if status.entry.architecture else "",
            _recall(status),
            f"speed {status.entry.relative_speed:.2g}" if status.entry.relative_speed else "",
        )
        for status in statuses
    ]
    print("\n".join(table(rows, terminal_columns(sys.stdout), elastic=1)))


def _mark(status: ModelStatus) -> str:
    if status.chosen:
        return "*"
    return "answers" if status.answering else ""


def _state(status: ModelStatus) -> str:
    if status.download is not None:
        done, total = status.download.done, status.download.total
        return f"{status.download.state.value} {100 * done // total}%" if total else status.download.state.value
    if status.problem:
        return "broken"
    if status.builtin:
        return "built in"
    return "here" if status.installed else ""


def _recall(status: ModelStatus) -> str:
    if status.entry.recall is not None:
        return f"recall@5 {status.entry.recall:.3f}"
    return f"recall@1 {status.entry.recall_at_1:.3f}" if status.entry.recall_at_1 is not None else ""


# -- getting more ------------------------------------------------------------------------------------------------------


class _Waiting:
    """Follows one model until it is here or has failed."""

    def __init__(self, line: ProgressLine) -> None:
        self._line = line
        self._changed = threading.Condition()
        self._latest: dict[str, ModelStatus] = {}

    def tell(self, event: ModelsChanged) -> None:
        with self._changed:
            self._latest = {status.entry.name: status for status in event.models}
            self._changed.notify_all()

    def wait(self, name: str) -> ModelStatus:
        """The model, once it is here. Raises `Fault` where it could not be had."""
        while True:
            with self._changed:
                self._changed.wait(_SLICE_SECONDS)  # in slices: Ctrl-C is heeded between two
                status = self._latest.get(name)
            if status is None:
                continue
            download = status.download
            if download is None and status.installed:
                return status
            if download is None or download.state is DownloadState.PAUSED:
                continue
            if download.state is DownloadState.FAILED:
                raise Fault(download.message, _CONSENT if download.needs_consent else download.advice)
            self._line.tell(
                download_sentence(status.entry.title, download),
                download.done / download.total if download.total else None,
            )


def _bring_in(arguments: argparse.Namespace, paths: DataPaths) -> None:
    line = ProgressLine(quiet=arguments.json and not is_terminal(sys.stderr))
    waiting = _Waiting(line)
    reader = LibraryReader(paths)
    with Library(paths) as library:
        models = Models(
            paths.models_dir,
            library.settings.get,
            library.requests.record,
            waiting.tell,
            lambda key: standing(key, reader),
            drop=_nothing,
        )
        models.start(go_on=False)
        name = ""
        try:
            name = _set_out(models, arguments)
            status = waiting.wait(name)
        except BaseException:
            models.pause(name)
            raise
        finally:
            line.close()
            models.stop(2.0)
            reader.close()
    if arguments.json:
        print_json(described(status))
    else:
        print(f"{printable(status.entry.title)} is here. Use it: visionquery models use {printable(name)}")


def _set_out(models: Models, arguments: argparse.Namespace) -> str:
    """The name of the model that is under way."""
    if arguments.action == "import":
        status = models.import_model(absolute_path(arguments.path), arguments.architecture, arguments.trust_pickle)
        return status.entry.name
    models.download(arguments.name, arguments.trust_pickle)
    models.tell()
    entry = find_entry(arguments.name)
    return arguments.name if entry is None else entry.name


# -- choosing and removing ---------------------------------------------------------------------------------------------


def _use(arguments: argparse.Namespace, paths: DataPaths) -> None:
    name = _absolute(arguments.name)
    with Library(paths) as library:
        spec = find_model(name, paths.models_dir)
        store_choice(library.settings, name, arguments.at_once or _finds_as_much(spec, paths))
        now = library.settings.get()
    if arguments.json:
        print_json({"model": now["model"], "answering": now["answering"] or now["model"]})
    elif now["answering"]:
        print(
            f"Photos are indexed with {printable(name)} from now on; {printable(now['answering'])} answers until "
            "that is done."
        )
    else:
        print(f"{printable(name)} is used from now on.")


def _finds_as_much(spec: ModelSpec, paths: DataPaths) -> bool:
    """Whether a model has seen as many photos as the one that answers: going back to it needs no waiting."""
    reader = LibraryReader(paths)
    try:
        space_id = reader.embeddings.find_space(spec.name, spec.fingerprint())
        if space_id is None:
            return False
        settings = reader.settings()
        covered = reader.counts(space_id).searchable
        return covered > 0 and covered >= standing(settings["answering"] or settings["model"], reader).covered
    finally:
        reader.close()


def _remove(arguments: argparse.Namespace, paths: DataPaths) -> None:
    name = _absolute(arguments.name)
    reader = LibraryReader(paths)
    with Library(paths) as library:

        def drop(name: str) -> None:
            for space_id in library.embeddings.spaces_called(space_name(name)):
                library.embeddings.drop_space(space_id)

        models = Models(
            paths.models_dir,
            library.settings.get,
            library.requests.record,
            _nothing,
            lambda key: standing(key, reader),
            drop,
        )
        models.look()
        try:
            models.remove(name, arguments.embeddings)
        finally:
            reader.close()
    if arguments.json:
        print_json({"removed": name, "embeddings": arguments.embeddings})
    elif name == STARTER or name.startswith(LOCAL_PREFIX):
        print(f"Removed the embeddings of {printable(name)}.")
    else:
        kept = "" if arguments.embeddings else " Its embeddings are kept, for the day it comes back."
        print(f"Removed {printable(name)}.{kept}")


def _absolute(name: str) -> str:
    if name.startswith(LOCAL_PREFIX):
        return LOCAL_PREFIX + absolute_path(name.removeprefix(LOCAL_PREFIX))
    return name


def _nothing(_: object) -> None:
    """Nobody listens, and nothing is done, where models are only looked at."""
