"""What a person keeps in the library beside photos: searches to ask again."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SavedSearch:
    """A question with a name, asked again with one click. `folder` is the absolute path it is narrowed to, or None."""

    id: int
    name: str
    text: str
    folder: str | None = None


@dataclass(frozen=True, slots=True)
class TrashResult:
    """What became of photos that were to go to the trash: those gone, and those refused with their reasons."""

    moved: tuple[int, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()
