"""Favourites, ratings, and photos that are left out of the results; all of it can be undone. Main thread.

The worker writes, one mark after the other, and answers with what each photo had before: however fast a person
marks, turns and marks again, what is undone is what was there.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QObject

from visionquery.domain.collections import Marked
from visionquery.ui.commands.subject import AT_ONCE, Desk
from visionquery.ui.commands.undo import Undo
from visionquery.worker.commands import Command, SetFavourite, SetHidden, SetRating


class Marking(QObject):
    """The marks that a person gives photos."""

    def __init__(self, desk: Desk, undo: Undo, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._desk = desk
        self._undo = undo

    def set_favourite(self, photo_ids: Sequence[int], on: bool | None) -> None:
        """These are favourites, or are not; None: all of them, or none where all are."""

        def words(count: int, value: int) -> str:
            if value:
                return self.tr("%n photo(s) marked as favourite.", "", count)
            return self.tr("%n photo(s) no favourite(s) any more.", "", count)

        self._mark(lambda ids, value: SetFavourite(ids, bool(value)), SetFavourite(tuple(photo_ids), on), words)

    def set_rating(self, photo_ids: Sequence[int], rating: int) -> None:
        """These have so many stars, 0 for none."""

        def words(count: int, value: int) -> str:
            return self.tr("%n photo(s) rated.", "", count) if value else self.tr("%n rating(s) removed.", "", count)

        self._mark(SetRating, SetRating(tuple(photo_ids), rating), words)

    def set_hidden(self, photo_ids: Sequence[int], on: bool | None) -> None:
        """These are left out of every view, or are not; None: as for `set_favourite`."""

        def words(count: int, value: int) -> str:
            if value:
                return self.tr("%n photo(s) hidden from the results.", "", count)
            return self.tr("%n photo(s) shown again.", "", count)

        self._mark(lambda ids, value: SetHidden(ids, bool(value)), SetHidden(tuple(photo_ids), on), words, seen=False)

    def toggle_favourite(self) -> None:
        """Favourites all that are meant; where all are, none of them."""
        self._of_all(lambda ids: self.set_favourite(ids, None))

    def set_favourites(self, on: bool) -> None:
        """All that are meant are favourites, or none is."""
        self._of_all(lambda ids: self.set_favourite(ids, on))

    def rate(self, rating: int) -> None:
        """All that are meant, from 0 (not rated) to 5."""
        self._of_all(lambda ids: self.set_rating(ids, rating))

    def toggle_hidden(self) -> None:
        """Leave all that are meant out of every view; where all are left out, show them again."""
        self._of_all(lambda ids: self.set_hidden(ids, None))

    def _of_all(self, mark: Callable[[tuple[int, ...]], None]) -> None:
        subject = self._desk.subject
        if 0 < subject.count <= AT_ONCE:
            # Not through a thread: two keys in a row must reach the worker in their order.
            mark(tuple(subject.ids(AT_ONCE)))
        elif subject.count:
            self._desk.tasks.run(subject.all_ids(), mark, self._desk.fail)

    def _mark(
        self,
        command_of: Callable[[tuple[int, ...], int], Command],
        command: Command,
        words: Callable[[int, int], str],
        seen: bool = True,
    ) -> None:
        """`words(count, value)` tell what was done; `seen`: that one photo has the mark shows on it."""

        def done(marked: object) -> None:
            assert isinstance(marked, Marked)
            if marked.count:
                back = [command_of(ids, former) for former, ids in marked.before.items()]
                quiet = seen and marked.count == 1
                self._undo.offer(words(marked.count, marked.value), lambda: self._send_all(back), quiet=quiet)

        self._desk.bridge.send(command, done, self._desk.refuse)

    def _send_all(self, commands: list[Command]) -> None:
        for command in commands:
            self._desk.bridge.send(command, failed=self._desk.refuse)
