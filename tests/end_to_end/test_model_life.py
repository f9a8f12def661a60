"""A model's whole life with the real worker: downloaded through a kill, used with the network cut, left, deleted."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from loopback_hub import Hold, LoopbackHub
from small_models import clip_repository, weights

from visionquery.domain.events import ModelsChanged, WorkerReady
from visionquery.domain.models import DownloadState, ModelStatus
from visionquery.domain.queries import Query
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths
from visionquery.worker.commands import (
    AddFolder,
    Command,
    DownloadModel,
    ListModels,
    RemoveModel,
    Search,
    SetSetting,
    UseModel,
)
from visionquery.worker.protocol import CommandFailed, Done, SearchDone, WorkerStart
from visionquery.worker.supervisor import Supervisor

NAME = "someone--tiny"


class Conversation:
    """Commands and their answers, and the newest of what the worker tells."""

    def __init__(self, paths: DataPaths) -> None:
        self._changed = threading.Condition()
        self._answers: dict[int, Any] = {}
        self._models: dict[str, ModelStatus] = {}
        self._ready = ""
        self._generation = 0
        self.supervisor = Supervisor(WorkerStart(str(paths.root), watch=True), self._hear)
        self.supervisor.start()

    def _hear(self, message: object) -> None:
        with self._changed:
            if isinstance(message, Done | CommandFailed | SearchDone):
                self._answers[message.number] = message
            elif isinstance(message, ModelsChanged) and message.models:
                self._models = {status.entry.name: status for status in message.models}
            elif isinstance(message, WorkerReady):
                self._ready = message.model
            self._changed.notify_all()

    def ask(self, command: Command) -> Any:
        number = self.supervisor.send(command)
        self.wait(lambda: number in self._answers)
        return self._answers[number]

    def search(self) -> Any:
        self._generation += 1
        return self.ask(Search(self._generation, Query("a photo of the sea"))).answer

    def wait(self, wanted: Callable[[], Any], seconds: float = 150) -> None:
        deadline = time.monotonic() + seconds
        with self._changed:
            while not wanted():
                assert self._changed.wait(max(0.0, deadline - time.monotonic())), f"not in {seconds} s: {self._models}"

    def wait_for_model(self, wanted: Callable[[ModelStatus], Any], name: str = NAME) -> None:
        self.wait(lambda: name in self._models and wanted(self._models[name]))


@pytest.mark.slow
def test_a_models_whole_life(
    data_dir: Path, photo_folder: Path, make_model: Callable[..., Path], monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HF_ENDPOINT"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)
    first = f"local-dir:{make_model('first', dimension=48)}"
    paths = DataPaths(data_dir)
    with Library(paths) as library:
        library.settings.set("model", first)
    hub = LoopbackHub()
    hub.repositories["someone/tiny"] = clip_repository()
    more = threading.Event()
    hub.on(".safetensors", Hold(len(weights()) // 2, more))
    talk = Conversation(paths)
    reader = LibraryReader(paths)
    try:
        assert isinstance(talk.ask(SetSetting("mirror", hub.endpoint)), Done)
        assert isinstance(talk.ask(AddFolder(str(photo_folder))), Done)
        assert isinstance(talk.ask(DownloadModel("hf-hub:someone/tiny")), Done)
        part = paths.models_dir / ".incoming" / NAME / "open_clip_model.safetensors.part"
        talk.wait_for_model(lambda model: model.download and model.download.state is DownloadState.RUNNING)
        while not part.exists() or part.stat().st_size < 100_000:
            more.wait(0.02)
        pid = talk.supervisor.pid
        assert pid is not None
        os.kill(pid, signal.SIGKILL)
        more.set()
        talk.wait_for_model(lambda model: model.installed)
        assert hub.asked_for(".safetensors", "storage")[-1].headers["Range"].startswith("bytes=")
        assert "cut off: the program ended" in {request.outcome for request in reader.requests()}

        # From here on there is no network.
        asked = len(hub.asked)
        hub.close()
        talk.wait_for_model(lambda model: model.answering and model.covered == 12, first)
        assert len(talk.search().hits) == 12
        assert isinstance(talk.ask(UseModel(NAME)), Done)
        talk.wait_for_model(lambda model: model.answering and model.chosen and model.covered == 12)
        answer = talk.search()
        assert (answer.model, len(answer.hits)) == (NAME, 12)
        refused = talk.ask(RemoveModel(NAME, embeddings=True))
        assert isinstance(refused, CommandFailed)
        assert "in use" in refused.message
        assert isinstance(talk.ask(UseModel(first)), Done)
        talk.wait_for_model(lambda model: model.answering and model.chosen, first)
        answer = talk.search()
        assert (answer.model, len(answer.hits)) == ("first", 12)

        assert isinstance(talk.ask(RemoveModel(NAME, embeddings=True)), Done)
        assert NAME not in {status.entry.name for status in talk.ask(ListModels()).value}
        assert not (paths.models_dir / NAME).exists()
        assert reader.embeddings.spaces_called(NAME) == []
        assert len(talk.search().hits) == 12
        assert len(hub.asked) == asked
    finally:
        talk.supervisor.stop()
        reader.close()
