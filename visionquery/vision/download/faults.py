"""What goes wrong with a download, in plain words. Raised by every part of `download`; usable from any thread."""

from __future__ import annotations

import errno
import socket
import ssl
from collections.abc import Iterator

import httpx2

from visionquery.domain.errors import Fault, StorageFull, VisionQueryError

TRY_AGAIN = "Try again later; what was downloaded is kept."
NO_NETWORK = "Check the connection to the internet, then go on with the download."


class DownloadFailed(Fault):
    """A model cannot be had; trying the same again would not help by itself."""


class ConsentNeeded(DownloadFailed):
    """There are only pickled weights, and the person has not agreed to read them."""


class Interrupted(DownloadFailed):
    """It failed in a way that may pass. `wait` is how many seconds the server asked to wait, if it did."""

    def __init__(self, message: str, advice: str = TRY_AGAIN, wait: float | None = None) -> None:
        super().__init__(message, advice)
        self.wait = wait


class PartRefused(Interrupted):
    """The server does not go on with the part that is here: it has to be fetched from its beginning."""


class Stopped(VisionQueryError):
    """The person paused or cancelled, or the program ends."""


def connection_failed(error: httpx2.TransportError | OSError, host: str) -> DownloadFailed:
    """What a failed connection to `host` means. `Interrupted` where it may pass."""
    causes = list(_causes(error))
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return DownloadFailed(
                f"The connection to {host} is not safe: its certificate cannot be trusted ({cause.verify_message}).",
                "Check the date of this computer. In a company's network, its certificate may have to be installed.",
            )
        if isinstance(cause, ssl.SSLError):
            return Interrupted(
                f"No safe connection to {host} could be made ({cause.reason or 'TLS error'}).", TRY_AGAIN
            )
    if isinstance(error, httpx2.ProxyError):
        if " 407" in f" {error}":
            return DownloadFailed(
                "The proxy wants a name and a password.", "Put them into the settings: http://NAME:PASSWORD@HOST:PORT"
            )
        return DownloadFailed(f"The proxy refused to connect to {host} ({error}).", "Check the proxy in the settings.")
    if any(isinstance(cause, socket.gaierror) for cause in causes):
        return Interrupted(f"The address {host} cannot be found; there may be no network.", NO_NETWORK)
    if any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        return Interrupted(f"{host} refused the connection.", "Check the proxy and the mirror, or try again later.")
    if any(isinstance(cause, OSError) and cause.errno in _UNREACHABLE for cause in causes):
        return Interrupted(f"There is no way to {host}; there may be no network.", NO_NETWORK)
    if isinstance(error, httpx2.TimeoutException):
        return Interrupted(f"{host} does not answer.", NO_NETWORK)
    if isinstance(error, httpx2.UnsupportedProtocol | httpx2.LocalProtocolError):
        return DownloadFailed(f"{host} cannot be asked: {error}.", "Check the proxy and the mirror in the settings.")
    return Interrupted(f"The connection to {host} was cut.", TRY_AGAIN)


def refused(status: int, host: str, what: str, code: str = "", wait: float | None = None) -> DownloadFailed:
    """What an HTTP status other than success means. `code` is the hub's own word for it (`X-Error-Code`)."""
    if code == "GatedRepo" or status == 403:
        return DownloadFailed(
            f"{host} gives {what} only to those whom its owner has allowed to.",
            "Ask for access on the model's page, download its files with a browser, and import the folder.",
        )
    if code in ("RepoNotFound", "EntryNotFound", "RevisionNotFound") or status in (404, 410):
        return DownloadFailed(f"{host} does not have {what}.", "Check the name. A mirror may not have every model.")
    if status == 401:
        return DownloadFailed(
            f"{host} does not have {what}, or gives it only to those who have signed in.",
            "Check the name. Else download the files with a browser, and import the folder.",
        )
    if status == 407:
        return DownloadFailed(
            "The proxy wants a name and a password.", "Put them into the settings: http://NAME:PASSWORD@HOST:PORT"
        )
    if status == 416:
        return PartRefused(f"{host} does not go on with what is here of {what}.")
    if status == 429:
        return Interrupted(f"{host} has had too many requests for now.", TRY_AGAIN, wait)
    if status in (408, 425, 500, 502, 503, 504):
        return Interrupted(f"{host} cannot answer at the moment (HTTP {status}).", TRY_AGAIN, wait)
    return DownloadFailed(f"{host} refused to give {what} (HTTP {status}).", "Check the mirror in the settings.")


def web_page_instead(host: str) -> DownloadFailed:
    """HTML came where a file or JSON should be."""
    return DownloadFailed(
        f"A web page came instead of the answer of {host}.",
        "The network may want you to sign in first, as in hotels and trains: open a page in your browser, then go on.",
    )


def storage_failed(error: OSError) -> Fault:
    """What a failed write means."""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull("There is no room left for the model.", "Free some disk space; what is there is kept.")
    return DownloadFailed(
        f"The model cannot be written: {error.strerror or error}.", "Check the permissions of the data folder."
    )


_UNREACHABLE = {errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN, errno.EHOSTDOWN, errno.EADDRNOTAVAIL}


def _causes(error: BaseException | None) -> Iterator[BaseException]:
    while error is not None:
        yield error
        error = error.__cause__ or error.__context__
