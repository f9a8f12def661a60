"""What is being asked: turns typing and examples into questions, and drops answers that were overtaken. Main thread.

Knows no widget: the search bar tells it what was typed, and the window shows what it emits.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, QTimer, Signal

from visionquery.domain import queries
from visionquery.domain.queries import Query
from visionquery.worker.commands import Search
from visionquery.worker.protocol import SearchDone, SearchFailed

# A pause in typing this long asks. Fast typists leave 80 to 120 ms between letters, slow ones 200 and more.
DEBOUNCE_MS = 160
# An answer that takes longer than this shows a spinner; below, it would only flicker.
BUSY_MS = 150
# While photos arrive, the same question is asked again at most this often.
REPEAT_MS = 1500
# More hits than anyone looks through; the relevance line cuts most of them off.
HIT_LIMIT = 1000
# As many as the search box has room for; beyond these an example changes little.
EXAMPLES_AT_MOST = 6


@dataclass(frozen=True, slots=True)
class Example:
    """A picture to look alike: a photo of the library, or the file at `path`; with a weight below 0 to look unlike."""

    name: str
    photo_id: int | None = None
    path: str | None = None
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Scope:
    """Where is searched: below `folder` (an absolute path), among photos that meet `filters`, written as one types."""

    folder: str | None = None
    filters: str = ""


EVERYWHERE = Scope()


@dataclass(frozen=True, slots=True)
class Question:
    """Words, pictures to look alike, and where is searched."""

    text: str = ""
    examples: tuple[Example, ...] = ()
    scope: Scope = EVERYWHERE

    @property
    def query(self) -> Query:
        """The same as the worker understands it."""
        return Query(
            text=f"{self.text} {self.scope.filters}".strip(),
            examples=tuple(queries.Example(each.photo_id, each.path, each.weight) for each in self.examples),
            folder=self.scope.folder,
            limit=HIT_LIMIT,
        )


class SearchSession(QObject):
    """The question in force: words, examples, or both, within a part of the library or everywhere."""

    started = Signal()  # something is asked now where nothing was, or another thing
    answered = Signal(object)  # Answer to `asked`
    failed = Signal(str, str)  # message, advice: `asked` has no answer; told once as long as the reason is the same
    busy = Signal(bool)
    cleared = Signal()
    examples_changed = Signal(object)  # tuple[Example, ...]

    def __init__(self, send: Callable[[Search], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._send = send
        self._generation = 0
        self._text = ""
        self._examples: tuple[Example, ...] = ()
        self._scope = EVERYWHERE
        self._asked: Question | None = None
        self._refusal: tuple[str, str] | None = None
        self._waiting = False
        self._typing = self._timer(DEBOUNCE_MS, self._ask)
        self._slow = self._timer(BUSY_MS, lambda: self.busy.emit(True))
        self._repeating = self._timer(REPEAT_MS, self._ask)

    @property
    def active(self) -> bool:
        """Whether anything is asked."""
        return bool(self._text.strip() or self._examples)

    @property
    def text(self) -> str:
        """The words in force."""
        return self._text.strip()

    @property
    def examples(self) -> tuple[Example, ...]:
        """The examples in force."""
        return self._examples

    @property
    def scope(self) -> Scope:
        """Where is searched."""
        return self._scope

    @property
    def asked(self) -> Question | None:
        """What was sent to the worker last and is in force; what was typed since is not in it."""
        return self._asked

    def type(self, text: str) -> None:
        """Words were typed: ask after a pause, or clear at once when nothing is asked any more."""
        if text.strip() == self._text.strip():
            self._text = text
            return
        self._text = text
        if self.active:
            self._typing.start()
        else:
            self._clear()

    def ask_now(self) -> None:
        """Enter: do not wait for a pause."""
        if self.active:
            self._ask()

    def ask(self, text: str, scope: Scope) -> None:
        """Ask these words in this part of the library, and nothing else."""
        had, self._examples = self._examples, ()
        self._text, self._scope = text, scope
        if had:
            self.examples_changed.emit(())
        self.ask_now()

    def find_similar(self, example: Example) -> None:
        """Ask for photos that look like this one, and for nothing else."""
        self._text = ""
        self.use_examples((example,))

    def add_example(self, example: Example) -> None:
        """More like this, or less with a negative weight, beside what is asked already."""
        others = [kept for kept in self._examples if replace(kept, weight=example.weight) != example]
        self.use_examples((*others[-EXAMPLES_AT_MOST + 1 :], example))

    def use_examples(self, examples: Sequence[Example]) -> None:
        """Ask with these examples, and with the words in force."""
        self._examples = tuple(examples)
        self.examples_changed.emit(self._examples)
        if self.active:
            self._ask()
        else:
            self._clear()

    def clear(self) -> None:
        """Ask nothing any more."""
        if self.active:
            self._text, had = "", self._examples
            self._examples = ()
            if had:
                self.examples_changed.emit(())
            self._clear()

    def narrow(self, scope: Scope) -> None:
        """Search in this part of the library only."""
        if scope != self._scope:
            self._scope = scope
            if self.active:
                self._ask()

    def library_changed(self, *, soon: bool) -> None:
        """Photos came or went: ask again, at once (`soon`) or with the next repeat."""
        if not self.active or self._typing.isActive():
            return
        if soon:
            self._ask()
        elif not self._repeating.isActive():
            self._repeating.start()

    def receive(self, message: SearchDone | SearchFailed) -> None:
        """A reply of the worker. Replies to older questions are dropped."""
        if message.generation != self._generation or not self._waiting:
            return
        self._rest()
        if isinstance(message, SearchDone):
            self._refusal = None
            self.answered.emit(message.answer)
        elif self._refusal != (message.message, message.advice):
            # The same question is asked again and again while photos arrive.
            self._refusal = (message.message, message.advice)
            self.failed.emit(*self._refusal)

    def _ask(self) -> None:
        self._typing.stop()
        self._repeating.stop()
        self._generation += 1
        if not self._waiting:
            self._waiting = True
            self._slow.start()
        question = Question(self.text, self._examples, self._scope)
        another = question != self._asked
        if another:
            self._asked, self._refusal = question, None
        self._send(Search(self._generation, question.query))
        if another:
            self.started.emit()

    def _clear(self) -> None:
        self._typing.stop()
        self._repeating.stop()
        self._generation += 1
        self._asked = self._refusal = None
        self._rest()
        self.cleared.emit()

    def _rest(self) -> None:
        self._waiting = False
        self._slow.stop()
        self.busy.emit(False)

    def _timer(self, interval: int, call: Callable[[], None]) -> QTimer:
        timer = QTimer(self, singleShot=True, interval=interval)
        timer.timeout.connect(call)
        return timer
