"""Loads rows and thumbnails for the cells on screen, on a thread of its own, the most wanted first.

The view says what it wants now; what it wanted before and no longer does is dropped, so that a flight over a
million photos loads the places where it rests. Reads SQLite read-only; nothing here touches widgets.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from visionquery.domain.photos import Photo
from visionquery.ui.grid.tiles import make_tile

log = logging.getLogger(__name__)

# Photos per round trip. Small, so that the first tiles show after some ten milliseconds and wishes change quickly.
CHUNK = 12

Size = tuple[int, int]


@dataclass(frozen=True, slots=True)
class LoadedPhoto:
    """What is known of a photo now. `photo` is None when it is gone, `tile` while it has no thumbnail.

    `size` is the width and height in device pixels that was asked for; `unchanged` says that the tile held already is
    right.
    """

    photo_id: int
    photo: Photo | None
    tile: QImage | None
    size: Size
    unchanged: bool = False


@dataclass(frozen=True, slots=True)
class _Wish:
    sizes: Mapping[int, Size]
    ratio: float
    held: Mapping[int, bytes]


class ThumbnailLoader(QObject):
    """`loaded` carries a list of `LoadedPhoto`, some at a time, in the order they were wanted."""

    loaded = Signal(object)

    def __init__(
        self,
        photos: Callable[[Sequence[int]], Mapping[int, Photo]],
        thumbnails: Callable[[Sequence[bytes]], Mapping[bytes, bytes]],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._photos = photos
        self._thumbnails = thumbnails
        self._condition = threading.Condition()
        self._wish: _Wish | None = None
        self._stopping = False
        self._thread = threading.Thread(target=self._serve, name="thumbnails", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self) -> None:
        """End the thread; nothing is loaded afterwards."""
        with self._condition:
            self._stopping = True
            self._condition.notify()
        if self._thread.is_alive():
            self._thread.join()

    def want(self, sizes: Mapping[int, Size], ratio: float, held: Mapping[int, bytes]) -> None:
        """Load these photos, the first ones first, as tiles of so many device pixels. Replaces every earlier wish.

        `held` gives the content hash of tiles that need no second decoding while their photo has that content.
        """
        with self._condition:
            self._wish = _Wish(sizes, ratio, held)
            self._condition.notify()

    def _serve(self) -> None:
        while True:
            with self._condition:
                while self._wish is None and not self._stopping:
                    self._condition.wait()
                wish, self._wish = self._wish, None
            if wish is None or self._stopping:
                return
            photo_ids = list(wish.sizes)
            for start in range(0, len(photo_ids), CHUNK):
                self._load(wish, photo_ids[start : start + CHUNK])
                if self._overtaken():
                    break

    def _overtaken(self) -> bool:
        with self._condition:
            return self._stopping or self._wish is not None

    def _load(self, wish: _Wish, photo_ids: Sequence[int]) -> None:
        try:
            photos = self._photos(photo_ids)
            wanted = {
                photo.content_hash
                for photo in photos.values()
                if photo.content_hash is not None and wish.held.get(photo.id) != photo.content_hash
            }
            pictures = self._thumbnails(list(wanted)) if wanted else {}
        except Exception:
            # The library may be busy, or be restored at this moment: the cells stay as they are until asked again.
            log.exception("Rows and thumbnails could not be read")
            return
        batch: list[LoadedPhoto] = []
        for photo_id in photo_ids:
            photo, size = photos.get(photo_id), wish.sizes[photo_id]
            if photo is not None and photo.content_hash is not None and photo.content_hash == wish.held.get(photo_id):
                batch.append(LoadedPhoto(photo_id, photo, None, size, unchanged=True))
                continue
            jpeg = pictures.get(photo.content_hash) if photo is not None and photo.content_hash is not None else None
            tile = make_tile(jpeg, size, wish.ratio) if jpeg is not None else None
            batch.append(LoadedPhoto(photo_id, photo, tile, size))
        if not self._stopping:
            self.loaded.emit(batch)
