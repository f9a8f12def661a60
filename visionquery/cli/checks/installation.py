"""The program and the machine: versions, device, model, codecs, display, limits of the system."""

from __future__ import annotations

import importlib.metadata
import importlib.util
import platform
import sqlite3
import sys
from pathlib import Path

from visionquery import __version__
from visionquery.cli.checks.check import Check, State, guarded
from visionquery.cli.console import megabytes
from visionquery.cli.display import display_problem
from visionquery.library.reader import LibraryReader
from visionquery.system.paths import DataPaths

PACKAGES = (
    *("torch", "torchvision", "open_clip_torch", "timm", "transformers", "safetensors", "numpy", "hnswlib"),
    *("PySide6-Essentials", "Pillow", "pillow-heif", "rawpy", "av", "watchdog", "psutil", "sqlite-utils"),
)
"""Distributions whose versions belong into a bug report; what is frozen keeps their metadata for it."""

_INOTIFY = Path("/proc/sys/fs/inotify")
# Below this a large library has more folders than the system lets one program watch.
_FEW_WATCHES = 65_536


def checks(paths: DataPaths) -> list[Check]:
    """In the order in which a person reads them."""
    return [
        Check("VisionQuery", State.OK, f"{__version__} on {platform.platform()}"),
        Check("Python", State.OK, f"{platform.python_version()}, SQLite {sqlite3.sqlite_version}"),
        _packages(),
        guarded("Device", lambda: _device(paths)),
        guarded("Model", lambda: _model(paths)),
        guarded("Formats", _formats),
        _display(),
        *([guarded("Watching", _watching)] if sys.platform == "linux" else []),
    ]


def _packages() -> Check:
    found: list[str] = []
    missing: list[str] = []
    for name in PACKAGES:
        try:
            found.append(f"{name} {importlib.metadata.version(name)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(name)
    if missing:
        return Check("Packages", State.PROBLEM, f"missing: {', '.join(missing)}. Install VisionQuery again.")
    return Check("Packages", State.OK, ", ".join(found))


def _device(paths: DataPaths) -> Check:
    from visionquery.system.priority import available_cores
    from visionquery.vision.device import batch_candidates, choose_device

    reader = LibraryReader(paths)
    try:
        wanted = str(reader.settings()["device"])
    finally:
        reader.close()
    choice = choose_device(wanted)
    sizes = batch_candidates(choice)
    detail = f"{choice.device} in {choice.number_format}: {choice.reason}; {available_cores()} cores; "
    detail += f"batches of {sizes[0]} to {sizes[-1]} pictures, the size found by measurement"
    return Check("Device", State.OK, detail)


def _model(paths: DataPaths) -> Check:
    from visionquery.vision.model import find_model

    reader = LibraryReader(paths)
    try:
        spec = find_model(str(reader.settings()["model"]), paths.models_dir)
        fingerprint = spec.fingerprint()
        used = reader.embeddings.find_space(spec.name, fingerprint) is not None
    finally:
        reader.close()
    weights = megabytes(spec.weights.stat().st_size)
    detail = f"{spec.name}, {spec.dimension} dimensions, {weights}, complete, fingerprint {fingerprint[:12]}"
    return Check("Model", State.OK, detail + (", used by the library" if used else ", not used by the library yet"))


def _formats() -> Check:
    from PIL import features

    there = ["JPEG", "PNG", "GIF", "BMP", "TIFF"]
    missing: list[str] = []
    for title, present in (
        ("WebP", features.check("webp")),
        ("AVIF", features.check("avif")),
        ("JPEG 2000", features.check("jpg_2000")),
        ("HEIC", importlib.util.find_spec("pillow_heif") is not None),
        ("RAW", importlib.util.find_spec("rawpy") is not None),
        ("JPEG XL", importlib.util.find_spec("pillow_jxl") is not None),
        ("videos", importlib.util.find_spec("av") is not None),
    ):
        (there if present else missing).append(title)
    detail = ", ".join(there) + (f"; not here: {', '.join(missing)}" if missing else "")
    return Check("Formats", State.NOTE if missing else State.OK, detail)


def _display() -> Check:
    problem = display_problem()
    return Check("Display", State.NOTE if problem else State.OK, problem or "a window can open here")


def _watching() -> Check:
    watches = int((_INOTIFY / "max_user_watches").read_text())
    instances = int((_INOTIFY / "max_user_instances").read_text())
    detail = f"the system allows {watches:,} watched folders, {instances:,} watchers"
    if watches >= _FEW_WATCHES:
        return Check("Watching", State.OK, detail)
    advice = "folders beyond that are looked at in intervals. Raise it: sysctl fs.inotify.max_user_watches=524288"
    return Check("Watching", State.NOTE, f"{detail}; {advice}")
