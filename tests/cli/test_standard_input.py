"""Queries from a pipe: in batches where they wait, one by one where a person types."""

from __future__ import annotations

import io
import os
import threading

from visionquery.cli.commands.search import waiting_lines


def test_lines_that_are_there_come_in_batches_and_in_order() -> None:
    lines = [f"query {number}" for number in range(500)]
    batches = list(waiting_lines(io.BytesIO("\n".join(lines).encode())))
    assert [line for batch in batches for line in batch] == lines
    assert len(batches) < 250
    assert max(map(len, batches)) <= 64


def test_a_line_is_handed_on_before_the_next_one_comes() -> None:
    reading, writing = os.pipe()
    with os.fdopen(reading, "rb") as stream, os.fdopen(writing, "wb") as typed:
        got: list[list[str]] = []
        first = threading.Event()

        def take() -> None:
            for batch in waiting_lines(stream):
                got.append(batch)
                first.set()

        thread = threading.Thread(target=take)
        thread.start()
        typed.write(b"dog\n")
        typed.flush()
        assert first.wait(10)
        assert got == [["dog"]]
        typed.write(b"cat")
        typed.close()
        thread.join(10)
    assert got == [["dog"], ["cat"]]


def test_line_ends_marks_and_bad_bytes_are_harmless() -> None:
    batches = list(waiting_lines(io.BytesIO(b"\xef\xbb\xbfdog\r\n\ncaf\xc3\xa9\n\xff\n")))
    assert [line for batch in batches for line in batch] == ["dog", "", "café", "\ufffd"]


def test_nothing_gives_nothing() -> None:
    assert list(waiting_lines(io.BytesIO(b""))) == []
