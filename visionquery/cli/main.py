"""From arguments to a command, and from errors to exit codes.

0: done, even if single files failed. 1: a fault, with one line that says what to do. 2: wrong use (argparse).
130 and 143: stopped by Ctrl-C and by SIGTERM, with nothing lost. 141: nobody reads the output any more.
"""

from __future__ import annotations

import importlib
import logging
import os
import signal
import sys
from collections.abc import Sequence
from types import FrameType

from visionquery.cli.console import prepare_streams, tell
from visionquery.cli.parser import parse_arguments
from visionquery.domain.errors import VisionQueryError

log = logging.getLogger(__name__)

_BROKEN_PIPE = 128 + 13
_INTERRUPTED = 128 + 2
_TERMINATED = 128 + 15


class Terminated(BaseException):
    """SIGTERM arrived: like KeyboardInterrupt, it passes through everything that does not clean up."""


def run(argv: Sequence[str]) -> int:
    """Run one command line; the exit code."""
    prepare_streams()
    arguments = parse_arguments(argv)
    try:
        signal.signal(signal.SIGTERM, _terminate)
        return _run_command(arguments.command or "window", arguments)
    except VisionQueryError as error:
        log.debug("Command failed", exc_info=True)
        tell(f"visionquery: {error}")
        return 1
    except KeyboardInterrupt:
        tell("Stopped.")
        return _INTERRUPTED
    except Terminated:
        return _TERMINATED
    except BrokenPipeError:
        # What is still buffered has nowhere to go, and flushing it at exit would complain.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _BROKEN_PIPE
    except Exception:
        log.exception("Bug in the command %s", arguments.command)
        raise


def _run_command(name: str, arguments: object) -> int:
    from visionquery.system import crashes, logs
    from visionquery.system.paths import data_paths

    paths = data_paths(getattr(arguments, "data_dir", None))
    logs.configure(paths.log_dir, name, verbose=bool(getattr(arguments, "verbose", False)))
    crashes.keep_reports(paths.log_dir, name)
    command = importlib.import_module(f"visionquery.cli.commands.{name}")
    code: int = command.run(arguments, paths)
    sys.stdout.flush()
    return code


def _terminate(_signal: int, _frame: FrameType | None) -> None:
    raise Terminated
