"""The models that VisionQuery offers by name: what is known of each before it is here.

Data and look-ups, standard library only, usable from any process and thread. `tests/vision/test_catalogue.py` holds
every entry against open_clip's own tables.

Sizes are parameters times four bytes of float32, counted on open_clip's own architectures: that is what the hub's
safetensors files hold (605 MB for a ViT-B-32), and what lies on disk after a pickled checkpoint was converted.
Recall is what open_clip's authors measured, in one table for all; who published other figures is named in `source`.

Left out on purpose, as their licences allow research only: Apple's DFN and MobileCLIP ("apple-amlr" on the hub) and
Meta's MetaCLIP (CC-BY-NC). A person may still add them by `hf-hub:OWNER/NAME` where that use is theirs to make.
"""

from __future__ import annotations

import re
from typing import Any

from visionquery.domain.models import ModelEntry

STARTER = "starter"
HUB_PREFIX = "hf-hub:"
RECOMMENDED = "vit-b-32-256-datacomp"
MULTILINGUAL = "siglip2-b-16-256"

_OPEN_CLIP_TABLE = (
    "https://github.com/mlfoundations/open_clip/blob/"
    "f862f86cd92123615a8695ce8bcb6ecc066af452/docs/openclip_retrieval_results.csv"
)
_SIGLIP_2_PAPER = "https://arxiv.org/abs/2502.14786"
_SAFETENSORS = "open_clip_model.safetensors"
_PICKLED = "open_clip_pytorch_model.bin"
_REPOSITORY = re.compile(r"[\w-][\w.-]*/[\w-][\w.-]*")


def _clip(
    name: str, title: str, architecture: str, pretrained: str, repository: str, parameters: int, **facts: Any
) -> ModelEntry:
    facts = {"file": _SAFETENSORS, "licence": "MIT", "source": _OPEN_CLIP_TABLE} | facts
    size = 4 * parameters
    return ModelEntry(
        name, title, architecture, pretrained, repository, bytes_on_disk=size, bytes_in_memory=size, **facts
    )


