"""The spaces that are open, and the models that turned out not to work. Decides nothing (see `spaces.py`).

Any thread may call; spaces are opened and loaded by one of them, the rest waits for nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Collection

from visionquery.domain.errors import Fault
from visionquery.worker.model import Space, space_name

log = logging.getLogger(__name__)


class OpenSpaces:
    """Spaces by what the settings call their model.

    `open_space` opens one and raises `ModelUnavailable`; `failed(fault)` is called once for a model that fails.
    """

    def __init__(self, open_space: Callable[[str], Space], failed: Callable[[Fault], None]) -> None:
        self._open_space = open_space
        self._failed = failed
        self._lock = threading.Lock()
        self._spaces: dict[str, Space] = {}
        self._faults: dict[str, Fault] = {}
        self._closed = False

    def all(self) -> tuple[Space, ...]:
        """Every space that is open."""
        with self._lock:
            return tuple(self._spaces.values())

    def get(self, key: str) -> Space | None:
        """A model's space if it is open."""
        with self._lock:
            return self._spaces.get(key)

    def fault(self, key: str) -> Fault | None:
        """Why a model does not work, None while nothing is known against it."""
        with self._lock:
            return self._faults.get(key)

    def obtain(self, key: str) -> Space | None:
        """A model's space, opened where it is not; None where that fails, or did before."""
        if self.fault(key) is not None:
            return None
        space = self.get(key)
        if space is None:
            try:
                space = self._open_space(key)
            except Fault as fault:
                self.mark_broken(key, fault)
                return None
            with self._lock:
                if not self._closed:
                    self._spaces[key] = space
                    return space
            space.close()
            return None
        return space

    def works(self, space: Space) -> bool:
        """Load the half of the model that reads words; whether it is there."""
        if self.fault(space.key) is not None:
            return False
        try:
            space.encoder.loaded()
        except Fault as fault:
            self.mark_broken(space.key, fault)
            return False
        return True

    def mark_broken(self, key: str, fault: Fault) -> None:
        """This model does not work; it is not tried again until it is chosen anew."""
        with self._lock:
            if self._closed:
                return  # what goes wrong because everything is being closed around it is nobody's concern
            self._faults[key] = fault
        log.warning("The model %s cannot be used: %s", key, fault)
        self._failed(fault)

    def forgive(self, key: str) -> None:
        """Try this model again when it is wanted."""
        with self._lock:
            self._faults.pop(key, None)

    def broken(self) -> list[Space]:
        """Those that are open and do not work."""
        with self._lock:
            return [space for key, space in self._spaces.items() if key in self._faults]

    def close(self, spaces: Collection[Space]) -> None:
        """Save and close these."""
        with self._lock:
            for space in spaces:
                if self._spaces.get(space.key) is space:
                    del self._spaces[space.key]
        for space in spaces:
            _save(space)
            space.close()

    def discard(self, name: str) -> None:
        """Close the spaces that the library knows by this name, and save nothing."""
        with self._lock:
            spaces = [self._spaces.pop(key) for key in list(self._spaces) if space_name(key) == name]
        for space in spaces:
            space.close()

    def close_all(self, save: bool) -> None:
        """Close everything for good; `save` the indexes before."""
        with self._lock:
            self._closed = True
            spaces = list(self._spaces.values())
        for space in spaces:
            if save:
                _save(space)
            space.close()


def _save(space: Space) -> None:
    try:
        space.index.save()
    except (Fault, OSError):
        log.warning("The index of %s could not be saved", space.key, exc_info=True)
