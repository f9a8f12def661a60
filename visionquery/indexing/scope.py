"""A scope: the part of a folder that is looked at again, as paths of files or of whole subtrees.

Pure values, shared by coalescer, watcher, scanner and reconcile. Standard library only.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator

Scope = tuple[str, ...]
"""Paths relative to the folder, `/` between their parts; each stands for itself and all below it."""

FULL: Scope = ("",)
"""The whole folder: `""` is the folder itself."""


def ancestors(relpath: str) -> Iterator[str]:
    """Every folder above `relpath`, nearest first, down to `""`; nothing for `""` itself."""
    while relpath:
        relpath = relpath.rpartition("/")[0]
        yield relpath


def covers(scope: Collection[str], relpath: str) -> bool:
    """Whether `relpath` is one of these paths or lies below one. Quickest where `scope` is a set."""
    return relpath in scope or any(above in scope for above in ancestors(relpath))


def narrowed(paths: Collection[str]) -> Scope:
    """The same scope without the paths that lie below others, sorted."""
    known = frozenset(paths)
    return tuple(sorted(path for path in known if not any(above in known for above in ancestors(path))))
