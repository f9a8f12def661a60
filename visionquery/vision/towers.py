"""Builds an open_clip model from its folder, and runs its two towers. The only module that imports open_clip; loaded
by the thread that loads the encoder, called from several, asks no network.
"""

from __future__ import annotations

import copy
import importlib
import logging
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
from torch.overrides import TorchFunctionMode

from visionquery.domain.errors import ModelUnavailable
from visionquery.vision.device import DeviceChoice
from visionquery.vision.model import LOCAL_PREFIX, ModelSpec
from visionquery.vision.torchvision_compat import ensure_importable, lean_imports

log = logging.getLogger(__name__)

# Networks with more convolutions than a patch embedding run faster with channels last (53 against 40 images/s).
_CONVOLUTIONAL = 8

# One query is little work, and each layer of it waits for the slowest thread: 18 ms on one core and 24 on two with the
# starter's 11 million weights, 46 and 40 with the 38 million of a ViT-B/32.
_WEIGHTS_A_THREAD = 10_000_000

# Two halves, or two models, are loaded one after the other: what a load changes for its time, all threads see.
_LOADING = threading.Lock()

Pixels = npt.NDArray[np.uint8]
Vectors = npt.NDArray[np.float32]
Tower = Callable[[torch.Tensor], torch.Tensor]


class ImageTower:
    """Batches of pixels in, unit vectors out, whatever the model gives (see `Encoder` for the checks)."""

    def __init__(self, spec: ModelSpec, choice: DeviceChoice, tower: Tower) -> None:
        self._choice = choice
        self._tower = tower
        # For bytes, so that scaling to [0, 1] and normalising are one step.
        self._mean = (torch.tensor(spec.mean) * 255).view(1, 3, 1, 1).to(choice.device)
        self._deviation = (torch.tensor(spec.std) * 255).view(1, 3, 1, 1).to(choice.device)

    def encode(self, pixels: Pixels) -> Vectors:
        """One batch, `uint8[n, h, w, 3]` to `float32[n, d]`."""
        with torch.inference_mode():
            return _unit(self._tower(self._normalised(pixels)))

    def _normalised(self, pixels: Pixels) -> torch.Tensor:
        """[n, 3, h, w] on the device in the tower's format; pixels are channels last as they come."""
        tensor = torch.from_numpy(pixels if pixels.flags.writeable else pixels.copy())
        if self._choice.device == "cuda":
            # Pinned, bytes cross the bus by themselves: nothing waits for the copy but the pass that needs it.
            tensor = tensor.pin_memory().to(self._choice.device, non_blocking=True)
        scaled = tensor.to(self._choice.device).permute(0, 3, 1, 2).to(torch.float32)
        return scaled.sub_(self._mean).div_(self._deviation).to(self._choice.dtype)


class TextTower:
    """The half of a model that reads words, which is all that a typed question needs: texts in, unit vectors out.

    Loaded by its constructor, to run on `threads` threads. Raises `ModelUnavailable`.
    """

    def __init__(self, spec: ModelSpec, choice: DeviceChoice, threads: int) -> None:
        self._spec = spec
        self.threads = threads
        self._choice = choice
        self.reload(choice)

    def encode(self, texts: Sequence[str]) -> Vectors:
        """One batch, to `float32[n, d]`."""
        # Each time: parts of a batch of pictures set a number that other threads inherit.
        use_threads(max(1, min(self.threads, self._worth)))
        with torch.inference_mode():
            ids = self._tokenize(list(texts)).to(self._choice.device)
            return _unit(self._tower(ids))

    @property
    def device(self) -> str:
        """Where it computes."""
        return self._choice.device

    def reload(self, choice: DeviceChoice) -> None:
        """Read the weights again and compute there from now on; those on the device may be lost. Not beside `encode`.

        Raises `ModelUnavailable`.
        """
        use_threads(self.threads)
        model, self._tokenize = _load(self._spec, without="visual")
        _place(model, choice)
        self._tower = _text_tower(model)
        self._worth = _weights(model) // _WEIGHTS_A_THREAD
        self._choice = choice


