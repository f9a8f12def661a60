"""The half of a model that sees pictures, kept running: loaded when it is first needed, in batches that fit, on the
processor where its device fails.

Used by the thread that encodes and by questions with an example, a pass at a time in turns. Imports torch by way of
the towers.
"""

from __future__ import annotations

import gc
import logging
import threading
import time
from collections.abc import Callable

import numpy as np
import numpy.typing as npt

from visionquery.domain.errors import Fault
from visionquery.vision.batch_size import BatchSize
from visionquery.vision.device import DEVICE_FAILED, DeviceChoice, batch_candidates, fall_back
from visionquery.vision.model import ModelSpec
from visionquery.vision.parallel_passes import ParallelPasses
from visionquery.vision.towers import (
    ImageTower,
    in_a_line,
    is_out_of_memory,
    load_image_tower,
    release_device_memory,
    use_threads,
)

log = logging.getLogger(__name__)

Pixels = npt.NDArray[np.uint8]
Vectors = npt.NDArray[np.float32]
LoadTower = Callable[[ModelSpec, DeviceChoice, int], ImageTower]


class PictureEncoder:
    """Encodes any number of pictures. `tell(message, advice)` hears when the processor takes over from a device."""

    def __init__(
        self,
        spec: ModelSpec,
        choice: DeviceChoice,
        threads: int,
        tell: Callable[[str, str], None],
        load_tower: LoadTower = load_image_tower,
    ) -> None:
        self._spec = spec
        self._choice = choice
        self._passes = ParallelPasses(threads, use_threads)
        self._tell = tell
        self._load_tower = load_tower
        self._lock = threading.RLock()
        self._tower: ImageTower | None = None
        self._batch = BatchSize(batch_candidates(choice))

    def use_threads(self, threads: int) -> None:
        """Encode on so many cores from the next batch on."""
        self._passes.threads = threads

    @property
    def choice(self) -> DeviceChoice:
        """The device and the format in use."""
        return self._choice

    @property
    def batch_rows(self) -> int:
        """How many pictures are worth waiting for."""
        return self._batch.largest

    def load(self) -> None:
        """Load the tower now, on the processor where it does not fit on the device. Raises `ModelUnavailable`."""
        with self._lock:
            try:
                self._loaded()
            except RuntimeError as error:
                if self._choice.device == "cpu":
                    raise
                why = in_a_line(error)
            else:
                return
            self._leave_device(why)
            self._loaded()

    def release(self) -> bool:
        """Forget the tower until the next picture; whether there was one."""
        with self._lock:
            if self._tower is None:
                return False
            self._tower = None
            gc.collect()
            release_device_memory(self._choice)
            log.info("The part of %s that sees pictures was let go of", self._spec.name)
            return True

    def encode(self, pixels: Pixels) -> Vectors:
        """`uint8[n, h, w, 3]`, n > 0, to what the tower makes of them, `float32[n, d]`.

        Raises `ModelUnavailable`, or `Fault` where not even one picture fits into memory.
        """
        parts: list[Vectors] = []
        done = 0
        while done < len(pixels):
            with self._lock:
                batch = pixels[done : done + self._batch.current]
                started = time.perf_counter()
                vectors = self._attempt(batch)
                if vectors is None:
                    continue
                self._batch.measured(len(batch), time.perf_counter() - started)
            parts.append(vectors)
            done += len(batch)
        return np.concatenate(parts)

    def _attempt(self, batch: Pixels) -> Vectors | None:
        """None where the same must be tried with fewer pictures, or on the processor."""
        try:
            tower = self._loaded()
            return self._passes.run(tower.encode, batch) if self._choice.device == "cpu" else tower.encode(batch)
        except (RuntimeError, MemoryError) as error:
            short, why = is_out_of_memory(error), in_a_line(error)
            if self._choice.device == "cpu" and not short:
                raise
            log.warning("%d pictures failed on %s: %s", len(batch), self._choice.device, why)
        # Outside of the handler, whose traceback would hold on to the tensors of the failed pass.
        if short:
            self._make_room()
            if self._batch.shrink(len(batch)):
                return None
        if self._choice.device == "cpu":
            raise Fault(
                "There is not enough memory to encode even one picture.",
                "Close other programs, or choose a smaller model in the settings.",
            )
        self._leave_device(why)
        return None

    def _loaded(self) -> ImageTower:
        if self._tower is None:
            self._tower = self._load_tower(self._spec, self._choice, self._passes.threads)
        return self._tower

    def _make_room(self) -> None:
        gc.collect()
        release_device_memory(self._choice)

    def _leave_device(self, why: str) -> None:
        self._tower = None
        self._choice = fall_back(self._choice, why)
        self._batch = BatchSize(batch_candidates(self._choice))
        self._tell(*DEVICE_FAILED)
