"""What the release holds of a place and a period: every vintage that is believed, and what was withdrawn.

Belongs here: the queries, each asked once.
Not here: what follows from the rows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from typing import Any

from orchestration.spotlight.inspect.quotes.binding import Claim

Row = dict[str, Any]
Rows = Callable[[str, Mapping[str, Any]], list[Row]]
"""Runs a query with parameters and returns its rows."""

_MOST_NEAREST = 8
_MOST_LOOKUPS = 100
"""Claims of one text whose number is searched elsewhere too: each search reads the whole history."""
_FIGURES = """
    select
        figures.jurisdiction_code, figures.jurisdiction_name, figures.period_start, figures.period_end,
        figures.measure, figures.category_scheme, figures.category, figures.value, figures.value_status,
        figures.publisher_as_of, figures.publisher_as_of_basis, figures.superseded_on, figures.superseded_on_basis,
        figures.superseded_on is null as is_current, figures.revision_kind = 'outranked' as is_outranked,
        figures.vintage_number, figures.report_id, figures.source_kind,
        documents.path as document, figures.source_line, figures.source_text, figures.source_context
    from marts.fct_figure_revisions as figures
    inner join marts.dim_document as documents using (document_id)
"""
_ORDER = "order by figures.publisher_as_of desc, figures.measure, figures.category_scheme desc, figures.category"
_ELSEWHERE = """
    select figures.jurisdiction_code, figures.period_start, figures.period_end
    from marts.fct_figure_revisions as figures
    where figures.value = $value and figures.measure = $measure and figures.category = $category
"""
_NEWEST_ELSEWHERE = f"""
    group by all
    order by max(figures.publisher_as_of) desc, figures.jurisdiction_code, figures.period_start, figures.period_end
    limit {_MOST_NEAREST}
"""
_SAME_PLACE = "figures.jurisdiction_code = $code"
_SAME_PERIOD = "figures.period_start = $start and figures.period_end = $end"
_WITHDRAWN = """
    select
        figures.measure, figures.category_scheme, figures.category, figures.old_value as value, figures.new_value,
        figures.new_value_status, figures.publisher_as_of, reports.publisher_as_of_basis, figures.recorded_from,
        figures.recorded_to, figures.report_id, figures.source_kind
    from marts.fct_corrections as figures
    left join marts.dim_report as reports using (report_id)
"""


class Holdings:
    """The release, asked for one place and period at a time."""

    def __init__(self, rows: Rows) -> None:
        self._rows = rows
        self._lookups = 0
        self._figures: dict[tuple[str, date, date], list[Row]] = {}
        self._years: dict[tuple[str, str, str], list[int]] = {}
        self._withdrawn: dict[tuple[str, date, date], list[Row]] = {}

    def figures(self, claim: Claim) -> list[Row]:
        """Every figure of the claim's place and period, newest vintage first; a set's rows know how many it has."""
        return self._figures_of(claim.code, claim.period.start, claim.period.end)

    def _figures_of(self, code: str, start: date, end: date) -> list[Row]:
        key = (code, start, end)
        if key not in self._figures:
            parameters = {"code": code, "start": start, "end": end}
            found = self._rows(f"{_FIGURES} where {_SAME_PLACE} and {_SAME_PERIOD} {_ORDER}", parameters)
            vintages: dict[tuple[str, str], dict[date, Row]] = {}
            for row in found:
                if not row["is_outranked"]:
                    vintages.setdefault((row["measure"], row["category_scheme"]), {})[row["publisher_as_of"]] = row
            for row in found:
                of_set = vintages.get((row["measure"], row["category_scheme"]), {})
                row["vintage_count"] = len(of_set)
                later = None if row["is_outranked"] else of_set.get(row["superseded_on"])
                row["superseded_by"] = later["report_id"] if later else None
            self._figures[key] = found
        return self._figures[key]

    def withdrawn(self, claim: Claim) -> list[Row]:
        """Every figure of the claim's place and period that was once believed and is not any more."""
        key = (claim.code, claim.period.start, claim.period.end)
        if key not in self._withdrawn:
            self._withdrawn[key] = self._rows(
                f"{_WITHDRAWN} where {_SAME_PLACE} and {_SAME_PERIOD} order by figures.recorded_to desc",
                _parameters(claim),
            )
        return self._withdrawn[key]

    def nearest(self, claim: Claim) -> list[Row]:
        """The same number counted as something else, in another period or elsewhere; then the closest numbers."""
        here = self.figures(claim)
        value = claim.number.value
        found = [{**row, "why": "same number, other count"} for row in here if row["value"] == value]
        self._lookups += 1
        if self._lookups <= _MOST_LOOKUPS:
            found += self._elsewhere(claim)
        numbers = [row for row in here if is_meant(claim, row) and not row["is_current"] and row["value"] is not None]
        closest = sorted(numbers, key=lambda row: abs(row["value"] - value))
        return (found + [{**row, "why": "same count, other number"} for row in closest[:3]])[:_MOST_NEAREST]

    def _elsewhere(self, claim: Claim) -> Iterator[Row]:
        """The claim's number and count in another period or place."""
        same = {**_parameters(claim), "value": claim.number.value, "measure": claim.measure, "category": claim.category}
        for why, where in (
            ("same number, other period", f"{_SAME_PLACE} and not ({_SAME_PERIOD})"),
            ("same number, other place", f"not ({_SAME_PLACE}) and {_SAME_PERIOD}"),
        ):
            for found in self._rows(f"{_ELSEWHERE} and {where} {_NEWEST_ELSEWHERE}", same):
                # Only among all vintages of its set does a figure know which of them it is.
                of_set = self._figures_of(found["jurisdiction_code"], found["period_start"], found["period_end"])
                stating = (row for row in of_set if is_meant(claim, row) and row["value"] == claim.number.value)
                yield from ({**row, "why": why} for row in stating)

    def years(self, claim: Claim) -> list[int]:
        """The years for which the claim's count of its place is held."""
        key = (claim.code, claim.measure, claim.category)
        if key not in self._years:
            found = self._rows(
                "select distinct year from marts.fct_figure_revisions where jurisdiction_code = $code "
                "and measure = $measure and category = $category and year is not null order by year",
                {"code": claim.code, "measure": claim.measure, "category": claim.category},
            )
            self._years[key] = [row["year"] for row in found]
        return self._years[key]


def is_meant(claim: Claim, row: Row) -> bool:
    """Whether a row counts what the claim does."""
    return bool(row["measure"] == claim.measure and row["category"] == claim.category)


def _parameters(claim: Claim) -> dict[str, Any]:
    return {"code": claim.code, "start": claim.period.start, "end": claim.period.end}
