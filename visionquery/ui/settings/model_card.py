"""One model of the list: what it is, how it stands, and what can be done with it. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from visionquery.domain.models import DownloadState, ModelEntry, ModelStatus
from visionquery.ui import wording
from visionquery.ui.settings import model_words
from visionquery.ui.settings.form import quiet

_UNDER_WAY = (DownloadState.WAITING, DownloadState.RUNNING, DownloadState.CHECKING)


class ModelCard(QFrame):
    """Emits `wanted(what, ModelStatus)`; `what` is a name of `buttons`."""

    wanted = Signal(str, object)

    def __init__(self, status: ModelStatus, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("modelCard")
        self.status = status
        self._cost = ""
        self._title = QLabel(status.entry.title, self)
        self._title.setObjectName("settingGroup")
        self._title.setTextFormat(Qt.TextFormat.PlainText)
        self._title.setWordWrap(True)
        self._state = QLabel(self)
        self._state.setObjectName("modelState")
        self._state.setWordWrap(True)
        self._state.setAlignment(Qt.AlignmentFlag.AlignTrailing | Qt.AlignmentFlag.AlignVCenter)
        self._about = quiet("", self)
        self._note = quiet("", self)
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setAccessibleName(self.tr("Download"))
        self._progress = quiet("", self)
        self._problem = QLabel(self)
        self._problem.setObjectName("settingNote")
        self._problem.setTextFormat(Qt.TextFormat.PlainText)
        self._problem.setWordWrap(True)
        self.buttons = {
            name: self._button(name, words, tip)
            for name, words, tip in (
                ("download", self.tr("Download"), self.tr("Fetch this model from the network")),
                ("pause", self.tr("Pause"), self.tr("Stop the download and keep what is there")),
                ("resume", self.tr("Resume"), self.tr("Go on with the download")),
                ("consent", self.tr("Download anyway…"), self.tr("Its file is of a kind that can do harm")),
                ("cancel", self.tr("Cancel"), self.tr("Stop the download and delete what is there")),
                ("use", self.tr("Use"), self.tr("Read all photos with it; until that is done, the one before answers")),
                ("use_now", self.tr("Use now"), self.tr("Search with it from now on, however few photos it has read")),
                ("remove", self.tr("Remove…"), self.tr("Delete its files")),
                ("forget", self.tr("Forget…"), self.tr("Delete what it has learnt about your photos")),
            )
        }
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self._title, 1)
        head.addWidget(self._state, 1)
        tail = QHBoxLayout()
        tail.setSpacing(8)
        for button in self.buttons.values():
            tail.addWidget(button)
        tail.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 12, 16, 12)
        column.setSpacing(6)
        column.addLayout(head)
        for widget in (self._about, self._note, self._bar, self._progress, self._problem):
            column.addWidget(widget)
        column.addLayout(tail)
        self.show_status(status)

    def show_status(self, status: ModelStatus, rate: float = 0.0, rate_of: ModelEntry | None = None) -> None:
        """Show how the model stands. `rate` is photos a second, read with the model `rate_of`."""
        self.status = status
        self._title.setText(status.entry.title)
        self._say(self._state, model_words.state(status))
        self._say(self._about, model_words.description(status.entry))
        cost = model_words.cost(status, rate, rate_of) if status.installed or status.chosen else ""
        self._say(self._note, " ".join(filter(None, (wording.told(status.entry.note), cost))))
        self._show_download(status)
        offered = self._offered(status)
        for name, button in self.buttons.items():
            button.setVisible(name in offered)
        first = next((button for name, button in self.buttons.items() if name in offered), None)
        if first is not None:
            self.setFocusProxy(first)  # whoever is sent to this card finds the focus on what can be done
        self.setAccessibleName(f"{status.entry.title}, {self._state.text()}")

    @property
    def words(self) -> str:
        """All that it says."""
        labels = (self._title, self._state, self._about, self._note, self._progress, self._problem)
        return "\n".join(label.text() for label in labels if label.text())

    def _show_download(self, status: ModelStatus) -> None:
        download = status.download
        problem = wording.told(status.problem)
        self._bar.setVisible(download is not None and download.state is not DownloadState.FAILED)
        if download is None:
            self._say(self._progress, "")
        else:
            whole = download.total > 0 and download.state is not DownloadState.CHECKING
            # In thousandths: a model may have more bytes than a bar can count.
            self._bar.setRange(0, 1000 if whole or download.state is DownloadState.PAUSED else 0)
            self._bar.setValue(1000 * download.done // download.total if download.total else 0)
            self._say(self._progress, model_words.download(download))
            problem = " ".join(map(wording.told, filter(None, (download.message, download.advice)))) or problem
        self._say(self._problem, problem)

    @staticmethod
    def _offered(status: ModelStatus) -> set[str]:
        download = status.download
        if download is not None and download.needs_consent:
            return {"consent", "cancel"}
        if download is not None:
            return {"pause" if download.state in _UNDER_WAY else "resume", "cancel"}
        if status.chosen and not status.answering:
            return {"use_now"}
        if status.chosen:
            return set()
        offered = {"use"} if status.installed else set()
        if not status.installed and not status.builtin and status.entry.repository:
            offered.add("download")
        if status.removable and not status.answering:
            offered.add("remove")
        elif status.covered and not status.answering:
            offered.add("forget")
        return offered

    def _button(self, name: str, words: str, tip: str) -> QPushButton:
        button = QPushButton(words, self)
        button.setAutoDefault(False)
        button.setToolTip(tip)
        button.clicked.connect(lambda: self.wanted.emit(name, self.status))
        return button

    @staticmethod
    def _say(label: QLabel, text: str) -> None:
        label.setText(text)
        label.setVisible(bool(text))
