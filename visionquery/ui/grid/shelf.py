"""The tiles at hand: which are kept, which are asked for next, and which photos have none. Main thread.

What is in sight comes first, then one screen in the direction of travel; what was used longest ago is dropped. A tile
of another size or an older state stays until its successor is there, so that no cell goes blank.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage

from visionquery.domain.photos import Photo, PhotoState
from visionquery.ui.grid.cache import ByteLru
from visionquery.ui.grid.thumbnails import LoadedPhoto, Size, ThumbnailLoader

# Tiles are kept for about four screens, within these bounds (bytes).
CACHE_BOUNDS = (48 << 20, 256 << 20)
# A thumbnail that is missing is asked for again after so long: its file may be back by then.
ASK_AGAIN_SECONDS = 60.0


@dataclass(frozen=True, slots=True)
class _Tile:
    image: QImage | None
    size: Size
    content_hash: bytes | None
    fresh: bool = True


class TileShelf(QObject):
    """Emits `arrived(list of Photo, set of ids)`, and `missing(tuple of ids)` of indexed photos without a thumbnail."""

    arrived = Signal(object, object)
    missing = Signal(object)

    def __init__(self, loader: ThumbnailLoader, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loader = loader
        self._tiles: ByteLru[int, _Tile] = ByteLru(CACHE_BOUNDS[0])
        self._asked: dict[int, float] = {}
        loader.loaded.connect(self._take)

    def image(self, photo_id: int) -> QImage | None:
        """The tile of a photo, of whatever size, if there is one."""
        kept = self._tiles.peek(photo_id)
        return kept.image if kept is not None else None

    def use(self, photo_id: int) -> QImage | None:
        """The same, to be painted: it counts as used."""
        kept = self._tiles.get(photo_id)
        return kept.image if kept is not None else None

    def make_room(self, screen_bytes: float) -> None:
        """Keep about four screens of this size."""
        self._tiles.budget = min(max(CACHE_BOUNDS[0], int(screen_bytes * 4)), CACHE_BOUNDS[1])

    def want(self, sizes: Mapping[int, Size], ratio: float, known: Callable[[int], Photo | None]) -> None:
        """Have tiles of these sizes (device pixels), the first ones first, and their rows where they are not known."""
        wanted: dict[int, Size] = {}
        held: dict[int, bytes] = {}
        for photo_id, size in sizes.items():
            tile = self._tiles.get(photo_id)
            fits = tile is not None and tile.size == size
            if tile is not None and fits and tile.fresh and known(photo_id) is not None:
                continue
            wanted[photo_id] = size
            if tile is not None and fits and tile.content_hash is not None and tile.image is not None:
                held[photo_id] = tile.content_hash
        self._loader.want(wanted, ratio, held)

    def age(self, photo_ids: Iterable[int] | None) -> None:
        """These photos changed in the library (None: any may have); they are read anew when they are wanted."""
        for photo_id in list(self._tiles) if photo_ids is None else photo_ids:
            tile = self._tiles.peek(photo_id)
            if tile is not None and tile.fresh:
                self._tiles.amend(photo_id, replace(tile, fresh=False))

    def _take(self, batch: list[LoadedPhoto]) -> None:
        without: list[int] = []
        for item in batch:
            old, photo = self._tiles.peek(item.photo_id), item.photo
            content = photo.content_hash if photo is not None else None
            if item.unchanged and old is not None:
                self._tiles.amend(item.photo_id, replace(old, fresh=True))
                continue
            image = item.tile
            if image is None and photo is not None and content is not None and photo.state is PhotoState.INDEXED:
                without.append(item.photo_id)
            if image is None and old is not None and (content is None or content == old.content_hash):
                # Waits to be read again, or its thumbnail was cleared: the old picture is right meanwhile.
                image = old.image
            cost = image.sizeInBytes() if image is not None else 256
            self._tiles.put(item.photo_id, _Tile(image, item.size, content), cost)
        self._ask_for(without)
        self.arrived.emit([item.photo for item in batch if item.photo], {item.photo_id for item in batch})

    def _ask_for(self, photo_ids: list[int]) -> None:
        now = time.monotonic()
        if len(self._asked) > 10_000:
            self._asked.clear()
        due = tuple(each for each in photo_ids if now - self._asked.get(each, -1e9) > ASK_AGAIN_SECONDS)
        self._asked.update(dict.fromkeys(due, now))
        if due:
            self.missing.emit(due)
