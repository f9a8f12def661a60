"""What is known of a photo, label by label. Main thread; made anew whenever something else is known."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QGridLayout, QLabel, QSizePolicy, QToolButton, QWidget

from visionquery.ui.details.facts import Fact
from visionquery.ui.theme import Theme


class FactGrid(QWidget):
    """Labels in a column beside what they name, or `stacked` above it."""

    def __init__(self, facts: Sequence[Fact], theme: Theme, *, stacked: bool) -> None:
        super().__init__()
        self.stacked = stacked
        self._theme = theme
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4 if stacked else 10)
        grid.setHorizontalSpacing(12)
        grid.setColumnStretch(0 if stacked else 1, 1)
        for line, fact in enumerate(facts):
            label, value = _label(fact), _value(fact)
            row, column, columns = (2 * line + 1, 0, 2) if stacked else (line, 1, 1)
            grid.addWidget(label, 2 * line if stacked else line, 0, 1, 3 if stacked else 1)
            grid.addWidget(value, row, column, 1, columns if fact.copied else columns + 1)
            if fact.copied:
                grid.addWidget(self._copy_button(fact), row, 2, Qt.AlignmentFlag.AlignTop)

    def _copy_button(self, fact: Fact) -> QToolButton:
        button = QToolButton()
        button.setObjectName("copyCoordinates")
        button.setIcon(self._theme.icon("copy", "quiet"))
        button.setIconSize(QSize(16, 16))
        button.setAccessibleName(self.tr("Copy coordinates"))
        button.setToolTip(self.tr("Copy coordinates"))
        button.clicked.connect(lambda: QGuiApplication.clipboard().setText(fact.copied))
        return button


def _label(fact: Fact) -> QLabel:
    label = QLabel(fact.label)
    label.setObjectName("quiet")
    label.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    return label


def _value(fact: Fact) -> QLabel:
    value = QLabel(fact.value)
    value.setTextFormat(Qt.TextFormat.PlainText)
    value.setWordWrap(True)
    value.setAccessibleName(f"{fact.label}: {fact.value}")
    value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    value.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
    value.setAlignment(Qt.AlignmentFlag.AlignTop | Qt.AlignmentFlag.AlignLeading)
    return value
