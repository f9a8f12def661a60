"""Brings the viewer what it shows: the row and the thumbnail first, then the picture, then the ones beside it.

Main thread. Rows and thumbnails are read on task threads, pictures in the reader's processes; what was left is dropped.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QImage

from visionquery.domain.photos import Photo, PhotoState
from visionquery.ui import wording
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.viewer.frame import Frame
from visionquery.ui.viewer.placement import fit_scale
from visionquery.worker.pictures import Outcome, PictureReader, SharedPicture, Wish

Photos = Callable[[Sequence[int]], Mapping[int, Photo]]
Thumbnails = Callable[[Sequence[bytes]], Mapping[bytes, bytes]]


@dataclass(slots=True)
class Known:
    """What has arrived of one photo.

    `looked` is whether its row was read; `photo` is None then where it is gone. `preview` is the thumbnail scaled up
    until there is a `frame`, which fits the view; `full` has every pixel. `away` says why there is no use in reading
    the file, `refused` why it could not be read, `note` what is wrong with the picture there is.
    """

    looked: bool = False
    photo: Photo | None = None
    preview: Frame | None = None
    frame: Frame | None = None
    full: Frame | None = None
    size: tuple[int, int] | None = None
    away: str = ""
    refused: str = ""
    note: str = ""
    box: tuple[int, int] = (0, 0)
    has_thumbnail: bool = False

    @property
    def problem(self) -> str:
        """Why there is no picture."""
        return self.away or self.refused

    @property
    def bytes(self) -> int:
        """Pixels that are held."""
        return sum(frame.bytes for frame in (self.preview, self.frame, self.full) if frame is not None)


class PictureLoader(QObject):
    """`arrived(photo_id)` tells that more is known of a photo."""

    arrived = Signal(int)
    _read = Signal(object, object)

    def __init__(
        self,
        photos: Photos,
        thumbnails: Thumbnails,
        settings: Callable[[], Mapping[str, Any]],
        tasks: TaskRunner,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._photos = photos
        self._thumbnails = thumbnails
        self._tasks = tasks
        self._known: dict[int, Known] = {}
        self._order: tuple[int, ...] = ()
        self._box = (0, 0)
        self._in_full = False
        self._read.connect(self._take, Qt.ConnectionType.QueuedConnection)
        self.reader = PictureReader(settings, self._read.emit)

    def stop(self) -> None:
        """End the reader; nothing arrives afterwards."""
        self.leave()
        self.reader.stop()

    def known(self, photo_id: int) -> Known:
        """What has arrived of this photo."""
        return self._known.get(photo_id) or Known()

    def held_bytes(self) -> int:
        """Pixels of all pictures that are held."""
        return sum(known.bytes for known in self._known.values())

    def look(self, order: Sequence[int], box: tuple[int, int], in_full: bool) -> None:
        """Have these photos, the one that is shown first, to fill `box` device pixels; the first one in full too.

        What was held of others is given back.
        """
        self._order, self._box, self._in_full = tuple(order), box, in_full
        fresh = [photo_id for photo_id in order if photo_id not in self._known]
        self._known = {photo_id: self._known.get(photo_id) or Known() for photo_id in order}
        for known in list(self._known.values())[1 if in_full else 0 :]:
            known.full = None
        # The photo that is looked at does not wait for its neighbours' thumbnails.
        self._ask_rows([photo_id for photo_id in fresh if photo_id == self._order[0]])
        self._ask_rows([photo_id for photo_id in fresh if photo_id != self._order[0]])
        self._wish()

    def leave(self) -> None:
        """Nothing is shown any more: give everything back."""
        self._order, self._known = (), {}
        self.reader.want(())

    def look_again(self, photo_ids: Sequence[int] | None) -> None:
        """These photos changed in the library (None: any may have)."""
        self._ask_rows([photo_id for photo_id in self._order if photo_ids is None or photo_id in photo_ids])

    def _ask_rows(self, photo_ids: Sequence[int]) -> None:
        if not photo_ids:
            return
        box = self._box
        held = {
            photo_id: known.photo.content_hash
            for photo_id in photo_ids
            if (known := self.known(photo_id)).photo is not None and known.has_thumbnail
        }

        def read() -> tuple[Mapping[int, Photo], dict[int, QImage]]:
            photos = self._photos(photo_ids)
            wanted = {
                photo.id: photo.content_hash
                for photo in photos.values()
                if photo.content_hash is not None and held.get(photo.id) != photo.content_hash
            }
            jpegs = self._thumbnails(list(set(wanted.values()))) if wanted else {}
            images = {photo_id: QImage.fromData(jpegs[key]) for photo_id, key in wanted.items() if key in jpegs}
            usable = {photo_id: image for photo_id, image in images.items() if not image.isNull()}
            return photos, {photo_id: _enlarged(image, photos[photo_id], box) for photo_id, image in usable.items()}

        self._tasks.run(read, lambda found: self._rows_arrived(photo_ids, *found))

    def _rows_arrived(
        self, photo_ids: Sequence[int], photos: Mapping[int, Photo], thumbnails: Mapping[int, QImage]
    ) -> None:
        arrived = [photo_id for photo_id in photo_ids if photo_id in self._known]
        for photo_id in arrived:
            known, photo = self._known[photo_id], photos.get(photo_id)
            if known.photo is not None and photo is not None:
                self._compare(known, known.photo, photo)
            known.looked, known.photo = True, photo
            if photo_id in thumbnails:
                known.has_thumbnail = True
                known.preview = Frame([thumbnails[photo_id]]) if known.frame is None else None
            known.away = self._away(photo)
            if known.size is None and photo is not None and photo.metadata is not None:
                known.size = (photo.metadata.width, photo.metadata.height)
        self._wish()
        for photo_id in arrived:
            self.arrived.emit(photo_id)

    @staticmethod
    def _compare(known: Known, before: Photo, now: Photo) -> None:
        """Drop what was read of a file that is not the same any more."""
        changed = (before.path, before.size, before.mtime_ns) != (now.path, now.size, now.mtime_ns)
        if changed:
            known.frame = known.full = known.size = None
        if changed or before.state is not now.state:
            # Where the library changed its mind, a picture that could not be read is worth another try.
            known.refused = ""

    def _away(self, photo: Photo | None) -> str:
        """Why there is no use in reading the file."""
        if photo is None:
            return self.tr("This photo is not in the library any more.")
        if photo.offline:
            return self.tr("Its drive is not connected.")
        if photo.state is PhotoState.MISSING:
            return self.tr("The file is not there any more.")
        return wording.reason(photo.failure, photo.reason) if photo.state is PhotoState.FAILED else ""

    def _wish(self) -> None:
        wishes = []
        for photo_id in self._order:
            known = self._known[photo_id]
            if known.photo is None or known.problem:
                continue
            fitted = self._fitted(known)
            if known.frame is None or known.box not in (fitted, self._box):
                wishes.append(Wish(photo_id, known.photo.path, *fitted))
            if self._in_full and photo_id == self._order[0] and known.full is None:
                wishes.append(Wish(photo_id, known.photo.path))
        self.reader.want(wishes)

    def _fitted(self, known: Known) -> tuple[int, int]:
        """The size to read a picture in: as large as it is shown at most, so that it is painted as it comes."""
        return self._box if known.size is None else fitted_size(known.size, self._box)

    @Slot(object, object)
    def _take(self, wish: Wish, outcome: Outcome) -> None:
        known = self._known.get(wish.photo_id)
        if known is None or known.photo is None or known.photo.path != wish.path:
            if isinstance(outcome, SharedPicture):
                outcome.close()
            return
        if not isinstance(outcome, SharedPicture):
            known.refused = str(outcome)
        else:
            frame = Frame.of_shared(outcome)
            known.size, known.note = (outcome.width, outcome.height), outcome.note
            if wish.width:
                known.frame, known.preview, known.box = frame, None, (wish.width, wish.height)
            elif self._in_full and self._order[:1] == (wish.photo_id,):
                known.full = frame
        self.arrived.emit(wish.photo_id)


def _enlarged(thumbnail: QImage, photo: Photo, box: tuple[int, int]) -> QImage:
    """As large as the picture will be shown: smooth scaling takes too long for the main thread."""
    size = (photo.metadata.width, photo.metadata.height) if photo.metadata is not None else (0, 0)
    if min(size) <= 0 or size[0] <= thumbnail.width():
        return thumbnail.convertToFormat(QImage.Format.Format_RGB32)
    width, height = fitted_size(size, box)
    smooth = Qt.TransformationMode.SmoothTransformation
    scaled = thumbnail.scaled(width, height, Qt.AspectRatioMode.IgnoreAspectRatio, smooth)
    return scaled.convertToFormat(QImage.Format.Format_RGB32)


def fitted_size(size: tuple[int, int], box: tuple[int, int]) -> tuple[int, int]:
    """`size` made to fit into `box`, never enlarged."""
    scale = fit_scale(size, box, 1.0)
    return max(1, round(size[0] * scale)), max(1, round(size[1] * scale))
