"""Where the computer's power comes from: the mains, or a battery that indexing should spare.

Asked rarely: on some systems an answer takes tens of milliseconds. Usable from any process and thread.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable

import psutil

log = logging.getLogger(__name__)

POLL_SECONDS = 20.0


def on_battery() -> bool:
    """Whether the computer runs on its battery now. False where it has none, or does not tell."""
    try:
        # Absent from psutil on systems that it knows no way on.
        battery = psutil.sensors_battery() if hasattr(psutil, "sensors_battery") else None
    except (psutil.Error, OSError, RuntimeError, ValueError) as error:
        log.debug("the power supply cannot be told: %s", error)
        return False
    return battery is not None and battery.power_plugged is False


class PowerWatch:
    """Tells `changed(on battery)` on a thread of its own, first of all where it starts on battery.

    `supply` says whether the battery is in use; `seconds` is how often it is asked.
    """

    def __init__(
        self,
        changed: Callable[[bool], None],
        supply: Callable[[], bool] = on_battery,
        seconds: float = POLL_SECONDS,
    ) -> None:
        self._changed = changed
        self._supply = supply
        self._seconds = seconds
        self._ended = threading.Event()
        self._thread = threading.Thread(target=self._run, name="power", daemon=True)

    def start(self) -> None:
        """Begin to look."""
        self._thread.start()

    def stop(self) -> None:
        """Look no more."""
        self._ended.set()

    def _run(self) -> None:
        before = False
        while not self._ended.is_set():
            now = self._supply()
            if now != before:
                before = now
                log.info("The computer runs on %s", "its battery" if now else "the mains")
                self._changed(now)
            self._ended.wait(self._seconds)
