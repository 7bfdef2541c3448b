"""Rule 4: a stated total against its published parts, within one report.

Belongs here: the one definition of a discrepancy and of how large it may be. Not here: which report wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from orchestration.spotlight.domain.model import Concern, Figure, FigureKey, Report, key_of
from orchestration.spotlight.domain.vocabulary import TOTAL, Vocabulary


@dataclass(frozen=True, slots=True)
class Reconciliation:
    """One measure of one report, its total compared with its parts.

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
        total = figures.get(key_of(measure, TOTAL))
        if total is None or total.value is None:
            continue
        stated = (figures.get(key_of(measure, part)) for part in parts)
        known = [figure.value for figure in stated if figure is not None and figure.value is not None]
        if not known:
            continue
        expected = vocabulary.expected_discrepancy(
            report.jurisdiction_code, report.period_start, report.period_end, report.publisher_as_of, measure
        )
        is_complete = len(known) == len(parts)
        difference = sum(known) - total.value
        limit = tolerated(total.value)
        # Incomplete parts can only grow, so until then only an excess is an error.
        is_tolerable = (
            abs(difference) <= limit or difference == expected
            if is_complete
            else difference <= max(limit, expected or 0)
        )
        yield Reconciliation(measure, total.value, sum(known), is_complete, expected, is_tolerable)


def concerns_about(
    measure: str, compared: Reconciliation | None, report: Report, vocabulary: Vocabulary, place: tuple[str, int | None]
) -> Iterator[Concern]:
    """Warn of a difference that is not listed, and of a listed one that differs from the observed one.

    `compared` is None if total and parts cannot be compared; `place` is a file and a line of it.
    """
    expected = vocabulary.expected_discrepancy(
        report.jurisdiction_code, report.period_start, report.period_end, report.publisher_as_of, measure
    )
    found = compared.discrepancy if compared is not None else None
    if found == expected:
        return
    if found and compared is not None:
        yield Concern(
            *place,
            f"{measure}.discrepancy_unexpected",
            f"{measure}: the stated total is {compared.stated_total:,} and its parts add up to "
            f"{compared.parts_total:,} ({found:+,}). Compare each number with what is printed; if it is printed like "
            f"this, list the difference in known_discrepancies.csv.",
            report.report_id,
        )
    if expected is not None:
        seen = f"{found:+,} is found" if found is not None else "total and parts cannot be compared"
        yield Concern(
            *place,
            f"{measure}.discrepancy_no_longer_observed",
            f"{measure}: known_discrepancies.csv lists a difference of {expected:+,}, but {seen}. Compare the report "
            f"with what is printed, and fix or remove the line of known_discrepancies.csv.",
            report.report_id,
        )
