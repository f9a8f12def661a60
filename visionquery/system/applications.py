"""Which programs open a kind of picture, and starting one of them. From a task thread, never the Qt main thread.

Linux: desktop entries and the files beside them that say who opens what (the freedesktop specifications "Desktop
Entry", "MIME Applications Associations" and "Shared MIME-info"). Windows and macOS have a dialog and a chooser of
their own (`open_with_dialog`, `start_program`).
"""

from __future__ import annotations

import fnmatch
import mimetypes
import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from visionquery.domain.errors import Fault
from visionquery.system.desktop import file_uri, launch

# Kinds that some systems do not know; from the registries of media types and shared-mime-info.
_KINDS = {
    ".heic": "image/heif",
    ".heif": "image/heif",
    ".avif": "image/avif",
    ".jxl": "image/jxl",
    ".webp": "image/webp",
    ".psd": "image/vnd.adobe.photoshop",
    ".dng": "image/x-adobe-dng",
    ".cr2": "image/x-canon-cr2",
    ".cr3": "image/x-canon-cr3",
    ".nef": "image/x-nikon-nef",
    ".arw": "image/x-sony-arw",
    ".orf": "image/x-olympus-orf",
    ".rw2": "image/x-panasonic-rw2",
    ".raf": "image/x-fuji-raf",
}


@dataclass(frozen=True, slots=True)
class Application:
    """A program that a person may choose. `command` is as in its desktop entry; `icon` is a name or a path."""

    id: str
    name: str
    command: str
    icon: str = ""


def applications_for(path: str, environment: Mapping[str, str] = os.environ, locale: str = "") -> list[Application]:
    """The programs for this kind of file, the one that is set for it first. Empty where the system asks by itself."""
    if sys.platform in ("win32", "darwin"):
        return []
    kind = media_type(path, environment)
    folders = _data_folders(environment)
    added, removed, preferred = _associations(kind, environment, folders)
    ids: list[str] = list(dict.fromkeys([*preferred, *added, *_cached(kind, folders)]))
    entries = (_entry(identity, folders, locale) for identity in ids if identity not in removed)
    return [entry for entry in entries if entry is not None]


def start_application(application: Application, paths: Sequence[str]) -> None:
    """Open these files in it. Raises `Fault` where it does not start."""
    if not launch(*command_lines(application, paths)):
        raise Fault(f"{application.name} could not be started.", "Choose another program.")


def start_program(program: str, paths: Sequence[str]) -> None:
    """Open these files with a program that a person chose as a file. Raises `Fault` where it does not start."""
    command = ["open", "-a", program, *paths] if sys.platform == "darwin" else [program, *paths]
    if not os.access(program, os.X_OK) or not launch(command):
        raise Fault(f"{os.path.basename(program)} is no program that could be started.", "Choose another one.")  # noqa: PTH119


def open_with_dialog(path: str) -> None:
    """Windows' own question which program is to open a file."""
    try:
        subprocess.Popen(["rundll32.exe", "shell32.dll,OpenAs_RunDLL", path])
    except OSError as error:
        raise Fault("Windows cannot ask for a program.", "Open the file from its folder.") from error


def command_lines(application: Application, paths: Sequence[str]) -> list[list[str]]:
    """The commands that open these files: one for all where the entry takes many, else one each."""
    words = _words(application.command)
    many = any(word in ("%F", "%U") for word in words)
    commands = []
    for group in [list(paths)] if many else [[path] for path in paths]:
        command: list[str] = []
        for word in words:
            if word in ("%f", "%F"):
                command += group
            elif word in ("%u", "%U"):
                command += [file_uri(path) for path in group]
            elif word == "%i":
                command += ["--icon", application.icon] if application.icon else []
            else:
                command.append(re.sub(r"%(.)", lambda code: _expanded(code[1], application), word))
        if not any(word in ("%f", "%F", "%u", "%U") for word in words):
            command += group
        commands.append(command)
    return commands


def media_type(path: str, environment: Mapping[str, str] = os.environ) -> str:
    """The kind of a file by its name, as this system names kinds."""
    name = os.path.basename(path).lower()  # noqa: PTH119
    best, kind = (-1, -1), ""
    for folder in _data_folders(environment):
        for line in _lines(folder / "mime" / "globs2"):
            weight, _, rest = line.partition(":")
            found, _, pattern = rest.partition(":")
            pattern = pattern.split(":")[0].lower()
            rank = (int(weight) if weight.isdecimal() else 0, len(pattern))
            if rank > best and fnmatch.fnmatchcase(name, pattern):
                best, kind = rank, found
    suffix = os.path.splitext(name)[1]  # noqa: PTH122
    return kind or _KINDS.get(suffix) or mimetypes.guess_type(name)[0] or "application/octet-stream"


