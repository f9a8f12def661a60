"""What the pipeline thread works on: files that wait, for the space that answers, then the gaps of the chosen one.

Two pipelines take turns, so that only one has photos in flight: a crash is counted against the right ones, and a new
photo waits for no more than what is being read. `run` belongs to the pipeline's thread, the rest to any.
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import TYPE_CHECKING

from visionquery.domain.errors import Fault, StorageFull
from visionquery.indexing.encoding import EncodingError

if TYPE_CHECKING:
    from visionquery.indexing.pipeline import Pipeline
    from visionquery.indexing.queues import GapQueue

log = logging.getLogger(__name__)


class Filling:
    """Gives a space an embedding of everything that can be found.

    `covered` is called whenever nothing is left to fill; `failed` when the model does not work, which ends it.
    """

    def __init__(
        self,
        queue: GapQueue,
        pipeline: Pipeline,
        covered: Callable[[], None],
        failed: Callable[[Exception], None],
    ) -> None:
        self.queue = queue
        self.pipeline = pipeline
        self._covered = covered
        self._failed = failed
        self._over = False

    def run(self) -> bool:
        """Fill until nothing is left (True) or it is halted (False). Does nothing once it has failed."""
        if self._over:
            return True
        try:
            while self.queue.look():
                if not self.pipeline.run():
                    return False
        except StorageFull:
            raise
        except (Fault, EncodingError) as error:
            log.warning("A space cannot be filled", exc_info=True)
            self._over = True
            self.pipeline.abandon()
            self._failed(error)
            return True
        if self.queue.covered:
            self._covered()
        return True


class IndexingWork:
    """Both pipelines. `failed` hears that the model which reads files does not work, after which nothing is done."""

    def __init__(self, files: Pipeline, filling: Filling, failed: Callable[[Exception], None]) -> None:
        self._files = files
        self._filling = filling
        self._failed = failed
        self._over = False

    @property
    def pipelines(self) -> tuple[Pipeline, Pipeline]:
        """The one that reads files, and the one that fills gaps."""
        return self._files, self._filling.pipeline

    @property
    def left(self) -> int:
        """How many photos are known to be gaps."""
        return self._filling.queue.left

    def start(self) -> None:
        """Start the encoders' threads."""
        for pipeline in self.pipelines:
            pipeline.start()

    def run(self) -> bool:
        """Work until nothing is left (True) or it is halted (False). Raises bugs."""
        if self._over:
            return True
        try:
            if not self._files.run():
                return False
        except StorageFull:
            raise
        except Fault as fault:
            self._over = True
            self._files.abandon()
            self._failed(fault)
            return True
        return self._filling.run()

    def wake(self) -> None:
        """Something changed: see whether there is work, or whether to halt."""
        for pipeline in self.pipelines:
            pipeline.wake()

    def drop(self, root: str) -> None:
        """Read nothing more below this path."""
        for pipeline in self.pipelines:
            pipeline.drop(root)

    def abandon(self) -> None:
        """Let go of every claim, from another thread. Nothing is lost."""
        for pipeline in self.pipelines:
            pipeline.abandon()

    def close(self, timeout: float) -> None:
        """End the encoders' threads, waiting for the batch that each is at for `timeout` seconds."""
        for pipeline in self.pipelines:
            pipeline.close(timeout)
