"""The command line as a person runs it: real processes, started anew or forked from one that has its imports done."""

from __future__ import annotations

import contextlib
import io
import json
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from command_forge import CommandForge

# A machine that is busy with other things takes its time to import torch.
PATIENCE = 600


class CommandLine:
    """Runs `python -m visionquery` against one data folder."""

    def __init__(self, home: Path) -> None:
        self.home = home

    def environment(self, **changes: str | None) -> dict[str, str]:
        """This process's environment with the data folder and some changes; None takes a variable away."""
        environment = dict(os.environ, VISIONQUERY_HOME=str(self.home), PYTHONUTF8="1")
        for name, value in changes.items():
            environment.pop(name, None)
            if value is not None:
                environment[name] = value
        return environment

    def __call__(
        self, *arguments: str | Path, stdin: str | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            self.command(arguments),
            input=stdin,
            stdin=subprocess.DEVNULL if stdin is None else None,
            capture_output=True,
            text=True,
            encoding="utf-8",
            errors="surrogateescape",
            env=env or self.environment(),
            timeout=PATIENCE,
            check=False,
        )

    @contextlib.contextmanager
    def running(self, *arguments: str | Path, **options: Any) -> Iterator[subprocess.Popen[str]]:
        """A process that goes on, in a group of its own as a shell would start it; it ends with the block."""
        process = subprocess.Popen(
            self.command(arguments), env=self.environment(), text=True, start_new_session=True, **options
        )
        try:
            yield process
        finally:
            if process.poll() is None:
                process.kill()
            process.wait()
            for stream in (process.stdin, process.stdout, process.stderr):
                if stream is not None:
                    stream.close()

    def json(self, *arguments: str | Path, stdin: str | None = None) -> Any:
        """The last object that the command printed; it must have ended well."""
        done = self(*arguments, "--json", stdin=stdin)
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout.splitlines()[-1])

    def found(self, *query: str, limit: int = 50) -> list[str]:
        """The file names that a search finds, best first."""
        hits = self.json("search", "-n", str(limit), *query)["hits"]
        return [hit["path"].rpartition("/")[2] for hit in hits]

    def command(self, arguments: Sequence[str | Path]) -> list[str]:
        return [sys.executable, "-m", "visionquery", *map(str, arguments)]


class QuickCommandLine(CommandLine):
    """Calls are carried out by the forge, for tests that are not about the start; `running` starts a process anew."""

    def __init__(self, home: Path, forge: CommandForge) -> None:
        super().__init__(home)
        self._forge = forge

    def __call__(
        self, *arguments: str | Path, stdin: str | None = None, env: dict[str, str] | None = None
    ) -> subprocess.CompletedProcess[str]:
        done = self._forge.run(
            [str(argument) for argument in arguments],
            environment=env or self.environment(),
            stdin=(stdin or "").encode("utf-8", "surrogateescape"),
            timeout=PATIENCE,
        )
        return subprocess.CompletedProcess(done.args, done.returncode, _text(done.stdout), _text(done.stderr))


def _text(output: bytes) -> str:
    """As `subprocess` reads it, with every kind of newline as one."""
    return io.TextIOWrapper(io.BytesIO(output), "utf-8", "surrogateescape").read()


@pytest.fixture
def visionquery(data_dir: Path) -> CommandLine:
    return CommandLine(data_dir)


@pytest.fixture(scope="session")
def command_line() -> type[CommandLine]:
    """For fixtures that outlive one test."""
    return CommandLine


@pytest.fixture(scope="session")
def quick_command_line(command_forge: CommandForge) -> Callable[[Path], QuickCommandLine]:
    """For fixtures of every lifetime."""
    return lambda home: QuickCommandLine(home, command_forge)
