"""Asks for the name of a search that is to be kept, or for another name of one that is. Main thread."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QLineEdit, QVBoxLayout, QWidget

# Longer names are cut off in the sidebar anyway.
NAME_LENGTH = 80


class NameDialog(QDialog):
    """One field with a name in it. `accept` is only possible with a name."""

    def __init__(self, title: str, question: str, name: str, button: str, parent: QWidget) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.setObjectName("naming")
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.field = QLineEdit(name[:NAME_LENGTH], self)
        self.field.setMaxLength(NAME_LENGTH)
        self.field.setAccessibleName(question)
        self.field.selectAll()
        label = QLabel(question, self)
        label.setBuddy(self.field)
        self._buttons = QDialogButtonBox(self)
        self._keep = self._buttons.addButton(button, QDialogButtonBox.ButtonRole.AcceptRole)
        self._keep.setObjectName("primary")
        # The box has given it its looks already.
        self._keep.style().unpolish(self._keep)
        self._keep.style().polish(self._keep)
        self._keep.setDefault(True)
        self._buttons.addButton(self.tr("Cancel"), QDialogButtonBox.ButtonRole.RejectRole)
        self._buttons.accepted.connect(self.accept)
        self._buttons.rejected.connect(self.reject)
        self.field.textChanged.connect(self._changed)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        column.addWidget(label)
        column.addWidget(self.field)
        column.addWidget(self._buttons)
        self.setMinimumWidth(360)
        self._changed(self.field.text())

    @property
    def name(self) -> str:
        """What is in the field."""
        return " ".join(self.field.text().split())

    def _changed(self, _text: str) -> None:
        self._keep.setEnabled(bool(self.name))


def ask_name(dialog: NameDialog, then: Callable[[str], None]) -> None:
    """Show the dialog without waiting; `then(name)` is called when the person agrees."""
    dialog.accepted.connect(lambda: then(dialog.name))
    dialog.open()
