"""The list model of the grid: an array of photo ids, and the few rows that were looked at lately.

Main thread. It never reads the library itself: the view's loader brings the rows of what is visible.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from enum import IntEnum
from html import escape
from pathlib import PurePath
from typing import Any

import numpy as np
from PySide6.QtCore import QAbstractListModel, QDateTime, QLocale, QModelIndex, QObject, QPersistentModelIndex, Qt

from visionquery.domain.photos import Photo, PhotoState
from visionquery.ui import wording
from visionquery.ui.grid.badges import spoken
from visionquery.ui.grid.cache import ByteLru
from visionquery.ui.grid.refresh import Ids

Index = QModelIndex | QPersistentModelIndex
# A row with its metadata is about a kilobyte; the rows of a hundred screens are kept.
ROW_BYTES, ROWS_BUDGET = 1024, 8 << 20


class Role(IntEnum):
    """What `data` gives beside Qt's own roles."""

    PHOTO_ID = Qt.ItemDataRole.UserRole + 1
    PHOTO = Qt.ItemDataRole.UserRole + 2


class PhotoModel(QAbstractListModel):
    """Ids in the order they are shown. `ids` is replaced as a whole and never changed in place."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.ids: Ids = np.empty(0, np.int64)
        self._photos: ByteLru[int, Photo] = ByteLru(ROWS_BUDGET)

    def set_ids(self, ids: Ids) -> None:
        """Show these photos. Costs the same for ten and for a million."""
        self.beginResetModel()
        self.ids = ids
        self.endResetModel()

    def photo_id(self, row: int) -> int:
        """The id at `row`, which must exist."""
        return int(self.ids[row])

    def row_of(self, photo_id: int) -> int:
        """Where a photo stands, -1 where it is not shown. Half a millisecond for a million."""
        found = np.flatnonzero(self.ids == photo_id)
        return int(found[0]) if found.size else -1

    def photo(self, row: int) -> Photo | None:
        """The photo at `row` if it was loaded lately."""
        return self._photos.get(int(self.ids[row])) if 0 <= row < len(self.ids) else None

    def known(self, photo_id: int) -> Photo | None:
        """The photo of this id if it was loaded lately."""
        return self._photos.get(photo_id)

    def remember(self, photos: Iterable[Photo], rows: Sequence[int]) -> None:
        """Keep rows that arrived, and tell that these rows of the model say something new."""
        for photo in photos:
            self._photos.put(photo.id, photo, ROW_BYTES)
        if rows:
            self.dataChanged.emit(self.index(min(rows)), self.index(max(rows)))

    def forget(self, photo_ids: Iterable[int]) -> None:
        """Drop rows that changed in the library; they arrive again when they are looked at."""
        for photo_id in photo_ids:
            self._photos.discard(photo_id)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008 - Qt's signature.
        """Number of photos; a list has no children."""
        return 0 if parent.isValid() else len(self.ids)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        """File name, tooltip, accessible text, and the `Role`s."""
        if not index.isValid() or index.row() >= len(self.ids):
            return None
        if role == Role.PHOTO_ID:
            return int(self.ids[index.row()])
        photo = self.photo(index.row())
        if role == Role.PHOTO:
            return photo
        if role == Qt.ItemDataRole.AccessibleTextRole:
            place = self.tr("photo {row} of {count}").format(row=index.row() + 1, count=len(self.ids))
            return place if photo is None else ", ".join((shown_path(PurePath(photo.path).name), *spoken(photo), place))
        if photo is None:
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return shown_path(PurePath(photo.path).name)
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tooltip(photo)
        if role == Qt.ItemDataRole.AccessibleDescriptionRole:
            return when_taken(photo)
        return None

    def _tooltip(self, photo: Photo) -> str:
        lines = [shown_path(PurePath(photo.path).name), when_taken(photo)]
        if photo.metadata is not None:
            size = f"{photo.metadata.width} × {photo.metadata.height}"
            lines.append("  ·  ".join(filter(None, (size, photo.metadata.camera))))
        lines.append(shown_path(str(PurePath(photo.path).parent)))
        if photo.state is PhotoState.FAILED:
            lines.append(wording.reason(photo.failure, photo.reason))
        elif photo.state is PhotoState.PENDING:
            lines.append(self.tr("Waiting to be indexed"))
        if photo.offline:
            lines.append(self.tr("Its drive is not connected"))
        # Plain text in any case: a file may have a name that looks like markup.
        return "<p style='white-space:pre'>" + "\n".join(escape(line) for line in lines if line) + "</p>"


def when_taken(photo: Photo) -> str:
    """Date and time as the locale writes them: when it was taken, else when its file was changed."""
    taken = photo.metadata.taken_at if photo.metadata is not None else None
    moment = QDateTime.fromString(taken, Qt.DateFormat.ISODate) if taken else QDateTime()
    if not moment.isValid():
        moment = QDateTime.fromMSecsSinceEpoch(photo.mtime_ns // 1_000_000)
    # Short dates may have years of two digits, which say little of a collection of photos.
    locale = QLocale()
    date = locale.toString(moment.date(), QLocale.FormatType.LongFormat)
    return f"{date}, {locale.toString(moment.time(), QLocale.FormatType.ShortFormat)}"


def shown_path(path: str) -> str:
    """A path as text that every widget can show: what is not valid Unicode becomes a replacement character."""
    return path.encode("utf-8", "replace").decode("utf-8") if not path.isascii() else path
