"""The details of photos in a window of their own: Properties. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtWidgets import QDialog, QVBoxLayout, QWidget

from visionquery.ui.closing import close_row
from visionquery.ui.details.panel import DetailsPanel


class PropertiesDialog(QDialog):
    """Shows `panel`, which is its own, for photos; not modal."""

    def __init__(self, panel: DetailsPanel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.panel = panel
        self.setWindowTitle(self.tr("Properties"))
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 12)
        column.addWidget(panel, 1)
        foot = QVBoxLayout()
        foot.setContentsMargins(16, 0, 16, 0)
        foot.addWidget(close_row(self))
        column.addLayout(foot)
        self.resize(420, 620)

    def show_photos(self, photo_ids: Sequence[int], total: int | None = None) -> None:
        """Open on these, the first of `total`."""
        self.panel.show_photos(photo_ids, total)
        self.show()
        self.raise_()
        self.activateWindow()
