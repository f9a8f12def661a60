"""Makes MiniLM's embedding table small: half of the text tower's weights are word vectors, many for other scripts."""

from __future__ import annotations

import json
import unicodedata
from pathlib import Path
from typing import Any

import torch
from pretrained import text_folder
from torch import Tensor

POSITIONS = 128
_WORDS = "embeddings.word_embeddings.weight"
_PLACES = "embeddings.position_embeddings.weight"
_TYPES = "embeddings.token_type_embeddings.weight"


def kept_tokens() -> dict[str, int]:
    """Token to old index, of all pieces without a letter from another script than Latin, in the old order.

    WordPiece takes the longest piece that fits, so text in Latin letters, digits and signs is split exactly as before.
    """
    lines = (text_folder() / "vocab.txt").read_text(encoding="utf-8").splitlines()
    return {token: index for index, token in enumerate(lines) if _kept(token)}


def _kept(token: str) -> bool:
    if len(token) > 2 and token.startswith("[") and token.endswith("]"):
        return not token.startswith("[unused")
    return all(_latin_or_sign(character) for character in token.removeprefix("##"))


def _latin_or_sign(character: str) -> bool:
    if ord(character) < 128:
        return True
    name = unicodedata.name(character, "UNNAMED")
    if name.startswith("LATIN"):
        return True
    is_letter = unicodedata.category(character)[0] in "LM"
    return not is_letter and ord(character) < 0x3000 and name.split()[0] not in ("ARABIC", "HEBREW", "DEVANAGARI")


def write_tokenizer(folder: Path) -> None:
    """The tokenizer of the kept tokens and the transformer's configuration, as open_clip reads them; no network."""
    source = text_folder()
    index = {token: new for new, token in enumerate(kept_tokens())}
    tokenizer = _read(source / "tokenizer.json")
    tokenizer |= {"padding": None, "truncation": None}
    tokenizer["model"]["vocab"] = index
    for token in tokenizer["added_tokens"]:
        token["id"] = index[token["content"]]
    for name, special in tokenizer["post_processor"]["special_tokens"].items():
        special["ids"] = [index[name]]
    (folder / "tokenizer.json").write_text(
        json.dumps(tokenizer, ensure_ascii=False, separators=(",", ":")) + "\n", encoding="utf-8"
    )
    settings = _read(source / "tokenizer_config.json") | {"model_max_length": POSITIONS}
    settings.pop("name_or_path", None)
    _write(settings, folder / "tokenizer_config.json")
    shape = _read(source / "config.json") | {"vocab_size": len(index), "max_position_embeddings": POSITIONS}
    shape.pop("_name_or_path", None)
    _write(shape, folder / "config.json")


def _read(path: Path) -> dict[str, Any]:
    content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
    return content


def _write(content: object, path: Path) -> None:
    path.write_text(json.dumps(content, indent=1) + "\n", encoding="utf-8")


def small_embeddings(state: dict[str, Tensor]) -> dict[str, Tensor]:
    """The transformer's state with fewer tokens and positions, and the word vectors as whole numbers int8.

    A layer normalisation follows the sum of word, place and type, so all three may be divided by one number without
    a change to the result. Divided by the step of an 8-bit grid, the words become whole numbers, which a checkpoint
    holds in one byte and a loader copies into floats as they are: 11 MB less.
    """
    words = state[_WORDS][list(kept_tokens().values())].float()
    step = words.abs().max() / 127
    result = {name: tensor for name, tensor in state.items() if "position_ids" not in name and "pooler" not in name}
    result[_WORDS] = (words / step).round().to(torch.int8)
    result[_PLACES] = state[_PLACES][:POSITIONS].float() / step
    result[_TYPES] = state[_TYPES].float() / step
    return result
