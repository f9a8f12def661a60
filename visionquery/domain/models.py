"""Models as a person chooses them: what the catalogue says, how far a download is, what each covers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

# What pickled checkpoints are called. They are read only with the person's consent.
PICKLED_SUFFIXES = (".bin", ".pt", ".pth", ".ckpt")


@dataclass(frozen=True, slots=True)
class ModelEntry:
    """What is known of a model before it is here.

    `name` is its folder's name and its key everywhere. `architecture` and `pretrained` are open_clip's, `repository`
    and `file` those of the hub, `""` where there are none. `bytes_on_disk` and `bytes_in_memory` count float32
    weights as stored and both towers as loaded; `dimension` is the length of its vectors, `input_size` the side of
    its input in pixels. `languages` are ISO 639-1 codes, `("*",)` for many. `recall` and `recall_at_1` are the
    published COCO text-to-image recall@5 and @1, None where nobody published it, and `source` is where they stand.
    `recommended` marks the one to begin with, and the one to begin with in other languages than English.
    `relative_speed` is an estimate of images a second against ViT-B-32: the ratio of the arithmetic in the two image
    towers; it is None for what is no plain transformer, where arithmetic says little.
    """

    name: str
    title: str
    architecture: str
    pretrained: str = ""
    repository: str = ""
    file: str = ""
    licence: str = ""
    bytes_on_disk: int = 0
    bytes_in_memory: int = 0
    dimension: int = 0
    input_size: int = 0
    languages: tuple[str, ...] = ("en",)
    recall: float | None = None
    recall_at_1: float | None = None
    source: str = ""
    relative_speed: float | None = None
    note: str = ""
    recommended: bool = False

    @property
    def multilingual(self) -> bool:
        """Whether it understands more than English."""
        return self.languages != ("en",)

    @property
    def pickled(self) -> bool:
        """Whether its weights are in Python's pickle format, as far as is known before the hub is asked."""
        return self.file.endswith(PICKLED_SUFFIXES)


class DownloadState(StrEnum):
    """Where a download stands."""

    WAITING = "waiting"
    RUNNING = "running"
    PAUSED = "paused"
    CHECKING = "checking"
    FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Download:
    """A download as it stands. Sizes are in bytes, `rate` in bytes a second, `remaining` in seconds.

    `message` and `advice` are of what failed, or of what is waited for. `needs_consent` is set where only a pickled
    checkpoint is to be had: ask the person, then send `DownloadModel(name, trust_pickle=True)`.
    """

    state: DownloadState
    done: int = 0
    total: int = 0
    rate: float = 0.0
    remaining: float | None = None
    message: str = ""
    advice: str = ""
    needs_consent: bool = False


@dataclass(frozen=True, slots=True)
class ModelStatus:
    """One line of the list of models.

    `chosen` is the model that new embeddings are made with, `answering` the one that searches use: two models while
    the chosen one does not cover the library yet. `covered` of `of` photos have an embedding of this model.
    `removable` tells that its files can be deleted (it is neither built in nor a folder of the person's own).
    """

    entry: ModelEntry
    installed: bool = False
    builtin: bool = False
    removable: bool = False
    chosen: bool = False
    answering: bool = False
    covered: int = 0
    of: int = 0
    download: Download | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class NetworkRequest:
    """A request that this program made. `at` is ISO 8601 in UTC; `received` counts bytes; `outcome` is in words."""

    at: str
    url: str
    purpose: str
    outcome: str = ""
    received: int = 0
