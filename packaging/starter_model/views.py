"""Runs the frozen stem over every view once and keeps what it gives: training then costs only the blocks after it."""

from __future__ import annotations

import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch
from colours import ColourLabels, colour_labels
from pictures import View, view_pixels
from torch import Tensor

from visionquery.vision.starter_tower import INPUT_MEAN, INPUT_STD, StarterTower, thumbnails

_BATCH = 64


@dataclass(frozen=True, slots=True)
class ViewCache:
    """One view of each picture of a set, n pictures.

    maps: float16[n, 17, 17, 88], the stem's; thumbs: uint8[n, 65, 65, 3]; pooled: float16[n, f], the fixed features
    of the untouched trunk; logits: float16[n, 1000], of the untouched classifier.
    """

    maps: Tensor
    thumbs: Tensor
    pooled: Tensor
    logits: Tensor


@dataclass(slots=True)
class Views:
    """Several views of the same pictures."""

    caches: list[ViewCache]

    @property
    def pictures(self) -> int:
        return len(self.caches[0].maps)

    def draw(self, pictures: Tensor) -> Tensor:
        """A random view for each of the pictures int64[k]."""
        return torch.randint(len(self.caches), pictures.shape)

    def tail_input(self, views: Tensor, pictures: Tensor) -> tuple[Tensor, Tensor]:
        """For `StarterTower.features`: maps bfloat16[k, 88, 17, 17] and colours float32[k, 3, 65, 65]."""
        pairs = list(zip(views.tolist(), pictures.tolist(), strict=True))
        maps = torch.stack([self.caches[v].maps[p] for v, p in pairs])
        thumbs = torch.stack([self.caches[v].thumbs[p] for v, p in pairs])
        return maps.to(torch.bfloat16).permute(0, 3, 1, 2), thumbs.permute(0, 3, 1, 2).float() / 255

    def pooled(self, views: Tensor, pictures: Tensor) -> Tensor:
        """The head's features before fine-tuning, float32[k, fixed_features]."""
        pairs = zip(views.tolist(), pictures.tolist(), strict=True)
        return torch.stack([self.caches[v].pooled[p] for v, p in pairs]).float()

    def logits(self, views: Tensor, pictures: Tensor) -> Tensor:
        """What the untouched classifier said, float32[k, 1000]."""
        pairs = zip(views.tolist(), pictures.tolist(), strict=True)
        return torch.stack([self.caches[v].logits[p] for v, p in pairs]).float()

    def colour_labels(self, tower: StarterTower) -> list[ColourLabels]:
        return [colour_labels(cache.thumbs, tower.colours) for cache in self.caches]


def cached_views(name: str, files: Sequence[Path], views: Sequence[View], tower: StarterTower, folder: Path) -> Views:
    """The views of a set, from `folder` where an earlier run left them. `tower` is bfloat16 and as pretrained."""
    caches = []
    for number, view in enumerate(views):
        path = folder / f"{name}-{number}-{view}.pt"
        if not path.exists():
            started = time.monotonic()
            _save(_run(files, view, f"{name}{number}", tower), path)
            print(f"{name} {view}: {len(files)} pictures in {time.monotonic() - started:.0f} s", flush=True)
        caches.append(ViewCache(**torch.load(path, mmap=True)))
    return Views(caches)


def _save(cache: ViewCache, path: Path) -> None:
    partial = path.with_suffix(".partial")
    torch.save({field: getattr(cache, field) for field in ViewCache.__dataclass_fields__}, partial)
    partial.rename(path)


@torch.inference_mode()
def _run(files: Sequence[Path], view: View, seed: str, tower: StarterTower) -> ViewCache:
    parts: list[tuple[Tensor, ...]] = []
    with ThreadPoolExecutor(2) as pool:
        decoded = pool.map(lambda item: view_pixels(item[1], view, f"{seed}{item[0]}"), enumerate(files))
        for start in range(0, len(files), _BATCH):
            pixels = np.stack([next(decoded) for _ in range(min(_BATCH, len(files) - start))])
            scaled = torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255
            batch = ((scaled - INPUT_MEAN) / INPUT_STD).to(torch.bfloat16)
            batch = batch.contiguous(memory_format=torch.channels_last)
            maps, colours = tower.stem(batch), thumbnails(batch)
            pooled, logits = tower.features(maps, colours)
            thumbs = (colours * 255).round().to(torch.uint8).permute(0, 2, 3, 1)
            parts.append(
                (maps.permute(0, 2, 3, 1).half(), thumbs, pooled[:, : tower.fixed_features].half(), logits.half())
            )
    return ViewCache(*(torch.cat(columns) for columns in zip(*parts, strict=True)))
