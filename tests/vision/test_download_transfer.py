"""One file over a real connection: cut, slow, wrong, refused, through proxies, with and without TLS."""

from __future__ import annotations

import random
import shutil
import socket
import ssl
import subprocess
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from loopback_hub import (
    COMMIT,
    Cut,
    Hold,
    LoopbackHub,
    NoRanges,
    OtherBytes,
    OtherLength,
    Status,
    WebPage,
    running_hub,
)
from loopback_proxy import running_proxy

from visionquery.domain.errors import Fault
from visionquery.domain.models import NetworkRequest
from visionquery.vision.download.connection import HUB, Connection, Route, choose_route
from visionquery.vision.download.faults import DownloadFailed, Interrupted, Stopped
from visionquery.vision.download.hub import list_repository, remote_file
from visionquery.vision.download.patience import Patience, persist
from visionquery.vision.download.transfer import Transfer

DATA = random.Random(1).randbytes(300_000)
SMALL = b'{"a": "small file"}'
QUICK = Patience(tries=3, first=0.001, longest=0.002, most=5.0)


@pytest.fixture(autouse=True)
def no_proxy_of_this_machine(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "NO_PROXY", "HF_ENDPOINT", "SSL_CERT_FILE"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.lower(), raising=False)


@pytest.fixture
def hub() -> Iterator[LoopbackHub]:
    with running_hub() as hub:
        hub.repositories["someone/model"] = {"weights": DATA, "config": SMALL}
        yield hub


class Fetcher:
    """Fetches a file of `someone/model` as a download does; remembers what was told."""

    def __init__(self, endpoint: str, folder: Path, proxy: str = "", patience: Patience = QUICK) -> None:
        self.route = Route(endpoint, proxy)
        self.folder = folder
        self.patience = patience
        self.stop = threading.Event()
        self.requests: list[NetworkRequest] = []
        self.bytes: list[int] = []
        self.waits: list[str] = []
        self.on_bytes: Callable[[int], None] = self.bytes.append

    def __call__(self, path: str = "weights") -> bytes:
        with Connection(self.route, self.requests.append) as connection:
            listing = persist(
                lambda: list_repository(connection, "someone/model"),
                lambda: 0,
                self.patience,
                self.stop,
                lambda reason, _: self.waits.append(reason.message),
            )
            transfer = Transfer(
                connection,
                self.folder,
                self.stop,
                self.patience,
                lambda count: self.on_bytes(count),
                lambda reason, _: self.waits.append(reason.message),
            )
            return transfer.fetch(remote_file(connection, listing, path)).read_bytes()

    def refusal(self, path: str = "weights") -> Fault:
        with pytest.raises(Fault) as caught:
            self(path)
        assert caught.value.message.endswith((".", ")"))
        assert caught.value.advice
        return caught.value

    @property
    def left(self) -> set[str]:
        return {path.name for path in self.folder.iterdir()}


@pytest.fixture
def fetch(hub: LoopbackHub, tmp_path: Path) -> Fetcher:
    folder = tmp_path / "files"
    folder.mkdir()
    return Fetcher(hub.endpoint, folder)


def test_a_file_comes_whole_and_every_request_is_told(fetch: Fetcher, hub: LoopbackHub) -> None:
    assert fetch() == DATA
    assert fetch.left == {"weights"}
    assert fetch.bytes[-1] == len(DATA)
    assert [(request.url, request.outcome, request.received) for request in fetch.requests] == [
        (f"{hub.endpoint}/api/models/someone/model/revision/main", "done", fetch.requests[0].received),
        (f"{hub.endpoint}/someone/model/resolve/{COMMIT}/weights", "sent on (HTTP 302)", 0),
        (f"{hub.address('storage')}/someone/model/resolve/{COMMIT}/weights", "done", len(DATA)),
    ]
    assert all(request.purpose and request.at for request in fetch.requests)
    assert {request.headers["User-Agent"].partition("/")[0] for request in hub.asked} == {"VisionQuery"}
    assert not [header for request in hub.asked for header in request.headers if header in ("Cookie", "Authorization")]


def test_a_small_file_comes_without_a_detour(fetch: Fetcher, hub: LoopbackHub) -> None:
    assert fetch("config") == SMALL
    assert not hub.asked_for("config", "storage")


