"""The record of every network request that this program made. `Requests` is the writer's; any connection can read."""

from __future__ import annotations

import sqlite3

from visionquery.domain.models import NetworkRequest
from visionquery.library.connections import Writer
from visionquery.library.rows import storable

# A request is made for a model that a person asked for, so this is a lifetime of them.
KEPT = 10_000


class Requests:
    """The `requests` table."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def record(self, request: NetworkRequest) -> None:
        """Keep it for good; of very many, the newest ten thousand."""
        with self._writer.write() as connection:
            (newest,) = connection.execute(
                "INSERT INTO requests (at, url, purpose, outcome, received) VALUES (?, ?, ?, ?, ?) RETURNING id",
                (
                    request.at,
                    storable(request.url),
                    storable(request.purpose),
                    storable(request.outcome),
                    request.received,
                ),
            ).fetchone()
            connection.execute("DELETE FROM requests WHERE id <= ?", (newest - KEPT,))

    def list(self) -> list[NetworkRequest]:
        """The newest first."""
        with self._writer.read() as connection:
            return read_requests(connection)


def read_requests(connection: sqlite3.Connection) -> list[NetworkRequest]:
    """All that were recorded, the newest first."""
    rows = connection.execute("SELECT at, url, purpose, outcome, received FROM requests ORDER BY id DESC")
    return [NetworkRequest(*row) for row in rows]
