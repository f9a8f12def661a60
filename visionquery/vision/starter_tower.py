"""The image tower of the starter model, registered with timm so that open_clip builds it like any other.

Importing this module is all that is needed before open_clip reads `resources/models/starter`. Owned by whichever
thread loads the encoder; knows torch and timm only. How it was trained: `packaging/starter_model/`.
"""

from __future__ import annotations

from typing import Any

import timm
import torch
from timm.models import register_model
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812 (its usual name)

BACKBONE = "tf_efficientnet_lite2"
INPUT_MEAN, INPUT_STD = 127 / 255, 128 / 255
JOINT_WIDTH = 382
EMBEDDING_WIDTH = JOINT_WIDTH + 2
CLASS_VECTOR_WIDTH = 384
QUERY_BANK = 2560
HUBNESS_TEMPERATURE = 0.05
JOINT_SHARE = 0.8
HUBNESS_GAIN = 0.83
STEM_BLOCKS = 4
"""Blocks 0 to 3 stay as they were trained on ImageNet; what comes after them is tuned for captions."""

_LEVEL_CHANNELS = (88, 120, 208, 352, 1280)
_ATTENTION_MAPS = 32
_HIDDEN_WIDTH = 1792
_COLOUR_SPREAD = 14.0

COLOUR_PROTOTYPES: dict[str, tuple[tuple[int, int, int], ...]] = {
    "black": ((15, 15, 18), (45, 45, 45)),
    "white": ((250, 250, 250), (225, 225, 222)),
    "gray": ((128, 128, 128), (170, 172, 175), (85, 85, 88)),
    "red": ((200, 25, 30), (150, 20, 25)),
    "orange": ((240, 130, 20),),
    "yellow": ((245, 220, 30), (220, 190, 60)),
    "green": ((50, 150, 50), (35, 85, 35), (120, 150, 60), (130, 200, 70)),
    "turquoise": ((60, 190, 190),),
    "blue": ((40, 80, 190), (25, 40, 110), (110, 160, 220)),
    "purple": ((110, 50, 140), (150, 110, 190)),
    "pink": ((240, 120, 170), (245, 185, 200)),
    "brown": ((110, 65, 35), (75, 50, 35)),
    "beige": ((210, 180, 140), (225, 190, 165)),
}
"""What people call colours, each by a few sRGB values that span it."""


def cielab(rgb: Tensor) -> Tensor:
    """sRGB in [0, 1], float32[..., 3], as CIE 1976 L*a*b* under D65, float32[..., 3]."""
    linear = torch.where(rgb <= 0.04045, rgb / 12.92, ((rgb.clamp_min(0.04045) + 0.055) / 1.055) ** 2.4)
    to_xyz = rgb.new_tensor([[0.4339, 0.3762, 0.1899], [0.2126, 0.7152, 0.0722], [0.0177, 0.1095, 0.8728]])
    xyz = linear @ to_xyz.T
    f = torch.where(xyz > 0.008856, xyz.clamp_min(0.008856) ** (1 / 3), 7.787 * xyz + 16 / 116)
    return torch.stack((116 * f[..., 1] - 16, 500 * (f[..., 0] - f[..., 1]), 200 * (f[..., 1] - f[..., 2])), dim=-1)


class ColourNaming(nn.Module):
    """Says for each place of a picture how much of each colour it shows. Fixed: nothing in it is learned.

    EfficientNet was trained to name classes whatever their colour, and pooling forgets what was where: a model on
    its features alone finds cars for "red car", mostly grey ones. These maps put the colours back.
    """

    weights: Tensor
    shades: Tensor
    names: Tensor

    def __init__(self) -> None:
        super().__init__()
        values = [rgb for shades in COLOUR_PROTOTYPES.values() for rgb in shades]
        owners = [index for index, shades in enumerate(COLOUR_PROTOTYPES.values()) for _ in shades]
        # Lightness counts for less than hue: a colour keeps its name in the shade.
        self.register_buffer("weights", torch.tensor([0.7, 1.0, 1.0]), persistent=False)
        self.register_buffer("shades", cielab(torch.tensor(values) / 255), persistent=False)
        self.register_buffer("names", F.one_hot(torch.tensor(owners)).float(), persistent=False)

    def forward(self, rgb: Tensor) -> Tensor:
        """Of colours float32[n, 3, h, w] in [0, 1] the share of each shade, float32[n, shades, h, w], sum 1."""
        weights = self.weights.float()
        places = cielab(rgb.permute(0, 2, 3, 1)) * weights
        shades = self.shades.float() * weights
        distance = places.square().sum(-1, keepdim=True) - 2 * places @ shades.T + shades.square().sum(-1)
        return torch.softmax(-distance / (2 * _COLOUR_SPREAD**2), dim=-1).permute(0, 3, 1, 2)


