"""Which programs open a kind of picture, by the files that desktops keep, and how they are started."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from visionquery.domain.errors import Fault
from visionquery.system.applications import (
    Application,
    applications_for,
    command_lines,
    media_type,
    start_application,
    start_program,
)

pytestmark = pytest.mark.skipif(sys.platform in ("win32", "darwin"), reason="desktop entries are Linux's")


@pytest.fixture
def desktop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> dict[str, str]:
    """An own and a shared data folder, a settings folder, and a folder of programs."""
    programs = tmp_path / "bin"
    programs.mkdir()
    for name in ("viewer", "painter", "darkroom"):
        (programs / name).write_text("#!/bin/sh\n")
        (programs / name).chmod(0o755)
    monkeypatch.setenv("PATH", str(programs))
    shared = tmp_path / "shared"
    entry(shared, "viewer.desktop", "Name=Viewer\nName[de]=Betrachter\nExec=viewer %U\nIcon=eye")
    entry(shared, "org-painter.desktop", "Name=Painter\nExec=painter --new %f")
    entry(shared, "raw/darkroom.desktop", "Name=Darkroom\nExec=darkroom %F\nTryExec=darkroom")
    entry(shared, "gone.desktop", "Name=Gone\nExec=not-installed %f")
    entry(shared, "hidden.desktop", "Name=Hidden\nExec=viewer %f\nHidden=true")
    entry(shared, "terminal.desktop", "Name=Terminal\nExec=viewer %f\nTerminal=true")
    (shared / "applications" / "mimeinfo.cache").write_text(
        "[MIME Cache]\n"
        "image/jpeg=gone.desktop;hidden.desktop;terminal.desktop;viewer.desktop;org-painter.desktop;\n"
        "image/x-nikon-nef=raw-darkroom.desktop;\n"
    )
    (shared / "mime").mkdir()
    (shared / "mime" / "globs2").write_text(
        "# comment\n50:image/jpeg:*.jpg\n50:image/x-nikon-nef:*.nef\n80:text/x-notes:notes.jpg\n"
    )
    return {
        "HOME": str(tmp_path),
        "XDG_DATA_HOME": str(tmp_path / "own"),
        "XDG_DATA_DIRS": str(shared),
        "XDG_CONFIG_HOME": str(tmp_path / "config"),
        "XDG_CONFIG_DIRS": str(tmp_path / "none"),
    }


def entry(folder: Path, name: str, lines: str) -> None:
    file = folder / "applications" / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(f"[Desktop Entry]\nType=Application\n{lines}\n[Desktop Action New]\nName=Wrong\nExec=wrong\n")


def names(found: list[Application]) -> list[str]:
    return [application.name for application in found]


def test_programs_that_are_installed_and_shown_are_found(desktop: dict[str, str]) -> None:
    assert names(applications_for("/photos/a.JPG", desktop)) == ["Viewer", "Painter"]
    assert names(applications_for("/photos/a.nef", desktop)) == ["Darkroom"]
    assert applications_for("/photos/a.txt", desktop) == []


def test_names_come_in_the_language(desktop: dict[str, str]) -> None:
    assert names(applications_for("a.jpg", desktop, "de_AT")) == ["Betrachter", "Painter"]


def test_the_persons_own_choices_count_first(desktop: dict[str, str]) -> None:
    config = Path(desktop["XDG_CONFIG_HOME"])
    config.mkdir()
    (config / "mimeapps.list").write_text(
        "[Default Applications]\nimage/jpeg=org-painter.desktop\n"
        "[Added Associations]\nimage/jpeg=raw-darkroom.desktop;\n"
        "[Removed Associations]\nimage/jpeg=viewer.desktop;\n"
    )
    assert names(applications_for("a.jpg", desktop)) == ["Painter", "Darkroom"]


def test_an_own_entry_stands_before_the_shared_one(desktop: dict[str, str]) -> None:
    entry(Path(desktop["XDG_DATA_HOME"]), "viewer.desktop", "Name=My viewer\nExec=viewer -x %u")
    assert names(applications_for("a.jpg", desktop)) == ["My viewer", "Painter"]


def test_kinds_are_told_by_the_heaviest_pattern(desktop: dict[str, str]) -> None:
    assert media_type("/x/notes.jpg", desktop) == "text/x-notes"
    assert media_type("/x/other.jpg", desktop) == "image/jpeg"
    assert media_type("/x/a.heic", desktop) == "image/heif"


@pytest.mark.parametrize(
    ("command", "expected"),
    [
        ("viewer %U", [["viewer", "file:///a%20b.jpg", "file:///c.jpg"]]),
        ("viewer %F", [["viewer", "/a b.jpg", "/c.jpg"]]),
        ("viewer %f", [["viewer", "/a b.jpg"], ["viewer", "/c.jpg"]]),
        (
            "viewer --title %c %u",
            [["viewer", "--title", "V", "file:///a%20b.jpg"], ["viewer", "--title", "V", "file:///c.jpg"]],
        ),
        (
            '"my viewer" --x=100%% %i',
            [["my viewer", "--x=100%", "--icon", "i", "/a b.jpg"], ["my viewer", "--x=100%", "--icon", "i", "/c.jpg"]],
        ),
    ],
)
def test_the_line_of_a_desktop_entry_becomes_commands(command: str, expected: list[list[str]]) -> None:
    assert command_lines(Application("v", "V", command, "i"), ["/a b.jpg", "/c.jpg"]) == expected


def test_a_program_that_does_not_start_is_told(desktop: dict[str, str], tmp_path: Path) -> None:
    with pytest.raises(Fault, match="Gone could not be started"):
        start_application(Application("gone", "Gone", "not-installed %f"), ["/a.jpg"])
    with pytest.raises(Fault, match="is no program"):
        start_program(str(tmp_path / "a.jpg"), ["/a.jpg"])
    start_program(str(tmp_path / "bin" / "viewer"), ["/a.jpg"])
