"""One picture or video, read once: content hash, EXIF, thumbnail and model input from the same bytes and one decode.

Runs in decoder processes, and in-process for single files. Raises `BadFile` and nothing else on purpose.
"""

from __future__ import annotations

import os
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from blake3 import blake3

from visionquery.domain.photos import FileStat, Metadata
from visionquery.vision.decoding.decoded import Target
from visionquery.vision.decoding.files import OpenFile, open_file
from visionquery.vision.decoding.formats import Codec
from visionquery.vision.decoding.limits import ReadLimits
from visionquery.vision.decoding.picture import decode_file
from visionquery.vision.metadata import read_metadata
from visionquery.vision.preprocessing import Preprocessing
from visionquery.vision.thumbnails import LONG_SIDE, make_thumbnail

HASH_BYTES = 20

SAMPLES, SAMPLE_BYTES = 16, 1 << 18
"""4 MB of a video are read for its hash: as much as for a large photo's."""


@dataclass(frozen=True, slots=True)
class ReadResult:
    """What reading a picture gives. `pixels` is uint8[frames, size, size, 3], `thumbnail` a JPEG.

    A picture is one frame; of a video there are a few, the one that is shown first.
    `size`, `mtime_ns` and `file_id` are the file as it was when its bytes were hashed. `note` is a sentence where the
    picture is used although it is not all there.
    """

    content_hash: bytes
    size: int
    mtime_ns: int
    file_id: str
    metadata: Metadata
    thumbnail: bytes
    pixels: npt.NDArray[np.uint8]
    note: str = ""

    def stat(self, relpath: str) -> FileStat:
        """The file's stat as the library keeps it, under the path that the library knows it by."""
        return FileStat(relpath, self.size, self.mtime_ns, self.file_id)


def content_hash(data: bytes) -> bytes:
    """What the library recognises content by: the first 20 bytes of BLAKE3 of the whole file.

    A cryptographic hash, because a library is trusted not to take one photo for another; this one, because it takes
    an eighth of BLAKE2b's time, which was a seventh of all the work on a telephone's photo.
    """
    return blake3(data).digest(HASH_BYTES)


def sampled_hash(file: OpenFile) -> bytes:
    """What a video is recognised by: its size and pieces of it, from the first to the last byte.

    Videos have gigabytes, which are not read through for their name. Two of one size that agree in all these pieces
    of compressed data are one, but for edits of their text.
    """
    size = file.status.st_size
    if size <= SAMPLES * SAMPLE_BYTES:
        return content_hash(file.whole(size))
    state = blake3(f"video of {size} bytes".encode())
    for number in range(SAMPLES):
        file.seek((size - SAMPLE_BYTES) * number // (SAMPLES - 1))
        state.update(file.read(SAMPLE_BYTES))
    return state.digest(HASH_BYTES)


def read_picture(path: str, limits: ReadLimits, preprocessing: Preprocessing) -> ReadResult:
    """Read and decode the picture or video at `path`. Raises `BadFile`."""
    with open_file(path) as file:
        picture = decode_file(file, target_for(preprocessing), limits)
        is_video = picture.codec is Codec.VIDEO
        digest = sampled_hash(file) if is_video else content_hash(file.whole(limits.max_bytes))
        status = file.status
    return ReadResult(
        content_hash=digest,
        size=status.st_size,
        mtime_ns=status.st_mtime_ns,
        file_id=file_id(status),
        metadata=read_metadata(picture.tags, picture.width, picture.height, picture.codec.value, picture.duration),
        thumbnail=make_thumbnail(picture.image),
        pixels=np.stack([preprocessing.apply(image) for image in (picture.image, *picture.frames)]),
        note=picture.note,
    )


def target_for(preprocessing: Preprocessing) -> Target:
    """What a decode must keep so that neither the thumbnail nor the model input is enlarged from a reduction."""
    if preprocessing.mode == "longest":
        return Target(max(LONG_SIDE, preprocessing.size))
    return Target(max(LONG_SIDE, preprocessing.size), preprocessing.size)


def file_id(status: os.stat_result) -> str:
    """`FileStat.file_id` of an open file."""
    return f"{status.st_dev}:{status.st_ino}" if status.st_ino else ""
