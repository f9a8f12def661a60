"""Decides what the window shows: the library or an answer, which page, and the words above it. Main thread.

Listens to the worker's events, the catalogue's readings and the search session; holds no widget of its own.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from visionquery.domain.events import Activity, PhotosChanged, Progress
from visionquery.domain.photos import Counts
from visionquery.domain.queries import Answer
from visionquery.ui import wording
from visionquery.ui.catalogue import Browsed, Catalogue, Overview
from visionquery.ui.grid.feed import GridFeed
from visionquery.ui.grid.refresh import as_ids
from visionquery.ui.search_session import Example, SearchSession
from visionquery.ui.sidebar import Entry, EntryKind
from visionquery.ui.window import MainWindow


class Presenter(QObject):
    """Emits `folder_shown(folder id or 0)` when another part of the library is looked at."""

    folder_shown = Signal(int)

    def __init__(
        self, window: MainWindow, session: SearchSession, catalogue: Catalogue, feed: GridFeed, folder_id: int
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._catalogue = catalogue
        self._feed = feed
        self._first_folder = folder_id
        self._overview: Overview | None = None
        self._browsed: Browsed | None = None
        self._answer: Answer | None = None
        self._browse_scroll = 0
        self._scanning = False
        session.started.connect(self._asked)
        session.answered.connect(self._show_answer)
        session.cleared.connect(self._back_to_library)
        session.busy.connect(window.search.spinner.turn)
        catalogue.overview.connect(self._show_overview)
        catalogue.browsed.connect(self._show_browsed)
        catalogue.problems.connect(window.problems.show_failures)
        window.sidebar.chosen.connect(self._choose)
        self._settle()

    def photos_changed(self, event: PhotosChanged) -> None:
        """Look again at what is shown."""
        self._window.grid.refresh_photos(None if event.everything else event.photo_ids)
        self._catalogue.look()
        if self._session.active:
            self._session.library_changed(soon=False)
        else:
            self._catalogue.browse_again()
        if self._window.sidebar.current.kind is EntryKind.PROBLEMS:
            self._catalogue.list_problems()

    def folder_removed(self) -> None:
        """Its photos leave at once, from the library and from the answer."""
        self._catalogue.look()
        self._catalogue.browse_again()
        self._session.library_changed(soon=True)

    def show_progress(self, progress: Progress) -> None:
        """Whether an empty grid is empty for now only."""
        scanning = progress.activity in (Activity.SCANNING, Activity.STARTING)
        if scanning != self._scanning:
            self._scanning = scanning
            self._settle()

    def find_similar(self, example: Example) -> None:
        """Show the example in the search box and ask."""
        picture = self._window.grid.tile(example.photo_id) if example.photo_id is not None else None
        self._session.find_similar(example)
        self._window.search.show_example(example.name, picture)

    def escape(self) -> None:
        """Esc: first the question goes, then the selection."""
        search = self._window.search
        if self._session.active or search.text:
            search.reset()
            self._session.clear()
        else:
            self._window.grid.clearSelection()
        self._window.grid.setFocus()

    # The library

    def _show_overview(self, overview: Overview) -> None:
        first = self._overview is None
        self._overview = overview
        self._window.sidebar.show_library(overview.folders, overview.counts)
        self._window.activity.show_total(overview.counts.total)
        if first and self._first_folder:
            self._window.sidebar.choose((EntryKind.FOLDER, self._first_folder))
        self._settle()

    def _show_browsed(self, browsed: Browsed) -> None:
        if browsed.folder_id != self._folder_id():
            return
        newer = self._browsed is not None and self._browsed.folder_id == browsed.folder_id
        self._browsed = browsed
        if self._session.active:
            return
        if newer:
            self._feed.update(browsed.ids)
        else:
            self._feed.show(browsed.ids)
        self._settle()

    def _choose(self, entry: Entry) -> None:
        if entry.kind is EntryKind.PROBLEMS:
            self._catalogue.list_problems()
        else:
            self._session.narrow(entry.folder.path if entry.folder is not None else None)
            self._catalogue.browse(self._folder_id())
            self.folder_shown.emit(self._folder_id() or 0)
        self._settle()

    def _folder_id(self) -> int | None:
        folder = self._window.sidebar.current.folder
        return folder.id if folder is not None else None

    # The answer

    def _asked(self) -> None:
        if self._answer is None:
            self._browse_scroll = self._window.grid.verticalOffset()
        if self._window.sidebar.current.kind is EntryKind.PROBLEMS:
            self._window.sidebar.choose((EntryKind.ALL, 0))

    def _show_answer(self, answer: Answer) -> None:
        again = self._answer is not None and self._answer.query == answer.query
        self._answer = answer
        ids = as_ids([hit.photo_id for hit in answer.hits])
        # Where nothing stands out, or everything does, there is nothing to divide.
        self._window.grid.divide(answer.relevant, self.tr("Weaker matches"))
        if again:
            self._feed.update(ids)
        else:
            self._feed.show(ids)
        self._settle()

    def _back_to_library(self) -> None:
        self._answer = None
        self._window.search.show_example(None, None)
        self._window.grid.divide(0, "")
        if self._browsed is not None and self._browsed.folder_id == self._folder_id():
            self._feed.show(self._browsed.ids)
            self._window.grid.verticalScrollBar().setValue(self._browse_scroll)
        self._catalogue.browse(self._folder_id())
        self._settle()

    # Page and words

    def _settle(self) -> None:
        window, overview = self._window, self._overview
        entry = window.sidebar.current
        counts = overview.counts if overview is not None else Counts()
        if entry.kind is EntryKind.PROBLEMS:
            window.pages.setCurrentWidget(window.problems)
            window.header.describe(entry.name, wording.photos(entry.count))
        elif overview is not None and not overview.folders:
            window.pages.setCurrentWidget(window.welcome)
            window.header.describe("", "")
        elif self._answer is not None:
            self._settle_answer(self._answer, counts)
        else:
            self._settle_library(entry, counts)
        shown = window.pages.currentWidget()
        window.header.setVisible(shown is not window.welcome)
        window.header.slider.setVisible(shown is window.grid)

    def _settle_answer(self, answer: Answer, counts: Counts) -> None:
        window = self._window
        example = self._session.example
        heading = self.tr("Similar photos") if example is not None else f"“{answer.query.text}”"
        parts = [wording.photos(answer.relevant or len(answer.hits)), wording.seconds(answer.seconds)]
        if answer.hits and answer.relevant == 0:
            parts[0] = self.tr("nothing stands out, these are closest")
        if counts.pending:
            parts.append(self.tr("{part} indexed so far").format(part=_percentage(counts)))
        window.header.describe(heading, " · ".join(parts))
        if answer.hits:
            window.pages.setCurrentWidget(window.grid)
            return
        window.empty.say(
            "search",
            self.tr("No photo found"),
            self.tr("Photos that are not indexed yet cannot be found. Try again in a while.")
            if counts.pending
            else self.tr("Try other words: what is to be seen, where it is, what it looks like."),
        )
        window.pages.setCurrentWidget(window.empty)

    def _settle_library(self, entry: Entry, counts: Counts) -> None:
        window = self._window
        if self._browsed is None or self._overview is None:
            window.pages.setCurrentWidget(window.grid)
            window.header.describe(entry.name, "")
            return
        detail = wording.photos(len(self._browsed.ids))
        if counts.pending and counts.total and entry.kind is EntryKind.ALL:
            detail += " · " + self.tr("{part} indexed so far").format(part=_percentage(counts))
        window.header.describe(entry.name, detail)
        if len(self._browsed.ids):
            window.pages.setCurrentWidget(window.grid)
            return
        if self._scanning:
            window.empty.say("photos", self.tr("Looking for photos…"), self.tr("They appear here as they are found."))
        else:
            window.empty.say("photos", self.tr("No photos here"), self.tr("New ones appear by themselves."))
        window.pages.setCurrentWidget(window.empty)


def _percentage(counts: Counts) -> str:
    done = counts.total - counts.pending
    # Rounded down: "100%" is only said when it is true.
    return f"{100 * done // counts.total if counts.total else 0}%"
