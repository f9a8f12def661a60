"""Makes thumbnails that are gone: those of photos that are looked at, the newest wish first.

Pictures are read by the decoder processes that indexing uses, and nothing but the thumbnail is kept of them. Held by
`WorkerCore`; has one thread, and any other may call.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable
from concurrent.futures import CancelledError, Future
from typing import TYPE_CHECKING

from visionquery.domain.errors import BadFile, Fault
from visionquery.domain.events import Event, FaultRaised, PhotosChanged

if TYPE_CHECKING:
    from visionquery.domain.photos import Photo
    from visionquery.library.library import Library
    from visionquery.library.reader import LibraryReader
    from visionquery.vision.reading import ReadResult

log = logging.getLogger(__name__)

# A screenful of small thumbnails on a large display; older wishes are for what was scrolled past.
MOST_WISHES = 1000
AT_ONCE = 16


class ThumbnailMaker:
    """`start` first, `stop` last. `read` begins to read a file; `tell` gets events."""

    def __init__(
        self,
        library: Library,
        reader: LibraryReader,
        read: Callable[[str], Future[ReadResult]],
        tell: Callable[[Event], None],
    ) -> None:
        self._library = library
        self._reader = reader
        self._read = read
        self._tell = tell
        self._wishes: dict[int, None] = {}
        self._hopeless: set[int] = set()  # cannot be read: asking again would go on for ever
        self._changed = threading.Condition()
        self._stopping = False
        self._thread = threading.Thread(target=self._run, name="thumbnails", daemon=True)

    def start(self) -> None:
        """Start the thread."""
        self._thread.start()

    def stop(self, timeout: float) -> None:
        """End it; what is not made by then is asked for again by whoever looks at it."""
        with self._changed:
            self._stopping = True
            self._changed.notify_all()
        if self._thread.is_alive():
            self._thread.join(timeout)

    def make(self, photo_ids: Iterable[int]) -> None:
        """Make the thumbnails of these where they are missing, before those that were wished for earlier."""
        with self._changed:
            wanted = [photo_id for photo_id in photo_ids if photo_id not in self._hopeless]
            self._wishes = dict(list((dict.fromkeys(wanted) | self._wishes).items())[:MOST_WISHES])
            self._changed.notify_all()

    def clear(self) -> None:
        """Delete all thumbnails. Raises `Fault`."""
        self._library.thumbnails.clear()
        with self._changed:
            self._hopeless.clear()
        self._tell(PhotosChanged(everything=True))

    def _run(self) -> None:
        while (ids := self._next()) is not None:
            try:
                self._make(self._missing(ids))
            except Fault as fault:
                self._tell(FaultRaised(fault.message, fault.advice))
                with self._changed:
                    self._wishes.clear()

    def _next(self) -> list[int] | None:
        with self._changed:
            while not (self._wishes or self._stopping):
                self._changed.wait()
            if self._stopping:
                return None
            ids = list(self._wishes)[:AT_ONCE]
            for photo_id in ids:
                del self._wishes[photo_id]
            return ids

    def _missing(self, ids: list[int]) -> list[Photo]:
        photos = [photo for photo in self._reader.photos(ids).values() if photo.content_hash and not photo.offline]
        there = self._library.thumbnails.get_many([photo.content_hash for photo in photos if photo.content_hash])
        return [photo for photo in photos if photo.content_hash not in there]

    def _make(self, photos: list[Photo]) -> None:
        futures = [(photo, self._read(photo.path)) for photo in photos]
        made: list[tuple[bytes, bytes]] = []
        done: list[int] = []
        for photo, future in futures:
            try:
                result = future.result()
            except BadFile as error:
                log.info("No thumbnail of photo %d: %s", photo.id, error.reason)
                self._give_up(photo.id)
            except CancelledError:
                return
            else:
                if result.content_hash == photo.content_hash:
                    made.append((result.content_hash, result.thumbnail))
                    done.append(photo.id)
                # Else the file was changed, which the watcher tells indexing.
        self._library.thumbnails.put_many(made)
        if done:
            self._tell(PhotosChanged(tuple(done)))

    def _give_up(self, photo_id: int) -> None:
        with self._changed:
            self._hopeless.add(photo_id)