def test_what_is_there_is_not_asked_for_again(fetch: Fetcher, hub: LoopbackHub) -> None:
    fetch()
    fetch()
    assert len(hub.asked_for("weights", "storage")) == 1


@pytest.mark.parametrize("after", [0, 1, 100_000, 299_999])
def test_after_a_cut_only_the_rest_is_asked_for(fetch: Fetcher, hub: LoopbackHub, after: int) -> None:
    hub.on("weights", Cut(after))
    assert fetch() == DATA
    again = hub.asked_for("weights", "storage")[1]
    assert again.headers.get("Range") == (f"bytes={after}-" if after else None)
    assert fetch.waits
    assert [request.outcome for request in fetch.requests].count("done") == 2


def test_a_line_that_is_cut_again_and_again_gets_there_as_long_as_something_comes(
    fetch: Fetcher, hub: LoopbackHub
) -> None:
    hub.on("weights", *[Cut(20_000)] * 12)
    assert fetch() == DATA
    assert len(hub.asked_for("weights", "storage")) == 13


def test_a_line_on_which_nothing_comes_is_given_up_and_what_is_there_is_kept(fetch: Fetcher, hub: LoopbackHub) -> None:
    hub.on("weights", Cut(100_000), Cut(0), Cut(0))
    assert "cut" in fetch.refusal().message
    assert (fetch.folder / "weights.part").stat().st_size == 100_000
    assert fetch() == DATA
    assert hub.asked_for("weights", "storage")[-1].headers["Range"] == "bytes=100000-"


def test_a_pause_keeps_what_is_there(fetch: Fetcher, hub: LoopbackHub) -> None:
    more = threading.Event()
    hub.on("weights", Hold(150_000, more))

    def pause_on_the_way(received: int) -> None:
        if received >= 100_000:
            fetch.stop.set()

    fetch.on_bytes = pause_on_the_way
    with pytest.raises(Stopped):
        fetch()
    more.set()
    assert (fetch.requests[-1].outcome, fetch.requests[-1].received) == (
        "stopped",
        (fetch.folder / "weights.part").stat().st_size,
    )
    there = (fetch.folder / "weights.part").stat().st_size
    assert 100_000 <= there < len(DATA)
    fetch.stop.clear()
    fetch.on_bytes = fetch.bytes.append
    assert fetch() == DATA
    assert hub.asked_for("weights", "storage")[-1].headers["Range"] == f"bytes={there}-"


def test_a_server_that_knows_no_ranges_starts_over(fetch: Fetcher, hub: LoopbackHub) -> None:
    hub.on("weights", Cut(100_000), NoRanges())
    assert fetch() == DATA


def test_a_file_that_was_changed_meanwhile_starts_over(fetch: Fetcher, hub: LoopbackHub) -> None:
    hub.on("weights", Cut(100_000), Cut(0), Cut(0))
    fetch.refusal()
    changed = bytes(reversed(DATA))
    hub.repositories["someone/model"]["weights"] = changed
    assert fetch() == changed
    assert "If-Range" in hub.asked_for("weights", "storage")[-1].headers


def test_a_part_of_something_else_is_found_out_by_the_checksum(fetch: Fetcher, hub: LoopbackHub) -> None:
    (fetch.folder / "weights.part").write_bytes(bytes(100_000))
    assert fetch() == DATA
    assert [asked.headers.get("Range") for asked in hub.asked_for("weights", "storage")] == ["bytes=100000-", None]


def test_a_part_that_is_longer_than_the_file_is_not_believed(fetch: Fetcher) -> None:
    (fetch.folder / "weights.part").write_bytes(bytes(len(DATA) + 5))
    assert fetch() == DATA


def test_a_whole_part_needs_no_request(fetch: Fetcher, hub: LoopbackHub) -> None:
    (fetch.folder / "weights.part").write_bytes(DATA)
    assert fetch() == DATA
    assert not hub.asked_for("weights")


def test_wrong_bytes_never_become_a_file(fetch: Fetcher, hub: LoopbackHub) -> None:
    hub.on("weights", OtherBytes())
    assert "checksum is wrong" in fetch.refusal().message
    assert fetch.left == set()
    assert fetch() == DATA


def test_wrong_bytes_in_a_small_file_are_found_out_too(fetch: Fetcher, hub: LoopbackHub) -> None:
    hub.on("config", OtherBytes())
    assert "checksum is wrong" in fetch.refusal("config").message


