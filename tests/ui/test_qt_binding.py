from __future__ import annotations

import subprocess
import sys

# More calls that return nothing than None has references in a young process, as a minute of scrolling makes.
MANY_CALLS = """
import visionquery.ui
from PySide6.QtCore import QObject, QRect
rect, thing = QRect(), QObject()
for number in range(100_000):
    rect.setX(number)
    thing.objectNameChanged.emit("")
"""


def test_calls_of_qt_do_not_use_up_none_and_true() -> None:
    done = subprocess.run([sys.executable, "-c", MANY_CALLS], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stderr) == (0, "")
