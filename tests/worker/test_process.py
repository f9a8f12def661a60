"""The worker as a process of its own, under its supervisor."""

from __future__ import annotations

import itertools
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import psutil
import pytest

from visionquery.domain.events import Activity, Progress, WorkerReady
from visionquery.domain.queries import Example, Query
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths
from visionquery.worker import supervisor as module
from visionquery.worker.commands import AddFolder, Pause, RemoveFolder, Search
from visionquery.worker.protocol import CommandFailed, Done, Message, SearchDone, SearchFailed, WorkerDown, WorkerStart
from visionquery.worker.supervisor import Supervisor

Launch = Callable[..., Supervisor]


@pytest.fixture
def launch(paths: DataPaths) -> Iterator[Launch]:
    supervisors: list[Supervisor] = []

    def start(on_message: Callable[[Message], None], watch: bool = True) -> Supervisor:
        supervisor = Supervisor(WorkerStart(str(paths.root), watch=watch), on_message)
        supervisor.start()
        supervisors.append(supervisor)
        return supervisor

    yield start
    for supervisor in supervisors:
        supervisor.stop()


def of(kind: type, **fields: Any) -> Callable[[object], bool]:
    return lambda message: isinstance(message, kind) and all(getattr(message, n) == v for n, v in fields.items())


def idle_after(recorder: Any, done: int) -> None:
    recorder.wait_for(lambda e: isinstance(e, Progress) and e.activity is Activity.IDLE and e.done >= done, 60)


def kill(pid: int | None) -> None:
    assert pid is not None
    os.kill(pid, signal.SIGKILL)


def eventually(check: Callable[[], bool], seconds: float = 60.0) -> None:
    deadline = time.monotonic() + seconds
    while not check():
        assert time.monotonic() < deadline, "not in time"
        time.sleep(0.05)


def test_index_search_and_shut_down(launch: Launch, recorder: Any, photo_folder: Path, paths: DataPaths) -> None:
    supervisor = launch(recorder)
    number = supervisor.send(AddFolder(str(photo_folder)))
    added = recorder.wait_for(of(Done, number=number))
    assert added.value.path == str(photo_folder)
    recorder.wait_for(of(WorkerReady, model="tiny"), 60)
    reader = LibraryReader(paths)
    eventually(lambda: reader.counts().indexed == 12)
    reader.close()
    # A photo is in the library before the index knows it, on a busy machine for a while.
    for generation in itertools.count(7):
        supervisor.send(Search(generation, Query("a dog")))
        hits = recorder.wait_for(of(SearchDone, generation=generation)).answer.hits
        if len(hits) == 12:
            break
        assert generation < 50
        time.sleep(0.1)
    process = psutil.Process(supervisor.pid)
    children = process.children(recursive=True)
    began = time.monotonic()
    supervisor.stop()
    assert time.monotonic() - began < 2.5
    assert not process.is_running()
    psutil.wait_procs(children, 3)
    assert [child for child in children if child.is_running() and child.status() != psutil.STATUS_ZOMBIE] == []


def test_a_refused_command_says_why(launch: Launch, recorder: Any, tmp_path: Path) -> None:
    supervisor = launch(recorder)
    number = supervisor.send(AddFolder(str(tmp_path / "nowhere")))
    failed = recorder.wait_for(of(CommandFailed, number=number), 60)
    assert "nowhere" in failed.message
    supervisor.send(Search(1, Query(examples=(Example(photo_id=4711),))))
    assert recorder.wait_for(of(SearchFailed, generation=1), 60).message


def test_only_the_newest_of_waiting_searches_is_answered(launch: Launch, recorder: Any) -> None:
    supervisor = launch(recorder)
    for generation in range(1, 30):
        supervisor.send(Search(generation, Query(f"word {generation}")))
    recorder.wait_for(of(SearchDone, generation=29), 60)
    assert sum(isinstance(message, SearchDone) for message in recorder.events) < 10


def test_a_killed_worker_is_started_again_and_finishes(
    launch: Launch, recorder: Any, paths: DataPaths, tmp_path: Path, make_photo: Callable[..., Path]
) -> None:
    for seed in range(300):
        make_photo(tmp_path / "many" / f"{seed}.jpg", seed, (400, 300))
    supervisor = launch(recorder)
    supervisor.send(AddFolder(str(tmp_path / "many")))
    reader = LibraryReader(paths)
    eventually(lambda: reader.counts().indexed > 0 or reader.counts().pending > 0)
    first = supervisor.pid
    kill(first)
    down = recorder.wait_for(of(WorkerDown))
    assert down.restart_in is not None
    eventually(lambda: reader.counts().indexed == 300)
    assert supervisor.pid != first
    reader.close()


