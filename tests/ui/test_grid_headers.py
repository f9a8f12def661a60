from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QLocale
from pytestqt.qtbot import QtBot

from visionquery.ui.grid.headers import DAYS_FROM, day_title, month_title, timeline
from visionquery.ui.grid.refresh import as_ids

# A busy machine is no fault of the code.
UNHURRIED = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MOMENTS = st.lists(st.integers(-60_000_000_000, 200_000_000_000), max_size=40)


@pytest.fixture(autouse=True)
def english() -> Iterator[None]:
    """Whatever the machine speaks."""
    before = QLocale()
    QLocale.setDefault(QLocale("en_GB"))
    yield
    QLocale.setDefault(before)


@UNHURRIED
@given(MOMENTS)
def test_months_and_days_begin_where_the_calendar_says(times: list[int]) -> None:
    times.sort(reverse=True)
    dates = [EPOCH + timedelta(seconds=moment) for moment in times]
    line = timeline(as_ids(times))
    months = [(date.year - 1970) * 12 + date.month - 1 for date in dates]
    days = [(date - EPOCH).days for date in dates]
    for found, keys, expected in (
        (line.months, line.month_keys, months),
        (line.days, line.day_keys, days),
    ):
        firsts = [row for row in range(len(times)) if row == 0 or expected[row] != expected[row - 1]]
        assert found.tolist() == firsts
        assert keys.tolist() == [expected[row] for row in firsts]


def test_times_beyond_every_calendar_do_not_hurt() -> None:
    line = timeline(as_ids([2**62, 0, -(2**62)]))
    titles = line.sections(100).title
    assert [titles(section) for section in range(3)] == ["December 9999", "January 1970", "January 1"]


@pytest.mark.parametrize(
    ("language", "month", "day"),
    [
        ("en_GB", "June 2019", "Tuesday, 4 June 2019"),
        ("de_DE", "Juni 2019", "Dienstag, 4. Juni 2019"),
        ("fr_FR", "Juin 2019", "Mardi 4 juin 2019"),
        ("ru_RU", "Июнь 2019", "Вторник, 4 июня 2019\u202fг."),
    ],
)
def test_titles_are_those_of_the_language(language: str, month: str, day: str) -> None:
    locale = QLocale(language)
    assert month_title((2019 - 1970) * 12 + 5, locale) == month
    assert day_title((datetime(2019, 6, 4, tzinfo=UTC) - EPOCH).days, locale) == day


def show_by_month(scene: Any, photos_a_month: int) -> None:
    """The library's photos, so many a month, backwards from December 2020."""
    ids = as_ids(scene.reader.all_ids())
    months = [(2020 * 12 + 11 - row // photos_a_month) for row in range(len(ids))]
    times = [int(datetime(month // 12, month % 12 + 1, 9, tzinfo=UTC).timestamp()) for month in months]
    scene.feed.show(ids, timeline(as_ids(times)))


def test_each_month_stands_below_its_heading_and_the_last_one_passed_stays_in_sight(
    stage: Callable[..., Any], qtbot: QtBot
) -> None:
    scene = stage(indexed=60)
    show_by_month(scene, 20)
    cells, grid = scene.grid.cells, scene.grid
    assert cells.starts == [0, 20, 40]
    assert [cells.frame.sections.title(each) for each in range(3)] == ["December 2020", "November 2020", "October 2020"]
    assert grid._sticky.words == ""
    grid.verticalScrollBar().setValue(cells.rect(5).top())
    assert grid._sticky.words == "December 2020"
    grid.verticalScrollBar().setValue(cells.rect(25).top())
    assert grid._sticky.words == "November 2020"
    grid.verticalScrollBar().setValue(0)
    assert grid._sticky.words == ""
    grid.viewport().repaint()


def test_large_photos_stand_below_days(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=12)
    show_by_month(scene, 20)
    grid = scene.grid
    assert grid.cells.frame.sections.title(0) == "December 2020"
    grid.set_cell_size(DAYS_FROM)
    # The words are those of the locale; which they are is tested above.
    assert "9" in grid.cells.frame.sections.title(0)
    grid.set_cell_size(DAYS_FROM - 1)
    assert grid.cells.frame.sections.title(0) == "December 2020"


def test_an_answer_has_no_months(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=30)
    show_by_month(scene, 10)
    ids = scene.model.ids
    scene.grid.divide(4, "Weaker matches")
    assert scene.grid.cells.starts == [0, 10, 20]
    scene.feed.show(as_ids(ids[::-1]))
    assert scene.grid.cells.starts == [0, 4]
    assert scene.grid.cells.heading(0) is None
    scene.grid.divide(0, "")
    show_by_month(scene, 10)
    assert scene.grid.cells.starts == [0, 10, 20]


def test_moving_up_into_a_month_shows_its_heading(stage: Callable[..., Any], qtbot: QtBot) -> None:
    scene = stage(indexed=60)
    show_by_month(scene, 20)
    grid = scene.grid
    grid.verticalScrollBar().setValue(grid.verticalScrollBar().maximum())
    grid.go_to(20)
    heading = grid.cells.heading(1)
    assert heading is not None
    assert grid.verticalOffset() <= heading.top()
