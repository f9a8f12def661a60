"""The line above the photos: what they are, how many, how long it took, and how large they are shown. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QSizePolicy, QSlider, QWidget

from visionquery.ui.settings_store import CELL_SIZES


class ElidedLabel(QLabel):
    """One line of text that ends in … where there is no room, and tells the whole in its tooltip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._whole = ""
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    @property
    def whole(self) -> str:
        """The text without elision."""
        return self._whole

    def say(self, text: str) -> None:
        """Show this."""
        self._whole = text
        self.setAccessibleName(text)
        self.updateGeometry()
        self._elide()

    def sizeHint(self) -> QSize:
        """Room for the whole text."""
        return QSize(self.fontMetrics().horizontalAdvance(self._whole) + 2, super().sizeHint().height())

    def minimumSizeHint(self) -> QSize:
        """Room for a few letters."""
        return QSize(min(60, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class ResultHeader(QWidget):
    """Emits `size_wanted` from the slider."""

    size_wanted = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._heading = ElidedLabel(self)
        self._heading.setObjectName("heading")
        self._detail = QLabel(self)
        self._detail.setObjectName("headerDetail")
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
        row.addStretch(1)
        row.addWidget(self.slider)
        self.describe("", "")

    @property
    def text(self) -> str:
        """Heading and detail as they are read."""
        return f"{self._heading.whole} {self._detail.text()}"

    def describe(self, heading: str, detail: str) -> None:
        """Say what is shown."""
        self._heading.say(heading)
        self._detail.setText(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{heading}, {detail}" if detail else heading)
