"""Types whose total is not the number of cases.

Belongs here: a refusal that only sums of figures show. Not here: the arithmetic of a valid report (schemas).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence

from orchestration.spotlight.readers.figures.model import Figure
from orchestration.spotlight.readers.refusals import Refusal

_TOTALS = ("total", "phone_call")
"""Calls are a channel of signals, but may be the only total on a page."""
_FEWEST = 2


def types_of_another_total(figures: Sequence[Figure]) -> Iterator[Refusal]:
    """Refusals of types that add up to another total: `Victims: 208`, then `Sex trafficking: 150` and `Labor: 58`.

    By the seeds, types are types of cases. If they add up to the victims and not to the cases, they are not.
    """
    reports: dict[tuple[object, object], list[Figure]] = defaultdict(list)
    for figure in figures:
        if figure.value.isdecimal():
            reports[figure.place, figure.period].append(figure)
    for report in reports.values():
        types = [one for one in report if one.measure == "cases" and one.category != "total"]
        whole = sum(int(one.value) for one in types)
        totals = [one for one in report if one.category in _TOTALS and int(one.value) == whole > 0]
        if len(types) < _FEWEST or not totals or any(one.measure == "cases" for one in totals):
            continue
        first, other = types[0].candidate, totals[0].candidate
        yield first.refused(
            "label_ambiguous",
            f"{first.label_text!r} and the other types add up to {whole}, the number of {other.label_text!r} (line "
            f"{totals[0].line}), and no number of cases is the same. Expected types of cases; write them as CSV.",
        )
