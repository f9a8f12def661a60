"""One quiet line at the bottom: what the worker does, how far it is, Pause or Resume, faster or not. Main thread."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QProgressBar, QToolButton, QWidget

from visionquery.domain.events import Activity, Progress
from visionquery.ui import wording
from visionquery.ui.header import ElidedLabel
from visionquery.ui.theme import Theme


class ActivityLine(QWidget):
    """Emits `pause_wanted(True)` for Pause and `pause_wanted(False)` for Resume, and `hurry_wanted(bool)`."""

    pause_wanted = Signal(bool)
    hurry_wanted = Signal(bool)

    def __init__(self, theme: Theme, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._theme = theme
        self._progress = Progress(Activity.STARTING)
        self._alive = True
        self._hurried = False
        self._total = 0
        self.setObjectName("activity")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setMinimumHeight(36)
        self._text = ElidedLabel(self)
        self._text.setObjectName("activityText")
        self._selection = QLabel(self)
        self._selection.setObjectName("activityText")
        self._bar = QProgressBar(self)
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(140)
        self._bar.setAccessibleName(self.tr("Indexing progress"))
        self._hurry = self._make_button()
        self._hurry.clicked.connect(lambda: self._hurry_or_not(not self._hurried))
        self._button = self._make_button()
        self._button.clicked.connect(lambda: self.pause_wanted.emit(not self.paused))
        row = QHBoxLayout(self)
        row.setContentsMargins(20, 0, 12, 0)
        row.setSpacing(12)
        row.addWidget(self._text)
        row.addWidget(self._bar)
        row.addStretch(1)
        row.addWidget(self._selection)
        row.addWidget(self._hurry)
        row.addWidget(self._button)
        self._show()

    @property
    def paused(self) -> bool:
        """Whether indexing is paused."""
        return self._progress.activity is Activity.PAUSED

    @property
    def text(self) -> str:
        """What the line says."""
        return self._text.whole

    @property
    def tab_order(self) -> tuple[QWidget, ...]:
        """What takes the focus, in its order."""
        return self._hurry, self._button

    def show_progress(self, progress: Progress) -> None:
        """The worker told how far it is."""
        self._progress, self._alive = progress, True
        self._show()

    def show_total(self, total: int) -> None:
        """How many photos the library has."""
        self._total = total
        self._show()

    def show_hurried(self, hurried: bool) -> None:
        """Whether the worker may use the processor as if it were the only program."""
        self._hurried = hurried
        self._show()

    def show_selection(self, text: str) -> None:
        """What is selected, in words; empty for nothing."""
        self._selection.setText(text)

    def show_lost(self) -> None:
        """There is no worker at the moment."""
        self._alive = False
        self._show()

    def restyle(self) -> None:
        """The theme changed."""
        self._show()

    def _hurry_or_not(self, on: bool) -> None:
        # Shown at once; the settings are read again with the next overview.
        self.show_hurried(on)
        self.hurry_wanted.emit(on)

    def _show(self) -> None:
        progress = self._progress
        busy = self._alive and progress.activity in (Activity.SCANNING, Activity.INDEXING)
        measured = progress.total > 0 and progress.activity in (Activity.INDEXING, Activity.PAUSED)
        self._text.say(self._words(progress) if self._alive else self.tr("The background worker is not running"))
        self._bar.setVisible(self._alive and (busy or measured) and (measured or progress.scanned > 0))
        self._bar.setRange(0, progress.total if measured else 0)
        self._bar.setValue(progress.done)
        self._button.setVisible(busy or (self._alive and self.paused))
        self._button.setText(self.tr("Resume") if self.paused else self.tr("Pause"))
        self._button.setIcon(self._theme.icon("play" if self.paused else "pause", "quiet"))
        self._button.setAccessibleName(self.tr("Resume indexing") if self.paused else self.tr("Pause indexing"))
        self._hurry.setVisible(busy)
        self._hurry.setText(self.tr("Stay in the background") if self._hurried else self.tr("Run faster"))
        self._hurry.setIcon(self._theme.icon("background" if self._hurried else "faster", "quiet"))
        self._hurry.setAccessibleName(self._hurry.text())
        self._hurry.setToolTip(
            self.tr("Leave the processor to other programs")
            if self._hurried
            else self.tr("Use the whole processor; other programs may become slower")
        )

    def _words(self, progress: Progress) -> str:
        done, total = wording.number(progress.done), wording.number(progress.total)
        match progress.activity:
            case Activity.STARTING:
                return wording.told(progress.message) or self.tr("Starting…")
            case Activity.SCANNING:
                if progress.scanned == 0:
                    return self.tr("Looking for photos…")
                return self.tr("Looking for photos · {count} found").format(count=wording.number(progress.scanned))
            case Activity.INDEXING:
                parts = [self.tr("Indexing {done} of {total}").format(done=done, total=total)]
                if progress.rate > 0:
                    parts.append(wording.rate(progress.rate))
                if progress.remaining is not None:
                    parts.append(wording.time_left(progress.remaining))
                return " · ".join(parts)
            case Activity.PAUSED:
                if progress.total > progress.done:
                    return self.tr("Paused at {done} of {total}").format(done=done, total=total)
                return self.tr("Paused")
            case Activity.IDLE:
                if progress.message or not self._total:
                    return wording.told(progress.message)
                return self.tr("Up to date · {photos}").format(photos=wording.photos(self._total))

    def _make_button(self) -> QToolButton:
        button = QToolButton(self)
        button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        button.setIconSize(QSize(16, 16))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        return button
