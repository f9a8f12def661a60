"""Which names the scanner and the watcher pass over: junk of NAS systems, hidden files, whatever a person adds.

Pure and immutable once built, so any thread may share one.
"""

from __future__ import annotations

import fnmatch
import os
import re
import stat
import sys
import unicodedata
from collections.abc import Iterable, Mapping
from typing import Any

from visionquery.domain.photos import VIDEO_EXTENSIONS

_WILDCARDS = re.compile(r"[*?\[]")
_WINDOWS_HIDDEN = stat.FILE_ATTRIBUTE_HIDDEN | stat.FILE_ATTRIBUTE_SYSTEM

# A photo library of macOS is a folder full of resized copies; the person's pictures are in one folder of it.
_LIBRARY_SUFFIXES = (".photoslibrary", ".photolibrary", ".migratedphotolibrary", ".aplibrary")
_LIBRARY_ORIGINALS = ("originals", "masters")


class IgnoreRules:
    """Glob patterns on single names (never on paths), and lower-case extensions, compiled once.

    Upper and lower case are alike where the operating system takes them so. Names are compared in Unicode's
    composed form, because macOS may hand out decomposed ones.
    """

    def __init__(
        self,
        patterns: Iterable[str],
        extensions: Iterable[str] = (),
        *,
        fold_case: bool = sys.platform in ("win32", "darwin"),
    ) -> None:
        self._fold_case = fold_case
        self._endings = tuple(extensions)
        names: set[str] = set()
        prefixes: set[str] = set()
        globs: list[str] = []
        for pattern in map(self._canonical, (pattern.strip().rstrip("/") for pattern in patterns)):
            if not pattern:
                continue
            if not _WILDCARDS.search(pattern):
                names.add(pattern)
            elif pattern.endswith("*") and not _WILDCARDS.search(pattern[:-1]):
                prefixes.add(pattern[:-1])
            else:
                globs.append(fnmatch.translate(pattern))
        self._names = frozenset(names)
        self._prefixes = tuple(sorted(prefixes))
        self._globs = re.compile("|".join(globs)) if globs else None

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> IgnoreRules:
        """As the library's settings say."""
        return cls(settings["ignored_names"], () if settings["videos"] else VIDEO_EXTENSIONS)

    def ignores(self, name: str) -> bool:
        """Whether a file or folder of this name is passed over."""
        name = self._canonical(name)
        if name in self._names or name.startswith(self._prefixes):
            return True
        if self._endings and name.casefold().endswith(self._endings):
            return True
        return self._globs is not None and self._globs.match(name) is not None

    def ignores_path(self, relpath: str) -> bool:
        """Whether the scanner would never come to this path (relative to a root, `/` between its parts)."""
        parent = ""
        for name in relpath.split("/"):
            if name and (self.ignores(name) or not opens_package(parent, name)):
                return True
            parent = name
        return False

    def _canonical(self, name: str) -> str:
        if not name.isascii():
            name = unicodedata.normalize("NFC", name)
        return name.casefold() if self._fold_case else name


def opens_package(parent: str, name: str) -> bool:
    """False for what lies directly in a macOS photo library named `parent` and is not its originals."""
    return not parent.lower().endswith(_LIBRARY_SUFFIXES) or name.lower() in _LIBRARY_ORIGINALS


def is_hidden(status: os.stat_result) -> bool:
    """Whether the file system marks it hidden (Windows, macOS). Names that begin with a dot are a pattern's matter."""
    if sys.platform == "win32":
        return bool(status.st_file_attributes & _WINDOWS_HIDDEN)
    return bool(getattr(status, "st_flags", 0) & stat.UF_HIDDEN)
