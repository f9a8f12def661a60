"""Where VisionQuery keeps its data, and where its resources lie.

Pure look-ups but for `DataPaths.ensure`, which creates the folders. Usable from any process and thread; imports
nothing of VisionQuery but the domain.
"""

from __future__ import annotations

import errno
import os
import sys
from dataclasses import dataclass
from pathlib import Path

import platformdirs

from visionquery.domain.errors import Fault, StorageFull

HOME_VARIABLE = "VISIONQUERY_HOME"


@dataclass(frozen=True, slots=True)
class DataPaths:
    """Everything that VisionQuery writes lies below `root`."""

    root: Path

    @property
    def library(self) -> Path:
        """The SQLite file that is the truth."""
        return self.root / "library.db"

    @property
    def thumbnails(self) -> Path:
        """The thumbnail cache; safe to delete at any time."""
        return self.root / "thumbnails.db"

    @property
    def index_dir(self) -> Path:
        return self.root / "index"

    @property
    def models_dir(self) -> Path:
        return self.root / "models"

    @property
    def log_dir(self) -> Path:
        return self.root / "logs"

    @property
    def backups_dir(self) -> Path:
        return self.root / "backups"

    @property
    def lock_file(self) -> Path:
        return self.root / "writer.lock"

    def ensure(self) -> None:
        """Create the folders. Raises `StorageFull` or `Fault` where that cannot be done."""
        try:
            for folder in (self.root, self.index_dir, self.models_dir, self.log_dir, self.backups_dir):
                folder.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise _cannot_create(self.root, error) from error


def data_paths(data_dir: str | None = None) -> DataPaths:
    """The data folder: the argument, else `$VISIONQUERY_HOME`, else the place that the system has for such data."""
    chosen = data_dir or os.environ.get(HOME_VARIABLE)
    if chosen:
        return DataPaths(Path(chosen).expanduser().absolute())
    name = "VisionQuery" if sys.platform in ("win32", "darwin") else "visionquery"
    return DataPaths(Path(platformdirs.user_data_dir(name, appauthor=False)))


def resources_dir() -> Path:
    """Icons, styles and the starter model: inside the installed package, or beside it in a checkout."""
    package = Path(__file__).resolve().parents[1]
    frozen = getattr(sys, "_MEIPASS", None)
    candidates = [package / "resources", package.parent / "resources"]
    if frozen:
        candidates[:0] = [Path(frozen) / "visionquery" / "resources", Path(frozen) / "resources"]
    return next((candidate for candidate in candidates if candidate.is_dir()), candidates[-1])


def pictures_dir() -> Path | None:
    """The person's Pictures folder, None where there is none."""
    folder = Path(platformdirs.user_pictures_dir())
    return folder if folder.is_dir() else None


def _cannot_create(root: Path, error: OSError) -> Fault:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(f"There is no room left for the data folder {root}.", "Free some disk space and try again.")
    if isinstance(error, FileExistsError | NotADirectoryError):
        return Fault(f"The data folder {root} cannot be created: a file is in its place.", "Choose another --data-dir.")
    return Fault(
        f"The data folder {root} cannot be created: {error.strerror or error}.",
        "Choose a folder that you may write to with --data-dir.",
    )