def test_a_wrong_length_is_refused_before_it_is_fetched(fetch: Fetcher, hub: LoopbackHub) -> None:
    hub.on("weights", OtherLength())
    assert "300,004" in fetch.refusal().message
    assert fetch.bytes == [0]


def test_a_mirror_without_checksums_in_its_list_is_believed_by_those_it_sends_with_the_file(
    fetch: Fetcher, hub: LoopbackHub
) -> None:
    hub.names_checksums = False
    assert fetch() == DATA
    hub.on("weights", OtherBytes())
    (fetch.folder / "weights").unlink()
    assert "checksum" in fetch.refusal().message


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        (Status(404, {"X-Error-Code": "EntryNotFound"}), "does not have"),
        (Status(401), "signed in"),
        (Status(403, {"X-Error-Code": "GatedRepo"}), "owner has allowed"),
        (Status(418), "HTTP 418"),
        (WebPage(), "web page"),
    ],
)
@pytest.mark.parametrize("path", ["weights", "/revision/main"])
def test_refusals_are_in_plain_words_and_not_repeated(
    fetch: Fetcher, hub: LoopbackHub, path: str, answer: Status | WebPage, words: str
) -> None:
    hub.on(path, answer)
    assert words in fetch.refusal().message
    assert not fetch.waits
    assert fetch() == DATA


def test_a_sign_in_page_behind_a_redirect_is_recognised(fetch: Fetcher, hub: LoopbackHub) -> None:
    hub.on("/revision/main", Status(302, {"Location": f"{hub.address('storage')}/login"}))
    hub.on("/login", WebPage())
    assert "sign in" in fetch.refusal().advice


def test_going_round_in_circles_ends(fetch: Fetcher, hub: LoopbackHub) -> None:
    here = "/api/models/someone/model/revision/main"
    hub.on("/revision/main", *[Status(307, {"Location": here})] * 20)
    assert "circles" in fetch.refusal().message


@pytest.mark.parametrize("code", [429, 500, 503])
def test_a_busy_server_is_asked_again(fetch: Fetcher, hub: LoopbackHub, code: int) -> None:
    hub.on("weights", Status(code), Status(code, {"Retry-After": "0"}))
    assert fetch() == DATA
    assert len(fetch.waits) == 2


def test_a_server_that_asks_for_an_hour_is_taken_at_its_word(fetch: Fetcher, hub: LoopbackHub) -> None:
    hub.on("weights", Status(429, {"Retry-After": "3600"}))
    refusal = fetch.refusal()
    assert "too many requests" in refusal.message
    assert "60 minutes" in refusal.advice


def test_waiting_follows_the_server_and_else_doubles() -> None:
    patience = Patience(tries=6, first=1, longest=10, most=100)
    assert [patience.wait_after(failures, None) for failures in range(1, 7)] == [1, 2, 4, 8, 10, None]
    assert patience.wait_after(1, 30) == 30
    assert patience.wait_after(1, 101) is None


def test_no_network_is_told_as_such(tmp_path: Path) -> None:
    refusal = Fetcher("http://no-such-host.invalid", tmp_path).refusal()
    assert "no-such-host.invalid" in refusal.message
    assert "network" in refusal.message


def test_a_refused_connection_is_told_as_such(tmp_path: Path) -> None:
    with socket.socket() as unused:
        unused.bind(("127.0.0.1", 0))
        endpoint = f"http://127.0.0.1:{unused.getsockname()[1]}"
    fetch = Fetcher(endpoint, tmp_path)
    assert "refused" in fetch.refusal().message
    assert len(fetch.waits) == QUICK.tries - 1
    assert len(fetch.requests) == QUICK.tries
    assert all("refused" in request.outcome for request in fetch.requests)


@pytest.mark.parametrize("endpoint", ["ftp://example.invalid", "http://[", "nonsense"])
def test_a_mirror_that_is_no_address_is_told_as_such(tmp_path: Path, endpoint: str) -> None:
    assert "mirror" in Fetcher(endpoint, tmp_path).refusal().advice


# -- proxies -------------------------------------------------------------------------------------------------------


def test_the_proxy_of_the_settings_is_used(fetch: Fetcher, hub: LoopbackHub) -> None:
    with running_proxy() as proxy:
        fetch.route = Route(hub.endpoint, proxy.url)
        assert fetch() == DATA
        assert len(proxy.asked) == 3


