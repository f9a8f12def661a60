"""What belongs to the search box: typing, examples, suggestions, history, saved searches. Main thread.

Connects the box with the session that asks, with what the library has to suggest, and with the clipboard.
"""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer, Signal
from PySide6.QtGui import QGuiApplication, QImage

from visionquery.domain.collections import SavedSearch
from visionquery.domain.queries import Answer
from visionquery.library.vocabulary import Vocabulary
from visionquery.ui.catalogue import Catalogue, Overview
from visionquery.ui.grid.view import PhotoGrid
from visionquery.ui.search.history import SearchHistory
from visionquery.ui.search.pictures import ExamplePictures
from visionquery.ui.search.saving import NameDialog, ask_name
from visionquery.ui.search.suggestions import Suggestion, suggest, typed_filter, without_unfinished
from visionquery.ui.search_bar import SearchBar
from visionquery.ui.search_session import Example, Question, Scope, SearchSession
from visionquery.worker.commands import Command, SaveSearch

# An answer that was looked at for so long was meant, though Enter was never pressed.
MEANT_MS = 2500


class SearchDesk(QObject):
    """Emits `saved_wanted(SavedSearch)` for a saved search that was taken from the suggestions, and `pasting` before
    words that were pasted elsewhere go into the box.

    `send` hands a command to the worker.
    """

    saved_wanted = Signal(object)
    pasting = Signal()

    def __init__(
        self,
        bar: SearchBar,
        grid: PhotoGrid,
        session: SearchSession,
        catalogue: Catalogue,
        history: SearchHistory,
        pictures: ExamplePictures,
        send: Callable[[Command], None],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._bar = bar
        self._grid = grid
        self._session = session
        self._catalogue = catalogue
        self._history = history
        self._pictures = pictures
        self._send = send
        self._saved: tuple[SavedSearch, ...] = ()
        self._vocabulary = Vocabulary()
        self._meant = QTimer(self, singleShot=True, interval=MEANT_MS)
        self._meant.timeout.connect(lambda: history.add(session.text, done=False))
        self._looked_at: Question | None = None
        self._connect()

    def paste(self) -> bool:
        """Ctrl+V: a picture on the clipboard becomes an example; False where there is none."""
        data = QGuiApplication.clipboard().mimeData()
        return self._pictures.paste(data)

    def take_picture(self, image: QImage) -> None:
        """A picture that was dropped, without a file, becomes an example."""
        self._pictures.keep(image, self.tr("dropped picture"))

    def paste_anywhere(self) -> None:
        """Ctrl+V where photos have the focus: a picture becomes an example, words go into the box."""
        if not self.paste():
            text = " ".join(QGuiApplication.clipboard().text().split())
            if text:
                self.pasting.emit()
                self._bar.insert(text)

    def save(self) -> None:
        """Ask for a name and keep the words that are asked, with the folder they are asked in."""
        scope = self._session.scope
        text = " ".join(filter(None, (self._bar.text.strip(), scope.filters)))
        if not self._bar.text.strip():
            return
        dialog = NameDialog(
            self.tr("Save search"), self.tr("Name of the search"), self._bar.text.strip(), self.tr("Save"), self._bar
        )
        ask_name(dialog, lambda name: self._send(SaveSearch(name, text, scope.folder)))

    def ask_saved(self, search: SavedSearch) -> None:
        """Ask a saved search again."""
        self._bar.show_text(search.text)
        self._session.ask(search.text, Scope(search.folder))

    def empty_box(self) -> None:
        """Take the words out of the box, without asking anything."""
        self._bar.reset()

    def _connect(self) -> None:
        bar, session, history = self._bar, self._session, self._history
        bar.typed.connect(self._type)
        bar.submitted.connect(self._submit)
        bar.examples_changed.connect(session.use_examples)
        bar.suggestions_wanted.connect(self._suggest)
        bar.saved_taken.connect(self.saved_wanted)
        bar.save_wanted.connect(self.save)
        bar.set_paste(self.paste)
        bar.suggestions.forgotten.connect(self._forget)
        bar.suggestions.history_cleared.connect(history.clear)
        bar.suggestions.keep_wanted.connect(history.keep)
        history.changed.connect(self._suggest_again)
        session.examples_changed.connect(self._show_examples)
        session.answered.connect(self._answered)
        session.cleared.connect(self._forget_look)
        self._pictures.pasted.connect(session.add_example)
        self._pictures.arrived.connect(lambda: bar.show_examples(session.examples, self._pictures.known))
        self._catalogue.overview.connect(self._learn_saved)
        self._catalogue.vocabulary.connect(self._learn_words)

    def _forget_look(self) -> None:
        self._meant.stop()
        self._looked_at = None

    def _type(self, text: str) -> None:
        self._forget_look()
        self._mark_saved()
        self._session.type(without_unfinished(text))

    def _submit(self) -> None:
        self._history.add(self._bar.text)
        self._session.ask_now()

    def _answered(self, _answer: Answer) -> None:
        self._mark_saved()
        # While photos arrive the same question is answered again and again: it is looked at all the while.
        if self._session.text and self._session.asked != self._looked_at:
            self._looked_at = self._session.asked
            self._meant.start()

    def _suggest(self, text: str) -> None:
        if typed_filter(text) is not None:
            self._catalogue.list_vocabulary()
        self._bar.suggest(
            suggest(text, self._history.queries, self._saved, self._vocabulary),
            kept=self._history.kept,
            past=bool(self._history.queries),
        )

    def _suggest_again(self) -> None:
        if self._bar.suggestions.isVisible():
            self._suggest(self._bar.text)

    def _forget(self, suggestion: Suggestion) -> None:
        self._history.remove(suggestion.text)

    def _learn_saved(self, overview: Overview) -> None:
        self._saved = tuple(overview.summary.searches)
        self._mark_saved()

    def _mark_saved(self) -> None:
        text, scope = self._bar.text.strip(), self._session.scope
        asked = " ".join(filter(None, (text, scope.filters))), scope.folder
        self._bar.show_saved(any((search.text, search.folder) == asked for search in self._saved))

    def _learn_words(self, vocabulary: Vocabulary) -> None:
        if vocabulary != self._vocabulary:
            self._vocabulary = vocabulary
            if typed_filter(self._bar.text) is not None:
                self._suggest(self._bar.text)

    def _show_examples(self, examples: tuple[Example, ...]) -> None:
        self._pictures.forget_all_but(examples)
        for example in examples:
            tile = self._grid.tile(example.photo_id) if example.photo_id is not None else None
            self._pictures.show(example, tile)
        self._bar.show_examples(examples, self._pictures.known)
