"""Real models through the encoder: true architectures with random weights against plain open_clip, and the starter."""

from __future__ import annotations

import json
import socket
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from PIL import Image
from small_models import multilingual_repositories

from visionquery.domain.errors import ModelUnavailable
from visionquery.vision import encoder as encoder_module
from visionquery.vision.device import DeviceChoice
from visionquery.vision.encoder import Encoder, UnusableVectors, load_encoder, load_text_tower
from visionquery.vision.model import CONFIG_NAME, LOCAL_PREFIX, WEIGHTS_NAMES, find_model, read_model
from visionquery.vision.picture_encoder import PictureEncoder
from visionquery.vision.runtime import prepare_process

TEXTS = ["a dog on the beach", "x", "", "two children playing soccer in the park " * 8]

SMALL_VISION = {"image_size": 32, "layers": 2, "width": 64, "patch_size": 8}
SMALL_TEXT = {"context_length": 20, "vocab_size": 49408, "width": 64, "heads": 2, "layers": 2}
ARCHITECTURES: dict[str, dict[str, Any]] = {
    "clip": {"vision_cfg": SMALL_VISION, "text_cfg": SMALL_TEXT},
    "quick": {"vision_cfg": SMALL_VISION, "text_cfg": SMALL_TEXT, "quick_gelu": True},
    "residual": {
        "vision_cfg": {"image_size": 32, "layers": [1, 1, 1, 1], "width": 16, "head_width": 16},
        "text_cfg": SMALL_TEXT,
    },
    "siglip": {
        "vision_cfg": SMALL_VISION,
        "text_cfg": {**SMALL_TEXT, "no_causal_mask": True, "pool_type": "last", "proj_bias": True},
        "custom_text": True,
        "init_logit_bias": -10,
    },
}


@pytest.fixture(scope="module", autouse=True)
def prepared() -> None:
    prepare_process()


