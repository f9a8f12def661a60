"""MiniLM as the text tower: the lower layers frozen in bfloat16, the upper ones trained, a linear projection on top."""

from __future__ import annotations

from collections.abc import Sequence

import torch
from pretrained import TEXT_WIDTH, text_tokenizer, text_transformer
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812

_LONGEST = 48
_CHUNK = 160


class TextTower(nn.Module):
    """Sentence to vector, as open_clip's HFTextEncoder with `mean_pooler` and a linear projection computes it, but
    for the length of the result: mean vectors are normalised before the projection."""

    def __init__(self, width: int, trained_layers: int) -> None:
        super().__init__()
        self.tokenizer = text_tokenizer()
        self.transformer = text_transformer().to(torch.bfloat16).requires_grad_(False)
        for layer in self.transformer.encoder.layer[len(self.transformer.encoder.layer) - trained_layers :]:
            layer.requires_grad_(True)
        self.projection = nn.Linear(TEXT_WIDTH, width, bias=False)

    def tokens(self, texts: Sequence[str]) -> list[list[int]]:
        if not texts:
            return []
        ids: list[list[int]] = self.tokenizer(list(texts), truncation=True, max_length=_LONGEST)["input_ids"]
        return ids

    def sentences(self, tokens: Sequence[list[int]]) -> Tensor:
        """Mean-pooled last hidden states float32[n, 384]; runs in chunks of like length, to pad little."""
        order = sorted(range(len(tokens)), key=lambda index: len(tokens[index]))
        chunks = [order[start : start + _CHUNK] for start in range(0, len(order), _CHUNK)]
        pooled = torch.cat([self._pooled([tokens[index] for index in chunk]) for chunk in chunks])
        position = torch.empty(len(order), dtype=torch.long)
        position[torch.tensor(order)] = torch.arange(len(order))
        return pooled[position]

    @torch.no_grad()
    def encode_sentences(self, texts: Sequence[str]) -> Tensor:
        """What `sentences` gives for texts, without gradients: before training, MiniLM's own vectors."""
        return self.sentences(self.tokens(texts))

    def forward(self, tokens: Sequence[list[int]]) -> Tensor:
        """Unit vectors float32[n, width]."""
        return F.normalize(self.projection(F.normalize(self.sentences(tokens), dim=1)), dim=1)

    @torch.inference_mode()
    def encode(self, texts: Sequence[str]) -> Tensor:
        """Unit vectors float32[n, width] without gradients; in evaluation mode this is what ships."""
        return self(self.tokens(texts))

    def _pooled(self, tokens: Sequence[list[int]]) -> Tensor:
        longest = max(map(len, tokens))
        ids = torch.tensor([row + [0] * (longest - len(row)) for row in tokens])
        mask = (ids != 0).long()
        hidden = self.transformer(input_ids=ids, attention_mask=mask).last_hidden_state.float()
        return (hidden * mask[..., None]).sum(1) / mask.sum(1, keepdim=True)
