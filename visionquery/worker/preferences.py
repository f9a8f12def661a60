"""Settings in effect: what the person chose and where the power comes from, applied to the parts of the worker at once.

Held by `WorkerCore`; its methods may be called from any thread of normal priority, since threads that are started here
take the caller's over. Imports the rooms below the worker.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from visionquery.domain.errors import FailureKind, Fault
from visionquery.domain.settings import QT_TRANSLATE_NOOP
from visionquery.indexing.ignore import IgnoreRules
from visionquery.system.power import PowerWatch, on_battery
from visionquery.system.priority import available_cores, keep_to_cores, lower_thread_priority
from visionquery.vision.decoding import ReadLimits
from visionquery.worker.model import ExampleReader, LazyEncoder

if TYPE_CHECKING:
    from visionquery.indexing.pipeline import Pipeline
    from visionquery.indexing.scheduler import Scheduler
    from visionquery.indexing.watcher import Watcher
    from visionquery.library.library import Library
    from visionquery.vision.decoder_pool import DecoderPool

log = logging.getLogger(__name__)

ON_BATTERY = QT_TRANSLATE_NOOP("Worker", "Paused: on battery")

# Pictures that failed for a limit are read once more when it is raised.
_LIMIT_FAILURES = {
    "max_megapixels": FailureKind.TOO_LARGE,
    "decode_seconds": FailureKind.TIMEOUT,
    "decode_megabytes": FailureKind.OUT_OF_MEMORY,
}


@dataclass(frozen=True, slots=True)
class Parts:
    """What settings act on, as far as it is there at the moment."""

    watcher: Watcher | None = None
    pools: tuple[DecoderPool, ...] = ()
    examples: tuple[ExampleReader, ...] = ()
    pipelines: tuple[Pipeline, ...] = ()
    encoders: tuple[LazyEncoder, ...] = ()


class Preferences:
    """`start` reads the settings; `change`, `pause` and `resume` store and apply at once.

    `parts` gives what there is at the moment; parts that are made later ask for `decoders`, `threads`, `limits` and
    `background`, and call `prepare_thread` on their threads. `retry` reads photos once more that failed so.
    `decoders` bounds the number of decoder processes (None: by the cores). `supply` says whether the computer runs on
    its battery.
    """

    def __init__(
        self,
        library: Library,
        scheduler: Scheduler,
        parts: Callable[[], Parts],
        retry: Callable[[FailureKind], None],
        *,
        decoders: int | None = None,
        supply: Callable[[], bool] = on_battery,
    ) -> None:
        self._library = library
        self._scheduler = scheduler
        self._parts = parts
        self._retry = retry
        self._decoders = decoders
        self._lock = threading.RLock()
        self._values: dict[str, Any] = {}
        self._on_battery = False
        self._anyway = False  # the person wants indexing although it would wait for the mains
        self._power = PowerWatch(self.power_changed, supply)

    def start(self, *, follow_power: bool) -> None:
        """Read the settings. With `follow_power` the battery behaviour holds, else this is somebody's one command."""
        self._values = self._library.settings.get()
        if follow_power:
            self._power.start()

    def stop(self) -> None:
        """Follow the power no longer."""
        self._power.stop()

    # -- what parts ask when they are made -----------------------------------------------------------------------

    @property
    def background(self) -> bool:
        """Whether indexing gives way to other programs now."""
        if self._on_battery and self._values["on_battery"] == "background":
            return True
        return bool(self._values["priority"] == "background")

    @property
    def paused(self) -> bool:
        """Whether indexing stands still now."""
        return bool(self._values["paused"]) or self._waits_for_mains

    @property
    def threads(self) -> int:
        """How many cores indexing may use."""
        return min(self._values["cores"] or available_cores(), available_cores())

    @property
    def decoders(self) -> int:
        """How many decoder processes there should be."""
        return min(self._decoders or self.threads, self.threads)

    @property
    def limits(self) -> ReadLimits:
        """How much one picture may cost."""
        return ReadLimits.of(self._values)

    @property
    def ignore(self) -> IgnoreRules:
        """Which names are passed over."""
        return IgnoreRules.of(self._values)

    @property
    def poll_seconds(self) -> float:
        """How often folders are looked at that do not tell of changes."""
        return 60.0 * float(self._values["poll_minutes"])

    def prepare_thread(self) -> None:
        """Called first on every thread of indexing: it steps back, and keeps to its cores, where that is wished."""
        if self.background:
            lower_thread_priority()
        self.keep_to_cores()

    def keep_to_cores(self) -> None:
        """Hold the calling thread, and what it starts from now on, to as many cores as may be used."""
        keep_to_cores(self.threads)

    # -- what the person does ------------------------------------------------------------------------------------

    def change(self, name: str, value: Any) -> None:
        """Store a setting and apply it; raises `Fault` for an unknown name or a value out of bounds."""
        if name == "paused":
            (self.pause if value else self.resume)()
            return
        with self._lock:
            before = self._values.get(name)
            try:
                self._library.settings.set(name, value)
            except (KeyError, ValueError) as error:
                raise Fault(
                    f"{value!r} is no value for the setting {name!r}.", "See the settings' description."
                ) from error
            former = self.background, self.threads
            self._values = self._library.settings.get()
            if self._values.get(name) != before:
                self._apply(name, before)
                self._settle(*former)

    def pause(self) -> None:
        """Stop scanning and indexing until `resume`, also over restarts."""
        self._set_paused(True)

    def resume(self) -> None:
        """Go on, even on battery."""
        self._set_paused(False)

    def power_changed(self, battery: bool) -> None:
        """The computer runs on its battery, or on the mains, from now on."""
        with self._lock:
            former = self.background, self.threads
            self._on_battery, self._anyway = battery, False
            self._tell_pause()
            self._settle(*former)

    def _set_paused(self, paused: bool) -> None:
        with self._lock:
            self._library.settings.set("paused", paused)
            self._values["paused"] = paused
            self._anyway = self._on_battery and not paused
            self._tell_pause()

    # -- how it takes effect -------------------------------------------------------------------------------------

    def _apply(self, name: str, before: Any) -> None:
        parts = self._parts()
        match name:
            case "ignored_names" | "videos":
                if parts.watcher is not None:
                    parts.watcher.configure(ignore=self.ignore)
            case "poll_minutes":
                if parts.watcher is not None:
                    parts.watcher.configure(poll=self.poll_seconds)
            case "keep_missing_days":
                self._scheduler.tidy()
            case "max_megapixels" | "decode_seconds" | "decode_megabytes":
                for pool in parts.pools:
                    pool.configure(limits=self.limits)
                for examples in parts.examples:
                    examples.configure(self.limits)
                if self._values[name] > before:
                    self._retry(_LIMIT_FAILURES[name])
            case "on_battery":
                self._tell_pause()
            case "device":
                for encoder in parts.encoders:
                    encoder.renew()

    def _settle(self, background: bool, threads: int) -> None:
        """Bring the threads and processes of indexing to how they should be now; they were like this."""
        if (background, threads) == (self.background, self.threads):
            return
        log.info("Indexing %s on %d cores", "in the background" if self.background else "as usual", self.threads)
        parts = self._parts()
        for encoder in parts.encoders if threads != self.threads else ():
            encoder.use_threads(self.threads)
        for pool in parts.pools:
            pool.configure(workers=self.decoders, background=self.background)
            if threads != self.threads:
                pool.renew()
        for pipeline in parts.pipelines:
            pipeline.read_ahead(2 * self.decoders)
            pipeline.renew_thread(self.prepare_thread)
        self._scheduler.renew_threads(self.prepare_thread)

    @property
    def _waits_for_mains(self) -> bool:
        return self._on_battery and not self._anyway and bool(self._values["on_battery"] == "pause")

    def _tell_pause(self) -> None:
        waits = self._waits_for_mains and not self._values["paused"]
        self._scheduler.pause(self.paused, ON_BATTERY if waits else "")
