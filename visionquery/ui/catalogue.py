"""What the library holds, read beside the worker: ids to browse, folders, counts, problems, values for filters.

Main thread; every read runs on a task thread.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from PySide6.QtCore import QObject, Signal

from visionquery.domain.queries import Criterion
from visionquery.library.reader import LibraryReader
from visionquery.ui.grid.headers import Timeline, timeline
from visionquery.ui.grid.refresh import Ids, as_ids
from visionquery.ui.rereader import Rereader
from visionquery.ui.settings_store import ORDERS
from visionquery.ui.sidebar.entries import Below, Entry, EntryKind, LibrarySummary, Subfolder, children_of, criteria_of
from visionquery.ui.tasks import TaskRunner

# What opens in a folder, and what may be typed after a filter, may be older than the counts.
SLOW_REST_MS = 3000


@dataclass(frozen=True, slots=True)
class View:
    """A part of the library in an order: `newest`, `oldest` (by the time they were taken) or `added` (latest first).

    `folder` is an absolute path; criteria must all hold.
    """

    folder: str | None = None
    criteria: tuple[Criterion, ...] = ()
    order: str = ORDERS[0]


@dataclass(frozen=True, slots=True)
class Overview:
    """What the sidebar lists, and whether the worker may use the processor as if it were the only program."""

    summary: LibrarySummary
    hurried: bool = False


@dataclass(frozen=True, slots=True)
class Browsed:
    """The photos of a view in its order, and where their months begin when that is an order by date."""

    view: View
    ids: Ids
    timeline: Timeline | None = None


class Catalogue(QObject):
    """Emits what it read: `overview`, `browsed`, and when asked for `problems`, `subfolders` and `vocabulary`."""

    overview = Signal(object)  # Overview
    browsed = Signal(object)  # Browsed
    problems = Signal(object)  # list[Failure]
    subfolders = Signal(object)  # Below, when they changed
    vocabulary = Signal(object)  # Vocabulary

    def __init__(self, reader: LibraryReader, tasks: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._reader = reader
        self._view = View()
        self._last_below: Below = {}
        self._overview = Rereader(tasks, self._read_overview, self.overview.emit, self)
        self._browsed = Rereader(tasks, self._read_browsed, self.browsed.emit, self)
        self._problems = Rereader(tasks, reader.failures, self.problems.emit, self)
        self._subfolders = Rereader(tasks, self._read_subfolders, self._show_subfolders, self, SLOW_REST_MS)
        self._vocabulary = Rereader(tasks, reader.vocabulary, self.vocabulary.emit, self, SLOW_REST_MS)

    def look(self) -> None:
        """Read folders, counts and saved searches again."""
        self._overview.want()
        self._subfolders.want()

    def browse(self, view: View) -> None:
        """Read the ids of this part of the library, now."""
        self._view = view
        self._browsed.want(now=True)

    def browse_again(self) -> None:
        """The photos changed: read the same ids again."""
        self._browsed.want()

    def list_problems(self) -> None:
        """Read the photos that cannot be used."""
        self._problems.want()

    def list_vocabulary(self) -> None:
        """Read what may stand behind a filter."""
        self._vocabulary.want()

    def _read_overview(self) -> Overview:
        reader, counts = self._reader, self._reader.counts()

        def number(kind: EntryKind) -> int:
            return reader.count_shown(criteria_of(kind))

        summary = LibrarySummary(
            tuple(reader.folders()),
            counts,
            favourites=number(EntryKind.FAVOURITES),
            recent=number(EntryKind.RECENT),
            hidden=counts.hidden,
            problems=counts.failed,
            searches=tuple(reader.saved_searches()),
        )
        return Overview(summary, reader.settings()["priority"] == "normal")

    def _read_browsed(self) -> Browsed:
        view = self._view
        ids = as_ids(
            self._reader.all_ids(newest_first=view.order != "oldest", folder=view.folder, criteria=view.criteria)
        )
        if view.order == "added":
            # Ids are given in the order in which photos come in.
            return Browsed(view, as_ids(np.sort(ids)[::-1]))
        return Browsed(view, ids, timeline(as_ids(self._reader.shown_times(ids))))

    def _read_subfolders(self) -> Below | None:
        """None where they are the same as last time: comparing thousands is no work for the main thread."""
        below = children_of([Subfolder(*row) for row in self._reader.subfolders()])
        if below == self._last_below:
            return None
        self._last_below = below
        return below

    def _show_subfolders(self, below: Below | None) -> None:
        if below is not None:
            self.subfolders.emit(below)


def view_of(entry: Entry, order: str) -> View:
    """What is browsed while an entry of the sidebar is looked at. Recently added photos come latest first."""
    recent = entry.kind is EntryKind.RECENT and order == ORDERS[0]
    return View(entry.path, criteria_of(entry.kind), "added" if recent else order)
