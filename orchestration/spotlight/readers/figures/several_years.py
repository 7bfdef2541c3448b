"""Periods of several years beside a single year in a heading, a head or a sentence.

Belongs here: when the two contradict each other. Not here: which period a figure has (particulars).
"""

from __future__ import annotations

from datetime import date

from orchestration.spotlight.readers.figures.model import Figure, Part
from orchestration.spotlight.readers.grammar.dates import Period, year_period
from orchestration.spotlight.readers.grammar.meanings import period_of


def is_within(inner: Period | date, outer: Period | date) -> bool:
    assert isinstance(inner, Period)
    assert isinstance(outer, Period)
    return inner != outer and outer.start <= inner.start and inner.end <= outer.end


def names_one_year_of(period: Period, figure: Figure) -> Part | None:
    """The heading that names one year of a figure's longer period: `Indiana 2020` above `December 2007 to 2020`."""
    years = ((part, period_of(part.said)) for part in figure.candidate.parts if not part.is_head)
    return next((part for part, year in years if year is not None and _is_year(year) and is_within(year, period)), None)


def _is_year(period: Period) -> bool:
    return period == year_period(period.start.year)


def covers_more_years(figure: Figure, stated: Period) -> bool:
    """Whether a figure is of more years than the stated period, by a head: `2016-2018` in a report on 2018.

    Or by a heading below one with the stated period: `Cases, 2015 to 2018` in an issue on 2018.
    """
    named = [period for part in figure.candidate.parts if (period := period_of(part.said)) is not None]
    if stated in named[:-1] and named[-1] != stated and is_within(stated, named[-1]):
        return True
    years = {
        (period.start.year, period.end.year)
        for part in figure.candidate.parts
        if part.is_head and not part.is_caption and (period := period_of(part.said)) is not None
    }
    return any(first != last and (stated.start.year, stated.end.year) != (first, last) for first, last in years)
