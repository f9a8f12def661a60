"""The window's language: that of the settings, else the system's, as far as there is a translation. Main thread.

Called once, before any widget is made. English has a file too, for its plural forms alone.
"""

from __future__ import annotations

import logging
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLibraryInfo, QLocale, QTranslator

log = logging.getLogger(__name__)

NAME = "visionquery"
FALLBACK = "en"


def install(application: QCoreApplication, language: str, folder: Path) -> str:
    """Load the translation of `language` (an ISO 639-1 code; empty for the system's); which one it is.

    `folder` has our own files; those of Qt's dialogs lie with Qt. Numbers and dates follow the language where it was
    chosen and is not the system's, else the system.
    """
    if language and QLocale.system().name().partition("_")[0] != language:
        QLocale.setDefault(QLocale(language))
    code = language if _file(folder, language).is_file() else _of_the_system(folder)
    _load(application, _file(folder, code))
    # Qt's words in the same language, or none: half a window in another one helps nobody.
    _load(application, Path(QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)) / f"qtbase_{code}.qm")
    return code


def _of_the_system(folder: Path) -> str:
    """The first of the person's languages that there is a file for."""
    for name in QLocale.system().uiLanguages():
        code = name.replace("_", "-").partition("-")[0]
        if _file(folder, code).is_file():
            return code
    return FALLBACK


def _file(folder: Path, code: str) -> Path:
    return folder / f"{NAME}_{code}.qm"


def _load(application: QCoreApplication, file: Path) -> None:
    translator = QTranslator(application)
    if file.is_file() and translator.load(str(file)):
        application.installTranslator(translator)
    else:
        log.info("No translation %s", file)
        translator.deleteLater()
