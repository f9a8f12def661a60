"""Draws the program's icon in the sizes and formats that each system wants: `python packaging/icons.py FOLDER`.

From `resources/icons/app.svg`; needs no screen. Run by `packaging/build.py`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path

SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
SOURCE = Path(__file__).resolve().parents[1] / "resources" / "icons" / "app.svg"


def draw(folder: Path) -> list[Path]:
    """`visionquery-SIZE.png` for each size, `visionquery.ico` and `visionquery.icns`."""
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PIL import Image
    from PySide6.QtCore import QSize
    from PySide6.QtGui import QGuiApplication, QIcon

    application = QGuiApplication.instance() or QGuiApplication(["icons"])
    folder.mkdir(parents=True, exist_ok=True)
    icon = QIcon(str(SOURCE))
    pictures = []
    for size in SIZES:
        path = folder / f"visionquery-{size}.png"
        if not icon.pixmap(QSize(size, size), 1.0).save(str(path)):
            raise OSError(f"{path} cannot be written")
        pictures.append(path)
    del application
    largest = Image.open(pictures[-1])
    largest.save(folder / "visionquery.ico", sizes=[(size, size) for size in SIZES if size <= 256])
    largest.resize((1024, 1024), Image.Resampling.LANCZOS).save(folder / "visionquery.icns")
    return [*pictures, folder / "visionquery.ico", folder / "visionquery.icns"]


if __name__ == "__main__":
    for drawn in draw(Path(sys.argv[1])):
        print(drawn)
