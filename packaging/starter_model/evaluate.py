"""Measures a finished model folder through open_clip, and prints the figures of the model card as JSON.

python packaging/starter_model/evaluate.py --data ../shared/data --model resources/models/starter
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from visionquery.vision.torchvision_compat import ensure_importable  # noqa: E402

ensure_importable()

import numpy as np  # noqa: E402
import open_clip  # noqa: E402
import torch  # noqa: E402
from colours import NAMES, colour_labels  # noqa: E402
from measure import colour_choice, group_precision, object_colours, recall, zero_shot  # noqa: E402
from names import caltech_names, caltech_split, imagenet_names  # noqa: E402
from pictures import View, caltech, flickr, imagenet, view_pixels  # noqa: E402
from torch import Tensor  # noqa: E402
from torch.nn import functional as F  # noqa: E402, N812

from visionquery.vision import starter_tower  # noqa: E402


class Shipped:
    """The model as the program sees it: a folder loaded by open_clip, vectors stored in float16."""

    def __init__(self, folder: Path, dtype: torch.dtype) -> None:
        text = json.loads((folder / "open_clip_config.json").read_text())["model_cfg"]["text_cfg"]
        self.model: Any = open_clip.create_model(f"local-dir:{folder}", text_cfg={**text, "hf_model_name": str(folder)})
        self.model.eval().to(dtype)
        self.model.visual.to(memory_format=torch.channels_last)
        self.tokenizer: Any = open_clip.get_tokenizer(f"local-dir:{folder}")
        self.dtype = dtype
        self.naming = self.model.visual.trunk.colours

    @torch.inference_mode()
    def texts(self, texts: Sequence[str]) -> Tensor:
        """Unit rows float32[n, d]; sentences of like length together, without needless padding."""
        order = sorted(range(len(texts)), key=lambda index: len(texts[index]))
        result = torch.empty(len(texts), starter_tower.EMBEDDING_WIDTH)
        for start in range(0, len(order), 100):
            chunk = order[start : start + 100]
            tokens = self.tokenizer([texts[index] for index in chunk])
            tokens = tokens[:, : int((tokens != 0).sum(1).max())]
            result[chunk] = F.normalize(self.model.encode_text(tokens).float(), dim=1)
        return result

    @torch.inference_mode()
    def pictures(self, files: Sequence[Path], view: View = "full") -> tuple[Tensor, Tensor, float]:
        """Unit rows float32[n, d] as read back from float16, thumbnails uint8[n, 65, 65, 3], seconds of the tower."""
        vectors, thumbs, seconds = [], [], 0.0
        for start in range(0, len(files), 50):
            batch = [view_pixels(path, view, f"evaluate{path.name}") for path in files[start : start + 50]]
            pixels = torch.from_numpy(np.stack(batch)).permute(0, 3, 1, 2).float() / 255
            scaled = (pixels - starter_tower.INPUT_MEAN) / starter_tower.INPUT_STD
            scaled = scaled.to(self.dtype).contiguous(memory_format=torch.channels_last)
            started = time.perf_counter()
            encoded = self.model.encode_image(scaled)
            seconds += time.perf_counter() - started
            vectors.append(F.normalize(encoded.float(), dim=1).half().float())
            small = starter_tower.thumbnails(scaled) * 255
            thumbs.append(small.round().to(torch.uint8).permute(0, 2, 3, 1))
        return torch.cat(vectors), torch.cat(thumbs), seconds

    def seconds_a_query(self) -> float:
        """One short text on one core, the median of 20."""
        threads = torch.get_num_threads()
        torch.set_num_threads(1)
        taken = []
        for _ in range(21):
            started = time.perf_counter()
            self.texts(["two children playing on the beach at sunset"])
            taken.append(time.perf_counter() - started)
        torch.set_num_threads(threads)
        return sorted(taken[1:])[10]


def figures(folder: Path, data: Path, dtype: torch.dtype, complete: bool) -> dict[str, Any]:
    shipped = Shipped(folder, dtype)
    dev = flickr(data, "dev")
    pictures, _, seconds = shipped.pictures(dev.files)
    texts = shipped.texts(dev.captions)
    result: dict[str, Any] = {
        "dev recall@1/5/10": [round(value, 4) for value in recall(pictures, texts)],
        "dev captions preferred to a wrong colour": colour_choice(pictures, dev.captions, texts, shipped.texts),
        "images a second": len(dev.files) / seconds,
        "milliseconds a query, one core": 1000 * shipped.seconds_a_query(),
    }
    if not complete:
        return result
    labelled, sample = caltech(data), imagenet(data)
    names, labels = caltech_names(labelled.classes), torch.tensor(labelled.labels)
    trained, held_out = caltech_split(labelled.classes)
    shown, thumbs, _ = shipped.pictures(labelled.files)
    everything = sorted(trained + held_out)
    result["caltech zero-shot"] = zero_shot(shown, labels, names, shipped.texts, everything, everything)
    result["caltech zero-shot, held-out classes"] = zero_shot(shown, labels, names, shipped.texts, everything, held_out)
    rows = torch.isin(labels, torch.tensor(held_out)).nonzero()[:, 0]
    turned, turned_thumbs, _ = shipped.pictures([labelled.files[row] for row in rows.tolist()], "hue")
    colours = torch.cat([colour_labels(batch, shipped.naming).object for batch in (thumbs[rows], turned_thumbs)])
    right, count = object_colours(
        torch.cat((shown[rows], turned)), labels[rows].repeat(2), colours, NAMES, names, shipped.texts
    )
    result |= {"object colours, held-out classes": right, "of pictures": count}
    classes = imagenet_names(sample.classes)
    objects, _, _ = shipped.pictures(sample.files)
    by_name = shipped.texts([f"a photo of {name}" for name in classes.bare])
    result["imagenet sample by name, recall@1/5/10"] = [round(v, 4) for v in recall(objects, by_name, per_picture=1)]
    result["imagenet groups, mean average precision"] = group_precision(objects, classes.groups(), shipped.texts)
    return result


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds flickr8k, caltech101, ...")
    parser.add_argument("--model", type=Path, default=ROOT / "resources" / "models" / "starter")
    arguments = parser.parse_args()
    report = {
        "float32": figures(arguments.model, arguments.data, torch.float32, complete=False),
        "bfloat16": figures(arguments.model, arguments.data, torch.bfloat16, complete=True),
    }
    print(json.dumps(report, indent=1))


if __name__ == "__main__":
    main()
