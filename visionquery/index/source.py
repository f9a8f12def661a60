"""What the index is filled from: the embeddings of one space, as whoever has them gives them. Protocols only."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Protocol

import numpy as np
import numpy.typing as npt

from visionquery.index.neighbours import Ids


class Block(Protocol):
    """Some embeddings in the order of their sequence; a content with several vectors has them all in one block."""

    @property
    def sequences(self) -> Ids: ...
    @property
    def content_ids(self) -> Ids: ...
    @property
    def vectors(self) -> npt.NDArray[np.float16]: ...


class Source(Protocol):
    """The embeddings of one space, as the library has them."""

    def blocks(self, after_sequence: int = 0) -> Iterable[Block]:
        """Those after a sequence, in its order."""

    def content_ids(self) -> Ids:
        """int64[n]: all of them."""

    def last_sequence(self) -> int:
        """The sequence of the newest one, 0 where there is none."""
