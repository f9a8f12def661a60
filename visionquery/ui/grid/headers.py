"""The headings of a list that is sorted by date: one a month, or one a day where photos are shown large.

`timeline` is pure and runs on a task thread; the words are put together when they are painted.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QCoreApplication, QDate, QLocale

from visionquery.ui.grid.layout import Sections
from visionquery.ui.grid.refresh import Ids

# Cells from this size on are so few a screen that a month is too coarse a word for them.
DAYS_FROM = 260
_DAY = 86_400
# Years 1 to 9999, which calendars can name: a camera without a clock may say anything.
_EARLIEST, _LATEST = -62_135_596_800, 253_402_300_799


@dataclass(frozen=True, slots=True, eq=False)
class Timeline:
    """Where months and days begin in a list sorted by date.

    `months` and `days` hold the first rows, `month_keys` months since 1970-01, `day_keys` days since 1970-01-01.
    """

    months: Ids
    month_keys: NDArray[np.int64]
    days: Ids
    day_keys: NDArray[np.int64]

    def says_the_same(self, other: Timeline | None) -> bool:
        """Whether the other one has the same headings above the same rows."""
        return (
            other is not None
            and np.array_equal(self.days, other.days)
            and np.array_equal(self.day_keys, other.day_keys)
        )

    def sections(self, cell_size: int) -> Sections:
        """Months, or days where cells are as large as this."""
        locale = QLocale()
        if cell_size >= DAYS_FROM:
            days = self.day_keys
            return Sections(self.days, lambda section: day_title(int(days[section]), locale), first_untitled=False)
        months = self.month_keys
        return Sections(self.months, lambda section: month_title(int(months[section]), locale), first_untitled=False)


def timeline(times: Ids) -> Timeline:
    """From int64[n] seconds of wall clock since 1970-01-01 00:00, in the order of the list. 40 ms for a million."""
    times = np.clip(times, _EARLIEST, _LATEST)
    days = times // _DAY
    firsts = _starts(days)
    # Months are asked of the calendar for the first photo of each day only.
    of_days = days[firsts].astype("datetime64[D]").astype("datetime64[M]").astype(np.int64)
    changes = _starts(of_days)
    return Timeline(firsts[changes], of_days[changes], firsts, days[firsts])


def month_title(month: int, locale: QLocale) -> str:
    """`June 2019`, for months since January 1970."""
    year, nth = divmod(month, 12)
    name = locale.standaloneMonthName(nth + 1)
    # A heading of a line of its own begins with a capital, also where the months' names do not.
    name = locale.toUpper(name[:1]) + name[1:]
    pattern = QCoreApplication.translate("headers", "{month} {year}", "heading above the photos of a month")
    return pattern.format(month=name, year=1970 + year)


def day_title(day: int, locale: QLocale) -> str:
    """`Tuesday, 4 June 2019` in the locale's own way, for days since 1970-01-01."""
    title = locale.toString(QDate(1970, 1, 1).addDays(day), QLocale.FormatType.LongFormat)
    return locale.toUpper(title[:1]) + title[1:]


def _starts(keys: NDArray[np.int64]) -> Ids:
    if len(keys) == 0:
        return np.empty(0, np.int64)
    return np.concatenate(([0], np.flatnonzero(np.diff(keys)) + 1))
