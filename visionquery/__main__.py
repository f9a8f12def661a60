"""The program's entry: the window by default, or a command of the command line.

Child processes import this module again, so it imports nothing heavy and does nothing by itself.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import sys


def main() -> None:
    """Run what the command line asks for, and end the process with its exit code."""
    multiprocessing.freeze_support()
    from visionquery.cli.main import run

    _end(run(sys.argv[1:]))


def _end(code: int) -> None:
    """Leave at once: everything that matters is written and closed by now.

    A thread that is still inside torch, when the work was stopped, would turn the interpreter's own ending into an
    abort ("terminate called without an active exception").
    """
    import logging

    logging.shutdown()
    for stream in (sys.stdout, sys.stderr):
        if stream is not None:
            with contextlib.suppress(OSError, ValueError):
                stream.flush()
    os._exit(code)


if __name__ == "__main__":
    main()
