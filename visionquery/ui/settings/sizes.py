"""How much room each part of the data folder takes. Reads the disk: on a task thread. Imports system alone."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

from visionquery.system.filesystems import file_size
from visionquery.system.paths import DataPaths


@dataclass(frozen=True, slots=True)
class Sizes:
    """Bytes of each part."""

    library: int = 0
    thumbnails: int = 0
    index: int = 0
    models: int = 0
    backups: int = 0
    logs: int = 0

    @property
    def total(self) -> int:
        """Of all parts together."""
        return self.library + self.thumbnails + self.index + self.models + self.backups + self.logs


def measure(paths: DataPaths) -> Sizes:
    """Look at every file. One that goes meanwhile counts nothing."""
    return Sizes(
        library=_database(paths.library),
        thumbnails=_database(paths.thumbnails),
        index=_tree(paths.index_dir),
        models=_tree(paths.models_dir),
        backups=_tree(paths.backups_dir),
        logs=_tree(paths.log_dir),
    )


def _database(path: Path) -> int:
    return sum(file_size(path.with_name(path.name + suffix)) for suffix in ("", "-wal", "-shm"))


def _tree(folder: Path) -> int:
    return sum(file_size(Path(place) / name) for place, _, names in os.walk(folder) for name in names)
