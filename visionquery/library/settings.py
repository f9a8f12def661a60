"""Settings as the library keeps them: JSON values by name, laid over the defaults when read.

Written by the worker; read by any process through `read_settings`.
"""

from __future__ import annotations

import json
import sqlite3
from typing import Any

from visionquery.domain.settings import BY_NAME, Place, effective
from visionquery.library.connections import Writer


class SettingsStore:
    """The `settings` table."""

    def __init__(self, writer: Writer) -> None:
        self._writer = writer

    def get(self) -> dict[str, Any]:
        """Every setting with the value that is in effect."""
        with self._writer.read() as connection:
            return read_settings(connection)

    def set(self, name: str, value: Any) -> None:
        """Raises KeyError for an unknown name, ValueError for a value out of bounds or a setting of the window."""
        if BY_NAME[name].place is not Place.LIBRARY or not BY_NAME[name].accepts(value):
            raise ValueError(f"{value!r} is no value for the setting {name}")
        with self._writer.write() as connection:
            connection.execute(
                "INSERT INTO settings (name, value) VALUES (?, ?) "
                "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
                (name, json.dumps(value)),
            )


def read_settings(connection: sqlite3.Connection) -> dict[str, Any]:
    """Every setting with the value that is in effect; a value that is no JSON counts as absent."""
    stored = {}
    for name, value in connection.execute("SELECT name, value FROM settings"):
        try:
            stored[name] = json.loads(value)
        except ValueError:
            continue
    return effective(stored)
