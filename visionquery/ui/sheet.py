"""The sheet of keys: every command with its shortcut, made from the commands themselves. Main thread."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import (
    QDialog,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from visionquery.ui.closing import close_row

translate = QCoreApplication.translate
Section = tuple[str, Sequence[QAction]]


def plain(words: str) -> str:
    """A menu's words without the mark of its mnemonic and without the dots of a dialog to come."""
    return words.replace("&&", "\0").replace("&", "").replace("\0", "&").removesuffix("…")


class KeySheet(QDialog):
    """`sections` are titles with their commands; the keys of the views themselves are added."""

    def __init__(self, sections: Sequence[Section], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        rows = [
            (title, [(plain(action.text()), _keys(action.shortcuts())) for action in actions if action.shortcuts()])
            for title, actions in sections
        ]
        rows[1:1] = [(self.tr("Moving about"), self._own_keys()), (self.tr("In the viewer"), self._viewer_keys())]
        columns = QHBoxLayout()
        columns.setSpacing(36)
        inner = QWidget(self)
        inner.setObjectName("page")
        inner.setLayout(columns)
        screen = self.screen().availableGeometry()
        filled = [(title, lines) for title, lines in rows if lines]
        # Two columns where there is room for them, also in a large font.
        letters = self.fontMetrics().averageCharWidth()
        for part in _halved(filled) if screen.width() > 150 * letters else [filled]:
            column = QVBoxLayout()
            column.setSpacing(18)
            for title, lines in part:
                column.addWidget(self._section(title, lines))
            column.addStretch(1)
            columns.addLayout(column, 1)
        scroll = QScrollArea(self)
        scroll.setObjectName("page")
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QScrollArea.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setWidget(inner)
        scroll.setAccessibleName(self.windowTitle())
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 20, 20, 14)
        layout.addWidget(scroll, 1)
        layout.addWidget(close_row(self))
        wanted = inner.sizeHint()
        self.resize(min(wanted.width() + 60, screen.width() - 80), min(wanted.height() + 90, screen.height() - 80))

    def _own_keys(self) -> list[tuple[str, str]]:
        """Keys that are no commands: the grid's and the search box's own."""
        return [
            (self.tr("Search, from anywhere among the photos"), self.tr("just type")),
            (self.tr("Move from photo to photo"), self.tr("Arrow keys")),
            (self.tr("Select a row of photos"), _key("Shift") + "+" + self.tr("Arrow keys")),
            (self.tr("First, last photo"), f"{_key('Home')}, {_key('End')}"),
            (self.tr("A screen up, down"), f"{_key('PgUp')}, {_key('PgDown')}"),
            (self.tr("Look at a photo, and back"), f"{_key('Space')}, {_key('Esc')}"),
            (self.tr("From part to part of the window"), _key("Tab")),
            (self.tr("Menu of a photo"), _key("Menu")),
            (self.tr("Search with a copied picture, in the search box"), _key("Ctrl+V")),
        ]

    def _viewer_keys(self) -> list[tuple[str, str]]:
        """Those of the viewer (see `viewer/keys.py`), where letters need no Ctrl because there is nothing to type."""
        return [
            (self.tr("Next photo, the one before"), self.tr("Arrow keys")),
            (self.tr("Nearer, farther"), "+, -"),
            (self.tr("Whole picture or its own size"), _key("Z")),
            (self.tr("Rate"), "0-5"),
            (self.tr("Favourite"), "."),
            (self.tr("Play a video"), _key("P")),
            (self.tr("Slideshow"), _key("S")),
            (self.tr("Full screen"), _key("F")),
            (self.tr("Details"), _key("I")),
        ]

    def _section(self, title: str, lines: Sequence[tuple[str, str]]) -> QWidget:
        box = QWidget(self)
        grid = QGridLayout(box)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(18)
        grid.setVerticalSpacing(6)
        heading = QLabel(title, box)
        heading.setObjectName("sectionTitle")
        grid.addWidget(heading, 0, 0, 1, 2)
        for row, (words, keys) in enumerate(lines, 1):
            name = QLabel(words, box)
            name.setWordWrap(True)
            key = QLabel(keys, box)
            key.setObjectName("quiet")
            grid.addWidget(name, row, 0)
            grid.addWidget(key, row, 1, Qt.AlignmentFlag.AlignTrailing)
        grid.setColumnStretch(0, 1)
        return box


def _keys(sequences: Sequence[QKeySequence]) -> str:
    return ", ".join(sequence.toString(QKeySequence.SequenceFormat.NativeText) for sequence in sequences)


def _key(name: str) -> str:
    sequence = QKeySequence(name).toString(QKeySequence.SequenceFormat.NativeText)
    return sequence or name


def _halved(sections: list[tuple[str, list[tuple[str, str]]]]) -> list[list[tuple[str, list[tuple[str, str]]]]]:
    """Two columns of about the same length."""
    total = sum(len(lines) + 2 for _, lines in sections)
    first: list[tuple[str, list[tuple[str, str]]]] = []
    length = 0
    for section in sections:
        if length + (len(section[1]) + 2) / 2 > total / 2:
            break
        first.append(section)
        length += len(section[1]) + 2
    return [first, sections[len(first) :]]