def _words(command: str) -> list[str]:
    try:
        return shlex.split(command)
    except ValueError:
        return []


def _expanded(code: str, application: Application) -> str:
    return {"%": "%", "c": application.name}.get(code, "")


def _data_folders(environment: Mapping[str, str]) -> list[Path]:
    own = environment.get("XDG_DATA_HOME") or os.path.join(environment.get("HOME", "/"), ".local", "share")  # noqa: PTH118
    shared = environment.get("XDG_DATA_DIRS") or "/usr/local/share:/usr/share"
    return [Path(folder) for folder in (own, *shared.split(":")) if folder]


def _associations(
    kind: str, environment: Mapping[str, str], folders: Iterable[Path]
) -> tuple[list[str], set[str], list[str]]:
    """Added, removed and preferred entries of `mimeapps.list`, the most important file first."""
    own = environment.get("XDG_CONFIG_HOME") or os.path.join(environment.get("HOME", "/"), ".config")  # noqa: PTH118
    shared = environment.get("XDG_CONFIG_DIRS") or "/etc/xdg"
    places = [Path(own), *(Path(folder) for folder in shared.split(":") if folder)]
    places += [folder / "applications" for folder in folders]
    desktops = [name.lower() for name in environment.get("XDG_CURRENT_DESKTOP", "").split(":") if name]
    added: list[str] = []
    removed: set[str] = set()
    preferred: list[str] = []
    for place in places:
        for name in (*(f"{desktop}-mimeapps.list" for desktop in desktops), "mimeapps.list"):
            groups = dict(_groups(place / name))
            # What an important file adds is not removed by a lesser one.
            added += [each for each in _listed(groups, "Added Associations", kind) if each not in removed]
            removed |= set(_listed(groups, "Removed Associations", kind)) - set(added)
            preferred += _listed(groups, "Default Applications", kind)
    return added, removed, preferred


def _cached(kind: str, folders: Iterable[Path]) -> list[str]:
    found: list[str] = []
    for folder in folders:
        found += _listed(dict(_groups(folder / "applications" / "mimeinfo.cache")), "MIME Cache", kind)
    return found


def _listed(groups: Mapping[str, Mapping[str, str]], group: str, key: str) -> list[str]:
    return [each for each in groups.get(group, {}).get(key, "").split(";") if each]


def _entry(identity: str, folders: Iterable[Path], locale: str) -> Application | None:
    for folder in folders:
        file = _entry_file(folder / "applications", identity)
        if file is None:
            continue
        values = dict(_groups(file)).get("Desktop Entry", {})
        shown = values.get("Type") == "Application" and values.get("Hidden") != "true"
        command = values.get("Exec", "")
        tried = values.get("TryExec") or next(iter(_words(command)), "")
        # A terminal's own program would need one around it; no viewer of pictures does.
        if not shown or not command or values.get("Terminal") == "true" or not shutil.which(tried):
            return None
        language = locale.split("_")[0]
        name = values.get(f"Name[{locale}]") or values.get(f"Name[{language}]") or values.get("Name", identity)
        return Application(identity, name, command, values.get("Icon", ""))
    return None


def _entry_file(folder: Path, identity: str) -> Path | None:
    """`a-b.desktop` may be `a/b.desktop`."""
    parts = identity.split("-")
    for split in range(len(parts)):
        file = folder.joinpath(*parts[:split], "-".join(parts[split:]))
        if file.is_file():
            return file
    return None


def _groups(file: Path) -> Iterator[tuple[str, dict[str, str]]]:
    name, values = "", dict[str, str]()
    for line in _lines(file):
        if line.startswith("[") and line.rstrip().endswith("]"):
            if name:
                yield name, values
            name, values = line.strip()[1:-1], {}
        elif not line.startswith("#") and "=" in line:
            key, _, value = line.partition("=")
            values.setdefault(key.strip(), value.strip())
    if name:
        yield name, values


def _lines(file: Path) -> list[str]:
    try:
        return file.read_text(encoding="utf-8", errors="replace").splitlines()
    except OSError:
        return []
