from __future__ import annotations

import threading
from collections.abc import Iterator, Mapping, Sequence

import pytest
from pytestqt.qtbot import QtBot

from visionquery.domain.photos import Photo, PhotoState
from visionquery.ui.grid.thumbnails import CHUNK, LoadedPhoto, ThumbnailLoader

SIZE = (100, 80)


class SlowLibrary:
    """Photos whose reading waits until the test lets it go on."""

    def __init__(self) -> None:
        self.asked: list[list[int]] = []
        self.go_on = threading.Semaphore(0)
        self.jpegs: dict[bytes, bytes] = {}

    def photos(self, photo_ids: Sequence[int]) -> dict[int, Photo]:
        self.asked.append(list(photo_ids))
        self.go_on.acquire(timeout=5)
        return {
            each: Photo(each, 1, f"/{each}.jpg", PhotoState.INDEXED, False, 1, 1, b"%d" % each) for each in photo_ids
        }

    def thumbnails(self, hashes: Sequence[bytes]) -> Mapping[bytes, bytes]:
        return self.jpegs


@pytest.fixture
def library() -> SlowLibrary:
    return SlowLibrary()


@pytest.fixture
def loader(library: SlowLibrary, qtbot: QtBot) -> Iterator[ThumbnailLoader]:
    loader = ThumbnailLoader(library.photos, library.thumbnails)
    loader.start()
    yield loader
    for _ in range(100):
        library.go_on.release()
    loader.stop()


def test_what_is_no_longer_wanted_is_dropped(loader: ThumbnailLoader, library: SlowLibrary, qtbot: QtBot) -> None:
    loader.want(dict.fromkeys(range(1000), SIZE), 1.0, {})
    qtbot.waitUntil(lambda: len(library.asked) == 1)
    loader.want({5000: SIZE, 5001: SIZE}, 1.0, {})
    for _ in range(5):
        library.go_on.release()
    qtbot.waitUntil(lambda: len(library.asked) == 2)
    assert library.asked == [list(range(CHUNK)), [5000, 5001]]


@pytest.mark.qt_log_ignore("Not a JPEG file")
def test_a_damaged_thumbnail_gives_a_photo_without_a_tile(
    loader: ThumbnailLoader, library: SlowLibrary, qtbot: QtBot
) -> None:
    library.jpegs[b"1"] = b"no JPEG at all"
    library.go_on.release()
    with qtbot.waitSignal(loader.loaded) as loaded:
        loader.want({1: SIZE}, 1.0, {})
    batch: list[LoadedPhoto] = loaded.args[0]
    assert batch[0].photo is not None
    assert batch[0].tile is None


def test_a_tile_of_the_same_content_is_not_decoded_again(
    loader: ThumbnailLoader, library: SlowLibrary, qtbot: QtBot
) -> None:
    library.go_on.release()
    with qtbot.waitSignal(loader.loaded) as loaded:
        loader.want({1: SIZE, 2: SIZE}, 1.0, {1: b"1", 2: b"older"})
    assert [item.unchanged for item in loaded.args[0]] == [True, False]
