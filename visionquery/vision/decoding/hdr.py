"""Frames with a high dynamic range, as telephones film them, for screens without: HLG and PQ to sRGB. Pure.

Transfer functions, the 1,000 cd/m2 of a nominal HLG display and its gamma of 1.2: ITU-R BT.2100-2. White of ordinary
pictures at 203 cd/m2: ITU-R BT.2408. Primaries: BT.2020 to BT.709, BT.2087.
"""

from __future__ import annotations

from enum import Enum
from functools import lru_cache

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]
Floats = npt.NDArray[np.float32]


class Transfer(Enum):
    """How a frame's numbers stand for light."""

    HLG = "hlg"
    PQ = "pq"


_WHITE = 203.0
_HLG_PEAK = 1000.0
_HLG_GAMMA = 1.2
_BT2020_LUMA = np.array([0.2627, 0.6780, 0.0593], np.float32)
_BT2020_TO_BT709 = np.array(
    [[1.6605, -0.5876, -0.0728], [-0.1246, 1.1329, -0.0083], [-0.0182, -0.1006, 1.1187]], np.float32
)

# Above this share of white, light is pressed together, so that clouds and lamps keep some drawing.
_KNEE = 0.8
# The brightest light that is told apart, as a multiple of white.
_BRIGHTEST = _HLG_PEAK / _WHITE
_STEPS = 1 << 14


def to_srgb_8_bits(rgb: npt.NDArray[np.uint16], transfer: Transfer) -> Bytes:
    """`rgb`, uint16[height, width, 3] of full range with BT.2020 primaries, as 8-bit sRGB of the same shape."""
    light = _light(transfer)[rgb]
    if transfer is Transfer.HLG:
        luminance = light @ _BT2020_LUMA
        light *= (_BRIGHTEST * np.maximum(luminance, 1e-6) ** (_HLG_GAMMA - 1))[..., np.newaxis]
    light = light @ _BT2020_TO_BT709.T
    # By the square root, which gives the dark as many steps as eyes see in it.
    steps = np.sqrt(np.clip(light, 0.0, _BRIGHTEST) / np.float32(_BRIGHTEST)) * (_STEPS - 1)
    shown: Bytes = _shown()[steps.astype(np.uint16)]
    return shown


@lru_cache(maxsize=2)
def _light(transfer: Transfer) -> Floats:
    """For each of 65,536 values: the scene's light (HLG, 0 to 1), or the display's as a multiple of white (PQ)."""
    signal = np.linspace(0.0, 1.0, 1 << 16)
    if transfer is Transfer.HLG:
        a, b, c = 0.17883277, 0.28466892, 0.55991073
        light = np.where(signal <= 0.5, signal**2 / 3, (np.exp((signal - c) / a) + b) / 12)
    else:
        m1, m2, c1, c2, c3 = 0.1593017578125, 78.84375, 0.8359375, 18.8515625, 18.6875
        root = signal ** (1 / m2)
        light = 10_000 / _WHITE * (np.maximum(root - c1, 0) / (c2 - c3 * root)) ** (1 / m1)
    return light.astype(np.float32)


@lru_cache(maxsize=1)
def _shown() -> Bytes:
    """For each step of light: what an sRGB screen is given for it."""
    light = np.linspace(0.0, 1.0, _STEPS) ** 2 * _BRIGHTEST
    above = _KNEE + (1 - _KNEE) * -np.expm1(-(light - _KNEE) / (1 - _KNEE))
    light = np.where(light <= _KNEE, light, above)
    encoded = np.where(light <= 0.0031308, 12.92 * light, 1.055 * light ** (1 / 2.4) - 0.055)
    shown: Bytes = np.rint(encoded * 255).clip(0, 255).astype(np.uint8)
    return shown
