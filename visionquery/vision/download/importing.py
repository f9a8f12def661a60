"""Bringing in a model from the person's own disk: an open_clip model folder, or a bare checkpoint.

`check_source` is quick and called when the person asks; `Importing` copies, in the worker's downloading thread. What
lies at the source is only read.
"""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from pathlib import Path

from visionquery.domain.models import PICKLED_SUFFIXES, DownloadState, ModelEntry
from visionquery.vision.download.acceptance import try_out
from visionquery.vision.download.faults import ConsentNeeded, DownloadFailed, Stopped, storage_failed
from visionquery.vision.download.fetching import MARGIN_BYTES, check_room
from visionquery.vision.download.hub import PICKLED_NAMES, known_config
from visionquery.vision.download.incoming import Errand, Incoming
from visionquery.vision.model import CONFIG_NAME, TEXT_CONFIG_NAME, TOKENIZER_NAMES, WEIGHTS_NAMES, read_model

_BLOCK = 1 << 22

Tell = Callable[[DownloadState, int, int, str], None]


def check_source(path: str, architecture: str, trust_pickle: bool, taken: Callable[[str], bool]) -> Errand:
    """What importing `path` amounts to. `taken` tells whether a model of a name is there already.

    Raises `ConsentNeeded` for a pickled checkpoint without consent, `DownloadFailed` or `ModelUnavailable` for what
    is no model.
    """
    source = Path(path).expanduser().absolute()
    weights = _find_weights(source)
    folder = weights.parent
    if not (folder / CONFIG_NAME).is_file() or (source.is_file() and architecture):
        if not architecture:
            raise DownloadFailed(
                f"{weights.name} does not say what its architecture is, and there is no {CONFIG_NAME} beside it.",
                "Name the architecture as open_clip calls it, such as ViT-B-32; the model's page usually tells.",
            )
        config = known_config(architecture)
        text = config.get("text_cfg") or {}
        if (text.get("hf_tokenizer_name") or text.get("hf_model_name")) and not (folder / "tokenizer.json").is_file():
            raise DownloadFailed(
                f"The architecture {architecture} needs its tokenizer's files too.",
                "Put them (tokenizer.json, tokenizer_config.json and, if there is one, config.json) beside the file.",
            )
    else:
        architecture = ""
    if weights.suffix in PICKLED_SUFFIXES:
        if not trust_pickle:
            raise ConsentNeeded(
                f"{weights.name} is in an older format, which can hold programs.",
                "It would be read without running any, and converted. Agree to that, or choose another file.",
            )
    elif weights.name in WEIGHTS_NAMES and not architecture:
        read_model(source.name, folder)
    title = source.name if source.is_dir() else source.stem
    if source.is_file() and weights.name in (*WEIGHTS_NAMES, *PICKLED_NAMES):
        title = folder.name
    name = _free_name(title, taken)
    size = weights.stat().st_size
    entry = ModelEntry(
        name, title, architecture, bytes_on_disk=size, bytes_in_memory=size, note=f"Imported from {source}."
    )
    return Errand(entry, path=str(weights), trust_pickle=trust_pickle)


class Importing:
    """Copies models in."""

    def __init__(self, incoming: Incoming, stop: threading.Event, tell: Tell, margin: int = MARGIN_BYTES) -> None:
        self._incoming = incoming
        self._stop = stop
        self._tell = tell
        self._margin = margin

    def bring_in(self, errand: Errand) -> Path:
        """Copy, try out, accept; the model's folder. Raises `Fault` or `Stopped`; a copy begins anew each time."""
        weights = Path(errand.path)
        folder = self._incoming.folder(errand.name)
        pickled = weights.suffix in PICKLED_SUFFIXES
        names = [*TOKENIZER_NAMES, TEXT_CONFIG_NAME]
        if not errand.entry.architecture:
            names.append(CONFIG_NAME)
        sources = [weights.parent / name for name in names if (weights.parent / name).is_file()]
        try:
            total = weights.stat().st_size + sum(source.stat().st_size for source in sources)
            check_room(folder, total * (2 if pickled else 1), self._margin)
            done = 0
            for source in sources:
                done = self._copy(source, folder / source.name, done, total)
            target = weights.name if pickled else WEIGHTS_NAMES[0]
            self._copy(weights, folder / target, done, total)
        except OSError as error:
            raise storage_failed(error) from error
        self._tell(DownloadState.CHECKING, total, total, "")
        try_out(folder, errand.entry, self._stop, weights.name if pickled else "")
        return self._incoming.accept(errand)

    def _copy(self, source: Path, target: Path, done: int, total: int) -> int:
        with source.open("rb") as reading, target.open("wb") as writing:
            while block := reading.read(_BLOCK):
                writing.write(block)
                done += len(block)
                self._tell(DownloadState.RUNNING, done, total, "")
                if self._stop.is_set():
                    raise Stopped
        return done


def describe_folder(folder: Path) -> ModelEntry:
    """What can be told of a model from its folder alone. Raises `ModelUnavailable`."""
    spec = read_model(folder.name, folder)
    size = spec.weights.stat().st_size
    return ModelEntry(
        folder.name,
        folder.name,
        "",
        bytes_on_disk=size,
        bytes_in_memory=size,
        dimension=spec.dimension,
        input_size=spec.preprocessing.size,
    )


def _find_weights(source: Path) -> Path:
    if source.is_file():
        if source.suffix not in (".safetensors", *PICKLED_SUFFIXES):
            raise DownloadFailed(
                f"{source.name} is no checkpoint that can be read.", "Choose a .safetensors file, or a model's folder."
            )
        return source
    if not source.is_dir():
        raise DownloadFailed(f"There is no {source}.", "Check how it is spelled.")
    for name in (*WEIGHTS_NAMES, *PICKLED_NAMES):
        if (source / name).is_file():
            return source / name
    found = sorted(source.glob("*.safetensors"))
    if len(found) == 1:
        return found[0]
    raise DownloadFailed(
        f"The folder {source} holds no weights for open_clip ({WEIGHTS_NAMES[0]}).", "Choose another folder or a file."
    )


def _free_name(title: str, taken: Callable[[str], bool]) -> str:
    plain = re.sub(r"[^\w.-]+", "-", title).strip("-.") or "model"
    name, number = plain, 1
    while taken(name):
        number += 1
        name = f"{plain}-{number}"
    return name
