"""Start-up of the window: makes every part, connects them, and runs Qt until the end. The main thread's only entry.

The worker is started after the window is on screen; nothing here imports torch or what stands on it.
"""

from __future__ import annotations

import contextlib
import logging
import os
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace

from PySide6.QtCore import QCoreApplication, QLocale, QSocketNotifier, QTimer
from PySide6.QtWidgets import QApplication

from visionquery import __version__
from visionquery.system.paths import DataPaths, resources_dir
from visionquery.ui import translation
from visionquery.ui.instance import SingleInstance, Wish
from visionquery.ui.program import Program
from visionquery.ui.settings_store import WindowMemory
from visionquery.ui.theme import Theme

log = logging.getLogger(__name__)


def run(paths: DataPaths, wish: Wish, verbose: bool = False) -> int:
    """Open the window, do what the start asks for, and return the exit code when the window is closed.

    `verbose` makes the worker log more. Raises `Fault` where the data folder cannot be used. The caller has made
    sure that a window can open here (`cli/display.py`): Qt would end the process where it cannot.
    """
    paths.ensure()
    application = QApplication.instance() or QApplication(["visionquery"])
    assert isinstance(application, QApplication)
    QCoreApplication.setApplicationName("VisionQuery")
    QCoreApplication.setApplicationVersion(__version__)
    application.setDesktopFileName("visionquery")
    translation.install(
        application, WindowMemory(paths.root / "window.ini").value("language"), resources_dir() / "translations"
    )
    application.setLayoutDirection(QLocale().textDirection())
    instance = SingleInstance(paths.root, application)
    application.setQuitOnLastWindowClosed(False)
    if not instance.claim(replace(wish, activation=os.environ.get("XDG_ACTIVATION_TOKEN", ""))):
        log.info("A window for %s is open already and was raised", paths.root)
        return 0
    program = Program(paths, Theme(application, resources_dir()), verbose)
    instance.raised.connect(program.manners.receive)
    program.window.closing.connect(application.quit)
    program.open()
    program.manners.carry_out(wish)
    # Once the first frame is painted.
    QTimer.singleShot(0, program.start)
    try:
        with _signals_quit(lambda: program.window.leave(ask=False)):
            return application.exec()
    finally:
        instance.release()
        program.stop()


@contextlib.contextmanager
def _signals_quit(leave: Callable[[], None]) -> Iterator[None]:
    """SIGINT and SIGTERM close the window as Ctrl+Q does.

    Python runs its handlers between two of its own instructions, and Qt's event loop has none while it rests: a
    byte on a socket wakes it.
    """
    ours, theirs = socket.socketpair()
    with ours, theirs:
        ours.setblocking(False)
        theirs.setblocking(False)
        notifier = QSocketNotifier(ours.fileno(), QSocketNotifier.Type.Read)
        notifier.activated.connect(lambda: ours.recv(64))
        before = {number: signal.getsignal(number) for number in (signal.SIGINT, signal.SIGTERM)}
        wakeup = signal.set_wakeup_fd(theirs.fileno(), warn_on_full_buffer=False)
        for number in before:
            signal.signal(number, lambda *_: leave())
        try:
            yield
        finally:
            signal.set_wakeup_fd(wakeup)
            for number, handler in before.items():
                signal.signal(number, handler)
            notifier.setEnabled(False)
    sys.stdout.flush()
