"""Repositories with real open_clip architectures, small enough to travel in no time, and random weights."""

from __future__ import annotations

import io
import json
from functools import cache
from typing import Any

CLIP = {
    "embed_dim": 32,
    "vision_cfg": {"image_size": 64, "layers": 1, "width": 64, "head_width": 32, "patch_size": 16},
    "text_cfg": {"context_length": 77, "vocab_size": 49408, "width": 32, "heads": 2, "layers": 1},
}
PREPROCESS = {"mean": [0.5, 0.5, 0.5], "std": [0.25, 0.25, 0.25]}
WORDS = ("<s>", "<pad>", "</s>", "<unk>", "▁a", "▁photo", "▁of", "▁the", "▁sea", "▁dog", "▁hund", "▁", "<mask>")


def config_of(model_cfg: dict[str, Any]) -> bytes:
    """open_clip_config.json."""
    return json.dumps({"model_cfg": model_cfg, "preprocess_cfg": PREPROCESS}).encode()


@cache
def weights(seed: int = 7, dimension: int = 32) -> bytes:
    """A small CLIP's weights as safetensors."""
    from safetensors.torch import save

    return save({name: tensor.contiguous() for name, tensor in clip_state(seed, dimension).items()})


@cache
def pickled_weights(seed: int = 7) -> bytes:
    """The same as torch pickles them."""
    import torch

    buffer = io.BytesIO()
    torch.save({"state_dict": {f"module.{name}": value for name, value in clip_state(seed).items()}}, buffer)
    return buffer.getvalue()


def clip_state(seed: int = 7, dimension: int = 32) -> dict[str, Any]:
    """A small CLIP's tensors."""
    open_clip, torch = _libraries()
    torch.manual_seed(seed)
    model = open_clip.CLIP(
        dimension, open_clip.CLIPVisionCfg(**CLIP["vision_cfg"]), open_clip.CLIPTextCfg(**CLIP["text_cfg"])
    )
    state: dict[str, Any] = model.state_dict()
    return state


def clip_repository(seed: int = 7) -> dict[str, bytes]:
    """A repository as open_clip publishes them, with files that nobody needs."""
    return {
        "README.md": b"---\nlicense: mit\n---\n",
        "open_clip_config.json": config_of(CLIP),
        "open_clip_model.safetensors": weights(seed),
        "open_clip_pytorch_model.bin": b"never to be fetched" * 10_000,
        "tokenizer.json": b"{}",
    }


def multilingual_repositories(text_repository: str) -> tuple[dict[str, bytes], dict[str, bytes]]:
    """A CLIP whose text tower is an XLM-RoBERTa of transformers, and the repository with the files of that.

    As on the real hub, the first has the weights and nothing of the tokenizer.
    """
    _, torch = _libraries()
    from safetensors.torch import save
    from tokenizers import Tokenizer, models, pre_tokenizers, processors
    from transformers import XLMRobertaConfig

    text_config = XLMRobertaConfig(
        vocab_size=len(WORDS),
        hidden_size=32,
        num_hidden_layers=1,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=80,
        type_vocab_size=1,
        pad_token_id=1,
        bos_token_id=0,
        eos_token_id=2,
    )
    scores = [(word, -2.0 if word.startswith("▁") else 0.0) for word in WORDS]
    tokenizer = Tokenizer(models.Unigram(scores, unk_id=3))
    tokenizer.pre_tokenizer = pre_tokenizers.Sequence([pre_tokenizers.WhitespaceSplit(), pre_tokenizers.Metaspace()])
    tokenizer.post_processor = processors.TemplateProcessing(
        single="<s> $A </s>", special_tokens=[("<s>", 0), ("</s>", 2)]
    )
    text_files = {
        "config.json": text_config.to_json_string(use_diff=False).encode(),
        "tokenizer.json": tokenizer.to_str().encode(),
        # As in the true repository: which class reads the rest is told by config.json alone.
        "tokenizer_config.json": b'{"model_max_length": 512}',
        "pytorch_model.bin": b"never to be fetched",
    }
    model_cfg = {
        "embed_dim": 32,
        "vision_cfg": CLIP["vision_cfg"],
        "text_cfg": {
            "hf_model_name": text_repository,
            "hf_tokenizer_name": text_repository,
            "hf_pooler_type": "mean_pooler",
            "hf_proj_type": "mlp",
        },
    }
    torch.manual_seed(7)
    from open_clip.hf_model import HFTextEncoder
    from open_clip.model import _build_vision_tower

    visual = _build_vision_tower(32, model_cfg["vision_cfg"])
    text = HFTextEncoder("", 32, config=text_config, pooler_type="mean_pooler", proj_type="mlp")
    state = {f"visual.{name}": value for name, value in visual.state_dict().items()}
    state |= {
        f"text.{name}": value
        for name, value in text.state_dict().items()
        if ".pooler." not in name and not name.endswith("position_ids")
    }
    state["logit_scale"] = torch.tensor(2.6593)
    weights_file = save({name: value.contiguous().clone() for name, value in state.items()})
    return {"open_clip_config.json": config_of(model_cfg), "open_clip_model.safetensors": weights_file}, text_files


def _libraries() -> tuple[Any, Any]:
    from visionquery.vision.torchvision_compat import ensure_importable, lean_imports

    with lean_imports():
        ensure_importable()
        import open_clip
    import torch

    return open_clip, torch
