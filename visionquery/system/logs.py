"""Where log lines go: a file per process in the data folder, and warnings to the terminal where there is one.

Called once by each process that starts; nothing else here configures logging.
"""

from __future__ import annotations

import logging
import sys
from logging.handlers import RotatingFileHandler
from pathlib import Path

FILE_BYTES, FILES_KEPT = 2 << 20, 3
FILE_FORMAT = "%(asctime)s %(levelname)s %(processName)s %(threadName)s %(name)s: %(message)s"
TERMINAL_FORMAT = "%(levelname)s: %(message)s"


def configure(log_dir: Path, process_name: str, verbose: bool = False) -> None:
    """Log to `log_dir/<process_name>.log`. Where that cannot be written, the program goes on without a log file."""
    root = logging.getLogger()
    root.setLevel(logging.DEBUG if verbose else logging.INFO)
    for handler in [handler for handler in root.handlers if isinstance(handler, _OurFile | _OurTerminal)]:
        root.removeHandler(handler)
        handler.close()
    if sys.stderr is not None and (verbose or sys.stderr.isatty()):
        terminal = _OurTerminal(sys.stderr)
        terminal.setLevel(logging.DEBUG if verbose else logging.WARNING)
        terminal.setFormatter(logging.Formatter(TERMINAL_FORMAT))
        root.addHandler(terminal)
    try:
        log_dir.mkdir(parents=True, exist_ok=True)
        file = _OurFile(
            log_dir / f"{process_name}.log",
            maxBytes=FILE_BYTES,
            backupCount=FILES_KEPT,
            encoding="utf-8",
            # File names may hold lone surrogates.
            errors="backslashreplace",
        )
    except OSError as error:
        # The command itself says what is wrong with the data folder.
        logging.getLogger(__name__).info("no log file in %s: %s", log_dir, error)
        return
    file.setFormatter(logging.Formatter(FILE_FORMAT))
    root.addHandler(file)
    # Pillow and others tell of every chunk they read.
    for chatty in ("PIL", "urllib3", "filelock"):
        logging.getLogger(chatty).setLevel(logging.INFO)


class _OurFile(RotatingFileHandler):
    def handleError(self, record: logging.LogRecord) -> None:
        """A full disk must not fill the terminal with tracebacks."""


class _OurTerminal(logging.StreamHandler):  # type: ignore[type-arg]
    pass
