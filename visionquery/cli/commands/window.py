"""`visionquery`: open the window, or say in one line why that cannot be."""

from __future__ import annotations

import argparse

from visionquery.cli.display import display_problem, import_problem
from visionquery.domain.errors import Fault
from visionquery.system.paths import DataPaths

_INSTEAD = "The command line works without a window: visionquery --help"


def run(arguments: argparse.Namespace, paths: DataPaths) -> int:
    """Hand over to the window; its exit code."""
    problem = display_problem()
    if problem:
        raise Fault(problem, _INSTEAD)
    try:
        from visionquery.ui import app
    except ImportError as error:
        raise Fault(import_problem(error), _INSTEAD) from error
    return app.run(paths, verbose=arguments.verbose)