def test_an_unanswered_search_is_asked_again_of_the_next_worker(launch: Launch, recorder: Any) -> None:
    supervisor = launch(recorder)
    supervisor.send(Search(1, Query("a dog")))
    time.sleep(0.3)
    kill(supervisor.pid)
    recorder.wait_for(of(SearchDone, generation=1), 60)


def test_a_worker_that_keeps_dying_is_given_up_until_asked(
    launch: Launch, recorder: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "GIVE_UP_AFTER", 2)
    monkeypatch.setattr(module, "BACK_OFF", (0.01,))
    supervisor = launch(recorder)
    for _ in range(2):
        eventually(lambda: supervisor.pid is not None)
        kill(supervisor.pid)
        seen = len([m for m in recorder.events if isinstance(m, WorkerDown)])
        eventually(lambda seen=seen: len([m for m in recorder.events if isinstance(m, WorkerDown)]) > seen)
    recorder.wait_for(of(WorkerDown, restart_in=None))
    assert supervisor.pid is None
    supervisor.restart()
    recorder.wait_for(of(WorkerReady), 60)


def test_a_worker_that_cannot_start_says_why(launch: Launch, recorder: Any, paths: DataPaths) -> None:
    with Library(paths):
        launch(recorder)
        down = recorder.wait_for(of(WorkerDown), 60)
    assert down.message
    assert down.restart_in is not None
    recorder.wait_for(of(WorkerReady), 60)


def test_a_broken_library_is_not_tried_for_ever(launch: Launch, recorder: Any, paths: DataPaths) -> None:
    paths.library.write_bytes(b"this is no database" * 1000)
    launch(recorder)
    assert recorder.wait_for(of(WorkerDown), 60).restart_in is None


def test_sigterm_gives_claims_back(
    launch: Launch, recorder: Any, paths: DataPaths, tmp_path: Path, make_photo: Callable[..., Path]
) -> None:
    for seed in range(300):
        make_photo(tmp_path / "many" / f"{seed}.jpg", seed, (400, 300))
    supervisor = launch(recorder)
    supervisor.send(AddFolder(str(tmp_path / "many")))
    recorder.wait_for(lambda e: isinstance(e, Progress) and e.activity is Activity.INDEXING, 60)
    supervisor._stopping = True  # else the next worker is there before the library can be looked at
    process = psutil.Process(supervisor.pid)
    process.terminate()
    process.wait(3)
    library = Library(paths)
    assert library.open() == 0
    library.close()


def test_the_worker_ends_when_its_window_is_killed(paths: DataPaths) -> None:
    script = f"""
import time
from visionquery.worker.protocol import WorkerStart
from visionquery.worker.supervisor import Supervisor
if __name__ == "__main__":
    supervisor = Supervisor(WorkerStart({str(paths.root)!r}), lambda message: None)
    supervisor.start()
    print(supervisor.pid, flush=True)
    time.sleep(60)
"""
    file = paths.root / "window.py"
    file.write_text(script, encoding="utf-8")
    with subprocess.Popen([sys.executable, str(file)], stdout=subprocess.PIPE, text=True) as window:
        assert window.stdout is not None
        worker = psutil.Process(int(window.stdout.readline()))
        time.sleep(1.0)
        window.kill()
    worker.wait(10)


def test_removing_and_pausing_are_answered(launch: Launch, recorder: Any, photo_folder: Path) -> None:
    supervisor = launch(recorder)
    folder = recorder.wait_for(of(Done, number=supervisor.send(AddFolder(str(photo_folder)))), 60).value
    recorder.wait_for(of(Done, number=supervisor.send(Pause())))
    recorder.wait_for(of(Done, number=supervisor.send(RemoveFolder(folder.id))))


def test_the_window_s_side_never_imports_torch_or_qt() -> None:
    code = (
        "import sys, visionquery.worker.supervisor\n"
        "print([name for name in ('torch', 'PySide6', 'numpy', 'hnswlib') if name in sys.modules])"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stdout.strip() == "[]"
