"""From a query to a question: words and examples become one unit vector in the model's space.

Part of the search engine; runs on whichever thread asks. Reads the library and example pictures, writes nothing.
"""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from visionquery.domain.errors import BadFile, QueryRefused
from visionquery.domain.queries import Criterion, Example, Query
from visionquery.library.reader import LibraryReader
from visionquery.search.background import BackgroundSample
from visionquery.search.parser import ParsedQuery, parse_query
from visionquery.search.ranking import FEWEST_FOR_A_LINE

if TYPE_CHECKING:
    from visionquery.index.planner import VectorIndex
    from visionquery.vision.encoder import Encoder

Vector = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

# How much of an unwanted word's vector is taken away from the query's. Measured on Flickr8k's development photographs
# with queries like "dog -water": of the first 20, unwanted ones fall from 17% to 5%, and more weight gains nothing.
WITHOUT_WEIGHT = 0.5

# How much of the mean of the unwanted examples is taken away. Measured on the same photographs, the starter model and
# 31 pairs like "dog" with a photo of a dog in water turned down: of the first 20, the nearest 20 of that photo fall
# from 28% to 14% and those that show water from 18% to 16%, while dogs stay at 89% (91% without the example). At 0.6
# dogs are 83%. Taking away the sum of three examples instead of their mean leaves 45% dogs.
LESS_WEIGHT = 0.4


@dataclass(frozen=True, slots=True)
class Question:
    """A query understood. `vector` is None where only filters and names were asked for.

    `examples` are the query's, each with its unit vector, `float32[d]`.
    """

    query: Query
    parsed: ParsedQuery
    vector: Vector | None
    space_id: int | None
    examples: tuple[tuple[Example, Vector], ...] = ()

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.parsed.criteria

    @property
    def narrowed(self) -> bool:
        return bool(self.criteria or self.query.folder)

    @property
    def by_words(self) -> bool:
        return bool(self.parsed.meaning or self.parsed.without)

    @property
    def only_an_example(self) -> bool:
        """Whether a score is the cosine to the one picture that was given."""
        return not self.by_words and len(self.examples) == 1 and self.examples[0][0].weight > 0


class QuestionReader:
    """Understands queries. `read_example(path)` gives the frames of a picture (one) or video as a model takes them;
    it raises BadFile."""

    def __init__(
        self,
        reader: LibraryReader,
        index: VectorIndex,
        encoder: Encoder,
        read_example: Callable[[str], Pixels],
        sample: BackgroundSample,
    ) -> None:
        self._reader = reader
        self._index = index
        self._encoder = encoder
        self._read_example = read_example
        self._sample = sample

    def understand(self, query: Query) -> Question:
        """Raises `QueryRefused` where it asks for nothing or an example is unusable."""
        space_id = self._reader.embeddings.find_space(self._encoder.name, self._encoder.fingerprint)
        parsed = parse_query(query.text)
        if parsed.empty and not query.examples:
            raise QueryRefused("There is nothing to search for.", "Type what the photo shows.")
        text = self._text_vector(parsed) if parsed.meaning or parsed.without else None
        examples = tuple((each, self._example_vector(each, space_id)) for each in query.examples if each.weight)
        vector = self._combined(text, examples, space_id) if examples else text
        return Question(query, parsed, vector, space_id, examples)

    def _combined(
        self, text: Vector | None, examples: Sequence[tuple[Example, Vector]], space_id: int | None
    ) -> Vector:
        """Words and wanted examples averaged, less the mean of the unwanted ones.

        Where there is more than one part, each is divided by the spread of its scores on the library, so that they
        count alike: in most models pictures score three times as differently against a picture as against words.
        """
        parts: list[tuple[Vector, float]] = [] if text is None else [(text, 1.0)]
        parts += [(vector, example.weight) for example, vector in examples]
        if len(parts) == 1:
            vector, weight = parts[0]
            return vector if weight > 0 else -vector
        level = [(vector / self._spread(vector, space_id), weight) for vector, weight in parts]
        wanted = [(vector, weight) for vector, weight in level if weight > 0]
        unwanted = [(vector, -weight) for vector, weight in level if weight < 0]
        total = np.zeros_like(parts[0][0])
        if wanted:
            total += np.sum([weight * vector for vector, weight in wanted], axis=0) / sum(each for _, each in wanted)
        if unwanted:
            total -= LESS_WEIGHT * np.mean([weight * vector for vector, weight in unwanted], axis=0)
        return unit(total)

    def _spread(self, vector: Vector, space_id: int | None) -> float:
        if space_id is None:
            return 1.0
        ground = self._sample.judge(vector, space_id, len(self._index))
        return ground.spread if ground.photos >= FEWEST_FOR_A_LINE else 1.0

    def _text_vector(self, parsed: ParsedQuery) -> Vector:
        wanted = [parsed.meaning] if parsed.meaning else []
        vectors = self._encoder.encode_texts([*wanted, *parsed.without])
        weights = np.array([1.0] * len(wanted) + [-WITHOUT_WEIGHT] * len(parsed.without), np.float32)
        return unit(weights @ vectors)

    def _example_vector(self, example: Example, space_id: int | None) -> Vector:
        if example.photo_id is not None:
            return self._photo_vector(example.photo_id, space_id)
        if example.image is not None:
            return self._image_vector(example.image)
        raise QueryRefused("There is no picture to compare with.", "Choose one.")

    def _photo_vector(self, photo_id: int, space_id: int | None) -> Vector:
        photo = self._reader.photo(photo_id)
        if photo is None:
            raise QueryRefused("This photo is not in the library any more.", "Choose another one.")
        content_id = self._reader.content_of(photo_id)
        if content_id is not None and space_id is not None:
            try:
                return unit(self._reader.embeddings.vectors(space_id, [content_id])[0].astype(np.float32))
            except KeyError:
                pass
        if photo.reason:
            raise QueryRefused(f"This photo cannot be compared: {photo.reason}", "Choose another one.")
        raise QueryRefused("This photo was not indexed yet.", "Wait until indexing reaches it, and ask again.")

    def _image_vector(self, path: str) -> Vector:
        try:
            pixels = self._read_example(path)
        except BadFile as error:
            name = os.path.basename(path)  # noqa: PTH119 - a path with lone surrogates stays a string
            raise QueryRefused(
                f"{name} cannot be used as an example: {error.reason}", "Choose another file."
            ) from error
        return unit(self._encoder.encode_pixels(pixels[:1])[0])


def unit(vector: Vector) -> Vector:
    """The vector at length 1; zeros stay zeros."""
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)
