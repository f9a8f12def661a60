"""What stands in place of the grid while it has nothing to show: the first run, a search without hits. Main thread."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from visionquery.ui.grid.model import shown_path
from visionquery.ui.theme import Theme


class EmptyPage(QWidget):
    """A picture, a title, a sentence; what is said depends on what is missing."""

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._icon_name = "photos"
        self.setObjectName("page")
        self._icon = QLabel(self)
        self._title = QLabel(self)
        self._title.setObjectName("heading")
        self._text = QLabel(self)
        self._text.setObjectName("welcomeText")
        self._text.setTextFormat(Qt.TextFormat.PlainText)
        self.column = QVBoxLayout(self)
        self.column.setContentsMargins(40, 20, 40, 60)
        self.column.setSpacing(10)
        self.column.addStretch(2)
        for label in (self._icon, self._title, self._text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(True)
            self.column.addWidget(label)
        self.column.addStretch(3)

    @property
    def title(self) -> str:
        """The title shown."""
        return self._title.text()

    def say(self, icon: str, title: str, text: str) -> None:
        """Show this."""
        self._icon_name = icon
        self._title.setText(title)
        self._text.setText(text)
        self.restyle()

    def restyle(self) -> None:
        """The theme changed."""
        icon = self._theme.icon(self._icon_name, "faint", 48)
        self._icon.setPixmap(icon.pixmap(QSize(48, 48), self.devicePixelRatioF()))


class WelcomePage(QWidget):
    """The first run: no wizard, one button. Emits `add_wanted(path)`, with an empty path for "another folder"."""

    add_wanted = Signal(str)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._pictures: Path | None = None
        self.setObjectName("page")
        icon = QLabel(self)
        icon.setPixmap(theme.application_icon().pixmap(QSize(88, 88), self.devicePixelRatioF()))
        title = QLabel(self.tr("Type what you remember,\nfind the photo."), self)
        title.setObjectName("welcomeTitle")
        text = QLabel(
            self.tr(
                "Choose a folder and start searching while it is being read.\n"
                "Your photos stay where they are, and nothing leaves this computer."
            ),
            self,
        )
        text.setObjectName("welcomeText")
        self._first = QPushButton(self)
        self._first.setObjectName("primary")
        self._first.clicked.connect(lambda: self.add_wanted.emit(str(self._pictures or "")))
        self._other = QPushButton(self.tr("Choose another folder…"), self)
        self._other.clicked.connect(lambda: self.add_wanted.emit(""))
        hint = QLabel(self.tr("Or drop a folder on this window."), self)
        hint.setObjectName("quiet")
        buttons = QHBoxLayout()
        buttons.setSpacing(10)
        buttons.addStretch(1)
        buttons.addWidget(self._first)
        buttons.addWidget(self._other)
        buttons.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(40, 20, 40, 40)
        column.setSpacing(14)
        column.addStretch(2)
        for label in (icon, title, text):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            label.setWordWrap(label is not title)
            column.addWidget(label)
        column.addSpacing(8)
        column.addLayout(buttons)
        hint.setAlignment(Qt.AlignmentFlag.AlignCenter)
        column.addWidget(hint)
        column.addStretch(3)
        self.offer(None)

    def offer(self, pictures: Path | None) -> None:
        """Offer the Pictures folder, where there is one."""
        self._pictures = pictures
        if pictures is None:
            self._first.setText(self.tr("Choose a folder…"))
        else:
            self._first.setText(self.tr("Search my {name} folder").format(name=shown_path(pictures.name)))
            self._first.setToolTip(shown_path(str(pictures)))
        self._other.setVisible(pictures is not None)
