"""Warnings about magnitude: numbers that are published as stated, but are far from earlier ones.

Belongs here: what counts as far outside, and saying so with the figures. Not here: refusing anything.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import median, quantiles

from orchestration.spotlight.domain.model import Concern, FigureKey
from orchestration.spotlight.domain.naming import figure_name, period_name
from orchestration.spotlight.domain.vocabulary import Vocabulary
from orchestration.spotlight.ingest.changes import ChangeKind, FigureChange, concern_about

FEWEST_REVISIONS = 20
"""With fewer past revisions of a figure, no revision counts as unusual."""
SPREADS = 3
"""A revision is unusual if it lies beyond the middle 80 % by this many times that range's width."""
NEIGHBOUR_RATIO = 4
"""A first value is unusual if it is this many times the median of neighbouring years, or that fraction of it."""
SMALLEST_DIFFERENCE = 50
"""Smaller differences are ignored: small counts vary a lot."""

Revisions = Mapping[FigureKey, Sequence[float]]
"""The percentages by which each figure was revised in the past."""
YearValues = Mapping[tuple[str, int, FigureKey], int]
"""(jurisdiction_code, year, figure) → the current value."""


@dataclass(frozen=True, slots=True)
class Watch:
    """What is usual, by the record of this warehouse."""

    past_revisions: Revisions
    year_values: YearValues
    vocabulary: Vocabulary

    def concerns(self, found: Sequence[FigureChange], paths: Mapping[str, str]) -> list[Concern]:
        """Warn about changes far outside what is usual. `paths` gives the file of a document_id."""
        concerns = []
        for change in found:
            if change.is_withdrawn or change.believed.figure.value is None:
                continue
            words = self._unusual_revision(change) or self._unlike_neighbours(change)
            if words is not None:
                rule, seen = words
                message = f"{self._name(change)}: {seen} It is published as stated; compare the document."
                concerns.append(concern_about(change, paths, rule, message))
        return concerns

    def _unusual_revision(self, change: FigureChange) -> tuple[str, str] | None:
        """A restatement or correction beyond the middle 80 % of past revisions by several times its width."""
        moved, past = notable_move(change), self.past_revisions.get(change.key, ())
        if moved is None or len(past) < FEWEST_REVISIONS:
            return None
        old, new = moved
        tenths = quantiles(past, n=10)
        low, high = tenths[0], tenths[-1]
        reach = SPREADS * (high - low)
        percent = 100 * (new - old) / old
        if low - reach <= percent <= high + reach:
            return None
        return (
            "revision_unusual",
            f"moved from {old:,} to {new:,} ({percent:+.0f} %); of {len(past)} past revisions of such figures 80 % "
            f"lay between {low:+.0f} and {high:+.0f} %.",
        )

    def _unlike_neighbours(self, change: FigureChange) -> tuple[str, str] | None:
        """The first value of a calendar year that is several times that of the years beside it, or a fraction."""
        report = change.report
        if change.change_kind is not ChangeKind.NEW or not _is_calendar_year(report.period_start, report.period_end):
            return None
        years = [report.period_start.year - 1, report.period_start.year + 1]
        beside = {
            year: value
            for year in years
            if (value := self.year_values.get((report.jurisdiction_code, year, change.key))) is not None
        }
        value = change.believed.figure.value
        if value is None or not beside:
            return None
        usual = median(beside.values())
        is_far = value > NEIGHBOUR_RATIO * usual or value * NEIGHBOUR_RATIO < usual
        if not is_far or abs(value - usual) < SMALLEST_DIFFERENCE:
            return None
        seen = " and ".join(f"{number:,} in {year}" for year, number in beside.items())
        return "value_unlike_neighbours", f"is {value:,}, and was {seen}."

    def _name(self, change: FigureChange) -> str:
        report = change.report
        place = self.vocabulary.jurisdiction_names[report.jurisdiction_code]
        period = period_name(report.period_start, report.period_end)
        return f"{place} {period} {figure_name(change.key.measure, change.key.category)}"


def notable_move(change: FigureChange) -> tuple[int, int] | None:
    """The old and new number of a figure that changed enough to be compared with past revisions."""
    new, old = change.believed.figure.value, change.before.value if change.before else None
    if new is None or not old or change.displaces_later or abs(new - old) < SMALLEST_DIFFERENCE:
        return None
    return old, new


def _is_calendar_year(period_start: date, period_end: date) -> bool:
    return (period_start, period_end) == (date(period_start.year, 1, 1), date(period_start.year, 12, 31))
