"""Builds what people install: `python packaging/build.py bundle|deb|tarball|python [--accept-size]`.

    bundle   dist/visionquery: the program, its libraries and the starter model as one folder (all systems)
    deb      dist/visionquery_VERSION_ARCH.deb of the bundle
    tarball  dist/visionquery-VERSION-linux-ARCH.tar.xz of the bundle
    python   dist/*.whl and *.tar.gz

`bundle` makes a virtual environment of its own in build/venv, so that only what the program needs gets in, and builds
hnswlib without the instructions of the machine that builds. Licences are collected and checked, a bill of materials
is written, and the size is held against the accepted one: each of them can fail the build.
"""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
BUILD, DIST = ROOT / "build", ROOT / "dist"
BUNDLE = DIST / "visionquery"
VENV = BUILD / "venv"
PYTHON = VENV / ("Scripts/python.exe" if sys.platform == "win32" else "bin/python")
TOOLS = ("pyinstaller>=6.11,<7", "cyclonedx-bom>=7,<8")

sys.path.insert(0, str(ROOT))
from visionquery import __version__  # noqa: E402


def run(*command: str | Path, **environment: str) -> None:
    """A step of the build; its failure ends it."""
    print("+", *command, flush=True)
    subprocess.run([str(part) for part in command], check=True, cwd=ROOT, env={**os.environ, **environment})


def environment() -> None:
    """The virtual environment that is frozen: the program's own dependencies and the tools that freeze them."""
    if not PYTHON.is_file():
        run(sys.executable, "-m", "venv", VENV)
    pip = (PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check")
    # Its wheel is made here, and without this for the very processor it is made on (a crash on older ones).
    run(*pip, "--no-cache-dir", "--no-binary", "hnswlib", "hnswlib>=0.8,<0.9", HNSWLIB_NO_NATIVE="1")
    run(*pip, "--editable", ".", *TOOLS)


def bundle(accept_size: bool) -> None:
    """Freeze the program and check what came out."""
    environment()
    run(PYTHON, ROOT / "packaging/icons.py", BUILD / "icons")
    shutil.rmtree(BUNDLE, ignore_errors=True)
    specification = ROOT / "packaging/bundle/visionquery.spec"
    places = ("--distpath", DIST, "--workpath", BUILD / "pyinstaller")
    run(PYTHON, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN", *places, specification)
    run(PYTHON, ROOT / "packaging/licences.py", BUNDLE)
    materials = DIST / f"visionquery-{__version__}.cdx.json"
    run(PYTHON, "-m", "cyclonedx_py", "environment", PYTHON, "--output-format", "JSON", "--output-file", materials)
    run(PYTHON, ROOT / "packaging/sizes.py", BUNDLE, *(["--accept"] if accept_size else []))


def deb() -> None:
    run(sys.executable, ROOT / "packaging/linux/deb.py", BUNDLE, DIST)


def tarball() -> None:
    """For Linux systems without Debian's packages: unpack anywhere and start `visionquery`."""
    name = f"visionquery-{__version__}-linux-{platform.machine()}"
    run("tar", "-C", DIST, "--transform", f"s,^visionquery,{name},", "-cJf", DIST / f"{name}.tar.xz", "visionquery")


def python() -> None:
    """Wheel and source distribution, by the front end that packagers use."""
    environment()
    run(PYTHON, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", "build")
    run(PYTHON, "-m", "build", "--outdir", DIST)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", choices=("bundle", "deb", "tarball", "python"))
    parser.add_argument("--accept-size", action="store_true", help="the bundle may be as large as it is now")
    options = parser.parse_args()
    if options.what == "bundle":
        bundle(options.accept_size)
    else:
        {"deb": deb, "tarball": tarball, "python": python}[options.what]()


if __name__ == "__main__":
    try:
        main()
    except subprocess.CalledProcessError as error:
        raise SystemExit(error.returncode) from None
