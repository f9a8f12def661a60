"""A page of settings, made from their declarations: groups, rows, and a field in each. Main thread."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from visionquery.domain.settings import Kind, Setting
from visionquery.ui.settings.fields import Field, make_field, words


class SettingsForm(QWidget):
    """Emits `changed(name, value)`."""

    changed = Signal(str, object)

    def __init__(self, settings: Iterable[Setting], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.fields: dict[str, Field] = {}
        self._notes: dict[str, QLabel] = {}
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(16)
        group = ""
        for setting in settings:
            if setting.kind is Kind.HIDDEN:
                continue
            if setting.group and setting.group != group:
                self._column.addWidget(heading(words(setting.group), self, first=not self.fields))
                group = setting.group
            self._add(setting)

    def show_values(self, values: Mapping[str, Any]) -> None:
        """Show what is in effect, of the settings that are here."""
        for name, field in self.fields.items():
            if name in values:
                field.show_value(values[name])

    def note(self, name: str, text: str) -> None:
        """Say something about a setting, below it."""
        self._notes[name].setText(text)
        self._notes[name].setVisible(bool(text))

    def _add(self, setting: Setting) -> None:
        field = self.fields[setting.name] = make_field(setting, self)
        field.changed.connect(lambda value, name=setting.name: self.changed.emit(name, value))
        row = QVBoxLayout()
        row.setSpacing(4)
        if setting.kind is Kind.SWITCH:
            row.addWidget(field, 0, Qt.AlignmentFlag.AlignLeading)
        else:
            title = QLabel(words(setting.title), self)
            title.setBuddy(field)
            title.setWordWrap(True)
            if setting.kind is Kind.NAMES:
                row.addWidget(title)
            else:
                line = QHBoxLayout()
                line.setSpacing(16)
                line.addWidget(title, 1)
                line.addWidget(field)
                row.addLayout(line)
        if setting.help:
            row.addWidget(quiet(words(setting.help), self))
        if setting.kind is Kind.NAMES:
            row.addWidget(field)
        note = self._notes[setting.name] = quiet("", self)
        note.setObjectName("settingNote")
        note.hide()
        row.addWidget(note)
        self._column.addLayout(row)


def heading(text: str, parent: QWidget, *, first: bool = False) -> QLabel:
    """The title of a group."""
    label = QLabel(text, parent)
    label.setObjectName("settingGroup")
    label.setContentsMargins(0, 0 if first else 10, 0, 0)
    return label


def quiet(text: str, parent: QWidget) -> QLabel:
    """A sentence that explains."""
    label = QLabel(text, parent)
    label.setObjectName("quiet")
    label.setWordWrap(True)
    label.setTextFormat(Qt.TextFormat.PlainText)
    return label
