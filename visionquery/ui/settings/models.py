"""The models: which there are, how each stands, downloading, importing, using and removing them. Main thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QMenu, QPushButton, QVBoxLayout, QWidget

from visionquery.domain.events import Progress
from visionquery.domain.models import ModelStatus
from visionquery.domain.settings import SETTINGS, Page
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.settings.form import SettingsForm, heading, quiet
from visionquery.ui.settings.model_card import ModelCard
from visionquery.ui.settings.model_questions import ModelQuestions
from visionquery.worker.commands import (
    CancelDownload,
    Command,
    DownloadModel,
    ImportModel,
    ListModels,
    PauseDownload,
    RemoveModel,
    UseModel,
)

HUB_PREFIX = "hf-hub:"


class ModelsPage(QWidget):
    """Emits `failed(message, advice)`, and `pointed(card)` for a card that should be in sight.

    `form` has the settings of this page.
    """

    failed = Signal(str, str)
    pointed = Signal(QWidget)

    def __init__(self, bridge: WorkerBridge, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._bridge = bridge
        self._rate = 0.0
        self._statuses: tuple[ModelStatus, ...] = ()
        self._pointing_at = ""
        self.cards: dict[str, ModelCard] = {}
        self.questions = ModelQuestions(self)
        self.questions.import_wanted.connect(
            lambda path, architecture, trust: self._send(ImportModel(path, architecture, trust))
        )
        self.form = SettingsForm([setting for setting in SETTINGS if setting.page is Page.MODELS], self)
        self._waiting = quiet(self.tr("The list of models comes from the background worker, which is starting…"), self)
        self._list = QVBoxLayout()
        self._list.setSpacing(10)
        self.name_line = QLineEdit(self)
        self.name_line.setObjectName("settingLine")
        self.name_line.setPlaceholderText("hf-hub:owner/name")
        self.name_line.setAccessibleName(self.tr("Name of a model on the Hugging Face hub"))
        self.name_line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.name_line.returnPressed.connect(self._download_named)
        self.name_button = QPushButton(self.tr("Download"), self)
        self.name_button.setAutoDefault(False)
        self.name_button.clicked.connect(self._download_named)
        self.name_line.textChanged.connect(lambda text: self.name_button.setEnabled(bool(_hub_name(text))))
        self.name_button.setEnabled(False)
        named = QHBoxLayout()
        named.addWidget(self.name_line, 1)
        named.addWidget(self.name_button)
        self.import_button = QPushButton(self.tr("Import"), self)
        self.import_button.setAutoDefault(False)
        self.import_button.setToolTip(self.tr("Take in a model that lies on this computer"))
        menu = QMenu(self.import_button)
        menu.addAction(self.tr("From a folder…"), self.questions.ask_folder)
        menu.addAction(self.tr("From a file…"), self.questions.ask_file)
        self.import_button.setMenu(menu)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(
            quiet(
                self.tr(
                    "A model turns pictures and words into what can be compared. A larger one finds more and takes "
                    "longer to read your photos, once; until it has read them all, the one before goes on answering."
                ),
                self,
            )
        )
        column.addWidget(self._waiting)
        column.addLayout(self._list)
        column.addWidget(heading(self.tr("Other models"), self))
        column.addWidget(
            quiet(self.tr("Any model of the Hugging Face hub that open_clip can load, by its name:"), self)
        )
        column.addLayout(named)
        column.addWidget(quiet(self.tr("Or one that was fetched elsewhere, from a folder or a checkpoint file:"), self))
        column.addWidget(self.import_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(self.form)
        bridge.models_changed.connect(self.show_models)
        bridge.progress.connect(self._note_rate)

    def refresh(self) -> None:
        """Ask how the models stand."""
        self._bridge.send(ListModels(), self._listed, lambda *_: None)

    def point_at(self, name: str) -> None:
        """Bring this model's card into sight and the focus to it, as soon as it is there."""
        self._pointing_at = name
        self._point()

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show the settings of this page."""
        self.form.show_values(values)

    def show_models(self, models: Sequence[ModelStatus]) -> None:
        """Show these; a card stays where it is, so that the focus does."""
        if not models:
            return
        self._statuses = tuple(models)
        self._waiting.hide()
        names = [status.entry.name for status in models]
        for name in [name for name in self.cards if name not in names]:
            card = self.cards.pop(name)
            self._list.removeWidget(card)
            card.deleteLater()
        answering = next((status.entry for status in models if status.answering), None)
        for place, status in enumerate(models):
            found = self.cards.get(status.entry.name)
            if found is None:
                found = self.cards[status.entry.name] = ModelCard(status, self)
                found.wanted.connect(self._do)
                self._list.insertWidget(place, found)
            found.show_status(status, self._rate, answering)
        self._point()

    def _point(self) -> None:
        card = self.cards.get(self._pointing_at)
        if card is not None:
            self._pointing_at = ""
            self.pointed.emit(card)

    def _listed(self, value: object) -> None:
        if isinstance(value, tuple):
            self.show_models(value)

    def _note_rate(self, progress: Progress) -> None:
        if progress.rate > 0:
            self._rate = progress.rate

    def _do(self, what: str, status: ModelStatus) -> None:
        name = status.entry.name
        match what:
            case "download" | "resume":
                self._send(DownloadModel(name))
            case "pause":
                self._send(PauseDownload(name))
            case "cancel":
                self._send(CancelDownload(name))
            case "use":
                self._send(UseModel(name))
            case "use_now":
                self._send(UseModel(name, at_once=True))
            case "consent":
                self.questions.ask_consent(
                    status.entry.title, lambda: self._send(DownloadModel(name, trust_pickle=True))
                )
            case "forget":
                self.questions.ask_forgetting(status, lambda: self._send(RemoveModel(name, embeddings=True)))
            case "remove":
                self.questions.ask_removal(
                    status, lambda embeddings: self._send(RemoveModel(name, embeddings=embeddings))
                )

    def _download_named(self) -> None:
        name = _hub_name(self.name_line.text())
        if name:
            self._send(DownloadModel(name))
            self.name_line.clear()

    def _send(self, command: Command) -> None:
        self._bridge.send(command, lambda _: self.refresh(), self.failed.emit)


def _hub_name(text: str) -> str:
    """`hf-hub:OWNER/NAME` of what was typed, with or without the prefix; empty where it is none."""
    name = text.strip().removeprefix(HUB_PREFIX)
    owner, slash, model = name.partition("/")
    return f"{HUB_PREFIX}{name}" if owner and slash and model and "/" not in model and " " not in name else ""
