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

import pytest

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
def visionquery(data_dir: os.PathLike[str]) -> Callable[..., Ran]:
    """`visionquery("search", "a dog", "--json")` in a process of its own; `plainly` is without root's powers."""

    def run(*arguments: str | bytes, timeout: float = 180, plainly: bool = False) -> Ran:
        done = subprocess.run(
            [*(_bound_by_permissions() if plainly else ()), sys.executable, "-m", "visionquery", *arguments],
            capture_output=True,
            timeout=timeout,
            env={**os.environ, "HOME": str(data_dir)},
            check=False,
        )
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
    """Starts real workers within milliseconds and kills them. From `graph_from` embeddings on they keep a graph."""

    def __init__(self, process: subprocess.Popen[str], graph_from: int) -> None:
        self._process = process
        self._graph_from = graph_from
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

    def start(self, *steps: list[str]) -> int:
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps({"steps": steps, "graph_from": self._graph_from}) + "\n")
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

    def run(self, *steps: list[str], timeout: float = 180) -> None:
        """Let a worker carry the steps out to the end."""
        pid = self.start(*steps)
        assert self.line(timeout) == "done"
        self.wait_until_gone(pid)

    def kill(self, pid: int) -> None:
        """Kill a worker, as it is; it was not done."""
        os.kill(pid, signal.SIGKILL)
        self.wait_until_gone(pid)
        assert self._lines.empty(), self.line(1)

    def run_and_kill(self, after: float, *steps: list[str]) -> bool:
        """Kill a worker that carries the steps out; whether it was still at it."""
        pid = self.start(*steps)
        try:
            line = self.line(after)
        except queue.Empty:
            os.kill(pid, signal.SIGKILL)
            self.wait_until_gone(pid)
            # It may have finished in the instant before.
            return self._lines.empty() or self.line(1) != "done"
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


@pytest.fixture
def forge(tmp_path: Path) -> Iterator[Callable[..., Forge]]:
    """Have workers forged for a data folder."""
    if not hasattr(os, "fork"):
        pytest.skip("workers are forked here, which this system cannot do")
    started: list[Forge] = []

    def start(home: Path, graph_from: int = 100) -> Forge:
        with (tmp_path / f"{home.name}.log").open("w") as log:
            process = subprocess.Popen(
                [sys.executable, str(FORGE)],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=log,
                text=True,
                env={**os.environ, "VISIONQUERY_HOME": str(home)},
            )
        started.append(Forge(process, graph_from))
        return started[-1]

    yield start
    for each in started:
        each.end()
