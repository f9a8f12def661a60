"""What may be shipped."""

from __future__ import annotations

import importlib.metadata
from email.message import Message
from types import ModuleType

import pytest


class Stated(importlib.metadata.Distribution):
    """A distribution that says this of its licence."""

    def __init__(self, name: str, **fields: str) -> None:
        self.message = Message()
        self.message["Name"] = name
        for field, value in fields.items():
            self.message[field.replace("_", "-")] = value

    @property
    def metadata(self) -> Message:  # type: ignore[override]
        return self.message

    def read_text(self, filename: str) -> str | None:
        return None

    def locate_file(self, path: object) -> object:  # type: ignore[override]
        return path


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"License_Expression": "MIT"}, "MIT"),
        ({"License_Expression": "Apache-2.0 OR GPL-2.0-only"}, "Apache-2.0 OR GPL-2.0-only"),
        ({"License_Expression": "(MIT OR Commercial) AND BSD-3-Clause"}, "(MIT OR Commercial) AND BSD-3-Clause"),
        ({"License": "Apache 2.0 License"}, "Apache-2.0"),
        ({"Classifier": "License :: OSI Approved :: MIT License"}, "MIT"),
    ],
)
def test_what_is_stated_is_understood(licences: ModuleType, fields: dict[str, str], expected: str) -> None:
    assert licences.licence_of(Stated("some", **fields)) == expected


@pytest.mark.parametrize(
    "fields",
    [
        {},
        {"License_Expression": "GPL-2.0-only"},
        {"License_Expression": "MIT AND Commercial"},
        {"License": "see the file"},
        {"Classifier": "License :: Other/Proprietary License"},
    ],
)
def test_what_is_unknown_or_not_allowed_stops_the_build(licences: ModuleType, fields: dict[str, str]) -> None:
    with pytest.raises(licences.LicenceProblem, match="some"):
        licences.licence_of(Stated("some", **fields))


@pytest.mark.parametrize("name", ["torch", "open_clip_torch", "PySide6_Essentials", "hnswlib", "Pillow", "watchdog"])
def test_the_licences_of_what_we_stand_on_are_known(licences: ModuleType, name: str) -> None:
    distribution = importlib.metadata.distribution(name)
    assert licences.licence_of(distribution)
