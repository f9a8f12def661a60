"""What the pipeline takes its photos from and writes its outcomes to: files that wait to be read, or gaps of a space.

Used by the pipeline's thread, but for `Wishes`, which any thread may add to. Imports the library.
"""

from __future__ import annotations

import threading
from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Protocol

from visionquery.domain.photos import Failed, Indexed, WorkItem
from visionquery.indexing.batches import NO_VECTOR
from visionquery.library.outcomes import FinishReport
from visionquery.library.queue import SUSPECT_GROUP

if TYPE_CHECKING:
    from visionquery.library.library import Library

MOST_WISHES = 1000


class WorkQueue(Protocol):
    """Where work comes from, and where its outcomes go. Every method but `known` raises `StorageFull`."""

    def claim(self, limit: int, claim_id: int) -> list[WorkItem]:
        """Take up to `limit` photos, best first; suspects of a crash come alone (see `library.queue`)."""

    def release(self, photo_ids: Sequence[int]) -> None:
        """Give claimed photos back undone."""

    def finish(self, outcomes: Sequence[Indexed | Failed]) -> FinishReport:
        """Write outcomes of claimed photos and let go of the claims."""

    def known(self, hashes: set[bytes]) -> set[bytes]:
        """Those of the contents that have an embedding in the space already."""


class Wishes:
    """Photos that the person looks at: their turn is next, the latest wish first. Holds a thousand."""

    def __init__(self) -> None:
        self._ids: dict[int, None] = {}
        self._lock = threading.Lock()

    def add(self, photo_ids: Iterable[int]) -> None:
        """Put these before all others, in this order."""
        with self._lock:
            self._ids = dict(list((dict.fromkeys(photo_ids) | self._ids).items())[:MOST_WISHES])

    def ids(self) -> list[int]:
        """All wishes, first things first."""
        with self._lock:
            return list(self._ids)


class FileQueue:
    """Photos whose files wait to be read, and the space that they are read for."""

    def __init__(self, library: Library, space_id: int, wishes: Wishes) -> None:
        self._library = library
        self._space_id = space_id
        self._wishes = wishes

    def claim(self, limit: int, claim_id: int) -> list[WorkItem]:
        return self._library.photos.claim(limit, claim_id, self._wishes.ids())

    def release(self, photo_ids: Sequence[int]) -> None:
        self._library.photos.release(photo_ids)

    def finish(self, outcomes: Sequence[Indexed | Failed]) -> FinishReport:
        return self._library.photos.finish(outcomes, self._space_id)

    def known(self, hashes: set[bytes]) -> set[bytes]:
        return self._library.photos.known_vectors(self._space_id, hashes)


class GapQueue:
    """Photos that can be found in another space but not in this one.

    `refused` takes the photos that the model can make nothing of, which are not tried again. `outdated` is called
    when a photo turned out to be other than it was, and its file waits to be read.
    """

    def __init__(
        self, library: Library, space_id: int, wishes: Wishes, refused: set[int], outdated: Callable[[], None]
    ) -> None:
        self._library = library
        self._space_id = space_id
        self._wishes = wishes
        self._outdated = outdated
        self._refused = refused
        self._ids: deque[int] = deque()
        self._suspects: dict[int, int] = {}  # how often a worker died with this photo in flight
        self._away = 0
        self._looked_at: object = None  # the library's state when it was last looked through
        self._found = self._claimed = 0  # how many that gave, and how many of these were taken

    @property
    def left(self) -> int:
        """How many photos are known to wait here."""
        return len(self._ids) + len(self._suspects)

    @property
    def covered(self) -> bool:
        """Whether everything that can be found at all can be found in this space. As of the last `look`."""
        return not (self._away or self.left) and bool(self._claimed or not self._found)

    def look(self) -> bool:
        """Look for gaps unless nothing has changed since there were none; whether any can be filled now."""
        if self.left:
            return True
        state = self._library.coverage.state(self._space_id)
        if state == self._looked_at:
            return False
        gaps = self._library.coverage.gaps(self._space_id, self._refused)
        self._ids, self._suspects, self._away = deque(gaps.ids.tolist()), dict(gaps.suspects), gaps.away
        self._looked_at, self._found, self._claimed = state, self.left, 0
        return bool(self._found)

    def claim(self, limit: int, claim_id: int) -> list[WorkItem]:
        items = self._next(limit, claim_id)
        self._claimed += len(items)
        return items

    def _next(self, limit: int, claim_id: int) -> list[WorkItem]:
        while self._suspects:
            suspects = self._claim_suspects(claim_id)
            if suspects is None:
                return []
            if suspects:
                return suspects
        wished = [photo_id for photo_id in self._wishes.ids() if photo_id not in self._refused][:limit]
        items = self._library.coverage.claim(self._space_id, wished, claim_id)
        while self._ids and not items:
            chosen = [self._ids.popleft() for _ in range(min(limit, len(self._ids)))]
            items = self._library.coverage.claim(self._space_id, chosen, claim_id)
        return items

    def release(self, photo_ids: Sequence[int]) -> None:
        self._library.photos.release(photo_ids)
        self._ids.extendleft(photo_id for photo_id in reversed(photo_ids) if photo_id not in self._suspects)

    def finish(self, outcomes: Sequence[Indexed | Failed]) -> FinishReport:
        refused = {each.photo_id for each in outcomes if isinstance(each, Failed) and each.reason == NO_VECTOR}
        report = self._library.coverage.finish(
            [each for each in outcomes if each.photo_id not in refused], self._space_id
        )
        self._library.photos.release(refused)
        self._refused |= refused
        for outcome in outcomes:
            self._suspects.pop(outcome.photo_id, None)
        if report.again:
            self._outdated()
        return report

    def known(self, hashes: set[bytes]) -> set[bytes]:
        return self._library.photos.known_vectors(self._space_id, hashes)

    def _claim_suspects(self, claim_id: int) -> list[WorkItem] | None:
        """A group of those with the most crashes; None until nothing else is in flight."""
        most = max(self._suspects.values())
        group = [photo_id for photo_id, crashes in self._suspects.items() if crashes == most]
        group = group[: max(1, SUSPECT_GROUP >> most)]
        items = self._library.coverage.claim_alone(self._space_id, group, claim_id)
        if items is not None:
            claimed = {item.photo_id for item in items}
            for photo_id in group:
                if photo_id not in claimed:
                    del self._suspects[photo_id]
        return items
