"""How much one picture may cost. Plain values, made from the settings by whoever starts the reading."""

from __future__ import annotations

from dataclasses import dataclass


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
