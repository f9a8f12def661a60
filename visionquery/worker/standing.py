"""How far a model is: for the list of models, on any thread. Reads the library."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from visionquery.worker.model import space_name

if TYPE_CHECKING:
    from visionquery.library.reader import LibraryReader
    from visionquery.worker.open_spaces import OpenSpaces


@dataclass(frozen=True, slots=True)
class Standing:
    """How a model stands: `covered` of `of` photos that can be found have an embedding of it."""

    chosen: bool
    answering: bool
    covered: int
    of: int
    problem: str = ""


def standing(key: str, reader: LibraryReader, spaces: OpenSpaces | None = None) -> Standing:
    """How the model stands that the settings call `key`. Waits for nothing; `spaces` is None where no worker runs."""
    settings = reader.settings()
    space, fault = (None, None) if spaces is None else (spaces.get(key), spaces.fault(key))
    latest = reader.embeddings.spaces_called(space_name(key))
    space_id = space.space_id if space is not None else latest[0] if latest else None
    counts = reader.counts(space_id)
    return Standing(
        chosen=settings["model"] == key,
        answering=(settings["answering"] or settings["model"]) == key,
        covered=counts.searchable,
        of=counts.indexed + counts.pending,
        problem="" if fault is None else fault.message,
    )
