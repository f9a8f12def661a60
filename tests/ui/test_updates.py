"""Help > Check for updates, in the real window with the real worker and a server on the loopback."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from loopback_hub import Status, running_hub
from PySide6.QtCore import QUrl
from pytestqt.qtbot import QtBot

from visionquery import __version__
from visionquery.ui.program import Program

PATIENCE = 120_000


def test_it_is_asked_when_wanted_and_only_then(
    start_program: Callable[[Path], Program], data_dir: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[QUrl] = []
    with running_hub() as hub:
        monkeypatch.setenv("VISIONQUERY_RELEASES", f"{hub.endpoint}/releases/resolve/main/latest")
        page = "https://example.org/releases/99"
        hub.repositories["releases"] = {"latest": json.dumps({"tag_name": "v99.0", "html_url": page}).encode()}
        hub.on("/latest", Status(503))
        program = start_program(data_dir)
        program.updates._open_page = opened.append  # type: ignore[assignment]
        notice, look = program.window.notice, program.window.actions_by_name["updates"]

        def message() -> str:
            return notice.shown.message if notice.shown is not None else ""

        with qtbot.waitSignal(program.bridge.ready, timeout=PATIENCE):
            pass
        assert hub.asked == []  # nothing at the start

        look.trigger()
        qtbot.waitUntil(lambda: "503" in message(), timeout=PATIENCE)
        notice._button.click()  # "Try again"
        qtbot.waitUntil(lambda: "99.0" in message(), timeout=PATIENCE)
        assert __version__ in message()
        notice._button.click()
        assert [url.toString() for url in opened] == [page]
        assert [request.outcome for request in program.reader.requests()].count("done") == 1

        hub.repositories["releases"] = {"latest": json.dumps({"tag_name": __version__, "html_url": page}).encode()}
        look.trigger()
        qtbot.waitUntil(lambda: "newest version" in message(), timeout=PATIENCE)
        assert len(hub.asked) == 3