def load_image_tower(spec: ModelSpec, choice: DeviceChoice, threads: int) -> ImageTower:
    """Load the half of a model that sees pictures, in the device's number format, to run on `threads` threads.

    Raises `ModelUnavailable` where its files do not fit together.
    """
    use_threads(threads)
    model, _ = _load(spec, without="text")
    _place(model, choice)
    if sum(isinstance(module, torch.nn.Conv2d) for module in model.visual.modules()) > _CONVOLUTIONAL:
        model.visual.to(memory_format=torch.channels_last)
    return ImageTower(spec, choice, model.encode_image)


def use_threads(threads: int) -> None:
    """Run forward passes of the calling thread, and of all that have not computed yet, on so many threads.

    Matrix products of MKL take the number that was set last, by whichever thread.
    """
    torch.set_num_threads(threads)


def release_device_memory(choice: DeviceChoice) -> None:
    """Give back what a tower that is gone has left in the device's own reserve."""
    try:
        if choice.device == "cuda":
            torch.cuda.empty_cache()
        elif choice.device == "mps":
            torch.mps.empty_cache()
    except RuntimeError:  # a device that was lost has nothing to give back, and says so to every call
        log.warning("%s gives nothing back", choice.device, exc_info=True)


def in_a_line(error: BaseException) -> str:
    """What torch says, short enough for one line."""
    return " ".join(str(error).split())[:200] or type(error).__name__


def is_out_of_memory(error: BaseException) -> bool:
    """Whether a pass failed for want of memory, on any device."""
    if isinstance(error, MemoryError | torch.OutOfMemoryError):
        return True
    # torch's allocator for the processor raises a plain RuntimeError (`c10/core/impl/alloc_cpu.cpp`), and oneDNN says
    # no more than this when its scratch memory cannot be had: seen under a limit on the address space.
    words = str(error).lower()
    return isinstance(error, RuntimeError) and (
        ("memory" in words and "alloc" in words) or ("could not" in words and "primitive" in words)
    )


def _place(model: Any, choice: DeviceChoice) -> None:
    # As it is, without torch.compile: for a ViT-B/32 on the processor it took 72 s once and ran half as fast after that
    # (float32, batches of 8), every size of batch and every query length is compiled anew, and it needs a C compiler or
    # Triton on the person's computer. On CUDA it was not measured.
    model.eval().requires_grad_(requires_grad=False)
    model.to(device=choice.device, dtype=choice.dtype)


def _load(spec: ModelSpec, without: str) -> tuple[Any, Any]:
    """The model without one of its halves, and the tokenizer where the text is there."""
    with _LOADING, lean_imports(), _without_hub():
        ensure_importable()
        open_clip = importlib.import_module("open_clip")
        if "timm_model_name" in spec.config["vision_cfg"]:
            importlib.import_module("visionquery.vision.starter_tower")  # registers its architecture with timm
        try:
            model = _create(open_clip, spec, without)
            tokenize = None if without == "text" else _tokenizer(open_clip, spec)
        except MemoryError:
            raise
        except Exception as error:
            if is_out_of_memory(error):
                raise
            # open_clip, timm, transformers and safetensors share no class of errors for files that do not fit.
            log.info("The model in %s does not load", spec.folder, exc_info=True)
            # The second is how open_clip finds that positions of words are of another width.
            if "loading state_dict" in str(error) or isinstance(error, AssertionError):
                raise ModelUnavailable(
                    f"The model {spec.name} cannot be loaded: its weights are not of the architecture described.",
                    "Name the right architecture of a bare checkpoint; else install it again, or choose another one.",
                ) from error
            reason = " ".join(str(error).split())[:300] or type(error).__name__
            message = f"The model {spec.name} in {spec.folder} cannot be loaded: {reason}"
            raise ModelUnavailable(message, "Install it again, or choose another model.") from error
    return model, tokenize


def _tokenizer(open_clip: Any, spec: ModelSpec) -> Any:
    # A description may ask transformers to run programs that lie beside it: nothing in a model's folder is ever run.
    refused = {"trust_remote_code": False} if spec.text_config.get("hf_tokenizer_name") else {}
    return open_clip.get_tokenizer(LOCAL_PREFIX + str(spec.folder), **refused)


