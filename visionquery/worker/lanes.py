"""What indexing works with: decoders, and two pipelines built from two spaces, one that reads files and one that fills
gaps.

Held by `WorkerCore`. The one place where decoders, encoders, queues and indexes are put together.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TYPE_CHECKING

from visionquery.domain.events import Event, FaultRaised
from visionquery.indexing.commits import Committer, Halt
from visionquery.indexing.pipeline import Pipeline
from visionquery.indexing.queues import FileQueue, GapQueue, Wishes, WorkQueue
from visionquery.indexing.reports import FillingReports, Reports
from visionquery.indexing.tidying import Tidying
from visionquery.indexing.work import Filling, IndexingWork
from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.preprocessing import Preprocessing
from visionquery.worker.model import Space, load_encoder, open_space

if TYPE_CHECKING:
    from visionquery.indexing.gate import SearchGate
    from visionquery.indexing.scheduler import Scheduler
    from visionquery.library.library import Library
    from visionquery.library.reader import LibraryReader
    from visionquery.system.paths import DataPaths
    from visionquery.vision.encoder import Encoder
    from visionquery.vision.model import ModelSpec
    from visionquery.vision.reading import ReadResult
    from visionquery.worker.preferences import Preferences
    from visionquery.worker.spaces import Spaces

# Of what is read for its thumbnail alone; what is encoded is asked for with that of its model.
_ANY_PREPROCESSING = Preprocessing(224)


class PreparedReader:
    """The pool of decoders, reading for one model."""

    def __init__(self, pool: DecoderPool, preprocessing: Preprocessing) -> None:
        self._pool = pool
        self._preprocessing = preprocessing

    def submit(self, path: str) -> Future[ReadResult]:
        """Begin to read a file; the future raises `BadFile`."""
        return self._pool.submit(path, self._preprocessing)


class Lanes:
    """Indexing for whatever spaces are in use. `wishes` are photos whose turn is next; `tell` gets faults.

    `start` once the preferences are, `close` when nothing runs any more.
    """

    def __init__(
        self,
        paths: DataPaths,
        library: Library,
        reader: LibraryReader,
        gate: SearchGate,
        scheduler: Scheduler,
        tell: Callable[[Event], None],
        graph_from: int,
    ) -> None:
        self.wishes = Wishes()
        self.pool: DecoderPool | None = None
        self._paths = paths
        self._library = library
        self._reader = reader
        self._gate = gate
        self._scheduler = scheduler
        self._tell = tell
        self._graph_from = graph_from
        self._lock = threading.Lock()  # keeps commits and sweeps apart
        self._indexing: IndexingWork | None = None
        self._stopping = threading.Event()

    def start(self, preferences: Preferences, spaces: Spaces, advanced: Callable[[], None]) -> None:
        """Start the decoders. `advanced` is called when a space that is filled got more."""
        self._preferences = preferences
        self._spaces = spaces
        self._advanced = advanced
        self.pool = DecoderPool(
            preferences.decoders,
            preferences.limits,
            _ANY_PREPROCESSING,
            background=preferences.background,
            prepare=preferences.keep_to_cores,
        )
        self.pool.start()
        indexes = lambda: [space.index for space in spaces.open]  # noqa: E731 - a name for an argument
        self._scheduler.tidy_with(Tidying(self._library, indexes, self._lock))

    @property
    def pipelines(self) -> tuple[Pipeline, ...]:
        """Those that are in use."""
        return self._indexing.pipelines if self._indexing is not None else ()

    def read(self, path: str) -> Future[ReadResult]:
        """Begin to read a file for its thumbnail; the future raises `BadFile`."""
        assert self.pool is not None
        return self.pool.submit(path)

    def open_space(self, key: str) -> Space:
        """Open the space of the model that the settings call so. Raises `ModelUnavailable`."""
        return open_space(
            key,
            self._paths,
            self._reader,
            self._preferences.limits,
            self._library.embeddings.space,
            self._load_encoder,
            self._graph_from,
        )

    def attach(self, answering: Space | None, chosen: Space | None) -> None:
        """Read files for the one space and fill the gaps of the other from now on; nothing where there are none.

        Waits until what was attached before is at rest.
        """
        if answering is None or chosen is None:
            self._scheduler.attach(None)
            return
        indexing = self._built(answering, chosen)
        indexing.start()
        self._indexing = indexing
        self._scheduler.attach(indexing)
        if self._stopping.is_set():  # since the model began to load
            indexing.close(0.0)

    def close_decoders(self) -> None:
        """Kill the decoders, whatever they are at."""
        self._stopping.set()
        if self.pool is not None:
            self.pool.close()

    def close(self, timeout: float) -> None:
        """End the encoders' threads."""
        if self._indexing is not None:
            self._indexing.close(timeout)

    def _load_encoder(self, spec: ModelSpec) -> Encoder:
        def tell(message: str, advice: str) -> None:
            self._tell(FaultRaised(message, advice))

        return load_encoder(spec, self._library.settings.get()["device"], self._preferences.threads, tell)

    def _built(self, answering: Space, chosen: Space) -> IndexingWork:
        scheduler, spaces = self._scheduler, self._spaces
        files = FileQueue(self._library, _written(answering), self.wishes)
        gaps = GapQueue(self._library, _written(chosen), self.wishes, chosen.refused, scheduler.pending)
        listener = FillingReports(scheduler.reports, scheduler.counter, self._advanced)
        filling = Filling(
            gaps,
            self._pipeline(gaps, chosen, listener, scheduler.filling_halted),
            lambda: spaces.covered(chosen.key),
            lambda error: spaces.broken(chosen.key, error),
        )
        reading = self._pipeline(files, answering, scheduler.reports, scheduler.halted)
        return IndexingWork(reading, filling, lambda error: spaces.broken(answering.key, error))

    def _pipeline(
        self, queue: WorkQueue, space: Space, listener: Reports | FillingReports, halted: Callable[[], Halt]
    ) -> Pipeline:
        assert self.pool is not None
        return Pipeline(
            queue,
            PreparedReader(self.pool, space.spec.preprocessing),
            space.encoder,
            Committer(queue, space.index, listener, halted, self._lock),
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
