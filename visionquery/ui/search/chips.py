"""The example pictures of a search as chips: more like this, less like this, or gone. Main thread."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QImage, QKeyEvent, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QToolButton, QWidget

from visionquery.ui.search_session import Example
from visionquery.ui.theme import Theme

_NAME_WIDTH = 220


class ExampleChip(QFrame):
    """One example: a button for its sign, its picture, its name, and a button that drops it.

    Emits `changed(Example)` with another weight, `closed`, and `left(step)` for the arrow keys.
    """

    changed = Signal(object)
    closed = Signal()
    left = Signal(int)

    def __init__(self, theme: Theme, example: Example, named: bool, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.example = example
        less = example.weight < 0
        words = self.tr("Less like {name}") if less else self.tr("Similar to {name}")
        self.setObjectName("chip")
        self.setProperty("less", less)
        self.setFixedHeight(28)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setAccessibleName(words.format(name=example.name))
        self.setToolTip(words.format(name=example.name))
        self._sign = QToolButton(self)
        self._sign.setAccessibleName(self.tr("Less like this") if not less else self.tr("More like this"))
        self._sign.setToolTip(
            self.tr("Now: less like this. Click for more like this.")
            if less
            else self.tr("Now: more like this. Click for less like this.")
        )
        self._sign.clicked.connect(self._turn)
        self._picture = QLabel(self)
        self._name = QLabel(self)
        self._name.setText(
            self.fontMetrics().elidedText(words.format(name=example.name), Qt.TextElideMode.ElideMiddle, _NAME_WIDTH)
        )
        self._name.setVisible(named)
        self._close = QToolButton(self)
        self._close.setAccessibleName(self.tr("Drop the example"))
        self._close.setToolTip(self.tr("Drop the example (Delete)"))
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 4, 0)
        row.setSpacing(4)
        for widget in (self._sign, self._picture, self._name, self._close):
            row.addWidget(widget)
        for button in (self._sign, self._close):
            button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
            button.setIconSize(QSize(14, 14))
        self.show_picture(None)
        self.restyle()

    def show_picture(self, picture: QImage | None) -> None:
        """Show what the example looks like, or that this is not known (yet)."""
        ratio = self.devicePixelRatioF()
        if picture is None or picture.isNull():
            self._picture.setPixmap(self._theme.icon("photos", "accentText", 18).pixmap(QSize(18, 18), ratio))
            return
        side = round(22 * ratio)
        short = min(picture.width(), picture.height())
        square = picture.copy((picture.width() - short) // 2, (picture.height() - short) // 2, short, short)
        small = QPixmap.fromImage(square).scaled(
            side, side, Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
        )
        small.setDevicePixelRatio(ratio)
        self._picture.setPixmap(small)

    def restyle(self) -> None:
        """The theme changed."""
        self._sign.setIcon(self._theme.icon("remove" if self.example.weight < 0 else "add", "accentText", 14))
        self._close.setIcon(self._theme.icon("close", "accentText", 14))

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Delete drops it, Space turns it round, the arrows lead to its neighbours."""
        forward = Qt.Key.Key_Left if self.layoutDirection() is Qt.LayoutDirection.RightToLeft else Qt.Key.Key_Right
        match event.key():
            case Qt.Key.Key_Delete | Qt.Key.Key_Backspace:
                self.closed.emit()
            case Qt.Key.Key_Space | Qt.Key.Key_Plus | Qt.Key.Key_Minus | Qt.Key.Key_Return:
                self._turn()
            case Qt.Key.Key_Left | Qt.Key.Key_Right:
                self.left.emit(1 if event.key() == forward else -1)
            case _:
                super().keyPressEvent(event)

    def _turn(self) -> None:
        self.changed.emit(replace(self.example, weight=-self.example.weight))


class ExampleChips(QWidget):
    """All chips in a row. Emits `examples_changed(tuple of Example)`, and `left` behind the last one."""

    examples_changed = Signal(object)
    left = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._chips: list[ExampleChip] = []
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(6)
        self.hide()

    @property
    def examples(self) -> tuple[Example, ...]:
        """What the chips stand for."""
        return tuple(chip.example for chip in self._chips)

    def show_examples(self, examples: Sequence[Example], pictures: Mapping[Example, QImage]) -> None:
        """A chip for each; one alone has room for its name. `pictures` are found by the example with weight 1."""
        if tuple(examples) != self.examples:
            focused = next((row for row, chip in enumerate(self._chips) if chip.hasFocus()), -1)
            for chip in self._chips:
                self._row.removeWidget(chip)
                chip.hide()
                chip.deleteLater()
            self._chips = [self._make(example, named=len(examples) == 1) for example in examples]
            self.setVisible(bool(examples))
            if focused >= 0:
                self.focus(min(focused, len(self._chips) - 1))
        for chip in self._chips:
            chip.show_picture(pictures.get(replace(chip.example, weight=1.0)))

    def focus(self, row: int) -> None:
        """Give the focus to a chip; beyond the last one it goes back to the words."""
        if 0 <= row < len(self._chips):
            self._chips[row].setFocus(Qt.FocusReason.OtherFocusReason)
        elif row != 0 or not self._chips:
            self.left.emit()

    def focus_last(self) -> None:
        """Give the focus to the last chip."""
        self.focus(len(self._chips) - 1)

    def drop_last(self) -> None:
        """Drop the last example."""
        self.examples_changed.emit(self.examples[:-1])

    def restyle(self) -> None:
        """The theme changed."""
        for chip in self._chips:
            chip.restyle()

    def _make(self, example: Example, named: bool) -> ExampleChip:
        chip = ExampleChip(self._theme, example, named, self)
        chip.closed.connect(lambda: self._replace(chip, ()))
        chip.changed.connect(lambda other: self._replace(chip, (other,)))
        chip.left.connect(lambda step: self._step(chip, step))
        self._row.addWidget(chip)
        chip.show()
        return chip

    def _replace(self, chip: ExampleChip, by: tuple[Example, ...]) -> None:
        row = self._chips.index(chip)
        self.examples_changed.emit((*self.examples[:row], *by, *self.examples[row + 1 :]))

    def _step(self, chip: ExampleChip, step: int) -> None:
        row = self._chips.index(chip) + step
        if row >= 0:
            self.focus(row)
