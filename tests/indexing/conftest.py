"""Fixtures for the tests of scanning and watching."""

from __future__ import annotations

import functools
import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest


@pytest.fixture
def count_opened() -> Iterator[Callable[[], list[str]]]:
    """The paths of all files that this process opened since the fixture began."""
    opened: list[str] = []
    active = True

    def hook(event: str, arguments: tuple[Any, ...]) -> None:
        if active and event == "open":
            opened.append(str(arguments[0]))

    sys.addaudithook(hook)  # cannot be taken away again, only silenced
    yield lambda: list(opened)
    active = False


@pytest.fixture
def mount_drive() -> Iterator[Callable[[Path], Callable[[], object]]]:
    """Mount an empty file system on a directory; what is returned pulls it out again. Needs a privileged Linux."""
    mounted: list[Path] = []

    def mount(place: Path) -> Callable[[], object]:
        if sys.platform != "linux" or os.geteuid() != 0:
            pytest.skip("only the superuser of a Linux system may mount a drive")
        done = subprocess.run(["mount", "-t", "tmpfs", "drive", place], check=False, capture_output=True)
        if done.returncode:
            pytest.skip("mounting a drive is not permitted here")
        mounted.append(place)
        return functools.partial(subprocess.run, ["umount", "-l", place], check=True)

    yield mount
    for place in reversed(mounted):
        subprocess.run(["umount", "-l", place], check=False, capture_output=True)
