"""Pixels and words to unit vectors of one embedding space, by an open_clip model.

Owned by the worker (or the command line); callable from several threads at once, so that a query need not wait for a
batch of pictures. torch is imported when an encoder is loaded, not before.
"""

from __future__ import annotations

import logging
import threading
import time
from collections import OrderedDict
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from visionquery.domain.errors import Fault, ModelUnavailable, VisionQueryError
from visionquery.system.priority import available_cores
from visionquery.vision.model import ModelSpec
from visionquery.vision.runtime import give_back_memory, prepare_process

if TYPE_CHECKING:
    from visionquery.vision.device import DeviceChoice
    from visionquery.vision.picture_encoder import PictureEncoder
    from visionquery.vision.towers import TextTower

log = logging.getLogger(__name__)

CACHED_TEXTS = 4096
TEXT_BATCH = 32

Pixels = npt.NDArray[np.uint8]
Vectors = npt.NDArray[np.float32]


# Told of a device that failed: what happened, and what it means.
Tell = Callable[[str, str], None]


class UnusableVectors(VisionQueryError):
    """The model gave no finite unit vector for these rows of a batch; nothing of the batch is returned."""

    def __init__(self, rows: Sequence[int]) -> None:
        super().__init__(f"no finite vector for row {', '.join(map(str, rows))} of the batch")
        self.rows = tuple(rows)


def load_encoder(
    spec: ModelSpec,
    device: str | None = None,
    threads: int | None = None,
    *,
    pictures: bool = True,
    tell: Tell | None = None,
) -> Encoder:
    """Load a model; takes seconds, most of them imports.

    Without `pictures` only the half that reads text is loaded, all that a typed question needs; the other half follows
    when it is first used. `device` is a choice of the settings (see `choose_device`). `threads` are for one forward
    pass, by default every core that this process may use; decoder processes share them. `tell` hears when the device
    fails and the processor takes over. Raises `ModelUnavailable`.
    """
    started = time.perf_counter()
    prepare_process()
    with ThreadPoolExecutor(1, thread_name_prefix="fingerprint") as pool:
        fingerprint = pool.submit(spec.fingerprint)
        from visionquery.vision.device import choose_device
        from visionquery.vision.picture_encoder import PictureEncoder

        choice = choose_device(device)
        threads = threads or available_cores()
        text, choice = load_text_tower(spec, choice, threads, tell or _log_only)
        images = PictureEncoder(spec, choice, threads, tell or _log_only)
        if pictures:
            images.load()
        encoder = Encoder(spec, choice, text, images, fingerprint.result())
    _try_words(encoder)
    seconds = time.perf_counter() - started
    log.info("Model %s on %s in %s, loaded in %.1f s", spec.name, choice.device, choice.number_format, seconds)
    log.info("Chosen because: %s", choice.reason)
    return encoder


def load_text_tower(spec: ModelSpec, choice: DeviceChoice, threads: int, tell: Tell) -> tuple[TextTower, DeviceChoice]:
    """The half that reads words, and where to compute: on the processor where the device fails, which `tell` hears.

    Raises `ModelUnavailable`.
    """
    from visionquery.vision.device import DEVICE_FAILED, fall_back
    from visionquery.vision.towers import TextTower, in_a_line, is_out_of_memory

    while True:
        try:
            return TextTower(spec, choice, threads), choice
        except (RuntimeError, MemoryError) as error:
            if choice.device == "cpu":
                if is_out_of_memory(error):
                    message = f"There is not enough memory to load the model {spec.name}."
                    raise ModelUnavailable(message, "Close other programs, or choose a smaller model.") from error
                raise
            log.warning("%s cannot be loaded on %s", spec.name, choice.device, exc_info=True)
            choice = fall_back(choice, in_a_line(error))
        # Outside of the handler, whose traceback would hold on to what was placed on the device.
        tell(*DEVICE_FAILED)


def _try_words(encoder: Encoder) -> None:
    """Encode a first text, which also prepares for the next. Raises `ModelUnavailable`."""
    try:
        encoder.encode_texts(["a photo"])
    except (Fault, MemoryError):
        raise
    except Exception as error:
        # Tokenizers and text towers of a folder that is only nearly a model fail in as many ways as there are.
        log.info("The model %s cannot read words", encoder.name, exc_info=True)
        reason = " ".join(str(error).split())[:200] or type(error).__name__
        message = f"The model {encoder.name} is here, but cannot read words: {reason}"
        raise ModelUnavailable(message, "Install it again, or choose another model.") from error


