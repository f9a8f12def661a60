"""Graphs on disk: a file, and a manifest that says what must be in it. A cache: what does not fit is not used.

The manifest names its graph file and is replaced last, so a crash at any moment leaves the old pair or the new one.
Called by whichever thread saves or loads; two processes may load while one saves.
"""

from __future__ import annotations

import errno
import json
import logging
import os
import re
import zlib
from collections.abc import Iterable
from dataclasses import asdict, dataclass, replace
from pathlib import Path
from typing import Any

import numpy as np

from visionquery.domain.errors import Fault, StorageFull
from visionquery.index.graph import EF_CONSTRUCTION, LINKS, GraphDamaged, GraphIndex

log = logging.getLogger(__name__)

FORMAT = 2
_BLOCK = 1 << 20


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a graph file holds. `sequence` is that of the last embedding in it, `deleted` names removed keys."""

    format: int
    space: str
    dimension: int
    links: int
    ef_construction: int
    sequence: int
    count: int
    deleted: tuple[int, ...]
    file: str
    size: int
    checksum: int


class GraphStorage:
    """Where the graph of one space is kept: a manifest, and the graph file that it names."""

    def __init__(self, folder: Path, space: str, dimension: int) -> None:
        self._folder = folder
        self._space = space
        self._dimension = dimension
        self._stem = _stem(space)

    @property
    def manifest_path(self) -> Path:
        return self._folder / f"{self._stem}.json"

    def load(self) -> tuple[GraphIndex, int] | None:
        """The graph and its sequence; None where there is none, or none that can be trusted."""
        for _ in range(2):  # the second time, because another process may just have replaced the first
            try:
                manifest = self._read_manifest()
                path = self._verified(manifest)
                deleted = np.array(manifest.deleted, np.int64)
                return GraphIndex.load(path, self._dimension, manifest.count, deleted), manifest.sequence
            except FileNotFoundError:
                continue
            except (OSError, GraphDamaged) as error:
                log.warning("The saved index of %s is not used and will be built again: %s", self._space, error)
                return None
        return None

    def save(self, graph: GraphIndex, sequence: int) -> None:
        """Write the graph beside the saved one and put it in its place.

        Raises `StorageFull` or `Fault`; the saved one is as it was then.
        """
        number = _number(self._current_file()) + 1
        path = self._folder / f"{self._stem}-{number}.hnsw"
        temporary = path.with_suffix(".hnsw.tmp")
        try:
            self._folder.mkdir(parents=True, exist_ok=True)
            size = _write_graph(graph, temporary)
            manifest = Manifest(
                format=FORMAT,
                space=self._space,
                dimension=self._dimension,
                links=LINKS,
                ef_construction=EF_CONSTRUCTION,
                sequence=sequence,
                count=len(graph) + len(graph.deleted),
                deleted=tuple(graph.deleted.tolist()),
                file=path.name,
                size=size,
                checksum=_checksum(temporary),
            )
            temporary.replace(path)
            self._write_manifest(manifest)
        except OSError as error:
            _discard(temporary)
            _discard(path)
            raise _cannot_save(self._folder, error) from error
        self._discard_others(path)

    def _verified(self, manifest: Manifest) -> Path:
        """The graph file, byte for byte as it was saved: hnswlib crashes over links that lead nowhere."""
        path = self._folder / manifest.file
        if path.stat().st_size != manifest.size or _checksum(path) != manifest.checksum:
            raise GraphDamaged(f"{path.name} is not the file that was saved")
        return path

    def _current_file(self) -> str:
        try:
            return self._read_manifest().file
        except (OSError, GraphDamaged):
            return ""

    def _read_manifest(self) -> Manifest:
        """Raises FileNotFoundError, OSError, or `GraphDamaged` where it is not one for this space."""
        written = self.manifest_path.read_bytes()
        try:
            manifest = _unsealed(written)
            expected = (FORMAT, self._space, self._dimension, LINKS)
            found = (manifest.format, manifest.space, manifest.dimension, manifest.links)
            fits = found == expected and manifest.file == Path(manifest.file).name
            numbers = (manifest.sequence, manifest.count, manifest.size, manifest.checksum, *manifest.deleted)
            fits = fits and all(isinstance(number, int) and number >= 0 for number in numbers)
        except (ValueError, TypeError, AttributeError) as error:
            raise GraphDamaged(f"its manifest cannot be read ({error})") from error
        if not fits:
            raise GraphDamaged("it belongs to another space or another version")
        return manifest

    def _write_manifest(self, manifest: Manifest) -> None:
        temporary = self.manifest_path.with_suffix(".json.tmp")
        try:
            temporary.write_bytes(_sealed(manifest))
            _flush(temporary)
            temporary.replace(self.manifest_path)
        except OSError:
            _discard(temporary)
            raise
        _flush_folder(self._folder)

    def _discard_others(self, current: Path) -> None:
        pattern = re.compile(re.escape(self._stem) + r"-\d+\.hnsw(\.tmp)?")
        for path in self._folder.iterdir():
            if path != current and pattern.fullmatch(path.name):
                _discard(path)


def discard_strangers(folder: Path, spaces: Iterable[str]) -> None:
    """Delete what was saved of all spaces but these: of dropped ones, and under names that are not used any more."""
    stems = {_stem(space) for space in spaces}
    try:
        found = list(folder.iterdir())
    except OSError:
        return
    for path in found:
        saved = re.fullmatch(r"(.+-[0-9a-f]{8})(-\d+)?\.(json|hnsw)(\.tmp)?", path.name)
        if saved is not None and saved[1] not in stems:
            _discard(path)


def _stem(space: str) -> str:
    readable = re.sub(r"[^\w.-]", "_", space, flags=re.ASCII)[:60]
    return f"{readable}-{zlib.crc32(space.encode('utf-8', 'surrogatepass')):08x}"


def _write_graph(graph: GraphIndex, path: Path) -> int:
    """Write and flush; returns the size. hnswlib says nothing when it could not write all, or anything."""
    size = graph.save(path)
    _flush(path)
    written = path.stat().st_size
    if written != size:
        raise OSError(errno.ENOSPC, f"{written:,} of {size:,} bytes were written")
    return size


def _sealed(manifest: Manifest) -> bytes:
    """JSON with a checksum of its own: a digit that flips in `deleted` must not pass for another key."""
    described = asdict(manifest)
    return json.dumps({**described, "seal": _seal(described)}).encode()


def _unsealed(written: bytes) -> Manifest:
    """Raises ValueError or TypeError where this is not what was written."""
    described = json.loads(written)
    if described.pop("seal", None) != _seal(described):
        raise ValueError("its checksum does not fit")
    manifest = Manifest(**described)
    return replace(manifest, deleted=tuple(manifest.deleted))


def _seal(described: dict[str, Any]) -> int:
    return zlib.crc32(json.dumps(described, sort_keys=True).encode())


def _number(name: str) -> int:
    found = re.search(r"-(\d+)\.hnsw$", name)
    return int(found[1]) if found else 0


def _checksum(path: Path) -> int:
    value = 0
    with path.open("rb") as file:
        while block := file.read(_BLOCK):
            value = zlib.crc32(block, value)
    return value


def _flush(path: Path) -> None:
    # Windows flushes through handles that may write only.
    descriptor = os.open(path, os.O_RDWR)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _flush_folder(folder: Path) -> None:
    if os.name == "nt":  # folders cannot be opened there, and need not be flushed
        return
    try:
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)
    except OSError as error:
        # Both files are in place already; at worst a power failure brings the old pair back.
        log.warning("%s could not be flushed: %s", folder, error)


def _discard(path: Path) -> None:
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s could not be deleted: %s", path, error)


def _cannot_save(folder: Path, error: OSError) -> Fault:
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return StorageFull(f"There is no room left in {folder} to save the index.", "Free some disk space.")
    return Fault(
        f"The index cannot be saved in {folder}: {error.strerror or error}.", "It is built again at next start."
    )
