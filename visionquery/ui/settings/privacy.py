"""What stays on this computer, and every network request that was ever made. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt
from PySide6.QtWidgets import QHeaderView, QPushButton, QTableWidget, QTableWidgetItem, QVBoxLayout, QWidget

from visionquery.domain.models import NetworkRequest
from visionquery.domain.settings import SETTINGS, Page
from visionquery.library.reader import LibraryReader
from visionquery.ui.settings.form import SettingsForm, heading, quiet
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.tasks import TaskRunner


class PrivacyPage(QWidget):
    """The switch for the history, and the list of requests."""

    def __init__(
        self, reader: LibraryReader, memory: WindowMemory, tasks: TaskRunner, parent: QWidget | None = None
    ) -> None:
        super().__init__(parent)
        self._reader = reader
        self._memory = memory
        self._tasks = tasks
        self.form = SettingsForm([setting for setting in SETTINGS if setting.page is Page.PRIVACY], self)
        self.forget_button = QPushButton(self.tr("Forget recent searches"), self)
        self.forget_button.setAutoDefault(False)
        self.forget_button.clicked.connect(self._forget)
        self.none = quiet(self.tr("None so far."), self)
        self.table = QTableWidget(0, 5, self)
        self.table.setObjectName("settingList")
        self.table.setHorizontalHeaderLabels(
            [self.tr("When"), self.tr("What for"), self.tr("Address"), self.tr("Received"), self.tr("Outcome")]
        )
        self.table.setAccessibleName(self.tr("Network requests"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.setWordWrap(False)
        self.table.setMinimumHeight(180)
        self.table.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        header.setMaximumSectionSize(300)
        header.setStretchLastSection(True)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(heading(self.tr("What stays on this computer"), self, first=True))
        for sentence in self._promises():
            column.addWidget(quiet(sentence, self))
        column.addWidget(self.form)
        column.addWidget(self.forget_button, 0, Qt.AlignmentFlag.AlignLeading)
        column.addWidget(heading(self.tr("Every network request that was ever made"), self))
        column.addWidget(
            quiet(
                self.tr(
                    "VisionQuery goes to the network only when you ask it to: for a model, or to see whether there is "
                    "a newer version."
                ),
                self,
            )
        )
        column.addWidget(self.none)
        column.addWidget(self.table, 1)
        column.addStretch(1)
        self._list(())

    def refresh(self) -> None:
        """Look again at what was recorded."""
        self.form.show_values({name: self._memory.value(name) for name in self.form.fields})
        self.forget_button.setEnabled(bool(self._memory.history))
        self._tasks.run(self._reader.requests, self._list)

    def _promises(self) -> list[str]:
        return [
            self.tr("Everything. Your photos are read where they are, and never changed, copied or sent anywhere."),
            self.tr(
                "What VisionQuery learns about them (their thumbnails, what is in their files, and numbers that stand "
                "for what they show) lies in its data folder. You find that on the page Storage, and may delete it at "
                "any time."
            ),
            self.tr("Nothing is counted, measured or reported to anybody."),
        ]

    def _forget(self) -> None:
        self._memory.history = ()
        self.forget_button.setEnabled(False)

    def _list(self, requests: Sequence[NetworkRequest]) -> None:
        self.none.setVisible(not requests)
        self.table.setVisible(bool(requests))
        self.table.setRowCount(len(requests))
        for row, request in enumerate(requests):
            for place, words in enumerate(_described(request)):
                item = QTableWidgetItem(words)
                item.setToolTip(words)
                self.table.setItem(row, place, item)


def _described(request: NetworkRequest) -> tuple[str, ...]:
    locale = QLocale()
    at = QDateTime.fromString(request.at, Qt.DateFormat.ISODateWithMs).toLocalTime()
    received = locale.formattedDataSize(request.received, 1, QLocale.DataSizeFormat.DataSizeSIFormat)
    when = locale.toString(at, QLocale.FormatType.ShortFormat) if at.isValid() else request.at
    return when, request.purpose, request.url, received, request.outcome
