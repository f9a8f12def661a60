"""Paths as a person gives them on the command line."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

from visionquery.domain.errors import Fault, FolderRefused
from visionquery.domain.folders import Folder
from visionquery.library.paths_sql import relative_to
from visionquery.library.reader import LibraryReader
from visionquery.system.filesystems import file_size
from visionquery.system.paths import DataPaths


def absolute_path(path: str) -> str:
    """The absolute path, with `~` filled in; symbolic links and odd names stay as they are."""
    return os.path.abspath(os.path.expanduser(path))  # noqa: PTH100, PTH111 - a Path loses odd names


def checked_folder(path: str) -> str:
    """The absolute path of a folder to add; raises `FolderRefused` where it is none."""
    absolute = absolute_path(path)
    if not os.path.lexists(absolute):
        raise FolderRefused(f"There is no folder {absolute}.", "Check how it is spelled.")
    if not os.path.isdir(absolute):  # noqa: PTH112
        parent = os.path.dirname(absolute)  # noqa: PTH120
        raise FolderRefused(f"{absolute} is a file.", f"Give the folder that it lies in: {parent}")
    return absolute


def covering(path: str, folders: Iterable[Folder]) -> Folder | None:
    """The folder of the library that `path` lies inside of, also by way of symbolic links; None for a folder itself."""
    real = os.path.realpath(path)
    found = None
    for folder in folders:
        if os.path.normpath(path) == folder.path:
            return None
        if relative_to(path, folder.path) is not None or relative_to(real, os.path.realpath(folder.path)) is not None:
            found = folder
    return found


def narrowed_folder(path: str | None, paths: DataPaths) -> str | None:
    """The absolute path for `--in`, in the library's own spelling; raises `Fault` where nothing of it is searched."""
    if path is None:
        return None
    absolute = absolute_path(path)
    reader = LibraryReader(paths)
    try:
        roots = [folder.path for folder in reader.folders()]
    finally:
        reader.close()
    for candidate in (absolute, os.path.realpath(absolute)):
        for root in roots:
            for inside in (relative_to(candidate, root), relative_to(candidate, os.path.realpath(root))):
                if inside is not None:
                    return os.path.join(root, *inside.split("/")) if inside else root  # noqa: PTH118
            if relative_to(root, candidate) is not None:
                return candidate
    if not roots:
        return absolute
    raise Fault(f"{absolute} is not searched.", f"Index it first: visionquery index {absolute}")


def folder_size(folder: Path) -> int:
    """Bytes of the files right in a folder; 0 where it does not exist."""
    if not folder.is_dir():
        return 0
    return sum(file_size(file) for file in folder.iterdir() if file.is_file())
