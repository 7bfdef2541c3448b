"""A year that is not over: `2018 statistics are current as of 6/30/2018`, and a sidecar with the last day.

Belongs here: when a year that is named is its first part. Not here: which period a figure has (particulars).
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.figures.statements import Statement
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.sidecar import PERIOD_END, PERIOD_START, Sidecar


def is_year_so_far(
    period: Period, day: date, figure: Figure, statements: Sequence[Statement], sidecar: Sidecar
) -> bool:
    """Whether a year is named and not stated in days, accurate as of a day before its end that the sidecar ends with.

    `January 1, 2018 through December 31, 2018, accurate as of June 30, 2018` contradicts itself.
    """
    said = [*(part.said for part in figure.candidate.parts), *(one.sentence.said for one in statements)]
    is_named = period == year_period(period.start.year) and not any(period in one.periods for one in said)
    ends = sidecar.value(PERIOD_START), sidecar.value(PERIOD_END)
    return is_named and day < period.end and ends == (period.start.isoformat(), day.isoformat())
