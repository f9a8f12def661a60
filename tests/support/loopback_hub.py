"""A model hub on this machine's loopback: real sockets, real HTTP, and every misbehaviour that a download meets.

Two servers, as the real hub has: one lists repositories and gives small files, and sends whoever asks for a large one
on to the other, the storage. What a request is answered with is changed by `on`, once for each time it is called.
"""

from __future__ import annotations

import hashlib
import json
import re
import ssl
import threading
from collections import defaultdict, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

COMMIT = "0123456789abcdef0123456789abcdef01234567"
LARGE = 64 << 10
_BLOCK = 16 << 10


@dataclass(frozen=True)
class Status:
    """Answer with this status instead."""

    code: int
    headers: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Cut:
    """Send so many bytes of what was asked for, and cut the connection."""

    after: int


@dataclass(frozen=True)
class Hold:
    """Send so many bytes, then none until the event is set."""

    after: int
    until: threading.Event


@dataclass(frozen=True)
class OtherBytes:
    """The right length, but something flips a bit on the way."""


@dataclass(frozen=True)
class OtherLength:
    """More bytes than the listing says, and the length to match."""


@dataclass(frozen=True)
class WebPage:
    """What a hotel's network answers before one has signed in."""


@dataclass(frozen=True)
class NoRanges:
    """All of the file, whatever part was asked for."""


Misbehaviour = Status | Cut | Hold | OtherBytes | OtherLength | WebPage | NoRanges


@dataclass(frozen=True)
class Asked:
    """A request as it arrived."""

    server: str
    path: str
    headers: dict[str, str]


