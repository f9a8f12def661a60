"""One widget for each kind of setting, made from its declaration. Main thread.

A field shows a value and emits `changed(value)` when the person has chosen another one, once their hand rests.
"""

from __future__ import annotations

import sys
from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QCoreApplication, QSignalBlocker, Qt, QTimer, Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QSlider,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from visionquery.domain.settings import Kind, Setting
from visionquery.system.priority import available_cores
from visionquery.ui.settings.names import NamesEditor

# A number that is being stepped through is not a wish at every step.
REST_MILLISECONDS = 350


def words(text: str) -> str:
    """What a declaration says, in the person's language."""
    return QCoreApplication.translate("Setting", text) if text else ""


class Field(QWidget):
    """Base of all: `show_value` never emits."""

    changed = Signal(object)

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setting = setting

    def show_value(self, value: Any) -> None:
        """Show what is in effect."""
        raise NotImplementedError

    def _hold(self, widget: QWidget) -> None:
        """Let `widget` be all there is, named for assistive technology."""
        box = QHBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(widget)
        widget.setAccessibleName(words(self.setting.title))
        widget.setAccessibleDescription(words(self.setting.help))
        self.setFocusProxy(widget)


class Switch(Field):
    """On or off; carries its own words."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.box = QCheckBox(words(setting.title), self)
        self._hold(self.box)
        self.box.toggled.connect(lambda on: self.changed.emit(on))

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.box):
            self.box.setChecked(bool(value))


class Choice(Field):
    """One of a few."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.box = _QuietCombo(self)
        for value, title in _offered(setting):
            self.box.addItem(words(title), value)
        self._hold(self.box)
        self.box.currentIndexChanged.connect(lambda row: self.changed.emit(self.box.itemData(row)))

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.box):
            self.box.setCurrentIndex(max(0, self.box.findData(value)))


class Number(Field):
    """A number with its unit."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.box = _QuietSpin(self)
        most = available_cores() if setting.name == "cores" else int(setting.maximum or 0)
        self.box.setRange(int(setting.minimum or 0), most)
        self.box.setSingleStep(setting.step)
        self.box.setGroupSeparatorShown(True)
        self.box.setKeyboardTracking(False)
        if setting.unit:
            self.box.setSuffix(f" {words(setting.unit)}")
        if setting.zero:
            self.box.setSpecialValueText(words(setting.zero))
        self._hold(self.box)
        self._rest = QTimer(self, singleShot=True, interval=REST_MILLISECONDS)
        self._rest.timeout.connect(lambda: self.changed.emit(self.box.value()))
        self.box.valueChanged.connect(lambda _: self._rest.start())

    def show_value(self, value: Any) -> None:
        if not self._rest.isActive():
            with QSignalBlocker(self.box):
                self.box.setValue(int(value))


class Slider(Field):
    """A number of which only more or less matters; follows the hand."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(int(setting.minimum or 0), int(setting.maximum or 0))
        self.slider.setSingleStep(setting.step)
        self.slider.setPageStep(4 * setting.step)
        self.slider.setMinimumWidth(180)
        self._hold(self.slider)
        self.slider.valueChanged.connect(lambda value: self.changed.emit(value))

    def show_value(self, value: Any) -> None:
        with QSignalBlocker(self.slider):
            self.slider.setValue(int(value))


class Text(Field):
    """A line of text, taken when the field is left or Enter pressed, and only if it is acceptable."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.line = QLineEdit(self)
        self.line.setObjectName("settingLine")
        self.line.setPlaceholderText(setting.hint)
        self.line.setMinimumWidth(240)
        # Addresses read from left to right in every language.
        self.line.setLayoutDirection(Qt.LayoutDirection.LeftToRight)
        self.line.setClearButtonEnabled(True)
        self._hold(self.line)
        self._shown = ""
        self.line.textChanged.connect(self._mark)
        self.line.editingFinished.connect(self._finish)

    def show_value(self, value: Any) -> None:
        self._shown = str(value)
        if not self.line.hasFocus():
            self.line.setText(self._shown)

    def _mark(self, text: str) -> None:
        wrong = not self.setting.accepts(text.strip())
        if self.line.property("wrong") != wrong:
            self.line.setProperty("wrong", wrong)
            self.line.style().unpolish(self.line)
            self.line.style().polish(self.line)
            self.line.setToolTip(self.tr("Such as {example}").format(example=self.setting.hint) if wrong else "")

    def _finish(self) -> None:
        text = self.line.text().strip()
        if text != self._shown and self.setting.accepts(text):
            self._shown = text
            self.changed.emit(text)


class Names(Field):
    """A list of names or patterns."""

    def __init__(self, setting: Setting, parent: QWidget | None = None) -> None:
        super().__init__(setting, parent)
        self.editor = NamesEditor(setting.default, self)
        box = QVBoxLayout(self)
        box.setContentsMargins(0, 0, 0, 0)
        box.addWidget(self.editor)
        self.editor.list.setAccessibleName(words(setting.title))
        self.editor.changed.connect(self.changed)

    def show_value(self, value: Any) -> None:
        self.editor.show_names(value)


def make_field(setting: Setting, parent: QWidget | None = None) -> Field:
    """The field for a setting that has one."""
    kinds: dict[Kind, type[Field]] = {
        Kind.SWITCH: Switch,
        Kind.CHOICE: Choice,
        Kind.NUMBER: Number,
        Kind.SLIDER: Slider,
        Kind.TEXT: Text,
        Kind.NAMES: Names,
    }
    return kinds[setting.kind](setting, parent)


def _offered(setting: Setting) -> Sequence[tuple[Any, str]]:
    """The choices that make sense on this system."""
    if setting.name == "device":
        absent = "cuda" if sys.platform == "darwin" else "mps"
        return [choice for choice in setting.choices if choice[0] != absent]
    return setting.choices


class _QuietCombo(QComboBox):
    """The wheel scrolls the page, unless the box has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()


class _QuietSpin(QSpinBox):
    """The wheel scrolls the page, unless the box has the focus."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave it to the page."""
        if self.hasFocus():
            super().wheelEvent(event)
        else:
            event.ignore()
