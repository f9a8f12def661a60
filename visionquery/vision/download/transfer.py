"""One file from the hub to the disk: goes on where an earlier attempt was cut, and believes nothing but the checksum.

Owned by the downloading thread. `NAME.part` grows beside its final name, with `NAME.part.tag` telling which version
of the file on the server it is a part of; only what has the right length and checksum is renamed to NAME.
"""

from __future__ import annotations

import hashlib
import os
import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from visionquery.vision.download.connection import Connection, Reply
from visionquery.vision.download.faults import DownloadFailed, Interrupted, PartRefused, Stopped, storage_failed
from visionquery.vision.download.patience import Patience, persist

_BLOCK = 1 << 20
_CONTENT_RANGE = re.compile(r"bytes (\d+)-(\d+)/(\d+|\*)")
_CHECKSUM = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class RemoteFile:
    """A file of a repository, `path` in it, to be kept as `name`. `size` in bytes, -1 where it is not known.

    `checksum` is 64 hexadecimal digits of SHA-256, which the hub has for large files, or 40 of git's SHA-1 for small
    ones; "" where the listing has none, and then the server has to name one with the file.
    """

    url: str
    path: str
    name: str
    size: int
    checksum: str
    what: str
    purpose: str


class Transfer:
    """Fetches files into `folder`. `received` counts the bytes that are there of the file in hand."""

    def __init__(
        self,
        connection: Connection,
        folder: Path,
        stop: threading.Event,
        patience: Patience,
        on_bytes: Callable[[int], None],
        on_wait: Callable[[Interrupted, float], None],
    ) -> None:
        self._connection = connection
        self._folder = folder
        self._stop = stop
        self._patience = patience
        self._on_bytes = on_bytes
        self._on_wait = on_wait
        self._received = 0

    def fetch(self, file: RemoteFile) -> Path:
        """The verified file; returns at once where it is there. Raises `Fault` or `Stopped`, and keeps what it has."""
        target = self._folder / file.name
        if target.is_file():
            return target
        part = target.with_name(file.name + ".part")
        resumed = part.exists()
        self._complete(file, part)
        try:
            self._verify(file, part)
        except DownloadFailed:
            discard(part)
            if not resumed:
                raise
            # The first piece may be of another day, or of a disk that erred: one new beginning is worth it.
            self._complete(file, part)
            self._verify(file, part)
        _tag_of(part).unlink(missing_ok=True)
        part.replace(target)
        return target

    def _complete(self, file: RemoteFile, part: Path) -> None:
        self._received = 0
        persist(lambda: self._attempt(file, part), lambda: self._received, self._patience, self._stop, self._on_wait)

    def _attempt(self, file: RemoteFile, part: Path) -> None:
        there = part.stat().st_size if part.exists() else 0
        tag = _read_tag(part)
        if there and (there > file.size >= 0 or not (file.checksum or tag.checksum or tag.etag)):
            discard(part)
            there = 0
        self._received = there
        self._on_bytes(there)
        if there == file.size and there:
            return
        headers = {}
        if there:
            headers["Range"] = f"bytes={there}-"
            if tag.etag:
                headers["If-Range"] = tag.etag
        try:
            with self._connection.get(file.url, file.what, file.purpose, headers) as reply:
                start = self._place(file, reply, there)
                _write_tag(part, reply)
                self._receive(file, reply, part, start)
        except PartRefused:
            discard(part)
            raise

    def _place(self, file: RemoteFile, reply: Reply, there: int) -> int:
        """Where the body begins in the file. Raises where its length is wrong."""
        if reply.partial:
            match = _CONTENT_RANGE.fullmatch(reply.headers.get("Content-Range", "").strip())
            if match is None or int(match[1]) != there:
                raise _wrong_answer(file)
            total = -1 if match[3] == "*" else int(match[3])
            start = there
        else:
            total = int(reply.headers.get("Content-Length", -1))
            start = 0
        if total >= 0 and 0 <= file.size != total:
            raise wrong_length(file, total)
        return start

    def _receive(self, file: RemoteFile, reply: Reply, part: Path, start: int) -> None:
        self._received = start
        try:
            with part.open("r+b" if part.exists() else "wb") as target:
                target.truncate(start)
                target.seek(start)
                for block in reply.blocks():
                    target.write(block)
                    self._received += len(block)
                    if self._received > file.size >= 0:
                        raise wrong_length(file, self._received)
                    self._on_bytes(self._received)
                    if self._stop.is_set():
                        raise Stopped
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            raise storage_failed(error) from error
        if 0 <= self._received < file.size:
            raise Interrupted(f"The connection ended after {self._received:,} of {file.size:,} bytes.")

    def _verify(self, file: RemoteFile, part: Path) -> None:
        expected = file.checksum or _read_tag(part).checksum
        if not _CHECKSUM.fullmatch(expected):
            raise DownloadFailed(
                f"The server gives no checksum for {file.what}, so nobody can tell whether it is whole.",
                "Use another mirror, or none.",
            )
        if not matches(part, expected, self._stop):
            raise DownloadFailed(
                f"What came as {file.what} is not what the hub has: its checksum is wrong.",
                "Something changed it on the way. Try again; check the proxy and the mirror if it stays so.",
            )


def matches(path: Path, checksum: str, stop: threading.Event | None = None) -> bool:
    """Whether a file has this checksum (see `RemoteFile`). Raises `Stopped`."""
    digest = hashlib.sha256() if len(checksum) == 64 else hashlib.sha1(f"blob {path.stat().st_size}\0".encode())
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            digest.update(block)
            if stop is not None and stop.is_set():
                raise Stopped
    return digest.hexdigest() == checksum


def discard(part: Path) -> None:
    """Delete a part and what is known of it."""
    part.unlink(missing_ok=True)
    _tag_of(part).unlink(missing_ok=True)


def wrong_length(file: RemoteFile, length: int) -> DownloadFailed:
    """The server has something else than the listing says."""
    return DownloadFailed(
        f"{file.what[0].upper()}{file.what[1:]} should have {file.size:,} bytes, but {length:,} come.",
        "Something changes it on the way. Try again; check the proxy and the mirror if it stays so.",
    )


def _wrong_answer(file: RemoteFile) -> PartRefused:
    return PartRefused(f"The server sent another part of {file.what} than was asked for.")


@dataclass(frozen=True, slots=True)
class _Tag:
    etag: str = ""
    checksum: str = ""


def _tag_of(part: Path) -> Path:
    return part.with_name(part.name + ".tag")


def _read_tag(part: Path) -> _Tag:
    try:
        etag, checksum = _tag_of(part).read_text(encoding="ascii").split("\n")
    except (OSError, ValueError):
        return _Tag()
    return _Tag(etag, checksum)


def _write_tag(part: Path, reply: Reply) -> None:
    """Only a strong tag promises the same bytes (RFC 9110, 8.8.1), which going on with a part needs."""
    etag = reply.headers.get("ETag", "")
    linked = reply.linked_etag.strip('"')
    checksum = next((value for value in (linked, etag.strip('"')) if _CHECKSUM.fullmatch(value)), "")
    text = f"{'' if etag.startswith('W/') else etag}\n{checksum}"
    if not text.isascii():
        text = "\n"
    try:
        _tag_of(part).write_text(text, encoding="ascii")
    except OSError as error:
        raise storage_failed(error) from error
