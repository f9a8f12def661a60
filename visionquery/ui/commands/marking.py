"""Favourites, ratings, and photos that are left out of the results; all of it can be undone. Main thread.

The worker writes. What the photos were before is read on a task thread, however many they are.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject

from visionquery.domain.photos import Photo
from visionquery.ui.commands.subject import Desk
from visionquery.ui.commands.undo import Undo
from visionquery.worker.commands import Command, SetFavourite, SetHidden, SetRating


@dataclass(frozen=True, slots=True)
class _Marks:
    """Photos by a mark that they have."""

    having: dict[int, tuple[int, ...]]

    @property
    def count(self) -> int:
        return sum(map(len, self.having.values()))


class Marking(QObject):
    """The marks that a person gives photos."""

    def __init__(self, desk: Desk, undo: Undo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._undo = undo

    def set_favourite(self, photo_ids: Sequence[int], on: bool) -> None:
        """These are favourites, or are not."""
        self._desk.bridge.send(SetFavourite(tuple(photo_ids), on), failed=self._desk.refuse)

    def set_rating(self, photo_ids: Sequence[int], rating: int) -> None:
        """These have so many stars."""
        self._desk.bridge.send(SetRating(tuple(photo_ids), rating), failed=self._desk.refuse)

    def toggle_favourite(self) -> None:
        """Favourites all of them; where all are, none of them."""
        self._read(lambda photo: photo.favourite, self._set_favourite)

    def rate(self, rating: int) -> None:
        """From 0 (not rated) to 5."""
        self._read(lambda photo: photo.rating, lambda marks: self._set_rating(marks, rating))

    def toggle_hidden(self) -> None:
        """Leave them out of every view; where all are left out, show them again."""
        self._read(lambda photo: photo.hidden, self._set_hidden)

    def _read(self, mark: Callable[[Photo], int], use: Callable[[_Marks], None]) -> None:
        all_ids = self._desk.subject.all_ids()

        def read() -> _Marks:
            having: defaultdict[int, list[int]] = defaultdict(list)
            for photo in self._desk.rows(all_ids()):
                having[int(mark(photo))].append(photo.id)
            return _Marks({value: tuple(ids) for value, ids in having.items()})

        self._desk.tasks.run(read, use, self._desk.fail)

    def _set_favourite(self, marks: _Marks) -> None:
        changed = marks.having.get(0, ()) or marks.having.get(1, ())
        on = bool(marks.having.get(0))
        if not changed:
            return
        words = (
            self.tr("%n photo(s) marked as favourite.", "", len(changed))
            if on
            else self.tr("%n photo(s) no favourite(s) any more.", "", len(changed))
        )
        # One photo shows what happened to it by its badge, and the same key takes it back.
        quiet = len(changed) == 1
        self._do(SetFavourite(changed, on), "" if quiet else words, [SetFavourite(changed, not on)])

    def _set_rating(self, marks: _Marks, rating: int) -> None:
        changed = {before: ids for before, ids in marks.having.items() if before != rating}
        ids = tuple(photo_id for group in changed.values() for photo_id in group)
        if not ids:
            return
        words = (
            self.tr("%n photo(s) rated.", "", len(ids)) if rating else self.tr("%n rating(s) removed.", "", len(ids))
        )
        self._do(
            SetRating(ids, rating),
            "" if len(ids) == 1 else words,
            [SetRating(group, before) for before, group in changed.items()],
        )

    def _set_hidden(self, marks: _Marks) -> None:
        on = bool(marks.having.get(0))
        changed = marks.having.get(0, ()) or marks.having.get(1, ())
        if not changed:
            return
        words = (
            self.tr("%n photo(s) hidden from the results.", "", len(changed))
            if on
            else self.tr("%n photo(s) shown again.", "", len(changed))
        )
        self._do(SetHidden(changed, on), words, [SetHidden(changed, not on)])

    def _do(self, command: Command, words: str, back: list[Command]) -> None:
        def done(_value: object) -> None:
            if words:
                self._undo.offer(words, lambda: self._send_all(back))

        self._desk.bridge.send(command, done, self._desk.refuse)

    def _send_all(self, commands: list[Command]) -> None:
        for command in commands:
            self._desk.bridge.send(command, failed=self._desk.refuse)
