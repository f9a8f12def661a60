"""The three classes of things that go wrong.

A `BadFile` is the fault of one picture: it is recorded on its row and the work goes on. A `Fault` is the fault of
the surroundings (a full disk, a second program, a missing folder): it is shown to the person with what to do about
it. Anything else is a bug: it is raised, and logged with its traceback.
"""

from __future__ import annotations

from enum import StrEnum


class VisionQueryError(Exception):
    """Base of every error that VisionQuery raises on purpose."""


class FailureKind(StrEnum):
    """Why a picture could not be indexed. Stable: part of the machine-readable output."""

    UNREADABLE = "unreadable"  # the operating system refused: permissions, I/O error, name too long
    DAMAGED = "damaged"  # truncated or corrupt
    UNSUPPORTED = "unsupported"  # a format, or a variant of one, that nothing here decodes
    TOO_LARGE = "too_large"  # over the pixel or byte cap
    EMPTY = "empty"  # zero bytes
    TIMEOUT = "timeout"  # the decoder did not finish in time
    OUT_OF_MEMORY = "out_of_memory"  # the decoder asked for more memory than a picture may have
    CRASHED = "crashed"  # the decoder, or the whole worker, died while reading it
    CHANGING = "changing"  # still being written each time it was read


class BadFile(VisionQueryError):
    """One picture cannot be used; `reason` is a sentence for a person, without the path."""

    def __init__(self, kind: FailureKind, reason: str) -> None:
        super().__init__(kind, reason)
        self.kind = kind
        self.reason = reason

    def __str__(self) -> str:
        return self.reason


class Fault(VisionQueryError):
    """The surroundings do not allow it; `message` says what happened and `advice` what to do about it."""

    def __init__(self, message: str, advice: str = "") -> None:
        super().__init__(message, advice)
        self.message = message
        self.advice = advice

    def __str__(self) -> str:
        return f"{self.message} {self.advice}".strip()


class LibraryBusy(Fault):
    """Another VisionQuery writes to this library."""


class LibraryDamaged(Fault):
    """SQLite says that the library file is broken; the file is kept."""


class LibraryTooNew(Fault):
    """The library was written by a newer VisionQuery."""


class StorageFull(Fault):
    """No room left where the library lives."""


class FolderRefused(Fault):
    """A folder cannot be added: it does not exist, cannot be read, or is covered already."""


class ModelUnavailable(Fault):
    """The model's files are absent, damaged, or not what its description says."""


class QueryRefused(Fault):
    """A query that cannot be answered as it stands: empty, or its example picture cannot be read."""
