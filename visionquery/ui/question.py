"""A question before something is done that cannot be undone here. Main thread.

Qt's own message box measures its text in another font than a style sheet gives it, and cuts long names off.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QPushButton, QVBoxLayout, QWidget


class Question(QDialog):
    """Asks `text`, explains it below, and calls `accept` where the person agrees. Shown without waiting by `open`."""

    def __init__(
        self, title: str, text: str, explanation: str, button: str, agreed: Callable[[], None], parent: QWidget
    ) -> None:
        super().__init__(parent)
        self.setObjectName("question")
        self.setWindowTitle(title)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._text = text
        heading = QLabel(breakable(text), self)
        heading.setObjectName("questionText")
        below = QLabel(explanation, self)
        below.setObjectName("quiet")
        for label in (below, heading):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
            label.ensurePolished()
            # A fixed width is what makes a label ask for the height that its lines need.
            label.setFixedWidth(52 * below.fontMetrics().averageCharWidth())
        buttons = QDialogButtonBox(self)
        self.yes = QPushButton(button, self)
        self.yes.setObjectName("primary")
        buttons.addButton(self.yes, QDialogButtonBox.ButtonRole.AcceptRole)
        self.no: QPushButton = buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self.yes.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.accepted.connect(agreed)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 20, 24, 16)
        column.setSpacing(10)
        column.addWidget(heading)
        column.addWidget(below)
        column.addSpacing(6)
        column.addWidget(buttons)
        self.setAccessibleDescription(explanation)

    @property
    def text(self) -> str:
        """What is asked."""
        return self._text


def breakable(text: str) -> str:
    """Text whose long names can go on in the next line, though they may have no spaces."""
    return re.sub(r"(\S{10})", "\\1\N{ZERO WIDTH SPACE}", text)
