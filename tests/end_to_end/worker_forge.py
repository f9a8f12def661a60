"""Starts workers in quick succession, for tests that kill them: imports torch once, then forks for each order.

Reads one JSON order a line on standard input, `{"home": path, "steps": [["add", path], …], "graph_from": 100}` with
the steps of `carry_out`; answers with the child's process id. A child opens the library of `home`, carries the steps
out with a real `WorkerCore`, prints `done` or the error, and ends. No thread runs here before a fork.
"""

from __future__ import annotations

import contextlib
import itertools
import json
import os
import signal
import sys
import threading
import time
import traceback
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from visionquery.worker.core import WorkerCore


def carry_out(steps: list[list[str]], graph_from: int) -> None:
    from visionquery.domain.errors import Fault
    from visionquery.system.paths import data_paths
    from visionquery.worker.core import WorkerCore

    core = WorkerCore(data_paths(None), lambda event: None, decoders=1, graph_from=graph_from)
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
            elif verb == "use":
                core.spaces.use(arguments[0])
            elif verb == "use at once":
                core.spaces.use(arguments[0], at_once=True)
            elif verb == "drop":
                with contextlib.suppress(Fault):  # in use, as the one that answers may still be
                    core.spaces.drop(arguments[0])
            elif verb == "ask":
                threading.Thread(target=ask, args=(core, arguments[0], arguments[1:]), daemon=True).start()
    finally:
        core.stop()


def ask(core: WorkerCore, log: str, texts: list[str]) -> None:
    """Ask for ever, and write down each answer with what its space held before and after it, a line each."""
    from visionquery.domain.queries import Query

    with Path(log).open("a", encoding="utf-8") as file:
        for text in itertools.cycle(texts):
            space = core.spaces.answering()
            before = space.index._sequence
            answer = space.engine.search(Query(text, limit=20))
            hits = [(hit.photo_id, hit.score) for hit in answer.hits]
            file.write(json.dumps([answer.model, text, before, space.index._sequence, hits]) + "\n")
            file.flush()
            time.sleep(0.3)


def main() -> None:
    from visionquery.vision.torchvision_compat import ensure_importable, lean_imports

    with lean_imports():
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
            os.environ["VISIONQUERY_HOME"] = order["home"]
            try:
                carry_out(order["steps"], order["graph_from"])
                print("done", flush=True)
            except BaseException:  # noqa: BLE001 - the test shows it
                print("error " + json.dumps(traceback.format_exc()), flush=True)
            os._exit(0)
        print(child, flush=True)


if __name__ == "__main__":
    main()
