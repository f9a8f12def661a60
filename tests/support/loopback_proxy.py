"""An HTTP proxy on this machine's loopback, for plain requests and for CONNECT tunnels."""

from __future__ import annotations

import http.client
import select
import socket
import threading
from base64 import b64encode
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


class LoopbackProxy:
    """Passes on what it is asked for, and remembers it. With `credentials` ("name:password") it wants those."""

    def __init__(self, credentials: str = "", refuses: bool = False) -> None:
        self.asked: list[str] = []
        self._wanted = "Basic " + b64encode(credentials.encode()).decode() if credentials else ""
        self._refuses = refuses
        proxy = self

        class Handler(BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def do_GET(self) -> None:
                if proxy._admits(self):
                    proxy._pass_on(self)

            def do_CONNECT(self) -> None:
                if proxy._admits(self):
                    proxy._tunnel(self)

            def log_message(self, *_: Any) -> None:
                pass

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self._server.block_on_close = False
        threading.Thread(target=self._server.serve_forever, args=(0.02,), name="proxy", daemon=True).start()

    @property
    def port(self) -> int:
        return int(self._server.server_address[1])

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def _admits(self, request: BaseHTTPRequestHandler) -> bool:
        self.asked.append(f"{request.command} {request.path}")
        status = 0
        if self._wanted and request.headers.get("Proxy-Authorization") != self._wanted:
            status = 407
        elif self._refuses:
            status = 403
        if status:
            request.send_response(status)
            request.send_header("Content-Length", "0")
            request.end_headers()
        return not status

    def _pass_on(self, request: BaseHTTPRequestHandler) -> None:
        target = urlsplit(request.path)
        connection = http.client.HTTPConnection(target.hostname or "", target.port or 80)
        headers = {name: value for name, value in request.headers.items() if not name.startswith("Proxy-")}
        connection.request("GET", target._replace(scheme="", netloc="").geturl(), headers=headers)
        response = connection.getresponse()
        request.send_response(response.status)
        for name, value in response.getheaders():
            if name not in ("Date", "Server", "Connection"):
                request.send_header(name, value)
        request.end_headers()
        while block := response.read(1 << 16):
            request.wfile.write(block)
        connection.close()

    def _tunnel(self, request: BaseHTTPRequestHandler) -> None:
        host, _, port = request.path.rpartition(":")
        with socket.create_connection((host, int(port))) as far:
            request.send_response(200)
            request.end_headers()
            near = request.connection
            while True:
                for readable in select.select([near, far], [], [])[0]:
                    data = readable.recv(1 << 16)
                    if not data:
                        request.close_connection = True
                        return
                    (far if readable is near else near).sendall(data)


@contextmanager
def running_proxy(credentials: str = "", refuses: bool = False) -> Iterator[LoopbackProxy]:
    """A proxy that is closed at the end."""
    proxy = LoopbackProxy(credentials, refuses)
    try:
        yield proxy
    finally:
        proxy.close()
