"""Every entry of the catalogue against open_clip itself: nothing in it may be a slip of the pen."""

from __future__ import annotations

import copy
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from visionquery.domain.models import ModelEntry
from visionquery.vision.catalogue import (
    CATALOGUE,
    MULTILINGUAL,
    RECOMMENDED,
    STARTER,
    find_entry,
)
from visionquery.vision.model import find_model
from visionquery.vision.torchvision_compat import ensure_importable

ON_THE_HUB = [entry for entry in CATALOGUE if entry.repository]
each_entry = pytest.mark.parametrize("entry", ON_THE_HUB, ids=lambda entry: entry.name)

# What the hub says of the text model that the multilingual CLIP uses (FacebookAI/xlm-roberta-base, config.json).
XLM_ROBERTA_BASE = {
    "vocab_size": 250002,
    "hidden_size": 768,
    "num_hidden_layers": 12,
    "num_attention_heads": 12,
    "intermediate_size": 3072,
    "max_position_embeddings": 514,
    "type_vocab_size": 1,
}


@pytest.fixture(scope="module")
def open_clip() -> Any:
    ensure_importable()
    import open_clip

    return open_clip


@pytest.fixture(scope="module")
def build(open_clip: Any, tmp_path_factory: pytest.TempPathFactory) -> Callable[[ModelEntry], Any]:
    """The architecture of an entry without memory for its weights; built once."""
    import torch
    from transformers import XLMRobertaConfig

    text_models = tmp_path_factory.mktemp("text") / "xlm-roberta-base"
    XLMRobertaConfig(**XLM_ROBERTA_BASE).save_pretrained(text_models)
    built: dict[str, Any] = {}

    def build(entry: ModelEntry) -> Any:
        if entry.architecture not in built:
            config = copy.deepcopy(open_clip.get_model_config(entry.architecture))
            custom = config.pop("custom_text", False) or "hf_model_name" in config["text_cfg"]
            if "hf_model_name" in config["text_cfg"]:
                config["text_cfg"] |= {"hf_model_name": str(text_models), "hf_model_pretrained": False}
            with torch.device("meta"):
                model = (open_clip.CustomTextCLIP if custom else open_clip.CLIP)(**config)
            built[entry.architecture] = model.eval().requires_grad_(requires_grad=False)
        return built[entry.architecture]

    return build


def image_arithmetic(model: Any, side: int) -> int:
    import torch
    from torch.utils.flop_counter import FlopCounterMode

    with FlopCounterMode(display=False) as counter:
        model.encode_image(torch.empty(1, 3, side, side, device="meta"))
    return int(counter.get_total_flops())


@each_entry
def test_open_clip_knows_the_model_by_this_name_and_fetches_it_from_there(entry: ModelEntry, open_clip: Any) -> None:
    assert entry.architecture in open_clip.list_models()
    assert entry.pretrained in open_clip.list_pretrained_tags_by_model(entry.architecture)
    known = open_clip.pretrained.get_pretrained_cfg(entry.architecture, entry.pretrained)
    assert known["hf_hub"].rstrip("/") == entry.repository
    # A model that was trained with the quick approximation of GELU finds nothing with the exact one.
    configured = open_clip.get_model_config(entry.architecture).get("quick_gelu", False)
    assert configured == known.get("quick_gelu", False)


@each_entry
def test_width_input_and_size_are_those_of_the_architecture(
    entry: ModelEntry, open_clip: Any, build: Callable[[ModelEntry], Any]
) -> None:
    import torch

    assert open_clip.get_model_config(entry.architecture)["embed_dim"] == entry.dimension
    model = build(entry)
    side = model.visual.image_size
    assert (side if isinstance(side, int) else side[0]) == entry.input_size
    pictures = torch.empty(1, 3, entry.input_size, entry.input_size, device="meta")
    assert model.encode_image(pictures).shape == (1, entry.dimension)
    parameters = sum(parameter.numel() for parameter in model.parameters())
    assert entry.bytes_on_disk == entry.bytes_in_memory == 4 * parameters


