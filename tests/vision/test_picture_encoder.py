"""Encoding goes on where memory is short or a device fails."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from visionquery.domain.errors import Fault
from visionquery.vision.device import DeviceChoice, batch_candidates, choose_device
from visionquery.vision.model import find_model
from visionquery.vision.picture_encoder import PictureEncoder

# The real starter in a process that may take so much memory beyond what the loaded model has: a pass of 32 pictures
# needs more, one of a few does not. Only Linux holds a process to such a limit.
SHORT_OF_MEMORY = """
import resource, sys
from pathlib import Path
import numpy as np
from visionquery.vision.encoder import load_encoder
from visionquery.vision.model import find_model

encoder = load_encoder(find_model("starter", Path("x")), "cpu", threads=1)
pixels = np.random.default_rng(0).integers(0, 256, (32, 260, 260, 3), dtype=np.uint8)
alone = np.concatenate([encoder.encode_pixels(pixels[row : row + 1]) for row in range(4)])
pictures = encoder._pictures
pictures._batch._settled = 32
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (int(sys.argv[1]) << 20), resource.RLIM_INFINITY))
try:
    vectors = encoder.encode_pixels(pixels)
except Exception as error:
    print(type(error).__name__)
else:
    print(pictures._batch.current, float((vectors[:4] * alone).sum(1).min()))
"""


def with_room(megabytes: int) -> list[str]:
    done = subprocess.run(
        [sys.executable, "-c", SHORT_OF_MEMORY, str(megabytes)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout.split()


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is limited on Linux only")
def test_a_batch_that_does_not_fit_into_memory_becomes_smaller_ones() -> None:
    rows, agreement = with_room(300)
    assert int(rows) < 32
    assert float(agreement) > 0.999


NO_ROOM_TO_LOAD = """
import resource
from pathlib import Path
from visionquery.domain.errors import ModelUnavailable
from visionquery.vision.device import choose_device
from visionquery.vision.encoder import load_text_tower
from visionquery.vision.model import find_model

spec, choice = find_model("starter", Path("x")), choose_device("cpu")
load_text_tower(spec, choice, 1, print)
used = int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
resource.setrlimit(resource.RLIMIT_AS, (used + (1 << 20), resource.RLIM_INFINITY))
towers = []
try:
    while len(towers) < 100:
        towers.append(load_text_tower(spec, choice, 1, print))
except ModelUnavailable as fault:
    towers.clear()
    print(fault.message)
"""


@pytest.mark.skipif(sys.platform != "linux", reason="memory of a process is limited on Linux only")
def test_a_model_for_which_there_is_no_memory_is_a_fault_in_plain_words() -> None:
    done = subprocess.run(
        [sys.executable, "-c", NO_ROOM_TO_LOAD], capture_output=True, text=True, timeout=120, check=False
    )
    assert "not enough memory to load the model starter" in done.stdout, done.stderr


def test_no_room_for_a_single_picture_is_a_fault() -> None:
    class Hungry:
        def encode(self, pixels: np.ndarray) -> np.ndarray:
            raise MemoryError

    spec = find_model("starter", Path("x"))
    pictures = PictureEncoder(spec, choose_device("cpu"), 1, print, lambda *_: Hungry())  # type: ignore[arg-type]
    with pytest.raises(Fault, match="one picture"):
        pictures.encode(np.zeros((32, 260, 260, 3), np.uint8))


class FailingDevice:
    """Stands in for a graphics processor, of which there is none to break here."""

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        raise RuntimeError("CUDA error: device-side assert triggered")


def test_a_device_that_fails_is_left_for_the_processor_and_that_is_told() -> None:
    told: list[tuple[str, str]] = []
    loaded: list[str] = []

    class Processor:
        def encode(self, pixels: np.ndarray) -> np.ndarray:
            return np.full((len(pixels), 4), 0.5, np.float32)

    def load(_spec: Any, choice: DeviceChoice, _threads: int) -> Any:
        loaded.append(choice.device)
        return FailingDevice() if choice.device == "cuda" else Processor()

    spec = find_model("starter", Path("x"))
    pictures = PictureEncoder(spec, DeviceChoice("cuda", "float16", "test"), 1, lambda *words: told.append(words), load)
    assert pictures.batch_rows == batch_candidates(DeviceChoice("cuda", "float16", ""))[-1]
    assert pictures.encode(np.zeros((40, 260, 260, 3), np.uint8)).shape == (40, 4)
    assert loaded == ["cuda", "cpu"]
    assert pictures.choice.device == "cpu"
    assert "device-side assert" in pictures.choice.reason
    assert len(told) == 1
    pictures.encode(np.zeros((2, 260, 260, 3), np.uint8))
    assert len(told) == 1


def test_what_fails_on_the_processor_is_raised() -> None:
    spec = find_model("starter", Path("x"))
    pictures = PictureEncoder(spec, choose_device("cpu"), 1, print, lambda *_: FailingDevice())  # type: ignore[arg-type]
    with pytest.raises(RuntimeError, match="device-side"):
        pictures.encode(np.zeros((2, 260, 260, 3), np.uint8))


def test_a_device_that_is_asked_for_and_not_there_is_said() -> None:
    assert choose_device("cpu").device == "cpu"
    assert "settings ask for" in choose_device("cpu").reason
    elsewhere = choose_device("hovercraft")
    assert "not there" in elsewhere.reason
    assert choose_device("auto") == choose_device(None)
