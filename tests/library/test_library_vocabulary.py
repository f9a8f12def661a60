"""What the reader suggests for filters."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime

from visionquery.domain.photos import Changes, FileStat, Indexed, Metadata
from visionquery.library.library import Library
from visionquery.library.vocabulary import Vocabulary


def nanoseconds(year: int) -> int:
    return int(datetime(year, 6, 1, tzinfo=UTC).timestamp()) * 10**9


def fill(library: Library, folder: str, photos: dict[str, tuple[int, str | None]]) -> list[int]:
    """Index photos by their relative path, with the year of their file and their camera."""
    root = library.folders.add(folder)
    stats = tuple(FileStat(name, 10, nanoseconds(year)) for name, (year, _) in photos.items())
    ids = library.photos.apply(root.id, Changes(added=stats))
    space = library.embeddings.space("test", 4, "fingerprint")
    outcomes = []
    for item in library.photos.claim(100, 1):
        content = hashlib.blake2b(item.path.encode(), digest_size=20).digest()
        camera = photos[item.stat.relpath][1]
        metadata = Metadata(4, 3, "JPEG", camera=camera)
        outcomes.append(Indexed(item.photo_id, item.stat, content, metadata, b"", b"\0" * 8))
    library.photos.finish(outcomes, space)
    return ids


def test_filters_are_offered_what_the_library_has(shelf) -> None:
    fill(
        shelf.library,
        "/pictures/Photos",
        {
            "Italy/Rome/a.JPG": (2019, "Canon EOS R5"),
            "Italy/b.jpg": (2019, "Canon EOS R5"),
            "Norway/c.nef": (2021, "NIKON D750"),
            "no extension": (2005, None),
        },
    )
    words = shelf.reader.vocabulary()
    assert words.cameras == ("Canon EOS R5", "NIKON D750")
    assert words.extensions == ("jpg", "nef")
    assert words.years == ("2021", "2019", "2005")
    assert words.folders[0] == "Photos"
    assert set(words.folders) == {"Photos", "Italy", "Rome", "Norway"}


def test_what_is_not_shown_is_not_offered(shelf) -> None:
    library = shelf.library
    hidden = fill(library, "/a", {"x.png": (2001, "Secret")})
    library.photos.set_hidden(hidden, True)
    fill(library, "/b", {"y.heic": (2002, "Gone")})
    library.folders.retire(next(folder.id for folder in library.folders.list() if folder.path == "/b"))
    assert shelf.reader.vocabulary() == Vocabulary()


def test_an_empty_library_offers_nothing(shelf) -> None:
    assert shelf.reader.vocabulary() == Vocabulary()
