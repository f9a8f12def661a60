"""Handing a file to the desktop: open it in its program, or show it in the file manager.

May take seconds: called from a worker thread of the window or from the command line, never on the Qt main thread.
"""

from __future__ import annotations

import os
import subprocess
import sys
import threading
import time
from collections.abc import Sequence
from pathlib import Path

from visionquery.domain.errors import Fault

# A launcher that still runs after this long has found its program; some stay until that program ends.
LAUNCH_SECONDS = 5.0


def open_file(path: str) -> None:
    """Open in the program that the desktop has for it. Raises `Fault` where there is none, or no such file."""
    _must_exist(path)
    if sys.platform == "win32":
        try:
            os.startfile(path)
        except OSError as error:
            raise _no_program(path) from error
        return
    launcher = "open" if sys.platform == "darwin" else "xdg-open"
    if not launch([launcher, path]):
        raise _no_program(path)


def reveal(path: str) -> None:
    """Show in the file manager, selected where it can do that. Raises `Fault` where there is none, or no such file."""
    _must_exist(path)
    if not any(launch(command) for command in reveal_commands(path, sys.platform)):
        raise Fault("No file manager could be started.", f"The file lies in {os.path.dirname(path)}.")  # noqa: PTH120


def reveal_commands(path: str, platform: str) -> list[list[str]]:
    """Commands that show a file, best first."""
    if platform == "win32":
        # Explorer takes the whole of "/select,path" as one argument, and answers 1 even when all is well.
        return [["explorer", f"/select,{path}"]]
    if platform == "darwin":
        return [["open", "-R", path]]
    uri = file_uri(path)
    return [
        [
            "dbus-send",
            "--session",
            "--print-reply",
            "--reply-timeout=3000",
            "--dest=org.freedesktop.FileManager1",
            "/org/freedesktop/FileManager1",
            "org.freedesktop.FileManager1.ShowItems",
            # dbus-send splits an array at its commas.
            f"array:string:{uri.replace(',', '%2C')}",
            "string:",
        ],
        ["xdg-open", os.path.dirname(path)],  # noqa: PTH120 - a Path would lose the form of some names
    ]


def notify(title: str, text: str) -> bool:
    """Show a message through the session's notification service (Linux); False where there is none."""
    return any(launch(command) for command in notify_commands(title, text))


def notify_commands(title: str, text: str) -> list[list[str]]:
    """Commands that show a message, best first. The second comes with GLib, which is there where the first is not."""
    return [
        ["notify-send", "--app-name=VisionQuery", "--icon=visionquery", title, text],
        [
            "gdbus",
            "call",
            "--session",
            "--timeout=3",
            "--dest=org.freedesktop.Notifications",
            "--object-path=/org/freedesktop/Notifications",
            "--method=org.freedesktop.Notifications.Notify",
            "VisionQuery",
            "0",
            "visionquery",
            title,
            text,
            "[]",
            "{}",
            "-1",
        ],
    ]


def file_uri(path: str) -> str:
    """The `file:` address of an absolute path, whatever bytes its name is made of."""
    return Path(path).as_uri()


def launch(*commands: Sequence[str]) -> bool:
    """Start programs beside this one; False where one of them is not there or ends at once with an error.

    Waits for up to `LAUNCH_SECONDS`, for all of them together.
    """
    started = [_start(command) for command in commands]
    deadline = time.monotonic() + LAUNCH_SECONDS
    hold = [process is not None and _holds(process, deadline) for process in started]
    return all(hold)


def _start(command: Sequence[str]) -> subprocess.Popen[bytes] | None:
    try:
        return subprocess.Popen(
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=_desktop_environment(),
            start_new_session=True,
        )
    except OSError:
        return None


def _holds(process: subprocess.Popen[bytes], deadline: float) -> bool:
    try:
        status = process.wait(max(0.0, deadline - time.monotonic()))
    except subprocess.TimeoutExpired:
        threading.Thread(target=process.wait, name="desktop-launcher", daemon=True).start()
        return True
    command = process.args
    return status == 0 or (isinstance(command, list) and command[0] == "explorer")


def _desktop_environment() -> dict[str, str]:
    """The environment as it was before a frozen program put its own libraries first."""
    environment = dict(os.environ)
    if getattr(sys, "frozen", False):
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            original = environment.pop(f"{name}_ORIG", None)
            environment.pop(name, None)
            if original is not None:
                environment[name] = original
    return environment


def _must_exist(path: str) -> None:
    if not os.path.lexists(path):
        raise Fault(f"{path} is not there any more.", "If it lies on a drive or a share, connect that and try again.")


def _no_program(path: str) -> Fault:
    return Fault(f"No program opens {os.path.basename(path)}.", "Choose one in the file manager first.")  # noqa: PTH119
