"""Looking at photos one by one: opens and closes the viewer over the window, and the Properties. Main thread.

Connects the viewer with the grid (its order, its current photo), with the commands and with the library's changes.
"""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from visionquery.domain.events import PhotosChanged
from visionquery.domain.queries import Answer
from visionquery.library.reader import LibraryReader
from visionquery.ui.commands.photos import PhotoCommands
from visionquery.ui.details.beside import AT_MOST, DetailsBeside
from visionquery.ui.details.dialog import PropertiesDialog
from visionquery.ui.details.panel import DetailsPanel
from visionquery.ui.grid.feed import GridFeed
from visionquery.ui.grid.model import PhotoModel
from visionquery.ui.presenter import Presenter
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme
from visionquery.ui.viewer.loader import PictureLoader
from visionquery.ui.viewer.viewer import Viewer
from visionquery.ui.window import MainWindow


class Viewing(QObject):
    """Owns the viewer and the Properties."""

    def __init__(
        self,
        window: MainWindow,
        theme: Theme,
        model: PhotoModel,
        feed: GridFeed,
        presenter: Presenter,
        commands: PhotoCommands,
        reader: LibraryReader,
        tasks: TaskRunner,
        memory: WindowMemory,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._theme = theme
        self._model = model
        self._commands = commands
        self._subject = commands.subject
        self._reader = reader
        self._tasks = tasks
        self._answer: Answer | None = None
        self._pictures = PictureLoader(reader.photos, reader.thumbnails.get_many, reader.settings, tasks, self)
        details = DetailsPanel(theme, reader, tasks, with_picture=False)
        self.viewer = Viewer(theme, self._pictures, details)
        self.properties: PropertiesDialog | None = None
        self._panels: list[DetailsPanel] = []
        window.add_cover(self.viewer)
        # A screen that the viewer took is not the window's place.
        window.saving.connect(self.viewer.leave_full_screen)
        window.actions_by_name.bind_photos(self.viewer)
        self._subject.look_through(self.viewer.current_id, lambda photo_id: self._pictures.known(photo_id).photo)
        self._connect(feed, presenter)
        self.viewer.set_interval(memory.slideshow_seconds)
        self.viewer.interval_changed.connect(lambda seconds: setattr(memory, "slideshow_seconds", seconds))
        self.beside = DetailsPanel(theme, reader, tasks, window, marks_rest=True)
        self._connect_panel(self.beside, follows=True)
        window.add_side_panel(self.beside)
        DetailsBeside(self.beside, self._subject, window.actions_by_name["details"], memory, self)

    def _connect(self, feed: GridFeed, presenter: Presenter) -> None:
        viewer, window, marking = self.viewer, self._window, self._commands.marking
        window.grid.viewer_wanted.connect(self.open)
        viewer.closed.connect(self._closed)
        viewer.shown.connect(lambda _: self._subject.changed.emit())
        self._pictures.arrived.connect(lambda _: self._subject.changed.emit())
        viewer.full_screen_wanted.connect(window.fill_screen)
        viewer.favourite_wanted.connect(marking.set_favourite)
        viewer.favourite_toggled.connect(marking.toggle_favourite)
        viewer.rating_wanted.connect(marking.set_rating)
        viewer.play_wanted.connect(self._commands.opening.open)
        viewer.menu_wanted.connect(window.pop_up_photo_menu)
        feed.shown.connect(lambda: viewer.set_ids(self._model.ids))
        presenter.answer_shown.connect(self._learn_answer)
        self._connect_panel(viewer.details)

    def open(self, photo_id: int | None = None) -> None:
        """Show this photo, or the one that commands mean, over the whole window."""
        shown = photo_id if photo_id is not None else self._subject.one
        if shown is not None and self.viewer.current_id() is None:
            self._window.cover(self.viewer)
            self.viewer.open(self._model.ids, shown)
            self._subject.changed.emit()

    def toggle_slideshow(self) -> None:
        """Go on by itself from the photo that commands mean, or stay with the one that is shown."""
        slideshow = self.viewer.slideshow
        if slideshow.running:
            slideshow.stop()
        else:
            self.open()
            slideshow.start()

    def close(self) -> None:
        """Back to the grid, if the viewer is open."""
        self.viewer.close_viewer()

    def show_properties(self) -> None:
        """Details of the photos that are meant, in a window of their own."""
        if self.properties is None:
            self.properties = PropertiesDialog(self._panel(), self._window)
        self.properties.show_photos(self._subject.ids(AT_MOST), self._subject.count)

    def photos_changed(self, event: PhotosChanged) -> None:
        """The library tells that photos are not what they were."""
        changed = None if event.everything else event.photo_ids
        self.viewer.refresh(changed)
        for panel in self._panels:
            panel.refresh(changed)

    def stop(self) -> None:
        """The window is closed: end the processes that read pictures."""
        self._pictures.stop()

    def _panel(self, parent: QWidget | None = None) -> DetailsPanel:
        panel = DetailsPanel(self._theme, self._reader, self._tasks, parent)
        panel.set_answer(self._answer)
        self._connect_panel(panel)
        return panel

    def _connect_panel(self, panel: DetailsPanel, *, follows: bool = False) -> None:
        """With `follows` the panel is about what commands mean, of which there may be more than it was given."""
        marking, subject = self._commands.marking, self._subject

        def favour(photo_ids: Sequence[int], on: bool) -> None:
            if follows and subject.count > len(photo_ids):
                marking.set_favourites(on)
            else:
                marking.set_favourite(photo_ids, on)

        def rate(photo_ids: Sequence[int], stars: int) -> None:
            if follows and subject.count > len(photo_ids):
                marking.rate(stars)
            else:
                marking.set_rating(photo_ids, stars)

        self._panels.append(panel)
        panel.favourite_wanted.connect(favour)
        panel.rating_wanted.connect(rate)
        panel.reveal_wanted.connect(self._commands.opening.show_photo)

    def _closed(self, photo_id: int) -> None:
        self._window.uncover()
        self._window.grid.go_to_id(photo_id)
        self._window.grid.setFocus()
        self._subject.changed.emit()

    def _learn_answer(self, answer: Answer | None) -> None:
        self._answer = answer
        for panel in self._panels:
            panel.set_answer(answer)
