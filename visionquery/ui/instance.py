"""One window per data folder: a second start hands what it was asked to the first, raises it, and leaves. Main thread.

The first one listens on a local socket that is named after the data folder; the library's own writer lock, not this,
is what keeps two programs from writing. What is sent is one line of JSON, so that versions beside each other only
ever miss what they do not know.
"""

from __future__ import annotations

import hashlib
import json
import logging
import os
import sys
from dataclasses import asdict, dataclass
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

_WAIT_MS = 500
# More than any command line, less than what could hurt.
_LINE_BYTES = 1 << 20


@dataclass(frozen=True, slots=True)
class Wish:
    """What a start asks of the window: words to search for, or absolute paths of folders or of a picture.

    `activation` is the token with which a Wayland desktop lets the first window come forward.
    """

    text: str = ""
    paths: tuple[str, ...] = ()
    activation: str = ""

    def __bool__(self) -> bool:
        return bool(self.text or self.paths)


class SingleInstance(QObject):
    """`raised(Wish)` is emitted when another start asked for this window."""

    raised = Signal(object)

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        identity = hashlib.blake2b(os.fsencode(data_dir.resolve()), digest_size=10).hexdigest()
        self._name = f"visionquery-{identity}"
        self._server: QLocalServer | None = None
        self._connections: list[QLocalSocket] = []

    def claim(self, wish: Wish = Wish()) -> bool:
        """Become the one window of this data folder; False when there is one already, which has the wish now."""
        if self._raise_other(wish):
            return False
        server = QLocalServer(self)
        server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        if not server.listen(self._name):
            # A socket file that a killed window left behind: nobody answered above.
            QLocalServer.removeServer(self._name)
            if not server.listen(self._name):
                log.warning("No second start will find this window: %s", server.errorString())
        server.newConnection.connect(self._greet)
        self._server = server
        return True

    def release(self) -> None:
        """Listen no more."""
        if self._server is not None:
            self._server.close()
            self._connections = []

    def _raise_other(self, wish: Wish) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        if sys.platform == "win32":
            import ctypes

            # Only the program in front may let another one come forward.
            ctypes.windll.user32.AllowSetForegroundWindow(-1)
        socket.write(json.dumps(asdict(wish)).encode() + b"\n")
        socket.waitForBytesWritten(_WAIT_MS)
        socket.disconnectFromServer()
        return True

    def _greet(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            self._connections.append(connection)
            connection.readyRead.connect(self._listen)
            connection.disconnected.connect(self._part)
        # What came with a connection itself is not told again.
        self._listen()

    def _listen(self) -> None:
        for connection in self._connections:
            if connection.canReadLine():
                self.raised.emit(_wish(bytes(connection.readLine(_LINE_BYTES).data())))

    def _part(self) -> None:
        self._listen()
        unconnected = QLocalSocket.LocalSocketState.UnconnectedState
        gone = [connection for connection in self._connections if connection.state() is unconnected]
        self._connections = [connection for connection in self._connections if connection not in gone]
        for connection in gone:
            connection.deleteLater()


def _wish(line: bytes) -> Wish:
    try:
        values = json.loads(line)
        paths = tuple(path for path in values.get("paths", ()) if isinstance(path, str))
        return Wish(str(values.get("text", "")), paths, str(values.get("activation", "")))
    except (ValueError, AttributeError, TypeError):
        # A start of another version: it wants the window, whatever else it wants.
        return Wish()
