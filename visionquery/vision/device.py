"""Where the encoder computes, and in which number format. Imports torch: called by the thread that loads the encoder.

Formats are never mixed by autocast: on processors with fast bfloat16 it is slower than plain float32, while towers
cast to bfloat16 once run 2.2 to 2.4 times as fast (ViT-B/32), with a cosine of 0.9999 to float32.
"""

from __future__ import annotations

import platform
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Literal

import torch

Device = Literal["cpu", "cuda", "mps"]
NumberFormat = Literal["float32", "bfloat16", "float16"]

# What is told where the processor takes over from a device.
DEVICE_FAILED = (
    "The graphics processor failed, so the processor encodes now.",
    "This is slower, and nothing is lost. VisionQuery tries the device again at its next start.",
)

_BFLOAT16_FLAGS = {"avx512_bf16": "AVX512-BF16", "amx_bf16": "AMX"}


@dataclass(frozen=True, slots=True)
class DeviceChoice:
    """A device, the towers' number format on it, and why, in words for a person."""

    device: Device
    number_format: NumberFormat
    reason: str

    @property
    def dtype(self) -> torch.dtype:
        dtype: torch.dtype = getattr(torch, self.number_format)
        return dtype


def choose_device(wanted: str | None = None) -> DeviceChoice:
    """The fastest device whose results are known to agree with float32.

    `wanted` ('cpu', 'cuda' or 'mps'; 'auto' or None for the fastest) decides where it names one that is there.
    """
    found = {"cuda": _choose_cuda, "mps": _choose_mps, "cpu": _choose_on_processor}
    if wanted in found:
        choice = found[wanted]()
        if choice is not None:
            return replace(choice, reason=f"the settings ask for it; {choice.reason}")
    choice = _choose_cuda() or _choose_mps() or _choose_on_processor()
    if wanted in (None, "auto"):
        return choice
    return replace(choice, reason=f"the settings ask for {wanted!r}, which is not there; {choice.reason}")


def fall_back(choice: DeviceChoice, why: str) -> DeviceChoice:
    """The processor instead of a device that failed."""
    return replace(_choose_on_processor(), reason=f"{choice.device} failed ({why})")


def batch_candidates(choice: DeviceChoice) -> tuple[int, ...]:
    """Sizes of batches worth trying on a device, ascending."""
    return (32, 64, 128, 256) if choice.device == "cuda" else (8, 16, 32)


def _choose_cuda() -> DeviceChoice | None:
    if not torch.cuda.is_available():
        return None
    name = torch.cuda.get_device_name()
    # As fast as float16 from Ampere on, and nothing overflows in it; older ones only emulate it.
    if torch.cuda.get_device_capability() >= (8, 0):
        return DeviceChoice("cuda", "bfloat16", f"{name} computes bfloat16 as fast as half precision")
    return DeviceChoice("cuda", "float16", f"{name} is faster in half precision")


def _choose_mps() -> DeviceChoice | None:
    if not torch.backends.mps.is_available():
        return None
    return DeviceChoice("mps", "float32", "Apple's graphics processor; half precision was not measured on it")


def _choose_on_processor() -> DeviceChoice:
    flags = _processor_flags()
    if flags is None:
        return DeviceChoice("cpu", "float32", "this system does not tell whether the processor is fast in bfloat16")
    found = [title for flag, title in _BFLOAT16_FLAGS.items() if flag in flags]
    if found:
        return DeviceChoice("cpu", "bfloat16", f"the processor has {' and '.join(found)}")
    return DeviceChoice("cpu", "float32", f"this {platform.machine()} processor has neither AVX512-BF16 nor AMX")


def _processor_flags(cpuinfo: Path = Path("/proc/cpuinfo")) -> set[str] | None:
    """What the first processor can do, by Linux's names; None where neither the system nor torch tells.

    torch asks the processor itself, on every system, but only newer releases do and not by a public name.
    """
    try:
        for line in cpuinfo.read_text(encoding="ascii", errors="replace").splitlines():
            name, _, value = line.partition(":")
            if name.strip() in ("flags", "Features"):
                return set(value.split())
    except OSError:
        pass
    probes = {"avx512_bf16": "_is_avx512_bf16_supported", "amx_bf16": "_is_amx_tile_supported"}
    answers = {flag: getattr(torch.cpu, probe, None) for flag, probe in probes.items()}
    if not any(answers.values()):
        return None
    return {flag for flag, probe in answers.items() if probe is not None and probe()}
