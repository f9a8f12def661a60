"""What a repository of the hub holds, and which of its files make a folder that open_clip loads without the hub.

Owned by the downloading thread. Reads open_clip's own configurations as files, without importing it.
"""

from __future__ import annotations

import importlib.util
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import quote

from visionquery.domain.models import PICKLED_SUFFIXES, ModelEntry
from visionquery.vision.download.connection import Connection
from visionquery.vision.download.faults import ConsentNeeded, DownloadFailed, web_page_instead
from visionquery.vision.download.transfer import RemoteFile
from visionquery.vision.model import CONFIG_NAME, TEXT_CONFIG_NAME, TOKENIZER_NAMES, WEIGHTS_NAMES

PICKLED_NAMES = ("open_clip_pytorch_model.bin", "open_clip_pytorch_model.pt", "open_clip_pytorch_model.pth")

_REPOSITORY = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)?")
_LARGEST_ANSWER = 32 << 20


@dataclass(frozen=True, slots=True)
class Listing:
    """A repository at one commit: its files by path, and the licence that its card names."""

    repository: str
    commit: str
    licence: str
    files: Mapping[str, tuple[int, str]]
    """Size in bytes (-1 where it is not told) and checksum (see `RemoteFile`)."""


def list_repository(connection: Connection, repository: str) -> Listing:
    """Ask the hub what a repository holds. Raises `DownloadFailed`."""
    if not _REPOSITORY.fullmatch(repository):
        raise DownloadFailed(f"{repository} is no name of a model on the hub.", "Such names are OWNER/NAME.")
    url = f"{connection.route.endpoint}/api/models/{repository}/revision/main?blobs=true"
    body = bytearray()
    with connection.get(url, f"the model {repository}", f"List the files of {repository}") as reply:
        for block in reply.blocks():
            body += block
            if len(body) > _LARGEST_ANSWER:
                raise web_page_instead(connection.route.host)
    try:
        answer = json.loads(body)
        files = {sibling["rfilename"]: _size_and_checksum(sibling) for sibling in answer["siblings"]}
        commit = str(answer.get("sha") or "main")
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise web_page_instead(connection.route.host) from error
    card = answer.get("cardData") or {}
    return Listing(repository, commit, str(card.get("license_name") or card.get("license") or ""), files)


def remote_file(connection: Connection, listing: Listing, path: str, name: str | None = None) -> RemoteFile:
    """A file of a listing, as `Transfer` fetches it."""
    size, checksum = listing.files[path]
    return RemoteFile(
        url=f"{connection.route.endpoint}/{listing.repository}/resolve/{listing.commit}/{quote(path)}",
        path=path,
        name=name or path,
        size=size,
        checksum=checksum,
        what=f"{path} of {listing.repository}",
        purpose=f"Download {path} of {listing.repository}",
    )


def choose_weights(listing: Listing, entry: ModelEntry, trust_pickle: bool) -> str:
    """The file with the weights: safetensors wherever there are any.

    Raises `ConsentNeeded` where there is only a pickled checkpoint, `DownloadFailed` where there is nothing.
    """
    for path in (entry.file, *WEIGHTS_NAMES):
        if path in listing.files and path.endswith(".safetensors"):
            return path
    for path in (entry.file, *PICKLED_NAMES):
        if path in listing.files and path.endswith(PICKLED_SUFFIXES):
            if trust_pickle:
                return path
            raise ConsentNeeded(
                f"{listing.repository} has its weights in an older format only, which can hold programs.",
                "They would be read without running any, and converted. Agree to that, or choose another model.",
            )
    raise DownloadFailed(f"{listing.repository} holds no weights for open_clip.", "Choose another model.")


def choose_config(listing: Listing, entry: ModelEntry) -> bool:
    """Whether the repository describes its model; where not, open_clip must know it by the entry's architecture.

    Raises `DownloadFailed` where neither is so.
    """
    if CONFIG_NAME in listing.files:
        return True
    if not entry.architecture:
        raise DownloadFailed(
            f"{listing.repository} is no model for open_clip: it has no {CONFIG_NAME}.", "Choose another model."
        )
    return False


def text_sources(config: Mapping[str, Any], repository: str) -> dict[str, tuple[str, ...]]:
    """The repositories that the text tower's files come from, and the names to take from each where they exist.

    `config` is open_clip's `model_cfg`. The same that open_clip itself would ask for, so that it never has to.
    """
    text = config.get("text_cfg") or {}
    wanted: dict[str, tuple[str, ...]] = {}
    for key, names in (("hf_model_name", (TEXT_CONFIG_NAME,)), ("hf_tokenizer_name", TOKENIZER_NAMES)):
        named = str(text.get(key) or "")
        if named:
            source = repository if named in (".", "./") else named.removeprefix("hf-hub:")
            wanted[source] = wanted.get(source, ()) + names
    return wanted


def known_config(architecture: str) -> dict[str, Any]:
    """open_clip's own `model_cfg` for an architecture. Raises `DownloadFailed` where it knows none of this name."""
    package = importlib.util.find_spec("open_clip")
    if package is not None and package.origin and re.fullmatch(r"[\w.-]+", architecture):
        path = Path(package.origin).parent / "model_configs" / f"{architecture}.json"
        if path.is_file():
            config: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
            return config
    raise DownloadFailed(
        f"open_clip knows no architecture called {architecture or '(none)'}.",
        "Its names look like ViT-B-32; the model's page usually tells.",
    )


def _size_and_checksum(sibling: Mapping[str, Any]) -> tuple[int, str]:
    large = sibling.get("lfs") or {}
    size = large.get("size", sibling.get("size"))
    return int(-1 if size is None else size), str(large.get("sha256") or sibling.get("blobId") or "")
