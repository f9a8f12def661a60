"""From scores to an order: how far a photo stands out, what a matching name adds, where relevance ends.

Pure functions over numbers; no I/O. A cosine means little by itself: one query scores 0.1 on everything, another
0.3. So a photo is judged by how many spreads its score lies above what the same query scores on the rest of the
library. A name that holds every word of the query is worth `NAME_SPREADS` of them, just what the relevance line
asks for: a named photo of ordinary looks stands at the line, and one that also looks like the words stands above
everything else.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

# Where the relevance line lies. Measured with the starter model on Flickr8k's development photographs (1,000, with
# 5,000 captions), against what the captions say is there. Over 38 words and short names ("dog", "swimming pool",
# "sunset") the balance of precision and recall (F1) is best at 3.0, and flat around it:
#                                                     2.5    2.75   3.0    3.25   3.5
#   words: precision of what lies above the line     0.49   0.54   0.59   0.64   0.67
#          recall                                     0.50   0.46   0.44   0.40   0.36
#   captions whose own photo lies above it            89%    85%    79%    72%    64%
#          photos above it, median                     33     23     15     10      6
#   things that none shows ("zebra"): photos, median   18      9      5      2      1
LINE_SPREADS = 3.0
NAME_SPREADS = LINE_SPREADS

# Below this many photos nobody can tell what stands out.
FEWEST_FOR_A_LINE = 16

# A library of near duplicates has hardly any spread; without a floor, noise would stand out.
SMALLEST_SPREAD = 0.01

# Cosines closer than this are ties: the last bits of a float32 product depend on how many rows were multiplied.
SCORE_DIGITS = 6

# The spread is taken from the lower half, which the photos that do match cannot widen: a tenth of normal scores lies
# 1.2816 standard deviations or more below the median. (The median absolute deviation puts the line in the wrong
# place for common things: of 1,000 photos, a quarter with dogs, 5 instead of 25 stood out for "dog".)
_TENTH_IN_SIGMAS = 1.2816

# Words that say nothing about a name.
_STOP_WORDS = frozenset(
    "a an and at by for from her his in is it its my of on or our photo photos picture the their this to with".split()  # noqa: SIM905
)
_WORD = re.compile(r"\w+")
_EXTENSION = re.compile(r"(?<=.)\.[A-Za-z][A-Za-z0-9]{1,4}$")
MOST_NAME_WORDS = 6


@dataclass(frozen=True, slots=True)
class Background:
    """What a query scores on the library at large: median and spread (a robust standard deviation)."""

    median: float
    spread: float
    photos: int

    def spreads(self, score: float) -> float:
        """How many spreads `score` lies above the median."""
        return (score - self.median) / self.spread


@dataclass(frozen=True, slots=True)
class Candidate:
    """A photo that may become a hit. `named`: its name holds every word; `exact`: its name is what was typed."""

    photo_id: int
    content_id: int
    path: str
    score: float
    named: bool = False
    exact: bool = False


def background(scores: npt.NDArray[np.float32]) -> Background:
    """Median and spread of the query's scores on a sample of the library."""
    if not len(scores):
        return Background(0.0, 1.0, 0)
    tenth, median = (float(each) for each in np.quantile(scores, (0.1, 0.5)))
    spread = (median - tenth) / _TENTH_IN_SIGMAS
    return Background(median, max(spread, SMALLEST_SPREAD), len(scores))


def rank(candidates: Iterable[Candidate], ground: Background, limit: int) -> list[Candidate]:
    """Best first, equal ones by path, at most `limit`; scores are rounded so that ties are ties."""

    def place(candidate: Candidate) -> tuple[bool, float, str]:
        bonus = NAME_SPREADS * ground.spread if candidate.named or candidate.exact else 0.0
        return not candidate.exact, -round(candidate.score + bonus, SCORE_DIGITS), candidate.path

    rounded = (replace(candidate, score=round(candidate.score, SCORE_DIGITS)) for candidate in candidates)
    return sorted(rounded, key=place)[:limit]


def relevant_count(ranked: Sequence[Candidate], ground: Background) -> int:
    """How many of the first hits stand out: the line is drawn above the first that does not."""
    if ground.photos < FEWEST_FOR_A_LINE:
        return len(ranked)
    for count, candidate in enumerate(ranked):
        if not (candidate.named or candidate.exact) and ground.spreads(candidate.score) < LINE_SPREADS:
            return count
    return len(ranked)


def name_words(meaning: str) -> list[str]:
    """The words of a query that a file or folder may be called by; none where it reads like a description.

    Without extensions, since names are compared without them.
    """
    words = [
        _EXTENSION.sub("", word)
        for word in meaning.split()
        if any(part not in _STOP_WORDS for part in _WORD.findall(word.casefold()))
    ]
    return words if len(words) <= MOST_NAME_WORDS else []


def is_called(file_name: str, typed: str) -> bool:
    """Whether `typed` is the file's name, with or without its extension."""
    name, typed = file_name.casefold(), typed.casefold()
    return typed in (name, name.rpartition(".")[0])
