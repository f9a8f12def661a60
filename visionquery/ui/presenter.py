"""Decides what the window shows: the library or an answer, which page, and the words above it. Main thread.

Listens to the worker's events, the catalogue's readings, the sidebar and the search session; holds no widget of its
own. The words are in `captions.py`, what belongs to the search box in `search/desk.py`.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from visionquery.domain.events import Activity, PhotosChanged, Progress
from visionquery.domain.photos import Counts
from visionquery.domain.queries import Answer
from visionquery.ui import captions, wording
from visionquery.ui.captions import Emptiness
from visionquery.ui.catalogue import Browsed, Catalogue, Overview, View, view_of
from visionquery.ui.grid.feed import GridFeed
from visionquery.ui.grid.refresh import as_ids
from visionquery.ui.search_session import EVERYWHERE, Example, Question, SearchSession
from visionquery.ui.sidebar.entries import ALL_KEY, Below, Entry, EntryKind, Key
from visionquery.ui.window import MainWindow


class Presenter(QObject):
    """Emits `place_shown(sidebar key)` when another part of the library is looked at, and `answer_shown(Answer)` with
    what the grid shows, None for the library."""

    place_shown = Signal(object)
    answer_shown = Signal(object)

    def __init__(
        self,
        window: MainWindow,
        session: SearchSession,
        catalogue: Catalogue,
        feed: GridFeed,
        *,
        place: Key,
        order: str,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._session = session
        self._catalogue = catalogue
        self._feed = feed
        self._first_place: Key | None = place
        self._order = order
        self._overview: Overview | None = None
        self._browsed: Browsed | None = None
        self._answer: Answer | None = None
        self._heading = ""
        self._browse_scroll = 0
        self._scanning = False
        session.started.connect(self._asked)
        session.answered.connect(self._show_answer)
        session.failed.connect(self._show_no_answer)
        session.cleared.connect(self._back_to_library)
        session.busy.connect(window.search.spinner.turn)
        catalogue.overview.connect(self._show_overview)
        catalogue.browsed.connect(self._show_browsed)
        catalogue.problems.connect(window.problems.show_failures)
        catalogue.subfolders.connect(self._show_subfolders)
        window.sidebar.chosen.connect(self._choose)
        window.header.show_order(order)
        self._settle()

    def start(self) -> None:
        """Read the library for the first time."""
        self._catalogue.look()
        self._browse()

    def photos_changed(self, event: PhotosChanged) -> None:
        """Look again at what is shown."""
        self._window.grid.refresh_photos(None if event.everything else event.photo_ids)
        self._catalogue.look()
        if self._session.active:
            self._session.library_changed(soon=False)
        if self._answer is None:
            self._catalogue.browse_again()
        if self._window.sidebar.current.kind is EntryKind.PROBLEMS:
            self._catalogue.list_problems()

    def folder_changed(self) -> None:
        """A folder was removed or came back: its photos leave or return at once, in the library and in the answer."""
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
        """Ask for photos that look like this one, and for nothing else."""
        self._window.search.show_text("")
        self._session.find_similar(example)

    def add_example(self, example: Example) -> None:
        """More like this one, or less with a negative weight, beside what is asked already."""
        self._session.add_example(example)

    def use_order(self, order: str) -> None:
        """Show the library in this order: `newest`, `oldest` or `added`."""
        self._order = order
        self._window.header.show_order(order)
        self._browse()

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
        self._overview = overview
        window = self._window
        window.sidebar.show_library(overview.summary)
        window.activity.show_total(overview.summary.counts.total)
        window.activity.show_hurried(overview.hurried)
        self._go_to_first_place()
        self._settle()

    def _show_subfolders(self, below: Below) -> None:
        self._window.sidebar.show_subfolders(below)
        self._go_to_first_place(all_known=True)

    def _go_to_first_place(self, *, all_known: bool = False) -> None:
        """Look at what was looked at last; what lies below a folder is known later than the folder."""
        place, sidebar = self._first_place, self._window.sidebar
        if place is None:
            return
        if all_known or not place[2]:
            self._first_place = None
        sidebar.choose(place)

    def _show_browsed(self, browsed: Browsed) -> None:
        if browsed.view != self._view():
            return
        newer = self._browsed is not None and self._browsed.view == browsed.view
        self._browsed = browsed
        if self._answer is not None:
            return
        if newer:
            self._feed.update(browsed.ids, browsed.timeline)
        else:
            self._feed.show(browsed.ids, browsed.timeline)
        self._settle()

    def _choose(self, entry: Entry) -> None:
        if entry.kind is EntryKind.PROBLEMS:
            self._catalogue.list_problems()
        elif entry.kind is not EntryKind.SEARCH:
            self._session.narrow(entry.scope)
            self._browse()
        # A person who chooses is not sent elsewhere afterwards.
        self._first_place = None
        if entry.kind not in (EntryKind.PROBLEMS, EntryKind.HIDDEN):
            # The words of a saved search are remembered as those in the box, which may differ from them by now.
            self.place_shown.emit(entry.key if entry.kind is not EntryKind.SEARCH else ALL_KEY)
        self._settle()

    def _view(self) -> View:
        return view_of(self._window.sidebar.current, self._order)

    def _browse(self) -> None:
        self._catalogue.browse(self._view())

    # The answer

    def _asked(self) -> None:
        if self._answer is None:
            self._browse_scroll = self._window.grid.verticalOffset()
        if self._window.sidebar.current.kind is EntryKind.PROBLEMS:
            self._window.sidebar.choose(ALL_KEY)

    def _show_answer(self, answer: Answer) -> None:
        again = self._answer is not None and self._answer.query == answer.query
        self._answer = answer
        if not again:
            # As it was asked: what stands in the box by now may be another question, with no answer yet.
            question = self._session.asked or Question()
            self._heading = captions.answer_heading(question, self._window.sidebar.current)
        ids = as_ids([hit.photo_id for hit in answer.hits])
        # Where nothing stands out, or everything does, there is nothing to divide.
        self._window.grid.divide(answer.relevant, self.tr("Weaker matches"))
        if again:
            self._feed.update(ids)
        else:
            self._feed.show(ids)
        self.answer_shown.emit(answer)
        self._settle()

    def _show_no_answer(self) -> None:
        """What was asked cannot be answered: show the library, for an earlier answer would pass for that to this."""
        asked = self._session.asked
        if self._answer is not None and (asked is None or asked.query != self._answer.query):
            self._leave_answer()
            self._browse()
            self._settle()

    def _leave_answer(self) -> None:
        self._answer = None
        self.answer_shown.emit(None)
        self._window.grid.divide(0, "")
        if self._browsed is not None and self._browsed.view == self._view():
            self._feed.show(self._browsed.ids, self._browsed.timeline)
            self._window.grid.verticalScrollBar().setValue(self._browse_scroll)

    def _back_to_library(self) -> None:
        if self._window.sidebar.current.kind is EntryKind.SEARCH:
            self._session.narrow(EVERYWHERE)
            self._window.sidebar.choose(ALL_KEY)
        self._leave_answer()
        self._browse()
        self._settle()

    # Page and words

    def _settle(self) -> None:
        window, overview = self._window, self._overview
        entry = window.sidebar.current
        counts = overview.summary.counts if overview is not None else Counts()
        if entry.kind is EntryKind.PROBLEMS:
            window.pages.setCurrentWidget(window.problems)
            window.header.describe(entry.name, wording.files(entry.count or 0))
        elif overview is not None and not overview.summary.folders:
            window.pages.setCurrentWidget(window.welcome)
            window.header.describe("", "")
        elif self._answer is not None:
            self._settle_answer(self._answer, counts)
        else:
            self._settle_library(entry, counts)
        shown = window.pages.currentWidget()
        window.header.setVisible(shown is not window.welcome)
        sortable = self._answer is None and shown in (window.grid, window.empty)
        window.header.offer(order=sortable, size=shown is window.grid)
        window.actions_by_name.orders.setEnabled(sortable)

    def _settle_answer(self, answer: Answer, counts: Counts) -> None:
        window = self._window
        window.header.describe(self._heading, captions.answer_detail(answer, counts))
        if answer.hits:
            window.pages.setCurrentWidget(window.grid)
        else:
            self._show_empty(captions.no_hits(counts))

    def _settle_library(self, entry: Entry, counts: Counts) -> None:
        window, browsed = self._window, self._browsed
        if entry.kind is EntryKind.SEARCH or browsed is None or self._overview is None or browsed.view != self._view():
            window.pages.setCurrentWidget(window.grid)
            window.header.describe(entry.name, "")
            return
        window.header.describe(entry.name, captions.library_detail(entry, len(browsed.ids), counts))
        if len(browsed.ids):
            window.pages.setCurrentWidget(window.grid)
        else:
            self._show_empty(captions.no_photos(entry, scanning=self._scanning))

    def _show_empty(self, words: Emptiness) -> None:
        self._window.empty.say(words.icon, words.title, words.text)
        self._window.pages.setCurrentWidget(self._window.empty)
