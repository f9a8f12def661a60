"""Which models there are and what each of them is: read from its folder, without torch.

A model is an open_clip model folder: `open_clip_config.json` beside its weights as safetensors, and the tokenizer's
files where the text tower needs its own. Pure look-ups and reads, usable from any process and thread.
"""

from __future__ import annotations

import json
import math
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from blake3 import blake3

from visionquery.domain.errors import ModelUnavailable
from visionquery.system.paths import resources_dir
from visionquery.vision.catalogue import STARTER
from visionquery.vision.preprocessing import Interpolation, Preprocessing, ResizeMode

LOCAL_PREFIX = "local-dir:"
CONFIG_NAME = "open_clip_config.json"
# In open_clip's own order of preference. Pickled checkpoints run code when they are loaded: never taken.
WEIGHTS_NAMES = ("open_clip_model.safetensors", "open_clip_pytorch_model.safetensors")

# What the tokenizers of transformers are made of; each model has some of them.
TOKENIZER_NAMES = (
    "tokenizer.json",
    "tokenizer_config.json",
    "special_tokens_map.json",
    "vocab.txt",
    "added_tokens.json",
    "vocab.json",
    "merges.txt",
    "sentencepiece.bpe.model",
    "spiece.model",
    "tokenizer.model",
)
TEXT_CONFIG_NAME = "config.json"

# Part of every fingerprint: raise it when the way from a picture's bytes to its vector changes.
_ENCODING_VERSION = 1
# What open_clip assumes where a configuration is silent: the statistics of OpenAI's CLIP (`open_clip/constants.py`).
_DEFAULT_MEAN = (0.48145466, 0.4578275, 0.40821073)
_DEFAULT_STD = (0.26862954, 0.26130258, 0.27577711)
_DEFAULT_SIDE = 224
_RESIZE_MODES: tuple[ResizeMode, ...] = ("shortest", "squash", "longest")
_INTERPOLATIONS: tuple[Interpolation, ...] = ("bicubic", "bilinear")
# The format's own limit.
_LARGEST_HEADER = 100_000_000
_ADVICE = "Choose another model in the settings, or install this one again."


@dataclass(frozen=True, slots=True)
class ModelSpec:
    """A model as its folder describes it.

    `dimension` is the length of its vectors; `mean` and `std` are per channel, for pixels in [0, 1]. `config` is
    open_clip's `model_cfg`.
    """

    name: str
    folder: Path
    weights: Path
    dimension: int
    preprocessing: Preprocessing
    mean: tuple[float, float, float]
    std: tuple[float, float, float]
    config: Mapping[str, Any] = field(repr=False, compare=False)

    @property
    def text_config(self) -> Mapping[str, Any]:
        return dict(self.config.get("text_cfg", {}))

    def fingerprint(self) -> str:
        """Identifies the embedding space: every byte of the weights, the architecture, the preprocessing.

        Reads the whole file of weights, at the speed of the disk. Raises `ModelUnavailable` where it cannot be read.
        """
        digest = blake3()
        described = {
            "encoding": _ENCODING_VERSION,
            "config": _without_names(self.config),
            "mean": self.mean,
            "std": self.std,
            "preprocessing": repr(self.preprocessing),
        }
        digest.update(json.dumps(described, sort_keys=True).encode())
        try:
            for name in _tokenizer_files(self.folder):
                digest.update((self.folder / name).read_bytes())
            with self.weights.open("rb") as file:
                while block := file.read(1 << 20):
                    digest.update(block)
        except OSError as error:
            raise _unreadable(self.weights, error) from error
        return digest.hexdigest(16)


def find_model(name: str, models_dir: Path) -> ModelSpec:
    """The model called `name`: 'starter' ships with the program, 'local-dir:PATH' is any open_clip model folder,
    everything else lies below `models_dir`. Raises `ModelUnavailable`.
    """
    if name == STARTER:
        return read_model(name, resources_dir() / "models" / STARTER)
    if name.startswith(LOCAL_PREFIX):
        folder = Path(name.removeprefix(LOCAL_PREFIX)).expanduser().absolute()
        return read_model(folder.name, folder)
    if not re.fullmatch(r"[\w][\w.-]*", name):
        raise ModelUnavailable(f"There is no model called {name!r}.", _ADVICE)
    return read_model(name, models_dir / name)