def _create(open_clip: Any, spec: ModelSpec, without: str) -> Any:
    text_config = dict(spec.text_config)
    if "hf_model_name" in text_config:
        # open_clip resolves this name on the hub, even when everything it needs lies beside the weights.
        text_config |= {"hf_model_name": str(spec.folder), "hf_model_pretrained": False}
    with _Uninitialised(), _unheard():
        model = open_clip.create_model(
            LOCAL_PREFIX + str(spec.folder),
            load_weights=False,
            force_custom_text=True,  # gives every model a text tower of its own, which can be called unpadded
            pretrained_text=False,
            text_cfg=text_config,
        )
    # What is not wanted becomes shapes without numbers: open_clip still checks every name and shape of the
    # checkpoint against it, and nothing of it is copied or kept.
    unwanted = getattr(model, without, None)
    if unwanted is not None:
        unwanted.to("meta")
    with warnings.catch_warnings():
        warnings.filterwarnings("ignore", "for .*: copying from a non-meta parameter", UserWarning)
        open_clip.load_checkpoint(model, str(spec.weights), strict=True, weights_only=True)
    if unwanted is not None:
        setattr(model, without, None)
    return model


def _weights(model: Any) -> int:
    """How many numbers of a text tower take part in every pass: all but the tables that words are looked up in."""
    tables: int = sum(m.weight.numel() for m in model.modules() if isinstance(m, torch.nn.Embedding))
    everything: int = sum(parameter.numel() for parameter in model.parameters())
    return everything - tables


def _unit(vectors: torch.Tensor) -> Vectors:
    unit: Vectors = torch.nn.functional.normalize(vectors.float(), dim=-1).cpu().numpy()
    return unit


def _text_tower(model: Any) -> Tower:
    """The text tower, spared the padding where that cannot change its result: 7 ms a query instead of 16."""
    tower = getattr(model, "text", None)
    if tower is None or hasattr(model, "text_decoder"):
        whole: Tower = model.encode_text
        return whole
    if hasattr(tower, "pooler") and hasattr(tower, "config"):
        return _masked(tower, tower.config.pad_token_id)
    causal = getattr(tower, "attn_mask", None) is not None and getattr(tower, "cls_emb", None) is None
    if causal and tower.pool_type == "argmax":
        return _causal(tower)
    called: Tower = tower.__call__
    return called


def _masked(tower: Any, padding: int) -> Tower:
    """A tower that pays no attention to padding: columns with nothing else are left out."""

    def encode(ids: torch.Tensor) -> torch.Tensor:
        used = (ids != padding).any(0).nonzero()
        vectors: torch.Tensor = tower(ids[:, : int(used.max()) + 1 if len(used) else 1])
        return vectors

    return encode


def _causal(tower: Any) -> Tower:
    """A tower that reads its vector at the end of the text, which sees nothing that comes after it.

    The shortened tower shares every weight; only its mask is cut, which the tower does not do by itself.
    """

    def encode(ids: torch.Tensor) -> torch.Tensor:
        length = int(ids.argmax(-1).max()) + 1
        short = copy.copy(tower)
        short._buffers = {**tower._buffers, "attn_mask": tower.attn_mask[:length, :length]}
        vectors: torch.Tensor = short(ids[:, :length])
        return vectors

    return encode


class _Uninitialised(TorchFunctionMode):
    """Leaves new weights as they lie in memory: all of them are loaded, and random ones take 2 s for a ViT-B/32."""

    def __torch_function__(self, func: Any, types: Any, args: Any = (), kwargs: Any = None) -> Any:
        if getattr(func, "__name__", "") in ("normal_", "uniform_", "trunc_normal_", "kaiming_uniform_"):
            return args[0] if args else kwargs["tensor"]
        return func(*args, **(kwargs or {}))


@contextmanager
def _unheard() -> Iterator[None]:
    """Keep open_clip from warning of random weights, which are about to be loaded."""

    def others(record: logging.LogRecord) -> bool:
        return "open_clip" not in record.pathname

    root = logging.getLogger()
    root.addFilter(others)
    try:
        yield
    finally:
        root.removeFilter(others)


@contextmanager
def _without_hub() -> Iterator[None]:
    """Refuse every request to the model hub while a model loads, whatever the person's environment says."""
    constants: Any = importlib.import_module("huggingface_hub.constants")
    before = constants.HF_HUB_OFFLINE
    constants.HF_HUB_OFFLINE = True
    try:
        yield
    finally:
        constants.HF_HUB_OFFLINE = before
