"""What the threads of indexing agree on: whether they may run, and what waits for them.

Shared by the scan thread, the pipeline thread and whoever commands them; standard library only.
"""

from __future__ import annotations

import threading


class RunState:
    """Flags behind one condition, `changed`; who sets one holds it and notifies."""

    def __init__(self) -> None:
        self.changed = threading.Condition()
        self.paused = False
        self.stopping = False
        self.indexing = False  # the pipeline thread is at work
        self.fresh = True  # rows may be pending that the pipeline has not seen
        self.untidy = True  # something may be left over
        self.error: BaseException | None = None

    def announce(self, *, fresh: bool = False, untidy: bool = False) -> None:
        """Set flags, and wake whoever waits for a change."""
        with self.changed:
            self.fresh = self.fresh or fresh
            self.untidy = self.untidy or untidy
            self.changed.notify_all()
