"""Builds what indexing works with from two spaces: a pipeline that reads files, and one that fills gaps.

Called by the thread that arranges the models. The one place where decoders, encoders, queues and indexes are put
together.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from visionquery.indexing.commits import Committer, Halt
from visionquery.indexing.pipeline import Pipeline
from visionquery.indexing.queues import FileQueue, GapQueue, Wishes, WorkQueue
from visionquery.indexing.reports import FillingReports, Reports
from visionquery.indexing.work import Filling, IndexingWork

if TYPE_CHECKING:
    from visionquery.indexing.gate import SearchGate
    from visionquery.indexing.scheduler import Scheduler
    from visionquery.library.library import Library
    from visionquery.vision.decoder_pool import DecoderPool
    from visionquery.vision.preprocessing import Preprocessing
    from visionquery.vision.reading import ReadResult
    from visionquery.worker.model import Space
    from visionquery.worker.preferences import Preferences


class PreparedReader:
    """The pool of decoders, reading for one model."""

    def __init__(self, pool: DecoderPool, preprocessing: Preprocessing) -> None:
        self._pool = pool
        self._preprocessing = preprocessing

    def submit(self, path: str) -> Future[ReadResult]:
        """Begin to read a file; the future raises `BadFile`."""
        return self._pool.submit(path, self._preprocessing)


class Lanes:
    """The parts that are there whatever the models are. `lock` keeps commits and sweeps apart."""

    def __init__(
        self, library: Library, pool: DecoderPool, gate: SearchGate, scheduler: Scheduler, preferences: Preferences
    ) -> None:
        self.lock = threading.Lock()
        self.wishes = Wishes()
        self._library = library
        self._pool = pool
        self._gate = gate
        self._scheduler = scheduler
        self._preferences = preferences

    def build(
        self,
        answering: Space,
        chosen: Space,
        advanced: Callable[[], None],
        covered: Callable[[str], None],
        broken: Callable[[str, Exception], None],
    ) -> IndexingWork:
        """Files for the space that answers, gaps of the chosen one; what is built is not started.

        `advanced` is called when the chosen space got more, `covered` and `broken` with the key of a model.
        """
        scheduler = self._scheduler
        files = FileQueue(self._library, _written(answering), self.wishes)
        gaps = GapQueue(self._library, _written(chosen), self.wishes, chosen.refused, scheduler.pending)
        filling = FillingReports(scheduler.reports, scheduler.counter, advanced)
        return IndexingWork(
            self._pipeline(files, answering, scheduler.reports, scheduler.halted),
            Filling(
                gaps,
                self._pipeline(gaps, chosen, filling, scheduler.filling_halted),
                lambda: covered(chosen.key),
                lambda error: broken(chosen.key, error),
            ),
            lambda error: broken(answering.key, error),
        )

    def _pipeline(
        self, queue: WorkQueue, space: Space, listener: Reports | FillingReports, halted: Callable[[], Halt]
    ) -> Pipeline:
        return Pipeline(
            queue,
            PreparedReader(self._pool, space.spec.preprocessing),
            space.encoder,
            Committer(queue, space.index, listener, halted, self.lock),
            listener,
            self._gate,
            halted,
            reads_ahead=2 * self._preferences.decoders,
            batch_rows=space.encoder.loaded().batch_rows,
            lower_priority=self._preferences.prepare_thread,
        )


def _written(space: Space) -> int:
    assert space.space_id is not None, "a space that is only read"
    return space.space_id
