"""Whether an installed VisionQuery does its job: `python packaging/smoke.py PROGRAM [--photos FOLDER]`.

The same for every way of installing it: a wheel, a bundle, a package. Indexes real photographs, finds one by words,
finds its like, opens the window on a fresh library without a screen, sees it index by its own worker, and ends it.
Prints one JSON object with the seconds that each step took. Standard library only.
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

# Of scikit-image's photographs, which every developer's environment has.
QUERY, EXPECTED = "a cat", "chelsea.png"
SECONDS = 180
# Also on a machine without a screen, and with nothing of a checkout.
ENVIRONMENT = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": ""}


class Smoke(Exception):
    """A step did not do what it should."""


class Program:
    """The installed program with a data folder of its own."""

    def __init__(self, program: list[str], home: Path) -> None:
        self.program = program
        self.home = home

    def run(self, *arguments: str) -> str:
        """One command to its end; its output."""
        done = subprocess.run(
            [*self.program, "--data-dir", str(self.home), *arguments],
            capture_output=True,
            text=True,
            timeout=SECONDS,
            check=False,
            env=ENVIRONMENT,
        )
        if done.returncode:
            raise Smoke(f"{arguments} ended with {done.returncode}: {done.stdout[-500:]}{done.stderr[-2000:]}")
        return done.stdout

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").splitlines()[-1])


def steps(program: list[str], photos: Path, scratch: Path) -> dict[str, float]:
    """Seconds of each step. Raises `Smoke`."""
    took: dict[str, float] = {}
    here = Program(program, scratch / "by command")

    def timed(name: str, started: float) -> None:
        took[name] = round(time.monotonic() - started, 2)

    started = time.monotonic()
    if not here.run("--version").startswith("visionquery "):
        raise Smoke("--version does not say what this is")
    timed("version", started)
    started = time.monotonic()
    summary = here.json("index", str(photos))
    timed("index", started)
    if summary["indexed"] < 10:
        raise Smoke(f"too few photos were indexed: {summary}")
    started = time.monotonic()
    answer = here.json("search", QUERY)
    timed("search", started)
    if Path(answer["hits"][0]["path"]).name != EXPECTED:
        raise Smoke(f"{QUERY!r} found {answer['hits'][:3]}")
    started = time.monotonic()
    like = here.json("similar", str(photos / EXPECTED))
    timed("similar", started)
    if not like["hits"] or like["hits"][0]["path"].endswith(EXPECTED):
        raise Smoke(f"nothing similar to {EXPECTED}: {like}")
    here.run("doctor")
    started = time.monotonic()
    window(program, photos, scratch / "by window")
    timed("window", started)
    return took


def window(program: list[str], photos: Path, home: Path) -> None:
    """The window indexes a folder with its own worker, and ends when it is told to."""
    here = Program(program, home)
    here.run("folders", "add", str(photos))
    group = {"creationflags": subprocess.CREATE_NEW_PROCESS_GROUP} if sys.platform == "win32" else {}
    running = subprocess.Popen([*program, "--data-dir", str(home)], env=ENVIRONMENT, **group)
    try:
        deadline = time.monotonic() + SECONDS
        while time.monotonic() < deadline:
            if running.poll() is not None:
                raise Smoke(f"the window ended by itself with {running.returncode}")
            state = here.json("status")
            if state["photos"]["indexed"] >= 10 and not state["photos"]["pending"]:
                break
            time.sleep(1)
        else:
            raise Smoke(f"the window's worker indexed nothing: {state}")
        running.send_signal(signal.CTRL_BREAK_EVENT if sys.platform == "win32" else signal.SIGTERM)
        code = running.wait(20)
        if code and sys.platform != "win32":
            raise Smoke(f"the window ended with {code}")
    finally:
        if running.poll() is None:
            running.kill()


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("program", nargs="+", help="the program, or a command that starts it")
    parser.add_argument("--photos", type=Path)
    options = parser.parse_args()
    photos = options.photos
    if photos is None:
        import importlib.util

        found = importlib.util.find_spec("skimage")
        if found is None or found.origin is None:
            parser.error("--photos is needed where scikit-image is not installed")
        photos = Path(found.origin).parent / "data"
    with tempfile.TemporaryDirectory() as scratch:
        try:
            took = steps(options.program, photos, Path(scratch))
        except (Smoke, subprocess.SubprocessError) as problem:
            print(f"It does not work: {problem}", file=sys.stderr)
            return 1
    print(json.dumps({"program": options.program, "seconds": took}))
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
