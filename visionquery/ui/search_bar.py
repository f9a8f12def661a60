"""The search box: words, chips for example pictures, suggestions below, a spinner when an answer takes long.

Main thread. It tells what was typed and wished; what is suggested comes in from outside.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal
from PySide6.QtGui import QFocusEvent, QImage, QKeyEvent, QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from visionquery.ui.search.chips import ExampleChips
from visionquery.ui.search.popup import SuggestionList
from visionquery.ui.search.spinner import Spinner
from visionquery.ui.search.suggestions import Suggestion, SuggestionKind, typed_filter
from visionquery.ui.search_session import Example
from visionquery.ui.theme import Theme


class SearchBar(QFrame):
    """Emits what is typed, and what is wished: `submitted` (Enter), `escaped` (Esc), `left_down` (to the photos).

    `suggestions_wanted(text)` asks for `suggest`; `saved_taken(SavedSearch)` is a saved search that was chosen. The
    function `paste` (see `set_paste`) is asked first what Ctrl+V means.
    """

    typed = Signal(str)
    submitted = Signal()
    escaped = Signal()
    left_down = Signal()
    examples_changed = Signal(object)  # tuple[Example, ...]
    suggestions_wanted = Signal(str)
    saved_taken = Signal(object)  # SavedSearch
    save_wanted = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._paste: Callable[[], bool] = lambda: False
        self._asked_by_hand = False
        self._saved = False
        self.setObjectName("searchField")
        self.setMinimumHeight(40)
        self.setMaximumWidth(760)
        self._glass = QLabel(self)
        self._chips = ExampleChips(theme, self)
        self._chips.examples_changed.connect(self.examples_changed)
        self._chips.left.connect(lambda: self.take_focus(select=False))
        self.field = QLineEdit(self)
        self.field.setFrame(False)
        # A file that is dropped here is a picture to look alike, as everywhere in the window, not its path as words.
        self.field.setAcceptDrops(False)
        self.field.setAccessibleName(self.tr("Search photos"))
        self.field.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self.field.textChanged.connect(self._changed)
        self.field.installEventFilter(self)
        self.suggestions = SuggestionList(theme, self)
        self.suggestions.taken.connect(self._take)
        self.spinner = Spinner(theme, self)
        self._save = self._button(self.tr("Save this search"), self.tr("Save this search (Ctrl+S)"), self.save_wanted)
        self._clear = self._button(self.tr("Clear the search"), self.tr("Clear (Esc)"), self.escaped)
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(9)
        row.addWidget(self._glass)
        row.addWidget(self._chips)
        row.addWidget(self.field, 1)
        row.addWidget(self.spinner)
        row.addWidget(self._save)
        row.addWidget(self._clear)
        self._settle()

    @property
    def text(self) -> str:
        """As typed."""
        return self.field.text()

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples that have a chip."""
        return self._chips.examples

    def set_paste(self, paste: Callable[[], bool]) -> None:
        """`paste()` is called on Ctrl+V and tells whether it took what is on the clipboard; else words are pasted."""
        self._paste = paste

    def take_focus(self, select: bool = True) -> None:
        """Ctrl+F: type here."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if select:
            self.field.selectAll()

    def insert(self, text: str) -> None:
        """Letters typed in the grid: go on with them here."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.insert(text)

    def set_text(self, text: str) -> None:
        """Put words in, as if typed."""
        self.field.setText(text)

    def reset(self) -> None:
        """Empty, without telling."""
        self.show_text("")
        self.show_examples((), {})

    def show_text(self, text: str) -> None:
        """Put words in, without telling."""
        self.field.blockSignals(True)
        self.field.setText(text)
        self.field.blockSignals(False)
        self.suggestions.hide()
        self._settle()

    def show_examples(self, examples: Sequence[Example], pictures: Mapping[Example, QImage]) -> None:
        """Chips for these; `pictures` are those that are known, by the example with a weight of 1."""
        self._chips.show_examples(examples, pictures)
        self._settle()

    def suggest(self, suggestions: Sequence[Suggestion], *, kept: bool, past: bool) -> None:
        """Suggest these. While typing only values of a filter are shown: the results are not to be covered."""
        if not (self._asked_by_hand or typed_filter(self.text) is not None) or not self.field.hasFocus():
            self.suggestions.hide()
            return
        self.suggestions.offer(suggestions, kept=kept, past=past)

    def show_saved(self, saved: bool) -> None:
        """Whether the words are a saved search already."""
        self._saved = saved
        words = self.tr("This search is saved") if saved else self.tr("Save this search")
        self._save.setAccessibleName(words)
        self._save.setToolTip(self.tr("This search is saved") if saved else self.tr("Save this search (Ctrl+S)"))
        self._save.setIcon(self._theme.icon("bookmark_filled" if saved else "bookmark", "accent" if saved else "quiet"))

    def open_suggestions(self) -> bool:
        """Show what could be meant; False where there is nothing to suggest."""
        self._asked_by_hand = True
        self.suggestions_wanted.emit(self.text)
        return self.suggestions.isVisible()

    def restyle(self) -> None:
        """The theme changed."""
        self._glass.setPixmap(self._theme.icon("search", "quiet").pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self._clear.setIcon(self._theme.icon("close", "quiet"))
        self.show_saved(self._saved)
        self._chips.restyle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that leave the box or mean the list below it, and the focus that the frame shows."""
        if isinstance(event, QFocusEvent):
            self._show_focus(event)
        elif event.type() == QEvent.Type.MouseButtonPress and not self.text:
            self.open_suggestions()
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            return self._key(event) or super().eventFilter(watched, event)
        return super().eventFilter(watched, event)

    def _key(self, event: QKeyEvent) -> bool:
        """Whether the key meant something but typing."""
        open_, key = self.suggestions.isVisible(), event.key()
        backward = Qt.Key.Key_Right if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else Qt.Key.Key_Left
        at_start = self.field.cursorPosition() == 0 and not self.field.hasSelectedText() and bool(self.examples)
        if event.matches(QKeySequence.StandardKey.Paste):
            return self._paste()
        if key == Qt.Key.Key_Escape:
            if open_:
                self._shut()
            else:
                self.escaped.emit()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Down:
            if open_:
                self.suggestions.move_by(1)
            elif not self.open_suggestions():
                self.left_down.emit()
        elif key == Qt.Key.Key_PageDown:
            self.left_down.emit()
        elif key == Qt.Key.Key_Up and open_:
            self.suggestions.move_by(-1)
        elif key == Qt.Key.Key_Delete and open_ and self._past_current() is not None:
            self.suggestions.forgotten.emit(self._past_current())
        elif key == Qt.Key.Key_Backspace and at_start:
            self._chips.drop_last()
        elif key == backward and at_start:
            self._chips.focus_last()
        else:
            return False
        return True

    def _enter(self) -> None:
        current = self.suggestions.current if self.suggestions.isVisible() else None
        if current is not None:
            self._take(current)
        else:
            self._shut()
            self.submitted.emit()

    def _take(self, suggestion: Suggestion) -> None:
        self._shut()
        if suggestion.kind is SuggestionKind.SAVED:
            self.saved_taken.emit(suggestion.saved)
            return
        self.field.setText(suggestion.text)
        if suggestion.kind is SuggestionKind.RECENT:
            self.submitted.emit()

    def _past_current(self) -> Suggestion | None:
        current = self.suggestions.current
        return current if current is not None and current.kind is SuggestionKind.RECENT else None

    def _shut(self) -> None:
        self._asked_by_hand = False
        self.suggestions.hide()

    def _changed(self, text: str) -> None:
        self._settle()
        self.typed.emit(text)
        if not text:
            self._shut()
        elif self.suggestions.isVisible() or typed_filter(text) is not None:
            self.suggestions_wanted.emit(text)

    def _show_focus(self, event: QFocusEvent) -> None:
        if not event.gotFocus() and event.reason() is not Qt.FocusReason.PopupFocusReason:
            self._shut()
        self.setProperty("focused", event.gotFocus())
        self.style().unpolish(self)
        self.style().polish(self)

    def _settle(self) -> None:
        chips = bool(self.examples)
        self._clear.setVisible(chips or bool(self.text))
        # A saved search is kept as words.
        self._save.setVisible(bool(self.text.strip()) and not chips)
        self.field.setPlaceholderText(
            self.tr("Add words") if chips else self.tr("Describe a photo: a dog running on the beach")
        )

    def _button(self, name: str, tip: str, clicked: object) -> QToolButton:
        button = QToolButton(self)
        button.setAccessibleName(name)
        button.setToolTip(tip)
        button.setIconSize(QSize(18, 18))
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.clicked.connect(clicked)
        button.hide()
        return button
