"""The question for a newer version, on a thread of its own: it may wait for the network, and nothing waits for it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Mapping
from typing import Any

from visionquery import __version__
from visionquery.domain.errors import Fault
from visionquery.domain.events import UpdateChecked
from visionquery.domain.models import NetworkRequest
from visionquery.vision.download.releases import look_for_update

log = logging.getLogger(__name__)


class Updates:
    """`settings` gives those of the library, `record` keeps a network request, `tell` gets the answer."""

    def __init__(
        self,
        settings: Callable[[], Mapping[str, Any]],
        record: Callable[[NetworkRequest], object],
        tell: Callable[[UpdateChecked], None],
    ) -> None:
        self._settings = settings
        self._record_request = record
        self._tell = tell
        self._asking = threading.Lock()

    def look(self) -> None:
        """Ask, and tell `UpdateChecked` in a while. Returns at once; asks once at a time."""
        if self._asking.acquire(blocking=False):
            threading.Thread(target=self._look, name="updates", daemon=True).start()

    def _look(self) -> None:
        try:
            self._tell(look_for_update(__version__, self._settings(), self._record))
        except Fault as fault:
            self._tell(UpdateChecked(message=fault.message, advice=fault.advice))
        except Exception:
            log.exception("The question for a newer version failed")
            self._tell(UpdateChecked(message="The answer could not be read.", advice="The log says more."))
        finally:
            self._asking.release()

    def _record(self, request: NetworkRequest) -> None:
        try:
            self._record_request(request)
        except Fault as fault:
            log.warning("a request could not be noted: %s", fault)
