"""The heading that stays in sight while the photos below it scroll past. Main thread.

It lies over the viewport and not in it, so that scrolling moves the photos alone.
"""

from __future__ import annotations

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QColor, QFont, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QWidget

from visionquery.ui.grid.layout import CellLayout
from visionquery.ui.theme import Theme

# Around the words, and from the viewport's edge.
_PAD_X, _PAD_Y, _INSET = 12, 5, 8


class StickyHeading(QWidget):
    """A small plate with the title of the section that is in sight at the top."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._view = parent
        self._theme = theme
        self._words = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.hide()

    @property
    def words(self) -> str:
        """What is shown; empty while nothing is."""
        return self._words if self.isVisibleTo(self._view) else ""

    def follow(self, cells: CellLayout, top: int, viewport: QRect) -> None:
        """The view is scrolled to `top`; show the section there, unless its own heading is in sight."""
        section = cells.section_at(top + _INSET) if cells.count else 0
        heading = cells.heading(section) if cells.count else None
        if heading is None or heading.bottom() - self._words_height(heading) >= top:
            self.hide()
            return
        words = cells.frame.sections.title(section)
        if words != self._words or self.isHidden():
            self._words = words
            metrics = QFontMetrics(self._heavy())
            width = metrics.horizontalAdvance(words) + 2 * _PAD_X + 2
            self.resize(min(width, viewport.width() - 2 * _INSET), metrics.height() + 2 * _PAD_Y)
            self.update()
        y = _INSET
        following = cells.heading(section + 1) if section + 1 < len(cells.starts) else None
        if following is not None:
            # The next heading pushes this one out.
            y = min(y, following.bottom() - self._words_height(following) - top - self.height() - 2)
        margin = cells.frame.margin - _PAD_X // 2
        x = viewport.right() - margin - self.width() if cells.frame.mirrored else viewport.left() + margin
        self.move(x, viewport.top() + y)
        self.show()
        self.raise_()

    def _heavy(self) -> QFont:
        font = QFont(self._view.font())
        font.setWeight(QFont.Weight.DemiBold)
        return font

    @staticmethod
    def _words_height(heading: QRect) -> int:
        """From the top of a heading's words to its bottom; above them it is empty."""
        return heading.height() * 2 // 3

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint the plate and its words."""
        colours = self._theme.colours
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(colours.surface)
        ground.setAlpha(236)
        painter.setPen(QColor(colours.line))
        painter.setBrush(ground)
        half = self.height() / 2
        painter.drawRoundedRect(self.rect().adjusted(0, 0, -1, -1), half, half)
        painter.setPen(QColor(colours.text))
        room = self.rect().adjusted(_PAD_X, 0, -_PAD_X, 0)
        painter.setFont(self._heavy())
        title = painter.fontMetrics().elidedText(self._words, Qt.TextElideMode.ElideRight, room.width())
        painter.drawText(room, Qt.AlignmentFlag.AlignCenter, title)
        painter.end()
