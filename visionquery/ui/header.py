"""The line above the photos: what they are, how many, how long it took; their order, layout and size. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QAction, QActionGroup, QResizeEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QMenu,
    QPushButton,
    QSizePolicy,
    QSlider,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from visionquery.ui.settings_store import CELL_SIZES, ORDERS
from visionquery.ui.theme import Theme

# So many letters must be in a line to have room for heading, order and slider side by side.
LETTERS_FOR_ALL = 44


class ElidedLabel(QLabel):
    """One line of text that ends in … where there is no room, and tells the whole in its tooltip.

    So many `letters` of it stay in sight while others give way.
    """

    def __init__(self, parent: QWidget | None = None, letters: int = 5) -> None:
        super().__init__(parent)
        self._whole = ""
        self._letters = letters
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
        fewest = self._letters * self.fontMetrics().averageCharWidth()
        return QSize(min(fewest, self.sizeHint().width()), super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Cut to the new width."""
        super().resizeEvent(event)
        self._elide()

    def _elide(self) -> None:
        shown = self.fontMetrics().elidedText(self._whole, Qt.TextElideMode.ElideRight, self.width())
        self.setText(shown)
        self.setToolTip(self._whole if shown != self._whole else "")


class HintLine(QFrame):
    """One quiet line with a button behind it. Emits `acted`; the person can close it."""

    acted = Signal()
    closed = Signal()

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("hint")
        self._text = QLabel(self)
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self._text.setWordWrap(True)
        self._text.setObjectName("quiet")
        self._button = QPushButton(self.tr("Show"), self)
        self._button.setObjectName("link")
        self._button.clicked.connect(self.acted)
        self._close = QToolButton(self)
        self._close.setIconSize(QSize(14, 14))
        self._close.setAccessibleName(self.tr("Close this hint"))
        self._close.setToolTip(self._close.accessibleName())
        self._close.clicked.connect(self._shut)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        row.addWidget(self._text, 1)
        row.addWidget(self._button)
        row.addWidget(self._close)
        self.hide()

    @property
    def text(self) -> str:
        """What it says; empty while it is hidden."""
        return "" if self.isHidden() else self._text.text()

    def say(self, text: str, button: str) -> None:
        """Show this; nothing where the text is empty."""
        self._text.setText(text)
        if button:
            self._button.setText(button)
        self.setAccessibleName(text)
        self.setVisible(bool(text))

    def restyle(self) -> None:
        """The theme changed."""
        self._close.setIcon(self._theme.icon("close", "quiet", 14))

    def _shut(self) -> None:
        self.hide()
        self.closed.emit()


class ResultHeader(QWidget):
    """Emits `size_wanted` from the slider, `order_wanted` and `layout_wanted` (`square` or `justified`)."""

    size_wanted = Signal(int)
    order_wanted = Signal(str)
    layout_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._layout_name = "square"
        self._sizable = True
        self._heading = ElidedLabel(self, letters=12)
        self._heading.setObjectName("heading")
        self._detail = ElidedLabel(self)
        self._detail.setObjectName("headerDetail")
        self._orders = QActionGroup(self)
        self.order = QToolButton(self)
        self.order.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.order.setIconSize(QSize(18, 18))
        self.order.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.order.setMenu(self._order_menu())
        self.layout_button = QToolButton(self)
        self.layout_button.setIconSize(QSize(18, 18))
        self.layout_button.clicked.connect(
            lambda: self.layout_wanted.emit("justified" if self._layout_name == "square" else "square")
        )
        self.slider = QSlider(Qt.Orientation.Horizontal, self)
        self.slider.setRange(*CELL_SIZES)
        self.slider.setSingleStep(16)
        self.slider.setPageStep(48)
        self.slider.setFixedWidth(120)
        self.slider.setAccessibleName(self.tr("Thumbnail size"))
        self.slider.setToolTip(self.tr("Thumbnail size (Ctrl+wheel)"))
        self.slider.valueChanged.connect(self.size_wanted)
        self.hints = [HintLine(theme, self) for _ in range(2)]
        row = QHBoxLayout()
        row.setSpacing(12)
        words = QHBoxLayout()
        words.setSpacing(12)
        words.addWidget(self._heading, 0, Qt.AlignmentFlag.AlignBottom)
        words.addWidget(self._detail, 0, Qt.AlignmentFlag.AlignBottom)
        words.addStretch(1)
        row.addLayout(words, 1)
        row.setAlignment(words, Qt.AlignmentFlag.AlignVCenter)
        for widget in (self.order, self.layout_button, self.slider):
            row.addWidget(widget)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 2, 22, 10)
        column.setSpacing(4)
        column.addLayout(row)
        for hint in self.hints:
            column.addWidget(hint)
        self.describe("", "")
        self.show_order(ORDERS[0])
        self.show_layout("square")

    @property
    def text(self) -> str:
        """Heading and detail as they are read."""
        return f"{self._heading.whole} {self._detail.whole}"

    def describe(self, heading: str, detail: str) -> None:
        """Say what is shown."""
        self._heading.say(heading)
        self._detail.say(detail)
        self._detail.setVisible(bool(detail))
        self.setAccessibleName(f"{heading}, {detail}" if detail else heading)

    def offer(self, *, order: bool, size: bool) -> None:
        """What can be changed: answers have one order only, and pages without photos have neither."""
        self._sizable = size
        self.order.setVisible(order)
        self.layout_button.setVisible(size)
        self._fit()

    def show_order(self, order: str) -> None:
        """Mark the order in use."""
        for action in self._orders.actions():
            action.setChecked(action.data() == order)
            if action.isChecked():
                self.order.setText(action.text())
                self.order.setAccessibleName(self.tr("Order: {order}").format(order=action.text()))
        self.order.setToolTip(self.tr("In which order photos are shown"))

    def show_layout(self, layout: str) -> None:
        """Show which layout the button would change to."""
        self._layout_name = layout
        words = self.tr("Show whole photos in rows") if layout == "square" else self.tr("Show photos as squares")
        self.layout_button.setAccessibleName(words)
        self.layout_button.setToolTip(words)
        self.restyle()

    def restyle(self) -> None:
        """The theme changed."""
        self._fit()
        self.order.setIcon(self._theme.icon("sort", "quiet", 18))
        icon = "rows" if self._layout_name == "square" else "squares"
        self.layout_button.setIcon(self._theme.icon(icon, "quiet", 18))
        for hint in self.hints:
            hint.restyle()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Make room for the words."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Where letters are too large for all of it, words go first: the menus have orders and sizes too."""
        narrow = self.width() < LETTERS_FOR_ALL * self.fontMetrics().averageCharWidth()
        self.slider.setVisible(self._sizable and not narrow)
        style = Qt.ToolButtonStyle
        self.order.setToolButtonStyle(style.ToolButtonIconOnly if narrow else style.ToolButtonTextBesideIcon)

    def _order_menu(self) -> QMenu:
        menu = QMenu(self)
        words = {
            "newest": self.tr("Newest first"),
            "oldest": self.tr("Oldest first"),
            "added": self.tr("Last added first"),
        }
        for order in ORDERS:
            action = QAction(words[order], self._orders, checkable=True)
            action.setData(order)
            menu.addAction(action)
        self._orders.triggered.connect(lambda action: self.order_wanted.emit(action.data()))
        return menu