@pytest.fixture
def no_network(monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever asks the network fails the test, and the environment does not help."""
    for name in ("HF_HUB_OFFLINE", "TRANSFORMERS_OFFLINE"):
        monkeypatch.delenv(name, raising=False)

    def refuse(*_: Any) -> None:
        raise AssertionError("the network was asked")

    monkeypatch.setattr(socket, "getaddrinfo", refuse)
    monkeypatch.setattr(socket.socket, "connect", refuse)


def build(folder: Path, config: dict[str, Any], half: bool = False) -> Any:
    """Write a model folder with random weights; returns open_clip's own model of it."""
    import torch
    from safetensors.torch import save_file

    from visionquery.vision.torchvision_compat import ensure_importable, lean_imports

    with lean_imports():
        ensure_importable()
        import open_clip
    folder.mkdir(parents=True, exist_ok=True)
    (folder / CONFIG_NAME).write_text(json.dumps({"model_cfg": config, "preprocess_cfg": {}}))
    torch.manual_seed(7)
    model = open_clip.create_model(LOCAL_PREFIX + str(folder), load_weights=False, pretrained_text=False)
    state = {name: value.half() if half else value for name, value in model.state_dict().items()}
    save_file({name: value.contiguous() for name, value in state.items()}, folder / WEIGHTS_NAMES[0])
    return open_clip.create_model(LOCAL_PREFIX + str(folder)).eval()


def expected(model: Any, folder: Path, pixels: np.ndarray, texts: list[str]) -> tuple[np.ndarray, np.ndarray]:
    """What plain open_clip makes of them in float32."""
    import open_clip
    import torch

    spec = read_model("model", folder)
    scaled = (torch.from_numpy(pixels).permute(0, 3, 1, 2).float() / 255 - torch.tensor(spec.mean).view(3, 1, 1)) / (
        torch.tensor(spec.std).view(3, 1, 1)
    )
    with torch.inference_mode():
        images = model.encode_image(scaled, normalize=True).numpy()
        tokens = open_clip.get_tokenizer(LOCAL_PREFIX + str(folder))(texts)
        return images, model.encode_text(tokens, normalize=True).numpy()


def noise(count: int, side: int) -> np.ndarray:
    return np.random.default_rng(3).integers(0, 256, (count, side, side, 3), dtype=np.uint8)


@pytest.mark.parametrize("name", ARCHITECTURES)
def test_every_architecture_agrees_with_plain_open_clip(tmp_path: Path, name: str) -> None:
    folder = tmp_path / name
    model = build(folder, {"embed_dim": 48, **ARCHITECTURES[name]})
    loaded = load_encoder(read_model(name, folder), "cpu", threads=1)
    pixels = noise(35, 32)
    images, texts = expected(model, folder, pixels, TEXTS)
    assert loaded.dimension == 48
    assert (loaded.encode_pixels(pixels) * images).sum(1).min() > 0.999
    assert (loaded.encode_texts(TEXTS) * texts).sum(1).min() > 0.999


@pytest.mark.slow
def test_a_vit_b_32_agrees_with_plain_open_clip(tmp_path: Path) -> None:
    import open_clip

    folder = tmp_path / "vit"
    model = build(folder, open_clip.get_model_config("ViT-B-32"), half=True)
    loaded = load_encoder(read_model("ViT-B-32", folder), "cpu")
    pixels = noise(5, 224)
    images, texts = expected(model, folder, pixels, TEXTS)
    vectors = loaded.encode_pixels(pixels)
    assert vectors.shape == (5, 512)
    assert vectors.dtype == np.float32
    assert (vectors * images).sum(1).min() >= 0.999
    assert (loaded.encode_texts(TEXTS) * texts).sum(1).min() >= 0.999


@pytest.fixture(scope="module")
def starter() -> Encoder:
    return load_encoder(find_model("starter", Path("nowhere")), "cpu", threads=1)


@pytest.mark.usefixtures("no_network")
def test_the_starter_loads_and_answers_without_a_network() -> None:
    spec = find_model("starter", Path("nowhere"))
    loaded = load_encoder(spec, "cpu", threads=1)
    assert loaded.encode_texts(["a dog"]).shape == (1, spec.dimension)
    assert loaded.fingerprint == spec.fingerprint()


@pytest.mark.usefixtures("no_network")
def test_a_text_tower_that_is_not_there_is_a_fault_and_no_request(tmp_path: Path) -> None:
    starter = find_model("starter", Path("nowhere"))
    folder = tmp_path / "bare"
    folder.mkdir()
    config = json.loads((starter.folder / CONFIG_NAME).read_text())
    config["model_cfg"]["text_cfg"] |= {"hf_model_name": "roberta-base", "hf_tokenizer_name": "roberta-base"}
    (folder / CONFIG_NAME).write_text(json.dumps(config))
    (folder / WEIGHTS_NAMES[0]).symlink_to(starter.weights)
    with pytest.raises(ModelUnavailable) as caught:
        load_encoder(read_model("bare", folder), "cpu", threads=1)
    assert caught.value.advice


def test_the_starter_finds_a_photo_by_its_caption(starter: Encoder, flickr_dev: list[tuple[Path, str]]) -> None:
    paths = list(dict.fromkeys(path for path, _ in flickr_dev))[:40]
    captions = [next(caption for path, caption in flickr_dev if path == wanted) for wanted in paths]
    preprocessing = find_model("starter", Path("nowhere")).preprocessing
    pixels = np.stack([preprocessing.apply(Image.open(path).convert("RGB")) for path in paths])
    best = (starter.encode_texts(captions) @ starter.encode_pixels(pixels).T).argsort(axis=1)[:, -5:]
    assert np.mean([row in best[row] for row in range(len(paths))]) > 0.8


def test_a_text_means_the_same_alone_as_in_a_batch(starter: Encoder) -> None:
    short, long = "a red car", "a brown dog jumps over a small stream in the woods while two people watch"
    together = starter._text.encode([short, long])
    alone = np.concatenate([starter._text.encode([short]), starter._text.encode([long])])
    assert (together * alone).sum(1).min() > 0.9995


def test_texts_are_remembered_in_any_order_and_number(starter: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    first = starter.encode_texts(["one dog", "two dogs", "one dog"])
    assert np.array_equal(first[0], first[2])
    monkeypatch.setattr(starter, "_text", None)  # whoever asks the tower now fails
    assert np.array_equal(starter.encode_texts(["two dogs", "one dog"]), first[[1, 0]])
    assert starter.encode_texts([]).shape == (0, starter.dimension)


def test_remembered_texts_are_bounded(starter: Encoder, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(encoder_module, "CACHED_TEXTS", 2)
    starter.encode_texts(["a", "b", "c"])
    assert len(starter._texts) == 2


@pytest.mark.parametrize(
    "pixels", [np.zeros((2, 8, 8, 3), np.uint8), np.zeros((2, 260, 260, 3), np.float32), np.zeros((3,), np.uint8)]
)
def test_pixels_of_another_shape_are_a_bug_of_the_caller(starter: Encoder, pixels: np.ndarray) -> None:
    with pytest.raises(ValueError, match="expected uint8"):
        starter.encode_pixels(pixels)


class _Tower:
    """Stands in for a model that fails on some rows, which no real one does on purpose."""

    def __init__(self, vectors: np.ndarray) -> None:
        self.vectors = vectors

    def encode(self, pixels: np.ndarray) -> np.ndarray:
        return self.vectors[pixels[:, 0, 0, 0]]


def seeing(starter: Encoder, vectors: np.ndarray) -> Encoder:
    """The starter with a tower that gives these vectors, by the first byte of a picture."""
    spec = find_model("starter", Path("nowhere"))
    pictures = PictureEncoder(spec, starter._choice, 1, print, lambda *_: _Tower(vectors))  # type: ignore[arg-type]
    return Encoder(spec, starter._choice, starter._text, pictures, "x")


@pytest.fixture
def failing(starter: Encoder) -> Encoder:
    vectors = np.zeros((4, starter.dimension), np.float32)
    vectors[:, 0] = [1, np.nan, 0, 2]
    return seeing(starter, vectors)


def test_vectors_that_are_not_unit_vectors_are_named_by_their_rows(failing: Encoder) -> None:
    side = find_model("starter", Path("nowhere")).preprocessing.size
    pixels = np.zeros((34, side, side, 3), np.uint8)
    assert failing.encode_pixels(pixels).shape == (34, failing.dimension)
    pixels[[1, 7, 33], 0, 0, 0] = [1, 2, 3]
    with pytest.raises(UnusableVectors) as caught:
        failing.encode_pixels(pixels)
    assert caught.value.rows == (1, 7, 33)


def test_weights_of_other_shapes_are_a_fault(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    build(folder, {"embed_dim": 48, **ARCHITECTURES["clip"]})
    config = json.loads((folder / CONFIG_NAME).read_text())
    config["model_cfg"]["embed_dim"] = 40
    (folder / CONFIG_NAME).write_text(json.dumps(config))
    with pytest.raises(ModelUnavailable, match="not of the architecture"):
        load_encoder(read_model("model", folder), "cpu", threads=1)


def test_a_program_beside_a_tokenizer_is_not_run(tmp_path: Path) -> None:
    folder, ran = tmp_path / "model", tmp_path / "ran"
    folder.mkdir()
    repository, text_files = multilingual_repositories("someone/text")
    for name, content in {**text_files, **repository}.items():
        (folder / name).write_bytes(content)
    load_encoder(read_model("model", folder), "cpu", threads=1, pictures=False)

    described = json.loads((folder / CONFIG_NAME).read_text())
    described["model_cfg"]["text_cfg"]["tokenizer_kwargs"] = {"trust_remote_code": True}
    (folder / CONFIG_NAME).write_text(json.dumps(described))
    own = {"tokenizer_class": "Own", "auto_map": {"AutoTokenizer": ["own.Own", None]}}
    (folder / "tokenizer_config.json").write_text(json.dumps(own))
    (folder / "own.py").write_text(
        f"open({str(ran)!r}, 'w').close()\nfrom transformers import PreTrainedTokenizer as Own\n"
    )
    with pytest.raises(ModelUnavailable, match="cannot"):
        load_encoder(read_model("model", folder), "cpu", threads=1, pictures=False)
    assert not ran.exists()


# torch's device without memory: what is placed there keeps its shape, and every result that is asked for fails.
NOWHERE = DeviceChoice("meta", "float32", "it is everywhere")  # type: ignore[arg-type]


def test_after_a_rest_words_leave_the_device_too_and_mean_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    model = build(folder, {"embed_dim": 48, **ARCHITECTURES["clip"]})
    spec = read_model("model", folder)
    text, choice = load_text_tower(spec, NOWHERE, 1, print)
    pictures = PictureEncoder(spec, choice, 1, print)
    loaded = Encoder(spec, choice, text, pictures, spec.fingerprint())
    assert text.device == "meta"
    loaded.rest()
    assert text.device == "cpu"
    _, texts = expected(model, folder, noise(1, 32), TEXTS)
    assert (loaded.encode_texts(TEXTS) * texts).sum(1).min() > 0.999


def test_a_device_that_fails_under_words_and_pictures_is_left_for_the_processor(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    model = build(folder, {"embed_dim": 48, **ARCHITECTURES["clip"]})
    spec = read_model("model", folder)
    told: list[tuple[str, ...]] = []
    text, choice = load_text_tower(spec, NOWHERE, 1, lambda *words: told.append(words))
    loaded = Encoder(spec, choice, text, PictureEncoder(spec, choice, 1, lambda *words: told.append(words)), "x")
    images, texts = expected(model, folder, noise(3, 32), TEXTS)
    assert (loaded.encode_texts(TEXTS) * texts).sum(1).min() > 0.999
    assert (loaded.encode_pixels(noise(3, 32)) * images).sum(1).min() > 0.999
    assert (loaded.device, len(told)) == ("cpu", 1)


def test_a_device_on_which_nothing_can_be_placed_is_left_at_once_and_that_is_told(tmp_path: Path) -> None:
    import torch

    if torch.backends.mps.is_available():
        pytest.skip("Apple's graphics processor is here and takes the model")
    folder = tmp_path / "model"
    build(folder, {"embed_dim": 48, **ARCHITECTURES["clip"]})
    spec = read_model("model", folder)
    told: list[tuple[str, ...]] = []
    absent = DeviceChoice("mps", "float32", "it is said to be here")
    text, choice = load_text_tower(spec, absent, 1, lambda *words: told.append(words))
    assert (text.device, choice.device, len(told)) == ("cpu", "cpu", 1)
    assert "mps failed" in choice.reason
    pictures = PictureEncoder(spec, absent, 1, lambda *words: told.append(words))
    pictures.load()
    assert (pictures.choice.device, len(told)) == ("cpu", 2)


def test_a_tower_of_another_dimension_than_described_is_a_fault(starter: Encoder) -> None:
    narrow = seeing(starter, np.ones((1, 7), np.float32))
    side = find_model("starter", Path("x")).preprocessing.size
    with pytest.raises(ModelUnavailable, match="instead of"):
        narrow.encode_pixels(np.zeros((1, side, side, 3), np.uint8))


def test_a_question_needs_the_text_tower_alone_and_pictures_load_the_other_half(tmp_path: Path) -> None:
    folder = tmp_path / "model"
    model = build(folder, {"embed_dim": 48, **ARCHITECTURES["clip"]})
    loaded = load_encoder(read_model("model", folder), "cpu", threads=1, pictures=False)
    images, texts = expected(model, folder, noise(3, 32), TEXTS)
    assert (loaded.encode_texts(TEXTS) * texts).sum(1).min() > 0.999
    assert loaded._pictures._tower is None
    assert (loaded.encode_pixels(noise(3, 32)) * images).sum(1).min() > 0.999
    loaded.rest()
    assert loaded._pictures._tower is None
    assert (loaded.encode_pixels(noise(3, 32)) * images).sum(1).min() > 0.999
