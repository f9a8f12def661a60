"""Trying out a model before it is accepted: in a process of its own, which converts what is old, completes what the
repository leaves to open_clip, loads both towers, and has them encode a picture and a sentence.

The process gives its memory back when it ends, and a model that is too large for this computer, or crashes while it
is loaded, takes nothing else with it. `try_out` is called by the downloading thread; the rest runs in the child.
"""

from __future__ import annotations

import json
import logging
import multiprocessing
import threading
from multiprocessing.connection import Connection
from pathlib import Path
from typing import Any

from visionquery.domain.errors import Fault
from visionquery.domain.models import ModelEntry
from visionquery.vision.download.faults import DownloadFailed, Stopped
from visionquery.vision.model import CONFIG_NAME, WEIGHTS_NAMES, read_model

_LOOK_SECONDS = 0.2


def try_out(folder: Path, entry: ModelEntry, stop: threading.Event, pickled: str = "") -> None:
    """Make `folder` a whole model folder and see whether it works. `pickled` names a checkpoint to convert.

    Raises `ModelUnavailable` or another `Fault` with the reason, `Stopped` when `stop` is set.
    """
    context = multiprocessing.get_context("spawn")
    near, far = context.Pipe(duplex=False)
    process = context.Process(target=_answer, args=(far, folder, entry, pickled), name="model check", daemon=True)
    try:
        process.start()
        far.close()
        while not near.poll(_LOOK_SECONDS):
            if stop.is_set():
                raise Stopped
        fault = near.recv()
    except EOFError:
        process.join(2.0)
        gigabytes = max(entry.bytes_in_memory, _size(folder)) / 1e9
        raise DownloadFailed(
            "The model was too much for this computer: the program that tried it out was ended.",
            f"It needs about {2 * gigabytes:.1f} GB of free memory to be loaded. Choose a smaller model.",
        ) from None
    finally:
        near.close()
        if process.is_alive():
            process.kill()
        process.join(2.0)
    if fault is not None:
        raise fault


def _answer(connection: Connection, folder: Path, entry: ModelEntry, pickled: str) -> None:
    fault: Fault | None = None
    try:
        if pickled:
            _convert(folder / pickled, folder / WEIGHTS_NAMES[0])
        if not (folder / CONFIG_NAME).exists():
            _write_config(folder / CONFIG_NAME, entry)
        _encode_something(folder, entry)
    except Fault as refused:
        fault = refused
    except MemoryError:
        fault = DownloadFailed("There is not enough memory to load this model.", "Choose a smaller one.")
    except Exception as error:
        # open_clip, timm and transformers fail in as many ways as there are models that are nearly ones.
        logging.getLogger(__name__).exception("The model in %s does not work", folder)
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        fault = DownloadFailed(f"The model was tried out and does not work: {reason}", "Choose another model.")
    connection.send(fault)
    connection.close()


def _encode_something(folder: Path, entry: ModelEntry) -> None:
    import numpy as np

    from visionquery.vision.encoder import UnusableVectors, load_encoder

    spec = read_model(entry.name, folder)
    if entry.dimension and spec.dimension != entry.dimension:
        raise DownloadFailed(
            f"This is not the model that it should be: its vectors have {spec.dimension} numbers instead of "
            f"{entry.dimension}.",
            "Choose another model, or another mirror.",
        )
    encoder = load_encoder(spec, device="cpu")
    side = spec.preprocessing.size
    try:
        encoder.encode_pixels(np.full((1, side, side, 3), 128, np.uint8))
        encoder.encode_texts(["a photo of the sea"])
    except UnusableVectors as error:
        raise DownloadFailed("The model computes nothing usable.", "Choose another model.") from error


def _convert(pickled: Path, target: Path) -> None:
    """Read a pickled checkpoint without running what is in it, and write its tensors as safetensors."""
    import torch
    from safetensors.torch import save_file

    try:
        checkpoint = torch.load(pickled, map_location="cpu", weights_only=True)
    except MemoryError:
        raise
    except Exception as error:
        # pickle, zipfile and torch share no class of errors for what they cannot or will not read.
        raise DownloadFailed(
            f"{pickled.name} cannot be read without running the program in it, so it was not.",
            "Choose a model with safetensors.",
        ) from error
    state = checkpoint.get("state_dict", checkpoint) if isinstance(checkpoint, dict) else {}
    tensors = {
        str(name).removeprefix("module."): value.detach().clone().contiguous()
        for name, value in state.items()
        if isinstance(value, torch.Tensor)
    }
    if not tensors:
        raise DownloadFailed(f"{pickled.name} holds no weights.", "Choose another model.")
    temporary = target.with_name(target.name + ".new")
    try:
        save_file(tensors, temporary)
    except Exception as error:
        # safetensors raises its own error for a disk that is full.
        raise DownloadFailed(f"The converted weights cannot be written: {error}", "Free some disk space.") from error
    temporary.replace(target)
    pickled.unlink()


def _write_config(path: Path, entry: ModelEntry) -> None:
    """What the repository leaves to open_clip: its configuration of the architecture, and how pictures are prepared."""
    from visionquery.vision.download.hub import known_config
    from visionquery.vision.torchvision_compat import ensure_importable, lean_imports

    config: dict[str, Any] = {"model_cfg": known_config(entry.architecture)}
    with lean_imports():
        ensure_importable()
        from open_clip.pretrained import get_pretrained_cfg, list_pretrained_tags_by_model
    tags = [entry.pretrained] if entry.pretrained else list_pretrained_tags_by_model(entry.architecture)
    keys = ("mean", "std", "interpolation", "resize_mode")
    known = [{key: get_pretrained_cfg(entry.architecture, tag).get(key) for key in keys} for tag in tags]
    if known:
        # Of a bare checkpoint only the architecture is known; those who trained it mostly agree.
        config["preprocess_cfg"] = max(known, key=known.count)
    path.write_text(json.dumps(config, indent=1), encoding="utf-8")


def _size(folder: Path) -> int:
    return sum(file.stat().st_size for file in folder.iterdir() if file.is_file())