class StarterTower(nn.Module):
    """EfficientNet-Lite2 seen at five depths, named colours, and ImageNet's class names, in one vector.

    The joint vector is `normalize(mlp(features) + gain * names)` where `names` is the sum of the sentence vectors of
    the 1,000 class names, weighted by the classifier's probabilities (ConSE, Norouzi et al. 2014): it keeps what
    ImageNet knows and 6,000 captioned photographs do not show.

    Some pictures lie near every query and crowd the results ("hubs", Radovanovic et al. 2010). Each is therefore
    compared with a bank of typical queries, and how near it lies to all of them is held against it: a component of
    the vector that every text meets with the same positive constant. A last component makes all vectors equally
    long, so that the correction survives normalisation.
    """

    num_features = EMBEDDING_WIDTH
    feature_mean: Tensor
    feature_scale: Tensor
    class_vectors: Tensor
    queries: Tensor
    query_shares: Tensor
    usual_hubness: Tensor

    def __init__(self) -> None:
        super().__init__()
        self.trunk: Any = fold_batch_norm(timm.create_model(BACKBONE, pretrained=False))
        self.colours = ColourNaming()
        shades, names = self.colours.names.shape
        late = _LEVEL_CHANNELS[2] + _LEVEL_CHANNELS[3]
        self.attend_fine = nn.Conv2d(_LEVEL_CHANNELS[1], _ATTENTION_MAPS, 1)
        self.attend_coarse = nn.Conv2d(late, _ATTENTION_MAPS, 1)
        self.fixed_features = sum(_LEVEL_CHANNELS) + 10 * shades
        width = self.fixed_features + _ATTENTION_MAPS * names
        self.register_buffer("feature_mean", torch.zeros(width))
        self.register_buffer("feature_scale", torch.ones(width))
        self.mlp = nn.Sequential(
            nn.Dropout(0.4),
            nn.Linear(width, _HIDDEN_WIDTH),
            nn.GELU(),
            nn.Dropout(0.6),
            nn.Linear(_HIDDEN_WIDTH, JOINT_WIDTH),
        )
        self.register_buffer("class_vectors", torch.zeros(1000, CLASS_VECTOR_WIDTH))
        self.class_projection = nn.Linear(CLASS_VECTOR_WIDTH, JOINT_WIDTH, bias=False)
        self.register_buffer("queries", torch.zeros(QUERY_BANK, JOINT_WIDTH))
        self.register_buffer("query_shares", torch.full((QUERY_BANK,), 1 / QUERY_BANK))
        self.register_buffer("usual_hubness", torch.zeros(()))

    def forward(self, pixels: Tensor) -> Tensor:
        """Of normalised pictures [n, 3, 260, 260], in the tower's dtype, unit vectors float32[n, EMBEDDING_WIDTH]."""
        return self.corrected(self.joint(*self.features(self.stem(pixels), thumbnails(pixels))))

    def stem(self, pixels: Tensor) -> Tensor:
        """What the frozen blocks see: maps [n, 88, 17, 17]."""
        maps: Tensor = self.trunk.bn1(self.trunk.conv_stem(pixels))
        for block in self.trunk.blocks[:STEM_BLOCKS]:
            maps = block(maps)
        return maps

    def features(self, maps: Tensor, rgb: Tensor) -> tuple[Tensor, Tensor]:
        """All that the head looks at, float32[n, features], and the logits of the classes, float32[n, 1000].

        From the maps of `stem` and the picture's colours float32[n, 3, 65, 65] in [0, 1]. The first `fixed_features`
        are there before anything is trained: pooled levels, and shades overall and in a 3 by 3 grid.
        """
        levels = [maps]
        for block in self.trunk.blocks[STEM_BLOCKS:]:
            levels.append(block(levels[-1]))
        levels.append(self.trunk.bn2(self.trunk.conv_head(levels[-1])))
        pooled = [level.mean((2, 3)) for level in levels]
        logits = self.trunk.classifier(pooled[-1])
        shades = self.colours(rgb)
        grid = [F.adaptive_avg_pool2d(shades, side).flatten(1).sqrt() for side in (1, 3)]
        described = [level.float() for level in pooled] + grid + [self._attended_colours(levels, shades)]
        return torch.cat(described, dim=1), logits.float()

    def _attended_colours(self, levels: list[Tensor], shades: Tensor) -> Tensor:
        """How much of each named colour lies where each attention map looks, float32[n, maps * names]."""
        fine = self.attend_fine(levels[1]).float()
        coarse = self.attend_coarse(torch.cat(levels[2:4], dim=1)).float()
        coarse = F.interpolate(coarse, size=fine.shape[-2:], mode="bilinear", align_corners=False)
        attention = torch.sigmoid(fine + coarse).flatten(2)
        places = F.adaptive_avg_pool2d(shades, fine.shape[-2:]).flatten(2).transpose(1, 2)
        names = self.colours.names.float()
        attended = attention @ (places @ names) / attention.shape[-1]
        return attended.clamp_min(1e-6).sqrt().flatten(1)

    def joint(self, features: Tensor, logits: Tensor) -> Tensor:
        """The unit vector that is trained against captions, float32[n, JOINT_WIDTH].

        In float32 whatever the tower's dtype: bfloat16 here would cost 0.3 points of recall and save no time.
        """
        hidden = ((features - self.feature_mean.float()) * self.feature_scale.float()).clamp(-8, 8)
        for layer in self.mlp:
            if isinstance(layer, nn.Linear):
                hidden = F.linear(hidden, layer.weight.float(), layer.bias.float())
            else:
                hidden = layer(hidden)
        names = F.normalize(torch.softmax(logits, dim=1) @ self.class_vectors.float(), dim=1)
        return F.normalize(hidden + F.linear(names, self.class_projection.weight.float()), dim=1)

    def hubness(self, joint: Tensor) -> Tensor:
        """How near unit vectors float32[n, JOINT_WIDTH] lie to the typical queries, as a soft maximum, float32[n]."""
        near = joint @ self.queries.float().T / HUBNESS_TEMPERATURE + self.query_shares.float().log()
        return HUBNESS_TEMPERATURE * torch.logsumexp(near, dim=1)

    def corrected(self, joint: Tensor) -> Tensor:
        """Joint vectors as unit vectors float32[n, EMBEDDING_WIDTH] with their hubness held against them."""
        excess = self.hubness(joint) - self.usual_hubness.float()
        against = (-HUBNESS_GAIN * excess).clamp(-0.55, 0.55)
        rest = (1 - JOINT_SHARE**2 - against.square()).sqrt()
        return torch.cat((JOINT_SHARE * joint, against[:, None], rest[:, None]), dim=1)


