"""Brings the translations up to date with the sources: `python packaging/translations/update.py`.

Runs Qt's `lupdate` over the window's words into `resources/translations/*.ts`, fills in the plural forms of English,
and makes the `.qm` files, which are kept in the repository so that a checkout runs without a build. Translate what is
then marked `unfinished`, in an editor or with Qt Linguist, and run it once more. A new language begins as a copy of
`visionquery_de.ts` whose `language` is another.

`lupdate` sees words in `self.tr("…")` and `translate("Context", "…")`. Functions outside of a class use a `_tr("…")`
of their module, which names its context once; for `lupdate` they are written out in a temporary copy.
"""

from __future__ import annotations

import ast
import re
import shutil
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
# Rooms whose words a person reads in the window.
SOURCES = ("ui", "domain", "worker")
# Rooms that the worker's sentences come from; the window translates them whole, in the context `Worker`.
SPEAKERS = ("index", "indexing", "library", "search", "system", "vision", "worker")
PLURALS_ONLY = "en"


def update(folder: Path = FOLDER) -> None:
    """Bring every `.ts` file of `folder` up to date. Raises `CalledProcessError`."""
    with tempfile.TemporaryDirectory() as place:
        copies = _written_out(Path(place))
        for file in sorted(folder.glob("*.ts")):
            code = file.stem.partition("_")[2]
            options = ["-pluralonly"] if code == PLURALS_ONLY else []
            _run("lupdate", *options, "-no-obsolete", "-locations", "none", *copies, "-ts", str(file), cwd=Path(place))
            if code == PLURALS_ONLY:
                fill_english(file)


def release(folder: Path = FOLDER) -> None:
    """Make the `.qm` files."""
    for file in sorted(folder.glob("*.ts")):
        _run("lrelease", "-silent", str(file), "-qm", str(file.with_suffix(".qm")), cwd=folder)


def fill_english(file: Path) -> None:
    """`%n photo(s)` means `1 photo` and `2 photos`; what was written by hand stays."""
    tree = ET.parse(file)
    for message in tree.iter("message"):
        translation = message.find("translation")
        if translation is None or translation.get("type") != "unfinished":
            continue
        source = (message.findtext("source") or "").replace("%n", "%Ln")
        for form, ending in zip(translation.iter("numerusform"), ("", "s"), strict=True):
            form.text = source.replace("(s)", ending)
        del translation.attrib["type"]
    text = ET.tostring(tree.getroot(), encoding="unicode")
    file.write_text(f'<?xml version="1.0" encoding="utf-8"?>\n<!DOCTYPE TS>\n{text}\n', encoding="utf-8")


def _written_out(place: Path) -> list[str]:
    """Copy the sources there; their paths, relative to it."""
    copies = []
    for room in SOURCES:
        for source in sorted((ROOT / "visionquery" / room).rglob("*.py")):
            relative = source.relative_to(ROOT)
            (place / relative).parent.mkdir(parents=True, exist_ok=True)
            (place / relative).write_text(with_contexts(source.read_text(encoding="utf-8")), encoding="utf-8")
            copies.append(str(relative))
    sentences = sorted(worker_sentences())
    lines = (f"QCoreApplication.translate('Worker', {sentence!r})\n" for sentence in sentences)
    (place / "sentences.py").write_text("".join(lines), encoding="utf-8")
    return [*copies, "sentences.py"]


def worker_sentences() -> set[str]:
    """Literal sentences for a person in the rooms below the window; those with something filled in stay English."""
    found: set[str] = set()
    for room in SPEAKERS:
        for source in (ROOT / "visionquery" / room).rglob("*.py"):
            tree = ast.parse(source.read_text(encoding="utf-8"))
            passed_over: set[int] = set()
            for node in ast.walk(tree):
                if isinstance(node, ast.Expr):  # a docstring
                    passed_over.add(id(node.value))
                elif _is_log(node):
                    passed_over.update(map(id, ast.walk(node)))
                elif isinstance(node, ast.JoinedStr):
                    passed_over.update(map(id, node.values))
            found.update(
                node.value
                for node in ast.walk(tree)
                if isinstance(node, ast.Constant) and id(node) not in passed_over and _is_sentence(node.value)
            )
    return found


def _is_log(node: ast.AST) -> bool:
    levels = ("debug", "info", "warning", "error", "exception", "critical")
    return isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in levels


def _is_sentence(value: object) -> bool:
    return (
        isinstance(value, str)
        and value[:1].isupper()
        and value.endswith(".")
        and " " in value
        and not set(value) & set("{}\n")
    )


def with_contexts(source: str) -> str:
    """Python text with each `_tr(…)` written as the `translate("Context", …)` that it stands for."""
    context = _context_of(source)
    if context is None:
        return source
    return re.sub(r"(?<![\w.])(?<!def )_tr\(", f'QCoreApplication.translate("{context}", ', source)


def _context_of(source: str) -> str | None:
    """The context that the module's own `_tr` translates in."""
    for node in ast.parse(source).body:
        if isinstance(node, ast.FunctionDef) and node.name == "_tr":
            for call in ast.walk(node):
                if isinstance(call, ast.Call) and call.args and isinstance(call.args[0], ast.Constant):
                    return str(call.args[0].value)
    return None


def _run(tool: str, *arguments: str, cwd: Path) -> None:
    beside = Path(sys.executable).with_name(f"pyside6-{tool}")
    program = str(beside) if beside.exists() else shutil.which(f"pyside6-{tool}") or f"pyside6-{tool}"
    done = subprocess.run([program, *arguments], cwd=cwd, capture_output=True, text=True, check=False)
    if done.returncode:
        print(done.stdout, done.stderr, file=sys.stderr)
        done.check_returncode()


if __name__ == "__main__":
    update()
    release()
