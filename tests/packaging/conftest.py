"""The build's own scripts, which are no package."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path
from types import ModuleType

import pytest

PACKAGING = Path(__file__).resolve().parents[2] / "packaging"


def load(place: str) -> ModuleType:
    """A script of `packaging/` as a module."""
    name = "packaging_" + place.replace("/", "_")
    specification = importlib.util.spec_from_file_location(name, PACKAGING / f"{place}.py")
    assert specification is not None
    assert specification.loader is not None
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


@pytest.fixture(scope="session")
def packaging() -> Path:
    return PACKAGING


@pytest.fixture(scope="session")
def licences() -> ModuleType:
    return load("licences")


@pytest.fixture(scope="session")
def sizes() -> ModuleType:
    return load("sizes")


@pytest.fixture(scope="session")
def shell() -> ModuleType:
    return load("shell/generate")