class LoopbackHub:
    """Repositories by name, each a mapping of paths to bytes."""

    def __init__(self, tls: ssl.SSLContext | None = None) -> None:
        self.repositories: dict[str, dict[str, bytes]] = {}
        self.names_checksums = True
        self.asked: list[Asked] = []
        self._planned: dict[str, deque[Misbehaviour]] = defaultdict(deque)
        self._lock = threading.Lock()
        self._scheme = "https" if tls else "http"
        self._servers = {name: self._make(name, tls) for name in ("hub", "storage")}
        for name, server in self._servers.items():
            threading.Thread(target=server.serve_forever, args=(0.02,), name=name, daemon=True).start()

    @property
    def endpoint(self) -> str:
        return self.address("hub")

    def address(self, server: str) -> str:
        return f"{self._scheme}://127.0.0.1:{self._servers[server].server_address[1]}"

    def on(self, path: str, *misbehaviours: Misbehaviour) -> None:
        """Answer the next requests whose path ends so with these, one after the other, then as it should be."""
        self._planned[path].extend(misbehaviours)

    def close(self) -> None:
        for server in self._servers.values():
            server.shutdown()
            server.server_close()

    def asked_for(self, path: str, server: str | None = None) -> list[Asked]:
        """The requests whose path ends so."""
        with self._lock:
            return [each for each in self.asked if each.path.endswith(path) and server in (None, each.server)]

    # -- what the servers do -------------------------------------------------------------------------------------

    def _make(self, name: str, tls: ssl.SSLContext | None) -> ThreadingHTTPServer:
        hub = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                hub._answer(name, self)

            def log_message(self, *_: Any) -> None:
                pass

        server = _Server(("127.0.0.1", 0), Handler)
        if tls is not None:
            server.socket = tls.wrap_socket(server.socket, server_side=True)
        return server

    def _answer(self, server: str, request: BaseHTTPRequestHandler) -> None:
        path = request.path.partition("?")[0]
        with self._lock:
            self.asked.append(Asked(server, path, dict(request.headers)))
            at_storage = server == "storage" or not self._is_large(path)
            planned = next((plan for end, plan in self._planned.items() if path.endswith(end) and plan), None)
            odd = planned.popleft() if planned and (at_storage or path.startswith("/api/")) else None
        try:
            if isinstance(odd, Status):
                _send(request, odd.code, b"", odd.headers)
            elif isinstance(odd, WebPage):
                _send(request, 200, b"<html>Please sign in</html>", {"Content-Type": "text/html; charset=utf-8"})
            elif listing := re.fullmatch(r"/api/models/(.+)/revision/main", path):
                self._list(request, listing[1])
            else:
                self._give(server, request, path, odd)
        except OSError:
            request.close_connection = True

    def _list(self, request: BaseHTTPRequestHandler, repository: str) -> None:
        if repository not in self.repositories:
            _send(request, 401, b"{}", {"X-Error-Code": "RepoNotFound"})
            return
        siblings = []
        for path, data in self.repositories[repository].items():
            sibling: dict[str, Any] = {"rfilename": path}
            if self.names_checksums:
                sibling |= {"size": len(data), "blobId": _git_checksum(data)}
                if len(data) >= LARGE:
                    sibling["lfs"] = {"size": len(data), "sha256": hashlib.sha256(data).hexdigest()}
            siblings.append(sibling)
        body = {"id": repository, "sha": COMMIT, "cardData": {"license": "mit"}, "siblings": siblings}
        _send(request, 200, json.dumps(body).encode(), {"Content-Type": "application/json"})

    def _find(self, path: str) -> bytes | None:
        match = re.fullmatch(rf"/(.+)/resolve/(?:{COMMIT}|main)/(.+)", path)
        return self.repositories.get(match[1], {}).get(match[2]) if match else None

    def _is_large(self, path: str) -> bool:
        return len(self._find(path) or b"") >= LARGE

    def _give(self, server: str, request: BaseHTTPRequestHandler, path: str, odd: Misbehaviour | None) -> None:
        data = self._find(path)
        if data is None:
            _send(request, 404, b"", {"X-Error-Code": "EntryNotFound"})
            return
        if server == "hub" and len(data) >= LARGE:
            tag = f'"{hashlib.sha256(data).hexdigest()}"'
            location = f"{self.address('storage')}{path}?signature=secret"
            _send(request, 302, b"", {"Location": location, "X-Linked-Etag": tag, "X-Linked-Size": str(len(data))})
            return
        tag = f'"{_git_checksum(data)}"'
        if isinstance(odd, OtherBytes):
            data = bytes([data[0] ^ 1]) + data[1:]
        if isinstance(odd, OtherLength):
            data += b"more"
        start = self._first_byte(request, tag, odd)
        if start >= len(data) > 0:
            _send(request, 416, b"", {"Content-Range": f"bytes */{len(data)}"})
            return
        body = data[start:]
        request.send_response(206 if start else 200)
        if start:
            request.send_header("Content-Range", f"bytes {start}-{len(data) - 1}/{len(data)}")
        request.send_header("Content-Length", str(len(body)))
        request.send_header("ETag", tag)
        request.end_headers()
        sent = 0
        for begin in range(0, len(body), _BLOCK):
            block = body[begin : begin + _BLOCK]
            if isinstance(odd, Cut | Hold) and sent + len(block) > odd.after:
                request.wfile.write(block[: odd.after - sent])
                request.wfile.flush()
                if isinstance(odd, Cut):
                    request.close_connection = True
                    request.connection.close()
                    return
                odd.until.wait()
                block, odd = block[odd.after - sent :], None
            request.wfile.write(block)
            sent += len(block)

    def _first_byte(self, request: BaseHTTPRequestHandler, tag: str, odd: Misbehaviour | None) -> int:
        match = re.fullmatch(r"bytes=(\d+)-", request.headers.get("Range", ""))
        if match is None or isinstance(odd, NoRanges) or request.headers.get("If-Range", tag) != tag:
            return 0
        return int(match[1])


class _Server(ThreadingHTTPServer):
    daemon_threads = True
    block_on_close = False

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Clients go away in the middle here, that is what the tests are about."""


def _send(request: BaseHTTPRequestHandler, code: int, body: bytes, headers: dict[str, str]) -> None:
    request.send_response(code)
    for name, value in headers.items():
        request.send_header(name, value)
    request.send_header("Content-Length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)


def _git_checksum(data: bytes) -> str:
    return hashlib.sha1(f"blob {len(data)}\0".encode() + data).hexdigest()


@contextmanager
def running_hub(tls: ssl.SSLContext | None = None) -> Iterator[LoopbackHub]:
    """A hub that is closed at the end."""
    hub = LoopbackHub(tls)
    try:
        yield hub
    finally:
        hub.close()
