"""Which models are in use: the chosen one, for which embeddings are made, and the one that answers meanwhile.

Both are opened, exchanged and closed by one thread of its own, `models`, which brings things to what the settings say;
everything else only changes a setting and asks it to look. The two differ from the choice of another model until that
one finds all that can be found.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import TYPE_CHECKING

from visionquery.domain.errors import Fault, ModelUnavailable
from visionquery.domain.events import Event, FaultRaised, PhotosChanged, WorkerReady
from visionquery.index.storage import discard_strangers
from visionquery.worker.choice import store_choice
from visionquery.worker.model import Space, find_spec, index_name, space_name
from visionquery.worker.open_spaces import OpenSpaces
from visionquery.worker.standing import Standing, standing

if TYPE_CHECKING:
    from visionquery.library.library import Library
    from visionquery.library.reader import LibraryReader
    from visionquery.system.paths import DataPaths

log = logging.getLogger(__name__)

# The half of a model that sees pictures goes after so many seconds: that of a model which is on its way out, soon.
REST_SECONDS = 180.0
REST_SOON_SECONDS = 15.0
LOOK_SECONDS = 5.0


class Spaces:
    """The models in use. `start` first, `stop` last; any thread may call.

    `open_space` opens the model of a setting and raises `ModelUnavailable`. `attach(answering, chosen)` has files read
    for the one and the gaps of the other filled from then on, `attach(None, None)` nothing; both wait until what was
    attached before is at rest. `fail` hears that there is no model at all. `tell` gets events; `moved` is called when a
    `Standing` may have changed.
    """

    def __init__(
        self,
        paths: DataPaths,
        library: Library,
        reader: LibraryReader,
        open_space: Callable[[str], Space],
        attach: Callable[[Space | None, Space | None], None],
        fail: Callable[[BaseException], None],
        tell: Callable[[Event], None],
        moved: Callable[[], None],
    ) -> None:
        self._paths = paths
        self._library = library
        self._reader = reader
        self._attach = attach
        self._fail = fail
        self._tell = tell
        self._moved = moved
        self._spaces = OpenSpaces(open_space, self._failed)
        self._changed = threading.Condition()
        self._asked = 0  # how often the thread was asked to look; which of these it is at; which it is done with
        self._taken = 0
        self._done = 0
        self._stopping = threading.Event()
        self._answering: Space | None = None
        self._attached: tuple[Space, Space] | None = None
        self._covered: str | None = None  # the chosen model that was last seen to lack nothing
        self._error: BaseException | None = None
        self._thread = threading.Thread(target=self._run, name="models", daemon=True)

    # -- for the worker ------------------------------------------------------------------------------------------

    def start(self) -> None:
        """Open what the settings name. Returns at once."""
        self._ask()
        self._thread.start()

    def stop(self, save: bool) -> None:
        """Close everything; `save` the indexes before."""
        with self._changed:
            self._stopping.set()
            self._changed.notify_all()
        self._spaces.close_all(save)

    @property
    def open(self) -> tuple[Space, ...]:
        """All spaces that are open."""
        return self._spaces.all()

    def answering(self) -> Space:
        """The space that answers; waits until it is open. Raises `ModelUnavailable` where no model can be used."""
        with self._changed:
            self._changed.wait_for(
                lambda: self._answering is not None or self._error is not None or self._stopping.is_set()
            )
            if self._answering is not None:
                return self._answering
            if self._error is not None:
                raise self._error
            raise ModelUnavailable("VisionQuery is being closed.")

    def settled(self) -> bool:
        """Wait until the thread has done what it was asked for; whether there was nothing to wait for."""
        with self._changed:
            at_rest = self._done >= self._asked or self._stopping.is_set()
            self._changed.wait_for(lambda: self._done >= self._asked or self._stopping.is_set())
            return at_rest

    def use(self, key: str, at_once: bool = False) -> None:
        """Choose a model. It answers once it covers what can be found, or `at_once`. Raises `ModelUnavailable`."""
        find_spec(key, self._paths)
        with self._changed:
            store_choice(self._library.settings, key, at_once)
            self._asked += 1  # from here on, what the thread is at counts no more
            self._spaces.forgive(key)
            space, other = self._spaces.get(key), self._answering
        if space is not None and (at_once or other is None or self._finds_as_much(space, other)):
            # What is being encoded need not be waited for.
            self._answer_with(space)
        self._ask()

    def covered(self, key: str) -> None:
        """The space of this model lacks nothing that can be made now."""
        with self._changed:
            self._covered = key
            answering = self._answering
        if answering is not None and answering.key != key:
            self._ask()

    def broken(self, key: str, error: Exception) -> None:
        """A model that was open turned out not to work."""
        if not isinstance(error, Fault):
            error = ModelUnavailable(f"The model {space_name(key)} fails on every picture.", "Choose another model.")
        self._spaces.mark_broken(key, error)
        self._ask()

    def drop(self, key: str) -> None:
        """Delete the embeddings of a model that is not in use. Raises `Fault` where it is."""
        name = space_name(key)
        with self._changed:
            settings = self._library.settings.get()
            if name in map(space_name, (settings["model"], settings["answering"] or settings["model"])):
                raise Fault(f"The model {name} is in use.", "Choose another one first.")
            self._spaces.discard(name)
        for space_id in self._library.embeddings.spaces_called(name):
            self._library.embeddings.drop_space(space_id)
        self._discard_strangers()
        self._moved()
        self._ask()

    def standing(self, key: str) -> Standing:
        """How a model stands, by the name that settings give it. Waits for nothing."""
        return standing(key, self._reader, self._spaces)

    # -- the thread ----------------------------------------------------------------------------------------------

    def _ask(self) -> None:
        with self._changed:
            self._asked += 1
            self._changed.notify_all()

    def _run(self) -> None:
        self._discard_strangers()
        while True:
            with self._changed:
                self._changed.wait_for(lambda: self._done < self._asked or self._stopping.is_set(), LOOK_SECONDS)
                if self._stopping.is_set():
                    return
                self._taken = self._asked
                idle = self._done == self._taken
            if idle:
                self._rest()
                continue
            try:
                self._arrange()
                with self._changed:
                    latest = self._asked == self._taken
                if latest:
                    # Else what was dropped meanwhile may be what is being worked with.
                    self._library.embeddings.delete_dropped()
            except Exception as error:
                # What goes wrong because everything is being closed around it is nobody's concern.
                if self._stopping.is_set():
                    return
                self._give_up(error)
                raise
            with self._changed:
                self._done = self._taken
                self._changed.notify_all()

    def _arrange(self) -> None:
        """Bring things to what the settings say, as far as the models work."""
        self._close_broken()
        settings = self._library.settings.get()
        chosen_key = settings["model"]
        answering = self._spaces.obtain(settings["answering"] or chosen_key)
        if answering is not None:
            self._answer_with(answering, unless_asked=True)
        chosen = self._spaces.obtain(chosen_key)
        if chosen is not None and not self._spaces.works(chosen):
            chosen = None
        if answering is not None and answering is not chosen and not self._spaces.works(answering):
            answering = None
        if chosen is not None and (answering is None or self._may_take_over(answering, chosen)):
            answering = chosen
            self._take_over(chosen)
        if answering is None:
            self._give_up(self._spaces.fault(chosen_key) or ModelUnavailable("No model can be used."))
        else:
            self._work_with(answering, chosen or answering)

    def _may_take_over(self, answering: Space, chosen: Space) -> bool:
        """Whether the chosen model finds all that the other one finds."""
        if answering is chosen:
            return False
        if self._finds_as_much(chosen, answering):
            return True
        with self._changed:
            covered, self._covered = self._covered, None
        if covered != chosen.key or chosen.space_id is None:
            return False
        # Nothing is added meanwhile, and then it is seen whether something was.
        self._detach()
        gaps = self._library.coverage.gaps(chosen.space_id, chosen.refused)
        return not len(gaps.ids) and not gaps.suspects and not gaps.away

    def _finds_as_much(self, one: Space, other: Space) -> bool:
        mine, theirs = (self._reader.counts(space.space_id).searchable for space in (one, other))
        return mine >= theirs

    def _take_over(self, chosen: Space) -> None:
        with self._changed:
            if self._library.settings.get()["model"] == chosen.key:
                self._library.settings.set("answering", "")
        self._answer_with(chosen, unless_asked=True)

    def _answer_with(self, space: Space, *, unless_asked: bool = False) -> None:
        """Searches use this space from now on, `unless_asked` for something else meanwhile."""
        with self._changed:
            if unless_asked and self._asked != self._taken and self._answering is not None:
                return
            before, self._answering, self._error = self._answering, space, None
            self._changed.notify_all()
        if before is not space:
            log.info("Searches use the model %s", space.key)
            self._tell(PhotosChanged(everything=before is not None))
            self._moved()

    def _work_with(self, answering: Space, chosen: Space) -> None:
        self._answer_with(answering, unless_asked=True)
        if self._attached != (answering, chosen):
            self._attach(answering, chosen)
            self._attached = (answering, chosen)
            encoder = answering.encoder.loaded()
            self._tell(WorkerReady(encoder.name, encoder.device))
            self._moved()
        with self._changed:
            needed = (answering, chosen, self._answering)
        self._spaces.close([space for space in self._spaces.all() if space not in needed])

    def _detach(self) -> None:
        self._attach(None, None)
        self._attached = None

    def _close_broken(self) -> None:
        broken = self._spaces.broken()
        if self._attached is not None and set(broken) & set(self._attached):
            self._detach()
        self._spaces.close(broken)

    def _failed(self, fault: Fault) -> None:
        self._tell(FaultRaised(fault.message, fault.advice))
        self._moved()

    def _give_up(self, error: BaseException) -> None:
        with self._changed:
            self._answering, self._error = None, error
            self._changed.notify_all()
        self._fail(error)

    def _rest(self) -> None:
        for space in self._spaces.all():
            staying = self._attached is None or space is self._attached[1]
            space.encoder.rest(REST_SECONDS if staying else REST_SOON_SECONDS)

    def _discard_strangers(self) -> None:
        known = self._library.embeddings.known_spaces()
        discard_strangers(self._paths.index_dir, [index_name(*each) for each in known])
