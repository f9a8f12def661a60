"""Pictures for the window, read in processes of their own beside the worker: it may be busy, or down.

Owned by the window; its threads start with the first wish and its processes end when there was none for a while.
Qt-free, and light: image libraries are loaded in the processes alone.
"""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from visionquery.domain.errors import BadFile, FailureKind, Fault
from visionquery.vision.child import ChildDiedError
from visionquery.vision.child_settling import OUT_OF_MEMORY
from visionquery.vision.decoding.limits import ReadLimits
from visionquery.vision.viewing import ViewRequest
from visionquery.vision.viewing_child import OvertakenError, SharedPicture, ViewingChild

__all__ = ["Outcome", "PictureReader", "SharedPicture", "Wish"]

log = logging.getLogger(__name__)

SLOTS = 2
"""One process for the picture that is looked at, and one that may read ahead."""

MAX_BYTES = 640 << 20
"""Of one picture: 120 megapixels and their halvings. A larger one is shown at half its size."""

IDLE_SECONDS = 20.0
"""After this long without a wish a process ends and gives its memory back."""

GRACE_SECONDS = 0.25
"""A picture that is wanted no more may take this much longer: most are done by then, and a new process costs more."""

IDLE_GRACE_SECONDS = 2.0
"""The same where nothing else waits for the process."""

_ATTEMPTS = 2
"""A picture whose process died is tried once more: it may have been killed for something else."""


@dataclass(frozen=True, slots=True)
class Wish:
    """A picture that the window wants: of a photo, at a path, fitted into so many pixels or in full (0)."""

    photo_id: int
    path: str
    width: int = 0
    height: int = 0


Outcome = SharedPicture | BadFile | Fault


class PictureReader:
    """Reads what is wished for, the first wish first. `on_read(wish, outcome)` is called on threads of its own.

    A `SharedPicture` belongs to whoever gets it. `settings` gives the library's settings; it is called on a thread.
    """

    def __init__(self, settings: Callable[[], Mapping[str, Any]], on_read: Callable[[Wish, Outcome], None]) -> None:
        self._settings = settings
        self._on_read = on_read
        self._changed = threading.Condition()
        self._wishes: tuple[Wish, ...] = ()
        self._wished_at = 0.0
        self._working: list[Wish | None] = [None] * SLOTS
        self._children: list[ViewingChild | None] = [None] * SLOTS
        self._threads: list[threading.Thread] = []
        self._stopping = False

    def want(self, wishes: Sequence[Wish]) -> None:
        """Read these, the most urgent first. Replaces every earlier wish; what is answered is wished for no more."""
        with self._changed:
            if self._stopping:
                return
            self._wishes = tuple(wishes)
            self._wished_at = time.monotonic()
            if wishes and not self._threads:
                for slot in range(SLOTS):
                    thread = threading.Thread(target=self._serve, args=(slot,), name=f"pictures-{slot}", daemon=True)
                    self._threads.append(thread)
                    thread.start()
            self._changed.notify_all()

    def stop(self) -> None:
        """End the processes and the threads; nothing is read afterwards. Returns within seconds."""
        with self._changed:
            self._stopping = True
            self._wishes = ()
            children = [child for child in self._children if child is not None]
            self._changed.notify_all()
        for child in children:
            child.kill()
        for thread in self._threads:
            thread.join(timeout=5.0)

    def pids(self) -> list[int]:
        """Process ids of the readers that are alive."""
        with self._changed:
            return [child.pid for child in self._children if child is not None and child.is_alive()]

    def _serve(self, slot: int) -> None:
        while (wish := self._take(slot)) is not None:
            # In one expression: a name would hold the picture while this thread waits for the next wish.
            self._give(slot, wish, self._outcome(slot, wish))
        self._discard(slot)

    def _outcome(self, slot: int, wish: Wish) -> Outcome | None:
        """The picture, or why there is none; None where nobody waits for it any more."""
        try:
            return self._read(slot, wish)
        except OvertakenError:
            self._discard(slot)
            return None
        except (BadFile, Fault) as error:
            return error
        except Exception:
            log.exception("a picture could not be read for the window")
            self._discard(slot)
            return Fault("Showing this picture failed.", "See the log.")

    def _take(self, slot: int) -> Wish | None:
        """The next wish for this slot, waited for; its process ends where that takes long. None at the end."""
        with self._changed:
            while not self._stopping:
                wish = self._next(slot)
                if wish is not None:
                    self._working[slot] = wish
                    return wish
                idle = self._children[slot] is not None
                if not self._changed.wait(IDLE_SECONDS if idle else None):
                    self._discard(slot)
        return None

    def _next(self, slot: int) -> Wish | None:
        # The first slot keeps itself free for what is looked at; reading ahead must not stand in its way.
        wishes = self._wishes[:1] if slot == 0 else self._wishes
        return next((wish for wish in wishes if wish not in self._working), None)

    def _give(self, slot: int, wish: Wish, outcome: Outcome | None) -> None:
        with self._changed:
            self._working[slot] = None
            wanted = wish in self._wishes and outcome is not None
            if wanted:
                self._wishes = tuple(other for other in self._wishes if other != wish)
            self._changed.notify_all()
        if wanted and outcome is not None:
            self._on_read(wish, outcome)
        elif isinstance(outcome, SharedPicture):
            outcome.close()

    def _overtaken(self, slot: int, wish: Wish) -> bool:
        with self._changed:
            if self._stopping:
                return True
            if wish in self._wishes:
                return False
            grace = GRACE_SECONDS if self._next(slot) is not None else IDLE_GRACE_SECONDS
            return time.monotonic() - self._wished_at > grace

    def _read(self, slot: int, wish: Wish) -> SharedPicture:
        """Raises `BadFile`, `Fault` or `OvertakenError`."""
        for _ in range(_ATTEMPTS):
            try:
                request = ViewRequest(wish.path, wish.width, wish.height)
                return self._child(slot).read(request, MAX_BYTES, lambda: self._overtaken(slot, wish))
            except ChildDiedError as death:
                self._discard(slot)
                if self._stopping:
                    raise OvertakenError from death
                log.warning("a picture reader died (exit code %s) while it read %r", death.exit_code, wish.path)
                exit_code = death.exit_code
        if exit_code == -getattr(signal, "SIGKILL", 9):
            raise BadFile(FailureKind.OUT_OF_MEMORY, OUT_OF_MEMORY)
        raise BadFile(FailureKind.CRASHED, "The decoder crashed on this picture.")

    def _child(self, slot: int) -> ViewingChild:
        """The slot's process, a new one where there is none. Raises `Fault` or `ChildDiedError`."""
        child = self._children[slot]
        if child is not None and child.is_alive():
            return child
        self._discard(slot)
        limits = ReadLimits.of(self._settings())
        with self._changed:
            if self._stopping:
                raise OvertakenError
            child = self._children[slot] = ViewingChild(limits)
        child.wait_until_ready()
        return child

    def _discard(self, slot: int) -> None:
        with self._changed:
            child, self._children[slot] = self._children[slot], None
        if child is not None:
            child.kill()
