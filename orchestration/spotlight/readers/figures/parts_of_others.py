"""Types that are parts of another total than that of the cases.

Belongs here: what the sums of a report's figures show. Not here: the arithmetic that a valid report has (schemas).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.refusals import Refusal

_WHOLE = ("total", "phone_call")
"""Calls are counted as a channel, and may be all that a page counts."""
_FEWEST = 2


def parts_of_others(figures: Sequence[Figure]) -> Iterator[Refusal]:
    """`Victims: 208`, then `Sex trafficking: 150`, `Labor trafficking: 40` and `Not specified: 18`: the 208 by type.

    The seeds take a type for one of cases; where no total of cases says so, the sum may say otherwise.
    """
    reports: dict[tuple[object, object], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value.isdecimal():
            reports[figure.place, figure.period].append(figure)
    for report in reports.values():
        types = [one for one in report if one.measure == "cases" and one.category != "total"]
        whole = sum(int(one.value) for one in types)
        same = [one for one in report if one.category in _WHOLE and int(one.value) == whole > 0]
        if len(types) < _FEWEST or not same or any(one.measure == "cases" for one in same):
            continue
        first, other = types[0].candidate, same[0].candidate
        yield first.refused(
            "label_ambiguous",
            f"{first.label_text!r} and the other types add up to {whole}, the number of {other.label_text!r} (line "
            f"{same[0].line}), and no number of cases is the same. Expected types of cases; write them as CSV.",
        )
