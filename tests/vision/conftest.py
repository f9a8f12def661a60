"""What the tests of decoding share: a pool that is closed again, and a decode of bytes with everyday limits."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from PIL import Image

from visionquery.vision.decoder_pool import DecoderPool
from visionquery.vision.decoding import ReadLimits
from visionquery.vision.decoding.decoded import Target
from visionquery.vision.decoding.picture import Picture, decode
from visionquery.vision.preprocessing import Preprocessing


@pytest.fixture
def open_bytes() -> Callable[..., Picture]:
    """Decode bytes as a file of the given name would be."""

    def open_them(data: bytes, name: str = "picture", max_pixels: int = 300_000_000, target: int = 4096) -> Picture:
        return decode(data, name, Target(target), ReadLimits(max_pixels=max_pixels))

    return open_them


@pytest.fixture
def encoded() -> Callable[..., bytes]:
    """A Pillow image as the bytes of a file."""

    def encode(image: Image.Image, format_name: str, **options: Any) -> bytes:
        buffer = io.BytesIO()
        image.save(buffer, format_name, **options)
        return buffer.getvalue()

    return encode


@pytest.fixture
def make_pool() -> Iterator[Callable[..., DecoderPool]]:
    """Started decoder pools that are closed at the end of the test."""
    pools: list[DecoderPool] = []

    def start(workers: int = 1, **limits: float) -> DecoderPool:
        pool = DecoderPool(workers, ReadLimits(**limits), Preprocessing(64))  # type: ignore[arg-type]
        pools.append(pool)
        pool.start()
        return pool

    yield start
    for pool in pools:
        pool.close()