class Encoder:
    """A loaded model. Every vector that leaves it is finite and of unit length."""

    def __init__(
        self, spec: ModelSpec, choice: DeviceChoice, text: TextTower, pictures: PictureEncoder, fingerprint: str
    ) -> None:
        self._spec = spec
        self._choice = choice
        self._text = text
        self._text_lock = threading.Lock()  # only taken where the tower may move
        self._pictures = pictures
        self._fingerprint = fingerprint
        self._texts: OrderedDict[str, Vectors] = OrderedDict()
        self._texts_lock = threading.Lock()

    @property
    def name(self) -> str:
        return self._spec.name

    @property
    def dimension(self) -> int:
        return self._spec.dimension

    @property
    def device(self) -> str:
        """Where pictures are encoded now."""
        return self._pictures.choice.device

    @property
    def number_format(self) -> str:
        return self._pictures.choice.number_format

    @property
    def reason(self) -> str:
        """Why this device and format."""
        return self._pictures.choice.reason

    @property
    def batch_rows(self) -> int:
        """How many pictures one call should bring, where there are that many."""
        return self._pictures.batch_rows

    @property
    def fingerprint(self) -> str:
        """Identifies the embedding space: two encoders with the same one give vectors that may be compared."""
        return self._fingerprint

    def use_threads(self, threads: int) -> None:
        """Compute on so many cores from now on."""
        self._text.threads = threads
        self._pictures.use_threads(threads)

    def rest(self) -> None:
        """Let go of the half that sees pictures, and of the device: nothing is to be encoded for a while.

        Texts are encoded as before, on the processor; the next picture loads its half again.
        """
        released = self._pictures.release()
        moved = self._choice.device != "cpu" and self._move_text()
        if released or moved:
            give_back_memory()

    def encode_pixels(self, pixels: Pixels) -> Vectors:
        """`uint8[n, size, size, 3]`, as the model's preprocessing leaves them, to `float32[n, d]`, unit rows.

        Raises `UnusableVectors` naming the rows for which the model gives none, `ModelUnavailable` where the half
        that sees pictures cannot be loaded.
        """
        side = self._spec.preprocessing.size
        if pixels.dtype != np.uint8 or pixels.shape[1:] != (side, side, 3):
            raise ValueError(f"expected uint8[n, {side}, {side}, 3], got {pixels.dtype}{list(pixels.shape)}")
        if not len(pixels):
            return np.empty((0, self.dimension), np.float32)
        return _checked(self._of_right_shape(self._pictures.encode(pixels), len(pixels)))

    def encode_texts(self, texts: Sequence[str]) -> Vectors:
        """Texts to `float32[n, d]`, unit rows; those asked for lately come from memory."""
        with self._texts_lock:
            known = {text: self._texts[text] for text in texts if text in self._texts}
            for text in known:
                self._texts.move_to_end(text)
        unknown = [text for text in dict.fromkeys(texts) if text not in known]
        for start in range(0, len(unknown), TEXT_BATCH):
            batch = unknown[start : start + TEXT_BATCH]
            vectors = _checked(self._of_right_shape(self._encode_batch(batch), len(batch)))
            known.update(zip(batch, vectors, strict=True))
        with self._texts_lock:
            for text in unknown:
                self._texts[text] = known[text]
            while len(self._texts) > CACHED_TEXTS:
                self._texts.popitem(last=False)
        return np.stack([known[text] for text in texts]) if texts else np.empty((0, self.dimension), np.float32)

    def _encode_batch(self, texts: Sequence[str]) -> Vectors:
        if self._choice.device == "cpu":
            return self._text.encode(texts)
        with self._text_lock:
            try:
                return self._text.encode(texts)
            except RuntimeError:
                from visionquery.vision.device import choose_device

                log.warning("Words cannot be encoded on %s any more", self._choice.device, exc_info=True)
                self._text.reload(choose_device("cpu"))
                return self._text.encode(texts)

    def _move_text(self) -> bool:
        """Have words encoded on the processor from now on; whether they were not already."""
        from visionquery.vision.device import choose_device
        from visionquery.vision.towers import release_device_memory

        with self._text_lock:
            if self._text.device == "cpu":
                return False
            try:
                self._text.reload(choose_device("cpu"))
            except ModelUnavailable:
                log.warning("The half of %s that reads words stays on the device", self.name, exc_info=True)
                return False
        release_device_memory(self._choice)
        return True

    def _of_right_shape(self, vectors: Vectors, rows: int) -> Vectors:
        if vectors.shape != (rows, self.dimension):
            message = f"The model {self.name} gives {list(vectors.shape)} numbers instead of {[rows, self.dimension]}."
            raise ModelUnavailable(message, "Install it again, or choose another model.")
        return vectors


def _log_only(message: str, advice: str) -> None:
    log.warning("%s %s", message, advice)


def _checked(vectors: Vectors) -> Vectors:
    with np.errstate(invalid="ignore"):
        off = ~(np.abs(np.linalg.norm(vectors, axis=1) - 1) < 1e-3)
    if off.any():
        raise UnusableVectors(np.flatnonzero(off).tolist())
    return vectors
