"""From a queue of photos to committed embeddings: claim, read, encode in full batches, commit.

Runs on the scheduler's pipeline thread, beside decoder processes and one encoder thread that answer into its inbox;
`wake`, `drop` and `abandon` may be called from any thread. Imports the rooms below indexing; neither torch nor Pillow.
"""

from __future__ import annotations

import logging
import queue
import time
from collections.abc import Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Protocol

from visionquery.domain.errors import BadFile, FailureKind
from visionquery.domain.photos import Failed, Indexed, WorkItem
from visionquery.indexing.batches import Batches
from visionquery.indexing.claims import Claims
from visionquery.indexing.commits import Committer, Halt, Halted
from visionquery.indexing.encoding import Encoded, EncoderThread, PixelEncoder
from visionquery.indexing.folders import is_below

if TYPE_CHECKING:
    from collections.abc import Callable

    from visionquery.indexing.gate import SearchGate
    from visionquery.indexing.queues import WorkQueue
    from visionquery.vision.reading import ReadResult

log = logging.getLogger(__name__)

BATCH_ROWS = 32
# Batches that are read ahead of the encoder, so that neither side waits for the other.
BATCHES_AHEAD = 2
# A file that is still being written is read again after these waits, then given up until it changes once more.
CHANGING_WAITS = (1.0, 4.0, 10.0)


class FileReader(Protocol):
    """The part of a decoder pool that the pipeline needs."""

    def submit(self, path: str) -> Future[ReadResult]:
        """Begin to read a file; the future raises `BadFile`."""


class PipelineListener(Protocol):
    """Who hears of files that are not there. Called on the pipeline's thread."""

    def root_lost(self, item: WorkItem) -> str | None:
        """A file could not be read: the path of its root folder if that is not healthy now, else None."""

    def vanished(self, items: Sequence[WorkItem]) -> None:
        """These files are gone though their folder is healthy; their rows are no longer claimed."""


@dataclass(frozen=True, slots=True)
class _ReadDone:
    item: WorkItem
    future: Future[ReadResult]


@dataclass(frozen=True, slots=True)
class _Drop:
    root: str


