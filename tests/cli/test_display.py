"""Where no window can open, the program says so; Qt is never left to end it."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys

import pytest

from visionquery.cli.display import display_problem, import_problem

linux_only = pytest.mark.skipif(sys.platform != "linux", reason="only here does a window need a display server")


@linux_only
def test_no_display_is_told() -> None:
    assert "no display" in str(display_problem({}))


@linux_only
@pytest.mark.parametrize("display", [":987", "localhost:987", "nonsense"])
def test_a_display_that_does_not_answer_is_told(display: str) -> None:
    assert display in str(display_problem({"DISPLAY": display}))


@linux_only
def test_a_display_that_answers_is_no_problem() -> None:
    server = shutil.which("Xvfb")
    if server is None:
        pytest.skip("Xvfb is not installed")
    reading, writing = os.pipe()
    command = [server, "-displayfd", str(writing), "-screen", "0", "64x64x24", "-nolisten", "tcp"]
    with subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL) as process:
        os.close(writing)
        with os.fdopen(reading) as told:
            number = told.readline().strip()
        try:
            assert display_problem({"DISPLAY": f":{number}"}) is None
            assert display_problem({"DISPLAY": f":{number}", "WAYLAND_DISPLAY": "none-here"}) is None
        finally:
            process.terminate()


@pytest.mark.parametrize("platform", ["offscreen", "minimal", "vnc:size=10x10"])
def test_screenless_platforms_need_no_display(platform: str) -> None:
    assert display_problem({"QT_QPA_PLATFORM": platform}) is None


def test_a_missing_system_library_is_named_with_its_package() -> None:
    error = ImportError("libEGL.so.1: cannot open shared object file: No such file or directory")
    assert "libEGL.so.1" in import_problem(error)
    assert "apt-get install libegl1" in import_problem(error)
    assert "No module named" in import_problem(ImportError("No module named 'PySide6'"))


@linux_only
def test_without_a_display_the_program_names_the_command_line(visionquery) -> None:
    env = visionquery.environment(DISPLAY=None, WAYLAND_DISPLAY=None, QT_QPA_PLATFORM=None)
    done = visionquery(env=env)
    assert done.returncode == 1
    assert done.stdout == ""
    assert done.stderr.count("\n") == 1
    assert "visionquery --help" in done.stderr
