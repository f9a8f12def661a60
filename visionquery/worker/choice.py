"""Which model is chosen and which answers, as settings of the library: read and changed where no worker runs."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.vision.model import LOCAL_PREFIX, find_model


@dataclass(frozen=True, slots=True)
class StoredStanding:
    """How a model stands by what the library says alone (see `spaces.Standing`)."""

    chosen: bool
    answering: bool
    covered: int
    of: int
    problem: str = ""


def stored_standing(reader: LibraryReader, key: str) -> StoredStanding:
    """How the model that settings call `key` stands. Works beside a running worker."""
    settings = reader.settings()
    name = Path(key.removeprefix(LOCAL_PREFIX)).name if key.startswith(LOCAL_PREFIX) else key
    latest = reader.embeddings.spaces_called(name)
    counts = reader.counts(latest[0] if latest else None)
    return StoredStanding(
        settings["model"] == key,
        (settings["answering"] or settings["model"]) == key,
        counts.searchable,
        counts.indexed + counts.pending,
    )


def choose_model(library: Library, key: str, at_once: bool = False) -> None:
    """Have embeddings made with this model; it answers once it covers what can be found, or `at_once`.

    Raises `ModelUnavailable` where it is not here.
    """
    find_model(key, library.paths.models_dir)
    now = library.settings.get()
    answering = now["answering"] or now["model"]
    # In this order: whatever comes between the two, the one that answers goes on.
    if at_once or answering == key:
        library.settings.set("model", key)
        library.settings.set("answering", "")
    else:
        library.settings.set("answering", answering)
        library.settings.set("model", key)
