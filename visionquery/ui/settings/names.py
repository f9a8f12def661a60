"""A list of names that a person edits: add one, remove those selected, go back to the first ones. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QGridLayout,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QWidget,
)

ROWS_SHOWN = 6


class NamesEditor(QWidget):
    """Emits `changed(list of names)`. `first` are the names of a fresh installation."""

    changed = Signal(object)

    def __init__(self, first: Sequence[str], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._first = list(first)
        self.list = _List(self)
        self.list.setObjectName("settingList")
        # Patterns read from left to right in every language.
        self.list.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.list.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.list.itemChanged.connect(lambda _: self._emit())
        self.list.itemSelectionChanged.connect(self._settle)
        self.list.delete_pressed.connect(self.remove_selected)
        row = self.list.sizeHintForRow(0) if self.list.count() else self.fontMetrics().height() + 8
        self.list.setFixedHeight(ROWS_SHOWN * row + 8)
        self.line = QLineEdit(self)
        self.line.setObjectName("settingLine")
        self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.line.setPlaceholderText(self.tr("Another name, such as *.tmp"))
        self.line.setAccessibleName(self.tr("Name to add"))
        self.line.returnPressed.connect(self.add)
        self.line.textChanged.connect(lambda _: self._settle())
        self.add_button = QPushButton(self.tr("Add"), self)
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self.add)
        self.remove_button = QPushButton(self.tr("Remove"), self)
        self.remove_button.setAutoDefault(False)
        self.remove_button.setToolTip(self.tr("Look at files and folders of the selected names again"))
        self.remove_button.clicked.connect(self.remove_selected)
        self.reset_button = QPushButton(self.tr("Reset"), self)
        self.reset_button.setAutoDefault(False)
        self.reset_button.setToolTip(self.tr("Back to the names of a fresh installation"))
        self.reset_button.clicked.connect(self.reset)
        below = QHBoxLayout()
        below.addWidget(self.remove_button)
        below.addStretch(1)
        below.addWidget(self.reset_button)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.addWidget(self.line, 0, 0)
        grid.addWidget(self.add_button, 0, 1)
        grid.addWidget(self.list, 1, 0, 1, 2)
        grid.addLayout(below, 2, 0, 1, 2)
        self._settle()

    @property
    def names(self) -> list[str]:
        """What is listed, without what is empty or there twice."""
        found = (self.list.item(row).text().strip() for row in range(self.list.count()))
        return list(dict.fromkeys(name for name in found if name))

    def show_names(self, names: Sequence[str]) -> None:
        """List these."""
        if list(names) == self.names:
            return
        self.list.blockSignals(True)
        self.list.clear()
        for name in names:
            self._append(name)
        self.list.blockSignals(False)
        self._settle()

    def add(self) -> None:
        """Take in what was typed."""
        name = self.line.text().strip()
        if name and name not in self.names:
            self.list.blockSignals(True)
            self._append(name)
            self.list.blockSignals(False)
            self.list.scrollToBottom()
            self._emit()
        self.line.clear()

    def remove_selected(self) -> None:
        """Take those out."""
        rows = sorted((self.list.row(item) for item in self.list.selectedItems()), reverse=True)
        for row in rows:
            self.list.takeItem(row)
        if rows:
            self._emit()

    def reset(self) -> None:
        """List the first names."""
        if self.names != self._first:
            self.show_names(self._first)
            self._emit()

    def _append(self, name: str) -> None:
        item = QListWidgetItem(name, self.list)
        item.setFlags(item.flags() | Qt.ItemFlag.ItemIsEditable)

    def _emit(self) -> None:
        self._settle()
        self.changed.emit(self.names)

    def _settle(self) -> None:
        self.add_button.setEnabled(bool(self.line.text().strip()))
        self.remove_button.setEnabled(bool(self.list.selectedItems()))
        self.reset_button.setEnabled(self.names != self._first)


class _List(QListWidget):
    delete_pressed = Signal()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete takes the selected names out."""
        if event.matches(QKeySequence.StandardKey.Delete) or event.key() == Qt.Key.Key_Backspace:
            self.delete_pressed.emit()
        else:
            super().keyPressEvent(event)
