"""The Settings window: pages made from the declarations of `domain/settings`, beside those for models, storage and
privacy. Main thread. Changes apply at once; there is no button to confirm them.
"""

from __future__ import annotations

from typing import Any

from PySide6.QtCore import QCoreApplication, QEvent, QSize, Qt, QTimer
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QDialog,
    QFrame,
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from visionquery.domain.settings import BY_NAME, SETTINGS, Page, Place
from visionquery.library.reader import LibraryReader
from visionquery.ui.bridge import WorkerBridge
from visionquery.ui.notice import Notice, NoticeBar
from visionquery.ui.settings.form import SettingsForm
from visionquery.ui.settings.models import ModelsPage
from visionquery.ui.settings.privacy import PrivacyPage
from visionquery.ui.settings.storage import StoragePage
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme
from visionquery.ui.tray import tray_available
from visionquery.worker.commands import SetSetting

_ICONS = {
    Page.GENERAL: "sun",
    Page.INDEXING: "refresh",
    Page.MODELS: "similar",
    Page.STORAGE: "folder",
    Page.PRIVACY: "hidden",
}


class SettingsDialog(QDialog):
    """`open_page(name)` shows it; closing hides it, and it can be shown again."""

    def __init__(
        self,
        theme: Theme,
        reader: LibraryReader,
        bridge: WorkerBridge,
        tasks: TaskRunner,
        memory: WindowMemory,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._theme = theme
        self._reader = reader
        self._bridge = bridge
        self._tasks = tasks
        self._memory = memory
        self._changes = 0  # what was read before the last one is out of date
        self._under_way = 0
        self.setObjectName("page")
        self.setWindowTitle(self.tr("Settings"))
        self.setModal(False)
        self.notice = NoticeBar(theme, self)
        self.general = SettingsForm(_settings_of(Page.GENERAL), self)
        self.indexing = SettingsForm(_settings_of(Page.INDEXING), self)
        self.models = ModelsPage(bridge, self)
        self.storage = StoragePage(reader.paths, bridge, tasks, self)
        self.privacy = PrivacyPage(reader, memory, tasks, self)
        self._pages: dict[Page, QWidget] = {
            Page.GENERAL: self.general,
            Page.INDEXING: self.indexing,
            Page.MODELS: self.models,
            Page.STORAGE: self.storage,
            Page.PRIVACY: self.privacy,
        }
        self.list = QListWidget(self)
        self.list.setObjectName("settingPages")
        self.list.setAccessibleName(self.tr("Pages"))
        self.list.setIconSize(QSize(20, 20))
        self.stack = QStackedWidget(self)
        for page, title in self._titles().items():
            QListWidgetItem(title, self.list)
            self.stack.addWidget(_scrolling(self._pages[page]))
        self.list.currentRowChanged.connect(self._show_page)
        self._forms = (self.general, self.indexing, self.models.form, self.privacy.form)
        for form in self._forms:
            form.changed.connect(self._change)
        for part in (self.models, self.storage):
            part.failed.connect(self._tell)
        self.models.pointed.connect(self._bring_into_sight)
        memory.changed.connect(lambda name, value: self._show_values({name: value}))
        bridge.down.connect(lambda _: self._look())
        bridge.ready.connect(lambda _: self._look())
        theme.changed.connect(self._restyle)
        self._compose()
        self._restyle()
        self.list.setCurrentRow(0)

    def open_page(self, name: str = "") -> None:
        """Show the window, with the page of this name where one is given."""
        if name:
            self.list.setCurrentRow(list(self._pages).index(Page(name)))
        self.show()
        self.raise_()
        self.activateWindow()
        self.list.setFocus()

    @property
    def page(self) -> Page:
        """Which page is shown."""
        return list(self._pages)[max(0, self.list.currentRow())]

    def showEvent(self, event: QShowEvent) -> None:
        """Show what is in effect now."""
        super().showEvent(event)
        self._look()

    def changeEvent(self, event: QEvent) -> None:
        """Back in front: something may have been changed elsewhere."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._look()

    def _look(self) -> None:
        if not self.isVisible():
            return
        window = [setting.name for setting in SETTINGS if setting.place is Place.WINDOW]
        self._show_values({name: self._memory.value(name) for name in window})
        self._offer_tray()
        self._read()
        self._refresh_page()

    def _offer_tray(self) -> None:
        there = tray_available()
        self.general.fields["close_to_tray"].setEnabled(there)
        reason = self.tr("This desktop has no place beside the clock for programs.")
        self.general.note("close_to_tray", "" if there else reason)

    def _read(self) -> None:
        before = self._changes
        self._tasks.run(self._reader.settings, lambda values: self._show_read(values, before))

    def _show_read(self, values: dict[str, Any], before: int) -> None:
        if before == self._changes and not self._under_way:
            self._show_values(values)

    def _show_values(self, values: dict[str, Any]) -> None:
        for form in self._forms:
            form.show_values(values)

    def _show_page(self, row: int) -> None:
        self.stack.setCurrentIndex(row)
        if self.isVisible():
            self._refresh_page()

    def _bring_into_sight(self, part: QWidget) -> None:
        def go() -> None:
            # A card that was just made can have the focus, and has its place, when every layout around it was done.
            QCoreApplication.sendPostedEvents(None, QEvent.Type.LayoutRequest)
            part.setFocus()
            area = self.stack.currentWidget()
            if isinstance(area, QScrollArea):
                area.ensureWidgetVisible(part)

        QTimer.singleShot(0, part, go)

    def _refresh_page(self) -> None:
        page = self._pages[self.page]
        if isinstance(page, ModelsPage | StoragePage | PrivacyPage):
            page.refresh()

    def _change(self, name: str, value: object) -> None:
        if BY_NAME[name].place is Place.WINDOW:
            self._memory.change(name, value)
            if name == "language":
                self.general.note(name, self.tr("VisionQuery speaks it from its next start on."))
            return
        self._changes += 1
        self._under_way += 1
        self._bridge.send(SetSetting(name, value), lambda _: self._changed(), self._not_changed)

    def _changed(self) -> None:
        self._under_way -= 1
        if not self._under_way:
            self._read()

    def _not_changed(self, message: str, advice: str) -> None:
        self._tell(message, advice)
        self._changed()

    def _tell(self, message: str, advice: str) -> None:
        self.notice.tell(Notice("settings", message, advice))

    def _titles(self) -> dict[Page, str]:
        return {
            Page.GENERAL: self.tr("General"),
            Page.INDEXING: self.tr("Indexing"),
            Page.MODELS: self.tr("Models"),
            Page.STORAGE: self.tr("Storage"),
            Page.PRIVACY: self.tr("Privacy"),
        }

    def _compose(self) -> None:
        side = QWidget(self)
        side.setObjectName("sidebar")
        side.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        beside = QVBoxLayout(side)
        beside.setContentsMargins(8, 16, 8, 16)
        beside.addWidget(self.list)
        main = QVBoxLayout()
        main.setContentsMargins(0, 0, 0, 0)
        main.setSpacing(0)
        notices = QHBoxLayout()
        notices.setContentsMargins(24, 14, 24, 0)
        notices.addWidget(self.notice)
        main.addLayout(notices)
        main.addWidget(self.stack, 1)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(side)
        row.addLayout(main, 1)
        room = self.screen().availableGeometry()
        self.resize(min(820, room.width() - 40), min(640, room.height() - 60))

    def _restyle(self) -> None:
        self.notice.restyle()
        for place, page in enumerate(self._pages):
            self.list.item(place).setIcon(self._theme.icon(_ICONS[page], "quiet"))
        # With room for the words in letters of any size.
        self.list.ensurePolished()
        self.list.setFixedWidth(self.list.sizeHintForColumn(0) + 28)


def _settings_of(page: Page) -> list[Any]:
    return [setting for setting in SETTINGS if setting.page is page]


def _scrolling(page: QWidget) -> QScrollArea:
    area = QScrollArea()
    area.setObjectName("page")
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    inside = QWidget()
    inside.setObjectName("page")
    column = QVBoxLayout(inside)
    column.setContentsMargins(28, 22, 28, 28)
    column.addWidget(page)
    column.addStretch(1)
    area.setWidget(inside)
    return area
