"""Reads what the details show of one photo or of many. On a task thread; the read-only library alone."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtGui import QImage

from visionquery.domain.photos import Photo
from visionquery.library.reader import LibraryReader

# Rows read in one go: some megabytes.
BATCH = 2_000


@dataclass(frozen=True, slots=True)
class Common:
    """What many photos have in common: None where they differ. `bytes` is all of them."""

    count: int
    bytes: int
    favourite: bool | None
    rating: int | None


@dataclass(frozen=True, slots=True)
class Details:
    """What the details are about. One photo (None where it was removed) with its thumbnail and the paths of its
    copies, or `common` of many."""

    photo_ids: tuple[int, ...]
    photo: Photo | None = None
    thumbnail: QImage | None = None
    copies: tuple[str, ...] = ()
    common: Common | None = None


def read_details(reader: LibraryReader, photo_ids: Sequence[int]) -> Details:
    """Read one, or many."""
    ids = tuple(photo_ids)
    return _read_one(reader, ids) if len(ids) == 1 else Details(ids, common=_read_common(reader, ids))


def _read_one(reader: LibraryReader, ids: tuple[int, ...]) -> Details:
    photo = reader.photo(ids[0])
    if photo is None or photo.content_hash is None:
        return Details(ids, photo)
    jpeg = reader.thumbnails.get_many([photo.content_hash]).get(photo.content_hash)
    image = QImage.fromData(jpeg) if jpeg is not None else QImage()
    content = reader.content_of(photo.id)
    same = reader.photos_of_contents([content]) if content is not None else []
    copies = tuple(other.path for other in same if other.photo_id != photo.id)
    return Details(ids, photo, None if image.isNull() else image, copies)


def _read_common(reader: LibraryReader, ids: tuple[int, ...]) -> Common:
    count = size = 0
    favourites: set[bool] = set()
    ratings: set[int] = set()
    for start in range(0, len(ids), BATCH):
        for photo in reader.photos(ids[start : start + BATCH]).values():
            count += 1
            size += photo.size
            favourites.add(photo.favourite)
            ratings.add(photo.rating)
    return Common(
        count,
        size,
        favourites.pop() if len(favourites) == 1 else None,
        ratings.pop() if len(ratings) == 1 else None,
    )
