"""The program's entry: the window by default, or a command of the command line.

Child processes import this module again, so it imports nothing heavy and does nothing by itself.
"""

from __future__ import annotations

import multiprocessing
import sys


def main() -> int:
    """Run what the command line asks for; the exit code."""
    multiprocessing.freeze_support()
    from visionquery.cli.main import run

    return run(sys.argv[1:])


if __name__ == "__main__":
    sys.exit(main())
