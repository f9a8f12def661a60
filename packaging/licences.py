"""Collects the licences of everything that a bundle holds, and refuses what may not be shipped with a GPL-3 program.

    python packaging/licences.py BUNDLE_FOLDER

Run with the Python that the bundle was built with. Writes `licences/` and `THIRD-PARTY.md` into the bundle. Fails
where a distribution's licence is unknown or not on the list below: somebody then has to look and decide.
"""

from __future__ import annotations

import argparse
import importlib.metadata
import re
import sys
from dataclasses import dataclass
from pathlib import Path

# SPDX identifiers of licences whose code may be part of a program under GPL-3.0-or-later
# (https://www.gnu.org/licenses/license-list.html).
ALLOWED = {
    *("0BSD", "Apache-2.0", "Apache-2.0 WITH LLVM-exception", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0"),
    *("CNRI-Python", "GPL-3.0-only", "GPL-3.0-or-later", "HPND", "ISC", "LGPL-2.1-or-later", "LGPL-3.0-only"),
    *("LGPL-3.0-or-later", "MIT", "MIT-0", "MIT-CMU", "MPL-2.0", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib"),
    "LicenseRef-Public-Domain",
}

# What older distributions say in free text or classifiers, as SPDX identifiers.
SPELLINGS = {
    "apache 2.0": "Apache-2.0",
    "apache 2.0 license": "Apache-2.0",
    "apache license, version 2.0": "Apache-2.0",
    "apache software license": "Apache-2.0",
    "bsd 2-clause license": "BSD-2-Clause",
    "isc license": "ISC",
    "isc license (iscl)": "ISC",
    "mit license": "MIT",
    "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0",
    "public domain": "LicenseRef-Public-Domain",
}

# Distributions whose metadata does not say enough, each looked up in its own repository.
LOOKED_UP = {
    # Its wheels bring FFmpeg along, built with x264 and x265.
    "av": "BSD-3-Clause AND GPL-3.0-or-later",
    "colorama": "BSD-3-Clause",
    "hnswlib": "Apache-2.0",
    "jinja2": "BSD-3-Clause",
    "mpmath": "BSD-3-Clause",
    "pyside6_essentials": "LGPL-3.0-only",
    "shiboken6": "LGPL-3.0-only",
    "sympy": "BSD-3-Clause",
    "torchvision": "BSD-3-Clause",
}

_TEXT_NAMES = re.compile(r"(licen[cs]e|copying|notice|authors|copyright)", re.IGNORECASE)
_NOT_BUNDLED = {"pip", "setuptools", "wheel", "pyinstaller", "pyinstaller-hooks-contrib", "altgraph", "visionquery"}


class LicenceProblem(Exception):
    """A distribution that may not be shipped, or whose licence nobody knows."""


@dataclass(frozen=True)
class Part:
    """A distribution in the bundle. `texts` are its licence files, by their names."""

    name: str
    version: str
    licence: str
    texts: dict[str, str]


def parts(bundle: Path) -> list[Part]:
    """The distributions with any file in the bundle, by name. Raises `LicenceProblem` naming all that is wrong."""
    names = bundled_distributions(bundle)
    found, problems = [], []
    for name in names:
        distribution = importlib.metadata.distribution(name)
        try:
            found.append(Part(name, distribution.version, licence_of(distribution), texts_of(distribution)))
        except LicenceProblem as problem:
            problems.append(str(problem))
    if problems:
        raise LicenceProblem("\n".join(problems))
    return found


def bundled_distributions(bundle: Path) -> list[str]:
    """Distributions that own a top-level module which is in the bundle, as a file or in its archive of modules."""
    modules = _frozen_modules(bundle)
    owners = importlib.metadata.packages_distributions()
    names = {owner for module in modules for owner in owners.get(module, ())}
    return sorted((name for name in names if name.lower() not in _NOT_BUNDLED), key=str.lower)


def licence_of(distribution: importlib.metadata.Distribution) -> str:
    """An SPDX expression of allowed licences. Raises `LicenceProblem`."""
    metadata = distribution.metadata
    name = str(metadata["Name"])
    stated = LOOKED_UP.get(name.lower().replace("-", "_")) or metadata.get("License-Expression")
    if not stated:
        classifiers = [
            line.rsplit("::", 1)[-1].strip()
            for line in metadata.get_all("Classifier", [])
            if line.startswith("License ::")
        ]
        stated = next((word for word in (metadata.get("License"), *classifiers) if word and _known(word)), None)
    if not stated:
        raise LicenceProblem(f"{name}: nobody knows its licence; look it up and add it to {Path(__file__).name}")
    if not _known(stated):
        raise LicenceProblem(f"{name}: {stated!r} is not among the licences that may be shipped")
    return SPELLINGS.get(stated.lower(), stated)


def texts_of(distribution: importlib.metadata.Distribution) -> dict[str, str]:
    """The licence files that the distribution brings along."""
    texts = {}
    for file in distribution.files or ():
        if _TEXT_NAMES.search(file.name) and not file.name.endswith((".py", ".pyc", ".so", ".h", ".hpp")):
            path = Path(str(file.locate()))
            if path.is_file() and path.stat().st_size < 2_000_000:
                texts["_".join(file.parts[-2:])] = path.read_text(encoding="utf-8", errors="replace")
    return texts


def write(bundle: Path, found: list[Part]) -> None:
    """`licences/NAME/…` and the list of them all."""
    lines = ["# What VisionQuery is made of", "", "| part | version | licence |", "|---|---|---|"]
    for part in found:
        lines.append(f"| {part.name} | {part.version} | {part.licence} |")
        folder = bundle / "licences" / part.name
        folder.mkdir(parents=True, exist_ok=True)
        for name, text in part.texts.items():
            (folder / name).write_text(text, encoding="utf-8")
    lines += ["", "Qt and PySide6 are used under the LGPL 3: their libraries lie as files of their own beside the", ""]
    lines[-1:] = ["program and can be replaced by others of the same version.", ""]
    (bundle / "THIRD-PARTY.md").write_text("\n".join(lines), encoding="utf-8")


def _known(expression: str) -> bool:
    if expression.lower() in SPELLINGS:
        return True
    # In `A OR B` one of them is enough, in `A AND B` both are needed.
    return all(
        any(choice.strip(" ()") in ALLOWED for choice in re.split(r"\s+OR\s+", part))
        for part in re.split(r"\s+AND\s+", expression)
    )


def _frozen_modules(bundle: Path) -> set[str]:
    from PyInstaller.archive.readers import CArchiveReader

    programs = [path for path in (bundle / "visionquery", bundle / "visionquery.exe") if path.is_file()]
    archive = CArchiveReader(str(programs[0]))
    modules: set[str] = set()
    for name in archive.toc:
        if name.endswith(".pyz"):
            modules |= {module.split(".")[0] for module in archive.open_embedded_archive(name).toc}
    internal = bundle / "_internal"
    modules |= {path.name.split(".")[0] for path in (internal if internal.is_dir() else bundle).iterdir()}
    return modules


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("bundle", type=Path)
    bundle = parser.parse_args().bundle
    try:
        found = parts(bundle)
    except LicenceProblem as problem:
        print(f"These may not be shipped as they are:\n{problem}", file=sys.stderr)
        return 1
    write(bundle, found)
    print(f"{len(found)} distributions, every licence known and allowed.")
    return 0


if __name__ == "__main__":
    raise SystemExit(main())
