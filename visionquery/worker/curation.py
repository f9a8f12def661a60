"""What a person does to photos and searches: favourites, ratings, hiding, the trash, saved searches.

Part of the worker. Called by the thread that carries out commands, one after the other; every change is written when
a method returns, and told to the window.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Sequence

from visionquery.domain.collections import Marked, SavedSearch, TrashResult
from visionquery.domain.errors import Fault
from visionquery.domain.events import Event, PhotosChanged, SearchesChanged
from visionquery.domain.photos import Photo, PhotoState
from visionquery.library.library import Library
from visionquery.library.reader import LibraryReader
from visionquery.system.live_photos import is_moving_half, moving_half_of
from visionquery.system.trash import move_to_trash

log = logging.getLogger(__name__)

# Photos that go to the trash leave the window in groups of so many: a drive may take a while for each.
TRASHED_AT_ONCE = 50


class Curation:
    """`tell` gets events, on the thread that calls."""

    def __init__(self, library: Library, reader: LibraryReader, tell: Callable[[Event], None]) -> None:
        self._library = library
        self._reader = reader
        self._tell = tell

    def set_favourite(self, photo_ids: Sequence[int], on: bool | None) -> Marked:
        """Mark photos as favourites, or not; None turns it round (see `PhotoRows.set_favourite`)."""
        marked = self._library.photos.set_favourite(photo_ids, on)
        self._tell(PhotosChanged.of(photo_ids))
        return marked

    def set_rating(self, photo_ids: Sequence[int], rating: int) -> Marked:
        """Rate photos from 0 to 5. Raises `Fault` for anything else."""
        try:
            marked = self._library.photos.set_rating(photo_ids, rating)
        except ValueError as error:
            raise Fault(f"{rating} is no rating.", "Give one from 0 to 5.") from error
        self._tell(PhotosChanged.of(photo_ids))
        return marked

    def set_hidden(self, photo_ids: Sequence[int], on: bool | None) -> Marked:
        """Leave photos out of every result, or show them again; None turns it round."""
        marked = self._library.photos.set_hidden(photo_ids, on)
        self._tell(PhotosChanged(everything=True))
        return marked

    def dismiss(self, photo_ids: Sequence[int]) -> None:
        """List these failed photos as problems no more."""
        self._library.photos.dismiss(photo_ids)
        self._tell(PhotosChanged.of(photo_ids))

    def move_to_trash(self, photo_ids: Sequence[int]) -> TrashResult:
        """Put their files into the system's trash. They are missing at once, and keep what was attached to them.

        The video of a Live Photo goes with it. Copies elsewhere stay where they are and as they are.
        """
        moved: list[int] = []
        refused: list[tuple[int, str]] = []
        for start in range(0, len(photo_ids), TRASHED_AT_ONCE):
            part = photo_ids[start : start + TRASHED_AT_ONCE]
            photos = self._reader.photos(part)
            gone: list[int] = []
            for photo_id in part:
                try:
                    _trash(photos.get(photo_id))
                except Fault as fault:
                    refused.append((photo_id, str(fault)))
                else:
                    # At once: a scan that found it missing would hand its rating on to a copy.
                    self._library.photos.mark_missing([photo_id])
                    gone.append(photo_id)
            moved += gone
            if gone:
                self._tell(PhotosChanged(everything=True))
        log.info("%d files were moved to the trash, %d could not be", len(moved), len(refused))
        return TrashResult(tuple(moved), tuple(refused))

    def save_search(self, name: str, text: str, folder: str | None = None) -> SavedSearch:
        """Keep a search under a name; it replaces one of that name. Raises `Fault` for an empty name."""
        search = self._library.searches.save(name, text, folder)
        self._tell(SearchesChanged())
        return search

    def rename_search(self, search_id: int, name: str) -> None:
        """Raises `Fault` where another search has the name."""
        self._library.searches.rename(search_id, name)
        self._tell(SearchesChanged())

    def delete_search(self, search_id: int) -> None:
        """Forget a saved search."""
        self._library.searches.delete(search_id)
        self._tell(SearchesChanged())


def _trash(photo: Photo | None) -> None:
    if photo is None:
        raise Fault("This photo is not in the library any more.")
    if photo.state is PhotoState.MISSING:
        raise Fault("The file is not there any more.")
    if photo.offline:
        raise Fault("Its drive or share is not connected.", "Connect it and try again.")
    move_to_trash(photo.path)
    moving = moving_half_of(photo.path)
    # Beside another picture of that name it is still the half of that one.
    if moving is not None and not is_moving_half(moving, 0):
        try:
            move_to_trash(moving)
        except Fault as fault:
            # The picture is gone. What stays is found as a video from now on, and loses nobody anything.
            log.warning("the video of a Live Photo stays at %r: %s", moving, fault)
