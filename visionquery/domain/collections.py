"""What a person keeps and does in the library: searches to ask again, and what became of marks and of the trash."""

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
class Marked:
    """What giving photos a mark came to: `value` is what they have now (0 or 1, for ratings 0 to 5), `before` are
    those that had another one, by what it was."""

    value: int
    before: dict[int, tuple[int, ...]]

    @property
    def count(self) -> int:
        """How many photos changed."""
        return sum(map(len, self.before.values()))


@dataclass(frozen=True, slots=True)
class TrashResult:
    """What became of photos that were to go to the trash: those gone, and those refused with their reasons."""

    moved: tuple[int, ...] = ()
    refused: tuple[tuple[int, str], ...] = ()
