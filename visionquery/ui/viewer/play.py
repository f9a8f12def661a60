"""The button in the middle of a video's picture: plays it, in the desktop's program for videos. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, QPoint, QRect, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from visionquery.domain.photos import Photo
from visionquery.ui import wording
from visionquery.ui.theme import Theme

_ICON = 36


class PlayButton(QToolButton):
    """Hidden unless it is told of a video that is there."""

    def __init__(self, theme: Theme, parent: QWidget) -> None:
        super().__init__(parent)
        self._theme = theme
        self.setObjectName("play")
        self.setIconSize(QSize(_ICON, _ICON))
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setToolTip(QCoreApplication.translate("Viewer", "Play in your video player (P)"))
        self.setAccessibleName(self.toolTip())
        self.hide()

    def show_for(self, photo: Photo | None, *, playable: bool) -> None:
        """Offer to play `photo`, where it is a video and `playable`."""
        if photo is None or not photo.is_video or not playable:
            self.hide()
            return
        duration = photo.metadata.duration if photo.metadata is not None else None
        self.setAccessibleName(", ".join(filter(None, (self.toolTip(), wording.length(duration)))))
        self.show()
        self.raise_()

    def settle(self, area: QRect) -> None:
        """Into the middle of the picture's area."""
        place = QRect(QPoint(0, 0), self.sizeHint())
        place.moveCenter(area.center())
        self.setGeometry(place)

    def restyle(self) -> None:
        """The theme changed."""
        self.setIcon(self._theme.icon("play_filled", "onPhoto", _ICON))
