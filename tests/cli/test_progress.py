"""The progress of indexing, on a terminal and in a log."""

from __future__ import annotations

import io

from visionquery.cli.progress import ProgressLine, sentence
from visionquery.domain.events import Activity, Progress

HALFWAY = Progress(Activity.INDEXING, done=4200, total=8400, rate=31.25, remaining=134.4)


class Terminal(io.StringIO):
    def isatty(self) -> bool:
        return True


def test_the_sentence_tells_count_rate_and_time_left() -> None:
    assert sentence(HALFWAY) == "4,200 of 8,400 photos, 50%, 31.2 a second, 2 min left"
    assert sentence(Progress(Activity.SCANNING, scanned=1234)) == "Looking for photos: 1,234 files so far"
    assert sentence(Progress(Activity.PAUSED, done=1, total=2)) == "1 of 2 photos, 50%, paused"


def test_a_terminal_gets_a_bar_that_is_overwritten_and_taken_away() -> None:
    terminal = Terminal()
    line = ProgressLine(terminal)
    line.show(HALFWAY)
    assert "[████████████············] 4,200 of 8,400" in terminal.getvalue()
    line.note("by the way")
    line.close()
    line.show(HALFWAY)
    assert terminal.getvalue().endswith("by the way\n")
    assert "\n" not in terminal.getvalue().split("by the way")[0]


def test_a_log_gets_plain_lines_now_and_then() -> None:
    log = io.StringIO()
    line = ProgressLine(log)
    for _ in range(50):
        line.show(HALFWAY)
    line.close()
    assert log.getvalue() == sentence(HALFWAY) + "\n"


def test_a_reader_who_left_does_not_stop_the_work() -> None:
    class Gone(io.StringIO):
        def write(self, _text: str) -> int:
            raise BrokenPipeError

    line = ProgressLine(Gone())
    line.show(HALFWAY)
    line.close()


def test_quiet_says_nothing() -> None:
    log = io.StringIO()
    ProgressLine(log, quiet=True).show(HALFWAY)
    assert log.getvalue() == ""
