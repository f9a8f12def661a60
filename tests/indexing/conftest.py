"""Fixtures for the tests of scanning and watching."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
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