def test_the_proxy_of_the_environment_is_used_but_not_for_those_it_excepts(
    fetch: Fetcher, hub: LoopbackHub, monkeypatch: pytest.MonkeyPatch
) -> None:
    with running_proxy() as proxy:
        monkeypatch.setenv("http_proxy", proxy.url)
        assert fetch("config") == SMALL
        assert len(proxy.asked) == 2
        monkeypatch.setenv("no_proxy", "127.0.0.1")
        assert fetch() == DATA
        assert len(proxy.asked) == 2


def test_a_proxy_that_wants_a_name_is_told_one(fetch: Fetcher, hub: LoopbackHub) -> None:
    with running_proxy("anna:secret") as proxy:
        fetch.route = Route(hub.endpoint, proxy.url)
        assert "name and a password" in fetch.refusal().message
        fetch.route = Route(hub.endpoint, f"http://anna:secret@127.0.0.1:{proxy.port}")
        assert fetch() == DATA
    assert not [request for request in fetch.requests if "secret" in f"{request}"]


def test_a_proxy_that_is_not_there_is_told_as_such(fetch: Fetcher, hub: LoopbackHub) -> None:
    with running_proxy() as proxy:
        url = proxy.url
    fetch.route = Route(hub.endpoint, url)
    assert "refused" in fetch.refusal().message


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "gopher://x"])
def test_a_proxy_of_another_kind_is_refused_with_advice(fetch: Fetcher, hub: LoopbackHub, proxy: str) -> None:
    fetch.route = Route(hub.endpoint, proxy)
    assert "http://HOST:PORT" in fetch.refusal().advice


def test_settings_come_before_the_environment_and_that_before_the_hub() -> None:
    assert choose_route({"mirror": "", "proxy": ""}, {}) == Route(HUB, "")
    assert choose_route({"mirror": ""}, {"HF_ENDPOINT": "https://a.example/"}).endpoint == "https://a.example"
    both = choose_route({"mirror": "https://b.example", "proxy": "http://p:1"}, {"HF_ENDPOINT": "https://a.example"})
    assert both == Route("https://b.example", "http://p:1")


# -- TLS -----------------------------------------------------------------------------------------------------------


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate for 127.0.0.1 that nobody has signed, with its key, in one file."""
    if shutil.which("openssl") is None:
        pytest.skip("there is no openssl to make a certificate with")
    path = tmp_path / "certificate.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-days", "2",
         "-subj", "/CN=loopback", "-addext", "subjectAltName=IP:127.0.0.1", "-keyout", path, "-out", f"{path}.crt"],
        check=True,
        capture_output=True,
    )  # fmt: skip
    path.write_bytes(path.read_bytes() + Path(f"{path}.crt").read_bytes())
    return path


@pytest.fixture
def safe_hub(certificate: Path) -> Iterator[LoopbackHub]:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    with running_hub(context) as hub:
        hub.repositories["someone/model"] = {"weights": DATA}
        yield hub


def test_a_certificate_that_nobody_vouches_for_is_refused(safe_hub: LoopbackHub, tmp_path: Path) -> None:
    fetch = Fetcher(safe_hub.endpoint, tmp_path)
    assert "certificate" in fetch.refusal().message
    assert not fetch.waits
    assert not safe_hub.asked


def test_tls_through_a_proxys_tunnel(
    safe_hub: LoopbackHub, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    with running_proxy() as proxy:
        assert Fetcher(safe_hub.endpoint, tmp_path, proxy.url)() == DATA
        assert {line.split()[0] for line in proxy.asked} == {"CONNECT"}
    with running_proxy(refuses=True) as proxy:
        assert "proxy refused" in Fetcher(safe_hub.endpoint, tmp_path, proxy.url).refusal().message


def test_nobody_is_sent_from_tls_to_the_open(
    safe_hub: LoopbackHub, hub: LoopbackHub, certificate: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", f"{certificate}.crt")
    safe_hub.on("/revision/main", Status(302, {"Location": f"{hub.endpoint}/login"}))
    assert "web page" in Fetcher(safe_hub.endpoint, tmp_path).refusal().message
    assert not hub.asked


def test_interruptions_are_failures_that_may_pass() -> None:
    assert issubclass(Interrupted, DownloadFailed)
