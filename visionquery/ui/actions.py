"""The commands of the window as `QAction`s: translated, with their keys and icons, enabled for what is chosen.

Main thread. What they are is data (`commands/table.py`), where they stand is `commands/menus.py`, and what they do
is connected in `program.py`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QWidget

from visionquery.domain.photos import Photo
from visionquery.ui.commands.table import COMMANDS, RATINGS, Needs
from visionquery.ui.theme import Theme

translate = QCoreApplication.translate


class Actions:
    """The actions by name."""

    def __init__(self, window: QWidget, theme: Theme) -> None:
        self._theme = theme
        self._by_name: dict[str, QAction] = {}
        for name, command in COMMANDS.items():
            action = QAction(translate("Actions", command.words), window, checkable=command.checkable)
            action.setObjectName(name)
            action.setToolTip(translate("Actions", command.tip))
            action.setStatusTip(action.toolTip())
            action.setShortcuts([QKeySequence(keys) for keys in command.keys])
            action.setMenuRole(command.role)
            if command.in_photos:
                action.setShortcutContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            else:
                action.setShortcutContext(Qt.ShortcutContext.WindowShortcut)
                window.addAction(action)
            self._by_name[name] = action
        self.schemes = QActionGroup(window)
        for scheme, words in (
            ("system", translate("Actions", "Follow the system")),
            ("light", translate("Actions", "Light")),
            ("dark", translate("Actions", "Dark")),
        ):
            action = QAction(words, self.schemes, checkable=True)
            action.setData(scheme)
        self.orders = QActionGroup(window)
        for order, words in (
            ("newest", translate("ResultHeader", "Newest first")),
            ("oldest", translate("ResultHeader", "Oldest first")),
            ("added", translate("ResultHeader", "Last added first")),
        ):
            action = QAction(words, self.orders, checkable=True)
            action.setData(order)
        self._by_name["undo"].setEnabled(False)
        self.show_choice(0, None)

    def __getitem__(self, name: str) -> QAction:
        return self._by_name[name]

    def __iter__(self) -> Iterator[str]:
        return iter(self._by_name)

    def bind_photos(self, widget: QWidget) -> None:
        """Photos have the focus in this widget and below it: the keys that need that work there."""
        widget.addActions([self._by_name[name] for name, command in COMMANDS.items() if command.in_photos])

    def connect_all(self, calls: Mapping[str, Callable[[], object]]) -> None:
        """What each command does when it is asked for."""
        for name, call in calls.items():
            self._by_name[name].triggered.connect(lambda _checked=False, call=call: call())

    def check_scheme(self, scheme: str) -> None:
        """Mark the scheme in use."""
        for action in self.schemes.actions():
            action.setChecked(action.data() == scheme)

    def check_order(self, order: str) -> None:
        """Mark the order in use."""
        for action in self.orders.actions():
            action.setChecked(action.data() == order)

    def restyle(self) -> None:
        """The theme changed."""
        for name, command in COMMANDS.items():
            if command.icon:
                self._by_name[name].setIcon(self._theme.icon(command.icon, "quiet"))

    def show_paused(self, paused: bool) -> None:
        """Whether Pause would resume."""
        action = self._by_name["pause"]
        action.setText(translate("Actions", "&Resume indexing") if paused else translate("Actions", "&Pause indexing"))
        action.setIcon(self._theme.icon("play" if paused else "pause", "quiet"))

    def show_choice(self, count: int, photo: Photo | None) -> None:
        """How many photos commands would be about, and the first of them as far as it is known."""
        for name, command in COMMANDS.items():
            if command.needs is not Needs.NOTHING:
                self._by_name[name].setEnabled(count > 0)
        self._by_name["favourite"].setChecked(photo is not None and photo.favourite)
        for rating in RATINGS:
            self._by_name[f"rate_{rating}"].setChecked(photo is not None and photo.rating == rating)
        hidden = photo is not None and photo.hidden
        self._by_name["hide"].setText(
            translate("Actions", "S&how in results again") if hidden else translate("Actions", "&Hide from results")
        )
        several = count > 1
        self._by_name["copy"].setText(
            translate("Actions", "&Copy pictures") if several else translate("Actions", "&Copy picture")
        )

    def show_undo(self, words: str | None) -> None:
        """What Undo would take back, None for nothing."""
        action = self._by_name["undo"]
        action.setEnabled(words is not None)
        tip = translate("Actions", COMMANDS["undo"].tip)
        action.setToolTip(tip if words is None else translate("Actions", "Take back: {0}").format(words))
        action.setStatusTip(action.toolTip())
