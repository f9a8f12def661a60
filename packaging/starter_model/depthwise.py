"""Depthwise convolutions with frozen weights whose gradient is a convolution too.

The library's own backward pass of a depthwise convolution takes 50 to 120 ms a batch of 32 here where the forward
pass takes 2: three quarters of a training step. Their weights, 1.5 percent of the trunk's, stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

import torch
from torch import Tensor, nn
from torch.nn import functional as F  # noqa: N812


class _FrozenDepthwise(torch.autograd.Function):
    @staticmethod
    def forward(ctx: Any, maps: Tensor, weight: Tensor, bias: Tensor, stride: int) -> Tensor:
        ctx.save_for_backward(weight)
        ctx.stride, ctx.shape = stride, maps.shape
        return F.conv2d(maps, weight, bias, stride, weight.shape[-1] // 2, 1, weight.shape[0])

    @staticmethod
    def backward(ctx: Any, *gradients: Tensor) -> tuple[Tensor, None, None, None]:
        (weight,) = ctx.saved_tensors
        (gradient,) = gradients
        if ctx.stride > 1:
            spread = gradient.new_zeros(ctx.shape).contiguous(memory_format=torch.channels_last)
            spread[..., :: ctx.stride, :: ctx.stride] = gradient
            gradient = spread
        flipped = weight.flip(2, 3).contiguous(memory_format=torch.channels_last)
        gradient = gradient.contiguous(memory_format=torch.channels_last)
        return F.conv2d(gradient, flipped, None, 1, weight.shape[-1] // 2, 1, weight.shape[0]), None, None, None


class FrozenDepthwise(nn.Module):
    """Stands in for an odd-sized 'same' depthwise convolution on maps of odd size."""

    def __init__(self, convolution: nn.Conv2d) -> None:
        super().__init__()
        self.convolution = convolution

    def forward(self, maps: Tensor) -> Tensor:
        weight, bias = self.convolution.weight.detach(), self.convolution.bias.detach()
        result: Tensor = _FrozenDepthwise.apply(maps, weight, bias, self.convolution.stride[0])
        return result


def freeze_depthwise(blocks: Iterable[Any]) -> None:
    for block in blocks:
        for layer in block:
            layer.conv_dw = FrozenDepthwise(layer.conv_dw)


def thaw_depthwise(blocks: Iterable[Any]) -> None:
    """Undo `freeze_depthwise`."""
    for block in blocks:
        for layer in block:
            layer.conv_dw = layer.conv_dw.convolution
