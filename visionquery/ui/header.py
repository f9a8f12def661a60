"""The line above the photos: what they are, how many, how long it took, and how large they are shown. Main thread."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QSlider, QWidget

from visionquery.ui.settings_store import CELL_SIZES


class ResultHeader(QWidget):
    """Emits `size_wanted` from the slider and `all_wanted(bool)` from the button that shows weaker matches."""

    size_wanted = Signal(int)
    all_wanted = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._all = False
        self._heading = QLabel(self)
        self._heading.setObjectName("heading")
        self._heading.setTextFormat(Qt.TextFormat.PlainText)
        self._detail = QLabel(self)
        self._detail.setObjectName("headerDetail")
        self._more = QPushButton(self)
        self._more.setObjectName("link")
        self._more.clicked.connect(lambda: self.all_wanted.emit(not self._all))
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(*CELL_SIZES)
        self.slider.setSingleStep(16)
        self.slider.setPageStep(48)
        self.slider.setFixedWidth(120)
        self.slider.setAccessibleName(self.tr("Thumbnail size"))
        self.slider.setToolTip(self.tr("Thumbnail size (Ctrl+wheel)"))
        self.slider.valueChanged.connect(self.size_wanted)
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 2, 22, 10)
        row.setSpacing(12)
        row.addWidget(self._heading)
        row.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignBottom)
        row.addWidget(self._more, 0, Qt.AlignmentFlag.AlignBottom)
        row.addStretch(1)
        row.addWidget(self.slider)
        self.describe("", "")

    @property
    def text(self) -> str:
        """Heading and detail as they are read."""
        return f"{self._heading.text()} {self._detail.text()}"

    def describe(self, heading: str, detail: str, weaker: int = 0, *, all_shown: bool = False) -> None:
        """Say what is shown; `weaker` counts the hits below the relevance line, which a button shows or hides."""
        self._all = all_shown
        self._heading.setText(self.fontMetrics().elidedText(heading, Qt.TextElideMode.ElideRight, 360))
        self._heading.setToolTip(heading if self._heading.text() != heading else "")
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self._more.setText(self.tr("Show best matches only") if all_shown else self.tr("Show weaker matches"))
        self._more.setVisible(weaker > 0)
        self.setAccessibleName(f"{heading}, {detail}" if detail else heading)
