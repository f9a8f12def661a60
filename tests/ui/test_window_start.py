"""Starting: what is imported, how it ends, and that there is one window only. In processes of their own."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from visionquery.ui.instance import SingleInstance

HEAVY = ("torch", "open_clip", "timm", "transformers", "hnswlib", "watchdog", "torchvision", "PIL", "rawpy")


def test_the_window_process_loads_nothing_heavy() -> None:
    code = f"import sys, visionquery.ui.app; print([name for name in {HEAVY!r} if name in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=60)
    assert done.stdout.strip() == "[]", done.stderr


def start(data_dir: Path) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "visionquery", "--data-dir", str(data_dir)],
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.mark.skipif(sys.platform == "win32", reason="there is no SIGTERM that a program could take")
def test_a_second_start_leaves_and_sigterm_ends_the_first_with_its_worker(data_dir: Path) -> None:
    first = start(data_dir)
    try:
        deadline = time.monotonic() + 60
        while not (data_dir / "logs" / "worker.log").exists():
            assert first.poll() is None, first.communicate()
            assert time.monotonic() < deadline
            time.sleep(0.05)
        second = start(data_dir)
        _, complaint = second.communicate(timeout=60)
        assert (second.returncode, complaint) == (0, "")
        assert first.poll() is None
        # Qt's offscreen platform answers this to being raised; the second one may be gone before the first hears of it.
        assert first.stderr is not None
        assert first.stderr.readline().strip() == "This plugin does not support raise()"
        first.send_signal(signal.SIGTERM)
        _, complaint = first.communicate(timeout=60)
        assert (first.returncode, complaint) == (0, "")
    finally:
        first.kill()
        first.communicate()


def test_a_second_window_raises_the_first(tmp_path: Path, qtbot: QtBot) -> None:
    first, second = SingleInstance(tmp_path), SingleInstance(tmp_path)
    other = SingleInstance(tmp_path / "another")
    try:
        assert first.claim()
        with qtbot.waitSignal(first.raised):
            assert not second.claim()
        assert other.claim()
    finally:
        first.release()
        other.release()
    QCoreApplication.processEvents()
    assert second.claim()
    second.release()
