"""The icon beside the clock: brings the window back, pauses, quits. There only while it is wanted. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QMenu, QSystemTrayIcon, QWidget

from visionquery.ui.theme import Theme


def tray_available() -> bool:
    """Whether this desktop has a place for such icons."""
    return QSystemTrayIcon.isSystemTrayAvailable()


class Tray(QObject):
    """Emits `open_wanted`, `pause_wanted(bool)` and `quit_wanted`."""

    open_wanted = Signal()
    pause_wanted = Signal(bool)
    quit_wanted = Signal()

    def __init__(self, theme: Theme, window: QWidget) -> None:
        super().__init__(window)
        self._paused = False
        self.icon = QSystemTrayIcon(theme.application_icon(), self)
        self.icon.setToolTip("VisionQuery")
        self.menu = QMenu(window)
        self.menu.addAction(self.tr("Open VisionQuery"), self.open_wanted.emit)
        self._pause = self.menu.addAction(self.tr("Pause indexing"), lambda: self.pause_wanted.emit(not self._paused))
        self.menu.addSeparator()
        self.menu.addAction(self.tr("Quit"), self.quit_wanted.emit)
        self.icon.setContextMenu(self.menu)
        self.icon.activated.connect(self._activated)

    @property
    def shown(self) -> bool:
        """Whether the icon is there, so that a window that hides can be brought back by it."""
        return self.icon.isVisible() and tray_available()

    def use(self, on: bool) -> None:
        """Show the icon, or take it away."""
        self.icon.setVisible(on and tray_available())

    def show_paused(self, paused: bool) -> None:
        """Whether Pause would resume."""
        self._paused = paused
        self._pause.setText(self.tr("Resume indexing") if paused else self.tr("Pause indexing"))

    def show_words(self, words: str) -> None:
        """What the worker does, in the tooltip."""
        self.icon.setToolTip(f"VisionQuery\n{words}" if words else "VisionQuery")

    def _activated(self, reason: QSystemTrayIcon.ActivationReason) -> None:
        if reason in (QSystemTrayIcon.ActivationReason.Trigger, QSystemTrayIcon.ActivationReason.DoubleClick):
            self.open_wanted.emit()
