"""The search box: words, or a chip that names the example photo; a spinner when an answer takes long. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QColor, QFocusEvent, QImage, QKeyEvent, QPainter, QPaintEvent, QPen, QPixmap
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from visionquery.ui.theme import Theme


class Spinner(QWidget):
    """A turning arc. Costs nothing while it is hidden."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._angle = 0
        self._timer = QTimer(self, interval=33)
        self._timer.timeout.connect(self._turn)
        self.setFixedSize(18, 18)
        self.setAccessibleName(self.tr("Searching"))
        self.hide()

    def turn(self, on: bool) -> None:
        """Show and turn, or hide."""
        self.setVisible(on)
        if on:
            self._timer.start()
        else:
            self._timer.stop()

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: ARG002 - Qt's signature.
        """Three quarters of a circle."""
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        pen = QPen(QColor(self._theme.colours.accent), 2)
        pen.setCapStyle(Qt.PenCapStyle.RoundCap)
        painter.setPen(pen)
        painter.drawArc(QRectF(2, 2, 14, 14), -self._angle * 16, 270 * 16)
        painter.end()

    def _turn(self) -> None:
        self._angle = (self._angle + 12) % 360
        self.update()


class ExampleChip(QFrame):
    """Stands for the example photo in the search box: its picture, its name, and a button that drops it."""

    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("chip")
        self.setFixedHeight(28)
        self._picture = QLabel(self)
        self._name = QLabel(self)
        self._close = QToolButton(self)
        self._close.setAccessibleName(self.tr("Drop the example"))
        self._close.setIconSize(QSize(14, 14))
        self._close.clicked.connect(self.closed)
        row = QHBoxLayout(self)
        row.setContentsMargins(4, 0, 5, 0)
        row.setSpacing(6)
        for widget in (self._picture, self._name, self._close):
            row.addWidget(widget)
        self.hide()

    def show_example(self, name: str, picture: QImage | None) -> None:
        """Name the example."""
        text = self.tr("Similar to {name}").format(name=name)
        self._name.setText(self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, 260))
        self._name.setAccessibleName(text)
        self._picture.setVisible(picture is not None)
        if picture is not None:
            ratio = self.devicePixelRatioF()
            side = round(20 * ratio)
            small = QPixmap.fromImage(picture).scaled(
                side, side, Qt.AspectRatioMode.KeepAspectRatio, Qt.TransformationMode.SmoothTransformation
            )
            small.setDevicePixelRatio(ratio)
            self._picture.setPixmap(small)
        self.show()

    def restyle(self) -> None:
        """The theme changed."""
        self._close.setIcon(self._theme.icon("close", "accentText"))


class SearchBar(QFrame):
    """Emits what is typed, and what is wished: `submitted` (Enter), `escaped` (Esc), `left_down` (Down key)."""

    typed = Signal(str)
    submitted = Signal()
    escaped = Signal()
    left_down = Signal()
    example_dropped = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("searchField")
        self.setFixedHeight(40)
        self.setMaximumWidth(760)
        self._glass = QLabel(self)
        self._chip = ExampleChip(theme, self)
        self._chip.closed.connect(self.example_dropped)
        self.field = QLineEdit(self)
        self.field.setFrame(False)
        self.field.setAccessibleName(self.tr("Search photos"))
        self.field.setAttribute(Qt.WidgetAttribute.WA_MacShowFocusRect, False)
        self.field.textChanged.connect(self._changed)
        self.field.returnPressed.connect(self.submitted)
        self.field.installEventFilter(self)
        self.spinner = Spinner(theme, self)
        self._clear = QToolButton(self)
        self._clear.setAccessibleName(self.tr("Clear the search"))
        self._clear.setToolTip(self.tr("Clear (Esc)"))
        self._clear.setIconSize(QSize(18, 18))
        self._clear.clicked.connect(self.escaped)
        self._clear.hide()
        row = QHBoxLayout(self)
        row.setContentsMargins(14, 0, 8, 0)
        row.setSpacing(9)
        row.addWidget(self._glass)
        row.addWidget(self._chip)
        row.addWidget(self.field, 1)
        row.addWidget(self.spinner)
        row.addWidget(self._clear)
        self._prompt()

    @property
    def text(self) -> str:
        """As typed."""
        return self.field.text()

    def take_focus(self, select: bool = True) -> None:
        """Ctrl+F: type here."""
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        if select:
            self.field.selectAll()

    def insert(self, text: str) -> None:
        """Letters typed in the grid: go on with them here."""
        self.field.setFocus(Qt.FocusReason.OtherFocusReason)
        self.field.insert(text)

    def set_text(self, text: str) -> None:
        """Put words in, as if typed."""
        self.field.setText(text)

    def reset(self) -> None:
        """Empty, without telling."""
        self.field.blockSignals(True)
        self.field.clear()
        self.field.blockSignals(False)
        self.show_example(None, None)

    def show_example(self, name: str | None, picture: QImage | None) -> None:
        """A chip for the example photo, or none."""
        if name is None:
            self._chip.hide()
        else:
            self.field.blockSignals(True)
            self.field.clear()
            self.field.blockSignals(False)
            self._chip.show_example(name, picture)
        self._prompt()
        self._clear.setVisible(name is not None or bool(self.text))

    def restyle(self) -> None:
        """The theme changed."""
        self._glass.setPixmap(self._theme.icon("search", "quiet").pixmap(QSize(20, 20), self.devicePixelRatioF()))
        self._clear.setIcon(self._theme.icon("close", "quiet"))
        self._chip.restyle()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        """Keys that leave the box, and the focus that the frame shows."""
        if isinstance(event, QFocusEvent):
            self.setProperty("focused", event.gotFocus())
            self.style().unpolish(self)
            self.style().polish(self)
        elif isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress:
            if event.key() == Qt.Key.Key_Escape:
                self.escaped.emit()
                return True
            if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_PageDown):
                self.left_down.emit()
                return True
            if event.key() == Qt.Key.Key_Backspace and not self.text and self._chip.isVisible():
                self.example_dropped.emit()
                return True
        return super().eventFilter(watched, event)

    def _changed(self, text: str) -> None:
        if text:
            self._chip.hide()
        self._clear.setVisible(bool(text))
        self._prompt()
        self.typed.emit(text)

    def _prompt(self) -> None:
        chip = not self._chip.isHidden()
        self.field.setPlaceholderText("" if chip else self.tr("Describe a photo: a dog running on the beach"))
