"""What this program is, under which licence, and what it is built from. Main thread.

The packages are looked up by their metadata alone, on a task thread: none of them is imported here.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass
from importlib import metadata

from PySide6.QtCore import QSize, Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QTableWidget,
    QTableWidgetItem,
    QVBoxLayout,
    QWidget,
)

from visionquery import __version__
from visionquery.ui.closing import close_row
from visionquery.ui.tasks import TaskRunner
from visionquery.ui.theme import Theme

# Distributions that the program stands on, by the names of their packages.
_PACKAGES = (
    "PySide6-Essentials",
    "torch",
    "open_clip_torch",
    "timm",
    "transformers",
    "safetensors",
    "hnswlib",
    "numpy",
    "Pillow",
    "pillow-heif",
    "pillow-jxl-plugin",
    "rawpy",
    "av",
    "watchdog",
    "sqlite-utils",
    "platformdirs",
    "psutil",
)
# What these say in their licence files only.
_UNSTATED = {"torch": "BSD-3-Clause", "hnswlib": "Apache-2.0"}


@dataclass(frozen=True, slots=True)
class Package:
    """A package as its own metadata describes it."""

    name: str
    version: str
    licence: str


def packages() -> list[Package]:
    """Those that are installed. Reads files; on a task thread."""
    found = []
    for name in _PACKAGES:
        try:
            about = metadata.metadata(name)
        except metadata.PackageNotFoundError:
            continue
        found.append(Package(about["Name"], about["Version"], _licence(about) or _UNSTATED.get(name, "")))
    return found


def _licence(about: metadata.PackageMetadata) -> str:
    stated = next((str(about[name]) for name in ("License-Expression", "License") if name in about), "")
    # Some put the whole text there; its first line names it.
    lines = [line for line in stated.splitlines() if line.strip()]
    if lines and len(lines[0]) < 60:
        return lines[0].strip()
    classifiers = about.get_all("Classifier") or []
    named = [each.rsplit(" :: ", 1)[-1] for each in classifiers if each.startswith("License ::")]
    return ", ".join(named)


class AboutBox(QDialog):
    """Version, promise, licence, and the list of packages."""

    def __init__(self, theme: Theme, tasks: TaskRunner, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("page")
        self.setWindowTitle(self.tr("About VisionQuery"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        icon = QLabel(self)
        icon.setPixmap(theme.application_icon().pixmap(QSize(64, 64), self.devicePixelRatioF()))
        name = QLabel(f"VisionQuery {__version__}", self)
        name.setObjectName("heading")
        system = QLabel(f"Python {platform.python_version()} · Qt {qVersion()} · {platform.system()}", self)
        system.setObjectName("quiet")
        system.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        titles = QVBoxLayout()
        titles.setSpacing(4)
        titles.addStretch(1)
        titles.addWidget(name)
        titles.addWidget(system)
        titles.addStretch(1)
        head = QHBoxLayout()
        head.setSpacing(16)
        head.addWidget(icon)
        head.addLayout(titles, 1)
        text = QLabel(
            self.tr(
                "Type what you remember, find the photo. Everything happens on this computer: your photos are never "
                "changed, and nothing leaves it but a model that you ask to be downloaded."
            ),
            self,
        )
        licence = QLabel(
            self.tr(
                "VisionQuery is free software: you may use, share and change it under the terms of the GNU General "
                "Public License, version 3 or any later one. It comes without any warranty."
            ),
            self,
        )
        self.table = QTableWidget(0, 3, self)
        self.table.setHorizontalHeaderLabels([self.tr("Built with"), self.tr("Version"), self.tr("Licence")])
        self.table.setAccessibleName(self.tr("Packages that VisionQuery is built with"))
        self.table.setEditTriggers(QTableWidget.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QTableWidget.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        self.table.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.ResizeToContents)
        self.table.horizontalHeader().setStretchLastSection(True)
        self.table.setTabKeyNavigation(False)
        self.table.setFrameShape(QTableWidget.Shape.NoFrame)
        lead = Qt.AlignmentFlag.AlignLeading | Qt.AlignmentFlag.AlignVCenter
        self.table.horizontalHeader().setDefaultAlignment(lead)
        self.table.horizontalHeader().setHighlightSections(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(24, 22, 24, 14)
        column.setSpacing(14)
        column.addLayout(head)
        for label in (text, licence):
            label.setWordWrap(True)
            column.addWidget(label)
        column.addWidget(self.table, 1)
        column.addWidget(close_row(self))
        self.resize(540, 560)
        tasks.run(packages, self._list)

    def _list(self, found: list[Package]) -> None:
        self.table.setRowCount(len(found))
        for row, package in enumerate(found):
            for place, words in enumerate((package.name, package.version, package.licence)):
                self.table.setItem(row, place, QTableWidgetItem(words))