def read_model(name: str, folder: Path) -> ModelSpec:
    """What `folder` says of the model in it, checked as far as is possible without loading it.

    Raises `ModelUnavailable` where the folder or its weights are absent, cut off, or not described rightly.
    """
    config_path = folder / CONFIG_NAME
    if not folder.is_dir():
        raise ModelUnavailable(f"The model {name} is not there: no folder {folder}.", _ADVICE)
    try:
        described = json.loads(config_path.read_text(encoding="utf-8"))
        model_cfg = described["model_cfg"]
        dimension = int(model_cfg["embed_dim"])
        preprocess = described.get("preprocess_cfg") or {}
        mean = _three(preprocess.get("mean") or _DEFAULT_MEAN)
        std = _three(preprocess.get("std") or _DEFAULT_STD)
        preprocessing = _preprocessing(model_cfg["vision_cfg"], preprocess)
    except FileNotFoundError as error:
        raise ModelUnavailable(f"The folder {folder} holds no {CONFIG_NAME}.", _ADVICE) from error
    except OSError as error:
        raise _unreadable(config_path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        message = f"The description of the model {name} ({config_path}) cannot be used: {error}."
        raise ModelUnavailable(message, _ADVICE) from error
    if dimension < 1 or min(std) <= 0:
        raise ModelUnavailable(
            f"The description of the model {name} ({config_path}) has values out of bounds.", _ADVICE
        )
    weights = _find_weights(name, folder)
    check_weights(weights)
    return ModelSpec(name, folder, weights, dimension, preprocessing, mean, std, model_cfg)


def check_weights(path: Path) -> None:
    """Whether a safetensors file is as long as its own header says; raises `ModelUnavailable` where it is not.

    Layout: https://github.com/huggingface/safetensors#format
    """
    try:
        size, expected = path.stat().st_size, _size_by_header(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    except (ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
        message = f"The weights {path} are damaged: their header cannot be read ({error})."
        raise ModelUnavailable(message, "Install the model again.") from error
    if size != expected:
        message = f"The weights {path} are only partly there: {size:,} bytes instead of {expected:,}."
        raise ModelUnavailable(message, "Install the model again.")


def _size_by_header(path: Path) -> int:
    with path.open("rb") as file:
        header_size = int.from_bytes(file.read(8), "little")
        header = json.loads(file.read(min(header_size, _LARGEST_HEADER)))
    ends = (entry["data_offsets"][1] for name, entry in header.items() if name != "__metadata__")
    return 8 + header_size + max(ends, default=0)


def _find_weights(name: str, folder: Path) -> Path:
    for candidate in WEIGHTS_NAMES:
        if (folder / candidate).is_file():
            return folder / candidate
    message = f"The folder {folder} holds no weights for the model {name} ({WEIGHTS_NAMES[0]})."
    raise ModelUnavailable(message, _ADVICE)


def _preprocessing(vision: Mapping[str, Any], preprocess: Mapping[str, Any]) -> Preprocessing:
    side = vision.get("image_size") or preprocess.get("size") or _DEFAULT_SIDE
    if isinstance(side, Sequence):
        if len(set(side)) != 1:
            raise ValueError(f"its pictures are not square ({side})")
        side = side[0]
    mode = preprocess.get("resize_mode") or "shortest"
    interpolation = preprocess.get("interpolation") or "bicubic"
    if mode not in _RESIZE_MODES or interpolation not in _INTERPOLATIONS or int(side) < 1:
        raise ValueError(f"unknown preprocessing ({side}, {mode}, {interpolation})")
    return Preprocessing(int(side), mode, interpolation, int(preprocess.get("fill_color") or 0))


def _three(values: Sequence[float]) -> tuple[float, float, float]:
    red, green, blue = (float(value) for value in values)
    if not all(map(math.isfinite, (red, green, blue))):
        raise ValueError("a mean or standard deviation is not a number")
    return red, green, blue


def _without_names(config: Mapping[str, Any]) -> dict[str, Any]:
    """The configuration without what names a download: a folder's own files count, not where they came from."""
    text = {key: value for key, value in dict(config.get("text_cfg", {})).items() if not key.endswith("_name")}
    return {**config, "text_cfg": text}


def _tokenizer_files(folder: Path) -> list[str]:
    """The files beside the weights that decide how words become tokens, in a fixed order."""
    return [name for name in (TEXT_CONFIG_NAME, *TOKENIZER_NAMES) if (folder / name).is_file()]


def _unreadable(path: Path, error: OSError) -> ModelUnavailable:
    return ModelUnavailable(f"{path} cannot be read: {error.strerror or error}.", _ADVICE)
