"""Writes the open_clip model folder: configuration, tokenizer, and both towers in one safetensors file."""

from __future__ import annotations

import json
from pathlib import Path

import torch
from pictures import SIDE
from safetensors.torch import save_file
from text_tower import TextTower
from torch import Tensor
from vocabulary import small_embeddings, write_tokenizer

from visionquery.vision.starter_tower import EMBEDDING_WIDTH, INPUT_MEAN, INPUT_STD, StarterTower

CONFIG = "open_clip_config.json"
WEIGHTS = "open_clip_model.safetensors"


def export(tower: StarterTower, text: TextTower, projection: Tensor, scale: float, folder: Path) -> None:
    """Write the folder that `local-dir:<folder>` loads. `projection` is float32[EMBEDDING_WIDTH, 384]."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG).write_text(json.dumps(_config(), indent=1) + "\n", encoding="utf-8")
    write_tokenizer(folder)
    state: dict[str, Tensor] = {f"visual.trunk.{name}": tensor for name, tensor in tower.state_dict().items()}
    transformer = small_embeddings(text.transformer.state_dict())
    state |= {f"text.transformer.{name}": tensor for name, tensor in transformer.items()}
    state["text.proj.weight"] = projection
    state["logit_scale"] = torch.tensor(scale)
    save_file({name: _small(tensor) for name, tensor in state.items()}, folder / WEIGHTS)
    (folder / WEIGHTS).chmod(0o644)


def _small(tensor: Tensor) -> Tensor:
    return (tensor.half() if tensor.is_floating_point() else tensor).contiguous()


def _config() -> dict[str, object]:
    """open_clip's own format. `hf_model_name` has to be replaced by the folder's path before the model is built."""
    text = {
        "hf_model_name": ".",
        "hf_tokenizer_name": ".",
        "hf_model_pretrained": False,
        "hf_proj_type": "linear",
        "hf_pooler_type": "mean_pooler",
        "context_length": 64,
    }
    vision = {
        "timm_model_name": "visionquery_starter",
        "timm_model_pretrained": False,
        "timm_pool": "",
        "timm_proj": "none",
        "image_size": SIDE,
    }
    preprocessing = {
        "size": [SIDE, SIDE],
        "mean": [INPUT_MEAN] * 3,
        "std": [INPUT_STD] * 3,
        "interpolation": "bicubic",
        "resize_mode": "squash",
    }
    model = {"embed_dim": EMBEDDING_WIDTH, "vision_cfg": vision, "text_cfg": text}
    return {"model_cfg": model, "preprocess_cfg": preprocessing}
