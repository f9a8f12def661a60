"""The button that all menus stand behind where the window shows no menu bar, and the keys that open either.

Main thread.
"""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPoint, QSize, Qt
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import QMenuBar, QToolButton

from visionquery.ui.commands.menus import Menus
from visionquery.ui.commands.table import MAC
from visionquery.ui.theme import Theme

MENU_EVENTS = frozenset(
    {
        QEvent.Type.KeyPress,
        QEvent.Type.KeyRelease,
        QEvent.Type.ShortcutOverride,
        QEvent.Type.WindowDeactivate,
        QEvent.Type.MouseButtonPress,
        QEvent.Type.Wheel,
    }
)
"""What `MenuButton.take` wants to see of the window's events."""


class MenuButton(QToolButton):
    """Stands for `bar` where that is not shown. `open` opens the one that is there."""

    def __init__(self, theme: Theme, menus: Menus, bar: QMenuBar) -> None:
        super().__init__()
        self._theme = theme
        self._bar = bar
        self._alt_alone = False
        self.setIconSize(QSize(22, 22))
        self.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(self.tr("Menu"))
        self.setToolTip(self.tr("Menu (F10)"))
        self.setMenu(menus.button_menu())
        menus.fill_bar(bar)

    def show_bar(self, on: bool) -> None:
        """The menu bar, or this button instead."""
        # On macOS, and where the desktop takes the menus to the top of the screen, the bar is not in the window.
        self._bar.setVisible(on or MAC)
        self.setVisible(not on and not MAC)

    def open(self) -> None:
        """Open the menus to be gone through by the keyboard."""
        bar = self._bar
        if bar.isVisible():
            bar.setFocus(Qt.FocusReason.MenuBarFocusReason)
            bar.setActiveAction(bar.actions()[0])
        else:
            # `showMenu` would wait for its end.
            menu, below = self.menu(), self.rect().bottomLeft()
            room = menu.sizeHint().width() - self.width()
            menu.popup(self.mapToGlobal(below - QPoint(0 if self.isRightToLeft() else room, 0)))
            menu.setActiveAction(menu.actions()[0])

    def take(self, event: QEvent) -> bool:
        """Alt, pressed and released alone, opens the menu, as it would that of a menu bar. Whether it did."""
        if not MAC and isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Alt:
            if event.type() == QEvent.Type.KeyPress:
                self._alt_alone = True
            elif event.type() == QEvent.Type.KeyRelease and self._alt_alone and not self._bar.isVisible():
                self._alt_alone = False
                self.open()
                return True
        elif event.type() is not QEvent.Type.KeyRelease:
            self._alt_alone = False
        return False

    def restyle(self) -> None:
        """The theme changed."""
        self.setIcon(self._theme.icon("menu", "quiet", 22))
