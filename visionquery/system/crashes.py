"""Crash reports: what the interpreter and its libraries were doing when a process died. They stay on this machine.

Called once by each process that starts. Standard library only.
"""

from __future__ import annotations

import contextlib
import faulthandler
import logging
import sys
import time
from pathlib import Path
from types import TracebackType
from typing import IO

log = logging.getLogger(__name__)

# A report is some kilobytes: this many bytes hold the last dozens.
MOST_BYTES = 256 << 10
_open_file: IO[str] | None = None


def keep_reports(log_dir: Path, process_name: str) -> None:
    """Have a crash in native code (and every exception that nobody handles) written down in `log_dir`.

    `crash-<process_name>.txt` is appended to, and empty while nothing ever happened. Where it cannot be written, the
    program goes on without it.
    """
    global _open_file
    path = report_path(log_dir, process_name)
    try:
        log_dir.mkdir(parents=True, exist_ok=True)
        if path.is_file() and path.stat().st_size > MOST_BYTES:
            path.unlink()
        file = path.open("a", encoding="utf-8", errors="backslashreplace")
    except OSError as error:
        log.info("no crash reports in %s: %s", log_dir, error)
        return
    faulthandler.enable(file)
    if _open_file is not None:
        _open_file.close()
    _open_file = file
    sys.excepthook = _log_unhandled


def report_path(log_dir: Path, process_name: str) -> Path:
    """Where the reports of a process are."""
    return log_dir / f"crash-{process_name}.txt"


def reports(log_dir: Path) -> list[tuple[str, float]]:
    """Processes that have crashed, and when they did last (seconds since 1970), the latest first."""
    found = []
    with contextlib.suppress(OSError):
        for path in log_dir.glob("crash-*.txt"):
            status = path.stat()
            if status.st_size:
                found.append((path.stem.removeprefix("crash-"), status.st_mtime))
    return sorted(found, key=lambda report: -report[1])


def _log_unhandled(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    if not issubclass(kind, KeyboardInterrupt):
        logging.getLogger("visionquery").critical("Unhandled", exc_info=(kind, error, trace))
        if _open_file is not None and not _open_file.closed:
            import traceback

            stamp = time.strftime("%Y-%m-%d %H:%M:%S")
            _open_file.write(f"{stamp}\n{''.join(traceback.format_exception(kind, error, trace))}\n")
            _open_file.flush()
    sys.__excepthook__(kind, error, trace)
