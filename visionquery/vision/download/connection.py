"""Requests to the hub, or a mirror of it, and the only place from where any leave. Owned by the downloading thread.

Every request is told to `record` with its address and purpose, redirects too, whatever became of it. Addresses are
recorded without their query: storage servers sign them, and a signature is nobody's business.
"""

from __future__ import annotations

import contextlib
import email.utils
import os
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import urlsplit

import httpx2

from visionquery import __version__
from visionquery.domain.models import NetworkRequest
from visionquery.vision.download.faults import (
    DownloadFailed,
    Stopped,
    connection_failed,
    refused,
    web_page_instead,
)

HUB = "https://huggingface.co"
MIRROR_VARIABLE = "HF_ENDPOINT"
TIMEOUT = httpx2.Timeout(20.0, connect=15.0)

_MOST_REDIRECTS = 8

Record = Callable[[NetworkRequest], None]


@dataclass(frozen=True, slots=True)
class Route:
    """Where models are fetched from and how: `endpoint` without a slash at its end; `proxy` "" for the system's."""

    endpoint: str = HUB
    proxy: str = ""

    @property
    def host(self) -> str:
        return urlsplit(self.endpoint).hostname or self.endpoint


def choose_route(settings: Mapping[str, Any], environment: Mapping[str, str] = os.environ) -> Route:
    """The settings `mirror` and `proxy`; where they are empty, what the environment says (`HF_ENDPOINT`, and
    `HTTPS_PROXY` with `NO_PROXY`, which the HTTP library reads by itself)."""
    endpoint = settings.get("mirror") or environment.get(MIRROR_VARIABLE) or HUB
    return Route(endpoint.rstrip("/"), settings.get("proxy") or "")


class Reply:
    """An answer that is good so far: the status is 200 or 206, the body is still to come."""

    def __init__(self, response: httpx2.Response, linked_etag: str) -> None:
        self._response = response
        self.received = 0
        self.partial = response.status_code == 206
        # The checksum that the hub names before it sends the asker on to the storage.
        self.linked_etag = linked_etag

    @property
    def headers(self) -> httpx2.Headers:
        return self._response.headers

    def blocks(self) -> Iterator[bytes]:
        """The body as it comes over the wire, at most 64 KiB at a time: nothing that came is lost by a cut."""
        for block in self._response.iter_raw():
            self.received += len(block)
            yield block


class Connection:
    """Asks; a context manager that closes what it keeps open.

    `record` hears of every request when it is over; `begin` before it is made, so that one which the end of the
    program cuts off is not forgotten.
    """

    def __init__(self, route: Route, record: Record, begin: Record | None = None) -> None:
        self.route = route
        self._record = record
        self._begin = begin
        _check_address(route.endpoint)
        try:
            self._client = httpx2.Client(
                headers={"User-Agent": f"VisionQuery/{__version__}", "Accept-Encoding": "identity"},
                proxy=route.proxy or None,
                timeout=TIMEOUT,
            )
        except (ImportError, ValueError, httpx2.InvalidURL) as error:
            # Without its address: there may be a password in it, and this is shown and logged.
            raise DownloadFailed("The proxy of the settings cannot be used.", "Give it as http://HOST:PORT.") from error

    def __enter__(self) -> Connection:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @contextmanager
    def get(self, url: str, what: str, purpose: str, headers: Mapping[str, str] | None = None) -> Iterator[Reply]:
        """Ask for `url`. `what` names it in messages ("the model X"), `purpose` in the list of requests.

        Raises `DownloadFailed`; `Interrupted` where the same may work in a while, also while the body is read.
        """
        linked_etag = ""
        for _ in range(_MOST_REDIRECTS):
            host = urlsplit(url).hostname or url
            with self._asked(url, purpose, host, headers or {}) as (response, note):
                linked_etag = response.headers.get("X-Linked-Etag", linked_etag)
                if response.has_redirect_location:
                    note.outcome = f"sent on (HTTP {response.status_code})"
                    url = _next_address(response, host)
                    continue
                if response.status_code not in (200, 206):
                    note.outcome = f"refused (HTTP {response.status_code})"
                    code = response.headers.get("X-Error-Code", "")
                    raise refused(response.status_code, host, what, code, _asked_to_wait(response))
                if response.headers.get("Content-Type", "").startswith("text/html"):
                    note.outcome = "a web page came"
                    raise web_page_instead(host)
                note.outcome = "cut off"
                reply = Reply(response, linked_etag)
                try:
                    yield reply
                    note.outcome = "done"
                except Stopped:
                    note.outcome = "stopped"
                    raise
                finally:
                    note.received = reply.received
                return
        raise DownloadFailed(f"{self.route.host} sends round in circles.", "Check the mirror in the settings.")

    @contextmanager
    def _asked(
        self, url: str, purpose: str, host: str, headers: Mapping[str, str]
    ) -> Iterator[tuple[httpx2.Response, _Note]]:
        note = _Note(datetime.now(UTC).isoformat(timespec="seconds"))
        shown = _without_query(url)
        if self._begin is not None:
            self._begin(NetworkRequest(note.at, shown, purpose))
        try:
            with self._client.stream("GET", url, headers=headers) as response:
                yield response, note
        except httpx2.TransportError as error:
            fault = connection_failed(error, host)
            note.outcome = note.outcome or fault.message
            raise fault from error
        finally:
            self._record(NetworkRequest(note.at, shown, purpose, note.outcome, note.received))


@dataclass(slots=True)
class _Note:
    at: str
    outcome: str = ""
    received: int = 0


def _check_address(endpoint: str) -> None:
    try:
        httpx2.URL(endpoint)
        parts = urlsplit(endpoint)
        usable = parts.scheme in ("http", "https") and bool(parts.hostname)
    except (httpx2.InvalidURL, ValueError):
        usable = False
    if not usable:
        raise DownloadFailed(f"{endpoint} is no address.", "Give the mirror in the settings as https://HOST.")


def _next_address(response: httpx2.Response, host: str) -> str:
    try:
        target = response.url.join(response.headers["Location"])
        urlsplit(str(target))
    except (httpx2.InvalidURL, ValueError) as error:
        raise web_page_instead(host) from error
    if response.url.scheme == "https" and target.scheme != "https":
        raise web_page_instead(host)  # what networks do that want a sign-in, and nobody else should
    return str(target)


def _asked_to_wait(response: httpx2.Response) -> float | None:
    """Seconds of `Retry-After`, which is a number or a date (RFC 9110, 10.2.3)."""
    value = response.headers.get("Retry-After", "")
    if value.isdecimal():
        return float(value)
    with contextlib.suppress(ValueError, TypeError):
        return max(0.0, email.utils.parsedate_to_datetime(value).timestamp() - time.time())
    return None


def _without_query(url: str) -> str:
    parts = urlsplit(url)
    return parts._replace(query="", fragment="", netloc=parts.netloc.rpartition("@")[2]).geturl()