@each_entry
def test_the_speed_is_the_ratio_of_the_arithmetic(entry: ModelEntry, build: Callable[[ModelEntry], Any]) -> None:
    reference = next(each for each in ON_THE_HUB if each.architecture == "ViT-B-32")
    ratio = image_arithmetic(build(reference), 224) / image_arithmetic(build(entry), entry.input_size)
    assert entry.relative_speed == pytest.approx(ratio, rel=0.05)


@each_entry
def test_its_tokenizer_is_open_clips_own_or_one_whose_files_are_fetched(
    entry: ModelEntry, open_clip: Any, build: Callable[[ModelEntry], Any]
) -> None:
    named = open_clip.get_model_config(entry.architecture)["text_cfg"].get("hf_tokenizer_name")
    if named is None:
        tokens = open_clip.get_tokenizer(entry.architecture)(["a photo"])
        assert tokens.shape == (1, 77)
        assert not entry.multilingual
    else:
        assert named in (entry.repository, "xlm-roberta-base")
        assert entry.multilingual


def test_what_is_said_of_the_built_in_model_is_true() -> None:
    entry = find_entry(STARTER)
    assert entry is not None
    spec = find_model(STARTER, Path("nowhere"))
    assert (entry.dimension, entry.input_size) == (spec.dimension, spec.preprocessing.size)
    assert entry.bytes_on_disk == pytest.approx(sum(file.stat().st_size for file in spec.folder.iterdir()), rel=0.01)


def test_names_are_names_of_folders_and_belong_to_one_model_each() -> None:
    assert len({entry.name for entry in CATALOGUE}) == len(CATALOGUE)
    assert len({entry.repository for entry in ON_THE_HUB}) == len(ON_THE_HUB)
    assert all(entry.name == entry.name.casefold() and entry.title and entry.licence for entry in CATALOGUE)


def test_published_figures_have_a_source_and_licences_that_forbid_ordinary_use_stay_out() -> None:
    for entry in ON_THE_HUB:
        assert entry.source.startswith("https://")
        assert entry.licence in ("MIT", "Apache-2.0")
        for figure in (entry.recall, entry.recall_at_1):
            assert figure is None or 0.2 < figure < 0.8
    assert not [entry for entry in ON_THE_HUB if entry.repository.startswith(("apple/", "facebook/"))]


def test_the_recommended_ones_are_what_they_are_recommended_for() -> None:
    recommended, multilingual = find_entry(RECOMMENDED), find_entry(MULTILINGUAL)
    assert [entry for entry in CATALOGUE if entry.recommended] == [recommended, multilingual]
    assert recommended is not None
    assert not recommended.pickled
    assert multilingual is not None
    assert multilingual.multilingual
    assert not multilingual.pickled


def test_a_repository_of_the_hub_is_found_or_becomes_an_entry() -> None:
    known = find_entry("hf-hub:LAION/clip-vit-b-32-laion2b-s34b-b79k")
    assert known is not None
    assert known.name == "vit-b-32-laion2b"
    other = find_entry("hf-hub:someone/Some.CLIP-1")
    assert other is not None
    assert (other.name, other.repository) == ("someone--Some.CLIP-1", "someone/Some.CLIP-1")


@pytest.mark.parametrize(
    "name", ["", "nothing", "hf-hub:", "hf-hub:alone", "hf-hub:../..", "hf-hub:a/b/c", "hf-hub:a/b?c"]
)
def test_anything_else_is_no_model(name: str) -> None:
    assert find_entry(name) is None


def test_the_documentation_lists_what_the_catalogue_has() -> None:
    page = (Path(__file__).parents[2] / "resources" / "models" / "CATALOGUE.md").read_text(encoding="utf-8")
    rows = [
        [cell.strip() for cell in line.strip("|").split("|")] for line in page.splitlines() if line.startswith("| `")
    ]
    assert [row[0].strip("`") for row in rows] == [entry.name for entry in CATALOGUE]
    for row, entry in zip(rows, CATALOGUE, strict=True):
        shown = [entry.licence, f"{entry.bytes_on_disk / 1e6:,.0f} MB", str(entry.dimension), str(entry.input_size)]
        assert row[2:6] == shown
        figures = [(figure and f"{figure:.3f}") or "" for figure in (entry.recall, entry.recall_at_1)]
        assert row[7:9] == figures
        assert not entry.pickled or f"`{entry.name}`" in page.partition("pickle format")[2]
