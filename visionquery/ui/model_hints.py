"""Hints about the model, each one quiet line under the header: it does not speak this language, or another is coming.

Main thread. Knows the models from what the worker tells; emits what the person wishes of them.
"""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import QObject, Signal

from visionquery.domain.models import ModelStatus
from visionquery.ui.captions import percentage
from visionquery.ui.header import HintLine
from visionquery.ui.search.language import seems_foreign


class ModelHints(QObject):
    """Emits `models_wanted(name)` (show the list of models, this one in sight; empty for none of them) and
    `use_wanted(name)` (search with this model from now on)."""

    models_wanted = Signal(str)
    use_wanted = Signal(str)

    def __init__(self, language: HintLine, switching: HintLine, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._language = language
        self._switching = switching
        self._models: tuple[ModelStatus, ...] = ()
        self._text = ""
        self._waved_off = False
        self._coming = ""
        self._offered = ""
        language.acted.connect(lambda: self.models_wanted.emit(self._offered))
        language.closed.connect(self._wave_off)
        switching.acted.connect(lambda: self.use_wanted.emit(self._coming))

    def show_models(self, models: Iterable[ModelStatus]) -> None:
        """The worker told what models there are, and what they cover."""
        self._models = tuple(models)
        self._show_switching()
        self.warn_language(self._text)

    def warn_language(self, text: str) -> None:
        """Say that the model that answers does not understand this query, if that is so."""
        self._text = text
        answering = next((status for status in self._models if status.answering), None)
        english_only = answering is not None and not answering.entry.multilingual
        if english_only and not self._waved_off and seems_foreign(text):
            self._language.say(self._offer(), self.tr("Show models"))
        else:
            self._language.say("", "")

    def _offer(self) -> str:
        """Which model understands more: one that is here, or the recommended one."""
        many = [status for status in self._models if status.entry.multilingual]
        here = next((status for status in many if status.installed), None)
        best = next((status for status in many if status.entry.recommended), None)
        named = here or best
        self._offered = named.entry.name if named is not None else ""
        if here is not None:
            return self.tr("This model understands English only. {model}, which is here, understands more.").format(
                model=here.entry.title
            )
        if best is not None:
            return self.tr(
                "This model understands English only. {model} understands many languages and can be downloaded."
            ).format(model=best.entry.title)
        return self.tr("This model understands English only. A multilingual one can be downloaded.")

    def _show_switching(self) -> None:
        coming = next((status for status in self._models if status.chosen and not status.answering), None)
        if coming is None or not coming.of:
            self._coming = ""
            self._switching.say("", "")
            return
        if coming.entry.name == self._coming and not self._switching.text:
            # The person closed it; it stays closed for this change.
            return
        self._coming = coming.entry.name
        self._switching.say(
            self.tr("{model} has seen {part} of the photos. Until it has seen all, the one before it answers.").format(
                model=coming.entry.title, part=percentage(coming.covered, coming.of)
            ),
            self.tr("Use it now"),
        )

    def _wave_off(self) -> None:
        self._waved_off = True
