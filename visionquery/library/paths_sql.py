"""Paths as SQLite stores them, and the words of a path for the full-text table. Pure.

A path that is valid UTF-8 is stored as TEXT. Any other is stored as the BLOB of its bytes, since SQLite's TEXT
would not give it back unchanged.
"""

from __future__ import annotations

import os
import unicodedata
from pathlib import PurePosixPath

# Python's own handling of file names: undecodable bytes are lone surrogates on POSIX, lone UTF-16 halves on Windows.
ERRORS = "surrogatepass" if os.name == "nt" else "surrogateescape"


def path_to_sql(path: str) -> str | bytes:
    """The value to bind for `path`."""
    try:
        path.encode()
    except UnicodeEncodeError:
        return path.encode("utf-8", ERRORS)
    return path


def path_from_sql(value: str | bytes) -> str:
    """The path behind a stored value."""
    return value if isinstance(value, str) else value.decode("utf-8", ERRORS)


def join_path(folder: str, relpath: str) -> str:
    """The absolute path of a photo; `relpath` has `/` between its parts on every system."""
    native = relpath.replace("/", os.sep) if os.sep != "/" else relpath
    return folder + native if folder.endswith(os.sep) else folder + os.sep + native


def relative_to(path: str, folder: str) -> str | None:
    """`path` below `folder` with `/` between its parts, `""` for the folder itself, None where it lies elsewhere."""
    path, folder = os.path.normpath(path), os.path.normpath(folder)
    compared, base = os.path.normcase(path), os.path.normcase(folder)
    if compared == base:
        return ""
    prefix = base if base.endswith(os.sep) else base + os.sep
    if not compared.startswith(prefix):
        return None
    return path[len(prefix) :].replace(os.sep, "/")


def prefix_ranges(prefix: str) -> list[tuple[str | bytes, str | bytes]]:
    """Half-open ranges of stored relpaths that lie below the subfolder `prefix`, for an index on relpath.

    Two of them where the prefix itself is valid UTF-8, as names below it may or may not be. `0` follows `/`.
    """
    raw = prefix.encode("utf-8", ERRORS)
    ranges: list[tuple[str | bytes, str | bytes]] = [(raw + b"/", raw + b"0")]
    if isinstance(path_to_sql(prefix), str):
        ranges.insert(0, (prefix + "/", prefix + "0"))
    return ranges


def name_words(folder: str, relpath: str) -> tuple[str, str]:
    """Text for the full-text table: the file's name without extension, and the names of the folders it lies in.

    The root folder counts with its last name only, so that the way to the person's home is no match.
    """
    parts = PurePosixPath(relpath)
    root = os.path.basename(os.path.normpath(folder))  # noqa: PTH119 - a pure path would not take lone surrogates
    return _readable(parts.stem), _readable(" ".join([root, *parts.parts[:-1]]))


def _readable(text: str) -> str:
    return unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode())
