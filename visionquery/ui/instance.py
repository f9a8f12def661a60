"""One window per data folder: a second start raises the first and leaves. Main thread.

The first one listens on a local socket that is named after the data folder; the library's own writer lock, not this,
is what keeps two programs from writing.
"""

from __future__ import annotations

import hashlib
import logging
import os
from pathlib import Path

from PySide6.QtCore import QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

log = logging.getLogger(__name__)

_RAISE = b"raise\n"
_WAIT_MS = 500


class SingleInstance(QObject):
    """`raised` is emitted when another start asked for this window."""

    raised = Signal()

    def __init__(self, data_dir: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        identity = hashlib.blake2b(os.fsencode(data_dir.resolve()), digest_size=10).hexdigest()
        self._name = f"visionquery-{identity}"
        self._server: QLocalServer | None = None

    def claim(self) -> bool:
        """Become the one window of this data folder; False when there is one already, which is raised."""
        if self._raise_other():
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

    def _raise_other(self) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self._name)
        if not socket.waitForConnected(_WAIT_MS):
            return False
        socket.write(_RAISE)
        socket.waitForBytesWritten(_WAIT_MS)
        socket.disconnectFromServer()
        return True

    def _greet(self) -> None:
        while self._server is not None and self._server.hasPendingConnections():
            connection = self._server.nextPendingConnection()
            connection.disconnected.connect(connection.deleteLater)
            self.raised.emit()
