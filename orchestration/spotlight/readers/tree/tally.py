"""How counts that are stated one after another add up: which is a total, and which is part of a total before it.

`The Hotline identified 134 cases. Of these, 102 were sex trafficking. It identified 208 victims in these cases.`

Belongs here: whether a count agrees with those before it. Not here: the words that state it (told_counts).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from orchestration.spotlight.readers.grammar.dates import Period
from orchestration.spotlight.readers.tree.lines import Line
from orchestration.spotlight.readers.tree.told_counts import Count, Counts, category_of, measure_of

_SUBSET = "victim_or_survivor"
"""It overlaps with the other parts of the signals, so it is never added to them."""


@dataclass(frozen=True)
class StatedTotal:
    """A total that a sentence states, with the places and periods that it is stated for."""

    measure: str
    value: int
    places: frozenset[str]
    periods: frozenset[Period | None]
    line: Line


@dataclass(frozen=True)
class Tally:
    """The counts of one place and time that sentences have stated so far."""

    totals: Mapping[str, int] = field(default_factory=dict)
    """The total of each measure."""
    parts: Mapping[str, int] = field(default_factory=dict)
    """The sum of the parts of each measure."""
    last: str | None = None
    """The measure of the last count."""
    is_total: bool = False
    """The last count is a total."""

    @property
    def is_partial(self) -> bool:
        """The last count is a part, and the parts so far do not add up to the total."""
        return not self.is_total and self.last is not None and self._rest(self.last) != 0

    def _rest(self, measure: str) -> int | None:
        total = self.totals.get(measure)
        return total - self.parts.get(measure, 0) if total is not None else None

    def at(self, measure: str | None) -> Tally:
        """The tally as if the total of a measure came last; unchanged if there is none, or if parts are missing."""
        is_whole = measure in self.totals and not self.is_partial
        return replace(self, last=measure, is_total=True) if is_whole else self

    def with_counts(self, counts: Counts) -> Tally | None:
        """The tally with the counts of one more sentence; None if one may be a part of something else."""
        tally: Tally | None = self
        for at, one in enumerate(counts.counts):
            # `In 2 labor trafficking cases, it identified 40 victims.`
            is_within = at > 0 and "in" in counts.counts[at - 1].words and category_of(one.label) == "total"
            tally = tally._with(one, is_first=at == 0) if tally is not None and not is_within else None
        if tally is None:
            return None
        for number, unit in counts.wholes:
            # `Of the 161 cases`
            known = [tally.totals.get(measure_of(unit) or "")] if unit is not None else [*tally.totals.values()]
            if int(number.value) not in known:
                return None
        if not counts.counts:
            # `Of the 161 cases:` introduces a list of their parts.
            whole = int(counts.wholes[-1][0].value)
            measures = [measure for measure, total in tally.totals.items() if total == whole]
            return replace(tally, last=measures[0], is_total=True) if len(measures) == 1 else None
        is_rest_wrong = counts.names_rest and (tally.last is None or tally._rest(tally.last) != 0)
        return None if is_rest_wrong else tally

    def _with(self, count: Count, *, is_first: bool) -> Tally | None:
        measure, category = measure_of(count.label), category_of(count.label)
        of = {measure_of(unit) for unit in count.of}
        if measure is None or any(measure_of(unit) != measure for unit in count.units) or not of <= self.totals.keys():
            return None
        number = int(count.number.value)
        if category == "total":
            return self._with_total(measure, number, count, is_first=is_first)
        with_part = self._with_part(measure, 0 if category == _SUBSET else number, count, of)
        # `Of these` behind it may be of the subset.
        return replace(with_part, last=None) if with_part is not None and category == _SUBSET else with_part

    def _with_total(self, measure: str, number: int, count: Count, *, is_first: bool) -> Tally | None:
        if self.totals.get(measure, number) != number or self.parts.get(measure, 0) > number:
            return None
        is_sum = self.last == measure and self.parts.get(measure) == number
        # `20 labor trafficking cases with 45 victims`, `It identified 45 victims in these cases`
        is_behind_part = self.last is not None and not self.is_total
        is_of_part = is_behind_part and bool(count.is_beside or ((count.of or count.in_them) and not is_first))
        # `In 2019, 163 cases were reported in Ohio`, but not `Victims in Ohio numbered 45`
        is_of_place = count.names_place and count.label.kind == "sentence"
        is_of_some = self.is_partial and bool(count.of or count.in_them or not (count.is_counted or is_of_place))
        if not is_sum and (is_of_part or is_of_some):
            return None
        is_behind_subset = bool(self.totals) and self.last is None
        if not self.is_total and (count.is_from_them or (count.in_them and is_behind_subset)):
            return None
        # `while 134 cases were reported` does not say by whom.
        is_of_others = "while" in count.words and count.words.isdisjoint("BCD")
        if count.is_more or count.of_them or is_of_others or (self.last is None and count.is_beside):
            return None
        return Tally({**self.totals, measure: number}, self.parts, measure, is_total=True)

    def _with_part(self, measure: str, number: int, count: Count, of: set[str | None]) -> Tally | None:
        is_behind_own = self.last == measure
        if count.of_them or count.in_them:
            is_anchored = is_behind_own and self.is_total
        elif count.is_beside or count.is_by_channel:
            # `308 phone calls, along with 33 webforms`, `388 signals: 251 by phone`
            is_anchored = is_behind_own
        elif of:
            is_anchored = of == {measure}
        else:
            is_anchored = is_behind_own or count.is_counted or (bool(count.units) and measure in self.totals)
        parts = self.parts.get(measure, 0) + number
        if not is_anchored or parts > self.totals.get(measure, parts):
            return None
        return Tally(self.totals, {**self.parts, measure: parts}, measure)
