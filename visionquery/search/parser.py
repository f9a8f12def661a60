"""What a person typed, taken apart: words for the meaning, words to stay away from, names, filters.

Pure; runs wherever a query does. It never raises, whatever the text.

    dog on the beach        the picture looks like this
    "IMG 12"                stands in the file's name or in one of its folders'
    -people  -"a crowd"     the picture looks less like this
    in:Italy  type:raw  type:video  camera:canon  year:2019  before:2020-05  after:2019  added:7
    is:favourite  is:hidden  rating:>=3
                            must hold; with a minus in front, must not
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass

from visionquery.domain.queries import Criterion, Named, Trait
from visionquery.search.filters import combine, parse_filter

_QUOTES = "\"“”„‟«»"  # fmt: skip
# A sign and a key only count where a word begins, so `black-and-white` and `10:30` stay as they are.
_TOKEN = re.compile(rf"([-−]?)(?:([A-Za-z]+):)?(?:[{_QUOTES}]([^{_QUOTES}]*)[{_QUOTES}]|(\S+))")


@dataclass(frozen=True, slots=True)
class ParsedQuery:
    """`meaning` is what the picture should look like, `without` what it should not.

    `names` must stand in the file's or a folder's name; the criteria hold one for each of them too.
    """

    meaning: str = ""
    without: tuple[str, ...] = ()
    names: tuple[str, ...] = ()
    criteria: tuple[Criterion, ...] = ()

    @property
    def empty(self) -> bool:
        """Nothing is asked for."""
        return not (self.meaning or self.without or self.criteria)


def parse_query(text: str) -> ParsedQuery:
    """Take any text apart. Unknown `word:` and signs without a word are ordinary text."""
    words: list[str] = []
    without: list[str] = []
    names: list[str] = []
    criteria: list[Criterion] = []
    for sign, key, quoted, bare in _tokens(text):
        negated = bool(sign)
        criterion = parse_filter(key, bare if quoted is None else quoted, negated) if key else None
        if criterion is not None:
            criteria.append(criterion)
            continue
        if quoted is not None and not key and not negated:
            name = " ".join(quoted.split())
            if name:
                names.append(name)
                criteria.append(Named(Trait.NAME, (name,)))
            continue
        plain = _plain(bare if quoted is None else quoted)
        if key:
            plain = f"{key}:{plain}"
        if plain:
            (without if negated else words).append(plain)
    return ParsedQuery(
        meaning=" ".join(words),
        without=tuple(dict.fromkeys(without)),
        names=tuple(dict.fromkeys(names)),
        criteria=combine(criteria),
    )


def _tokens(text: str) -> Iterator[tuple[str, str | None, str | None, str]]:
    """Sign, key, quoted and bare text of each token."""
    for match in _TOKEN.finditer(_normalised(text)):
        sign, key, quoted, bare = match.groups()
        yield sign or "", key, quoted, bare or ""


def _normalised(text: str) -> str:
    """Composed, and without control characters. Lone surrogates stay: a folder's name may hold them."""
    visible = "".join(" " if unicodedata.category(letter) in ("Cc", "Zl", "Zp") else letter for letter in text)
    return unicodedata.normalize("NFC", visible)


def _plain(text: str) -> str:
    """Text for the encoder: no stray quotes or leading dashes, single spaces, valid UTF-8."""
    text = "".join(" " if letter in _QUOTES or "\ud800" <= letter <= "\udfff" else letter for letter in text)
    return " ".join(text.split()).lstrip("-−–—").strip()
