"""Rule 4: a stated total against its published parts, within one report.

Belongs here: the one definition of a discrepancy and of how large it may be. Not here: which report wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orchestration.spotlight.model import Figure, FigureKey, Report
from orchestration.spotlight.vocabulary import TOTAL, Vocabulary


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One measure of one report, its total held against its parts.

    `discrepancy` = sum of parts − stated total, or None unless the total and every part are numbers.
    `is_tolerable` is False where the report has to be refused.
    """

    measure: str
    stated_total: int
    parts_total: int
    is_complete: bool
    expected_discrepancy: int | None
    is_tolerable: bool

    @property
    def discrepancy(self) -> int | None:
        return self.parts_total - self.stated_total if self.is_complete else None


def tolerated(stated_total: int) -> int:
    """The largest difference that is recorded rather than refused: max(2, 1 % of the stated total)."""
    return max(2, stated_total // 100)


def reconcile(report: Report, figures: Mapping[FigureKey, Figure], vocabulary: Vocabulary) -> Iterator[Reconciliation]:
    """Yield every measure of a report whose total and at least one part are numbers."""
    for measure, parts in vocabulary.parts.items():
        total = figures.get(FigureKey(measure, TOTAL))
        known = [
            figure.value
            for part in parts
            if (figure := figures.get(FigureKey(measure, part))) is not None and figure.value is not None
        ]
        if total is None or total.value is None or not known:
            continue
        expected = vocabulary.expected_discrepancy(
            report.jurisdiction_code, report.period_start, report.period_end, report.publisher_as_of, measure
        )
        is_complete = len(known) == len(parts)
        difference = sum(known) - total.value
        limit = tolerated(total.value)
        # Parts that are still incomplete can only grow, so until then only an excess is telling.
        is_tolerable = (
            abs(difference) <= limit or difference == expected
            if is_complete
            else difference <= max(limit, expected or 0)
        )
        yield Reconciliation(measure, total.value, sum(known), is_complete, expected, is_tolerable)
