"""The photos that the pipeline has in hand: claimed and not read yet, or on their way through it.

Belongs to the pipeline's thread; `abandon` may be called from any. Imports its neighbours only.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING, Any

from visionquery.domain.photos import WorkItem
from visionquery.indexing.folders import is_below

if TYPE_CHECKING:
    from visionquery.indexing.queues import WorkQueue

CLAIM_ROWS = 256
# With fewer claimed and unread rows than this, the next ones are claimed.
CLAIM_BELOW = 32


class Claims:
    """Takes photos from a queue and gives them back. `with_room` does something that writes, when there is room."""

    def __init__(self, queue: WorkQueue, with_room: Callable[[Callable[[], Any]], Any]) -> None:
        self._queue = queue
        self._with_room = with_room
        self._claim_id = 0
        self._unread: deque[WorkItem] = deque()
        self._held: dict[int, WorkItem] = {}  # claimed, and neither committed nor released
        self._alone = False  # the unread are suspects of a crash: nothing else may be in flight with them
        self._exhausted = False

    def __len__(self) -> int:
        """How many wait to be read."""
        return len(self._unread)

    @property
    def held(self) -> list[WorkItem]:
        """Everything that was neither committed nor released."""
        return list(self._held.values())

    @property
    def dry(self) -> bool:
        """Whether nothing waits here, nor can be claimed before what is under way is done."""
        return not self._unread and (self._exhausted or self._alone)

    def look_again(self) -> None:
        """The queue may have something again."""
        self._exhausted = False

    def fill(self) -> None:
        """Claim the next ones where few are left."""
        if len(self._unread) < CLAIM_BELOW and not self._exhausted and not self._alone:
            self.claim()

    def claim(self) -> bool:
        """Claim some; whether any wait to be read now."""
        self._claim_id += 1
        items: list[WorkItem] = self._with_room(lambda: self._queue.claim(CLAIM_ROWS, self._claim_id))
        self._exhausted = not items
        self._alone = any(item.crashes for item in items)
        if self._alone and self._held:
            # Suspects wait until everything else is safely written.
            self.release(items)
            self._alone, self._exhausted = False, True
        else:
            self._unread.extend(items)
            self._held.update((item.photo_id, item) for item in items)
        return bool(self._unread)

    def take(self) -> WorkItem:
        """The next one to read."""
        return self._unread.popleft()

    def take_all(self) -> list[WorkItem]:
        """All that wait to be read."""
        taken = list(self._unread)
        self._unread.clear()
        return taken

    def take_below(self, root: str) -> list[WorkItem]:
        """Those below a root that wait to be read."""
        taken = [item for item in self._unread if is_below(item.path, root)]
        self._unread = deque(item for item in self._unread if not is_below(item.path, root))
        return taken

    def written(self, photo_ids: Iterable[int]) -> None:
        """These were committed, which ended their claims."""
        for photo_id in photo_ids:
            self._held.pop(photo_id, None)

    def release(self, items: Sequence[WorkItem]) -> None:
        """Give photos back undone."""
        if not items:
            return
        ids = [item.photo_id for item in items]
        self._with_room(lambda: self._queue.release(ids))
        self.written(ids)

    def abandon(self) -> None:
        """Give everything back at once, from any thread."""
        self._queue.release(list(self._held))