class Pipeline:
    """Works a queue off. One `run` at a time; what it holds stays held from one run to the next.

    `halted` is asked between steps. `reads_ahead` is how many files are with the reader at a time.
    `lower_priority` is called once on the encoder's thread.
    """

    def __init__(
        self,
        queue_: WorkQueue,
        reader: FileReader,
        encoder: PixelEncoder,
        committer: Committer,
        listener: PipelineListener,
        gate: SearchGate,
        halted: Callable[[], Halt],
        reads_ahead: int,
        batch_rows: int = BATCH_ROWS,
        lower_priority: Callable[[], object] | None = None,
    ) -> None:
        self._reader = reader
        self._committer = committer
        self._listener = listener
        self._gate = gate
        self._halted = halted
        self._reads_ahead = reads_ahead
        self._rows_ahead = batch_rows * BATCHES_AHEAD
        self._inbox: queue.SimpleQueue[_ReadDone | _Drop | list[Encoded] | BaseException | None] = queue.SimpleQueue()
        self._encoder = EncoderThread(encoder, gate, batch_rows, self._inbox.put, lower_priority)
        self._batches = Batches(self._encoder, committer, batch_rows)
        self._claims = Claims(queue_, committer.with_room)
        self._reading = 0
        self._gone: list[WorkItem] = []
        self._later: list[tuple[float, WorkItem]] = []
        self._attempts: dict[int, int] = {}

    def start(self) -> None:
        """Start the encoder thread."""
        self._encoder.start()

    def renew_thread(self, lower_priority: Callable[[], object] | None) -> None:
        """Go on encoding in a new thread, of the caller's priority or lower."""
        self._encoder.renew(lower_priority)

    def read_ahead(self, files: int) -> None:
        """Have so many files with the reader at a time from now on."""
        self._reads_ahead = files
        self.wake()

    def close(self, timeout: float) -> None:
        """End the encoder thread, waiting for the batch that it is at for `timeout` seconds."""
        self._encoder.close()
        self._encoder.join(timeout)

    def wake(self) -> None:
        """Look at `halted` and at the queue again: something changed."""
        self._inbox.put(None)

    def drop(self, root: str) -> None:
        """Read nothing more of what is claimed below this path: its folder was removed, or is offline."""
        self._inbox.put(_Drop(root))

    def abandon(self) -> None:
        """Let go of every claim, from another thread, because `run` does not end in time. Nothing is lost."""
        self._claims.abandon()

    def run(self) -> bool:
        """Work until nothing is left (True) or `halted` says so (False). Raises bugs, the encoder's among them."""
        self._claims.look_again()
        try:
            while (halt := self._halted()) is Halt.NO:
                if self._committer.is_due():
                    self._commit()
                self._fill()
                if not self._under_way():
                    # Write what is done, and see whether anything came in meanwhile.
                    self._commit()
                    if not self._claims.claim():
                        return True
                self._take(self._patience())
            self._wind_down(halt)
        except Halted:
            log.info("Halted while there was no room; %d photos wait to be written", len(self._claims.held))
        return False

    # -- taking work in ------------------------------------------------------------------------------------------

    def _fill(self) -> None:
        """Claim, submit and send to the encoder as much as the bounds allow."""
        self._claims.fill()
        while len(self._claims) and self._reading < self._reads_ahead and len(self._batches) < self._rows_ahead:
            if self._reading and self._gate.busy:
                break
            self._submit(self._claims.take())
        now = time.monotonic()
        for entry in [entry for entry in self._later if entry[0] <= now]:
            self._later.remove(entry)
            self._submit(entry[1])
        self._batches.send(dry=not self._reading and self._claims.dry)

    def _under_way(self) -> bool:
        return bool(len(self._claims) or self._reading or len(self._batches) or self._later)

    def _submit(self, item: WorkItem) -> None:
        self._reading += 1
        future = self._reader.submit(item.path)
        future.add_done_callback(lambda done: self._inbox.put(_ReadDone(item, done)))

    # -- taking results in ---------------------------------------------------------------------------------------

    def _patience(self) -> float:
        """Seconds that the inbox may be waited for."""
        moments = [moment for moment, _ in self._later]
        if self._committer.due is not None:
            moments.append(self._committer.due)
        now = time.monotonic()
        return max(0.0, min([moment - now for moment in moments], default=1.0))

    def _take(self, patience: float) -> None:
        """Wait for the next message and handle all that have come in by then."""
        try:
            messages = [self._inbox.get(timeout=min(patience, 1.0))]
        except queue.Empty:
            return
        while not self._inbox.empty():
            messages.append(self._inbox.get())
        self._handle_reads([message for message in messages if isinstance(message, _ReadDone)])
        for message in messages:
            if message is None:
                self._claims.look_again()
            elif isinstance(message, _Drop):
                self._claims.release(self._take_below(message.root))
            elif isinstance(message, list):
                self._batches.take(message)
            elif isinstance(message, BaseException):
                raise message

    def _handle_reads(self, reads: Sequence[_ReadDone]) -> None:
        self._reading -= len(reads)
        good: list[tuple[WorkItem, ReadResult]] = []
        for read in reads:
            error = read.future.exception()
            if error is None:
                good.append((read.item, read.future.result()))
            elif isinstance(error, BadFile):
                self._handle_bad(read.item, error)
            else:
                raise error
        known = self._committer.known(self._batches.unseen(result.content_hash for _, result in good))
        for item, result in good:
            self._attempts.pop(item.photo_id, None)
            outcome = Indexed(
                item.photo_id,
                result.stat(item.stat.relpath),
                result.content_hash,
                result.metadata,
                result.thumbnail,
                vector=None,
            )
            self._batches.add(outcome, result.pixels, known=result.content_hash in known)

    def _handle_bad(self, item: WorkItem, error: BadFile) -> None:
        attempt = self._attempts.pop(item.photo_id, 0)
        if error.kind is FailureKind.CHANGING and attempt < len(CHANGING_WAITS):
            self._attempts[item.photo_id] = attempt + 1
            self._later.append((time.monotonic() + CHANGING_WAITS[attempt], item))
            return
        if error.kind is FailureKind.UNREADABLE:
            root = self._listener.root_lost(item)
            if root is not None:
                self._claims.release([item, *self._take_below(root)])
                return
            if _is_gone(item.path):
                self._gone.append(item)
                return
        log.info("Photo %d (%s): %s", item.photo_id, error.kind, error.reason)
        self._committer.add(Failed(item.photo_id, item.stat, error.kind, error.reason))

    def _take_below(self, root: str) -> list[WorkItem]:
        """Take the claimed and unread rows below a root out of the queue."""
        taken = self._claims.take_below(root)
        taken += [item for _, item in self._later if is_below(item.path, root)]
        self._later = [(moment, item) for moment, item in self._later if not is_below(item.path, root)]
        return taken

    # -- letting go ----------------------------------------------------------------------------------------------

    def _commit(self) -> None:
        written = self._committer.commit()
        self._batches.written(written)
        self._claims.written(outcome.photo_id for outcome in written)
        gone, self._gone = self._gone, []
        if gone:
            self._claims.release(gone)
            self._listener.vanished(gone)

    def _wind_down(self, halt: Halt) -> None:
        """Commit what can be, release everything else."""
        self._claims.release([*self._claims.take_all(), *(item for _, item in self._later)])
        self._later.clear()
        while halt is Halt.PAUSE and (self._reading or len(self._batches)):
            self._batches.send(dry=not self._reading)
            self._take(1.0)
            halt = self._halted()
        self._commit()
        if halt is Halt.STOP:
            self._claims.release(self._claims.held)


def _is_gone(path: str) -> bool:
    try:
        Path(path).stat(follow_symlinks=False)
    except (FileNotFoundError, NotADirectoryError):
        return True
    except OSError:
        return False
    return False
