"""Reads off pixels which colour the thing in the middle of a picture has: supervision that costs no labels."""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from visionquery.vision.starter_tower import COLOUR_PROTOTYPES, ColourNaming

NAMES = tuple(COLOUR_PROTOTYPES)
_SHARE_IN_CENTRE, _SHARE_AT_BORDER = 0.35, 0.2


@dataclass(frozen=True, slots=True)
class ColourLabels:
    """Of n pictures the colour of the object and of the border, int64[n], as indices into NAMES; -1: not clear."""

    object: Tensor
    border: Tensor


@torch.inference_mode()
def colour_labels(thumbs: Tensor, naming: ColourNaming) -> ColourLabels:
    """From uint8[n, 65, 65, 3]. A label needs 35 percent of the (Gaussian) centre and under 20 of the border: so the
    colour is the object's and not the ground's. About one object photograph in ten qualifies, of recoloured ones too.
    """
    line = torch.linspace(-1, 1, thumbs.shape[1])
    centre = torch.exp(-(line[:, None].square() + line.square()) / (2 * 0.35**2))
    border = ((line.abs()[:, None] > 0.75) | (line.abs() > 0.75)).float()
    objects, borders = [], []
    for batch in thumbs.split(256):
        shades = naming(batch.permute(0, 3, 1, 2).float() / 255)
        names = torch.einsum("nshw,sk->nkhw", shades, naming.names.float())
        inside = (names * centre).sum((2, 3)) / centre.sum()
        outside = (names * border).sum((2, 3)) / border.sum()
        share, colour = inside.max(1)
        clear = (share > _SHARE_IN_CENTRE) & (outside.gather(1, colour[:, None])[:, 0] < _SHARE_AT_BORDER)
        objects.append(torch.where(clear, colour, -1))
        borders.append(outside.argmax(1))
    return ColourLabels(torch.cat(objects), torch.cat(borders))
