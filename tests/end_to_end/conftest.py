"""Runs the real program, as a person does in a terminal."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import shutil
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import psutil
import pytest
from command_forge import CommandForge

FORGE = Path(__file__).with_name("worker_forge.py")


@dataclass(frozen=True)
class Ran:
    """What a command left behind."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> Any:
        """The last line of the output: `index` tells its progress in the lines before."""
        return json.loads(self.out.strip().splitlines()[-1])


@pytest.fixture
def visionquery(data_dir: os.PathLike[str], command_forge: CommandForge) -> Callable[..., Ran]:
    """`visionquery("search", "a dog", "--json")` in a process of its own; `plainly` is without root's powers.

    The others are forked from one that has its imports done.
    """

    def run(*arguments: str | bytes, timeout: float = 180, plainly: bool = False) -> Ran:
        environment = {**os.environ, "HOME": str(data_dir)}
        if plainly:
            done = subprocess.run(
                [*_bound_by_permissions(), sys.executable, "-m", "visionquery", *arguments],
                capture_output=True,
                timeout=timeout,
                env=environment,
                check=False,
            )
        else:
            texts = [os.fsdecode(argument) for argument in arguments]
            done = command_forge.run(texts, environment=environment, timeout=timeout)
        return Ran(done.returncode, done.stdout.decode(errors="replace"), done.stderr.decode(errors="replace"))

    return run


def _bound_by_permissions() -> list[str]:
    """What makes a command respect file permissions, which root otherwise does not."""
    if not hasattr(os, "geteuid"):
        pytest.skip("permissions are not those of POSIX here")
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        pytest.skip("runs as root, and there is no setpriv to give up root's powers with")
    powers = "-dac_override,-dac_read_search"
    return ["setpriv", f"--inh-caps={powers}", f"--bounding-set={powers}"]


class Forge:
    """Starts real workers within milliseconds, one at a time."""

    def __init__(self, process: subprocess.Popen[str]) -> None:
        self._process = process
        self._latest = 0
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._read, daemon=True).start()
        assert self.line(120) == "ready"

    def _read(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line.strip())

    def line(self, timeout: float) -> str:
        return self._lines.get(timeout=timeout)

    def silent(self) -> bool:
        """No line waits to be read."""
        return self._lines.empty()

    def idle(self) -> bool:
        """Nothing is left of any worker."""
        return self.silent() and not (self._latest and psutil.pid_exists(self._latest))

    def start(self, home: Path, steps: tuple[list[str], ...], graph_from: int) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"home": str(home), "steps": steps, "graph_from": graph_from}) + "\n")
        self._process.stdin.flush()
        self._latest = int(self.line(30))
        return self._latest

    def end(self) -> None:
        """Kill everything."""
        self._process.kill()
        with contextlib.suppress(ProcessLookupError):
            if self._latest:
                os.kill(self._latest, signal.SIGKILL)  # or it would hold the pipe open until it is done
        self._process.communicate()


@dataclass(frozen=True)
class Workers:
    """Starts and kills the workers of one data folder. From `graph_from` embeddings on they keep a graph."""

    forge: Forge
    home: Path
    graph_from: int

    def start(self, *steps: list[str]) -> int:
        return self.forge.start(self.home, steps, self.graph_from)

    def line(self, timeout: float) -> str:
        return self.forge.line(timeout)

    def run(self, *steps: list[str], timeout: float = 180) -> None:
        """Let a worker carry the steps out to the end."""
        pid = self.start(*steps)
        assert self.line(timeout) == "done"
        self.wait_until_gone(pid)

    def kill(self, pid: int) -> None:
        """Kill a worker, as it is; it was not done."""
        os.kill(pid, signal.SIGKILL)
        self.wait_until_gone(pid)
        assert self.forge.silent(), self.line(1)

    def run_and_kill(self, after: float, *steps: list[str]) -> bool:
        """Kill a worker that carries the steps out; whether it was still at it."""
        pid = self.start(*steps)
        try:
            line = self.line(after)
        except queue.Empty:
            os.kill(pid, signal.SIGKILL)
            self.wait_until_gone(pid)
            # It may have finished in the instant before.
            return self.forge.silent() or self.line(1) != "done"
        assert line == "done", json.loads(line.removeprefix("error "))
        self.wait_until_gone(pid)
        return False

    @staticmethod
    def wait_until_gone(pid: int) -> None:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                os.kill(pid, 0)
            except ProcessLookupError:
                return
            time.sleep(0.01)
        raise AssertionError(f"worker {pid} is still there")


@pytest.fixture(scope="module")
def forges() -> Iterator[list[Forge]]:
    """The forge that the tests of a file share: it takes seconds to start. Empty until one asks for it."""
    forges: list[Forge] = []
    yield forges
    for each in forges:
        each.end()


@pytest.fixture
def forge(tmp_path: Path, forges: list[Forge]) -> Iterator[Callable[..., Workers]]:
    """Have workers forged for a data folder."""
    if not hasattr(os, "fork"):
        pytest.skip("workers are forked here, which this system cannot do")

    def start(home: Path, graph_from: int = 100) -> Workers:
        if not forges:
            with (tmp_path / "forge.log").open("w") as log:
                process = subprocess.Popen(
                    [sys.executable, str(FORGE)],
                    stdin=subprocess.PIPE,
                    stdout=subprocess.PIPE,
                    stderr=log,
                    text=True,
                )
            forges.append(Forge(process))
        return Workers(forges[0], home, graph_from)

    yield start
    if forges and not forges[0].idle():
        forges.pop().end()  # a test that failed left a worker behind, which the next one is not to hear of
