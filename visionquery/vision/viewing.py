"""The child process that reads pictures for the window: one path after another, pixels into memory that the window has.

Runs in a process of its own that dies of whatever a decoder does to it. Light to import, because the window's process
imports it to name `serve_views`: image libraries are loaded in the child alone. Never imports torch or Qt.
"""

from __future__ import annotations

import contextlib
import traceback
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import TYPE_CHECKING

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.vision.child_settling import CLOCK_FACTOR, OUT_OF_MEMORY, limit_memory, set_alarm, settle
from visionquery.vision.decoding.limits import ReadLimits

if TYPE_CHECKING:
    from PIL import Image

BYTES_PER_PIXEL = 4

SMALLEST_LEVEL = 512
"""Halving ends where the longer side would fall below this: a window shows no picture smaller than that often."""

_BAND_BYTES = 8 << 20
_EVERYTHING = 1 << 30


@dataclass(frozen=True, slots=True)
class ViewRequest:
    """Read the picture at `path`, fitted into `width` x `height` pixels; in full where these are 0."""

    path: str
    width: int = 0
    height: int = 0


@dataclass(frozen=True, slots=True)
class Offer:
    """A picture that was read. `width` and `height` are its full size as shown; `levels` the sizes that it can be had
    in, each half of the one before. `note` is a sentence where the picture is not all there.
    """

    width: int
    height: int
    levels: tuple[tuple[int, int], ...]
    note: str = ""

    def size_from(self, first: int) -> int:
        """Bytes of the levels from this one on."""
        return sum(width * height * BYTES_PER_PIXEL for width, height in self.levels[first:])


@dataclass(frozen=True, slots=True)
class Place:
    """Put the levels from `first` on, one behind the other, into the shared memory called `name`.

    A pixel is four bytes, blue, green, red and 255; rows are not padded.
    """

    name: str
    first: int


def serve_views(connection: Connection, limits: ReadLimits) -> None:
    """Answer each `ViewRequest` until the pipe closes.

    Sends `None` once it is ready. Each answer is a `BadFile`; a traceback, where this program is at fault; or an
    `Offer`, upon which a `Place` is taken, filled and acknowledged by True, or None taken where it is not wanted.
    """
    settle(background=False)
    # After the environment is set that libraries look at while they load.
    from visionquery.vision.decoding import picture as _  # noqa: F401

    limit_memory(limits.megabytes)
    with contextlib.suppress(EOFError, OSError):
        connection.send(None)
        while True:
            request = connection.recv()
            set_alarm(CLOCK_FACTOR * limits.seconds + 5)
            try:
                _show(connection, *_read(request, limits))
            except BadFile as error:
                connection.send(error)
            except MemoryError:
                connection.send(BadFile(FailureKind.OUT_OF_MEMORY, OUT_OF_MEMORY))
            except (EOFError, OSError):
                raise
            except Exception:  # noqa: BLE001 - a bug; the parent logs it, and the other pictures go on
                connection.send(traceback.format_exc())
            set_alarm(0)


def _read(request: ViewRequest, limits: ReadLimits) -> tuple[Image.Image, Offer]:
    """The picture, reduced to what was asked for. Raises `BadFile`."""
    from PIL import Image

    from visionquery.vision.decoding.decoded import Target
    from visionquery.vision.decoding.files import open_file
    from visionquery.vision.decoding.picture import decode_file
    from visionquery.vision.decoding.pillow import DRAFT_MARGIN

    # Eyes are content with what the decoder reduces to, without the margin that a model's input is given: a picture
    # of 12 megapixels is on the screen in half the time.
    side = int(max(request.width, request.height) / DRAFT_MARGIN) or _EVERYTHING
    with open_file(request.path) as file:
        picture = decode_file(file, Target(side), limits)
    image = picture.image
    if request.width and request.height:
        scale = min(request.width / image.width, request.height / image.height)
        if scale < 1:
            size = (max(1, round(image.width * scale)), max(1, round(image.height * scale)))
            if abs(size[0] - request.width) <= 1 and abs(size[1] - request.height) <= 1:
                size = (request.width, request.height)  # asked for in the picture's own shape, rounded elsewhere
            image = image.resize(size, Image.Resampling.BICUBIC)
    levels = [image.size]
    while max(levels[-1]) >= 2 * SMALLEST_LEVEL and min(levels[-1]) > 1:
        levels.append((-(-levels[-1][0] // 2), -(-levels[-1][1] // 2)))
    return image, Offer(picture.width, picture.height, tuple(levels), picture.note)


def _show(connection: Connection, image: Image.Image, offer: Offer) -> None:
    """Offer the picture and put it where the window wants it. `OSError` is the pipe's or the memory's."""
    from multiprocessing.shared_memory import SharedMemory

    connection.send(offer)
    place = connection.recv()
    if place is None:
        return
    memory = SharedMemory(place.name)
    assert memory.buf is not None
    try:
        at = 0
        for number, size in enumerate(offer.levels):
            if number:
                image = image.reduce(2)
            assert image.size == size
            if number >= place.first:
                at = _write(image, memory.buf, at)
    finally:
        memory.close()
    connection.send(True)


def _write(image: Image.Image, memory: memoryview, at: int) -> int:
    """Copy the pixels in bands, so that they are never held a third time. Returns where they end."""
    rows = max(1, _BAND_BYTES // (image.width * BYTES_PER_PIXEL))
    for top in range(0, image.height, rows):
        band = image.crop((0, top, image.width, min(top + rows, image.height)))
        # Through RGBA, so that the fourth byte is full: some painters take it for opacity all the same.
        pixels = band.convert("RGBA").tobytes("raw", "BGRA")
        memory[at : at + len(pixels)] = pixels
        at += len(pixels)
    return at
