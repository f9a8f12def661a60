"""`visionquery folders`: list the folders that are searched, add some, forget some."""

from __future__ import annotations

import argparse
import sys
from typing import Any

from visionquery.cli.console import counted, home_shortened, print_json, printable, table, tell, terminal_columns
from visionquery.cli.places import absolute_path, checked_folder
from visionquery.domain.errors import FolderRefused
from visionquery.domain.folders import Folder
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.filesystems import volume_id
from visionquery.system.paths import DataPaths


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """1 where one of several folders was refused; the others are done all the same."""
    refused = 0
    if arguments.action == "add":
        refused = _add(arguments.paths, paths, quiet=arguments.json)
    elif arguments.action == "remove":
        refused = _remove(arguments.paths, paths, quiet=arguments.json)
    if arguments.json or arguments.action in (None, "list"):
        _list(paths, as_json=arguments.json)
    return 1 if refused else 0


def described(folder: Folder) -> dict[str, Any]:
    """A folder as JSON shows it."""
    return {
        "path": folder.path,
        "photos": folder.photos,
        "state": folder.state.value,
        "note": folder.note,
        "scanned_at": folder.scanned_at,
    }


def folder_rows(folders: list[Folder]) -> list[tuple[str, str, str]]:
    """Folders as rows of a table: path, photos, state."""
    return [
        (
            home_shortened(folder.path),
            counted(folder.photos, "photo"),
            f"{folder.state.value}: {folder.note}" if folder.note else folder.state.value,
        )
        for folder in folders
    ]


def _list(paths: DataPaths, *, as_json: bool) -> None:
    reader = LibraryReader(paths)
    try:
        folders = reader.folders()
    finally:
        reader.close()
    if as_json:
        print_json([described(folder) for folder in folders])
    elif folders:
        print("\n".join(table(folder_rows(folders), terminal_columns(sys.stdout), elastic=0)))
    else:
        print("No folder is searched yet. Add one: visionquery index FOLDER")


def _add(given: list[str], paths: DataPaths, *, quiet: bool) -> int:
    refused = 0
    with Library(paths) as library:
        for path in given:
            try:
                absolute = checked_folder(path)
                folder = library.folders.add(absolute, volume_id(absolute))
            except FolderRefused as refusal:
                tell(f"visionquery: {refusal}")
                refused += 1
            else:
                if not quiet:
                    print(f"Added {printable(folder.path)}. Index it: visionquery index {printable(folder.path)}")
    return refused


def _remove(given: list[str], paths: DataPaths, *, quiet: bool) -> int:
    refused = 0
    with Library(paths) as library:
        for path in given:
            absolute = absolute_path(path)
            folder = next((each for each in library.folders.list() if each.path in (path, absolute)), None)
            if folder is None:
                tell(f"visionquery: {absolute} is not one of the folders. See: visionquery folders")
                refused += 1
                continue
            library.folders.remove(folder.id)
            if not quiet:
                print(f"Removed {printable(folder.path)} from the library; its files are untouched.")
        for folder in library.folders.retired():
            # Removed in the window, which was closed before it could forget them.
            library.folders.purge(folder.id)
        library.sweep()
    return refused
