"""Questions to answers: encodes the query, asks the index, and turns contents into photos in their final order.

Runs in the worker or the command line, on any thread, several at once. Reads the library, never writes it.
"""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from visionquery.domain.queries import Answer, Hit, Match, Query
from visionquery.library.reader import ContentPhoto, LibraryReader
from visionquery.search.background import BackgroundSample
from visionquery.search.parser import parse_query
from visionquery.search.question import Pixels, Question, QuestionReader, Vector
from visionquery.search.ranking import LINE_SPREADS, Background, Candidate, is_called, name_words, rank, relevant_count
from visionquery.search.wording import likeness, reason

if TYPE_CHECKING:
    from visionquery.index.planner import VectorIndex
    from visionquery.vision.encoder import Encoder

# Ask the index for more than is shown: some contents have no photo any more, others fall to a filter.
_OVERFETCH = 2
_OVERFETCH_FILTERED = 6
_LEAST_FETCHED = 128
# To look at this part of the index costs as much as a list of all that passes the filters.
_WORTH_A_LIST = 4

# A name that more photos share than this, or than half of the library, tells nothing about any of them.
MOST_NAMED = 2000

# Vectors of one picture agree to about 1e-3 after storing them as float16.
_COPY_SCORE = 0.9985
_MOST_COPIES = 64


class SearchEngine:
    """Answers from one library with one model.

    `read_example(path)` gives the model's input for any file, `uint8[frames, size, size, 3]`, and raises BadFile.
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
        self._sample = BackgroundSample(reader.embeddings)
        self._questions = QuestionReader(reader, index, encoder, read_example, self._sample)

    def prepare(self, texts: Iterable[str]) -> None:
        """Encode many queries in full batches; `search` then finds their vectors in the encoder's memory."""
        words: list[str] = []
        for text in texts:
            parsed = parse_query(text)
            words += [each for each in (parsed.meaning, *parsed.without) if each]
        self._encoder.encode_texts(words)

    def search(self, query: Query, count: bool = True) -> Answer:
        """The best photos for a query. Raises `QueryRefused` where it asks for nothing or its example is unusable.

        Without `count` the photos that pass filters are not counted, which takes longer than the answer itself: 4 to
        100 ms in a library of 100,000.
        """
        started = time.perf_counter()
        question = self._questions.understand(query)
        if question.vector is None:
            hits, relevant, exact = self._list(question), query.limit, True
        else:
            hits, relevant, exact = self._rank(question, question.vector)
        return Answer(
            query=query,
            hits=tuple(hits),
            seconds=time.perf_counter() - started,
            searched=self._searched(question) if count or not question.narrowed else None,
            model=self._encoder.name,
            relevant=min(relevant, len(hits)),
            exact=exact,
        )

    def _searched(self, question: Question) -> int:
        if question.narrowed:
            return self._reader.count(question.query.folder, question.criteria)
        return self._reader.counts(question.space_id).searchable

    def _list(self, question: Question) -> list[Hit]:
        names = question.parsed.names
        match = Match.NAME if names else Match.FILTER
        photos = self._reader.newest(question.query.limit, question.query.folder, question.criteria)
        return [Hit(photo.photo_id, photo.path, 0.0, match, reason(match, names, "")) for photo in photos]

    def _rank(self, question: Question, vector: Vector) -> tuple[list[Hit], int, bool]:
        if question.space_id is None or not len(self._index):
            return [], 0, True
        ground = self._sample.judge(vector, question.space_id, len(self._index))
        found, exact = self._nearest(question, vector)
        candidates = self._with_named(question, vector, found)
        left_out = self._photos_of_examples(question)
        ranked = rank((each for each in candidates if each.photo_id not in left_out), ground, question.query.limit)
        copies = self._copies_of_examples(question, ranked)
        hits = [_hit(question, candidate, ground, copy=candidate.content_id in copies) for candidate in ranked]
        return hits, relevant_count(ranked, ground), exact

    def _nearest(self, question: Question, vector: Vector) -> tuple[list[Candidate], bool]:
        """At least `limit` photos where there are that many, by meaning alone."""
        # More, for the examples themselves may be among them.
        wanted = question.query.limit + len(question.examples)
        fetched = max(wanted * (_OVERFETCH_FILTERED if question.narrowed else _OVERFETCH), _LEAST_FETCHED)
        allowed: npt.NDArray[np.int64] | None = None
        while True:
            available = len(self._index) if allowed is None else len(allowed)
            near = self._index.search(vector, min(fetched, available), allowed)
            scores = dict(zip(near.content_ids.tolist(), near.scores.tolist(), strict=True))
            photos = self._photos(question, list(scores))
            if len(photos) >= wanted or fetched >= available:
                return [_candidate(photo, scores) for photo in photos], near.exact
            # So many would have to be looked at if all of the index passed filters as what was looked at did.
            needed = 2 * wanted * fetched // max(len(photos), 1)
            if allowed is not None:
                fetched *= 4
            elif photos and needed <= available // _WORTH_A_LIST:
                fetched = max(2 * fetched, needed)
            else:
                # The filter is narrow, or much is hidden: compare what passes, all of it.
                allowed = self._reader.content_ids(question.query.folder, question.criteria)

    def _with_named(self, question: Question, vector: Vector, found: list[Candidate]) -> list[Candidate]:
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

    def _photos_of_examples(self, question: Question) -> set[int]:
        """The very photos that others should look like, or not: they are no hits. Their copies are."""
        found: set[int] = set()
        for example, vector in question.examples:
            if example.photo_id is not None:
                found.add(example.photo_id)
            elif example.image is not None:
                photos = self._reader.photos_of_contents(self._same_pictures(vector))
                found.update(photo.photo_id for photo in photos if _is_file(photo.path, example.image))
        return found

    def _copies_of_examples(self, question: Question, ranked: Sequence[Candidate]) -> set[int]:
        """Contents that show a wanted example once more."""
        if question.only_an_example:
            return {candidate.content_id for candidate in ranked if candidate.score >= _COPY_SCORE}
        wanted = [vector for example, vector in question.examples if example.weight > 0]
        return {content_id for vector in wanted for content_id in self._same_pictures(vector)}

    def _same_pictures(self, vector: Vector) -> list[int]:
        near = self._index.search(vector, _MOST_COPIES)
        same: list[int] = near.content_ids[near.scores >= _COPY_SCORE].tolist()
        return same

    def _photos(self, question: Question, content_ids: Sequence[int]) -> list[ContentPhoto]:
        return self._reader.photos_of_contents(content_ids, question.query.folder, question.criteria)


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


def _is_file(path: str, other: str) -> bool:
    try:
        return os.path.samefile(path, other)  # noqa: PTH121
    except OSError:
        return False


def _hit(question: Question, candidate: Candidate, ground: Background, *, copy: bool) -> Hit:
    parsed = question.parsed
    names = (*parsed.names, *((parsed.meaning,) if candidate.named else ()))
    match = Match.MEANING
    if names:
        match = Match.BOTH if ground.spreads(candidate.score) >= LINE_SPREADS else Match.NAME
    weights = [example.weight for example, _ in question.examples]
    looks = likeness(question.by_words, sum(each > 0 for each in weights), sum(each < 0 for each in weights))
    words = reason(match, names, looks, copy=copy)
    return Hit(candidate.photo_id, candidate.path, candidate.score, match, words)
