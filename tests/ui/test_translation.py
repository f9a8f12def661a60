"""The translations: complete, up to date with the sources, and what the window then shows."""

from __future__ import annotations

import ast
import importlib.util
import json
import os
import re
import shutil
import subprocess
import sys
import textwrap
import xml.etree.ElementTree as ET
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest

from visionquery.domain.errors import FailureKind
from visionquery.domain.settings import BY_NAME
from visionquery.system.paths import resources_dir
from visionquery.ui import wording

ROOT = Path(__file__).resolve().parents[2]
FOLDER = ROOT / "resources" / "translations"
LANGUAGES = sorted(file.stem.partition("_")[2] for file in FOLDER.glob("*.ts"))
Message = tuple[str, str, str, bool]


@pytest.fixture(scope="module")
def tool() -> ModuleType:
    """`packaging/translations/update.py`."""
    file = ROOT / "packaging" / "translations" / "update.py"
    spec = importlib.util.spec_from_file_location("update_translations", file)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture(scope="module")
def fresh(tool: ModuleType, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The translations as the update would leave them."""
    folder = tmp_path_factory.mktemp("translations")
    for file in FOLDER.glob("*.ts"):
        shutil.copy(file, folder)
    tool.update(folder)
    tool.release(folder)
    return folder


def _messages(file: Path) -> Iterator[tuple[Message, ET.Element]]:
    for context in ET.parse(file).iter("context"):
        for message in context.iter("message"):
            key = (
                context.findtext("name") or "",
                message.findtext("source") or "",
                message.findtext("comment") or "",
                message.get("numerus") == "yes",
            )
            translation = message.find("translation")
            assert translation is not None
            yield key, translation


def _texts(translation: ET.Element) -> list[str]:
    forms = list(translation.iter("numerusform"))
    return [form.text or "" for form in forms] if forms else [translation.text or ""]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_files_are_up_to_date_with_the_sources(language: str, fresh: Path) -> None:
    name = f"visionquery_{language}.ts"
    there = {key for key, _ in _messages(FOLDER / name)}
    wanted = {key for key, _ in _messages(fresh / name)}
    assert there == wanted, "run packaging/translations/update.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_shipped_is_made_of_the_files(language: str, fresh: Path) -> None:
    name = f"visionquery_{language}.qm"
    assert (FOLDER / name).read_bytes() == (fresh / name).read_bytes(), "run packaging/translations/update.py"


@pytest.mark.parametrize("language", LANGUAGES)
def test_nothing_is_unfinished(language: str) -> None:
    unfinished = [
        key
        for key, translation in _messages(FOLDER / f"visionquery_{language}.ts")
        if translation.get("type") == "unfinished" or not all(_texts(translation))
    ]
    assert unfinished == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_filled_in_later_is_the_same(language: str) -> None:
    for (context, source, _, numerus), translation in _messages(FOLDER / f"visionquery_{language}.ts"):
        for text in _texts(translation):
            where = f"{context}: {source!r} -> {text!r}"
            assert set(re.findall(r"\{\w*\}", source)) == set(re.findall(r"\{\w*\}", text)), where
            assert source.count("\n") == text.count("\n"), where
            assert len(re.findall(r"&(?!&)\w", source)) == len(re.findall(r"&(?!&)\w", text)), where
            if numerus:
                assert ("%n" in source) == bool(re.search("%L?n", text)), where


def test_every_literal_that_is_translated_is_found_by_the_tool(tool: ModuleType) -> None:
    known = {key[1] for key, _ in _messages(FOLDER / "visionquery_de.ts")}
    missed: list[str] = []
    for file in (ROOT / "visionquery" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call) or not node.args:
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            place = {"tr": 0, "_tr": 0, "translate": 1}.get(name)
            argument = node.args[place] if place is not None and len(node.args) > place else None
            if isinstance(argument, ast.JoinedStr):
                missed.append(f"{file.name}: {ast.unparse(argument)}")
            if isinstance(argument, ast.Constant) and argument.value not in known:
                missed.append(f"{file.name}: {argument.value!r}")
    assert missed == []


# Methods and widgets whose text a person reads.
SPEAKING = {
    *("setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription", "setStatusTip"),
    *("setPlaceholderText", "setInformativeText", "setLabelText", "setTitle", "addAction", "addMenu", "addItem"),
    *("QLabel", "QPushButton", "QAction", "QCheckBox", "QRadioButton", "QGroupBox", "QToolButton", "Notice"),
}
WORDS = re.compile(r"[A-Za-z]{3,} [A-Za-z]|^[A-Z][a-z]{2,}")
# Names, and what is the same in every language.
SAME_EVERYWHERE = {"VisionQuery", "Python", "hf-hub:owner/name"}


def test_no_words_go_past_the_translation() -> None:
    found: list[str] = []
    for file in (ROOT / "visionquery" / "ui").rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if not isinstance(node, ast.Call):
                continue
            name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
            if name not in SPEAKING:
                continue
            for argument in node.args:
                if isinstance(argument, ast.JoinedStr):
                    pieces = [part.value for part in argument.values if isinstance(part, ast.Constant)]
                elif isinstance(argument, ast.Constant) and isinstance(argument.value, str):
                    pieces = [argument.value]
                else:
                    continue
                words = [str(piece) for piece in pieces if WORDS.search(str(piece))]
                place = f"{file.name}:{node.lineno}"
                found += [f"{place}: {word!r}" for word in words if word.strip() not in SAME_EVERYWHERE]
    assert found == []


def test_counts_have_their_plural_forms() -> None:
    assert wording.photos(1) == "1 photo"
    assert wording.photos(12345) == "12,345 photos"


def test_a_reason_stays_as_it_is_in_english() -> None:
    assert wording.reason(FailureKind.DAMAGED, "The RAW file is damaged (bad block).") == (
        "The RAW file is damaged (bad block)."
    )


def test_every_language_of_the_settings_is_there() -> None:
    assert {code for code, _ in BY_NAME["language"].choices if code} == set(LANGUAGES)


GERMAN = """
import json, sys
from pathlib import Path
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QAbstractButton, QApplication, QLabel, QMainWindow
from visionquery.domain.errors import FailureKind
from visionquery.system.paths import DataPaths
from visionquery.ui import app, wording
from visionquery.ui.manners import Wish
from visionquery.ui.settings_store import WindowMemory

paths = DataPaths(Path(sys.argv[1]))
paths.ensure()
memory = WindowMemory(paths.root / "window.ini")
memory.change("language", "de")
memory.sync()
application = QApplication(["visionquery"])
told = {}

def look():
    window = next(each for each in application.topLevelWidgets() if isinstance(each, QMainWindow))
    told["labels"] = [each.text() for each in window.findChildren(QLabel) if each.text()]
    told["buttons"] = [each.text() for each in window.findChildren(QAbstractButton) if each.text()]
    told["actions"] = [each.text() for each in window.actions()]
    told["field"] = window.search.field.placeholderText()
    told["photos"] = [wording.photos(1), wording.photos(12345)]
    told["known"] = wording.reason(FailureKind.EMPTY, "The file is empty.")
    told["unknown"] = wording.reason(FailureKind.DAMAGED, "The RAW file is damaged (bad block).")
    told["fault"] = wording.told("There is no room left for the model. Free some disk space.")
    window.close()
    application.quit()

QTimer.singleShot(1500, look)
app.run(paths, Wish())
print(json.dumps(told))
"""


def test_the_window_speaks_german(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(GERMAN), str(tmp_path / "home")],
        capture_output=True,
        text=True,
        timeout=120,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen", "LC_ALL": "C.UTF-8"},
        check=False,
    )
    assert done.returncode == 0, done.stderr
    told = json.loads(done.stdout.strip().splitlines()[-1])
    assert told["field"] == "Beschreiben Sie ein Foto: ein Hund läuft am Strand"
    assert "Einen anderen Ordner wählen …" in told["buttons"]
    assert any("Tippen Sie, woran Sie sich erinnern" in label for label in told["labels"])
    assert "&Einstellungen …" in told["actions"]
    assert told["photos"] == ["1 Foto", "12.345 Fotos"]
    assert told["known"] == "Die Datei ist leer."
    assert told["unknown"] == "Die Datei ist beschädigt (The RAW file is damaged (bad block))"
    assert told["fault"] == "Für das Modell ist kein Platz mehr. Schaffen Sie Platz auf der Festplatte."


def test_the_files_lie_where_the_program_looks() -> None:
    assert {file.name for file in (resources_dir() / "translations").glob("*.qm")} == {
        f"visionquery_{language}.qm" for language in LANGUAGES
    }
