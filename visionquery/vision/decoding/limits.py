"""How much one picture may cost. Plain values, made from the settings by whoever starts the reading."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, slots=True)
class ReadLimits:
    """Bounds on one picture.

    `max_pixels` is checked against the header before anything is decoded. `seconds` (of processor time; three times as
    much on the clock) and `megabytes` (of address space on Linux, of resident memory elsewhere, beyond what an idle
    decoder has) hold in a decoder process only.
    """

    max_pixels: int = 300_000_000
    max_bytes: int = 2 << 30
    seconds: float = 60.0
    megabytes: int = 4096

    @classmethod
    def of(cls, settings: Mapping[str, Any]) -> ReadLimits:
        """As the library's settings have them."""
        return cls(
            max_pixels=settings["max_megapixels"] * 1_000_000,
            seconds=float(settings["decode_seconds"]),
            megabytes=settings["decode_megabytes"],
        )
