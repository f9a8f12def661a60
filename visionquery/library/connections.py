"""Who holds a connection: the writer has one, guarded by a lock; readers have one per thread.

Both give their connection for the length of a `with` block, so the same query code serves either.
"""

from __future__ import annotations

import contextlib
import sqlite3
import threading
import weakref
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager

from visionquery.library.database import Database, transaction

Read = Callable[[], AbstractContextManager[sqlite3.Connection]]


class Writer:
    """The one writing connection, for any thread: each `read` or `write` block has it to itself."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self._lock = threading.RLock()
        self._connection: sqlite3.Connection | None = None

    @property
    def is_open(self) -> bool:
        return self._connection is not None

    def open(self) -> sqlite3.Connection:
        """Open the connection and return it, for what must happen before others use it."""
        self._connection = self.database.open_writer()
        return self._connection

    def close(self) -> None:
        with self._lock:
            if self._connection is not None:
                connection, self._connection = self._connection, None
                connection.close()

    @contextlib.contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """The connection, outside a transaction or within the one that this thread has open."""
        with self._lock, self.database.translated_errors():
            yield self._opened()

    @contextlib.contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """One transaction: committed when the block ends, rolled back when it raises. Nested blocks join it."""
        with self._lock, self.database.translated_errors():
            connection = self._opened()
            outer = contextlib.nullcontext() if connection.in_transaction else transaction(connection)
            with outer:
                yield connection

    def _opened(self) -> sqlite3.Connection:
        if self._connection is None:
            raise RuntimeError("the library is not open")
        return self._connection


class Readers:
    """A read-only connection for each thread that asks, closed with its thread or by `close`.

    A connection belongs to the file that was there when it was opened: where `identity` says that another one has
    taken its place (or none), the thread gets a new connection.
    """

    def __init__(self, open_connection: Callable[[], sqlite3.Connection], identity: Callable[[], object]) -> None:
        self._open_connection = open_connection
        self._identity = identity
        self._local = threading.local()
        self._held: weakref.WeakSet[_Held] = weakref.WeakSet()
        self._guard = threading.Lock()
        self._closings = 0

    def get(self) -> sqlite3.Connection:
        """This thread's connection."""
        held: _Held | None = getattr(self._local, "held", None)
        fits = self._identity(), self._closings
        if held is None or held.fits != fits:
            self.forget()
            held = _Held(self._open_connection(), fits)
            self._local.held = held
            with self._guard:
                self._held.add(held)
        return held.connection

    def forget(self) -> None:
        """Close this thread's connection; the next `get` opens another."""
        held: _Held | None = getattr(self._local, "held", None)
        self._local.held = None
        if held is not None:
            held.connection.close()

    def close(self) -> None:
        """Close the connections of all threads, which must have ended their reads. A later `get` opens a new one."""
        with self._guard:
            self._closings += 1
            held, self._held = list(self._held), weakref.WeakSet()
        for each in held:
            each.connection.close()


class _Held:
    """A connection that is closed when the thread that holds it ends."""

    def __init__(self, connection: sqlite3.Connection, fits: tuple[object, int]) -> None:
        self.connection = connection
        self.fits = fits

    def __del__(self) -> None:
        self.connection.close()
