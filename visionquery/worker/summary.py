"""What an indexing run did, in the words of the machine-readable output. Pure."""

from __future__ import annotations

from dataclasses import dataclass

from visionquery.indexing.tally import Tally


@dataclass(frozen=True, slots=True)
class IndexSummary:
    """What was done since `WorkerCore.start`: the JSON object that `visionquery index --json` ends with.

    `indexed` photos were read and can be found now; `unchanged` ones were compared by size, date and identity alone;
    `moved` ones kept their row at a new path; `removed` ones are gone from the disk; `failed` ones could not be read;
    `skipped` counts files and folders that permission to look at was refused for, so that nothing is known of them.
    `seconds` is wall time, `images_per_second` is `indexed / seconds`.
    """

    indexed: int
    unchanged: int
    moved: int
    removed: int
    failed: int
    skipped: int
    seconds: float
    images_per_second: float
    model: str


def summarise(tally: Tally, seconds: float, model: str) -> IndexSummary:
    """The summary of everything that was counted in so many seconds."""
    return IndexSummary(
        indexed=tally.indexed,
        unchanged=tally.unchanged,
        moved=tally.moved,
        removed=tally.removed,
        failed=tally.failed,
        skipped=tally.skipped,
        seconds=seconds,
        images_per_second=tally.indexed / seconds if seconds else 0.0,
        model=model,
    )