def thumbnails(pixels: Tensor) -> Tensor:
    """Of normalised pictures [n, 3, 260, 260] their colours at a quarter of the side, float32[n, 3, 65, 65]."""
    return F.avg_pool2d(pixels.float() * INPUT_STD + INPUT_MEAN, 4).clamp(0, 1)


def fold_batch_norm(trunk: Any) -> Any:
    """Put each normalisation of an EfficientNet into the convolution before it, in place; the function is the same.

    The statistics are frozen in training and in use; folded, the tower is a tenth faster and has fewer tensors.
    """
    for module in list(trunk.modules()):
        for convolution_name, norm_name in _folded_pairs(module):
            convolution, norm = getattr(module, convolution_name), getattr(module, norm_name)
            weight, bias = torch.nn.utils.fusion.fuse_conv_bn_weights(
                convolution.weight, None, norm.running_mean, norm.running_var, norm.eps, norm.weight, norm.bias
            )
            convolution.weight, convolution.bias = nn.Parameter(weight.detach()), nn.Parameter(bias.detach())
            setattr(module, norm_name, norm.act)
    return trunk


def _folded_pairs(module: nn.Module) -> list[tuple[str, str]]:
    """Which convolution feeds which normalisation, by timm's names."""
    if hasattr(module, "conv_pwl"):
        return [("conv_pw", "bn1"), ("conv_dw", "bn2"), ("conv_pwl", "bn3")]
    if hasattr(module, "conv_dw"):
        return [("conv_dw", "bn1"), ("conv_pw", "bn2")]
    if hasattr(module, "conv_stem"):
        return [("conv_stem", "bn1"), ("conv_head", "bn2")]
    return []


@register_model  # type: ignore[untyped-decorator]
def visionquery_starter(pretrained: bool = False, **_: Any) -> StarterTower:
    """timm's entry point. open_clip asks for it by name; weights come with the checkpoint, never from a hub."""
    if pretrained:
        raise ValueError("the starter tower has no weights of its own: load the checkpoint folder")
    return StarterTower()
