"""Questions to answers: encodes the query, asks the index, and turns contents into photos in their final order.

Runs in the worker or the command line, on any thread, several at once. Reads the library, never writes it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from visionquery.domain.errors import BadFile, QueryRefused
from visionquery.domain.queries import Answer, Criterion, Hit, Match, Query
from visionquery.library.reader import ContentPhoto, LibraryReader
from visionquery.search.background import BackgroundSample
from visionquery.search.parser import ParsedQuery, parse_query
from visionquery.search.ranking import LINE_SPREADS, Background, Candidate, is_called, name_words, rank, relevant_count
from visionquery.search.wording import reason

if TYPE_CHECKING:
    from visionquery.index.planner import VectorIndex
    from visionquery.vision.encoder import Encoder

Vector = npt.NDArray[np.float32]
Pixels = npt.NDArray[np.uint8]

# How much of an unwanted word's vector is taken away from the query's. Measured on Flickr8k's development photographs
# with queries like "dog -water": of the first 20, unwanted ones fall from 17% to 5%, and more weight gains nothing.
WITHOUT_WEIGHT = 0.5

# Ask the index for more than is shown: some contents have no photo any more, others fall to a filter.
_OVERFETCH = 2
_OVERFETCH_FILTERED = 6
_LEAST_FETCHED = 128

# A name that more photos share than this, or than half of the library, tells nothing about any of them.
MOST_NAMED = 2000

# Vectors of one picture agree to about 1e-3 after storing them as float16.
_COPY_SCORE = 0.9985


@dataclass(frozen=True, slots=True)
class _Question:
    """A query understood. `vector` is None where only filters and names were asked for."""

    query: Query
    parsed: ParsedQuery
    vector: Vector | None
    space_id: int | None

    @property
    def criteria(self) -> tuple[Criterion, ...]:
        return self.parsed.criteria

    @property
    def narrowed(self) -> bool:
        return bool(self.criteria or self.query.folder)


class SearchEngine:
    """Answers from one library with one model.

    `read_example(path)` gives the model's input for any picture file, `uint8[size, size, 3]`, and raises BadFile.
    """

    def __init__(
        self,
        reader: LibraryReader,
        index: VectorIndex,
        encoder: Encoder,
        read_example: Callable[[str], Pixels],
    ) -> None:
        self._reader = reader
        self._index = index
        self._encoder = encoder
        self._read_example = read_example
        self._sample = BackgroundSample(reader.embeddings)

    def prepare(self, texts: Iterable[str]) -> None:
        """Encode many queries in full batches; `search` then finds their vectors in the encoder's memory."""
        words: list[str] = []
        for text in texts:
            parsed = parse_query(text)
            words += [each for each in (parsed.meaning, *parsed.without) if each]
        self._encoder.encode_texts(words)

    def search(self, query: Query) -> Answer:
        """The best photos for a query. Raises `QueryRefused` where it asks for nothing or its example is unusable."""
        started = time.perf_counter()
        question = self._understand(query)
        if question.vector is None:
            hits, relevant, exact = self._list(question), query.limit, True
        else:
            hits, relevant, exact = self._rank(question, question.vector)
        return Answer(
            query=query,
            hits=tuple(hits),
            seconds=time.perf_counter() - started,
            searched=self._searched(question),
            model=self._encoder.name,
            relevant=min(relevant, len(hits)),
            exact=exact,
        )

    def _understand(self, query: Query) -> _Question:
        space_id = self._reader.embeddings.find_space(self._encoder.name, self._encoder.fingerprint)
        if query.photo_id is not None:
            return _Question(query, ParsedQuery(), self._photo_vector(query.photo_id, space_id), space_id)
        if query.image is not None:
            return _Question(query, ParsedQuery(), self._image_vector(query.image), space_id)
        parsed = parse_query(query.text)
        if parsed.empty:
            raise QueryRefused("There is nothing to search for.", "Type what the photo shows.")
        vector = self._text_vector(parsed) if parsed.meaning or parsed.without else None
        return _Question(query, parsed, vector, space_id)

    def _text_vector(self, parsed: ParsedQuery) -> Vector:
        wanted = [parsed.meaning] if parsed.meaning else []
        vectors = self._encoder.encode_texts([*wanted, *parsed.without])
        weights = np.array([1.0] * len(wanted) + [-WITHOUT_WEIGHT] * len(parsed.without), np.float32)
        return _unit(weights @ vectors)

    def _photo_vector(self, photo_id: int, space_id: int | None) -> Vector:
        photo = self._reader.photo(photo_id)
        if photo is None:
            raise QueryRefused("This photo is not in the library any more.", "Choose another one.")
        content_id = self._reader.content_of(photo_id)
        if content_id is not None and space_id is not None:
            try:
                return _unit(self._reader.embeddings.vectors(space_id, [content_id])[0].astype(np.float32))
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
        vectors = self._encoder.encode_pixels(pixels[np.newaxis])
        return _unit(vectors[0])

    def _searched(self, question: _Question) -> int:
        if question.narrowed:
            return self._reader.count(question.query.folder, question.criteria)
        return self._reader.counts(question.space_id).searchable

    def _list(self, question: _Question) -> list[Hit]:
        names = question.parsed.names
        match = Match.NAME if names else Match.FILTER
        photos = self._reader.newest(question.query.limit, question.query.folder, question.criteria)
        return [Hit(photo.photo_id, photo.path, 0.0, match, reason(match, names)) for photo in photos]

    def _rank(self, question: _Question, vector: Vector) -> tuple[list[Hit], int, bool]:
        if question.space_id is None or not len(self._index):
            return [], 0, True
        ground = self._sample.judge(vector, question.space_id, len(self._index))
        found, exact = self._nearest(question, vector)
        candidates = self._with_named(question, vector, found)
        kept = (each for each in candidates if not _is_example(question.query, each))
        ranked = rank(kept, ground, question.query.limit)
        hits = [_hit(question, candidate, ground) for candidate in ranked]
        return hits, relevant_count(ranked, ground), exact

    def _nearest(self, question: _Question, vector: Vector) -> tuple[list[Candidate], bool]:
        """At least `limit` photos where there are that many, by meaning alone."""
        # One more, for the example itself may be among them.
        wanted = question.query.limit + 1
        fetched = max(wanted * (_OVERFETCH_FILTERED if question.narrowed else _OVERFETCH), _LEAST_FETCHED)
        allowed: npt.NDArray[np.int64] | None = None
        while True:
            available = len(self._index) if allowed is None else len(allowed)
            near = self._index.search(vector, min(fetched, available), allowed)
            scores = dict(zip(near.content_ids.tolist(), near.scores.tolist(), strict=True))
            photos = self._photos(question, list(scores))
            if len(photos) >= wanted or fetched >= available:
                return [_candidate(photo, scores) for photo in photos], near.exact
            if question.narrowed and allowed is None:
                # The filter is narrow: compare what passes it, all of it.
                allowed = self._reader.content_ids(question.query.folder, question.criteria)
            else:
                fetched *= 4

    def _with_named(self, question: _Question, vector: Vector, found: list[Candidate]) -> list[Candidate]:
        """The candidates, with those marked and added whose names hold every word of the query."""
        typed = question.parsed.meaning
        words = name_words(typed)
        if not words:
            return found
        named = {match.photo_id: match for match in self._reader.match_names(words, MOST_NAMED + 1)}
        if not named or len(named) > min(MOST_NAMED, max(len(self._index) // 2, 1)):
            return found
        known = {candidate.photo_id for candidate in found}
        contents = np.unique([match.content_id for match in named.values() if match.photo_id not in known])
        near = self._index.search(vector, len(contents), contents.astype(np.int64)) if len(contents) else None
        scores = dict(zip(near.content_ids.tolist(), near.scores.tolist(), strict=True)) if near else {}
        added = [_candidate(photo, scores) for photo in self._photos(question, list(scores)) if photo.photo_id in named]
        return [
            _named(candidate, typed) if candidate.photo_id in named else candidate
            for candidate in (*found, *(each for each in added if each.photo_id not in known))
        ]

    def _photos(self, question: _Question, content_ids: Sequence[int]) -> list[ContentPhoto]:
        return self._reader.photos_of_contents(content_ids, question.query.folder, question.criteria)


def _unit(vector: Vector) -> Vector:
    return (vector / max(float(np.linalg.norm(vector)), 1e-12)).astype(np.float32)


def _candidate(photo: ContentPhoto, scores: dict[int, float]) -> Candidate:
    return Candidate(photo.photo_id, photo.content_id, photo.path, scores[photo.content_id])


def _named(candidate: Candidate, typed: str) -> Candidate:
    file_name = os.path.basename(candidate.path)  # noqa: PTH119 - a path with lone surrogates stays a string
    return Candidate(
        candidate.photo_id,
        candidate.content_id,
        candidate.path,
        candidate.score,
        named=True,
        exact=is_called(file_name, typed),
    )


def _is_example(query: Query, candidate: Candidate) -> bool:
    """Whether this is the very photo that others should look like. Its copies are none."""
    if query.photo_id is not None:
        return candidate.photo_id == query.photo_id
    if query.image is None or candidate.score < _COPY_SCORE:
        return False
    try:
        return os.path.samefile(query.image, candidate.path)  # noqa: PTH121
    except OSError:
        return False


def _hit(question: _Question, candidate: Candidate, ground: Background) -> Hit:
    parsed = question.parsed
    by_picture = not question.query.text
    names = (*parsed.names, *((parsed.meaning,) if candidate.named else ()))
    match = Match.MEANING
    if names:
        match = Match.BOTH if ground.spreads(candidate.score) >= LINE_SPREADS else Match.NAME
    copy = by_picture and candidate.score >= _COPY_SCORE
    words = reason(match, names, by_picture=by_picture, copy=copy)
    return Hit(candidate.photo_id, candidate.path, candidate.score, match, words)
