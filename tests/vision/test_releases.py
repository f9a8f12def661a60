"""Asking for a newer version, of a server on the loopback that answers as GitHub does."""

from __future__ import annotations

import json
from collections.abc import Iterator

import pytest
from loopback_hub import LoopbackHub, Status, WebPage, running_hub

from visionquery.domain.events import UpdateChecked
from visionquery.domain.models import NetworkRequest
from visionquery.vision.download.faults import DownloadFailed
from visionquery.vision.download.releases import ADDRESS_VARIABLE, look_for_update

PAGE = "https://example.org/releases/1.10.0"


class Server:
    """Gives one release; keeps what the asker records."""

    def __init__(self, hub: LoopbackHub) -> None:
        self.hub = hub
        self.address = f"{hub.endpoint}/releases/resolve/main/latest"
        self.requests: list[NetworkRequest] = []

    def give(self, answer: object) -> None:
        self.hub.repositories["releases"] = {"latest": json.dumps(answer).encode()}

    def ask(self, installed: str = "1.9.3") -> UpdateChecked:
        return look_for_update(installed, {}, self.requests.append, {ADDRESS_VARIABLE: self.address})


@pytest.fixture
def server() -> Iterator[Server]:
    with running_hub() as hub:
        server = Server(hub)
        server.give({"tag_name": "v1.10.0", "html_url": PAGE})
        yield server


@pytest.mark.parametrize(
    ("installed", "newer"), [("1.9.3", True), ("1.10", False), ("1.10.0", False), ("1.10.1", False), ("0.1.0", True)]
)
def test_versions_are_compared_as_numbers(server: Server, installed: str, newer: bool) -> None:
    assert server.ask(installed) == UpdateChecked("1.10.0", PAGE, newer)


def test_the_one_request_is_recorded_and_says_nothing_of_the_person(server: Server) -> None:
    server.ask()
    assert [(each.url, each.outcome) for each in server.requests] == [(server.address, "done")]
    (asked,) = server.hub.asked
    assert {name.lower() for name in asked.headers} <= {"host", "user-agent", "accept", "accept-encoding", "connection"}


@pytest.mark.parametrize(
    "answer",
    [
        {"tag_name": "2.0rc1", "html_url": PAGE},
        {"tag_name": "newest", "html_url": PAGE},
        {"tag_name": "2.0"},
        ["2.0"],
        None,
    ],
)
def test_nonsense_is_no_answer(server: Server, answer: object) -> None:
    server.give(answer)
    with pytest.raises(DownloadFailed):
        server.ask()


def test_only_safe_addresses_are_given_to_the_browser(server: Server) -> None:
    server.give({"tag_name": "2.0", "html_url": "file:///etc/passwd"})
    assert server.ask() == UpdateChecked("2.0", "", newer=True)


@pytest.mark.parametrize("misbehaviour", [Status(404), Status(503), WebPage()])
def test_a_refusal_advises_nothing_about_models(server: Server, misbehaviour: Status | WebPage) -> None:
    server.hub.on("/latest", misbehaviour)
    with pytest.raises(DownloadFailed) as refused:
        server.ask()
    assert "model" not in str(refused.value).lower()
    assert len(server.requests) == 1


def test_without_a_network_it_says_so(server: Server) -> None:
    server.hub.close()
    with pytest.raises(DownloadFailed, match=r"127\.0\.0\.1"):
        server.ask()
