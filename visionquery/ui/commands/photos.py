"""All commands on photos together: who does what. Main thread."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from PySide6.QtCore import QObject

from visionquery.ui.commands.asking import Asking
from visionquery.ui.commands.clipboard import Clipboard
from visionquery.ui.commands.marking import Marking
from visionquery.ui.commands.opening import Opening
from visionquery.ui.commands.subject import Desk
from visionquery.ui.commands.table import RATINGS
from visionquery.ui.commands.trash import Trashing
from visionquery.ui.commands.undo import Undo
from visionquery.ui.export import Export
from visionquery.ui.settings_store import WindowMemory


class PhotoCommands(QObject):
    """What can be done with the photos that are meant."""

    def __init__(self, desk: Desk, undo: Undo, memory: WindowMemory, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.subject = desk.subject
        self.asking = Asking(desk, self)
        self.opening = Opening(desk, self)
        self.clipboard = Clipboard(desk, self)
        self.marking = Marking(desk, undo, self)
        self.trashing = Trashing(desk, self)
        self.export = Export(desk, memory, self)
        self.export.reveal_wanted.connect(self.opening.show_file)

    @property
    def calls(self) -> Mapping[str, Callable[[], None]]:
        """What the commands of `table.py` do, by their names."""

        def rate(rating: int) -> Callable[[], None]:
            return lambda: self.marking.rate(rating)

        return {
            "find_similar": self.asking.find_similar,
            "more_like": self.asking.more_like,
            "less_like": self.asking.less_like,
            "open": self.opening.open,
            "reveal": self.opening.reveal,
            "favourite": self.marking.toggle_favourite,
            "hide": self.marking.toggle_hidden,
            "copy": self.clipboard.copy,
            "copy_path": self.clipboard.copy_paths,
            "export": self.export.ask,
            "trash": self.trashing.ask,
            **{f"rate_{rating}": rate(rating) for rating in RATINGS},
        }

    def stop(self) -> None:
        """The window is closing."""
        self.export.stop()
        self.clipboard.stop()
