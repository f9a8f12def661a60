"""Starts workers in quick succession, for tests that kill them: imports torch once, then forks for each order.

Reads one JSON order a line on standard input, `{"steps": [["add", path] | ["remove", path] | ["index"] | ["rescan"]]}`;
answers with the child's process id. A child opens the library of `VISIONQUERY_HOME`, carries the steps out with a real
`WorkerCore`, prints `done` or the error, and ends. No thread runs here before a fork.
"""

from __future__ import annotations

import json
import os
import signal
import sys
import traceback


def carry_out(steps: list[list[str]]) -> None:
    from visionquery.system.paths import data_paths
    from visionquery.worker.core import WorkerCore

    # A graph already for a few pictures: it is what gets saved.
    core = WorkerCore(data_paths(None), lambda event: None, decoders=1, graph_from=100)
    core.start(watch=False)
    try:
        for verb, *arguments in steps:
            if verb == "add":
                core.add_folder(arguments[0])
            elif verb == "remove":
                for folder in core.library.folders.list():
                    if folder.path == arguments[0]:
                        core.remove_folder(folder.id)
                        core.retirement.purge_all()
            elif verb == "rescan":
                core.rescan()
            elif verb == "index":
                core.index_until_idle()
    finally:
        core.stop()


def main() -> None:
    from visionquery.vision.torchvision_compat import ensure_importable

    ensure_importable()
    import open_clip  # noqa: F401
    import torch

    import visionquery.vision.encoder
    import visionquery.worker.core  # noqa: F401

    torch.set_num_threads(1)
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)  # The system reaps the dead.
    print("ready", flush=True)
    for line in sys.stdin:
        order = json.loads(line)
        child = os.fork()
        if child == 0:
            signal.signal(signal.SIGCHLD, signal.SIG_DFL)
            try:
                carry_out(order["steps"])
                print("done", flush=True)
            except BaseException:  # noqa: BLE001 - the test shows it
                print("error " + json.dumps(traceback.format_exc()), flush=True)
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
