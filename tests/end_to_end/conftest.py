"""Runs the real program, as a person does in a terminal."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import pytest


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
