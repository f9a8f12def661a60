"""Photos and the files behind them."""

from __future__ import annotations

from dataclasses import dataclass, field
from enum import StrEnum

from visionquery.domain.errors import FailureKind


class PhotoState(StrEnum):
    """Where a photo stands. Offline is no state of a photo but of its folder (see `FolderState`)."""

    PENDING = "pending"  # new or changed: waits for the pipeline, shown as a placeholder
    INDEXED = "indexed"
    FAILED = "failed"
    MISSING = "missing"  # gone from a folder that is healthy; kept a while in case it comes back


# Stars that a photo may have; 0 are none.
MOST_STARS = 5
VIDEO_FORMAT = "Video"
"""`Metadata.format` of a video, whatever it is coded in."""

# No .ts: programs in TypeScript are called so.
# fmt: off
VIDEO_EXTENSIONS: frozenset[str] = frozenset(
    {
        ".mp4", ".m4v", ".mov", ".qt", ".3gp", ".3g2", ".mkv", ".webm", ".avi", ".mts",
        ".m2ts", ".mpg", ".mpeg", ".wmv", ".asf", ".flv", ".ogv",
    }
)
# fmt: on
"""How the names of videos end: lower case, with the dot."""

_LATEST = (1 << 63) - 1


@dataclass(frozen=True, slots=True)
class FileStat:
    """One picture file as the scanner found it, without opening it.

    `relpath` is relative to the folder, with `/` between its parts on every system, and may hold lone surrogates
    (`os.fsdecode`) where the file's name is not valid UTF-8. `file_id` is the file's identity on its volume
    (`"device:inode"`, or the file index on Windows), `""` where the file system has none. `mtime_ns` is held within
    64 bits, so that a time beyond the year 2262 compares equal to itself after it was stored.
    """

    relpath: str
    size: int
    mtime_ns: int
    file_id: str = ""

    def __post_init__(self) -> None:
        if not -_LATEST <= self.mtime_ns <= _LATEST:
            object.__setattr__(self, "mtime_ns", max(-_LATEST, min(_LATEST, self.mtime_ns)))


@dataclass(frozen=True, slots=True)
class StoredFile:
    """What the library knows of a file: its last `FileStat`, and the row that it belongs to."""

    photo_id: int
    stat: FileStat
    state: PhotoState


@dataclass(frozen=True, slots=True)
class Move:
    """A row that keeps everything but its path (and its stat, which the file system may have touched)."""

    photo_id: int
    stat: FileStat


@dataclass(frozen=True, slots=True)
class Changes:
    """What reconcile found for one folder: to be written in one transaction by the library.

    Paths may be exchanged between rows (a swap of two names): first `missing` leave their paths to others, then the
    rows of `moved` and `modified` leave theirs before any takes its new one. A row is in one tuple at most, but for
    `refreshed`, which may name a row of `returned` too. Rows of `moved` and `modified` are no longer missing.
    """

    added: tuple[FileStat, ...] = ()
    modified: tuple[Move, ...] = ()  # other size, mtime or identity, now and then also another path: pending again
    moved: tuple[Move, ...] = ()  # other path, same identity, size and mtime: state kept
    refreshed: tuple[Move, ...] = ()  # same file, which its file system gave a new id: stat updated, state kept
    returned: tuple[int, ...] = ()  # were missing, are back unchanged at their path
    missing: tuple[int, ...] = ()  # no file at their path, or another photo was moved onto it
    unchanged: int = 0

    def __bool__(self) -> bool:
        return bool(self.added or self.modified or self.moved or self.refreshed or self.returned or self.missing)


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a picture says of itself (EXIF and the decoder).

    `width` and `height` are in pixels, as shown (after EXIF orientation). `taken_at` is local wall-clock time in
    ISO 8601 without zone, `taken_offset` the zone as minutes east of UTC where the camera wrote one. Latitude and
    longitude are in degrees (WGS 84), altitude in metres, exposure in seconds, focal length in millimetres. Videos
    have a `duration`, in seconds.
    """

    width: int
    height: int
    format: str
    taken_at: str | None = None
    taken_offset: int | None = None
    camera: str | None = None
    lens: str | None = None
    exposure: float | None = None
    aperture: float | None = None
    iso: int | None = None
    focal_length: float | None = None
    latitude: float | None = None
    longitude: float | None = None
    altitude: float | None = None
    duration: float | None = None

    @property
    def is_video(self) -> bool:
        return self.format == VIDEO_FORMAT


@dataclass(frozen=True, slots=True)
class WorkItem:
    """A photo that the pipeline has claimed. `path` is absolute; `crashes` counts workers that died holding it."""

    photo_id: int
    path: str
    stat: FileStat
    crashes: int = 0


@dataclass(frozen=True, slots=True)
class Indexed:
    """A picture that was read: `stat` is the file as it was when its bytes were hashed.

    `thumbnail` is a JPEG. `vector` is a unit vector as little-endian float16 bytes, of a video several of them, first
    that of the frame in the thumbnail; or None where the space holds an embedding of this content already.
    """

    photo_id: int
    stat: FileStat
    content_hash: bytes
    metadata: Metadata
    thumbnail: bytes
    vector: bytes | None


@dataclass(frozen=True, slots=True)
class Failed:
    """A picture that cannot be used, with the reason in plain words."""

    photo_id: int
    stat: FileStat
    kind: FailureKind
    reason: str


@dataclass(frozen=True, slots=True)
class Photo:
    """A photo as the window and the command line show it. `path` is absolute."""

    id: int
    folder_id: int
    path: str
    state: PhotoState
    offline: bool
    size: int
    mtime_ns: int
    content_hash: bytes | None = None
    metadata: Metadata | None = None
    failure: FailureKind | None = None
    reason: str = ""
    favourite: bool = False
    rating: int = 0
    added_at: str = ""
    hidden: bool = False

    @property
    def is_video(self) -> bool:
        """By what was read of it; by its name where that is nothing, as with a codec that only a player knows."""
        if self.metadata is not None:
            return self.metadata.is_video
        return self.path[self.path.rfind(".") :].lower() in VIDEO_EXTENSIONS


@dataclass(frozen=True, slots=True)
class Failure:
    """A row of `visionquery failures`."""

    photo_id: int
    path: str
    kind: FailureKind
    reason: str


@dataclass(frozen=True, slots=True)
class Counts:
    """How many photos stand where, without hidden ones, which `hidden` counts.

    `searchable` are those with an embedding in the current space, `failed` those listed as problems, `dismissed`
    those that a person wants to see listed no more. `total` holds both, but not the missing.
    """

    total: int = 0
    pending: int = 0
    indexed: int = 0
    failed: int = 0
    missing: int = 0
    searchable: int = 0
    hidden: int = 0
    dismissed: int = 0
    by_folder: dict[int, int] = field(default_factory=dict)