CATALOGUE: tuple[ModelEntry, ...] = (
    ModelEntry(
        STARTER,
        "Starter",
        "visionquery_starter",
        licence="Apache-2.0",
        bytes_on_disk=59_347_896,
        bytes_in_memory=139_281_792,
        dimension=384,
        input_size=260,
        note="Built in, small and quick: 64% of Flickr8k's captions find their photo among the first five.",
    ),
    _clip(
        RECOMMENDED,
        "CLIP ViT-B/32 256, DataComp",
        "ViT-B-32-256",
        "datacomp_s34b_b86k",
        "laion/CLIP-ViT-B-32-256x256-DataComp-s34B-b86K",
        151_288_833,
        dimension=512,
        input_size=256,
        recall=0.6543,
        recall_at_1=0.3993,
        relative_speed=0.77,
        note="Fast and balanced: the one to begin with.",
        recommended=True,
    ),
    _clip(
        "vit-b-32-laion2b",
        "CLIP ViT-B/32, LAION-2B",
        "ViT-B-32",
        "laion2b_s34b_b79k",
        "laion/CLIP-ViT-B-32-laion2B-s34B-b79K",
        151_277_313,
        dimension=512,
        input_size=224,
        recall=0.6543,
        recall_at_1=0.3934,
        relative_speed=1.0,
        note="The fastest of the large ones.",
    ),
    _clip(
        "vit-b-16-datacomp",
        "CLIP ViT-B/16, DataComp",
        "ViT-B-16",
        "datacomp_xl_s13b_b90k",
        "laion/CLIP-ViT-B-16-DataComp.XL-s13B-b90K",
        149_620_737,
        file=_PICKLED,
        dimension=512,
        input_size=224,
        recall=0.6595,
        recall_at_1=0.4016,
        relative_speed=0.25,
        note="Sees smaller things in a picture.",
    ),
    _clip(
        "vit-l-14-datacomp",
        "CLIP ViT-L/14, DataComp",
        "ViT-L-14",
        "datacomp_xl_s13b_b90k",
        "laion/CLIP-ViT-L-14-DataComp.XL-s13B-b90K",
        427_616_513,
        file=_PICKLED,
        dimension=768,
        input_size=224,
        recall=0.7003,
        recall_at_1=0.4573,
        relative_speed=0.054,
        note="Finds more, for a computer with a graphics card.",
    ),
    _clip(
        "siglip2-b-32-256",
        "SigLIP 2 B/32 256",
        "ViT-B-32-SigLIP2-256",
        "webli",
        "timm/ViT-B-32-SigLIP2-256",
        376_856_066,
        licence="Apache-2.0",
        dimension=768,
        input_size=256,
        languages=("*",),
        source=_SIGLIP_2_PAPER,
        relative_speed=0.77,
        note="Understands many languages, nearly as fast as the fastest.",
    ),
    _clip(
        MULTILINGUAL,
        "SigLIP 2 B/16 256",
        "ViT-B-16-SigLIP2-256",
        "webli",
        "timm/ViT-B-16-SigLIP2-256",
        375_234_050,
        licence="Apache-2.0",
        dimension=768,
        input_size=256,
        languages=("*",),
        recall_at_1=0.532,
        source=_SIGLIP_2_PAPER,
        relative_speed=0.19,
        note="Understands many languages and finds more.",
        recommended=True,
    ),
    _clip(
        "siglip2-so400m-16-256",
        "SigLIP 2 So400m/16 256",
        "ViT-SO400M-16-SigLIP2-256",
        "webli",
        "timm/ViT-SO400M-16-SigLIP2-256",
        1_135_670_962,
        licence="Apache-2.0",
        dimension=1152,
        input_size=256,
        languages=("*",),
        source=_SIGLIP_2_PAPER,
        relative_speed=0.04,
        note="The best of these, in many languages. Wants a graphics card and memory.",
    ),
    _clip(
        "xlm-roberta-b-32",
        "CLIP ViT-B/32 with XLM-RoBERTa, LAION-5B",
        "xlm-roberta-base-ViT-B-32",
        "laion5b_s13b_b90k",
        "laion/CLIP-ViT-B-32-xlm-roberta-base-laion5B-s13B-b90k",
        366_121_473,
        file=_PICKLED,
        dimension=512,
        input_size=224,
        languages=("*",),
        recall=0.6344,
        recall_at_1=0.3778,
        relative_speed=1.0,
        note="Understands many languages, and is quick with pictures.",
    ),
    *(
        _clip(
            f"openai-{name}",
            f"OpenAI CLIP {title}",
            architecture,
            "openai",
            repository,
            parameters,
            licence="Apache-2.0",
            dimension=dimension,
            input_size=side,
            recall=recall,
            recall_at_1=recall_at_1,
            relative_speed=speed,
            note="The first CLIP. Its authors released it under the MIT licence, for research in the first place.",
        )
        for name, title, architecture, repository, parameters, dimension, side, recall, recall_at_1, speed in (
            ("vit-b-32", "ViT-B/32", "ViT-B-32-quickgelu", "timm/vit_base_patch32_clip_224.openai",
             151_277_313, 512, 224, 0.5594, 0.3044, 1.0),
            ("vit-b-16", "ViT-B/16", "ViT-B-16-quickgelu", "timm/vit_base_patch16_clip_224.openai",
             149_620_737, 512, 224, 0.5842, 0.3309, 0.25),
            ("vit-l-14", "ViT-L/14", "ViT-L-14-quickgelu", "timm/vit_large_patch14_clip_224.openai",
             427_616_513, 768, 224, 0.6106, 0.3651, 0.054),
            ("vit-l-14-336", "ViT-L/14 336", "ViT-L-14-336-quickgelu", "timm/vit_large_patch14_clip_336.openai",
             427_944_193, 768, 336, 0.6162, 0.3709, 0.023),
        )
    ),
)  # fmt: skip

_BY_NAME = {entry.name: entry for entry in CATALOGUE}
_BY_REPOSITORY = {entry.repository.casefold(): entry for entry in CATALOGUE if entry.repository}


def find_entry(name: str) -> ModelEntry | None:
    """The catalogue's entry called `name`, or the one for `hf-hub:OWNER/NAME`.

    A repository that the catalogue does not know becomes an entry of its own, with `OWNER--NAME` as its name and
    nothing known of it. None where `name` is neither.
    """
    if not name.startswith(HUB_PREFIX):
        return _BY_NAME.get(name)
    repository = name.removeprefix(HUB_PREFIX)
    if not _REPOSITORY.fullmatch(repository):
        return None
    known = _BY_REPOSITORY.get(repository.casefold())
    return known or ModelEntry(repository.replace("/", "--"), repository, "", repository=repository)
